"""The picture of the MNIST demo: learning curves, digits with the guesses, and what the first layer has learned."""

import math
from dataclasses import dataclass

import numpy as np

from course_utils import plots
from course_utils.widgets.shared.learning_curves import LearningCurves

GUESSING = math.log(10)  # the cost of giving every one of ten digits the same probability
SIDE = 28  # pixels of a digit, across and down
DIGITS, UNITS = 25, 18  # how many are shown


@dataclass
class Moment:
    """What a picture of one moment of the run needs."""

    step: int
    epoch: float
    accuracy: float
    guesses: np.ndarray
    learned: np.ndarray  # W − W₀ of the hidden units that are shown


class TrainingPicture:
    """The figure of the demo: learning curves, digits with the guesses, and what the first layer has learned."""

    @plots.styled()
    def __init__(self, digits, labels):
        self.labels = labels
        self.figure = plots.new_figure(1100, 500)
        cost_axes = plots.place_axes(self.figure, 60, 40, 470, 210)
        self.curves = LearningCurves(cost_axes, GUESSING, plots.place_axes(self.figure, 60, 298, 470, 150))
        # Two screen pixels per pixel of a digit, so that both stay sharp and frames small.
        digits_axes = plots.place_axes(self.figure, 578, 60, 320, 430)
        weights_axes = plots.place_axes(self.figure, 914, 60, 192, 384)
        digits_axes.set_title("Digits never trained on,\nand what they are read as")
        weights_axes.set_title(f"W − W₀ of {UNITS}\nhidden units")
        _, self.corners = plots.show_images(digits_axes, digits, columns=5, below=11)
        self.guesses = plots.Labels(digits_axes, self.corners + np.array([SIDE / 2, SIDE + 7]))
        (self.frames,) = digits_axes.plot([], [], color=plots.ORANGE, linewidth=2.5, linestyle="-", clip_on=False)
        blank = np.zeros((UNITS, SIDE, SIDE))
        self.weights, _ = plots.show_images(
            weights_axes, blank, columns=3, cmap=plots.SIGNED.resampled(9), vmin=-1, vmax=1
        )
        self.network_artists = [self.weights, self.frames, self.guesses.artist]

    def draw_network(self, moment):
        """Show the guesses of one moment, and what the weights have become since the start."""
        right = moment.guesses == self.labels
        self.guesses.set(
            [f"{guess}" if ok else f"{guess} ✗" for guess, ok in zip(moment.guesses, right, strict=True)],
            np.where(right, plots.BLUE, plots.readable(plots.ORANGE)),
        )
        self.frames.set_data(_squares(self.corners[~right]))
        large, _ = plots.mosaic(moment.learned.reshape(-1, SIDE, SIDE), columns=3, gap=4)
        with np.errstate(all="ignore"):
            self.weights.set_data(large / (4 * moment.learned.std()))


def _squares(corners):
    """Outlines around images whose upper left pixels are at `corners`, as x and y with gaps between."""
    low, high = -1.5, SIDE + 0.5
    outline = np.array([(low, low), (high, low), (high, high), (low, high), (low, low), (np.nan, np.nan)])
    return (corners[:, None] + outline).reshape(-1, 2).T
