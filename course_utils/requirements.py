"""What the maths asks of its inputs: each is refused in one sentence that says what is wrong."""

import numpy as np


def require_positive_whole(name, value):
    """The value as an int; ValueError, with the name of what it is, unless it is a whole number ≥ 1."""
    if not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number ≥ 1, not {value!r}.")
    return int(value)


def require_pairs(images, labels):
    """ValueError unless there are examples, and each image has a label."""
    if len(images) != len(labels) or len(images) == 0:
        raise ValueError(f"Every image needs a label, but there are {len(images)} images and {len(labels)} labels.")


def require_shares(targets):
    """ValueError unless the targets of each example are shares ≥ 0 that sum to 1, as one-hot targets do."""
    if not (targets.min(initial=0) >= 0 and np.allclose(targets.sum(axis=-1), 1)):
        raise ValueError("The targets of each example must be ≥ 0 and sum to 1, as those that one_hot makes.")


def require_shape(name, shape, expected):
    """ValueError, with the name of what it is, unless the shape is the one expected."""
    if shape != expected:  # NumPy would stretch one array to fit the other
        raise ValueError(f"The {name} must have the shape {expected}, not {shape}.")
