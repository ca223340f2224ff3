"""Train a network on MNIST with a hand on the learning rate and the batch size while it learns."""

import copy
import math
import time
from dataclasses import dataclass

import numpy as np
from ipywidgets import HTML, Dropdown, FloatLogSlider, HBox, Layout, SelectionSlider

from course_utils import plots
from course_utils.data import load_mnist, scale
from course_utils.losses import one_hot
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam, RMSProp
from course_utils.training import Trainer, evaluate
from course_utils.widgets.shared.controls import button as make_button
from course_utils.widgets.shared.learning_curves import LearningCurves
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.pins import MOST_PINS, lettered
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.run_record import RunRecord

OPTIMIZERS = {
    "SGD": SGD,
    "Momentum": lambda learning_rate: SGD(learning_rate, momentum=0.9),
    "RMSProp": RMSProp,
    "Adam": Adam,
}
BATCH_SIZES = [2**power for power in range(11)]  # 1 … 1024
HIDDEN_UNITS = [16, 32, 64, 128, 256, 512]
GUESSING = math.log(10)  # the cost of giving every one of ten digits the same probability
EXPLODED = 100  # a cost that no slip of one batch explains
SIDE = 28  # pixels of a digit, across and down
DIGITS, UNITS = 25, 18  # how many are shown
EXAMPLES_BETWEEN_EVALUATIONS = 10_000
PIECE = 1000  # validation examples that are classified after a step, until all have been: all at once would be seen
NETWORK_EVERY = 0.1  # seconds between pictures of digits and weights while it plays; the curves move at every frame
ONE_DRAG = 1.0  # seconds: changes of one slider that follow each other so closely are one movement of the hand


@dataclass
class Moment:
    """What a picture of one moment of the run needs."""

    step: int
    epoch: float
    accuracy: float
    guesses: np.ndarray
    weights: np.ndarray


