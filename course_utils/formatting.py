"""Numbers as people read and write them."""

import math

import numpy as np

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def fixed(value, digits=2):
    """Write a number with `digits` after the point and the minus sign that type has; never −0."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def significant(value, digits=3):
    """Write a number with so many digits, zeros at the end too: 0.100, 2.51, 10.0."""
    return f"{value:#.{digits}g}"


def power_of_ten(value):
    """Write a positive number as it is where that is short, or with a power of ten: 0.3, 2.5·10⁻⁷, 10⁻³; 0 as 0."""
    if value == 0 or 0.01 <= value < 100:
        return f"{value:.2g}"
    mantissa, power = _mantissa_and_power(value)
    return power if mantissa == "1.0" else f"{mantissa}·{power}"


def short_number(value, digits=3):
    """A number as it is written in a picture: with so many digits at most, and a true minus."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        text = f"{value:.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"
    else:
        text = "·".join(_mantissa_and_power(value)) if np.isfinite(value) else str(value)
    return "0" if text == "-0" else text.replace("-", "−")


def _mantissa_and_power(value):
    """A number as two digits and a power of ten: 2.5 and 10⁻⁷."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return mantissa, f"10{str(int(exponent)).translate(RAISED)}"


def short_numbers(values):
    """A number or an array in one line: 2, [1, −3] or [1, 2; 3, 4] with a semicolon between rows."""
    values = np.asarray(values)
    if values.ndim == 0:
        return short_number(values.item())
    rows = [", ".join(map(short_number, row)) for row in np.atleast_2d(values).tolist()]
    return f"[{'; '.join(rows)}]"


def in_brackets(values):
    """The same, in brackets if it begins with a minus: as a factor or a summand."""
    text = short_numbers(values)
    return f"({text})" if text.startswith("−") else text


def first_digit(value):
    """A number rounded to its first digit, as one says "about 300"."""
    unit = 10 ** math.floor(math.log10(value))
    return round(value / unit) * unit


def duration(seconds):
    """A time in the unit that fits it: 12 µs, 3.4 ms or 120 s."""
    for unit, name in [(1, "s"), (1e-3, "ms")]:
        if seconds >= unit:
            return f"{seconds / unit:.2g} {name}" if seconds < 99.5 * unit else f"{seconds / unit:,.0f} {name}"
    return f"{seconds * 1e6:.0f} µs"
