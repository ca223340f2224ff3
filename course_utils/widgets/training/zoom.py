"""From the network to one multiplication: a neuron's weighted sum, written out with its gradients."""

import html

import numpy as np

from course_utils.data import FEATURES, features
from course_utils.formatting import short_number
from course_utils.widgets.training.playground_picture import FEATURE_NAMES, answers_of

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def name_of(settings, layer, number):
    """What the value of a neuron is called: x₁, h₂₁ (the first of the second hidden layer), z for an output."""
    if layer == 0:
        return FEATURE_NAMES[list(FEATURES).index(settings.features[number])]
    if layer <= len(settings.hidden):
        return f"h{layer}{number + 1}".translate(LOWERED)
    return f"z{number + 1}".translate(LOWERED) if settings.sizes[-1] > 1 else "z"


def sum_in_words(run, layer, number, point):
    """A neuron's weighted sum as HTML: with the numbers of `point`, if that is not None, and all its gradients."""
    settings, network = run.settings, run.network
    weights, bias = (array[number] for array in network.layers[layer - 1])
    inputs = [name_of(settings, layer - 1, column) for column in range(len(weights))]
    is_output = layer == len(network.layers)
    function = "" if is_output or settings.activation == "linear" else settings.activation
    written = _sum([*zip(map(short_number, weights), inputs, strict=True)], short_number(bias))
    lines = [f"<b>{name_of(settings, layer, number)}</b> = {_applied(function, written)}"]
    if point is not None:
        lines[0] += _at_a_point(run, layer, number, point, function)
    slopes_of_weights, slope_of_bias = _slopes(run, layer, number)
    slopes = [f"{name} <b>{short_number(slope, 2)}</b>" for name, slope in zip(inputs, slopes_of_weights, strict=True)]
    lines.append(f"∂cost/∂w of {', '.join(slopes)}; ∂cost/∂b <b>{short_number(slope_of_bias, 2)}</b>")
    return "<br>".join(lines)


def layer_as_matrix(run, layer):
    """The weights into a layer as a table: a row for each neuron, as in W, and the biases b."""
    weights, bias = run.network.layers[layer - 1]
    inputs = [name_of(run.settings, layer - 1, column) for column in range(weights.shape[1])]
    head = "".join(f"<th>{name}</th>" for name in ["", *inputs, "b"])
    rows = "".join(
        f"<tr><th>{name_of(run.settings, layer, number)}</th>"
        + "".join(f"<td>{short_number(value, 3)}</td>" for value in [*row, bias[number]])
        + "</tr>"
        for number, row in enumerate(weights)
    )
    return f'<table class="course-matrix"><tr>{head}</tr>{rows}</table>'


def answer_in_words(run, point, label):
    """What the network answers at a point, and what its target is."""
    outputs = run.network.forward(features(np.reshape(point, (1, 2)), run.settings.features))[0]
    where = f"Point ({short_number(point[0])}, {short_number(point[1])}), target {short_number(float(label))}: "
    if len(outputs) > 1:
        return where + f"class {int(np.argmax(outputs))} has the highest score"
    answer = float(answers_of(outputs[0], run.settings))
    return where + f"the network answers {short_number(answer)}"


def _at_a_point(run, layer, number, point, function):
    values = run.network.activations(features(np.reshape(point, (1, 2)), run.settings.features))
    weights, bias = (array[number] for array in run.network.layers[layer - 1])
    before = values[layer - 1][0]
    total = float(weights @ before + bias)
    terms = [(short_number(w), _in_brackets(short_number(v))) for w, v in zip(weights, before, strict=True)]
    end = f" = <b>{short_number(float(values[layer][0, number]))}</b>" if function else ""
    return f"<br>here: {_sum(terms, short_number(bias))} = {_applied(function, short_number(total))}{end}"


def _slopes(run, layer, number):
    with np.errstate(all="ignore"):
        _, gradients = run.network.cost_and_gradients(*run.settings.examples(run.train))
    return gradients[2 * (layer - 1)][number], gradients[2 * (layer - 1) + 1][number]


def _sum(terms, bias):
    products = [f"{html.escape(weight)}·{value}" for weight, value in terms]
    return " + ".join([*products, bias]).replace("+ −", "− ")


def _applied(function, written):
    return f"{function}({written})" if function else written


def _in_brackets(text):
    return f"({text})" if text.startswith("−") else text
