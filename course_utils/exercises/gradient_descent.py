"""What notebook 02 asks you to write, and what people write by mistake."""

import itertools
import math

import numpy as np

from course_utils.exercises.exercise import Exercise, always, wrong
from course_utils.gradients import (
    centred_difference,
    forward_difference,
    gradient_step,
    linear_approximation,
    numerical_gradient,
)

NOTEBOOK = "02_gradient_descent"

_random = np.random.default_rng(2)


# The slope along one weight, by nudging


def _square(x):
    """x²."""
    return x * x


def _cube(x):
    """x³."""
    return x * x * x


def _curve(x):
    """x⁴ − 2x³ + x."""
    return x**4 - 2 * x**3 + x


CENTRED_DIFFERENCE = Exercise(
    centred_difference,
    asks="The slope of f at the number x, from one nudge up and one down: (f(x + h) − f(x − h)) / 2h with h = step.",
    cases=(
        (_square, 3.0, 0.5),
        (_cube, 2.0, 0.1),
        (_cube, -1.0, 0.5),
        (_curve, 0.5, 0.25),
        (_curve, 1, 0.3),
        (_curve, -1.5, 2.0),
    ),
    properties=(),
    hints=(
        "Call f twice: a little above x, at `x + step`, and a little below it, at `x - step`.",
        "How far is it from the lower point to the upper one?",
        "Divide the difference of the two values by `(2 * step)`, brackets included.",
    ),
    wrong_answers=(
        wrong(forward_difference, "x is nudged up only",
              "That is the forward difference. Nudge down as well: f(x − h) takes the place of f(x)."),
        wrong(lambda f, x, h: (f(x) - f(x - h)) / h, "x is nudged down only",
              "Nudge up as well: f(x + h) takes the place of f(x)."),
        wrong(lambda f, x, h: (f(x + h) - f(x - h)) / h, "the rise is divided by one nudge",
              "You nudged both ways, so the two points are 2h apart, not h: your slope is twice too steep."),
        wrong(lambda f, x, h: (f(x + h) - f(x - h)) / 2, "the change of f is divided by 2 only",
              "The two points are 2h apart, not 2: divide by `(2 * step)`."),
        wrong(lambda f, x, h: f(x + h) - f(x - h), "the change of f is returned as it is",
              "A slope is the change of f divided by the change of x, which here is 2h."),
        wrong(lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
              "the change of f is divided by 2 and multiplied by the step",
              "Python computes `a / 2 * h` as (a / 2) · h. Put the 2h into brackets: `a / (2 * h)`."),
        wrong(lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "only the lower value is divided",
              "The difference needs brackets of its own: `(f(x + h) - f(x - h)) / (2 * h)`."),
        wrong(lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), "the two values of f are exchanged",
              "Above minus below: f(x + h) − f(x − h)."),
        wrong(lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h), "the two values are added",
              "A slope needs their difference, above minus below."),
        wrong(lambda f, x, h: f(x + h) - f(x - h) / 2 * h, "only the lower value is divided and multiplied",
              "Brackets twice: the difference needs them, and so does what divides it, `(2 * step)`."),
        wrong(lambda f, x, h: (f(x + h) - f(x)) / (2 * h), "x is nudged up only, and the rise divided by two nudges",
              "After the nudge up, go down from x by the whole step: f(x − h) takes the place of f(x)."),
        wrong(lambda f, x, h: (f(x) - f(x - 2 * h)) / (2 * h), "both points lie below x, or on it",
              "One point lies a step above x and one a step below: f(x + h) − f(x − h)."),
        wrong(lambda f, x, h: (f(x + 2 * h) - f(x - 2 * h)) / (2 * h), "x is nudged by two steps each way",
              "Nudge by one step each way; then the points are two steps apart."),
        wrong(lambda f, x, h: centred_difference(f, x, 1e-5), "a step of its own is used instead of the one given",
              "How far to nudge is an argument: use `step`."),
        wrong(lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2, "the curvature is computed instead of the slope",
              "f(x + h) − 2 f(x) + f(x − h) says how the slope changes. The slope is (f(x + h) − f(x − h)) / 2h."),
        wrong(lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h, "x is nudged by half of the step each way",
              "Nudge by the whole step each way; then the points are two steps apart."),
    ),
)  # fmt: skip