class MnistTrainer(PlayedDemo):
    """A 784-hidden-10 network that learns MNIST while you work its controls.

    Learning rate, batch size and optimizer act on the next step of the running training; another number of hidden
    units is another network, and waits for Reset. `mnist` is what `load_mnist()` returns, loaded if not given.
    """

    def __init__(self, mnist=None):
        super().__init__()
        mnist = mnist or load_mnist()
        self._train = mnist.train
        self._validation = (mnist.validation.images, one_hot(mnist.validation.labels, 10).astype(np.float32))
        self._digits, self._digit_labels = (part[:DIGITS] for part in mnist.validation)
        self._seed, self._pins = 0, []
        self._hand_moved = self._network_drawn = 0.0  # when they last were
        self._make_controls()
        self.picture = TrainingPicture(self._digits, self._digit_labels)
        self.figure = LiveFigure(
            self.picture.figure, self.picture.curves.moving, slow_layer=self.picture.network_artists
        )
        self.player = Player(
            self, buttons=[self.epoch_button, self.pin_button, self.unpin_button, self.new_start_button]
        )
        self.children = [
            self.player,
            HBox([self.learning_rate, self.batch_size], layout=Layout(flex_flow="row wrap")),
            HBox([self.optimizer, self.hidden_units], layout=Layout(flex_flow="row wrap")),
            self.figure,
            self.player.below,
            self.pinned,
        ]
        self.player.reset()

    def _make_controls(self):
        wide = {"style": {"description_width": "110px"}, "layout": Layout(width="460px", max_width="100%")}
        self.learning_rate = FloatLogSlider(
            0.1, base=10, min=-4, max=1, step=0.1, readout_format=".2g", description="Learning rate",
            tooltip="Length of a step. Acts on the next step of the running training", **wide,
        )  # fmt: skip
        self.batch_size = SelectionSlider(
            options=BATCH_SIZES, value=64, description="Batch size",
            tooltip="Examples whose gradients are averaged in one step. Acts on the next step", **wide,
        )  # fmt: skip
        self.optimizer = Dropdown(
            options=list(OPTIMIZERS), description="Optimizer",
            tooltip="How gradients become steps. Acts on the next step", **wide,
        )  # fmt: skip
        self.hidden_units = Dropdown(
            options=HIDDEN_UNITS, value=128, description="Hidden units",
            tooltip="Width of the hidden layer. A new width is a new network: it waits for Reset", **wide,
        )  # fmt: skip
        self.epoch_button = make_button("One epoch", "forward", "Train until every example has been used once more")
        self.pin_button = make_button(
            "Pin", "thumb-tack", "Keep this run's curves on the plot, to compare the next run with"
        )
        self.unpin_button = make_button("Unpin", "eraser", "Take all pinned runs off the plot")
        self.new_start_button = make_button(
            "New start", "random", "Begin with other random weights and another shuffling"
        )
        self.pinned = HTML()
        self.listen(self.learning_rate, self._set_learning_rate)
        self.listen(self.batch_size, self._set_batch_size)
        self.listen(self.optimizer, self._set_optimizer)
        self.listen(self.hidden_units, self._ask_for_reset)
        for button, action in [
            (self.epoch_button, self.one_epoch),
            (self.pin_button, self.pin),
            (self.unpin_button, self.unpin),
            (self.new_start_button, self.new_start),
        ]:
            button.on_click(lambda _, action=action: self.guard(action))

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.network = self.trainer = self.record = self._train = self._validation = self._evaluation = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again from the same random weights and the same shuffling."""
        self.network = Network([784, self.hidden_units.value, 10], seed=self._seed, dtype=np.float32)
        self.trainer = Trainer(
            self.network,
            OPTIMIZERS[self.optimizer.value](self.learning_rate.value),
            self._train.images,
            self._train.labels,
            batch_size=self.batch_size.value,
            validation=self._validation,
            seed=self._seed,
        )
        self.record = RunRecord()
        self._has_exploded = False
        self._speed = (time.perf_counter(), 0)
        self.player.reset_button.button_style = ""
        self._evaluated = None
        self.settle()

    def step(self):
        """Train on one batch. Returns a sentence if the run has flown apart, else None."""
        seen_before = self.trainer.examples_seen
        cost = self.trainer.step()
        self.record.add_cost(self.trainer.epoch, cost, self.trainer.examples_seen - seen_before)
        if self._evaluation is None and self.trainer.examples_seen >= self._next_evaluation:
            self._begin_evaluation()
        if self._evaluation:
            next(self._evaluation, None)
        return self._trouble(cost)

    def settle(self):
        """Evaluate the network as it stands."""
        if self._evaluated != self.trainer.steps:
            self._begin_evaluation()
        for _ in self._evaluation or ():
            pass  # the next piece

    def snapshot(self):
        """What can be seen of the network now."""
        with np.errstate(all="ignore"):  # a run that has flown apart can still be looked at
            guesses = self.network.predict(scale(self._digits))
        weights = self.network.parameters[0][:UNITS].copy()
        return Moment(self.trainer.steps, self.trainer.epoch, self._accuracy, guesses, weights)

    def draw(self, moment):
        """Draw the run so far, and the network at one moment of it."""
        now = time.perf_counter()
        is_time = now - self._network_drawn > NETWORK_EVERY and now - self._hand_moved > ONE_DRAG / 10  # the hand first
        if is_time or not self.player.playing:
            self.picture.draw_network(moment)
            self.figure.invalidate_slow_layer()
            self._network_drawn = now
        standing_changed = self.picture.curves.draw(self.record, moment.epoch, self._pins)
        self.figure.alt = self._describe(moment)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """The line under the picture."""
        now, (then, seen_then) = time.perf_counter(), self._speed
        self._speed = (now, self.trainer.examples_seen)
        per_second = (self.trainer.examples_seen - seen_then) / max(now - then, 1e-9)
        speed = f"{per_second:,.0f} examples/s" if self.player.playing else "paused"
        return (
            f"Epoch <b>{self.trainer.epoch:.2f}</b> · step <b>{self.trainer.steps:,}</b> · {speed} · "
            f"validation accuracy <b>{self._accuracy:.1%}</b>"
        )

    def progress(self):
        """The part of the present epoch that is done, 0 … 1."""
        return self.trainer.epoch % 1

    @property
    def text(self):
        """What the demo shows, in words."""
        return "A network with one hidden layer learns to read handwritten digits. " + self._describe(self.snapshot())

    def advance(self, n):
        """Train `n` steps here and now, and draw."""
        self.player.advance(n)

    # ---- evaluation, in pieces ---------------------------------------------------------------------------------------

    def _begin_evaluation(self):
        self._evaluation = self._evaluate_in_pieces(self.trainer.epoch, copy.deepcopy(self.network))
        self._evaluated = self.trainer.steps
        # Often at first, when much happens, then after every 10,000 examples: it takes as long as some 50 steps.
        seen = self.trainer.examples_seen
        self._next_evaluation = min(1.3 * seen + 500, seen + EXAMPLES_BETWEEN_EVALUATIONS)

    def _evaluate_in_pieces(self, epoch, network):
        """Find the validation cost and accuracy of the network as it was at that epoch, and record them at the end."""
        images, targets = self._validation
        sums = np.zeros(2)
        for start in range(0, len(images), PIECE):
            if start:
                yield
            piece = images[start : start + PIECE], targets[start : start + PIECE]
            sums += len(piece[0]) * np.array(evaluate(network, *piece))
        cost, self._accuracy = (sums / len(images)).tolist()
        self.record.add_validation(epoch, cost, self._accuracy)
        self._evaluation = None

    # ---- what the controls do --------------------------------------------------------------------------------------

    def one_epoch(self):
        """Play until every training example has been used once more."""
        goal = math.floor(self.trainer.epoch) + 1
        self.player.play(until=lambda: self.trainer.epoch >= goal)

    def pin(self):
        """Keep the curves of this run on the plot."""
        self._pins = [*self._pins, (self._settings(), self.record)][-MOST_PINS:]
        self._show_pins()

    def unpin(self):
        """Take all pinned runs off the plot."""
        self._pins = []
        self._show_pins()

    def new_start(self):
        """Begin again from other random weights and another shuffling."""
        self._seed += 1
        self.player.reset()

    def _set_learning_rate(self, value):
        before = self.trainer.optimizer.learning_rate
        self.trainer.optimizer.learning_rate = value
        self._has_exploded = False
        self._mark("rate", f"{before:.2g}", f"{value:.2g}")

    def _set_batch_size(self, value):
        before = self.trainer.batch_size
        self.trainer.batch_size = value
        self._mark("batch", str(before), str(value))

    def _set_optimizer(self, name):
        before = self._optimizer_name()
        self.trainer.optimizer = OPTIMIZERS[name](self.learning_rate.value)
        self._mark("", before, name)

    def _ask_for_reset(self, units):
        present = self.network.sizes[1]
        self.player.reset_button.button_style = "" if units == present else "warning"
        wish = f"{units} hidden units make a new network: press Reset to start it. This one keeps its {present}."
        self.player.say("" if units == present else wish)

    def _mark(self, name, before, after):
        if self.trainer.steps:
            now = time.perf_counter()
            goes_on = now - self._hand_moved < ONE_DRAG
            nearby = math.inf if goes_on else 0.02 * self.picture.curves.cost_axes.get_xlim()[1]
            self.record.mark(self.trainer.epoch, name, before, after, nearby)
            self._hand_moved = now
        if not self.player.playing:
            self.player.show_present()

    def _show_pins(self):
        self.pinned.value = "".join(
            f'<div class="course-status"><b>{letter}</b> pinned: {settings}</div>'
            for letter, (settings, _) in lettered(self._pins)
        )
        self.player.show_present()

    # ---- words -----------------------------------------------------------------------------------------------------

    def _trouble(self, cost):
        """The sentence that stops a run whose cost has run away, or None."""
        if self.trainer.diverged:
            what = (
                "its numbers are too large to compute with" if math.isfinite(cost) else "the cost is no longer a number"
            )
            return f"Diverged at step {self.trainer.steps:,}: {what}. Choose a smaller learning rate and press Reset."
        if cost > EXPLODED and not self._has_exploded:
            self._has_exploded = True
            return (
                f"Diverged at step {self.trainer.steps:,}: the cost leapt to {cost:,.0f}, where guessing costs only "
                f"{GUESSING:.1f}. Each step overshoots. Choose a smaller learning rate and press Reset, "
                "or Play to watch on."
            )
        return None

    def _optimizer_name(self):
        momentum = getattr(self.trainer.optimizer, "momentum", 0)
        return "Momentum" if momentum else type(self.trainer.optimizer).__name__

    def _settings(self):
        changed = ", changed by hand on the way" if self.record.marks else ""
        return (
            f"{self._optimizer_name()}, learning rate {self.trainer.optimizer.learning_rate:.2g}, "
            f"batch size {self.trainer.batch_size}, {self.network.sizes[1]} hidden units{changed}; "
            f"validation accuracy {self._accuracy:.1%} after {self.trainer.epoch:.2f} epochs"
        )

    def _describe(self, moment):
        return (
            f"After {moment.step} steps ({moment.epoch:.2f} epochs) the validation accuracy is {moment.accuracy:.0%}; "
            f"{self._optimizer_name()} goes on at learning rate {self.trainer.optimizer.learning_rate:.2g} "
            f"and batch size {self.trainer.batch_size}."
        )


class TrainingPicture:
    """The figure of the demo: learning curves, digits with the guesses, and the first layer's weights as pictures."""

    @plots.styled()
    def __init__(self, digits, labels):
        self.labels = labels
        self.figure = plots.new_figure(1100, 500)
        self.curves = LearningCurves(
            plots.place_axes(self.figure, 60, 40, 470, 210), plots.place_axes(self.figure, 60, 298, 470, 150), GUESSING
        )
        # Two screen pixels per pixel of a digit, so that both stay sharp and frames small.
        digits_axes = plots.place_axes(self.figure, 578, 60, 320, 430)
        weights_axes = plots.place_axes(self.figure, 914, 60, 192, 384)
        digits_axes.set_title("Digits never trained on,\nand what they are read as")
        weights_axes.set_title(f"Weights into\n{UNITS} hidden units")
        _, self.corners = plots.show_images(digits_axes, digits, columns=5, below=11)
        self.guesses = plots.Labels(digits_axes, self.corners + np.array([SIDE / 2, SIDE + 7]))
        (self.frames,) = digits_axes.plot([], [], color=plots.ORANGE, linewidth=2.5, linestyle="-", clip_on=False)
        blank = np.zeros((UNITS, SIDE, SIDE))
        self.weights, _ = plots.show_images(
            weights_axes, blank, columns=3, cmap=plots.SIGNED.resampled(9), vmin=-1, vmax=1
        )
        self.network_artists = [self.weights, self.frames, self.guesses.artist]

    def draw_network(self, moment):
        """Show the guesses and the weights of one moment."""
        right = moment.guesses == self.labels
        self.guesses.set(
            [f"{guess}" if ok else f"{guess} ✗" for guess, ok in zip(moment.guesses, right, strict=True)],
            np.where(right, plots.BLUE, plots.ORANGE),
        )
        self.frames.set_data(_squares(self.corners[~right]))
        large, _ = plots.mosaic(moment.weights.reshape(-1, SIDE, SIDE), columns=3, gap=4)
        with np.errstate(all="ignore"):
            self.weights.set_data(large / (3 * moment.weights.std()))


def _squares(corners):
    """Outlines around images whose upper left pixels are at `corners`, as x and y with gaps between."""
    low, high = -1.5, SIDE + 0.5
    outline = np.array([(low, low), (high, low), (high, high), (low, high), (low, low), (np.nan, np.nan)])
    return (corners[:, None] + outline).reshape(-1, 2).T
