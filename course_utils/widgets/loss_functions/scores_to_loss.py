"""From scores to probabilities to loss: a network of one layer with every number of it to move."""

from functools import partial

import numpy as np

from course_utils import plots
from course_utils.formatting import fixed
from course_utils.losses import cross_entropy, one_hot, softmax
from course_utils.widgets.shared.controls import button, row, slider, switch
from course_utils.widgets.shared.demo import Demo, close_all
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

MOST_CLASSES = 3
LARGEST_WEIGHT, LARGEST_INPUT = 3.0, 1.5
LARGEST_SCORE = 2 * LARGEST_WEIGHT * LARGEST_INPUT
LONGEST_LOSS = 5.0  # right end of the loss axis; what is longer is cut off there, and its number still true
INDICES = "₁₂"
INPUTS_AT, CLASSES_AT = 0.16, 0.88  # across the picture of the network

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


class LayerPicture:
    """The figure: one row per class, from the network at the left to the loss at the right."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(1100, 400)
        self.network = self._column(14, 300, "Inputs x, weights W")
        scores = self._column(352, 200, "Scores z = W x", xlim=(-LARGEST_SCORE, LARGEST_SCORE), xticks=[-6, 0, 6])
        chances = self._column(
            588, 180, "ŷ = softmax(z)", xlim=(0, 1), xticks=[0, 0.5, 1], xticklabels=["0", "0.5", "1"]
        )
        truth = self._column(800, 70, "Label y")
        prices = self._column(912, 172, "Loss −y log ŷ", xlim=(0, LONGEST_LOSS), xticks=[0, 2, 4])
        scores.axvline(0, color=plots.GREY, linewidth=1)
        self.inputs = [ValueCircle(self.network, INPUTS_AT) for _ in range(2)]
        self.links = [[Link(self.network) for _ in range(2)] for _ in range(MOST_CLASSES)]
        self.outputs = [ValueCircle(self.network, CLASSES_AT) for _ in range(MOST_CLASSES)]
        self.scores = [Bar(scores) for _ in range(MOST_CLASSES)]
        self.chances = [Bar(chances) for _ in range(MOST_CLASSES)]
        self.truth = [
            truth.text(0.5, 0, "", ha="center", va="center", fontsize=22, fontweight="bold")
            for _ in range(MOST_CLASSES)
        ]
        self.prices = [Bar(prices) for _ in range(MOST_CLASSES)]
        links = [link for row in self.links for link in row]
        self._rows = [self.outputs, self.scores, self.chances, self.prices]
        parts = [*links, *self.inputs, *self.outputs, *self.scores, *self.chances, *self.prices]
        self.moving = [artist for part in parts for artist in part.moving] + self.truth

    def _column(self, left, width, title, xlim=(0, 1), xticks=(), **options):
        ax = plots.place_axes(self.figure, left, 44, width, 310)
        ax.set(xlim=xlim, ylim=(0, 1), xticks=xticks, yticks=[], **options)
        ax.set_title(title, pad=12)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(len(xticks) > 0)
        return ax

    def draw(self, step):
        """Draw one example's way."""
        classes = len(step.scores)
        heights = 1 - (np.arange(classes) + 0.5) / classes
        input_heights = heights[[0, -1]]
        for node, height, j in zip(self.inputs, input_heights, range(2), strict=True):
            node.draw(height, step.inputs[j], f"x{INDICES[j]}", plots.INK)
        for i in range(MOST_CLASSES):
            shown = i < classes
            for part in [*self.links[i], *(column[i] for column in self._rows)]:
                part.show(shown)
            self.truth[i].set_visible(shown)
            if shown:
                self._draw_class(step, i, heights[i], input_heights)

    def _draw_class(self, step, i, height, input_heights):
        is_true = i == step.true_class
        color, thickness = (plots.BLUE if is_true else plots.GREY), 0.42 / len(step.scores)
        for j, link in enumerate(self.links[i]):
            link.draw(input_heights[j], height, step.weights[i, j])
        self.outputs[i].draw(height, step.scores[i], f"class {i}", color)
        self.scores[i].draw(height, thickness, step.scores[i], fixed(step.scores[i]), color)
        self.chances[i].draw(height, thickness, step.probabilities[i], f"{step.probabilities[i]:.3f}", color)
        self.truth[i].set(y=height, text=f"{step.targets[i]:.0f}", color=color)
        price = step.loss if is_true else 0.0
        self.prices[i].draw(height, thickness, price, f"{price:.3f}" if is_true else "0", plots.ORANGE)


class ValueCircle:
    """A circle with a number in it and a name above it."""

    def __init__(self, ax, x):
        self.x = x
        (self.circle,) = ax.plot(
            [], [], "o", markersize=45, markerfacecolor="white", markeredgewidth=2.5, clip_on=False
        )
        self.number = ax.text(x, 0, "", ha="center", va="center", fontweight="bold")
        self.name = ax.text(x, 0, "", ha="center", va="bottom")
        self.moving = [self.circle, self.number, self.name]

    def draw(self, height, value, name, color):
        """Stand at `height`, with `value` inside."""
        self.circle.set_data([self.x], [height])
        self.circle.set_markeredgecolor(color)
        self.number.set(y=height, text=fixed(value), color=color)
        self.name.set(y=height + 0.12, text=name, color=color)

    def show(self, shown):
        """Show or hide."""
        for artist in self.moving:
            artist.set_visible(shown)


class Link:
    """A line from an input to a class: as thick as the weight is large, dashed where it is negative."""

    def __init__(self, ax):
        (self.line,) = ax.plot([], [], solid_capstyle="round")
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        self.number = ax.text(0, 0, "", ha="center", va="center", fontsize=12, bbox=ground)
        self.moving = [self.line, self.number]

    def draw(self, start, end, weight):
        """Lead from the input at height `start` to the class at height `end`."""
        color = plots.GREY if weight == 0 else plots.BLUE if weight > 0 else plots.ORANGE
        self.line.set_data([INPUTS_AT, CLASSES_AT], [start, end])
        self.line.set(color=color, linewidth=1 + 2.5 * abs(weight), linestyle="--" if weight < 0 else "-")
        near_the_input = 0.34  # where links that end apart have not crossed yet
        left, right = INPUTS_AT, CLASSES_AT
        position = left + near_the_input * (right - left), start + near_the_input * (end - start)
        self.number.set(position=position, text=fixed(weight), color=color)

    show = ValueCircle.show


class Bar:
    """A horizontal bar from 0, with its number at its end."""

    def __init__(self, ax):
        self.ax = ax
        (self.bar,) = ax.barh([0], [0], edgecolor=plots.INK, linewidth=1)
        self.number = ax.text(0, 0, "", va="bottom", fontweight="bold", clip_on=False)
        self.moving = [self.bar, self.number]

    def draw(self, height, thickness, value, label, color):
        """Reach from 0 to `value`, or to the end of the axis where that is farther."""
        low, high = self.ax.get_xlim()
        shown = min(max(value, low), high)
        self.bar.set(y=height - thickness / 2, height=thickness, width=shown, facecolor=color)
        self.number.set(
            position=(0, height + thickness / 2 + 0.012),
            text=f" {label} " if value <= high else f"{label}  (longer →)",
            ha="right" if value < 0 else "left",
            color=color,
        )

    show = ValueCircle.show


def _replaced(values, place, value):
    values = values.copy()
    values[place] = value
    return values


def _listed(values, digits=2):
    return ", ".join(fixed(value, digits) for value in values)
