"""Gradients: the lecture's numbers, slopes against exact ones, and descent as the theory says."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_utils.gradients import (
    centred_difference,
    forward_difference,
    gradient_descent,
    gradient_step,
    linear_approximation,
    numerical_gradient,
)
from course_utils.surfaces import bowl, plateau, rosenbrock, saddle, two_valleys

SURFACES = [bowl(), bowl(curvature=4, ratio=25), two_valleys, saddle, plateau, rosenbrock]
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
seeds = st.integers(0, 2**32 - 1)


# numerical_gradient


def test_a_number_has_a_number_for_a_slope():
    seen = []
    slope = numerical_gradient(lambda x: seen.append(x) or math.sin(x), 0.3)
    assert isinstance(slope, float)
    assert seen == [0.3 + 1e-5, 0.3 - 1e-5]  # numbers of its own, not one array that changed since
    assert slope == pytest.approx(math.cos(0.3), abs=1e-9)


@given(arrays(np.float64, array_shapes(max_dims=3, max_side=3), elements=st.floats(-3, 3)))
def test_an_array_has_slopes_in_its_shape(x):
    before = x.copy()
    slopes = numerical_gradient(lambda x: np.sum(np.sin(x)), x)
    np.testing.assert_allclose(slopes, np.cos(x), atol=1e-8)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("kind", [list, tuple])
def test_parameters_in_a_list_or_tuple_have_a_list_of_slopes(kind):
    w, b = np.array([[1.0, 2.0], [3.0, 4.0]]), 5.0
    slopes = numerical_gradient(lambda p: np.sum(p[0] ** 2) * p[1], kind([w, b]))
    assert isinstance(slopes, list)
    np.testing.assert_allclose(slopes[0], 2 * w * b, rtol=1e-7)
    np.testing.assert_allclose(slopes[1], 30, rtol=1e-7)


def test_f_may_read_the_array_from_elsewhere():
    w, b = np.array([1.0, 2.0]), np.array(3.0)
    np.testing.assert_allclose(numerical_gradient(lambda _: w @ w * b, w), 2 * w * b)
    np.testing.assert_allclose(numerical_gradient(lambda _: w @ w * b, b), 5)
    np.testing.assert_allclose(numerical_gradient(lambda _: w @ w * b, [w, b])[0], 2 * w * b)


def test_whole_numbers_and_read_only_arrays_are_not_truncated():
    whole, locked = np.array([1, 2]), np.array([1.0, 2.0])
    locked.flags.writeable = False
    for x in (whole, locked):
        np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**3), x), [3, 12])
        np.testing.assert_array_equal(x, [1, 2])
    assert numerical_gradient(lambda x: x**3, 2) == pytest.approx(12)


def test_the_array_is_put_back_bit_for_bit_even_when_f_raises():
    x = np.array([0.1, 1e-17, 1e17])
    before = x.copy()
    calls = itertools.count()

    def fails_at_the_fourth_call(_):
        if next(calls) == 3:
            raise RuntimeError("no")
        return 0.0

    with pytest.raises(RuntimeError):
        numerical_gradient(fails_at_the_fourth_call, x)
    np.testing.assert_array_equal(x, before)


def test_the_error_shrinks_with_the_square_of_the_step():
    errors = [abs(numerical_gradient(math.exp, 1.0, step) - math.e) for step in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_it_calls_f_twice_per_number():
    calls = []
    numerical_gradient(lambda x: calls.append(0) or 0.0, np.zeros((3, 4)))
    assert len(calls) == 24


def test_what_is_not_one_number_or_no_step_is_refused():
    with pytest.raises(ValueError, match=r"value of f must have the shape \(\), not \(2,\)"):
        numerical_gradient(lambda x: x, np.zeros(2))
    for step in (0, -1e-5, math.nan):
        with pytest.raises(ValueError, match="step must be positive"):
            numerical_gradient(math.sin, 1.0, step)


# linear_approximation


def test_the_lecture_s_nudge():
    """J falls from 4.50 to 4.45 as one weight goes from 0.65 to 0.66."""
    slope = (4.45 - 4.50) / (0.66 - 0.65)
    assert slope == pytest.approx(-5)
    assert linear_approximation(4.50, slope, 0.66 - 0.65) == pytest.approx(4.45)


def test_the_lecture_s_three_partial_derivatives():
    def f(p):
        return p[0] * p[1] + p[2] ** 2

    point, change = np.array([1.0, 2.0, 3.0]), np.array([0.01, -0.02, 0.03])
    promise = linear_approximation(f(point), numerical_gradient(f, point), change)
    assert promise == pytest.approx(11 + 2 * 0.01 + 1 * -0.02 + 6 * 0.03)
    assert abs(promise - f(point + change)) < np.sum(change**2)


def test_a_line_a_plane_and_a_matrix():
    np.testing.assert_allclose(linear_approximation(1, 2, [-1, 0, 1]), [-1, 1, 3])
    grid = np.stack(np.meshgrid([0, 1], [0, 1, 2]), axis=-1)
    np.testing.assert_allclose(linear_approximation(5, [1, 10], grid), [[5, 6], [15, 16], [25, 26]])
    assert linear_approximation(0, np.ones((2, 3)), np.full((2, 3), 2.0)) == 12


@each_surface
def test_the_promise_misses_by_the_square_of_the_change(surface):
    point, change = np.array([0.4, 0.3]), np.array([0.02, 0.03])

    def miss(size):
        promise = linear_approximation(surface.value(point), surface.gradient(point), size * change)
        return abs(surface.value(point + size * change) - promise)

    assert miss(1) / miss(0.1) == pytest.approx(100, rel=0.3)


def test_changes_of_another_shape_are_refused():
    for gradient, change in (([1, 2], 3), ([1, 2], [1, 2, 3]), ([[1, 2]], [1, 2])):
        with pytest.raises(ValueError, match="change must have the shape"):
            linear_approximation(0, gradient, change)


# gradient_step and gradient_descent


def test_a_step_goes_against_the_gradient_and_leaves_the_point():
    point = np.array([1.0, 2.0])
    np.testing.assert_allclose(gradient_step(point, [10, -10], 0.1), [0, 3])
    np.testing.assert_array_equal(point, [1, 2])
    with pytest.raises(ValueError, match=r"gradient must have the shape \(2,\), not \(2, 1\)"):
        gradient_step(point, [[1], [2]], 0.1)


def test_the_descent_starts_at_the_start_and_takes_every_step():
    assert list(gradient_descent(lambda w: 2 * w, 8, 0.25, 3)) == [8, 4, 2, 1]
    assert list(gradient_descent(lambda w: 2 * w, 8, 0.25, 0)) == [8]


def test_points_and_start_share_no_memory():
    start = np.array([1.0, 2.0])
    descent = gradient_descent(lambda p: p, start, 0.5, 3)
    for k, point in enumerate(descent):
        np.testing.assert_allclose(point, np.array([1.0, 2.0]) * 0.5**k)
        point[:] = 99

    def spoils_its_argument(point):
        slopes = point.copy()
        point[:] = 99
        return slopes

    descent = gradient_descent(lambda p: p, start, 0.5, 1)
    next(descent)
    start[:] = 99
    np.testing.assert_array_equal(next(descent), [0.5, 1])
    start[:] = [1, 2]
    *_, last = gradient_descent(spoils_its_argument, start, 0.5, 3)
    np.testing.assert_allclose(last, [1 / 8, 1 / 4])
    np.testing.assert_array_equal(start, [1, 2])


def test_the_learning_rate_is_read_before_every_step():
    rate = 0.5
    descent = gradient_descent(lambda w: w, 16.0, lambda: rate, 3)
    assert [next(descent), next(descent)] == [16, 8]
    rate = 0.25
    assert next(descent) == 6
    rate = 1.0
    assert next(descent) == 0


def test_the_descent_ends_where_the_slope_is_below_the_tolerance():
    points = list(gradient_descent(lambda w: w, 1.0, 0.5, 100, tolerance=0.2))
    assert points == [1, 0.5, 0.25, 0.125]  # 0.125 is the first point with a slope below 0.2
    assert len(list(gradient_descent(lambda w: 0.0, 1.0, 0.5, 100))) == 101  # no tolerance, no early end


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="gradient must have the shape"):
        list(gradient_descent(lambda p: p[:, None], np.zeros(2), 0.1, 3))


def random_quadratic(seed, n):
    """A matrix A of ½ pᵀ A p with positive curvatures, the largest of them, and its direction."""
    generator = np.random.default_rng(seed)
    directions, _ = np.linalg.qr(generator.standard_normal((n, n)))
    curvatures = np.sort(generator.uniform(0.1, 10, n))
    return (directions * curvatures) @ directions.T, curvatures[-1], directions[:, -1]


@given(seeds, st.integers(1, 6), st.floats(0.01, 0.2))
def test_below_2_over_l_a_quadratic_converges_and_above_it_diverges(seed, n, margin):
    matrix, largest, steepest = random_quadratic(seed, n)
    start = np.random.default_rng(seed).standard_normal(n)
    assume(abs(start @ steepest) > 0.01)  # some of the start lies along the steepest direction

    def length_after(rate, steps):
        *_, last = gradient_descent(lambda p: matrix @ p, start, rate, steps)
        return np.linalg.norm(last)

    # Each direction with curvature c shrinks by |1 − α c| a step: here at most by this factor.
    slowest = max(abs(1 - (2 - margin) * c / largest) for c in np.linalg.eigvalsh(matrix))
    assert length_after((2 - margin) / largest, 50) <= slowest**50 * np.linalg.norm(start) * (1 + 1e-6)
    assert slowest < 1
    assert abs(start @ steepest) * (1 + margin) ** 50 <= length_after((2 + margin) / largest, 50) * (1 + 1e-6)


@given(seeds, st.integers(1, 6), st.floats(0.01, 0.9))
def test_above_1_over_l_it_hops_from_side_to_side(seed, n, margin):
    matrix, largest, steepest = random_quadratic(seed, n)

    def sides(rate):
        points = gradient_descent(lambda p: matrix @ p, steepest, rate, 3)
        return [bool(point @ steepest > 0) for point in points]

    assert sides((1 - margin) / largest) == [True, True, True, True]
    assert sides((1 + margin) / largest) == [True, False, True, False]


def test_the_forward_difference_is_rise_over_run():
    assert forward_difference(lambda x: x**2, 3.0, 2.5) == (5.5**2 - 3**2) / 2.5


def test_the_centred_difference_is_rise_over_run_between_both_nudges():
    assert centred_difference(lambda x: x**3, 3.0, 2.0) == (5**3 - 1) / 4
