"""Forty handwritten threes and eights, two features of each, and a classifier of two weights for them."""

import numpy as np

from course_utils.data import scale
from course_utils.losses import accuracy, one_hot, softmax_cross_entropy

DIGITS = (3, 8)  # class 0 and class 1
PER_CLASS = 20
NUDGE = 1e-6  # accuracy that changes within so little of a weight stands at a jump


def digits_and_features(mnist):
    """Return the first 20 threes and 20 eights, their labels 0 and 1, and two features of each.

    The features are the share of the ink in the left half and in the middle of the image, standardised: mean 0,
    standard deviation 1.
    """
    of_class = [np.flatnonzero(mnist.train.labels == digit)[:PER_CLASS] for digit in DIGITS]
    images = mnist.train.images[np.concatenate(of_class)].reshape(-1, 28, 28)
    ink = scale(images).astype(np.float64)
    features = np.stack([ink[:, :, :14].sum(axis=(1, 2)), ink[:, 10:18, 10:18].sum(axis=(1, 2))], axis=1)
    features /= ink.sum(axis=(1, 2))[:, np.newaxis]
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    return images, np.repeat([0, 1], [len(members) for members in of_class]), features


class Classifier:
    """Two weights that give an eight the score w · features, and a three the score 0; softmax does the rest."""

    def __init__(self, features, labels):
        self.features, self.labels, self.targets = features, labels, one_hot(labels, 2)

    def scores(self, weights):
        """The logits of all points, shape (n, 2)."""
        eights = self.features @ weights
        return np.stack([np.zeros_like(eights), eights], axis=1)

    def right(self, weights):
        """How many of the points get the higher score at their own class, in words: "39 of 40"."""
        return f"{len(self.labels) * self.accuracy(weights):.0f} of {len(self.labels)}"

    def accuracy(self, weights):
        """The share of the points that get the higher score at their own class."""
        return accuracy(self.scores(weights), self.labels)

    def cost_and_gradient(self, weights):
        """The mean cross-entropy, and its two slopes."""
        cost, of_scores = softmax_cross_entropy(self.scores(weights), self.targets)
        return cost, of_scores[:, 1] @ self.features

    def landscape(self, grid):
        """The accuracy and the cost at every row of `grid`, shape (m, 2): two arrays of shape (m,)."""
        scores = grid @ self.features.T
        hits = (scores > 0) == self.labels
        losses = np.logaddexp(0, scores) - self.labels * scores  # minus the logarithm of the softmax of (0, score)
        return hits.mean(axis=1), losses.mean(axis=1)

    def stands_at_a_jump(self, weights):
        """Whether the least nudge of a weight changes the accuracy."""
        nudges = NUDGE * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
        return len({self.accuracy(weights + nudge) for nudge in nudges}) > 1
