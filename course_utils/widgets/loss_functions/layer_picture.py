"""The figure of ScoresToLoss: one row per class, from the layer at the left to the loss at the right."""

import numpy as np

from course_utils import plots
from course_utils.formatting import fixed

MOST_CLASSES = 3
LARGEST_WEIGHT, LARGEST_INPUT = 3.0, 1.5
LARGEST_SCORE = 2 * LARGEST_WEIGHT * LARGEST_INPUT
LONGEST_LOSS = 5.0  # right end of the loss axis; what is longer is cut off there, and its number still true
INDICES = "₁₂"
INPUTS_AT, CLASSES_AT = 0.16, 0.88  # across the picture of the network


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
        self.number.set(position=position, text=fixed(weight), color=plots.readable(color))

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
            color=plots.readable(color),
        )

    show = ValueCircle.show
