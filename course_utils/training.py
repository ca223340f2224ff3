"""Training: the loop in which a network learns from examples.

Shuffle the examples; take a batch; compute the cost and its gradient; let the optimizer step; repeat. Once through all
examples is an epoch. Learning rate, batch size and penalty are read at every step: they may be changed while it runs.
"""

import math
from dataclasses import dataclass
from weakref import proxy

import numpy as np

from course_utils import require
from course_utils.data import minibatches, scale
from course_utils.losses import accuracy, one_hot, squared_error, unchecked

# How hard a penalty pulls on each weight w, towards 0: by the slope of |w|, or that of ½ w².
PENALTIES = {"none": np.zeros_like, "L1": np.sign, "L2": np.positive}


@dataclass(frozen=True)
class Report:
    """How an epoch went: mean costs without penalty, accuracy from 0 to 1, and the settings at its end."""

    epoch: int
    step: int
    train_cost: float
    validation_cost: float
    validation_accuracy: float
    learning_rate: float
    batch_size: int
    diverged: bool


class Trainer:
    """Trains a network on images, or other inputs, of shape (n, inputs), and labels of shape (n,) or (n, outputs).

    Bytes are scaled a batch at a time. validation: a pair (images, labels). seed: of the shuffling. penalty: "L1" or
    "L2" to pull the weights, not the biases, towards 0, at penalty_rate λ. Batch size, penalty and its rate may be set
    at any time. diverged turns True for good at the first cost that is not finite, or number too large to compute with.
    ValueError for examples or settings that make no sense.
    """

    batch_size = require.Checked(require.positive_whole, "The batch size")
    penalty = require.Checked(require.one_of(PENALTIES), "The penalty")
    penalty_rate = require.Checked(require.not_negative, "The penalty rate")

    def __init__(
        self, network, optimizer, images, labels, *, batch_size, validation=None, seed=0, penalty="none", penalty_rate=0
    ):
        self.penalty, self.penalty_rate = penalty, penalty_rate
        self.network, self.optimizer, self.batch_size = network, optimizer, batch_size
        self._images, self._targets = self._checked(images, labels)
        self._validation = None if validation is None else self._checked(*validation)
        self._generator = np.random.default_rng(seed)
        self.steps, self.examples_seen, self.diverged = 0, 0, False

    @property
    def epoch(self):
        """Passes over the training examples so far: 1.5 is half-way through the second."""
        return self.examples_seen / len(self._images)

    def step(self):
        """Learn from the next batch, unless its mean cost is not finite; return that cost, from before the step."""
        if self.examples_seen % len(self._images) == 0:  # a new epoch
            # A proxy, for batches that held the trainer would keep it, and its targets, in memory after its last use.
            me, self._cost_sum = proxy(self), 0.0
            self._batches = minibatches(self._images, self._targets, lambda: me.batch_size, self._generator)
        images, targets = next(self._batches)
        with np.errstate(all="ignore", over="call", call=self._overflow):
            cost, gradient = self.network.cost_and_gradient_vector(_inputs(images, self.network), targets)
            if math.isfinite(cost):
                self._update(gradient)
        self.diverged = self.diverged or not math.isfinite(cost)
        self.steps += 1
        self.examples_seen += len(images)
        self._cost_sum += cost * len(images)
        return cost

    def run(self, epochs):
        """Train to the end of so many epochs, yielding a Report of each; divergence ends it."""
        for _ in range(epochs):
            self.step()
            while self.examples_seen % len(self._images) and not self.diverged:
                self.step()
            cost = self._cost_sum / ((self.examples_seen - 1) % len(self._images) + 1)  # over the epoch so far
            rate, size = self.optimizer.learning_rate, self.batch_size
            yield Report(math.ceil(self.epoch), self.steps, cost, *self.evaluate(), rate, size, self.diverged)
            if self.diverged:
                break

    def evaluate(self):
        """Return the mean cost and the accuracy on the validation examples; NaN without any."""
        return (math.nan, math.nan) if self._validation is None else evaluate(self.network, *self._validation)

    def _update(self, gradient):
        """Let the optimizer step, and then the penalty: w ← w − α λ · (its pull on the w from before the step).

        What L1 pulls across 0 stays at 0. That the penalty bypasses the optimizer's memory, "decoupled", is from
        Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019).
        """
        pulls = [] if self.penalty == "none" else [PENALTIES[self.penalty](w) for w, _ in self.network.layers]
        self.optimizer.update([self.network.vector], [gradient])
        for (w, _), pull in zip(self.network.layers, pulls, strict=False):
            pulled = w - self.optimizer.learning_rate * self.penalty_rate * pull
            w[...] = np.where((self.penalty == "L1") & (w * pulled < 0), 0, pulled)

    def _overflow(self, *_):
        """Called by NumPy: a number is too large to compute with, such as the square of a huge gradient."""
        self.diverged = True

    def _checked(self, images, labels):
        """The examples as arrays, labels as targets in the shape and type of the network's outputs."""
        images, labels = np.asarray(images), np.asarray(labels)
        require.pairs(images, labels)
        require.finite("Images", [images.min(), images.max()])  # which need no memory of the images' size
        n_outputs = self.network.sizes[-1]
        if labels.ndim == 1:
            labels = one_hot(labels, n_outputs) if n_outputs > 1 else labels[:, np.newaxis]
        self.network.loss(np.zeros(labels.shape), labels)  # which refuses targets that make no sense
        return images, labels.astype(self.network.dtype)


def early_stopping(reports, network, patience):
    """Pass reports on, stop after `patience` of them without a lower validation cost, and restore the best weights.

    reports: what Trainer.run yields, for this network. However it ends, the network is left with the weights of the
    lowest validation cost. ValueError for reports without a validation cost, and for a patience below 1.
    """
    patience = require.positive_whole("The patience", patience)
    best_cost, best_vector, waited = math.inf, network.vector.copy(), 0
    try:
        for report in reports:
            require.validation(report)
            waited += 1
            if report.validation_cost < best_cost:
                best_cost, best_vector, waited = report.validation_cost, network.vector.copy(), 0
            yield report
            if waited == patience:
                break
    finally:
        network.vector[:] = best_vector


def evaluate(network, images, targets):
    """Return the mean cost and the accuracy on images, shape (n, inputs), with targets, shape (n, outputs)."""
    return list(evaluate_in_pieces(network, images, targets))[-1]


def evaluate_in_pieces(network, images, targets):
    """Yield both for the first 1,000 examples, then for 2,000, and so on: a piece needs little memory and time."""
    sums = np.zeros(2)
    for start in range(0, len(images), 1000):
        piece, wanted = images[start : start + 1000], targets[start : start + 1000]
        with np.errstate(all="ignore"):  # a network that has diverged can be evaluated too
            outputs = network.forward(_inputs(piece, network))
            cost, _ = unchecked(network.loss)(outputs, wanted)
            sums += len(piece) * np.array([cost, _accuracy(network, outputs, wanted)])
        yield tuple((sums / (start + len(piece))).tolist())


def _accuracy(network, outputs, targets):
    """The accuracy, from targets; NaN for a regression, which has no classes."""
    if network.loss is squared_error:
        return math.nan
    return accuracy(outputs, targets.argmax(axis=1) if targets.shape[1] > 1 else np.rint(targets[:, 0]).astype(int))


def _inputs(images, network):
    return scale(images, network.dtype) if images.dtype == np.uint8 else images
