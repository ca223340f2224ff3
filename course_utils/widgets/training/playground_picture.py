"""The figure of the playground, from left to right: features, network, output; the cost below the output."""

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path

from course_utils import plots
from course_utils.data import FEATURES, features
from course_utils.formatting import short_number
from course_utils.losses import softmax
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE
from course_utils.widgets.shared.learning_curves import LearningCurves
from course_utils.widgets.training.maps import Maps, class_colours, colours
from course_utils.widgets.training.network_layout import SIDE, NetworkLayout
from course_utils.widgets.training.playground_settings import REACH

FEATURE_NAMES = ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]
GRID = 60  # places across and down at which the network is asked
OUTPUT = (772, 36, 280)  # left, top and side of the output's map
COSTS = (772, 372, 300, 82)  # left, top, width and height of the curves
MARKERS = {0: ("o", "#7a3b00"), 1: ("s", "#08365c"), 2: ("^", "#333333")}  # of the classes' points
WIDEST = 7  # pixels: the line of a large weight
DASH, GAP = 9, 6  # pixels, in the line of a negative weight
MOST_NUMBERS = 10  # links of a layer with their number: more cannot be read


class PlaygroundPicture:
    """The figure. `arrange(run)` prepares it for a network; `draw(…)` shows one moment."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(1100, 508)
        left, top, side = OUTPUT
        self.plane = plots.place_axes(self.figure, left, top, side, side)
        self.plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=[-6, -3, 0, 3, 6], yticks=[-6, -3, 0, 3, 6])
        self.plane.tick_params(length=3)
        self.plane.patch.set_visible(False)
        self.costs_axes = plots.place_axes(self.figure, *COSTS)
        self.curves = LearningCurves(self.costs_axes, 0.5, exact=True)
        self.stage = self.figure.add_axes((0, 0, 1, 1), zorder=-1)
        self.stage.set(xlim=(0, 1100), ylim=(508, 0))
        self.stage.set_axis_off()
        self.maps = Maps(self.stage)
        self.links = PathCollection([], zorder=1, facecolors="none")
        self.stage.add_collection(self.links, autolim=False)
        self.chosen_link = LineCollection([], zorder=1.5, colors=INK, linewidths=1.5, linestyles=":")
        self.stage.add_collection(self.chosen_link, autolim=False)
        (self.frame,) = self.stage.plot([], [], color=INK, linewidth=2.5, linestyle="-", zorder=3)
        self.numbers = plots.Labels(self.stage, size=0.9, halo=True)
        self.points = {}
        for label, (marker, color) in MARKERS.items():
            look = {"linestyle": "none", "marker": marker, "markeredgewidth": 0.7}
            (train,) = self.plane.plot([], [], color=color, markersize=5, markeredgecolor="white", **look)
            (validation,) = self.plane.plot([], [], markersize=4.5, markerfacecolor="none", color=color, **look)
            self.points[label] = (train, validation)
        (self.ring,) = self.plane.plot([], [], marker="o", markersize=14, color=INK, markerfacecolor="none")
        side = np.linspace(-REACH, REACH, GRID)
        self._grid = np.stack(np.meshgrid(side, side[::-1]), axis=-1).reshape(-1, 2)
        self._standing = []
        self.moving = [self.links, self.maps, self.chosen_link, self.frame, self.numbers.artist]
        self.moving += [artist for pair in self.points.values() for artist in pair]
        self.moving += [self.ring, *self.curves.moving]

    @plots.styled()
    def arrange(self, run):
        """Prepare the picture for the network of a run."""
        settings = run.settings
        self.layout = NetworkLayout(settings, OUTPUT[0] - 58)
        self.curves.set_guessing(settings.guessing())
        self._inputs = features(self._grid, settings.features)
        self._feature_maps = [
            colours((values / np.abs(values).max()).reshape(GRID, GRID))
            for values in features(self._grid, list(FEATURES)).T
        ]
        segments = np.concatenate([ends.reshape(-1, 2, 2) for ends in self.layout.links()])
        self._lines = [(Path(ends), _dashes(*ends)) for ends in segments]  # of a positive weight, and of a negative one
        for artist in self._standing:
            artist.remove()
        write = self.stage.text
        self._standing = [
            write(12, 22, "Features", weight="bold"),
            write(356, 22, _said(settings), weight="bold", ha="center"),
            write(OUTPUT[0], 22, "Output", weight="bold"),
        ]
        units = [neuron for layer in self.layout.neurons[1:-1] for neuron in layer]
        edges = [_square(neuron.x, neuron.y, SIDE / 2 + 0.5).T for neuron in units]
        self._standing.append(
            self.stage.add_collection(LineCollection(edges, colors=GREY, linewidths=1), autolim=False)
        )
        for neuron, name in zip(self.layout.features, FEATURE_NAMES, strict=True):
            chosen = neuron in self.layout.neurons[0]
            color = INK if chosen else GREY
            self._standing.append(write(neuron.x - SIDE / 2 - 8, neuron.y, name, ha="right", va="center", color=color))

    def draw(self, moment, look):
        """Show a moment of the run; `look` says what of it. Returns whether standing parts changed."""
        with np.errstate(all="ignore"):
            values = moment.network.activations(self._inputs)
        self._draw_maps(values, moment, look)
        self._draw_links(moment.network, look)
        self._draw_points(moment, look)
        self._write_numbers(moment, look)
        return self.curves.draw(moment.record, moment.epoch, look.pinned)

    def _draw_maps(self, values, moment, look):
        half, boxes, pixels = SIDE / 2, [], []
        for neuron, picture in zip(self.layout.features, self._feature_maps, strict=True):
            boxes.append((neuron.x - half, neuron.y - half, SIDE))
            pixels.append(picture if neuron in self.layout.neurons[0] else _faded(picture))
        for layer, neurons in enumerate(self.layout.neurons[1:-1], start=1):
            for neuron in neurons:
                boxes.append((neuron.x - half, neuron.y - half, SIDE))
                pixels.append(colours(values[layer][:, neuron.number].reshape(GRID, GRID)))
        boxes.append(OUTPUT)
        pixels.append(self._enlarged(values, moment, look))
        self.maps.set(boxes, pixels)
        shown = look.pointed_at or look.neuron
        is_thumbnail = shown is not None and shown.layer < self.layout.layers
        self.frame.set_data(*(_square(shown.x, shown.y, half + 2) if is_thumbnail else ([], [])))

    def _enlarged(self, values, moment, look):
        """The large map: the neuron that is pointed at, else what the network answers."""
        shown = look.pointed_at
        if shown is not None and shown.layer == 0:
            return self._feature_maps[shown.number]
        if shown is not None and shown.layer < self.layout.layers:
            return colours(values[shown.layer][:, shown.number].reshape(GRID, GRID))
        return self._answers(values[-1], moment, look)

    def _answers(self, outputs, moment, look):
        outputs = outputs.reshape(GRID, GRID, -1)
        if outputs.shape[-1] == 3:
            answers = np.eye(3)[np.argmax(outputs, axis=-1)] if look.discretize else softmax(np.nan_to_num(outputs))
            return class_colours(answers)
        answers = answers_of(outputs[..., 0], moment.settings)
        return colours(np.sign(answers) if look.discretize else answers)

    def _draw_links(self, network, look):
        weights = np.concatenate([w.ravel() for w, _ in network.layers])
        with np.errstate(all="ignore"):
            widths = np.clip(0.4 + 2.2 * np.abs(np.nan_to_num(weights)), 0, WIDEST)
        self.links.set_paths([lines[sign] for lines, sign in zip(self._lines, (weights < 0).astype(int), strict=True)])
        self.links.set_linewidths(np.where(weights == 0, 0.4, widths))
        self.links.set_edgecolor(np.where(weights > 0, BLUE, np.where(weights < 0, ORANGE, PALE)))
        chosen = look.place is not None and look.place[2] >= 0
        self.chosen_link.set_segments([list(self.layout.links())[look.place[0]][look.place[1:]]] if chosen else [])

    def _draw_points(self, moment, look):
        for label, (train, validation) in self.points.items():
            for artist, points in ((train, moment.train), (validation, moment.validation if look.validation else None)):
                here = [] if points is None else points.points[_as_classes(points, moment.settings) == label]
                artist.set_data(*np.reshape(here, (-1, 2)).T)
        chosen = moment.point(look.point)
        self.ring.set_data(*([], []) if chosen is None else np.reshape(chosen, (2, 1)))

    def _write_numbers(self, moment, look):
        """What each neuron gives for the chosen point, and each link adds, as far as the forward pass has come."""
        chosen = moment.point(look.point)
        if chosen is None:
            self.numbers.set([], INK, np.empty((0, 2)))
            return
        with np.errstate(all="ignore"):
            values = moment.network.activations(features(chosen[None], moment.settings.features))
        texts, places = [], []
        for neurons, layer_values in list(zip(self.layout.neurons, values, strict=True))[: look.layers_shown + 1]:
            for neuron, value in zip(neurons, layer_values[0], strict=True):
                texts.append(short_number(value, 2))
                places.append((neuron.x, neuron.y + SIDE / 2 + 9))
        for layer, ends in enumerate(self.layout.links()):
            weights, _ = moment.network.layers[layer]
            products = weights * values[layer][0]
            for row in self._numbered_rows(look, layer, products):
                for column, product in enumerate(products[row]):
                    start, end = ends[row, column]
                    texts.append(short_number(product, 2))
                    places.append(start + (0.35 + 0.2 * (row % 2)) * (end - start))
        self.numbers.set(texts, INK, np.array(places, float))

    @staticmethod
    def _numbered_rows(look, layer, products):
        """The rows of a layer whose links have their number: of the chosen neuron, else of the layer that came last."""
        if look.neuron is not None:
            return [look.neuron.number] if look.neuron.layer == layer + 1 <= look.layers_shown else []
        return range(len(products)) if layer + 1 == look.layers_shown and products.size <= MOST_NUMBERS else []


def answers_of(outputs, settings):
    """A single output as an answer from −1 to 1: for two classes the probabilities' difference, else as it is."""
    if settings.is_regression:
        return outputs
    return np.tanh(outputs if settings.loss == "squared error" else outputs / 2)


def _as_classes(points, settings):
    return (points.labels > 0).astype(int) if settings.is_regression else points.labels


def _said(settings):
    layers = len(settings.hidden)
    return f"{layers or 'No'} hidden layer{'s' * (layers != 1)}{f' of {settings.activation}' * (layers > 0)}"


def _faded(pixels):
    return (255 - (255 - pixels.astype(int)) // 4).astype(np.uint8)


def _dashes(start, end):
    """A line in dashes that stay where they are when its width changes: a line's own would grow with it."""
    length = np.hypot(*(end - start))
    begins = np.arange(0, length, DASH + GAP)
    shares = np.column_stack([begins, np.minimum(begins + DASH, length)]).reshape(-1, 1) / length
    return Path(start + shares * (end - start), np.resize([Path.MOVETO, Path.LINETO], len(shares)))


def _square(x, y, half):
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    return (np.array([x, y]) + half * corners).T
