"""Gradients: which way is downhill, and how far to walk.

The gradient g of a function F holds one slope per parameter: how fast F changes as that parameter grows. It promises
F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ, a straight line or plane that fits well near x and badly far away. So walk against it, not
far: x ← x − α g with learning rate α. In a quadratic valley whose largest curvature (second derivative) is L this
converges for α < 2/L; above 1/L it hops from side to side, above 2/L ever farther. Surfaces to walk on are at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def numerical_gradient(f, x, step=1e-5):
    """The gradient of f at x by centred differences, (f(x + h) − f(x − h)) / 2h: two calls of f per number in x.

    x: a number, an array, or a list of these, as the slopes will be; f takes it whole. Float arrays are changed in
    place and put back: f may read them from elsewhere. Of others f gets a float64 copy. The error shrinks like h² until
    round-off, which grows like 1/h, takes over (in float32 at once). ValueError if f returns no number, or step ≤ 0.
    """
    if not step > 0:
        raise ValueError(f"The step must be positive, not {step!r}.")
    if isinstance(x, list | tuple):
        arrays = [_writable_floats(parameter) for parameter in x]
        return [_slopes(lambda: f(arrays), array, step) for array in arrays]
    array = _writable_floats(x)
    return _slopes(lambda: f(array[()]), array, step)  # [()]: a number stays a number


def _writable_floats(values):
    array = np.asarray(values)
    return array if array.dtype.kind == "f" and array.flags.writeable else array.astype(float)


def _slopes(cost, array, step):
    """The slope of cost() along each entry of an array that cost reads."""
    slopes = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        here = array[index]
        try:
            array[index] = here + step
            above = cost()
            array[index] = here - step
            below = cost()
        finally:
            array[index] = here
        _require_shape("value of f", np.shape(above), ())
        slopes[index] = (float(above) - float(below)) / (2 * step)
    return slopes[()]


def linear_approximation(value, gradient, change):
    """What the gradient promises after a change: F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ.

    gradient and change have the shape of x; many changes, in shape (…, *that), give as many results, in shape (…).
    """
    gradient, change = np.asarray(gradient), np.asarray(change)
    _require_shape("change", change.shape[change.ndim - gradient.ndim :], gradient.shape)
    return value + np.sum(gradient * change, axis=tuple(range(-gradient.ndim, 0)))


def gradient_step(point, gradient, learning_rate):
    """One step downhill, a new array: x − α g. ValueError when the gradient has another shape than the point."""
    _require_shape("gradient", np.shape(gradient), np.shape(point))
    return np.asarray(point) - learning_rate * np.asarray(gradient)


def gradient_descent(gradient, start, learning_rate, steps, *, momentum=0.0, tolerance=0.0):
    """Yield the points of a walk downhill: the start, then one point after each step.

    gradient: a function of the point, a number or array like start. learning_rate: a number, or a function without
    arguments, asked before every step. Ends after `steps` steps, or at the first point where the gradient is shorter
    than tolerance. momentum μ: step along v ← μ v + g. Diverging raises nothing.
    """
    point, velocity = np.array(start, dtype=float)[()], 0.0
    for _ in range(steps):
        yield point.copy()  # a copy: what is done to it does not bend the walk
        slopes = np.asarray(gradient(point.copy()))
        if np.linalg.norm(slopes) < tolerance:
            return
        velocity = momentum * velocity + slopes
        point = gradient_step(point, velocity, learning_rate() if callable(learning_rate) else learning_rate)
    yield point.copy()


def _require_shape(name, shape, expected):
    if shape != expected:  # NumPy would stretch one array to fit the other
        raise ValueError(f"The {name} must have the shape {expected}, not {shape}.")


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
    ((0, 0),),
    (-5, 5),
)
rosenbrock = Surface(  # a bent and narrow valley, by H. H. Rosenbrock (1960)
    "Rosenbrock",
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
    minima=((1, 1),),
)
