"""What a change of one input does to the result, and what its gradient has promised."""

from dataclasses import dataclass

import numpy as np

from course_utils.formatting import in_brackets, short_number


@dataclass(frozen=True)
class Start:
    """How things stood before an input was changed: its value, its gradient (None while unknown), and the result."""

    value: np.ndarray
    gradient: np.ndarray | None
    result: float


@dataclass(frozen=True)
class Change:
    """An input `name` went from start.value to `value`, and the result `result_name` to `result`."""

    name: str
    result_name: str
    start: Start
    value: np.ndarray
    result: float

    @property
    def promise(self):
        """The change of the result that the gradient has promised: gradient × change, added over all entries."""
        return float(np.sum(self.start.gradient * (self.value - self.start.value)))

    @property
    def can_be_written(self):
        """Whether all its numbers are finite: those of very large inputs may not be."""
        with np.errstate(all="ignore"):
            numbers = [*np.ravel(self.value - self.start.value), self.promise, self.result - self.start.result]
        return bool(np.isfinite(numbers).all())

    def what(self):
        """Which input was changed, and how: x₁ from 2 to 2.4."""
        if self.value.ndim:
            return f"{self.name} changed"
        return f"{self.name} from {_number(self.start.value)} to {_number(self.value)}"

    def promised(self):
        """Gradient × change, with its numbers."""
        if self.value.ndim:
            return f"gradient × change, entries added = {_number(self.promise)}"
        change = in_brackets(round(float(self.value - self.start.value), 9))
        return f"gradient × change = {_number(self.start.gradient)} × {change} = {_number(self.promise)}"

    def happened(self):
        """By how much the result has really changed."""
        return f"{self.result_name} changed by {_number(self.result - self.start.result)}"

    def sentence(self):
        """All three in one sentence."""
        return f"{self.what()}: {self.promised()}; {self.happened()}."


def _number(value):
    """A number without the dust that rounding leaves."""
    return short_number(round(float(value), 9))
