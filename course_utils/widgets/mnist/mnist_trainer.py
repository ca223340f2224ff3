"""Train a network on MNIST, and change the learning rate and the batch size while it learns."""

import math
import time

import numpy as np

from course_utils.data import load_mnist, scale
from course_utils.losses import one_hot
from course_utils.widgets.mnist.mnist_settings import MnistSettings
from course_utils.widgets.mnist.training_picture import DIGITS, GUESSING, UNITS, Moment, TrainingPicture
from course_utils.widgets.shared.controls import button, choice, choice_slider, log_slider, row
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.pins import PinsPanel
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement
from course_utils.widgets.shared.training_program import OPTIMIZERS
from course_utils.widgets.shared.training_run import TrainingRun

SAMPLE = 300  # validation digits on which hidden units are watched
NETWORK_EVERY = 0.1  # seconds between pictures of digits and weights while it plays; the curves move at every frame
TOOLTIPS = {
    "learning_rate": "Length of a step. Acts on the next step of the running training",
    "batch_size": "Examples whose gradients are averaged in one step. Acts on the next step",
    "optimizer": "How gradients become steps. Acts on the next step",
    "hidden_units": "Width of the hidden layer. A new width is a new network: it waits for Reset",
}
CURVES_FIRST = 0.1  # seconds after a setting changed in which digits and weights wait


