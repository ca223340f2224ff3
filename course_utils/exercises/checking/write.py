"""Writing values for people to read: few digits, a true minus sign, and 1.0 for what is no whole number to Python."""

import inspect

import numpy as np


def write(value, digits=4):
    """A value in few characters: numbers of so many digits, long arrays with dots, several results line by line."""
    if isinstance(value, str) or value is None:
        return str(value)
    if isinstance(value, dict):
        return "\n".join(write_named(name, part, digits) for name, part in value.items()) or "an empty dictionary"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(write(part, digits) for part in value) + "]"
    return np.array2string(
        np.asarray(value),
        formatter={"all": lambda number: _number(number, digits)},
        separator=", ",
        threshold=40,
        max_line_width=72,
    )


def write_named(name, value, digits=4):
    """A value behind its name: "x = 1.0", or "f(x) = eˣ" for a function that has its formula for a docstring."""
    if callable(value):
        given = ", ".join(inspect.signature(value).parameters)
        return f"{name}({given}) = {(value.__doc__ or '…').removesuffix('.')}"
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {write(part, digits)}" for key, part in value.items()) + "}"
    else:
        text = write(value, digits)
    return f"{name} = {text}".replace("\n", "\n" + " " * (len(name) + 3))


def listed(names):
    """Names as a sentence has them: a, b and c."""
    *most, last = map(str, names)
    return f"{', '.join(most)} and {last}" if most else last


def write_apart(got, expected):
    """Two values, with as many digits as it takes to see that they differ."""
    for digits in (4, 8, 12, 17):
        pair = write(got, digits), write(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def _number(number, digits):
    if np.asarray(number).dtype.kind != "f":
        return str(number).replace("-", "−")
    text = f"{number + 0.0:.{digits}g}"  # + 0.0 turns −0 into 0
    is_whole = text.lstrip("-").isdigit()
    return (text + ".0" if is_whole else text).replace("-", "−")
