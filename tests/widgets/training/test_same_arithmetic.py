"""The playground computes what TensorFlow Playground computes: its arithmetic, written anew in plain loops.

A tanh at the output, ½ (o − y)² with y = ±1, the mean gradient ḡ of each batch, and w ← w − α ḡ − α λ r(w before the
step), with r(w) = w for L2 and sign w for L1, where a weight that is carried across 0 becomes 0; biases are not pulled.
"""

import math

import numpy as np
import pytest

from course_utils.widgets.training.playground_run import PlaygroundRun
from course_utils.widgets.training.playground_settings import PlaygroundSettings

ACTIVATIONS = {
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(0.0, z), lambda z: 1.0 if z > 0 else 0.0),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "linear": (lambda z: z, lambda z: 1.0),
}
PULLS = {"none": lambda w: 0.0, "L1": lambda w: (w > 0) - (w < 0), "L2": lambda w: w}
EPOCHS, RATE, PENALTY_RATE, BATCH_SIZE = 50, 0.03, 0.02, 10


class Unit:
    """One unit: its weights, its bias, and the gradients added up over a batch."""

    def __init__(self, weights, bias, functions):
        self.weights, self.bias, (self.function, self.slope) = list(weights), bias, functions
        self.forget()

    def forget(self):
        self.weight_sums, self.bias_sum = [0.0] * len(self.weights), 0.0

    def forward(self, inputs):
        self.inputs = inputs
        self.z = self.bias + sum(w * x for w, x in zip(self.weights, inputs, strict=True))
        return self.function(self.z)

    def backward(self, slope_of_output):
        at_input = slope_of_output * self.slope(self.z)
        self.bias_sum += at_input
        for k, x in enumerate(self.inputs):
            self.weight_sums[k] += at_input * x
        return [at_input * w for w in self.weights]

    def update(self, n, penalty):
        self.bias -= RATE / n * self.bias_sum
        for k, before in enumerate(self.weights):
            stepped = before - RATE / n * self.weight_sums[k]
            pulled = stepped - RATE * PENALTY_RATE * PULLS[penalty](before)
            self.weights[k] = 0.0 if penalty == "L1" and stepped * pulled < 0 else pulled
        self.forget()


def learn(layers, example, target):
    """Forward and backward for one example."""
    values = example
    for layer in layers:
        values = [unit.forward(values) for unit in layer]
    slopes = [values[0] - target]
    for layer in reversed(layers):
        into = [unit.backward(slope) for unit, slope in zip(layer, slopes, strict=True)]
        slopes = [sum(parts) for parts in zip(*into, strict=True)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("penalty", PULLS)
def test_fifty_epochs_give_the_same_weights(activation, penalty):
    settings = PlaygroundSettings(
        n=80, noise=20, activation=activation, penalty=penalty, penalty_rate=PENALTY_RATE, learning_rate=RATE
    )
    run = PlaygroundRun(settings)
    functions = [*[ACTIVATIONS[activation]] * (len(run.network.layers) - 1), ACTIVATIONS["tanh"]]
    layers = [
        [Unit(row, b, functions[number]) for row, b in zip(weights.tolist(), bias.tolist(), strict=True)]
        for number, (weights, bias) in enumerate(run.network.layers)
    ]
    points, labels = run.train.points.tolist(), run.train.labels.tolist()
    generator = np.random.default_rng(settings.seed)
    for _ in range(EPOCHS):
        order = generator.permutation(len(points)).tolist()
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            for number in batch:
                learn(layers, points[number], 2.0 * labels[number] - 1)
            for unit in (unit for layer in layers for unit in layer):
                unit.update(len(batch), penalty)
    run.train_to(EPOCHS * math.ceil(len(points) / BATCH_SIZE))
    assert run.epoch == EPOCHS
    for (weights, bias), layer in zip(run.network.layers, layers, strict=True):
        np.testing.assert_allclose(weights, [unit.weights for unit in layer], rtol=0, atol=1e-9)
        np.testing.assert_allclose(bias, [unit.bias for unit in layer], rtol=0, atol=1e-9)
    if penalty == "L1" and activation == "sigmoid":
        assert any((weights == 0).any() for weights, _ in run.network.layers), "some weight reaches exactly 0"
