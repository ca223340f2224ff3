"""Comparing answers: what came back as arrays, whether it was a list, an int or an array."""

import numpy as np

LARGEST = 10**6  # more numbers than any exercise asks for


def as_numbers(value):
    """The numbers in a value as a float array, or a list of such arrays.

    None stays None. What holds no numbers becomes a text that says what it is.
    """
    if value is None or value is Ellipsis:
        return None
    array = _as_array(value)
    if array is not None:
        return array
    if isinstance(value, (tuple, list)) and len(value) <= LARGEST:
        return [as_numbers(part) for part in value]
    return f"a value of type {type(value).__name__}"


def _as_array(value):
    """The value as one array of floats, or None where that is not what it is."""
    try:
        array = np.array(value)
    except (TypeError, ValueError):  # a ragged list, for one
        return None
    if array.dtype.kind not in "biuf" or array.size > LARGEST:
        return None
    return array.astype(float)


def same(got, expected, tolerance=1e-5):
    """Whether two results of `as_numbers` agree, nan with nan and shape with shape.

    One number may come in an array of its own.
    """
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and _same_arrays(got, expected, tolerance)
    if isinstance(expected, list):
        return (
            isinstance(got, list)
            and len(got) == len(expected)
            and all(same(*pair, tolerance) for pair in zip(got, expected, strict=True))
        )
    return type(got) is type(expected) and got == expected


def _same_arrays(got, expected, tolerance):
    if got.shape != expected.shape and not got.size == expected.size == 1:
        return False
    # A tenth of the tolerance counts for numbers near zero, where a relative error says little.
    return np.allclose(got.ravel(), expected.ravel(), rtol=tolerance, atol=tolerance / 10, equal_nan=True)
