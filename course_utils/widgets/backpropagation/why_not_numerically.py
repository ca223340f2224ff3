"""Why not numerically? The work that nudging every weight takes, against one forward and one backward pass."""

import time
from dataclasses import dataclass

import numpy as np

from course_utils import plots
from course_utils.formatting import duration, first_digit
from course_utils.gradients import numerical_gradient
from course_utils.losses import one_hot, softmax_cross_entropy
from course_utils.network import Network
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player

INPUTS, CLASSES, EXAMPLES = 16, 4, 8
WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]  # of the hidden layer, one measurement each
PATIENCE = 0.6  # seconds: nudging is measured in full as long as it is expected to take no longer
SAMPLE = 24  # weights, else, that are nudged; the time of all follows from theirs
TRIES = 3  # measurements, of which the shortest counts: others may have used the machine meanwhile
MNIST_PARAMETERS = 784 * 128 + 128 + 128 * 10 + 10


@dataclass
class Measurement:
    """One network: how many numbers it has, and the seconds that each way to all gradients took."""

    parameters: int
    numerical: float
    is_estimate: bool
    backpropagation: float

    @property
    def evaluations(self):
        """Forward passes that nudging needs: each number once up and once down."""
        return 2 * self.parameters


class WhyNotNumerically(PlayedDemo):
    """A network grows, and at each size both ways to its gradients are timed, here and now."""

    def __init__(self):
        super().__init__()
        self._make_picture()
        self.player = Player(self, bar="Measured", speed="4 steps/s")
        self.children = [self.player, self.figure, self.player.below]
        self.player.reset()

    @plots.styled()
    def _make_picture(self):
        picture = plots.new_figure(1100, 430)
        self.counts = plots.place_axes(picture, 90, 50, 420, 310)
        self.times = plots.place_axes(picture, 640, 50, 420, 310)
        parameters = [_n_parameters(width) for width in WIDTHS]
        for axes, title, low, high in [
            (self.counts, "Passes through the network, for all gradients", 0.5, 1e5),
            (self.times, "Time for all gradients, measured now", 1e-5, 1e2),
        ]:
            axes.set(xscale="log", yscale="log", xlim=(parameters[0] / 1.6, parameters[-1] * 1.6), ylim=(low, high))
            axes.set_title(title)
            axes.set_xlabel("weights and biases in the network")
            axes.set_xticks([100, 1000, 10_000], ["100", "1,000", "10,000"])
            axes.minorticks_off()
            axes.grid(axis="y", color=plots.PALE, linewidth=1)
        self.times.set_yticks([1e-5, 1e-3, 1e-1, 1e1], ["10 µs", "1 ms", "0.1 s", "10 s"])
        self.counts.plot(parameters, [2 * n for n in parameters], color=plots.ORANGE, linestyle="--", linewidth=1)
        self.counts.plot(parameters, [2 for _ in parameters], color=plots.BLUE, linestyle="-", linewidth=1)
        self.counts.set_yticks([1, 100, 10_000], ["1", "100", "10,000"])
        self.lines = [
            axes.plot([], [], color=colour, linestyle=style, marker=marker, markersize=9, label=label)[0]
            for axes in (self.counts, self.times)
            for colour, style, marker, label in [
                (plots.ORANGE, "--", "s", "nudge every number"),
                (plots.BLUE, "-", "o", "backpropagation"),
            ]
        ]
        hollow = {"marker": "s", "markersize": 9, "markerfacecolor": "white", "markeredgewidth": 2}
        style = {"color": plots.ORANGE, "linestyle": "none", **hollow}
        (self.estimates,) = self.times.plot([], [], label="(from a sample)", **style)
        self.counts.legend(loc="upper left")
        self.times.legend(loc="upper left")
        self.invitation = self.times.text(0.5, 0.45, "Press Play", transform=self.times.transAxes, ha="center", size=15)
        self.figure = LiveFigure(picture, [*self.lines, self.estimates, self.invitation])

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.counts = self.times = self.lines = self.estimates = self.invitation = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Forget the measurements."""
        self.measured = []

    def step(self):
        """Measure the next larger network; says so when the largest has been."""
        self.measured.append(measure(WIDTHS[len(self.measured)]))
        return self.ended()

    def ended(self):
        """What follows from the measurements, once the largest network has been measured."""
        return self._conclusion() if len(self.measured) == len(WIDTHS) else None

    def snapshot(self):
        """The measurements so far."""
        return list(self.measured)

    def draw(self, measured):
        """Draw what was measured by then."""
        sizes = [m.parameters for m in measured]
        columns = [
            [m.evaluations for m in measured],
            [2 for _ in measured],  # one forward, one backward
            [m.numerical for m in measured],
            [m.backpropagation for m in measured],
        ]
        for line, column in zip(self.lines, columns, strict=True):
            line.set_data(sizes, column)
        estimates = [m for m in measured if m.is_estimate]
        self.estimates.set_data([m.parameters for m in estimates], [m.numerical for m in estimates])
        self.invitation.set_visible(not measured)
        self.figure.alt = self.text
        self.figure.refresh()

    def status(self):
        """The newest measurement in a line."""
        if not self.measured:
            return "Press <b>Play</b>: networks of growing size, each measured on this machine."
        newest = self.measured[-1]
        mark = "≈ " if newest.is_estimate else ""
        return (
            f"<b>{newest.parameters:,}</b> numbers: nudging <b>{newest.evaluations:,}</b> passes, "
            f"{mark}<b>{duration(newest.numerical)}</b> · backpropagation <b>2</b> passes, "
            f"<b>{duration(newest.backpropagation)}</b>"
        )

    def progress(self):
        """The part of all sizes that is measured."""
        return len(self.measured) / len(WIDTHS)

    @property
    def text(self):
        """What is counted, in words; measured times differ from one machine to the next and are left out."""
        largest = _n_parameters(WIDTHS[-1])
        return (
            f"In a network of {largest:,} weights and biases, nudging each one up and down takes {2 * largest:,} "
            "forward passes; backpropagation finds the same gradients in one forward and one backward pass, whatever "
            f"the size. {len(self.measured)} of {len(WIDTHS)} networks have been timed on this machine."
        )

    def _conclusion(self):
        ratio = self.measured[-1].numerical / self.measured[-1].backpropagation
        per_evaluation = self.measured[-1].numerical / self.measured[-1].evaluations
        digits = 2 * MNIST_PARAMETERS * per_evaluation
        return (
            f"The largest network: backpropagation is about {first_digit(ratio):,.0f} times as fast. For the digits of "
            f"notebook 5, with {MNIST_PARAMETERS:,} numbers, nudging would take over {duration(digits)} for one step."
        )


def measure(width):
    """Time both ways to the gradients of a network with so many hidden units."""
    network = Network([INPUTS, width, CLASSES], seed=0)
    generator = np.random.default_rng(0)
    x = generator.normal(size=(EXAMPLES, INPUTS))
    targets = one_hot(generator.integers(0, CLASSES, EXAMPLES), CLASSES)
    backward = min(_timed(lambda: network.cost_and_gradients(x, targets)) for _ in range(TRIES))
    numerical, is_estimate = _time_nudging(network, x, targets)
    return Measurement(_n_parameters(width), numerical, is_estimate, backward)


def _time_nudging(network, x, targets):
    """The seconds that nudging takes, and whether they follow from a sample of the weights."""

    def cost(_):
        return softmax_cross_entropy(network.forward(x), targets)[0]

    n = sum(parameter.size for parameter in network.parameters)
    sample = network.parameters[0].reshape(-1)[:SAMPLE]  # a view: to nudge it is to nudge the network
    of_sample = min(_timed(lambda: numerical_gradient(cost, sample)) for _ in range(TRIES))
    estimate = of_sample * n / sample.size
    if estimate > PATIENCE:
        return estimate, True
    return _timed(lambda: numerical_gradient(cost, network.parameters)), False


def _n_parameters(width):
    return (INPUTS + 1) * width + (width + 1) * CLASSES


def _timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
