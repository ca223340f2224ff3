"""Numbers and matrices as people type them: 2, or 1 2; 3 4 with a semicolon between rows."""

import numpy as np


def read_numbers(text, shape=None):
    """The numbers in "2", "1 2; 3 4" or "[[1, 2], [3, 4]]"; ValueError if there are none, or of another shape."""
    if isinstance(text, str):
        plain = text.replace("−", "-").strip()
        if plain.startswith("[["):
            plain = plain.replace("],", ";")
        rows = [row.replace(",", " ").strip("[] ").split() for row in plain.split(";")]
        try:
            numbers = np.array([[float(entry) for entry in row] for row in rows])
            if not numbers.size:
                raise ValueError
        except ValueError:
            raise ValueError(f"{text!r} is not read: write 2, or 1 2; 3 4 with a semicolon between rows.") from None
        if ";" not in plain and "[[" not in plain:
            is_single = numbers.size == 1 and "[" not in plain
            numbers = numbers.reshape(()) if is_single else numbers.reshape(-1)
    else:
        numbers = np.asarray(text, dtype=float)
    if not np.isfinite(numbers).all():
        raise ValueError("Only finite numbers can be computed with.")
    if shape is None:
        return numbers
    numbers = as_row(numbers, shape)
    if numbers.shape != shape:
        raise ValueError(f"This input keeps its shape, {shape}; yours has {numbers.shape}.")
    return numbers


def as_row(numbers, shape):
    """The same numbers; where a matrix of one row is asked for, one row of numbers is that matrix."""
    return numbers.reshape(shape) if shape == (1, *numbers.shape) else numbers


def type_numbers(values):
    """An array as one would type it: 1 2; 3 4."""
    return "; ".join(" ".join(f"{number:g}" for number in row) for row in np.atleast_2d(values))
