"""A classifier of two weights: small enough to draw all that it can be."""

import numpy as np

from course_utils.losses import accuracy, one_hot, softmax_cross_entropy

NUDGE = 1e-6  # accuracy that changes within so little of a weight stands at a jump


class Classifier:
    """Two weights that give class 1 the score w · features, and class 0 the score 0; softmax does the rest."""

    def __init__(self, features, labels):
        self.features, self.labels, self.targets = features, labels, one_hot(labels, 2)

    def scores(self, weights):
        """The logits of all points, shape (n, 2)."""
        of_class_1 = self.features @ weights
        return np.stack([np.zeros_like(of_class_1), of_class_1], axis=1)

    def misread(self, weights):
        """Which of the points do not get the higher score at their own class: booleans, shape (n,)."""
        return self.scores(weights).argmax(axis=1) != self.labels

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
        """The accuracy and the cost at many weights, shape (…, 2): two arrays of shape (…)."""
        if grid.ndim > 2:  # row by row: all weights with all points at once would take much memory
            return tuple(np.stack(part) for part in zip(*map(self.landscape, grid), strict=True))
        scores = grid @ self.features.T
        hits = (scores > 0) == self.labels
        losses = np.logaddexp(0, scores) - self.labels * scores  # minus the logarithm of the softmax of (0, score)
        return hits.mean(axis=1), losses.mean(axis=1)

    def stands_at_a_jump(self, weights):
        """Whether the least nudge of a weight changes the accuracy."""
        nudges = NUDGE * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
        return len({self.accuracy(weights + nudge) for nudge in nudges}) > 1
