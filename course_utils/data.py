"""Data: examples to learn from, and examples kept back to judge what was learned.

Training examples set the parameters, validation examples choose between settings, test examples are looked at once,
at the end: the more a set has decided, the less it says about new data.
"""

import math

import numpy as np

from course_utils.mnist import load_mnist
from course_utils.requirements import require_pairs, require_positive_whole
from course_utils.toy_data import toy_data

__all__ = ["load_mnist", "minibatches", "scale", "toy_data", "train_validation_test_split"]


def scale(images, dtype=np.float32):
    """Turn bytes from 0 to 255 into numbers from 0 to 1 of the same shape; ValueError for what is scaled already."""
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"scale takes bytes (uint8) from 0 to 255, not {images.dtype}: are these scaled already?")
    return np.divide(images, 255, dtype=dtype)


def minibatches(images, labels, batch_size, generator):
    """Yield (images, labels) batches, every example once, in a new random order; the last holds what is left over.

    ValueError for a batch size that is no whole number ≥ 1, and unless there is a label for each image.
    """
    batch_size = require_positive_whole("The batch size", batch_size)
    require_pairs(images, labels)
    order = generator.permutation(len(images))
    for chosen in np.split(order, range(batch_size, len(order), batch_size)):
        yield images[chosen], labels[chosen]


def train_validation_test_split(images, labels, fractions, generator):
    """Shuffle and cut into three (images, labels) pairs by fractions, such as (0.8, 0.1, 0.1), which must sum to 1."""
    if len(fractions) != 3 or min(fractions) < 0 or not math.isclose(sum(fractions), 1):
        raise ValueError(f"Three fractions that sum to 1 are needed, not {fractions}.")
    require_pairs(images, labels)
    order = generator.permutation(len(images))
    cuts = np.rint(np.cumsum(fractions[:2]) * len(order)).astype(int)
    return [(images[chosen], labels[chosen]) for chosen in np.split(order, cuts)]
