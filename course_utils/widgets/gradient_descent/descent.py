"""A descent on a surface: where it has been, what that cost, and at which learning rates."""

import numpy as np


class Descent:
    """Steps of an `optimizer` on a `surface`, one at a time: every point, and the cost there.

    The optimizer is of this descent alone. With `only_first_weight`, the second weight stays where it is.
    `rates` holds the learning rates: pairs of the step from which on it was used, and the rate.
    """

    def __init__(self, surface, optimizer, start, *, only_first_weight=False):
        self.surface, self.optimizer = surface, optimizer
        self.only_first_weight = only_first_weight
        self.points, self.costs = [np.array(start, dtype=float)], [float(surface.value(start))]
        self.rates = [(0, optimizer.learning_rate)]

    @property
    def steps(self):
        """How many steps have been done."""
        return len(self.points) - 1

    @property
    def rate(self):
        """The learning rate of the next step."""
        return self.optimizer.learning_rate

    @property
    def momentum(self):
        """The share of the last step that is kept; None for an optimizer that has no such number."""
        return getattr(self.optimizer, "momentum", None)

    def gradient(self, point):
        """The slopes there, of the weights that may move."""
        return self.surface.gradient(point) * (1.0, 0.0 if self.only_first_weight else 1.0)

    def step(self):
        """Do one step. Diverging raises nothing."""
        point = self.points[-1].copy()
        self.optimizer.update([point], [self.gradient(point)])
        self.points.append(point)
        self.costs.append(float(self.surface.value(point)))

    def set_rate(self, rate, goes_on=False):
        """Go on with another learning rate. A change that goes on from the last one (see Movement) takes its place."""
        self.optimizer.learning_rate = rate
        since = self.rates[-1][0]
        if since == self.steps or (goes_on and len(self.rates) > 1):
            self.rates.pop()
        else:
            since = self.steps
        if not self.rates or self.rates[-1][1] != rate:
            self.rates.append((since, rate))

    def is_finite(self, steps=-1):
        """Whether, after so many steps, point and cost are still numbers that can be computed with."""
        return bool(np.isfinite([*self.points[steps], self.costs[steps]]).all())

    def has_left(self, half_widths):
        """Whether the newest point is more than so many half-widths of the surface's domain from its middle."""
        low, high = self.surface.domain
        return bool(np.abs(self.points[-1] - (low + high) / 2).max() > half_widths * (high - low) / 2)

    def stands_still(self, flat):
        """Whether the slope is less than `flat`; unless it is plain gradient descent, the last step too."""
        is_plain = self.momentum == 0
        velocity = 0 if is_plain or not self.steps else np.linalg.norm(self.points[-1] - self.points[-2])
        return bool(np.linalg.norm(self.gradient(self.points[-1])) < flat and velocity <= flat)

    def distances_to_minima(self):
        """How far the newest point is from each minimum of the surface, the deepest first."""
        return np.linalg.norm(np.reshape(self.surface.minima, (-1, 2)) - self.points[-1], axis=1)
