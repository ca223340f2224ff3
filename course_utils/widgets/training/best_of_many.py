"""Many equally good settings, of which the one with the best test score is chosen: how much that score flatters."""

from typing import NamedTuple

import numpy as np

TRUE_ACCURACY = 0.9  # of each setting: the share of right answers on all examples that there could be


class Choice(NamedTuple):
    """Right answers of each of k settings on a test set, shape (k,); which one is chosen; its right answers afresh."""

    right: np.ndarray
    chosen: int
    fresh: int


def choose(k, n, generator):
    """Judge k settings on a test set of n examples, choose the first of the best, and judge it on n fresh examples.

    Whether a setting is right on an example is a matter of chance, whatever the others answer.
    """
    right = generator.binomial(n, TRUE_ACCURACY, k)
    return Choice(right, int(right.argmax()), int(generator.binomial(n, TRUE_ACCURACY)))


def spread(n):
    """σ, the standard deviation of the score of one setting on n examples."""
    return np.sqrt(TRUE_ACCURACY * (1 - TRUE_ACCURACY) / n)


def bound_in_spreads(k):
    """√(2 ln k): the mean of the largest of k independent normal numbers is at most so many standard deviations up.

    That holds for these scores, too, since the true accuracy is at least one half: above their mean, such scores lie no
    further than normal ones (Hoeffding, "Probability inequalities for sums of bounded random variables", 1963).
    """
    return np.sqrt(2 * np.log(k))