# The slopes along all weights, by nudging


def _exp(x):
    """eˣ."""
    return math.exp(float(x))


def _sum_of_squares(x):
    """Σ xᵢ²."""
    return float(np.sum(np.square(x)))


def _product_and_square(x):
    """x[0] · x[1] + x[2]²."""
    return float(x[0] * x[1] + x[2] ** 2)


def _product(x):
    """x[0] · x[1] · x[2]."""
    return float(x[0] * x[1] * x[2])


def _cubes(x):
    """Σ xᵢ³."""
    return float(np.sum(np.power(x, 3)))


def _one_by_one(f, x, slope, dtype=float):
    """The slopes along all entries of an array; `slope` gets a cost that takes the change of one entry."""
    x = np.array(x, dtype)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):

        def nudged(change, index=index):
            moved = x.copy()
            moved[index] += change
            return f(moved[()])

        slopes[index] = slope(nudged)
    return slopes[()]


def _not_put_back(f, x, h):
    if not np.ndim(x):
        return numerical_gradient(f, x, h)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        before = f(x)
        x[index] += h
        slopes[index] = (f(x) - before) / h
    return slopes


def _error_falls_a_hundredfold(answer, *_):
    """A tenth of a large nudge: the error of a centred difference falls to a hundredth."""
    large, small = (abs(float(answer(math.exp, 1.0, h)) - math.e) for h in (1e-2, 1e-3))
    return large > 50 * small


NUMERICAL_GRADIENT = Exercise(
    numerical_gradient,
    asks=(
        "The slope of f along every entry of x, by centred differences: (f(x + h) − f(x − h)) / 2h with h = step. "
        "x is a number or an array, f returns one number, and the slopes have the shape of x."
    ),
    cases=(
        (_exp, 1.0, 0.1),
        (_exp, 0.0, 0.5),
        (_sum_of_squares, np.array([1.0, 2.0]), 0.1),
        (_sum_of_squares, np.array([1, 2]), 0.1),
        (_sum_of_squares, np.array([1, 2]), 0.3),
        (_cubes, np.array([1.0, -2.0]), 0.1),
        (_product_and_square, np.array([1.0, 2.0, 3.0]), 0.01),
        (_product, np.array([1.0, 2.0, 3.0]), 0.5),
        (_sum_of_squares, _random.normal(size=(2, 3)).round(1), 0.25),
        (_sum_of_squares, np.array([[3, -1], [0, 2]]), 0.25),
    ),
    properties=(
        always(_error_falls_a_hundredfold, "With a nudge ten times smaller, the error should fall a hundredfold."),
    ),
    hints=(
        "One entry at a time: copy x, nudge that entry up, call f; nudge it down, call f again.",
        "`for index in np.ndindex(x.shape)` visits every entry, of a vector, a matrix or a single number.",
        "Start from `x = np.array(x, dtype=float)`: a copy, and one that can hold a small nudge.",
    ),
    wrong_answers=(
        wrong(lambda f, x, h: _one_by_one(f, x, lambda nudged: (nudged(h) - nudged(0)) / h), "x is nudged up only",
              "That is the forward difference: make the nudge 10 times smaller and its error falls 10-fold, not "
              "100-fold. Nudge both ways."),
        wrong(lambda f, x, h: _one_by_one(f, x, lambda nudged: (nudged(0) - nudged(-h)) / h), "x is nudged down only",
              "The curvature adds an error on one side and takes it away on the other. Nudge both ways: it cancels."),
        wrong(lambda f, x, h: 2 * numerical_gradient(f, x, h), "the rise is divided by one nudge",
              "You nudged both ways, so the two points are 2h apart, not h: your slope is twice too steep."),
        wrong(lambda f, x, h: h**2 * numerical_gradient(f, x, h),
              "the change of f is divided by 2 and multiplied by the step",
              "Python computes `a / 2 * h` as (a / 2) · h. Put the 2h into brackets: `a / (2 * h)`."),
        wrong(lambda f, x, h: 2 * h * numerical_gradient(f, x, h), "the change of f is returned as it is",
              "A slope is the change of f divided by the change of x, which here is 2h."),
        wrong(lambda f, x, h: np.full(np.shape(x), (f(x + h) - f(x - h)) / (2 * h)), "all entries are nudged at once",
              "Nudge one entry and leave the others: each has a slope of its own."),
        wrong(lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h), "the whole array is nudged at once, for a single slope",
              "Nudge one entry at a time, in a loop over `np.ndindex(x.shape)`: each entry has a slope of its own."),
        wrong(lambda f, x, h: np.zeros(np.shape(x)), "every slope is 0",
              "Is each slope stored in the array? And are the two nudged arrays two? `up = x` gives one array a second "
              "name, `up = x.copy()` makes another."),
        wrong(lambda f, x, h: numerical_gradient(f, x, 1e-5), "a step of its own is used instead of the one given",
              "How far to nudge is an argument: use `step`."),
        wrong(lambda f, x, h: np.sum(numerical_gradient(f, x, h)), "the slopes are added up",
              "Return them all, in an array of the shape of x."),
        wrong(_not_put_back, "x is nudged in place and not put back",
              "The caller's array has changed, and so does every later slope: nudge a copy, or put the entry back."),
        wrong(lambda f, x, h: _one_by_one(f, x, lambda nudged: (nudged(h) - nudged(-h)) / (2 * h), dtype=None),
              "a small nudge is written into an array of whole numbers",
              "An array of integers cannot hold 1 + 0.1: turn it into floats first."),
        wrong(lambda f, x, h: -numerical_gradient(f, x, h), "the two values of f are exchanged",
              "Above minus below: f(x + h) − f(x − h)."),
    ),
)  # fmt: skip


