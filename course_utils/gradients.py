"""Gradients: which way is downhill, and how far to step.

The gradient g of a function F holds one slope per parameter: how fast F changes as that parameter grows. It promises
F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ, a straight line or plane that fits well near x and badly far away. So step against it, not
far: x ← x − α g with learning rate α. In a quadratic valley whose largest curvature (second derivative) is L this
converges for α < 2/L; above 1/L it hops from side to side, above 2/L ever farther.
"""

import numpy as np

from course_utils import require


def numerical_gradient(f, x, step=1e-5):
    """The gradient of f at x by centred differences, (f(x + h) − f(x − h)) / 2h: two calls of f per number in x.

    x: a number, an array, or a list of these, as the slopes will be; f takes it whole. Float arrays are changed in
    place and put back: f may read them from elsewhere. Of others f gets a float64 copy. The error shrinks like h² until
    round-off, which grows like 1/h, takes over (in float32 at once). ValueError if f returns no number, or step ≤ 0.
    """
    require.positive("The step", step)
    if isinstance(x, list | tuple):
        arrays = [_writable_floats(parameter) for parameter in x]
        return [_slopes(lambda: f(arrays), array, step) for array in arrays]
    array = _writable_floats(x)
    return _slopes(lambda: f(array[()]), array, step)  # [()]: a number stays a number


def forward_difference(f, x, step):
    """The estimate of a slope by one nudge: (f(x + h) − f(x)) / h."""
    return (f(x + step) - f(x)) / step


def centred_difference(f, x, step):
    """The estimate of a slope by two nudges, one each way: (f(x + h) − f(x − h)) / 2h."""
    return (f(x + step) - f(x - step)) / (2 * step)


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
        require.shape("value of f", np.shape(above), ())
        slopes[index] = (float(above) - float(below)) / (2 * step)
    return slopes[()]


def linear_approximation(value, gradient, change):
    """What the gradient promises after a change: F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ.

    gradient and change have the shape of x; many changes, in shape (…, *that), give as many results, in shape (…).
    """
    gradient, change = np.asarray(gradient), np.asarray(change)
    require.shape("change", change.shape[change.ndim - gradient.ndim :], gradient.shape)
    return value + np.sum(gradient * change, axis=tuple(range(-gradient.ndim, 0)))


def gradient_step(point, gradient, learning_rate):
    """One step downhill, a new array: x − α g. ValueError when the gradient has another shape than the point."""
    require.shape("gradient", np.shape(gradient), np.shape(point))
    return np.asarray(point) - learning_rate * np.asarray(gradient)


def gradient_descent(gradient, start, learning_rate, steps, *, tolerance=0.0):
    """Yield the points of a descent: the start, then one point after each step.

    gradient: a function of the point, a number or array like start. learning_rate: a number, or a function without
    arguments, asked before every step. Ends after `steps` steps, or at the first point where the gradient is shorter
    than tolerance. Diverging raises nothing.
    """
    point = np.array(start, dtype=float)[()]
    for _ in range(steps):
        yield point.copy()  # a copy: what is done to it does not change the descent
        slopes = np.asarray(gradient(point.copy()))
        if np.linalg.norm(slopes) < tolerance:
            return
        point = gradient_step(point, slopes, learning_rate() if callable(learning_rate) else learning_rate)
    yield point.copy()
