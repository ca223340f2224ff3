"""What notebook 02 asks you to write, and what people write by mistake."""

import itertools
import math

import numpy as np

from course_utils.exercises.exercise import Exercise, Property, WrongAnswer
from course_utils.gradients import gradient_step, linear_approximation, numerical_gradient

NOTEBOOK = "02_gradient_descent"

_random = np.random.default_rng(2)


# The slope, by nudging


def _exp(x):
    return math.exp(float(x))


def _sum_of_squares(x):
    return float(np.sum(np.square(x)))


def _product_and_square(x):
    return float(x[0] * x[1] + x[2] ** 2)


def _one_by_one(f, x, slope):
    """The slopes along all entries of an array; `slope` gets a cost that takes the change of one entry."""
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):

        def nudged(change, index=index):
            moved = x.copy()
            moved[index] += change
            return f(moved[()])

        slopes[index] = slope(nudged)
    return slopes[()]


def _forward(f, x, step):
    return _one_by_one(f, x, lambda nudged: (nudged(step) - nudged(0)) / step)


def _backward(f, x, step):
    return _one_by_one(f, x, lambda nudged: (nudged(0) - nudged(-step)) / step)


def _distance_forgotten(f, x, step):
    return 2 * numerical_gradient(f, x, step)


def _not_divided(f, x, step):
    return 2 * step * numerical_gradient(f, x, step)


def _all_entries_at_once(f, x, step):
    x = np.asarray(x, dtype=float)
    return np.full(x.shape, (f(x + step) - f(x - step)) / (2 * step))[()]


def _not_put_back(f, x, step):
    if not np.ndim(x):
        return numerical_gradient(f, x, step)
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        before = f(x)
        x[index] += step
        slopes[index] = (f(x) - before) / step
    return slopes


def _whole_numbers_stay_whole(f, x, step):
    if not np.ndim(x):
        return numerical_gradient(f, x, step)
    slopes = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        above, below = np.array(x), np.array(x)
        above[index] = x[index] + step
        below[index] = x[index] - step
        slopes[index] = (f(above) - f(below)) / (2 * step)
    return slopes


def _minus_plus(f, x, step):
    return -numerical_gradient(f, x, step)


def _error_falls_a_hundredfold(answer, f, x, step):
    """A tenth of a large nudge: the error of a centred difference falls to a hundredth."""
    large, small = (abs(float(answer(math.exp, 1.0, h)) - math.e) for h in (1e-2, 1e-3))
    return large > 50 * small


NUMERICAL_GRADIENT = Exercise(
    notebook=NOTEBOOK,
    name="numerical_gradient",
    signature="numerical_gradient(f, x, step)",
    asks=(
        "The slope of f along every entry of x, by centred differences: (f(x + h) − f(x − h)) / 2h with h = step. "
        "x is a number or an array, f returns one number, and the slopes have the shape of x."
    ),
    answer=numerical_gradient,
    cases=(
        (_exp, 1.0, 0.1),
        (_exp, 0.0, 0.5),
        (_sum_of_squares, np.array([1.0, 2.0]), 0.1),
        (_sum_of_squares, np.array([1, 2]), 0.1),
        (_product_and_square, np.array([1.0, 2.0, 3.0]), 0.01),
        (_sum_of_squares, _random.normal(size=(2, 3)).round(1), 0.25),
        (_sum_of_squares, np.array([[3, -1], [0, 2]]), 0.25),
    ),
    properties=(
        Property(
            _error_falls_a_hundredfold,
            "With a nudge ten times smaller, the error should fall a hundredfold.",
        ),
    ),
    hints=(
        "One entry at a time: copy x, nudge that entry up, call f; nudge it down, call f again.",
        "`for index in np.ndindex(x.shape)` visits every entry, of a vector, a matrix or a single number.",
        "Start from `x = np.array(x, dtype=float)`: a copy, and one that can hold a small nudge.",
    ),
    wrong_answers=(
        WrongAnswer(
            _forward,
            "x is nudged up only",
            "That is the forward difference: make the nudge 10 times smaller and its error falls 10-fold, not "
            "100-fold. Nudge both ways.",
        ),
        WrongAnswer(
            _backward,
            "x is nudged down only",
            "One side sees the curve bend to one side. Nudge both ways, and the bends cancel.",
        ),
        WrongAnswer(
            _distance_forgotten,
            "the rise is divided by one nudge",
            "You nudged both ways, so the two points are 2h apart, not h: your slope is twice too steep.",
        ),
        WrongAnswer(
            _not_divided,
            "the change of f is returned as it is",
            "A slope is the change of f divided by the change of x, which here is 2h.",
        ),
        WrongAnswer(
            _all_entries_at_once,
            "all entries are nudged at once",
            "Nudge one entry and leave the others: each has a slope of its own.",
        ),
        WrongAnswer(
            _not_put_back,
            "x is nudged in place and not put back",
            "The caller's array has changed, and so does every later slope: nudge a copy, or put the entry back.",
        ),
        WrongAnswer(
            _whole_numbers_stay_whole,
            "a small nudge is written into an array of whole numbers",
            "An array of integers cannot hold 1 + 0.1: turn it into floats first.",
        ),
        WrongAnswer(
            _minus_plus,
            "the two values of f are exchanged",
            "Above minus below: f(x + h) − f(x − h).",
        ),
    ),
)