# The straight-line promise

LINEAR_APPROXIMATION = Exercise(
    linear_approximation,
    asks="What the gradient promises: F plus, for every parameter, its slope times its change. One number.",
    cases=(
        (4.5, np.array([-5.0]), np.array([0.01])),
        (2.0, np.array([1.0, -3.0]), np.array([0.1, 0.2])),
        (-1.0, np.array([2.0, 0.5, -1.0]), np.array([0.3, -0.2, 0.4])),
        (0.5, _random.normal(size=5).round(2), _random.normal(size=5).round(2)),
        (3.0, np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.1, -0.1], [0.2, 0.3]])),
    ),
    properties=(
        always(lambda answer, F, g, change: np.allclose(2 * (answer(F, g, change) - F), answer(F, g, 2 * change) - F),
               "A straight line: twice the change, twice the difference."),
    ),
    hints=(
        "`gradient * change` multiplies slope by change, parameter by parameter.",
        "`np.sum` of these products is how much F changes, by the promise. Where does F start?",
    ),
    wrong_answers=(
        wrong(lambda F, g, change: F + g * change, "the products are not added up",
              "One number per parameter is left over: the changes of all parameters add up to one change of F."),
        wrong(lambda F, g, change: F + g @ change, "`@` multiplies slopes and changes",
              "For two vectors that is the sum you want; for two matrices it is their matrix product. "
              "`np.sum(gradient * change)` takes every shape."),
        wrong(lambda F, g, change: F + sum(g * change), "Python's own `sum` adds the products up",
              "Of a matrix, Python's `sum` adds the rows and leaves one number per column: use `np.sum`."),
        wrong(lambda F, g, change: np.sum(F + g * change), "the value is added once for every parameter",
              "F is there once: add up the products first, then add F."),
        wrong(lambda F, g, change: np.sum(g * change), "only the change of F is returned",
              "Add the value that you started from."),
        wrong(lambda F, g, change: F - np.sum(g * change), "the change of F is subtracted",
              "A positive slope and a positive change raise F: add. The minus comes later, in the step."),
        wrong(lambda F, g, change: F * (1 + np.sum(g * change)), "the products are multiplied by F",
              "A slope says how much F changes, not by what share: add the products to F."),
        wrong(lambda F, g, change: F + np.sum(g) * np.sum(change),
              "slopes and changes are added up before they are multiplied",
              "Each slope belongs to its own parameter: multiply first, then add."),
        wrong(lambda F, g, change: F + np.mean(g * change), "the mean of the products is added",
              "The parameters' contributions add up: take their sum."),
        wrong(lambda F, g, change: F + g[0] * change[0], "only the first parameter counts",
              "Does `return` stand inside the loop? Every parameter adds its slope times its change."),
        wrong(lambda F, g, change: F + np.sum(np.abs(g * change)), "all contributions are taken as positive",
              "A step against the slope lowers F: leave the signs as they are."),
        wrong(lambda F, g, change: F + np.linalg.norm(g) * np.linalg.norm(change), "the two lengths are multiplied",
              "That is so only if the change points along the gradient. Multiply parameter by parameter, then add."),
        wrong(lambda F, g, change: F + np.sum(change), "the changes are added without their slopes",
              "A change of a parameter moves F by slope times change."),
    ),
)  # fmt: skip


