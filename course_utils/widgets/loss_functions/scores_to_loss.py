"""From scores to probabilities to loss: a network of one layer with every number of it to move."""

from functools import partial

import numpy as np

from course_utils.formatting import fixed
from course_utils.losses import cross_entropy, one_hot, softmax
from course_utils.widgets.loss_functions.layer_picture import (
    CLASSES_AT,
    INDICES,
    INPUTS_AT,
    LARGEST_INPUT,
    LARGEST_WEIGHT,
    MOST_CLASSES,
    LayerPicture,
)
from course_utils.widgets.shared.controls import button, row, slider, switch
from course_utils.widgets.shared.demo import Demo, close_all
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

# Weights, inputs, true class. The first two networks are the lecture's; the third gives the lecture's
# probabilities 0.2, 0.7, 0.1.
PRESETS = {
    "Network #1": ([[2, 1], [-1, 0]], [1, 1], 0),
    "Network #2": ([[0, -1], [1, 0]], [1, 1], 0),
    "Three classes": ([[1, -1], [2, -0.75], [-1.2, 0.5]], [1, 1], 1),
}


class ScoresToLoss(Demo):
    """The way of one example through a layer, z = W x, the softmax, and the cross-entropy to the true class."""

    def __init__(self):
        super().__init__()
        self.step = LayerStep(*PRESETS["Network #1"])
        self._make_controls()
        self.picture = LayerPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        class_keys = {str(number): partial(self.choose_class, number) for number in range(MOST_CLASSES)}
        self.hear(self._point, class_keys)
        rows = [row(*sliders) for sliders in (self.inputs, *self.weights)]
        self.children = [self.choices, self.figure, self.line, self.note, *rows]
        self._set(self.step)

    def _make_controls(self):
        def weight(i, j):
            tooltip = f"Weight of the input x{INDICES[j]} in the score of class {i}"
            label = f"Class {i}: from x{INDICES[j]}"
            control = slider(label, 0, (-LARGEST_WEIGHT, LARGEST_WEIGHT, 0.05), tooltip, **look)
            self.listen(control, partial(self._set_weight, i, j))
            return control

        def entry(j):
            scale = (-LARGEST_INPUT, LARGEST_INPUT, 0.05)
            control = slider(f"Input x{INDICES[j]}", 0, scale, "One number of the example, whatever its class", **look)
            self.listen(control, partial(self._set_input, j))
            return control

        look = {"width": {"width": "46%", "min_width": "22em"}, "label_width": 128}
        self.weights = [[weight(i, j) for j in range(2)] for i in range(MOST_CLASSES)]
        self.inputs = [entry(j) for j in range(2)]
        self.preset_buttons = [
            button(name, "sliders", f"Set the weights and inputs of: {name.lower()}", self.guarded(self.load, name))
            for name in PRESETS
        ]
        self.choices, self.true_class = row(*self.preset_buttons), None
        self.line = StatusLine()

    def _offer_classes(self, n):
        """Make a switch between `n` true classes, and show the weights of as many."""
        close_all(self.choices.children[len(PRESETS) :])
        tooltip = "The class that the label names; also: click on a class in the picture, or its number key"
        look = {"button_width": 52, "width": 290, "label_width": 90}
        self.true_class = switch("True class", list(range(n)), tooltip, **look)
        self.listen(self.true_class, self.choose_class)
        self.choices.children = (*self.preset_buttons, self.true_class)
        for i, sliders in enumerate(self.weights):
            for each in sliders:
                each.layout.display = None if i < n else "none"

    # ---- the state: one LayerStep, which all controls follow -------------------------------------------------------

    def load(self, preset):
        """Take over the weights, inputs and true class of a preset."""
        self._set(LayerStep(*PRESETS[preset]))

    def choose_class(self, number):
        """Make class `number` the true one, if the network has that many."""
        if 0 <= number < len(self.step.weights) and number != self.step.true_class:
            self._set(LayerStep(self.step.weights, self.step.inputs, number))

    def _set_weight(self, i, j, value):
        if i < len(self.step.weights) and value != self.step.weights[i, j]:
            self._set(LayerStep(_replaced(self.step.weights, (i, j), value), self.step.inputs, self.step.true_class))

    def _set_input(self, j, value):
        if value != self.step.inputs[j]:
            self._set(LayerStep(self.step.weights, _replaced(self.step.inputs, j, value), self.step.true_class))

    def _set(self, step):
        self.step = step
        if self.true_class is None or len(self.true_class.options) != len(step.weights):
            self._offer_classes(len(step.weights))
        self.true_class.value = step.true_class
        for sliders, weights in zip(self.weights, step.weights, strict=False):
            for each, weight in zip(sliders, weights, strict=True):
                each.value = weight
        for each, value in zip(self.inputs, step.inputs, strict=True):
            each.value = value
        self._show()

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        step = self.step
        classes = len(step.scores)
        verdict = "the network bets on it" if step.is_right else f"the network bets on class {step.bet}"
        verdict = "the highest score is shared" if step.is_tie else verdict
        return (
            f"A layer with {classes} classes turns the inputs {_listed(step.inputs)} into the scores "
            f"{_listed(step.scores)}, and softmax turns these into the probabilities {_listed(step.probabilities, 3)}. "
            f"The true class is {step.true_class}, and {verdict}: the loss is "
            f"−log {step.probabilities[step.true_class]:.3f} = {step.loss:.3f}."
        )

    def _show(self):
        step = self.step
        self.picture.draw(step)
        self.figure.alt = self.text
        self.figure.refresh()
        bet = f"highest score at class <b>{step.bet}</b>: <b>{'right' if step.is_right else 'wrong'}</b>"
        self.line.show(
            f"True class <b>{step.true_class}</b>: probability <b>{step.probabilities[step.true_class]:.3f}</b>, loss "
            f"<b>{step.loss:.3f}</b> · {'the highest score is <b>shared</b>' if step.is_tie else bet}"
        )
        self.note.say("")

    def _point(self, event):
        among_the_inputs = event.axes is self.picture.network and event.x < (INPUTS_AT + CLASSES_AT) / 2
        if event.kind == "down" and not among_the_inputs:
            self.choose_class(int((1 - event.y) * len(self.step.weights)))


class LayerStep:
    """One example on its way through the layer: all that the picture and the words need."""

    def __init__(self, weights, inputs, true_class):
        self.weights, self.inputs = np.array(weights, dtype=float), np.array(inputs, dtype=float)
        self.true_class = true_class
        self.scores = self.weights @ self.inputs
        self.probabilities = softmax(self.scores)
        self.targets = one_hot([true_class], len(weights))[0]
        self.loss = float(cross_entropy(self.probabilities, self.targets))
        self.bet = int(self.scores.argmax())
        self.is_right = self.bet == true_class
        self.is_tie = np.count_nonzero(np.isclose(self.scores, self.scores.max())) > 1


def _replaced(values, place, value):
    values = values.copy()
    values[place] = value
    return values


def _listed(values, digits=2):
    return ", ".join(fixed(value, digits) for value in values)