# The straight-line promise


def _one_number_per_parameter(value, gradient, change):
    return value + gradient * change


def _only_the_change(value, gradient, change):
    return np.sum(gradient * change)


def _subtracted(value, gradient, change):
    return value - np.sum(gradient * change)


def _slopes_times_value(value, gradient, change):
    return value * (1 + np.sum(gradient * change))


def _sums_multiplied(value, gradient, change):
    return value + np.sum(gradient) * np.sum(change)


def _gradient_forgotten(value, gradient, change):
    return value + np.sum(change)


def _doubles_with_the_change(answer, value, gradient, change):
    """A straight line: twice the change promises twice the difference."""
    once, twice = answer(value, gradient, change) - value, answer(value, gradient, 2 * change) - value
    return np.allclose(2 * once, twice)


LINEAR_APPROXIMATION = Exercise(
    notebook=NOTEBOOK,
    name="linear_approximation",
    signature="linear_approximation(value, gradient, change)",
    asks="What the gradient promises: F plus, for every parameter, its slope times its change. One number.",
    answer=linear_approximation,
    cases=(
        (4.5, np.array([-5.0]), np.array([0.01])),
        (2.0, np.array([1.0, -3.0]), np.array([0.1, 0.2])),
        (-1.0, np.array([2.0, 0.5, -1.0]), np.array([0.3, -0.2, 0.4])),
        (0.5, _random.normal(size=5).round(2), _random.normal(size=5).round(2)),
        (3.0, np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.1, -0.1], [0.2, 0.3]])),
    ),
    properties=(Property(_doubles_with_the_change, "A straight line: twice the change, twice the difference."),),
    hints=(
        "`gradient * change` multiplies slope by change, parameter by parameter.",
        "`np.sum` of these products is how much F changes, by the promise. Where does F start?",
    ),
    wrong_answers=(
        WrongAnswer(
            _one_number_per_parameter,
            "the products are not added up",
            "One number per parameter is left over: the changes of all parameters add up to one change of F.",
        ),
        WrongAnswer(
            _only_the_change,
            "only the change of F is returned",
            "Add the value that you started from.",
        ),
        WrongAnswer(
            _subtracted,
            "the change of F is subtracted",
            "A positive slope and a positive change raise F: add. The minus comes later, in the step.",
        ),
        WrongAnswer(
            _slopes_times_value,
            "the products are multiplied by F",
            "A slope says how much F changes, not by what share: add the products to F.",
        ),
        WrongAnswer(
            _sums_multiplied,
            "slopes and changes are added up before they are multiplied",
            "Each slope belongs to its own parameter: multiply first, then add.",
        ),
        WrongAnswer(
            _gradient_forgotten,
            "the changes are added without their slopes",
            "A change of a parameter moves F by slope times change.",
        ),
    ),
)


# One step


def _uphill(point, gradient, learning_rate):
    return point + learning_rate * gradient


def _rate_forgotten(point, gradient, learning_rate):
    return point - gradient


def _rate_squared(point, gradient, learning_rate):
    return point - learning_rate**2 * gradient


def _rate_divides(point, gradient, learning_rate):
    return point - gradient / learning_rate


def _only_the_step(point, gradient, learning_rate):
    return -learning_rate * gradient


def _step_in_place(point, gradient, learning_rate):
    point -= learning_rate * gradient
    return point


def _unit_step(point, gradient, learning_rate):
    return point - learning_rate * gradient / np.linalg.norm(gradient)


def _sign_only(point, gradient, learning_rate):
    return point - learning_rate * np.sign(gradient)


