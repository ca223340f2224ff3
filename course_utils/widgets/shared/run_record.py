"""The record of a training run: curves short enough to draw 30 times a second, and the setting changes."""

import math
from dataclasses import dataclass, field

MOST_POINTS = 400  # on a curve some 400 pixels wide, more cannot be seen
SMOOTHED_OVER = 2500  # examples: how far back the smoothed training cost reaches


class Curve:
    """Points (x, y) in order; when there are too many, every other one is left out, and so from then on."""

    def __init__(self):
        self.x, self.y = [], []
        self._every = 1
        self._offered = 0
        self.newest = None  # the last point that was added

    def add(self, x, y):
        """Add a point at the right end, unless it is there already."""
        if (x, y) == self.newest:
            return
        self.newest = (x, y)
        if self._offered % self._every == 0:
            self.x.append(x)
            self.y.append(y)
        self._offered += 1
        if len(self.x) > MOST_POINTS:
            del self.x[1::2], self.y[1::2]
            self._every *= 2

    def points(self):
        """All x and all y to draw, the newest point included."""
        if self.newest is None or self.x[-1] == self.newest[0]:
            return self.x, self.y
        return [*self.x, self.newest[0]], [*self.y, self.newest[1]]


@dataclass
class SettingChange:
    """A setting change on the curve: at `x`, `name` went from `before` to `after`."""

    x: float
    name: str
    before: str
    after: str

    @property
    def label(self):
        """What to write beside the mark."""
        return f"{self.name} {self.after}".strip()


@dataclass
class RunRecord:
    """Curves over epochs: training cost (smoothed), validation cost and accuracy; and the marks of setting changes."""

    train_cost: Curve = field(default_factory=Curve)
    validation_cost: Curve = field(default_factory=Curve)
    validation_accuracy: Curve = field(default_factory=Curve)
    marks: list = field(default_factory=list)
    _smoothed: float = 0.0
    _weight: float = 0.0

    def add_cost(self, epoch, cost, examples):
        """Add the cost of one batch of `examples`: a running mean that forgets over some 2,500 examples.

        Counting in examples, not steps, keeps its meaning when the batch size changes.
        """
        if not math.isfinite(cost):
            return
        fresh = 1 - math.exp(-examples / SMOOTHED_OVER)
        self._smoothed += fresh * (cost - self._smoothed)
        self._weight += fresh * (1 - self._weight)  # how much of the mean is not yet the 0 it began with
        self.train_cost.add(epoch, self._smoothed / self._weight)

    def add_validation(self, epoch, cost, accuracy):
        """Add what an evaluation on the validation set found."""
        if math.isfinite(cost):
            self.validation_cost.add(epoch, cost)
        self.validation_accuracy.add(epoch, accuracy)

    def mark(self, epoch, name, before, after, goes_on):
        """Note that `name` was changed here. A change that goes on from the last one (see Movement) shares its mark."""
        last = self.marks[-1] if self.marks else None
        if last and last.name == name and (goes_on or epoch == last.x):
            last.after = after
            if last.before == last.after:
                self.marks.pop()
        elif before != after:
            self.marks.append(SettingChange(epoch, name, before, after))
