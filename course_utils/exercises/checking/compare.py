"""Comparing answers: what came back as arrays, whether it was a list, an int or an array."""

import numpy as np

LARGEST = 10**6  # more numbers than any exercise asks for


def as_numbers(value):
    """The numbers in a value as an array, a dictionary of such arrays, or a list of them.

    None stays None. What holds no numbers becomes a text that says what it is.
    """
    if value is None or value is Ellipsis:
        return None
    array = _as_array(value)
    if array is not None:
        return array
    if isinstance(value, dict) and len(value) <= LARGEST:
        return {str(key): as_numbers(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)) and len(value) <= LARGEST:
        return [as_numbers(part) for part in value]
    if isinstance(value, np.ndarray) and value.dtype.kind in "USO":
        return "an array of text or other objects"
    return f"a value of type {type(value).__name__}"


def _as_array(value):
    """The value as one array of numbers, or None where that is not what it is."""
    try:
        array = np.array(value)
    except (TypeError, ValueError):  # a ragged list, for one
        return None
    return array if array.dtype.kind in "biuf" and array.size <= LARGEST else None


def same(got, expected, tolerance=1e-5):
    """Whether two results of `as_numbers` agree, nan with nan and shape with shape.

    One number may come in an array of its own.
    """
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and _same_arrays(got, expected, tolerance)
    if isinstance(expected, dict):
        if isinstance(got, np.ndarray) and np.shape(got)[:1] == (len(expected),):
            got = dict(zip(expected, map(np.asarray, got), strict=True))  # several results, stacked
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(same(got[name], expected[name], tolerance) for name in expected)
        )
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
    return bool(close(got.ravel(), expected.ravel(), tolerance).all())


def close(got, expected, tolerance=1e-5):
    """Where the numbers of two arrays agree."""
    # A tenth of the tolerance counts for numbers near zero, where a relative error says little.
    got, expected = (np.asarray(values, dtype=float) for values in (got, expected))
    return np.isclose(got, expected, rtol=tolerance, atol=tolerance / 10, equal_nan=True)
