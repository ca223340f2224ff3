"""Training: the loop in which a network learns from examples.

Shuffle the examples; take a batch; compute the cost and its gradients; let the optimizer step; repeat. Once through all
examples is an epoch. Learning rate and batch size are read at every step: a hand may move them while it learns.
"""

import math
from dataclasses import dataclass

import numpy as np

from course_utils.data import scale
from course_utils.losses import accuracy, one_hot, unchecked_softmax_cross_entropy
from course_utils.requirements import require_pairs, require_positive_whole, require_shares


@dataclass(frozen=True)
class Report:
    """How an epoch went: mean costs in nats, accuracy from 0 to 1, and the settings at its end."""

    epoch: int
    step: int
    train_cost: float
    validation_cost: float
    validation_accuracy: float
    learning_rate: float
    batch_size: int
    diverged: bool


class Trainer:
    """Trains a network on images, shape (n, inputs), and labels, shape (n,) or one-hot.

    Bytes are scaled a batch at a time. validation: a pair (images, labels). seed: of the shuffling. diverged turns True
    for good at the first cost that is not finite, or number too large to compute with. ValueError for examples or
    settings that make no sense.
    """

    def __init__(self, network, optimizer, images, labels, *, batch_size, validation=None, seed=0):
        self.network, self.optimizer, self.batch_size = network, optimizer, batch_size
        self._images, self._targets = self._checked(images, labels)
        self._validation = None if validation is None else self._checked(*validation)
        self._generator = np.random.default_rng(seed)
        self._order, self._used, self._cost_sum = np.arange(0), 0, 0.0  # this epoch, shuffled; how far it has come
        self.steps, self.examples_seen, self.diverged = 0, 0, False

    @property
    def batch_size(self):
        """Examples per step, writable at any time; ValueError unless a whole number ≥ 1."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value):
        self._batch_size = require_positive_whole("The batch size", value)

    @property
    def epoch(self):
        """Passes over the training examples so far: 1.5 is half-way through the second."""
        return self.examples_seen / len(self._images)

    def step(self):
        """Learn from the next batch, unless its mean cost is not finite; return that cost, from before the step."""
        chosen = self._next_batch()
        images, targets = (
            array.take(chosen, axis=0) for array in (self._images, self._targets)
        )  # quicker than [chosen]
        with np.errstate(all="ignore", over="call", call=self._overflow):
            cost, gradients = self.network.cost_and_gradients(_inputs(images, self.network), targets)
            if math.isfinite(cost):
                self.optimizer.update(self.network.parameters, gradients)
        self.diverged = self.diverged or not math.isfinite(cost)
        self.steps += 1
        self.examples_seen += len(chosen)
        self._cost_sum += cost * len(chosen)
        return cost

    def run(self, epochs):
        """Train to the end of so many epochs, yielding a Report of each; divergence ends it."""
        for _ in range(epochs):
            self.step()
            while self._used < len(self._order) and not self.diverged:
                self.step()
            counts, settings = (math.ceil(self.epoch), self.steps), (self.optimizer.learning_rate, self.batch_size)
            yield Report(*counts, self._cost_sum / self._used, *self.evaluate(), *settings, self.diverged)
            if self.diverged:
                break

    def evaluate(self):
        """Return the mean cost and the accuracy on the validation examples; NaN without any."""
        return (math.nan, math.nan) if self._validation is None else evaluate(self.network, *self._validation)

    def _overflow(self, *_):
        """Called by NumPy: a number is too large to compute with, such as the square of a huge gradient."""
        self.diverged = True

    def _next_batch(self):
        """Numbers of the next examples: each comes once an epoch, in a new random order."""
        if self._used == len(self._order):
            self._order = self._generator.permutation(len(self._images))
            self._used, self._cost_sum = 0, 0.0
        chosen = self._order[self._used : self._used + self.batch_size]
        self._used += len(chosen)
        return chosen

    def _checked(self, images, labels):
        """The examples as arrays, labels as one-hot targets of the network's type."""
        images, labels = np.asarray(images), np.asarray(labels)
        require_pairs(images, labels)
        if not np.isfinite([images.min(), images.max()]).all():  # which need no memory of the images' size
            raise ValueError("Images must be finite numbers, but some are NaN or ∞.")
        targets = one_hot(labels, self.network.sizes[-1]) if labels.ndim == 1 else labels
        require_shares(targets)
        return images, targets.astype(self.network.dtype)


@np.errstate(all="ignore")  # a network that has flown apart can be evaluated too
def evaluate(network, images, targets):
    """Return the mean cost and the accuracy on images, shape (n, inputs), with one-hot targets, shape (n, classes)."""
    sums = np.zeros(2)
    for start in range(0, len(images), 1000):  # in pieces, which need little memory
        piece, wanted = images[start : start + 1000], targets[start : start + 1000]
        logits = network.forward(_inputs(piece, network))
        scores = unchecked_softmax_cross_entropy(logits, wanted)[0], accuracy(logits, wanted.argmax(axis=1))
        sums += len(piece) * np.array(scores)
    return tuple((sums / len(images)).tolist())


def _inputs(images, network):
    return scale(images, network.dtype) if images.dtype == np.uint8 else images
