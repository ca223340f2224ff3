"""Drag the probability of the true class, and read what it costs: by cross-entropy, and by squared error."""

import math

import numpy as np

from course_utils import plots
from course_utils.formatting import fixed
from course_utils.losses import cross_entropy, mean_squared_error, softmax_cross_entropy
from course_utils.widgets.shared.controls import button, row, slider
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

LOWEST, HIGHEST, STEP = 0.01, 0.99, 0.01
MARKED = (0.7, 0.1)  # the lecture's two predictions
HIGHEST_PRICE = 5.0  # top of both loss axes: one scale, so that the two curves can be compared
LONGEST_TANGENT = (0.16, 1.3)  # half its width and half its height, in the data's units


def price(p):
    """What cross-entropy charges for the probability `p` of the true class: −log p."""
    return float(cross_entropy([p, 1 - p], [1, 0]))


def price_slope(p):
    """The slope of −log p: −1 / p, steeper without end as p goes to 0."""
    return -1 / p


def squared_error(p):
    """The mean squared error of a prediction (p, 1 − p) when the first of two classes is true: (1 − p)²."""
    return mean_squared_error([p, 1 - p], [1, 0])


def squared_error_slope(p):
    """The slope of (1 − p)²: −2 (1 − p), never steeper than −2."""
    return -2 * (1 - p)


def pulls(p):
    """How hard each loss pulls up the score of the true class, −d loss / d score, through a softmax of two classes.

    Cross-entropy: 1 − p. Squared error: 2 (1 − p) · p (1 − p), where p (1 − p) is the softmax's own slope.
    """
    score = math.log(p) - math.log(1 - p)
    _, gradient = softmax_cross_entropy([[score, 0.0]], [[1, 0]])
    return -float(gradient[0, 0]), -squared_error_slope(p) * p * (1 - p)


class PriceOfProbability(Demo):
    """−log p and (1 − p)² with a p that you move, and how hard each of the two pulls the network upwards."""

    def __init__(self):
        super().__init__()
        self.picture = PricePicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(
            lambda event: self.move_to(event.x),
            {
                "ArrowLeft": lambda: self.move_to(self.probability.value - STEP),
                "ArrowRight": lambda: self.move_to(self.probability.value + STEP),
            },
        )
        tooltip = "The probability that the network gives to the true class; also: drag the point, or arrow keys"
        self.probability = slider("Probability p", 0.4, (LOWEST, HIGHEST, STEP), tooltip, width=560)
        self.marked_buttons = [
            button(f"p = {p}", "map-marker", f"Go to p = {p}, a square on the curve", self.guarded(self.move_to, p))
            for p in MARKED
        ]
        self.line = StatusLine()
        self.listen(self.probability, lambda _: self._show())
        self.children = [row(self.probability, *self.marked_buttons), self.figure, self.line, self.note]
        self._show()

    def move_to(self, p):
        """Set the probability, to the nearest hundredth that is neither 0 nor 1."""
        self.probability.value = p

    @property
    def text(self):
        """What the picture shows now, in words."""
        p, (strong, weak) = self.probability.value, pulls(self.probability.value)
        return (
            f"The network gives the true class the probability {p:.2f}. Cross-entropy charges −log {p:.2f} = "
            f"{price(p):.3f}, and its slope there is {fixed(price_slope(p))}; the squared error is "
            f"(1 − {p:.2f})² = {squared_error(p):.3f}, and its slope {fixed(squared_error_slope(p))}. Through "
            f"the softmax, cross-entropy pulls the score of the true class up with {strong:.3f}, squared error with "
            f"{weak:.3f}."
        )

    def _show(self):
        p, (strong, weak) = self.probability.value, pulls(self.probability.value)
        self.picture.draw(p)
        self.figure.alt = self.text
        self.figure.refresh()
        self.line.show(
            f"p = <b>{p:.2f}</b> · cross-entropy <b>{price(p):.3f}</b> · "
            f"squared error <b>{squared_error(p):.3f}</b> · "
            f"pull on the score <b>{strong:.3f}</b> against <b>{weak:.3f}</b>"
        )
        self.note.say("")


