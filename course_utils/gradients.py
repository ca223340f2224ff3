"""Gradients: which way is downhill, and how far to step.

The gradient g of a function F holds one slope per parameter: how fast F changes as that parameter grows. It promises
F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ, a straight line or plane that fits well near x and badly far away. So step against it, not
far: x ← x − α g with learning rate α. In a quadratic valley whose largest curvature (second derivative) is L this
converges for α < 2/L; above 1/L it hops from side to side, above 2/L ever farther.
"""

import functools

import numpy as np

from course_utils import require


def _nudging_in_place(numerical_gradient):
    """Let f read what is nudged from elsewhere, as a network reads its own weights, and let x be a list of arrays.

    Each nudged copy is written into the array itself before f is called; at the end it is put back, bit for bit.
    """

    def gradient(f, x, step=1e-5):
        require.positive("The step", step)
        if isinstance(x, list | tuple):
            arrays = [require.writable_floats(parameter) for parameter in x]
            return [gradient(lambda _: f(arrays), array, step) for array in arrays]
        array = require.writable_floats(x)
        before = array.copy()

        def cost(nudged):
            array[...] = nudged
            require.shape("value of f", np.shape(value := f(array[()])), ())  # [()]: a number stays a number
            return float(value)

        try:
            return numerical_gradient(cost, before, step)
        finally:
            array[...] = before

    return functools.wraps(numerical_gradient)(gradient)


@_nudging_in_place
def numerical_gradient(f, x, step=1e-5):
    """The gradient of f at x by centred differences, (f(x + h) − f(x − h)) / 2h: two calls of f per number in x.

    x: a number, an array, or a list of these, as the slopes will be; f takes it whole. Float arrays are changed in
    place and put back: f may read them from elsewhere. Of others f gets a float64 copy. The error shrinks like h² until
    round-off, which grows like 1/h, takes over (in float32 at once). ValueError if f returns no number, or step ≤ 0.
    """
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(slopes.shape):
        nudge = np.zeros(slopes.shape)
        nudge[index] = step  # along one entry, and 0 along all others
        slopes[index] = (f(x + nudge) - f(x - nudge)) / (2 * step)
    return slopes[()]  # the slope along a number is a number


def forward_difference(f, x, step):
    """The estimate of a slope by one nudge: (f(x + h) − f(x)) / h."""
    return (f(x + step) - f(x)) / step


def centred_difference(f, x, step):
    """The estimate of a slope by two nudges, one each way: (f(x + h) − f(x − h)) / 2h."""
    return (f(x + step) - f(x - step)) / (2 * step)


def linear_approximation(value, gradient, change):
    """What the gradient promises after a change: F(x + Δ) ≈ F(x) + Σ gᵢ Δᵢ.

    gradient and change have the shape of x; many changes, in shape (…, *that), give as many results, in shape (…).
    """
    require.shape("change", np.shape(change)[np.ndim(change) - np.ndim(gradient) :], np.shape(gradient))
    # For a single change this is value + np.sum(gradient * change): the products of all axes are added up.
    return value + np.tensordot(change, gradient, np.ndim(gradient))


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
