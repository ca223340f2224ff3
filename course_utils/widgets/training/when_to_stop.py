"""A network learns its few noisy points by heart: when to stop, what to keep, and what helps against it."""

import copy
import math

from course_utils.formatting import short_number
from course_utils.training import evaluate
from course_utils.widgets.shared.controls import button, choice_slider, row, switch
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.pins import PinsPanel
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement
from course_utils.widgets.shared.training_run import TrainingRun
from course_utils.widgets.training.early_stop import EarlyStop
from course_utils.widgets.training.when_to_stop_picture import WhenToStopPicture
from course_utils.widgets.training.when_to_stop_settings import EPOCHS, N_FRESH, WhenToStopSettings

RISEN = 1.1  # times the lowest validation cost: above that the rise is told
GUESSING = math.log(2)  # the cost of giving both classes the same probability


class WhenToStop(PlayedDemo):
    """Training and validation cost of a network on a few noisy points, epoch after epoch, and early stopping.

    The patience acts at once, on the epochs gone by too; the L2 rate acts on the next step. Another number of points
    or of hidden units begins anew. `settings` holds what is chosen; `code()` is the program that trains with that and
    stops early. Its fresh points decide nothing: they show what a network is worth.
    """

    def __init__(self):
        super().__init__()
        self._movement = Movement()
        self.settings, self.run = WhenToStopSettings(), None
        self._make_controls()
        self.picture = WhenToStopPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        keys = {"n": self.other_points, "+": lambda: self._turn_patience(1), "-": lambda: self._turn_patience(-1)}
        buttons = [self.points_button, *self.pins.buttons]
        self.player = Player(self, buttons=buttons, keys=keys, bar=None, speed="15 epochs/s", unit="epoch")
        self.children = [
            self.player,
            row(self.n, self.units),
            row(self.patience, self.penalty_rate),
            self.figure,
            self.player.below,
            self.pins,
        ]
        self.player.reset()

    def _make_controls(self):
        sizes, rates = WhenToStopSettings.n.values, WhenToStopSettings.penalty_rate.values
        units = [(f"{units} + {units}", units) for units in WhenToStopSettings.units.values]
        tooltip = "How many points the network learns from. Another number begins anew"
        self.n = switch("Training points", sizes, tooltip, 56, width=330)
        tooltip = "Units in each of the two hidden layers. Another number begins anew"
        self.units = switch("Hidden units", units, tooltip, 82, width=450, label_width=100)
        tooltip = "Stop after so many epochs without a lower validation cost (keys + and −)"
        self.patience = choice_slider("Patience", WhenToStopSettings.patience.values, 20, tooltip)
        tooltip = "How strongly weights are pulled towards 0. Acts on the next step"
        self.penalty_rate = choice_slider("L2 rate λ", [(f"{rate:g}", rate) for rate in rates], 0.0, tooltip)
        for name in ("n", "units", "patience", "penalty_rate"):
            self.settings.bind(name, getattr(self, name))
        self.settings.observe(lambda change: self.guard(self._setting_changed, change["name"]))
        tooltip = "Other points and another random start (key n on the picture)"
        self.points_button = button("Other points", "random", tooltip, self.guarded(self.other_points))
        to_pin = "Keep this run's validation cost on the plot, to compare the next run with"
        self.pins = PinsPanel(
            self.guarded(self.pin), to_pin, self.guarded(self.unpin), "Take all pinned runs off the plot"
        )

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.run = self.early = self.data = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again with the same points, the same random weights and the same shuffling."""
        self.data = self.settings.data()
        train, validation, _ = self.data.values()
        trainer = self.settings.trainer(train)
        self.run = TrainingRun(self.settings, trainer, validation, GUESSING, training=train)
        self.early, self._told = EarlyStop(), False
        self._shown = copy.deepcopy(trainer.network)  # which the planes ask, with the weights of one epoch or another
        self.picture.show(train)

    def ended(self):
        """A sentence if this has gone on for long enough."""
        return f"That is enough: {EPOCHS:,} epochs have passed." if self.epoch >= EPOCHS else None

    def step(self):
        """Train for one epoch. Returns a sentence if the run has diverged, or when its patience is over."""
        sentence = None
        while self.run.trainer.examples_seen < (self.epoch + 1) * self.settings.n:
            sentence = self.run.step() or sentence
        self.run.settle()
        _, validation_cost = self._costs()
        self.early.add(validation_cost, self.run.network.vector)
        return sentence or self._stop()

    def _stop(self):
        """The sentence that the patience is over, the first time that it is."""
        kept, stop = self.early.at(self.epoch, self.settings.patience)
        if stop is None or self._told:
            return None
        self._told = True
        return f"{_stopped(kept, stop)} Play goes on."

    @property
    def epoch(self):
        """How many epochs have been completed."""
        return len(self.early.costs)

    def _costs(self):
        """The training and the validation cost now."""
        return [curve.newest[1] for curve in (self.run.record.train_cost, self.run.record.validation_cost)]

    def snapshot(self):
        """The epoch, and the weights at its end."""
        return self.epoch, self.run.network.vector.copy()

    def draw(self, moment):
        """Draw the costs, and what the network answers at one moment and with the weights that were kept by then."""
        epoch, vector = moment
        kept, stop = self.early.at(epoch, self.settings.patience)
        standing_changed = self.picture.curves.draw(self.run.record, epoch, self.pins.pinned)
        self.picture.mark(kept and (kept, self.early.costs[kept - 1]), stop)
        now, best = self.picture.planes
        now.draw(self._network_with(vector), f"Now: epoch {epoch}", self._judged(vector))
        if kept:
            vector = self.early.vector(kept)
            best.draw(self._network_with(vector), f"★ Kept: epoch {kept}", self._judged(vector))
        else:
            best.draw(None, "★ Kept: none yet", [])
        self.figure.alt = self._description(epoch)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def _network_with(self, vector):
        self._shown.vector[:] = vector
        return self._shown

    def _judged(self, vector):
        """Lines that say how good the network is with these weights."""
        network = self._network_with(vector)
        return [
            f"{name} {short_number(cost, 2)} ({accuracy:.0%} right)"
            for name, examples in self.data.items()
            for cost, accuracy in [evaluate(network, *examples)]
        ]

    def status(self):
        """What the costs have done, and what early stopping makes of it."""
        training, validation = self._costs()
        kept, stop = self.early.at(self.epoch, self.settings.patience)
        stops = "" if stop is None else f", <b>stops after epoch {stop}</b>"
        keeps = f"keeps epoch {kept}" if kept else "has nothing to keep yet"
        return (
            f"Epoch <b>{self.epoch}</b> · training cost <b>{short_number(training, 2)}</b> · validation cost "
            f"<b>{short_number(validation, 2)}</b>{self._risen()}<br>Patience {self.settings.patience}{stops}, {keeps}"
            f"<br>Below the maps: mean cost and right answers. {N_FRESH:,} fresh points decide nothing; they only judge"
        )

    def _risen(self):
        """That the validation cost has risen, if it has."""
        _, validation = self._costs()
        lowest = min(self.early.costs, default=math.inf)
        if not validation > RISEN * lowest:
            return ""
        return f", {validation / lowest:.1f} times its lowest, that of epoch {self.early.costs.index(lowest) + 1}"

    # ---- what the controls do --------------------------------------------------------------------------------------

    def other_points(self):
        """Begin again with other points, other random weights and another shuffling."""
        self.settings.seed += 1

    def pin(self):
        """Keep the curves of this run on the plot."""
        now, (_, validation) = self.run.settings, self._costs()
        lowest = short_number(min(self.early.costs, default=validation), 2)
        self.pins.pin(
            self.run.record,
            f"{now.n} training points, 2 × {now.units} hidden units, λ {now.penalty_rate:g}; "
            f"{self.epoch} epochs, lowest validation cost {lowest}",
        )
        self.player.show_present()

    def unpin(self):
        """Take all pinned runs off the plot."""
        self.pins.clear()
        self.player.show_present()

    def code(self):
        """The program that trains with the settings of now, from the start, and stops early."""
        return self.settings.code()

    def _setting_changed(self, name):
        if name == "patience":
            self._change_patience()
        elif name == "penalty_rate":
            self.run.change(name, self.settings.penalty_rate, self._movement.goes_on())
        else:
            self.player.reset()
            return
        if not self.player.playing:
            self.player.show_present()

    def _change_patience(self):
        """A stop that has passed already pauses nothing; one to come will be told."""
        kept, stop = self.early.at(self.epoch, self.settings.patience)
        self._told = stop is not None
        if not self.player.playing:
            self.player.say("" if stop is None else _stopped(kept, stop))

    def _turn_patience(self, direction):
        values = WhenToStopSettings.patience.values
        place = values.index(self.settings.patience) + direction
        self.settings.patience = values[min(max(place, 0), len(values) - 1)]

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description(self.epoch)

    def _description(self, epoch):
        now, (kept, stop) = self.run.settings, self.early.at(epoch, self.settings.patience)
        costs = "" if not epoch else f", with a validation cost of {short_number(self.early.costs[epoch - 1], 2)}"
        keeps = "no weights are kept yet"
        if kept:
            lowest = short_number(self.early.costs[kept - 1], 2)
            keeps = f"the weights of epoch {kept} are kept, whose validation cost is {lowest}"
        stops = "has not stopped it" if stop is None else f"stops it after epoch {stop}"
        return (
            f"A network with two hidden layers of {now.units} learns {now.n} noisy points, and is at epoch "
            f"{epoch}{costs}. A patience of {self.settings.patience} {stops}; {keeps}."
        )


def _stopped(kept, stop):
    waited = f"{stop - kept} epochs" if stop > kept + 1 else "1 epoch"
    return f"Stopped after epoch {stop}: {waited} without a lower validation cost."
