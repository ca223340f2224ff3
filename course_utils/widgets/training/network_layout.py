"""Where the neurons and links of a network stand in its picture."""

from dataclasses import dataclass

import numpy as np

from course_utils.data import FEATURES

TOP, BOTTOM = 44, 500  # of the column of features, in pixels of the figure
LEFT, RIGHT = 96, 616  # of the features' and of the last hidden layer's thumbnails
SIDE = 40  # of a thumbnail
FARTHEST = 90  # from one neuron of a column to the next


@dataclass(frozen=True)
class Neuron:
    """A neuron: its layer, 0 for the features, its number in the layer, and the middle of its thumbnail."""

    layer: int
    number: int
    x: float
    y: float


class NetworkLayout:
    """The places of all neurons, for settings, and what is at a place that is pointed at.

    All features that could be chosen stand in the first column; `neurons[0]` are those that are. The outputs stand at
    the end of the links, `output_x`.
    """

    def __init__(self, settings, output_x):
        self.hidden = list(settings.hidden)
        self.features = [self._neuron(0, number, len(FEATURES)) for number in range(len(FEATURES))]
        chosen = [list(FEATURES).index(name) for name in settings.features]
        self.neurons = [[self.features[number] for number in chosen]]
        for layer, width in enumerate(self.hidden, start=1):
            self.neurons.append([self._neuron(layer, number, width) for number in range(width)])
        n_outputs = settings.sizes[-1]
        heights = (TOP + BOTTOM) / 2 + 70 * (np.arange(n_outputs) - (n_outputs - 1) / 2)
        self.outputs = [Neuron(len(self.hidden) + 1, number, output_x, y) for number, y in enumerate(heights.tolist())]
        self.neurons.append(self.outputs)

    def _neuron(self, layer, number, width):
        columns = max(len(self.hidden), 1)
        x = LEFT + layer * (RIGHT - LEFT) / columns
        pitch = min((BOTTOM - TOP) / width, FARTHEST)
        return Neuron(layer, number, x, (TOP + BOTTOM) / 2 + pitch * (number - (width - 1) / 2))

    @property
    def layers(self):
        """How many layers have weights."""
        return len(self.neurons) - 1

    def links(self):
        """The ends of the links into each layer: arrays of shape (outputs, inputs, 2, 2), as its weights."""
        for before, after in zip(self.neurons[:-1], self.neurons[1:], strict=True):
            starts = np.array([(neuron.x + SIDE / 2, neuron.y) for neuron in before])
            ends = np.array([(neuron.x - SIDE / 2, neuron.y) for neuron in after])
            shape = (len(after), len(before), 2)
            yield np.stack([np.broadcast_to(starts, shape), np.broadcast_to(ends[:, None], shape)], axis=2)

    def neuron_at(self, x, y):
        """The neuron whose thumbnail is there, or None; a feature also when it is not chosen."""
        for neuron in [*self.features, *(neuron for layer in self.neurons[1:-1] for neuron in layer)]:
            if max(abs(neuron.x - x), abs(neuron.y - y)) <= SIDE / 2:
                return neuron
        return None

    def link_at(self, x, y, reach=7):
        """The place (layer, row, column) of the weight whose link is nearest, if it is near; else None."""
        nearest, found = reach, None
        for layer, ends in enumerate(self.links()):
            for row, column in np.ndindex(ends.shape[:2]):
                distance = _distance(np.array([x, y]), *ends[row, column])
                if distance < nearest:
                    nearest, found = distance, (layer, row, column)
        return found


def _distance(point, start, end):
    """How far a point is from the line between two others."""
    along = end - start
    share = np.clip((point - start) @ along / (along @ along), 0, 1)
    return float(np.linalg.norm(start + share * along - point))
