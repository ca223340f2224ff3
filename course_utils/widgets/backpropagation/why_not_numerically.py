"""Why not numerically? The work that nudging every weight takes, against one pass forward and one pass back."""

import time
from dataclasses import dataclass
from statistics import median

import numpy as np

from course_utils import plots
from course_utils.formatting import duration, first_digit
from course_utils.gradients import numerical_gradient
from course_utils.losses import one_hot, unchecked
from course_utils.network import Network
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player

INPUTS, CLASSES, EXAMPLES = 32, 10, 16
WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]  # of the hidden layer, one measurement each
PATIENCE = 0.6  # seconds: nudging is measured in full as long as it is expected to take no longer
SAMPLE = 24  # weights, else, that are nudged; the time of all follows from theirs
ROUNDS = 15  # in which each way is timed; the median of them counts, for others may use the machine meanwhile
ROUND = 0.002  # seconds that one timing lasts at least: shorter ones are mostly noise
MNIST_PARAMETERS = 784 * 128 + 128 + 128 * 10 + 10

# What another computer has measured: seconds of nudging, of backpropagation, of a forward pass. Shown until there is
# more to see, and behind it.
EARLIER = [
    (2.0e-3, 3.1e-5, 6.4e-6),
    (3.6e-3, 3.2e-5, 6.6e-6),
    (6.8e-3, 3.2e-5, 6.8e-6),
    (1.4e-2, 3.3e-5, 7.1e-6),
    (2.8e-2, 3.4e-5, 7.5e-6),
    (5.9e-2, 3.8e-5, 8.8e-6),
    (1.3e-1, 4.1e-5, 9.8e-6),
    (3.1e-1, 4.8e-5, 1.4e-5),
    (7.5e-1, 6.0e-5, 2.0e-5),
    (2.0e0, 8.7e-5, 3.3e-5),
]


@dataclass
class Measurement:
    """One network: how many numbers it has, and the seconds that each way to all gradients took, and a forward pass."""

    parameters: int
    numerical: float
    is_estimate: bool
    backpropagation: float
    forward: float

    @property
    def evaluations(self):
        """Forward passes that nudging needs: each number once up and once down."""
        return 2 * self.parameters

    @property
    def in_forward_passes(self):
        """How many forward passes go by while backpropagation goes forward and back once."""
        return self.backpropagation / self.forward


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
        picture = plots.new_figure(840, 350)
        self.times = plots.place_axes(picture, 70, 40, 340, 250)
        self.passes = plots.place_axes(picture, 500, 40, 325, 250)
        sizes = [_n_parameters(width) for width in WIDTHS]
        for axes, title, low, high in [
            (self.times, "Time for all gradients", 1e-5, 1e2),
            (self.passes, "The same in forward passes", 0.7, 2e5),
        ]:
            axes.set(xscale="log", yscale="log", xlim=(sizes[0] / 1.6, sizes[-1] * 1.6), ylim=(low, high))
            axes.set_title(title)
            axes.set_xlabel("weights and biases in the network")
            axes.set_xticks([100, 1000, 10_000], ["100", "1,000", "10,000"])
            axes.minorticks_off()
            axes.grid(axis="y", color=plots.PALE, linewidth=1)
        self.times.set_yticks([1e-5, 1e-3, 1e-1, 1e1], ["10 µs", "1 ms", "0.1 s", "10 s"])
        self.passes.set_yticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
        self._draw_earlier(sizes)
        self.lines = [
            axes.plot([], [], color=colour, linestyle=style, marker=marker, markersize=8, label=label)[0]
            for axes in (self.times, self.passes)
            for colour, style, marker, label in [
                (plots.ORANGE, "--", "s", "nudge every number"),
                (plots.BLUE, "-", "o", "forward and back once"),
            ]
        ]
        hollow = {"marker": "s", "markersize": 8, "markerfacecolor": "white", "markeredgewidth": 2}
        style = {"color": plots.ORANGE, "linestyle": "none", **hollow}
        (self.estimates,) = self.times.plot([], [], label="(from a sample)", **style)
        self.times.legend(loc="upper left", fontsize=10, borderaxespad=0.1, labelspacing=0.2)
        self.figure = LiveFigure(picture, [*self.lines, self.estimates])

    def _draw_earlier(self, sizes):
        """The marks of another computer, faint, and what each line of the right panel counts."""
        nudging, back, forward = np.transpose(EARLIER)
        faint = {"color": "#b9c4d0", "linewidth": 1.2, "markersize": 5}
        self.times.plot(sizes, nudging, "s--", **faint)
        self.times.plot(sizes, back, "o-", label="faint: another computer", **faint)
        self.passes.plot(sizes, 2 * np.array(sizes), "--", **faint)
        self.passes.plot(sizes, back / forward, "o-", **faint)
        self.passes.text(sizes[0], 1.2e4, "nudging: two for\neach number", color=plots.readable(plots.ORANGE), size=11)
        self.passes.text(
            sizes[-1], 12, "forward and back: a few,\nwhatever the size", color=plots.BLUE, size=11, ha="right"
        )

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.times = self.passes = self.lines = self.estimates = None

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
            [m.numerical for m in measured],
            [m.backpropagation for m in measured],
            [m.evaluations for m in measured],
            [m.in_forward_passes for m in measured],
        ]
        for line, column in zip(self.lines, columns, strict=True):
            line.set_data(sizes, column)
        estimates = [m for m in measured if m.is_estimate]
        self.estimates.set_data([m.parameters for m in estimates], [m.numerical for m in estimates])
        self.figure.alt = self.text
        self.figure.refresh()

    def status(self):
        """The newest measurement in a line."""
        if not self.measured:
            return "Press <b>Play</b>: networks of growing size, each measured here and now."
        newest = self.measured[-1]
        mark = "≈ " if newest.is_estimate else ""
        return (
            f"<b>{newest.parameters:,}</b> numbers: nudging <b>{newest.evaluations:,}</b> forward passes, "
            f"{mark}<b>{duration(newest.numerical)}</b> · "
            f"forward and back <b>{newest.in_forward_passes:.1f}</b>, <b>{duration(newest.backpropagation)}</b>"
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
            "forward passes; backpropagation finds the same gradients in one pass forward and one pass back, the work "
            f"of a few forward passes, whatever the size. {len(self.measured)} of {len(WIDTHS)} networks have been "
            "timed here."
        )

    def _conclusion(self):
        ratio = self.measured[-1].numerical / self.measured[-1].backpropagation
        per_evaluation = self.measured[-1].numerical / self.measured[-1].evaluations
        digits = 2 * MNIST_PARAMETERS * per_evaluation
        return (
            f"In the largest network backpropagation is about {first_digit(ratio):,.0f} times as fast. With the "
            f"{MNIST_PARAMETERS:,} numbers of notebook 5, one step by nudging would take over {duration(digits)}."
        )


