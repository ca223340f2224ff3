"""The playground: choose the data and the network, and change them and the training while it runs."""

import copy
import functools
import json
import math
from dataclasses import dataclass

import numpy as np

from course_utils.data import FEATURES
from course_utils.formatting import power_of_ten
from course_utils.widgets.shared.controls import button
from course_utils.widgets.shared.live_figure import LiveFigure, arrow_keys
from course_utils.widgets.shared.pins import PinsPanel
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.run_record import RunRecord
from course_utils.widgets.shared.setting_marks import Movement
from course_utils.widgets.shared.status import StatusLine
from course_utils.widgets.training import zoom
from course_utils.widgets.training.network_layout import Neuron
from course_utils.widgets.training.playground_controls import ADD, FLIP, MOVE, OWN, REMOVE, PlaygroundControls
from course_utils.widgets.training.playground_picture import PlaygroundPicture
from course_utils.widgets.training.playground_presets import PRESETS
from course_utils.widgets.training.playground_run import PlaygroundRun
from course_utils.widgets.training.playground_settings import REACH, PlaygroundSettings, Points

LIVE = ("learning_rate", "batch_size", "optimizer", "penalty", "penalty_rate", "noise", "own_points")
NEAR = 0.5  # how far from a point a click still means it
NUDGE = 0.25  # how far an arrow key moves a point


@dataclass
class Moment:
    """The run at one moment: all that a picture of it needs."""

    steps: int
    epoch: float
    network: object
    record: RunRecord
    settings: PlaygroundSettings
    train: Points
    validation: Points

    def point(self, number):
        """The place of the training point of that number, from 1; None for 0 and where there is none."""
        return self.train.points[number - 1] if 0 < number <= len(self.train.points) else None


@dataclass
class Look:
    """What of a moment is shown: the neuron under the pointer, what is looked into, and how."""

    pointed_at: Neuron | None = None
    neuron: Neuron | None = None
    place: tuple | None = None
    point: int = 0
    layers_shown: int = 0
    discretize: bool = False
    validation: bool = False
    pinned: tuple = ()