# One step


def _step_in_place(w, g, rate):
    w -= rate * g
    return w


GRADIENT_STEP = Exercise(
    gradient_step,
    asks="The point after one step of gradient descent, w − α g, as a new array.",
    cases=(
        (np.array([0.65]), np.array([-5.0]), 0.1),
        (np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1),
        (np.array([3.0, -4.0]), np.array([0.5, 2.0]), 0.5),
        (_random.normal(size=3).round(2), _random.normal(size=3).round(2), 0.3),
        (np.array([[1.0, 0.0], [2.0, -1.0]]), np.array([[1.0, 2.0], [-3.0, 4.0]]), 0.01),
    ),
    properties=(
        always(lambda answer, w, g, a: np.allclose(2 * (answer(w.copy(), g, a) - w), answer(w.copy(), g, 2 * a) - w),
               "Twice the learning rate should make twice the step."),
    ),
    hints=(
        "The gradient points uphill. Which sign leads down?",
        "It is the lecture's rule, written in Python: w′ = w − α g.",
    ),
    wrong_answers=(
        wrong(lambda w, g, rate: w + rate * g, "the step is added",
              "This goes uphill: the gradient points up, so subtract."),
        wrong(lambda w, g, rate: w - g, "the learning rate is left out",
              "Multiply the gradient by `learning_rate`: it says how far to go."),
        wrong(lambda w, g, rate: w - rate**2 * g, "the learning rate is used twice",
              "At a rate of 1 nobody would notice; at 0.1 your steps are ten times too short. Once is enough."),
        wrong(lambda w, g, rate: w * (1 - rate * g), "the step is multiplied by the point",
              "w is not a factor of the step: subtract α g from w, and nothing else."),
        wrong(lambda w, g, rate: (1 - rate) * w - rate * g, "the learning rate multiplies the point as well",
              "`learning_rate * (point + gradient)` is too much: only the gradient is multiplied."),
        wrong(lambda w, g, rate: rate * (w - g), "the learning rate multiplies the point and the gradient",
              "Only the gradient is multiplied by the rate, before it is subtracted."),
        wrong(lambda w, g, rate: w - g / rate, "the gradient is divided by the learning rate",
              "A smaller learning rate makes a smaller step: multiply."),
        wrong(lambda w, g, rate: w - rate, "the gradient is left out",
              "A step has a direction and a length, and both come from the gradient: subtract α g."),
        wrong(lambda w, g, rate: w - rate * np.sum(g), "the sum of all slopes moves every parameter",
              "Each parameter has a slope of its own: `learning_rate * gradient`, without a sum."),
        wrong(lambda w, g, rate: w - rate * g.max(), "the largest slope moves every parameter",
              "Each parameter moves by its own slope: `learning_rate * gradient` as it is."),
        wrong(lambda w, g, rate: w - rate * g / len(g), "the step is divided by the number of parameters",
              "No mean is taken here: the step is α g."),
        wrong(lambda w, g, rate: w - rate * g**2, "each slope is squared",
              "A square loses the sign, and with it the direction: use the gradient as it is."),
        wrong(lambda w, g, rate: w - rate * np.abs(g), "the minus signs of the slopes are lost",
              "The sign says which way is downhill: use the gradient without `abs`."),
        wrong(lambda w, g, rate: g - rate * w, "point and gradient are exchanged",
              "The point is where you start, and the gradient says how to leave it: w − α g."),
        wrong(lambda w, g, rate: w - 0.1 * g, "a learning rate of 0.1 is written into the function",
              "The rate is an argument: `learning_rate`."),
        wrong(lambda w, g, rate: -rate * g, "the step alone is returned",
              "Add the step to the point that it starts from."),
        wrong(_step_in_place, "the point itself is moved, with `-=`",
              "The caller still needs the old point: return a new array, `point - …`."),
        wrong(lambda w, g, rate: w - rate * g / np.linalg.norm(g), "every step has the same length",
              "Where it is steep the step is long, where it is flat it is short: do not divide by the slope's length."),
        wrong(lambda w, g, rate: w - rate * np.sign(g), "only the sign of each slope is used",
              "The size of each slope counts too: use the gradient as it is."),
    ),
)  # fmt: skip