def _twice_the_rate_twice_the_step(answer, point, gradient, learning_rate):
    once = answer(point.copy(), gradient, learning_rate) - point
    twice = answer(point.copy(), gradient, 2 * learning_rate) - point
    return np.allclose(2 * once, twice)


GRADIENT_STEP = Exercise(
    notebook=NOTEBOOK,
    name="gradient_step",
    signature="gradient_step(point, gradient, learning_rate)",
    asks="The point after one step of gradient descent, w − α g, as a new array.",
    answer=gradient_step,
    cases=(
        (np.array([0.65]), np.array([-5.0]), 0.1),
        (np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1),
        (np.array([3.0, -4.0]), np.array([0.5, 2.0]), 0.5),
        (_random.normal(size=3).round(2), _random.normal(size=3).round(2), 0.3),
        (np.array([[1.0, 0.0], [2.0, -1.0]]), np.array([[1.0, 2.0], [-3.0, 4.0]]), 0.01),
    ),
    properties=(Property(_twice_the_rate_twice_the_step, "Twice the learning rate should make twice the step."),),
    hints=(
        "The gradient points uphill. Which sign leads down?",
        "It is the lecture's rule, written in Python: w′ = w − α g.",
    ),
    wrong_answers=(
        WrongAnswer(_uphill, "the step is added", "This goes uphill: the gradient points up, so subtract."),
        WrongAnswer(
            _rate_forgotten,
            "the learning rate is left out",
            "Multiply the gradient by `learning_rate`: it says how far to go.",
        ),
        WrongAnswer(
            _rate_squared,
            "the learning rate is used twice",
            "At a rate of 1 nobody would notice; at 0.1 your steps are ten times too short. Once is enough.",
        ),
        WrongAnswer(
            _rate_divides,
            "the gradient is divided by the learning rate",
            "A smaller learning rate makes a smaller step: multiply.",
        ),
        WrongAnswer(_only_the_step, "the step alone is returned", "Add the step to the point that it starts from."),
        WrongAnswer(
            _step_in_place,
            "the point itself is moved, with `-=`",
            "The caller still needs the old point: return a new array, `point - …`.",
        ),
        WrongAnswer(
            _unit_step,
            "every step has the same length",
            "Where it is steep the step is long, where it is flat it is short: do not divide by the slope's length.",
        ),
        WrongAnswer(
            _sign_only,
            "only the sign of each slope is used",
            "The size of each slope counts too: use the gradient as it is.",
        ),
    ),
)


# The whole loop


def descend(gradient, start, learning_rate, steps, tolerance):
    """Walk downhill until the slope is shorter than the tolerance, for at most so many steps; return all points."""
    points = [np.array(start, dtype=float)]
    while len(points) <= steps:
        slopes = gradient(points[-1])
        if np.linalg.norm(slopes) < tolerance:
            break
        points.append(gradient_step(points[-1], slopes, learning_rate))
    return points


def _gradient_computed_once(gradient, start, learning_rate, steps, tolerance):
    slopes = gradient(np.array(start, dtype=float))
    return descend(lambda _: slopes, start, learning_rate, steps, tolerance)


def _one_step_missing(gradient, start, learning_rate, steps, tolerance):
    return descend(gradient, start, learning_rate, steps - 1, tolerance)


def _start_left_out(gradient, start, learning_rate, steps, tolerance):
    return descend(gradient, start, learning_rate, steps, tolerance)[1:]


def _last_point_left_out(gradient, start, learning_rate, steps, tolerance):
    """Left out only where the slope has become small: the loop asks before it keeps the point."""
    points = descend(gradient, start, learning_rate, steps, tolerance)
    arrived = np.linalg.norm(gradient(points[-1])) < tolerance
    return points[:-1] if arrived and len(points) > 1 else points


def _no_stopping_rule(gradient, start, learning_rate, steps, tolerance):
    return descend(gradient, start, learning_rate, steps, 0)


def _one_step_too_many(gradient, start, learning_rate, steps, tolerance):
    return descend(gradient, start, learning_rate, steps + 1, tolerance)


def _one_array_many_times(gradient, start, learning_rate, steps, tolerance):
    points = descend(gradient, start, learning_rate, steps, tolerance)
    return [points[-1]] * len(points)