class Playground(PlayedDemo):
    """A small network on points of a plane, trained before your eyes.

    Learning rate, batch size, optimizer, penalty, noise, points placed by hand and single weights act on the next step
    of the running training; another data set or network begins anew. `settings` holds what is chosen, and
    `settings.to_text()` is a line to keep that `fill(text)` reads. `code()` is the program that trains as this run has
    done, `code("pytorch")` the same in PyTorch; `train(seed)` does it again from another start.
    """

    frame = 1 / 21  # seconds: fewer pictures leave more time for training

    def __init__(self):
        super().__init__()
        self.settings, self.run = PlaygroundSettings(), None
        self._movement = Movement()
        self._look = Look()
        self._arranged = self._shown_weight = None
        self.controls = PlaygroundControls(self.settings)
        self.zoom = StatusLine(keeps_room=False)
        self.picture = PlaygroundPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.figure.hears_hover = True
        self.pins = PinsPanel(
            self.guarded(self.pin),
            "Keep this run's cost on the plot, to compare the next run with (key p)",
            self.guarded(self.unpin),
            "Take all pinned runs off the plot",
        )
        self.new_start_button = button(
            "New start", "random", "Begin with other random weights and another shuffling", self.guarded(self.new_start)
        )
        self.player = Player(
            self, buttons=[self.new_start_button, *self.pins.buttons], keys=self._keys_here(), bar=None
        )
        self.hear(self._point)
        self.children = [self.player, *self.controls.rows, self.figure, self.player.below, self.zoom, self.pins]
        self._listen()
        self._show_settings()
        self.player.reset()

    def _keys_here(self):
        keys = {str(n): self._toggler(name) for n, name in enumerate(FEATURES, start=1)}
        return keys | {
            **arrow_keys(lambda right, up: self._move_by(NUDGE * right, NUDGE * up)),
            "[": lambda: self._choose_point(self._look.point - 1),
            "]": lambda: self._choose_point(self._look.point + 1),
            "n": lambda: self._add_point(0.0, 0.0, 1),
            "f": lambda: self._or_say(self._flip_chosen),
            "Delete": lambda: self._or_say(self._remove_chosen),
            ".": self.next_layer,
            "p": self.pin,
            "d": lambda: setattr(self.controls.discretize, "value", not self.controls.discretize.value),
        }

    def _toggler(self, name):
        return lambda: self._toggle_feature(name)

    def _listen(self):
        controls = self.controls
        self.settings.observe(lambda change: self.guard(self._setting_changed, change["name"]))
        self.listen(controls.preset, self._preset_chosen)
        self.listen(controls.hidden, self._type_hidden)
        for name, box in zip(FEATURES, controls.features, strict=True):
            self.listen(box, lambda chosen, name=name: self._feature_ticked(name, chosen))
        controls.new_data.on_click(lambda _: self.guard(self.new_data))
        controls.open_test_set.on_click(lambda _: self.guard(self.open_test_set))
        controls.next_layer.on_click(lambda _: self.guard(self.next_layer))
        self.listen(controls.discretize, lambda chosen: self._see(discretize=chosen))
        self.listen(controls.show_validation, lambda chosen: self._see(validation=chosen))
        self.listen(controls.point, self._choose_point)
        self.listen(controls.neuron, self._neuron_named)
        self.listen(controls.weight, self._weight_named)
        self.listen(controls.value, self._value_typed)
        self.listen(controls.as_matrix, lambda _: self._show_zoom())
        self.listen(controls.text, self._text_typed)
        self.listen(controls.with_weights, lambda _: self._show_text())

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again from the same random weights and the same shuffling."""
        self.run = PlaygroundRun(self.settings)
        architecture = (*self.run.settings.sizes, *self.settings.features)
        if architecture != self._arranged:
            self._look.neuron = self._look.place = None
        self._arranged = architecture
        self._look.pointed_at = None
        self.picture.arrange(self.run)
        self.figure.redraw_next()
        self._offer_places()

    def step(self):
        """Train on one batch. Returns a sentence if the run has diverged, else None."""
        return self.run.step()

    def settle(self):
        """Evaluate the network as it stands."""
        self.run.settle()

    def snapshot(self):
        """The run as it is now."""
        self.run.settle()
        run = self.run
        network = copy.deepcopy(run.network)
        return Moment(run.steps, run.epoch, network, run.record, run.settings, run.train, run.validation)

    def draw(self, moment):
        """Draw the run at one moment."""
        self._look.pinned = self.pins.pinned
        standing_changed = self.picture.draw(moment, self._look)
        self.figure.alt = self._describe()
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """The line under the picture."""
        self._show_zoom()
        pace = self.player.pace(self.run.epoch, "epochs")
        epoch = f"{self.run.epoch:,.{2 if self.run.epoch < 100 else 0}f}"
        return f"Epoch <b>{epoch}</b> · step {self.run.steps:,} · {pace} · {self._scores('<b>', '</b>')}"

    @property
    def text(self):
        """What the demo shows, in words."""
        return "A small network learns points of a plane. " + self._describe()

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.run = self.pins = None

    # ---- programs --------------------------------------------------------------------------------------------------

    def code(self, language="numpy"):
        """The program that trains like the present run so far, in "numpy" or "pytorch"; it prints the training cost."""
        return self.run.program(language)

    def train(self, seed, *, epochs=None, **changes):
        """Train once more as this run was trained, from the start and with the points of another seed.

        changes: settings to use from the start in place of the run's own. epochs: for how long, in place of as long.
        Returns the finished Trainer and the names of the features. ValueError for settings that cannot be.
        """
        wanted = self.run.first_settings.values() | {"seed": seed, "data_seed": seed} | changes
        settings = PlaygroundSettings()
        settings.set(**settings.read(json.dumps(wanted)))
        steps = self.run.steps
        if epochs is not None:
            steps = epochs * math.ceil(len(settings.data()[0].labels) / settings.batch_size)
        run = self.run.repeat(settings, steps, without=changes)
        return run.trainer, list(settings.features)

    def fill(self, text):
        """Begin again with a line that was kept; ValueError for a broken one."""
        kept = self.settings.loaded(text)
        weights = kept.pop("weights", None)
        values = self.settings.read(json.dumps(kept))
        self._begin_with(**values)
        if weights is not None:
            self._set_all_weights(weights)

    def keep(self):
        """A line that holds the settings and all weights, for `fill`."""
        return json.dumps(json.loads(self.settings.to_text()) | {"weights": self.run.network.vector.tolist()})

    # ---- what the controls do --------------------------------------------------------------------------------------

    def choose_preset(self, name):
        """Begin again with a preset, and say what to look for."""
        self._begin_with(**preset_settings(name))
        self.player.say(PRESETS[name][1])

    def _preset_chosen(self, name):
        if name in PRESETS and name != self._preset():
            self.choose_preset(name)
        self._show_settings()

    def _preset(self):
        """The name of the preset that is set up, whatever the seeds; that of none for others."""
        chosen = self.settings.values()
        seeds = {name: chosen[name] for name in ("seed", "data_seed")}
        return next((name for name in PRESETS if preset_settings(name) | seeds == chosen), OWN)

    def new_start(self):
        """Begin again from other random weights and another shuffling."""
        self._begin_with(seed=self.settings.seed + 1)

    def new_data(self):
        """Begin again with other points of the same kind."""
        self._begin_with(data_seed=self.settings.data_seed + 1)

    def pin(self):
        """Keep the curve of this run on the plot."""
        settings = self.run.settings
        layers = "-".join(map(str, settings.sizes))
        self.pins.pin(
            self.run.record,
            f"{settings.dataset}, {layers} {settings.activation}, {self.run.describe_settings()}; {self._scores()}",
        )
        self.player.show_present()

    def unpin(self):
        """Take all pinned runs off the plot."""
        self.pins.clear()
        self.player.show_present()

    def open_test_set(self):
        """Say how the network does on the test points."""
        if self.run.test is None:
            self.player.say("Points placed by hand are all for training: there is no test set.")
            return
        cost, accuracy = self.run.open_test_set()
        said = f"On {len(self.run.test.labels)} test points the cost is {power_of_ten(cost)}"
        said += "." if math.isnan(accuracy) else f" and the accuracy {accuracy:.1%}."
        again = self.run.times_tested > 1
        end = (
            "Opened again: if what you saw has led you to a change, it is a second validation set by now."
            if again
            else "Change nothing because of it: a test set judges once."
        )
        self.player.say(f"{said} {end}")

    def next_layer(self):
        """Take the forward pass of the chosen point one layer on; after the last it begins again."""
        if not self._look.point:
            self._choose_point(1)
        self._see(layers_shown=self._look.layers_shown % self.picture.layout.layers + 1)

    def _begin_with(self, **values):
        """Begin again with other settings."""
        self.player.pause()
        self.run = None  # what changes now is for the next one
        self.settings.set(**values)
        self.player.reset()

    def _setting_changed(self, name):
        self._show_settings()
        if self.run is None:
            return
        if name not in LIVE:
            self.player.reset()
            return
        self.run.change(name, getattr(self.settings, name), self._movement.goes_on())
        self._offer_places()
        self._present()

    def _show_settings(self):
        self.controls.preset.value = self._preset()
        self.controls.show_features(self.settings.features)
        self.controls.hidden.value = self._hidden_in_words()
        self._show_text()

    def _show_text(self):
        self.controls.text.value = (
            self.keep() if self.controls.with_weights.value and self.run else self.settings.to_text()
        )

    def _text_typed(self, text):
        if text not in (self.settings.to_text(), self.run and self.keep()):
            self._or_say(self.fill, text)
            self._show_text()

    def _type_hidden(self, text):
        if text == self._hidden_in_words():
            return
        try:
            hidden = [int(size) for size in text.replace(",", " ").split()]
            self.settings.set(**self.settings.read(json.dumps(self.settings.values() | {"hidden": hidden})))
        except ValueError:
            self.player.say("Write at most six hidden layers of 1 to 8 units each, as in 4 2; leave it empty for none.")
        self._show_settings()

    def _hidden_in_words(self):
        return " ".join(map(str, self.settings.hidden))

    def _feature_ticked(self, name, chosen):
        if chosen != (name in self.settings.features):
            self._toggle_feature(name)

    def _toggle_feature(self, name):
        chosen = set(self.settings.features) ^ {name}
        if not chosen:
            self.player.say("A network needs an input: choose another feature before you take this one away.")
        else:
            self.settings.features = [feature for feature in FEATURES if feature in chosen]
        self._show_settings()

    # ---- looking inside --------------------------------------------------------------------------------------------

    def _see(self, **look):
        """Show the present moment in another way."""
        for name, value in look.items():
            setattr(self._look, name, value)
        self._present()

    def _present(self):
        if not self.player.playing:
            self.player.show_present()

    def _offer_places(self):
        """Offer the neurons, weights and points that there are."""
        names = {"none": None} | {
            zoom.name_of(self.settings, neuron.layer, neuron.number): neuron
            for layer in self.picture.layout.neurons[1:]
            for neuron in layer
        }
        self._neurons = names
        chosen, place = self._look.neuron, self._look.place
        if list(names) != list(self.controls.neuron.options):
            self.controls.neuron.options = list(names)
        self._choose_neuron(chosen, None if place is None else place[2])
        self.controls.point.max = len(self.run.train.labels)
        self._look.point = self.controls.point.value

    def _neuron_named(self, name):
        if self._neurons[name] != self._look.neuron:
            self._choose_neuron(self._neurons[name])
            self._present()

    def _choose_neuron(self, neuron, column=None):
        """Look into a neuron, and at one of its weights."""
        self._look.neuron = neuron
        self.controls.neuron.value = next(name for name, known in self._neurons.items() if known == neuron)
        if neuron is None:
            self._columns = {"none": None}
        else:
            n_inputs = self.run.network.layers[neuron.layer - 1][0].shape[1]
            names = [zoom.name_of(self.settings, neuron.layer - 1, number) for number in range(n_inputs)]
            self._columns = {name: number for number, name in enumerate(names)} | {"b": -1}
        column = next(iter(self._columns.values())) if column is None else column
        self._look.place = None if neuron is None else (neuron.layer - 1, neuron.number, column)
        if list(self._columns) != list(self.controls.weight.options):
            self.controls.weight.options = list(self._columns)
        self.controls.weight.value = next(name for name, number in self._columns.items() if number == column)
        self.controls.value.disabled = neuron is None
        self._show_zoom()

    def _weight_named(self, name):
        if self._look.place is not None and name in self._columns and self._columns[name] != self._look.place[2]:
            self._choose_neuron(self._look.neuron, self._columns[name])
            self._present()

    def _value_typed(self, number):
        if self._look.place is None or number == self._shown_weight:
            return
        if not math.isfinite(number):
            self.player.say("A weight must be a finite number: type another one.")
        else:
            self.run.set_weight(self._look.place, number, self._movement.goes_on())
        self._present()
        self._show_zoom()

    def _set_all_weights(self, weights):
        vector = np.array(weights, float) if isinstance(weights, list) else np.empty(0)
        if vector.shape != self.run.network.vector.shape or not np.isfinite(vector).all():
            raise ValueError(f"The line needs {self.run.network.vector.size} finite weights for this network.")
        places = [
            (layer, row, column)
            for layer, (weights, _) in enumerate(self.run.network.layers)
            for row, column in [*np.ndindex(weights.shape), *((row, -1) for row in range(len(weights)))]
        ]
        for place, number in zip(places, vector.tolist(), strict=True):
            self.run.set_weight(place, number)
        self.player.show_present()

    def _show_zoom(self):
        """Write out what is looked into."""
        look, run = self._look, self.run
        if run is None:
            return
        said = []
        moment_point = run.train.points[look.point - 1] if 0 < look.point <= len(run.train.labels) else None
        with np.errstate(all="ignore"):
            if moment_point is not None:
                said.append(zoom.answer_in_words(run, moment_point, run.train.labels[look.point - 1]))
            if look.neuron is not None:
                said.append(zoom.sum_in_words(run, look.neuron.layer, look.neuron.number, moment_point))
                if self.controls.as_matrix.value:
                    said.append(zoom.layer_as_matrix(run, look.neuron.layer))
        self.zoom.show("<br>".join(said)) if said else self.zoom.say("")
        if look.place is not None:
            weight = run.weight(look.place)
            self._shown_weight = round(weight, 4) if math.isfinite(weight) else 0.0
            self.controls.value.value = self._shown_weight

    # ---- points ----------------------------------------------------------------------------------------------------

    def _choose_point(self, number):
        number = int(np.clip(number, 0, len(self.run.train.labels)))
        if number != self._look.point:
            layers = self.picture.layout.layers
            self._look.point, self._look.layers_shown = number, layers
            self.controls.point.value = number
            self._show_zoom()
            self._present()

    def _own_number(self):
        """Which of the points placed by hand is chosen, from 0; a ValueError if the chosen one is not of them."""
        placed = len(self.settings.placed)
        number = self._look.point - 1 - (len(self.run.train.labels) - placed)
        if not 0 <= number < placed:
            raise ValueError("Only points that you have placed can be moved, flipped or removed: choose one of them.")
        return number

    def _change_points(self, points):
        self.settings.own_points = points

    def _add_point(self, x, y, label):
        self._or_say(self._change_points, [*self.settings.placed, (_inside(x), _inside(y), label)])

    def _move(self, number, x, y):
        points = list(self.settings.placed)
        points[number] = (_inside(x), _inside(y), points[number][2])
        self._change_points(points)

    def _move_by(self, right, up):
        def move():
            number = self._own_number()
            x, y, _ = self.settings.placed[number]
            self._move(number, x + right, y + up)

        self._or_say(move)

    def _flip_chosen(self):
        number, points = self._own_number(), list(self.settings.placed)
        x, y, label = points[number]
        points[number] = (x, y, (label + 1) % max(self.settings.n_classes, 2))
        self._change_points(points)

    def _remove_chosen(self):
        number, points = self._own_number(), list(self.settings.placed)
        del points[number]
        self._change_points(points)

    def _or_say(self, action, *arguments):
        """Do something that the user may have asked for in vain; then say why."""
        try:
            action(*arguments)
        except ValueError as error:
            self.player.say(str(error))

    # ---- the pointer -----------------------------------------------------------------------------------------------

    def _point(self, event):
        if event.kind == "hover":
            self._hover(event)
        elif event.axes is self.picture.plane:
            self._or_say(self._point_at_plane, event)
        elif event.axes is self.picture.stage and event.kind == "down":
            self._point_at_network(event)

    def _hover(self, event):
        neuron = self.picture.layout.neuron_at(event.x, event.y) if event.axes is self.picture.stage else None
        if neuron != self._look.pointed_at:
            self._see(pointed_at=neuron)

    def _point_at_network(self, event):
        layout = self.picture.layout
        neuron = layout.neuron_at(event.x, event.y)
        if neuron is not None and neuron.layer == 0:
            self._toggle_feature(list(FEATURES)[neuron.number])
        elif neuron is not None:
            self._choose_neuron(neuron)
            self._present()
        elif (place := layout.link_at(event.x, event.y)) is not None:
            layer, row, column = place
            self._choose_neuron(layout.neurons[layer + 1][row], column)
            self.controls.opener.value = "Inside"
            self._present()

    def _point_at_plane(self, event):
        action = self.controls.click.value
        if event.kind == "down":
            if action in ADD:
                self._add_point(event.x, event.y, ADD[action])
                return
            self._choose_point(self._nearest(event))
            if action == FLIP and self._look.point:
                self._flip_chosen()
            elif action == REMOVE and self._look.point:
                self._remove_chosen()
        elif event.kind == "move" and action == MOVE and self._look.point:
            self._move(self._own_number(), event.x, event.y)

    def _nearest(self, event):
        """The number of the training point that is meant, from 1; 0 for none."""
        distances = np.linalg.norm(self.run.train.points - [event.x, event.y], axis=1)
        nearest = int(distances.argmin())
        return nearest + 1 if distances[nearest] < NEAR else 0

    # ---- words -----------------------------------------------------------------------------------------------------

    def _scores(self, begin="", end=""):
        training, validation = self.run.costs
        said = f"cost {begin}{_cost(training)}{end}"
        if validation is not None:
            said += f", in validation {begin}{_cost(validation)}{end}"
        if math.isfinite(self.run.accuracy):
            said += f" · accuracy {begin}{self.run.accuracy:.1%}{end}"
        return said

    def _describe(self):
        settings, run = self.run.settings, self.run
        layers = "-".join(map(str, settings.sizes))
        return (
            f"Data {settings.dataset}, network {layers} with {settings.activation}. After {run.epoch:.2f} epochs: "
            f"{self._scores()}; {run.describe_settings()}."
        )


@functools.cache
def preset_settings(name):
    """All settings of a preset, by their names."""
    values, _ = PRESETS[name]
    return PlaygroundSettings().values() | values


def _inside(value):
    return round(float(np.clip(value, -REACH, REACH)), 2)


def _cost(cost):
    return "too large to compute with" if cost is None or not math.isfinite(cost) else power_of_ten(cost)