class MnistTrainer(PlayedDemo):
    """A 784-hidden-10 network that learns MNIST while you work its controls.

    Learning rate, batch size and optimizer act on the next step of the running training; another number of hidden
    units is another network, and waits for Reset. `mnist` is what `load_mnist()` returns, loaded if not given.
    `settings` holds what is chosen; `settings.to_text()` is a line to keep, and `fill(text)` begins again with it.
    `code()` is the program that trains as this run has done.
    """

    def __init__(self, mnist=None):
        super().__init__()
        mnist = mnist or load_mnist()
        self._train = mnist.train
        self._validation = (mnist.validation.images, one_hot(mnist.validation.labels, 10).astype(np.float32))
        self._sample = scale(mnist.validation.images[:SAMPLE])  # the first of them are the digits that are shown
        self._movement = Movement()
        self._changed_at = self._network_drawn_at = 0.0  # seconds: when they last were
        self.settings, self.run = MnistSettings(), None
        self._make_controls()
        self.picture = TrainingPicture(mnist.validation.images[:DIGITS], mnist.validation.labels[:DIGITS])
        curves, network = self.picture.curves.moving, self.picture.network_artists
        self.figure = LiveFigure(self.picture.figure, curves, slow_layer=network)
        self.player = Player(self, buttons=[self.epoch_button, *self.pins.buttons])
        self.children = [
            self.player,
            row(self.learning_rate, self.batch_size),
            row(self.optimizer, self.hidden_units, self.new_start_button),
            self.figure,
            self.player.below,
            self.pins,
        ]
        self.player.reset()

    def _make_controls(self):
        self.learning_rate = log_slider(
            "Learning rate", 0.1, (-4, 1, 0.1), TOOLTIPS["learning_rate"], digits=2, writer="{:g}".format
        )
        sizes, units = MnistSettings.batch_size.values, MnistSettings.hidden_units.values
        self.batch_size = choice_slider("Batch size", sizes, 64, TOOLTIPS["batch_size"])
        self.optimizer = choice("Optimizer", OPTIMIZERS, TOOLTIPS["optimizer"], width=300)
        self.hidden_units = choice("Hidden units", units, TOOLTIPS["hidden_units"], width=250)
        for name in TOOLTIPS:
            self.settings.bind(name, getattr(self, name))
        self.settings.observe(lambda change: self.guard(self._setting_changed, change["name"]))
        self.epoch_button = button(
            "One epoch", "forward", "Train until every example has been used once more", self.guarded(self.one_epoch)
        )
        self.new_start_button = button(
            "New start", "random", "Begin with other random weights and another shuffling", self.guarded(self.new_start)
        )
        to_pin = "Keep this run's curves on the plot, to compare the next run with"
        self.pins = PinsPanel(
            self.guarded(self.pin), to_pin, self.guarded(self.unpin), "Take all pinned runs off the plot"
        )

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again from the same random weights and the same shuffling."""
        trainer = self.settings.trainer(self._train, self._validation)
        self._first_weights = trainer.network.layers[0][0][:UNITS].copy()
        self.run = TrainingRun(self.settings, trainer, self._validation, GUESSING)
        self.player.reset_button.button_style = ""

    def step(self):
        """Train on one batch. Returns a sentence if the run has diverged, else None."""
        return self.run.step()

    def settle(self):
        """Evaluate the network as it stands."""
        self.run.settle()

    def snapshot(self):
        """What can be seen of the network now."""
        with np.errstate(all="ignore"):  # a run that has diverged can still be looked at
            guesses = self.network.predict(self._sample[:DIGITS])
            learned = self.network.layers[0][0][:UNITS] - self._first_weights
        return Moment(self.trainer.steps, self.trainer.epoch, self.run.accuracy, guesses, learned)

    def draw(self, moment):
        """Draw the run so far, and the network at one moment of it."""
        now = time.perf_counter()
        is_time = now - self._network_drawn_at > NETWORK_EVERY and now - self._changed_at > CURVES_FIRST
        if is_time or not self.player.playing:  # not in the moments after a setting changed: the curves first
            self.picture.draw_network(moment)
            self.figure.invalidate_slow_layer()
            self._network_drawn_at = now
        standing_changed = self.picture.curves.draw(self.record, moment.epoch, self.pins.pinned)
        self.figure.alt = self._describe(moment)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """The line under the picture."""
        pace = self.player.pace(self.trainer.examples_seen, "examples")
        return (
            f"Epoch <b>{self.trainer.epoch:.2f}</b> · step <b>{self.trainer.steps:,}</b> · {pace} · "
            f"validation accuracy <b>{self.run.accuracy:.1%}</b>{self._dead()}"
        )

    def dead_units(self):
        """How many hidden units are 0 for every digit of the sample; where the output is 0, the gradient is too."""
        with np.errstate(all="ignore"):
            hidden = self.network.activations(self._sample)[1]
        return int((hidden <= 0).all(axis=0).sum())

    def _dead(self):
        dead = self.dead_units()
        return f" · <b>{dead}</b> of {self.network.sizes[1]} hidden units dead" if dead else ""

    def progress(self):
        """The part of the present epoch that is done, 0 … 1."""
        return self.trainer.epoch % 1

    @property
    def text(self):
        """What the demo shows, in words."""
        return "A network with one hidden layer learns to read handwritten digits. " + self._describe(self.snapshot())

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.run = self._train = self._validation = self._sample = None

    @property
    def trainer(self):
        """The Trainer of the present run."""
        return self.run.trainer

    @property
    def network(self):
        """The Network of the present run."""
        return self.run.network

    @property
    def record(self):
        """The curves of the present run, and the marks of setting changes."""
        return self.run.record

    # ---- what the controls do --------------------------------------------------------------------------------------

    def one_epoch(self):
        """Play until every training example has been used once more."""
        goal = math.floor(self.trainer.epoch) + 1
        self.player.play(until=lambda: self.trainer.epoch >= goal)

    def pin(self):
        """Keep the curves of this run on the plot."""
        changed = ", changed on the way" if self.record.marks else ""
        self.pins.pin(
            self.record,
            f"{self.run.describe_settings()}, {self.network.sizes[1]} hidden units{changed}; "
            f"validation accuracy {self.run.accuracy:.1%} after {self.trainer.epoch:.2f} epochs",
        )
        self.player.show_present()

    def unpin(self):
        """Take all pinned runs off the plot."""
        self.pins.clear()
        self.player.show_present()

    def new_start(self):
        """Begin again from other random weights and another shuffling."""
        self._begin_with(seed=self.settings.seed + 1)

    def fill(self, text):
        """Begin again with the settings in a text that `settings.to_text()` wrote; ValueError for a broken one."""
        self._begin_with(**self.settings.read(text))

    def code(self):
        """The program that trains like the present run so far, and ends with the same cost."""
        return self.run.code()

    def _begin_with(self, **values):
        """Begin again with other settings."""
        self.player.pause()
        self.run = None  # what changes now is for the next one
        self.settings.set(**values)
        self.player.reset()

    def _setting_changed(self, name):
        """Tell the present run, if there is one, of another setting."""
        if self.run is None:
            return
        value = getattr(self.settings, name)
        if name in ("hidden_units", "seed"):
            self._ask_for_reset()
            return
        self.run.change(name, value, self._movement.goes_on())
        self._changed_at = time.perf_counter()
        if not self.player.playing:
            self.player.show_present()

    def _ask_for_reset(self):
        wanted, present = self.settings.hidden_units, self.network.sizes[1]
        wishes = []
        if wanted != present:
            wishes.append(
                f"{wanted} hidden units make a new network: press Reset to start it. This one keeps its {present}."
            )
        if self.settings.seed != self.run.settings.seed:
            wishes.append(f"Seed {self.settings.seed} makes a new start: press Reset.")
        self.player.reset_button.button_style = "warning" if wishes else ""
        self.player.say(" ".join(wishes))

    def _describe(self, moment):
        rate, size = self.trainer.optimizer.learning_rate, self.trainer.batch_size
        return (
            f"After {moment.step} steps ({moment.epoch:.2f} epochs) the validation accuracy is {moment.accuracy:.0%}; "
            f"{self.settings.optimizer} goes on at learning rate {rate:.2g} and batch size {size}."
        )
