"""The figure of Mistakes: the confusion matrix, the digits of one of its cells, and accuracy against coverage."""

import math

import matplotlib
import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils import plots
from course_utils.widgets.mnist.answers import CLASSES

SIDE = 28  # pixels of a digit, across and down
COLUMNS, ROWS = 8, 2
SHOWN = COLUMNS * ROWS  # digits at a time
BELOW = 22  # pixels of the digits' picture under each, for two lines of words
SHADE = 0.28  # of the most frequent mistake: dark enough to be seen, pale enough to read a number on
FEW = 10  # mistakes: where no cell has more, none is shaded as if it had many


class MistakesPicture:
    """The figure. curve: (share answered, share of these that are right) for each threshold, shape (thresholds, 2)."""

    @plots.styled()
    def __init__(self, curve):
        self.figure = plots.new_figure(1100, 620)
        self.matrix_axes = plots.place_axes(self.figure, 62, 96, 480, 480)
        self.digits_axes = plots.place_axes(self.figure, 578, 44, 2 * COLUMNS * (SIDE + 4), 2 * ROWS * (SIDE + 26))
        self.curve_axes = plots.place_axes(self.figure, 652, 350, 430, 214)
        self.moving = [*self._matrix_parts(), *self._digit_parts(), *self._curve_parts(curve)]

    def _matrix_parts(self):
        axes = self.matrix_axes
        axes.set_title("Confusion matrix", pad=14)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.set(xlabel="answer", ylabel="true digit")
        self.shades = axes.imshow(
            np.zeros((CLASSES, CLASSES)), cmap=plots.SIGNED, vmin=-1, vmax=1, extent=(0, CLASSES, CLASSES, 0)
        )
        middles = np.arange(CLASSES) + 0.5
        axes.set_xticks(middles, range(CLASSES))
        axes.set_yticks(middles, range(CLASSES))
        axes.tick_params(length=0)
        edges, look = np.arange(CLASSES + 1), {"colors": plots.PALE, "linewidth": 0.8, "clip_on": False}
        lines = [axes.hlines(edges, 0, CLASSES, **look), axes.vlines(edges, 0, CLASSES, **look)]
        self.right = plots.Labels(axes, weight="normal", size=0.9)
        self.wrong = plots.Labels(axes, size=0.95)
        (self.frame,) = axes.plot([], [], color=plots.INK, linewidth=3, linestyle="-", clip_on=False)
        return [self.shades, *lines, self.right.artist, self.wrong.artist, self.frame]

    def _digit_parts(self):
        axes = self.digits_axes
        blank = np.zeros((SHOWN, SIDE, SIDE), dtype=np.uint8)
        shades = matplotlib.colormaps["gray_r"].resampled(8)  # in more of them a frame would be a quarter larger
        self.digits, corners = plots.show_images(axes, blank, COLUMNS, below=BELOW, cmap=shades, vmin=0, vmax=255)
        self._under = corners + np.array([SIDE / 2, SIDE])
        self.pairs = plots.Labels(axes, size=0.95)
        self.probabilities = plots.Labels(axes, size=0.95)
        where = {"transform": axes.transAxes, "va": "baseline"}
        self.title = axes.text(0, 1.05, "", fontsize=12.96, fontweight="bold", **where)
        axes.text(0, -0.06, "true digit → answer, and its probability", color=plots.GREY, **where)
        return [self.digits, self.pairs.artist, self.probabilities.artist, self.title]

    def _curve_parts(self, curve):
        axes = self.curve_axes
        axes.set_title("Answers only where it is sure enough")
        axes.set(xlabel="answered, of all digits", ylabel="right, of these")
        axes.plot(*curve.T, color=plots.BLUE, linestyle="-", marker="o", markersize=4)
        for axis, set_limits, values in zip(
            (axes.xaxis, axes.yaxis), (axes.set_xlim, axes.set_ylim), curve.T, strict=True
        ):
            span = max(1 - values.min(), 0.01)
            set_limits(1 - 1.1 * span, 1 + 0.05 * span)
            axis.set_major_locator(MaxNLocator(4))
            axis.set_major_formatter(lambda share, _: f"{100 * share:.4g} %")
        (self.drops,) = axes.plot([], [], color=plots.GREY, linewidth=1.5, linestyle=":")
        (self.point,) = axes.plot([], [], "o", color=plots.BLUE, markersize=12, markeredgecolor="white", clip_on=False)
        return [self.drops, self.point]

    def draw(self, confusion, cell, point):
        """Show the counts, shape (10, 10), a frame around a cell (digit, answer) if there is one, and the point of now.

        point: the share answered and the share of these that are right, or None where none is answered.
        """
        right = np.diag(np.diag(confusion))
        mistakes = confusion - right
        self.shades.set_data(-SHADE * mistakes / max(FEW, mistakes.max()))
        for labels, counts, color in ((self.right, right, plots.GREY), (self.wrong, mistakes, plots.INK)):
            rows, columns = counts.nonzero()
            middles = np.column_stack([columns, rows]) + 0.5
            labels.set([f"{count}" for count in counts[rows, columns]], color, middles)
        row, column = (np.nan, np.nan) if cell is None else cell
        self.frame.set_data(column + np.array([0, 1, 1, 0, 0]), row + np.array([0, 0, 1, 1, 0]))
        x, y = (np.nan, np.nan) if point is None else point
        left, bottom = self.curve_axes.get_xlim()[0], self.curve_axes.get_ylim()[0]
        self.drops.set_data([x, x, left], [bottom, y, y])
        self.point.set_data([x], [y])

    def draw_digits(self, title, images, labels, answers, probabilities):
        """Show up to 16 digits under a title, each with its label, the answer and the probability of that."""
        shown = np.zeros((SHOWN, SIDE, SIDE), dtype=np.uint8)
        shown[: len(images)] = images.reshape(-1, SIDE, SIDE)
        self.digits.set_data(plots.mosaic(shown, COLUMNS, gap=4, below=BELOW)[0])
        under = self._under[: len(images)]
        colors = np.where(labels == answers, plots.BLUE, plots.readable(plots.ORANGE))
        pairs = [f"{label}→{answer}" for label, answer in zip(labels, answers, strict=True)]
        self.pairs.set(pairs, plots.INK, under + np.array([0, 7]))
        self.probabilities.set(list(map(percent, probabilities)), colors, under + np.array([0, 17]))
        self.title.set_text(title)


def percent(probability):
    """A probability in per cent, rounded down: 100.0% would say that nothing is left for the other digits."""
    return f"{math.floor(1000 * probability) / 10:.1f}%"