def _whole_numbers(gradient, start, learning_rate, steps, tolerance):
    point = np.array(start)
    points = [point.copy()]
    while len(points) <= steps and np.linalg.norm(gradient(point)) >= tolerance:
        point[...] = point - learning_rate * gradient(point)
        points.append(point.copy())
    return points


def _walk_uphill(gradient, start, learning_rate, steps, tolerance):
    return descend(gradient, start, -learning_rate, steps, tolerance)


def _stops_at_small_points(gradient, start, learning_rate, steps, tolerance):
    """Asks whether the point is small, not the slope."""
    points = descend(gradient, start, learning_rate, steps, 0)
    small = [i for i, point in enumerate(points) if np.linalg.norm(point) < tolerance]
    return points[: small[0] + 1] if small else points


def _bowl_slopes(w):
    return 2 * w


def _shifted_slopes(w):
    return 2 * (w - 3)


def _stretched_slopes(w):
    return w * np.array([1.0, 6.0])


def _each_point_is_a_step_from_the_last(answer, gradient, start, learning_rate, steps, tolerance):
    points = answer(gradient, start, learning_rate, steps, tolerance)
    return all(
        np.allclose(after, gradient_step(before, gradient(before), learning_rate))
        for before, after in itertools.pairwise(points)
    )


DESCEND = Exercise(
    notebook=NOTEBOOK,
    name="descend",
    signature="descend(gradient, start, learning_rate, steps, tolerance)",
    asks=(
        "The list of all points of a walk downhill, the start first. Take at most `steps` steps, and stop earlier at "
        "the first point where the gradient is shorter than `tolerance`. `gradient` is a function of the point."
    ),
    answer=descend,
    cases=(
        (_bowl_slopes, np.array([8.0]), 0.25, 3, 0.0),
        (_bowl_slopes, np.array([1.0, -2.0]), 0.1, 4, 0.0),
        (_bowl_slopes, np.array([1.0, 0.0]), 0.25, 50, 0.1),
        (_shifted_slopes, np.array([0.0]), 0.25, 50, 0.5),
        (_shifted_slopes, np.array([0.1]), 0.1, 5, 0.0),
        (_stretched_slopes, np.array([1, 2]), 0.1, 5, 0.0),
        (_stretched_slopes, np.array([-3, 1]), 0.3, 60, 0.2),
        (_bowl_slopes, np.array([5.0]), 0.1, 0, 0.0),
    ),
    properties=(
        Property(_each_point_is_a_step_from_the_last, "Each point should be one step away from the point before."),
    ),
    hints=(
        "`points = [np.array(start, dtype=float)]` is the start, in a list. What comes next in the list?",
        "In a loop: the slopes at the last point; leave the loop if they are short; else append the next point.",
        "`np.linalg.norm(slopes)` is their length. `steps` steps make `steps + 1` points, with the start.",
    ),
    wrong_answers=(
        WrongAnswer(
            _gradient_computed_once,
            "the gradient is computed once and used for every step",
            "The slope changes as you walk: compute it afresh at every point.",
        ),
        WrongAnswer(
            _one_step_missing,
            "one step is missing",
            "`steps` steps make `steps + 1` points, with the start.",
        ),
        WrongAnswer(_start_left_out, "the start is left out", "The walk begins at the start: it is the first point."),
        WrongAnswer(
            _last_point_left_out,
            "the walk stops one point early",
            "The point where the slope is small enough belongs to the walk: it is what you were looking for.",
        ),
        WrongAnswer(
            _no_stopping_rule,
            "the tolerance is not used",
            "Leave the loop when `np.linalg.norm(slopes) < tolerance`.",
        ),
        WrongAnswer(
            _one_step_too_many,
            "one step too many is taken",
            "Count again: with `steps = 0` nobody moves, and the list holds the start alone.",
        ),
        WrongAnswer(
            _one_array_many_times,
            "all points are the same array",
            "The list holds one array many times, and moving it moves them all: make a new point each step.",
        ),
        WrongAnswer(
            _whole_numbers,
            "the start's whole numbers stay whole",
            "The start was an array of integers, which cannot hold part of one: `np.array(start, dtype=float)`.",
        ),
        WrongAnswer(_walk_uphill, "the step is added", "That walk climbs: subtract the step."),
        WrongAnswer(
            _stops_at_small_points,
            "the point is compared with the tolerance",
            "A minimum can lie anywhere; what is small there is the gradient.",
        ),
    ),
)


EXERCISES = (NUMERICAL_GRADIENT, LINEAR_APPROXIMATION, GRADIENT_STEP, DESCEND)