def measure(width):
    """Time both ways to the gradients of a network with so many hidden units."""
    network = Network([INPUTS, width, CLASSES], seed=0)
    generator = np.random.default_rng(0)
    x = generator.normal(size=(EXAMPLES, INPUTS))
    targets = one_hot(generator.integers(0, CLASSES, EXAMPLES), CLASSES)
    ways = [lambda: network.forward(x), lambda: network.cost_and_gradients(x, targets)]
    forward, backward = _timed_in_turns(ways)
    numerical, is_estimate = _time_nudging(network, x, targets)
    return Measurement(_n_parameters(width), numerical, is_estimate, backward, forward)


def _time_nudging(network, x, targets):
    """The seconds that nudging takes, and whether they follow from a sample of the weights."""

    def cost(_):
        return unchecked(network.loss)(network.forward(x), targets)[0]

    n = network.vector.size
    sample = network.parameters[0].reshape(-1)[:SAMPLE]  # a view: to nudge it is to nudge the network
    (of_sample,) = _timed_in_turns([lambda: numerical_gradient(cost, sample)])
    estimate = of_sample * n / sample.size
    if estimate > PATIENCE:
        return estimate, True
    rounds = min(1 + int(PATIENCE / estimate), ROUNDS)
    return _timed_in_turns([lambda: numerical_gradient(cost, network.parameters)], rounds)[0], False


def _n_parameters(width):
    return (INPUTS + 1) * width + (width + 1) * CLASSES


def _timed_in_turns(actions, rounds=ROUNDS):
    """The median seconds of each action. They take turns, so that a busy moment of the machine is shared by all."""
    repeats = [1 + int(ROUND / _timed(action)) for action in actions]  # which also warms up
    turns = [[_timed(*turn) for turn in zip(actions, repeats, strict=True)] for _ in range(rounds)]
    return [median(times) for times in zip(*turns, strict=True)]


def _timed(action, times=1):
    """The seconds that an action takes, the mean of so many times."""
    start = time.perf_counter()
    for _ in range(times):
        action()
    return (time.perf_counter() - start) / times