# The whole loop


def descend(gradient, start, learning_rate, steps, tolerance):
    """Descend until the slope is shorter than the tolerance, for at most so many steps; return all points."""
    points = [np.array(start, dtype=float)]
    while len(points) <= steps:
        slopes = gradient(points[-1])
        if np.linalg.norm(slopes) < tolerance:
            break
        points.append(gradient_step(points[-1], slopes, learning_rate))
    return points


def _last_point_left_out(gradient, start, rate, steps, tolerance):
    """Left out only where the slope has become small: the loop asks before it keeps the point."""
    points = descend(gradient, start, rate, steps, tolerance)
    arrived = np.linalg.norm(gradient(points[-1])) < tolerance
    return points[:-1] if arrived and len(points) > 1 else points


def _whole_numbers(gradient, start, rate, steps, tolerance):
    point = np.array(start)
    points = [point.copy()]
    while len(points) <= steps and np.linalg.norm(gradient(point)) >= tolerance:
        point[...] = point - rate * gradient(point)
        points.append(point.copy())
    return points


def _stops_at_small_points(gradient, start, rate, steps, tolerance):
    """Asks whether the point is small, not the slope."""
    points = descend(gradient, start, rate, steps, 0)
    small = [i for i, point in enumerate(points) if np.linalg.norm(point) < tolerance]
    return points[: small[0] + 1] if small else points


def _stops_where(size):
    """A descent that measures its slopes in another way than by their length."""

    def descent(gradient, start, rate, steps, tolerance):
        points = descend(gradient, start, rate, steps, 0)
        small = [i for i, point in enumerate(points) if size(gradient(point)) < tolerance]
        return points[: small[0] + 1] if small else points

    return descent


def _steps_before_it_looks(gradient, start, rate, steps, tolerance):
    first = descend(gradient, start, rate, min(steps, 1), 0)
    return [*first[:-1], *descend(gradient, first[-1], rate, steps - 1, tolerance)]


def _stops_at_short_steps(gradient, start, rate, steps, tolerance):
    return descend(gradient, start, rate, steps, tolerance / rate)


def _bowl_slopes(w):
    """2 w."""
    return 2 * w


def _shifted_slopes(w):
    """2 (w − 3)."""
    return 2 * (w - 3)


def _stretched_slopes(w):
    """[w₁, 6 w₂]."""
    return w * np.array([1.0, 6.0])


def _each_point_is_a_step_from_the_last(answer, gradient, start, rate, steps, tolerance):
    points = answer(gradient, start, rate, steps, tolerance)
    return all(
        np.allclose(after, gradient_step(before, gradient(before), rate))
        for before, after in itertools.pairwise(points)
    )