class PricePicture:
    """The figure: the two losses over p on one scale, and the pull of each on the score of the true class."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(1100, 430)
        entropy, square, pull = (plots.place_axes(self.figure, left, 48, 300, 320) for left in (60, 428, 792))
        p = np.linspace(0.002, 1, 500)
        entropy.plot(p, [price(each) for each in p], color=plots.BLUE)
        square.plot(p, [squared_error(each) for each in p], color=plots.ORANGE, linestyle="--")
        inside = p[p < 1]
        strong, weak = np.array([pulls(each) for each in inside]).T
        pull.plot(inside, strong, color=plots.BLUE)
        pull.plot(inside, weak, color=plots.ORANGE, linestyle="--")
        for ax, title in [
            (entropy, "Cross-entropy, −log p"),
            (square, "Squared error, (1 − p)²"),
            (pull, "Pull on the true class's score"),
        ]:
            ax.set(xlim=(0, 1), xlabel="probability p of the true class")
            ax.set_ylim(0, 1.05 if ax is pull else HIGHEST_PRICE)
            ax.set_title(title, pad=14)
            ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        self._mark_the_lectures_points(entropy)
        pull.set_xticks(np.arange(11) / 10, ["0", "", "0.2", "", "0.4", "", "0.6", "", "0.8", "", "1"])
        pull.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        pull.grid(color=plots.PALE, linewidth=0.8)
        pull.set_axisbelow(True)
        self.losses = [
            LossPoint(entropy, price, price_slope, plots.BLUE, "o"),
            LossPoint(square, squared_error, squared_error_slope, plots.ORANGE, "D"),
        ]
        (self.pull_drop,) = pull.plot([], [], color=plots.GREY, linewidth=1.2, linestyle=":")
        self.pull_points = [
            pull.plot([], [], linestyle="", marker=marker, markersize=13, color=color, clip_on=False)[0]
            for marker, color in [("o", plots.BLUE), ("D", plots.ORANGE)]
        ]
        self.pull_words = [
            pull.text(
                0.99, height, "", transform=pull.transAxes, ha="right", fontweight="bold", color=plots.readable(color)
            )
            for height, color in [(0.93, plots.BLUE), (0.86, plots.ORANGE)]
        ]
        parts = [artist for loss in self.losses for artist in loss.moving]
        self.moving = [*parts, self.pull_drop, *self.pull_points, *self.pull_words]

    def _mark_the_lectures_points(self, entropy):
        """A square at each, and a line from it to its words, which stand where the moving point does not come."""
        for marked, words_at in zip(MARKED, ((0.5, 1.75), (0.22, 2.75)), strict=True):
            entropy.plot(marked, price(marked), marker="s", color=plots.INK, markersize=7, clip_on=False)
            line = {"arrowstyle": "-", "color": plots.INK, "linewidth": 1, "shrinkA": 0, "shrinkB": 4, "relpos": (0, 0)}
            words = f"−log {marked} = {price(marked):.3f}"
            entropy.annotate(words, (marked, price(marked)), words_at, color=plots.INK, arrowprops=line)

    def draw(self, p):
        """Move every point to the probability `p`."""
        for loss in self.losses:
            loss.draw(p)
        names = ("● cross-entropy", "◆ squared error")
        for point, words, height, name in zip(self.pull_points, self.pull_words, pulls(p), names, strict=True):
            point.set_data([p], [height])
            words.set_text(f"{name} {height:.3f}")
        self.pull_drop.set_data([p, p], [0, max(pulls(p))])


class LossPoint:
    """A point that slides along a loss, with its tangent, its drop line, and its numbers."""

    def __init__(self, ax, loss, slope, color, marker):
        self.loss, self.slope = loss, slope
        (self.drop,) = ax.plot([], [], color=plots.GREY, linewidth=1.2, linestyle=":")
        (self.tangent,) = ax.plot([], [], color=plots.INK, linewidth=2, linestyle="-")
        (self.point,) = ax.plot([], [], marker=marker, markersize=13, color=color, clip_on=False)
        self.numbers = ax.text(
            0.97, 0.9, "", transform=ax.transAxes, ha="right", va="top", fontweight="bold", color=plots.readable(color)
        )
        self.moving = [self.drop, self.tangent, self.point, self.numbers]

    def draw(self, p):
        """Stand at the probability `p`."""
        height, slope = self.loss(p), self.slope(p)
        across = min(LONGEST_TANGENT[0], LONGEST_TANGENT[1] / abs(slope))
        ends = np.array([-across, across])
        self.tangent.set_data(p + ends, height + slope * ends)
        self.drop.set_data([p, p, 0], [0, height, height])
        self.point.set_data([p], [height])
        self.numbers.set_text(f"loss {height:.3f}\nslope {fixed(slope)}")
