"""Descent: an optimizer on a surface, one step at a time."""

import numpy as np

from course_utils.gradients import gradient_descent
from course_utils.optimizers import SGD, Adam
from course_utils.surfaces import bowl, saddle, two_valleys
from course_utils.widgets.gradient_descent.descent import Descent


def descend(descent, steps):
    for _ in range(steps):
        descent.step()


def test_it_goes_where_gradient_descent_goes():
    descent = Descent(two_valleys, SGD(0.02), (1.8, 1.2))
    descend(descent, 30)
    expected = list(gradient_descent(two_valleys.gradient, [1.8, 1.2], 0.02, 30))
    np.testing.assert_allclose(descent.points, expected, rtol=1e-12)


def test_with_momentum_it_goes_along_the_running_sum_of_gradients():
    descent = Descent(two_valleys, SGD(0.02, 0.9), (1.8, 1.2))
    descend(descent, 30)
    point, velocity = np.array([1.8, 1.2]), 0
    for reached in descent.points:
        np.testing.assert_allclose(reached, point, rtol=1e-12)
        velocity = 0.9 * velocity + two_valleys.gradient(point)
        point = point - 0.02 * velocity


def test_any_optimizer_can_descend():
    descent = Descent(bowl(4, 4), Adam(0.1), (-1.7, 1.2))
    descend(descent, 200)
    assert descent.costs[-1] < 1e-3 < descent.costs[0]


def test_one_weight_may_stay_where_it_is():
    descent = Descent(two_valleys, SGD(0.02), (1.8, 0.5), only_first_weight=True)
    descend(descent, 5)
    assert {point[1] for point in descent.points} == {0.5}
    assert descent.points[-1][0] < 1.8


def test_every_change_of_the_rate_is_kept_and_those_between_two_steps_are_one():
    descent = Descent(bowl(), SGD(0.1), (1, 1))
    descent.set_rate(0.2)
    assert descent.rates == [(0, 0.2)]
    descend(descent, 3)
    for rate in (0.3, 0.4, 0.5):
        descent.set_rate(rate)
    assert descent.rates == [(0, 0.2), (3, 0.5)]
    descent.set_rate(0.2)  # back again: nothing has changed
    assert descent.rates == [(0, 0.2)]
    descent.step()
    np.testing.assert_allclose(descent.points[-1], descent.points[-2] * 0.8)


def test_it_diverges_without_an_error():
    descent = Descent(bowl(4), SGD(1.0), (1.0, 1.0))
    descend(descent, 2)
    assert descent.points[-1].tolist() == [9, 9]
    assert descent.has_left(4) and not descent.has_left(5)  # half-widths of 2
    assert descent.is_finite()
    with np.errstate(all="ignore"):
        descend(descent, 1000)
    assert not descent.is_finite() and descent.is_finite(2)


def test_it_stands_still_where_the_slope_is_none():
    descent = Descent(bowl(), SGD(1.0), (1.0, 1.0))
    assert not descent.stands_still(1e-6)
    descent.step()
    assert descent.stands_still(1e-6)
    assert descent.distances_to_minima().tolist() == [0]


def test_momentum_carries_it_across_the_bottom():
    descent = Descent(bowl(), SGD(1.0, momentum=0.5), (1.0, 1.0))
    descent.step()
    assert np.allclose(descent.points[-1], 0)  # the slope is 0 here, and it goes on
    assert not descent.stands_still(1e-6)


def test_a_saddle_has_no_minimum_to_be_near():
    assert len(Descent(saddle, SGD(0.1), (1, 0)).distances_to_minima()) == 0