DESCEND = Exercise(
    descend,
    asks=(
        "The list of all points of a descent, the start first. Take at most `steps` steps, and stop earlier at "
        "the first point where the gradient is shorter than `tolerance`. `gradient` is a function of the point."
    ),
    cases=(
        (_bowl_slopes, np.array([8.0]), 0.25, 3, 0.0),
        (_bowl_slopes, np.array([1.0, -2.0]), 0.1, 4, 0.0),
        (_bowl_slopes, np.array([3.0]), 0.1, 50, 4.0),
        (_bowl_slopes, np.array([1.0, 0.0]), 0.25, 50, 0.1),
        (_bowl_slopes, np.array([1.0, 1.0]), 0.25, 50, 0.2),
        (_bowl_slopes, np.array([1.0, 1.0]), 0.25, 50, 0.3),
        (_bowl_slopes, np.array([1.0, 1.0]), 0.25, 50, 0.4),
        (_shifted_slopes, np.array([0.0]), 0.25, 50, 0.5),
        (_shifted_slopes, np.array([0.1]), 0.1, 5, 0.0),
        (_stretched_slopes, np.array([1, 2]), 0.1, 5, 0.0),
        (_stretched_slopes, np.array([-3, 1]), 0.3, 60, 0.2),
        (_bowl_slopes, np.array([5.0]), 0.1, 0, 0.0),
        (_bowl_slopes, np.array([0.25]), 0.1, 50, 1.0),  # short enough at the start
    ),
    properties=(
        always(_each_point_is_a_step_from_the_last, "Each point should be one step away from the point before."),
    ),
    hints=(
        "`points = [np.array(start, dtype=float)]` is the start, in a list. What comes next in the list?",
        "In a loop: the slopes at the last point; leave the loop if they are short; else append the next point.",
        "`np.linalg.norm(slopes)` is their length. `steps` steps make `steps + 1` points, with the start.",
    ),
    wrong_answers=(
        wrong(lambda gradient, start, *rest: descend(lambda _: gradient(1.0 * start), start, *rest),
              "the gradient is computed once and used for every step",
              "The slope changes with every step: compute it afresh at every point."),
        wrong(lambda gradient, start, rate, steps, tolerance: descend(gradient, start, rate, steps - 1, tolerance),
              "one step is missing",
              "`steps` steps make `steps + 1` points, with the start."),
        wrong(lambda *given: descend(*given)[1:], "the start is left out",
              "The descent begins at the start: it is the first point."),
        wrong(_last_point_left_out, "the descent stops one point early",
              "The point where the slope is small enough belongs to the descent: it is what you were looking for."),
        wrong(lambda gradient, start, rate, steps, _: descend(gradient, start, rate, steps, 0),
              "the tolerance is not used",
              "Leave the loop when `np.linalg.norm(slopes) < tolerance`."),
        wrong(lambda gradient, start, rate, steps, tolerance: descend(gradient, start, rate, steps + 1, tolerance),
              "one step too many is taken",
              "Count again: with `steps = 0` nobody moves, and the list holds the start alone."),
        wrong(lambda *given: descend(*given)[-1:] * len(descend(*given)), "all points are the same array",
              "The list holds one array many times, and moving it moves them all: make a new point each step."),
        wrong(_whole_numbers, "the start's whole numbers stay whole",
              "The start was an array of integers, which cannot hold part of one: `np.array(start, dtype=float)`."),
        wrong(lambda gradient, start, rate, *rest: descend(gradient, start, -rate, *rest), "the step is added",
              "That climbs: subtract the step."),
        wrong(_stops_where(lambda slopes: np.max(np.abs(slopes))), "the largest slope is compared with the tolerance",
              "The length of the gradient counts all slopes: `np.linalg.norm(slopes)`."),
        wrong(_stops_where(lambda slopes: np.sum(np.abs(slopes))),
              "the sum of the slopes is compared with the tolerance",
              "The length is the root of the sum of the squares: `np.linalg.norm(slopes)`."),
        wrong(_stops_where(lambda slopes: np.sum(slopes**2)), "the square of the length is compared with the tolerance",
              "Take the root of the sum of the squares: `np.linalg.norm(slopes)`."),
        wrong(_stops_where(np.sum), "the slopes are added with their signs and compared with the tolerance",
              "A steep way down would count as short. The length has no sign: `np.linalg.norm(slopes)`."),
        wrong(_stops_where(np.mean), "the mean slope is compared with the tolerance",
              "A steep way down would count as short, and slopes can cancel: `np.linalg.norm(slopes)`."),
        wrong(_steps_before_it_looks, "a step is taken before the first slope is looked at",
              "The start may be low enough already: look at the slope first, then take the step."),
        wrong(_stops_at_short_steps, "the length of the step is compared with the tolerance",
              "The step is the rate times the slope: compare the slope itself, `np.linalg.norm(slopes)`."),
        wrong(lambda *given: descend(*given)[-1], "the last point alone is returned",
              "All points are asked for, in a list: append each one, and return the list."),
        wrong(_stops_at_small_points, "the point is compared with the tolerance",
              "A minimum can lie anywhere; what is small there is the gradient."),
    ),
)  # fmt: skip


EXERCISES = (CENTRED_DIFFERENCE, NUMERICAL_GRADIENT, LINEAR_APPROXIMATION, GRADIENT_STEP, DESCEND)
