"""Training: the loop that turns a network, an optimizer and examples into learning.

Shuffle the examples; take the next batch; compute the cost and its gradients; let the
optimizer step; repeat. One pass over all examples is an epoch. Learning rate and batch
size are read at every step, so a hand may move them while the network learns.
"""

import math
from dataclasses import dataclass

import numpy as np

from course_utils.data import scale
from course_utils.losses import accuracy, one_hot, softmax_cross_entropy

CHUNK = 1000  # examples scored at a time by evaluate: quick, and only a few MB


@dataclass(frozen=True)
class Report:
    """How an epoch went. Costs are means over examples, in nats; accuracy is 0 … 1."""

    epoch: int
    step: int
    train_cost: float
    validation_cost: float
    validation_accuracy: float
    learning_rate: float
    batch_size: int
    diverged: bool


class Trainer:
    """Trains a network on images, shape (n, inputs), and labels, shape (n,).

    Byte images are scaled to 0 … 1 a batch at a time, others used as they are; labels may
    also be one-hot rows. validation: a pair (images, labels) or None. seed: of the
    shuffling; the same seed gives the same run. Raises ValueError when images and labels
    differ in number, a label is not a class of the network, or a setting makes no sense.

    steps and examples_seen count from the start; diverged turns True when a cost is not
    finite, and stays so.
    """

    def __init__(
        self, network, optimizer, images, labels, *, batch_size, validation=None, seed=0
    ):
        self.network = network
        self.optimizer = optimizer
        self.batch_size = batch_size
        self.steps = 0
        self.examples_seen = 0
        self.diverged = False
        self._images, self._targets = self._checked(images, labels)
        self._validation = validation and self._checked(*validation)
        self._generator = np.random.default_rng(seed)
        self._order = np.empty(0, int)  # the examples of this epoch, shuffled
        self._position = 0  # how many of them were used
        self._cost_sum = 0.0

    @property
    def batch_size(self):
        """Examples per step, a whole number of at least 1; may be changed at any time."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, value):
        if not isinstance(value, int | np.integer) or value < 1:
            raise ValueError(f"The batch size must be a whole number ≥ 1, not {value!r}.")
        self._batch_size = int(value)

    @property
    def optimizer(self):
        """What turns gradients into steps; may be exchanged at any time."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, value):
        if not hasattr(value, "update") or not hasattr(value, "learning_rate"):
            raise ValueError(f"An optimizer needs update and learning_rate, not {value!r}.")
        self._optimizer = value

    @property
    def epoch(self):
        """Passes over the training examples so far, as a float."""
        return self.examples_seen / len(self._images)

    def step(self):
        """Learn from the next batch; returns its mean cost before the step.

        When that cost is not finite, the parameters stay as they are, and diverged is set.
        """
        chosen = self._next_batch()
        with np.errstate(all="ignore"):  # overflow is reported, as divergence
            cost, gradients = self.network.cost_and_gradients(
                self._inputs(self._images[chosen]), self._targets[chosen]
            )
            if math.isfinite(cost):
                self.optimizer.update(self.network.parameters, gradients)
            else:
                self.diverged = True
        self.steps += 1
        self.examples_seen += len(chosen)
        self._cost_sum += cost * len(chosen)
        return cost

    def run(self, epochs):
        """Train for a number of epochs, yielding a Report after each; stops if diverged."""
        for _ in range(epochs):
            self.step()
            while self._position < len(self._order) and not self.diverged:
                self.step()
            yield self._report()
            if self.diverged:
                return

    def evaluate(self):
        """(mean cost, accuracy) on the validation examples; NaN for both without any."""
        if self._validation is None:
            return math.nan, math.nan
        images, targets = self._validation
        cost_sum = n_right = 0.0
        with np.errstate(all="ignore"):
            for start in range(0, len(images), CHUNK):
                chunk = targets[start : start + CHUNK]
                logits = self.network.forward(self._inputs(images[start : start + CHUNK]))
                cost_sum += softmax_cross_entropy(logits, chunk)[0] * len(chunk)
                n_right += accuracy(logits, chunk.argmax(axis=1)) * len(chunk)
        return cost_sum / len(images), n_right / len(images)

    def _next_batch(self):
        """Numbers of the next examples: each comes once an epoch, in a new random order."""
        if self._position == len(self._order):
            self._order = self._generator.permutation(len(self._images))
            self._position, self._cost_sum = 0, 0.0
        chosen = self._order[self._position : self._position + self.batch_size]
        self._position += len(chosen)
        return chosen

    def _report(self):
        return Report(
            epoch=math.ceil(self.epoch),
            step=self.steps,
            train_cost=self._cost_sum / self._position,
            validation_cost=(scores := self.evaluate())[0],
            validation_accuracy=scores[1],
            learning_rate=self.optimizer.learning_rate,
            batch_size=self.batch_size,
            diverged=self.diverged,
        )

    def _inputs(self, images):
        return scale(images, self.network.dtype) if images.dtype == np.uint8 else images

    def _checked(self, images, labels):
        """The images as an array, and the labels as targets: one-hot, in the network's dtype."""
        images, labels = np.asarray(images), np.asarray(labels)
        if len(images) != len(labels) or not len(images):
            raise ValueError(
                f"There must be one label per image, but there are {len(images)} images "
                f"and {len(labels)} labels."
            )
        if labels.ndim == 1:
            labels = one_hot(labels, self.network.sizes[-1])
        return images, labels.astype(self.network.dtype)
