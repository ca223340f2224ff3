"""Surfaces: costs over two parameters, to try gradient descent on before a network is at hand.

Each has its difficulty: a bowl that may be stretched, a saddle, two valleys of which one is deeper, a plateau, a narrow
valley. A height and its exact slopes are given as formulas.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Surface:
    """A cost over two parameters: its height and exact slopes, as functions of x and y."""

    name: str
    height: Callable
    slopes: Callable
    minima: tuple = ()  # (x, y), deepest first
    domain: tuple = (-2, 2)  # what is worth drawing of x and of y
    curvature: float | None = None  # the L in 1/L and 2/L, of a quadratic valley

    def value(self, points):
        """The cost at points of shape (…, 2); shape (…)."""
        return self.height(*np.moveaxis(np.asarray(points, dtype=float), -1, 0))

    def gradient(self, points):
        """The slopes at points of shape (…, 2), in that shape."""
        return np.stack(self.slopes(*np.moveaxis(np.asarray(points, dtype=float), -1, 0)), axis=-1)


def bowl(curvature=1.0, ratio=1.0):
    """½ L (x² / ratio + y²): curvature L along y, ratio times less along x."""
    return Surface(
        "bowl" if ratio == 1 else "stretched bowl",
        lambda x, y: curvature * (x**2 / ratio + y**2) / 2,
        lambda x, y: (curvature * x / ratio, curvature * y),
        minima=((0, 0),),
        curvature=curvature * max(1, 1 / ratio),
    )


saddle = Surface("saddle", lambda x, y: (x**2 - y**2) / 2, lambda x, y: (x, -y))
two_valleys = Surface(  # the valley at x = −1 is deeper by 4/3
    "two valleys",
    lambda x, y: x**4 - x**3 / 3 - 2 * x**2 + x + 2 * y**2,
    lambda x, y: (4 * (x + 1) * (x - 1 / 4) * (x - 1), 4 * y),
    minima=((-1, 0), (1, 0)),
)
plateau = Surface(  # a hole in a plain, where far from the hole all slopes are almost 0
    "plateau",
    lambda x, y: 1 - 1 / (1 + x**2 + y**2),
    lambda x, y: (2 * x / (1 + x**2 + y**2) ** 2, 2 * y / (1 + x**2 + y**2) ** 2),
    minima=((0, 0),),
    domain=(-5, 5),
)
rosenbrock = Surface(  # a curved and narrow valley, by H. H. Rosenbrock (1960)
    "Rosenbrock",
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
    minima=((1, 1),),
)

_CURVATURE = (0.05 - (0.5**4 - 0.49**4)) / (0.5**2 - 0.49**2)  # chosen so that J(0.65) = 4.50 and J(0.66) = 4.45


def lecture_cost(w):
    """A cost J over one weight w: a valley around 1.15 that goes through the lecture's two points."""
    u = np.asarray(w) - 1.15
    return 4.5 + _CURVATURE * (u**2 - 1 / 4) + u**4 - 1 / 16


def lecture_slope(w):
    """The exact slope of J at w."""
    u = np.asarray(w) - 1.15
    return 2 * _CURVATURE * u + 4 * u**3
