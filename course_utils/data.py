"""Data: examples to learn from, and examples kept back to judge what was learned.

Training examples set the parameters, validation examples choose between settings, test examples are looked at once,
at the end: the more a set has decided, the less it says about new data.
"""

import numpy as np

from course_utils import require
from course_utils.mnist import load_mnist
from course_utils.toy_data import toy_data

__all__ = ["FEATURES", "features", "load_mnist", "minibatches", "scale", "toy_data", "train_validation_test_split"]


def scale(images, dtype=np.float32):
    """Turn bytes from 0 to 255 into numbers from 0 to 1 of the same shape; ValueError for what is scaled already."""
    images = np.asarray(images)
    require.bytes_to_scale(images)
    scaled = images.astype(dtype)
    scaled *= 1 / 255  # quicker than to divide
    return scaled


def minibatches(images, labels, batch_size, generator):
    """Yield (images, labels) batches, every example once, in a new random order; the last holds what is left over.

    batch_size: a whole number ≥ 1, or a function without arguments that gives one, asked before every batch. ValueError
    for another batch size, and unless there is a label for each image.
    """
    require.pairs(images, labels)
    images, labels = np.asarray(images), np.asarray(labels)
    order, start = generator.permutation(len(images)), 0
    while start < len(order):
        size = batch_size() if callable(batch_size) else batch_size
        chosen = order[start : start + require.positive_whole("The batch size", size)]
        yield images.take(chosen, axis=0), labels.take(chosen, axis=0)  # quicker than [chosen]
        start += len(chosen)


def train_validation_test_split(images, labels, fractions, generator):
    """Shuffle and cut into three (images, labels) pairs by fractions, such as (0.8, 0.1, 0.1), which must sum to 1."""
    require.three_fractions(fractions)
    require.pairs(images, labels)
    order = generator.permutation(len(images))
    cuts = np.rint(np.cumsum(fractions[:2]) * len(order)).astype(int)
    return [(images[chosen], labels[chosen]) for chosen in np.split(order, cuts)]


FEATURES = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1**2,
    "x2^2": lambda x1, x2: x2**2,
    "x1 x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, x2: np.sin(x1),
    "sin x2": lambda x1, x2: np.sin(x2),
}


def features(points, names):
    """Compute a column for each name, shape (n, names), from points on a plane, shape (n, 2).

    names: one or more of FEATURES, such as ["x1", "x2", "x1 x2"]; ValueError for others, and for none.
    """
    require.some_of("features", FEATURES, names)
    points = np.asarray(points, dtype=float)
    require.shape("points", points.shape[1:], (2,))
    return np.stack([FEATURES[name](*points.T) for name in names], axis=1)
