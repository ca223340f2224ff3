"""Surfaces: exact slopes against numerical ones, and what each is for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.gradients import gradient_descent, numerical_gradient
from course_utils.surfaces import bowl, plateau, rosenbrock, saddle, two_valleys

SURFACES = [bowl(), bowl(curvature=4, ratio=25), two_valleys, saddle, plateau, rosenbrock]
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
seeds = st.integers(0, 2**32 - 1)


# Surfaces


@each_surface
@given(x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_exact_slopes_are_the_numerical_ones(surface, x, y):
    point = np.array([x, y])
    np.testing.assert_allclose(numerical_gradient(surface.value, point), surface.gradient(point), atol=1e-5)


@each_surface
def test_a_surface_takes_a_whole_grid(surface):
    grid = np.stack(np.meshgrid(np.linspace(*surface.domain, 5), np.linspace(*surface.domain, 4)), axis=-1)
    assert surface.value(grid).shape == (4, 5)
    assert surface.gradient(grid).shape == (4, 5, 2)
    assert surface.value(grid)[2, 3] == pytest.approx(surface.value(grid[2, 3]))
    np.testing.assert_allclose(surface.gradient(grid)[2, 3], surface.gradient(grid[2, 3]))
    assert surface.value([1, 2]) == surface.value(np.array([1.0, 2.0]))


@each_surface
@given(x=st.floats(-0.1, 0.1), y=st.floats(-0.1, 0.1))
def test_around_a_minimum_everything_is_higher(surface, x, y):
    for minimum in surface.minima:
        np.testing.assert_allclose(surface.gradient(minimum), 0, atol=1e-12)
        assert surface.value(np.add(minimum, [x, y])) >= surface.value(minimum) - 1e-12


def test_what_each_surface_is_for():
    left, right = two_valleys.minima
    assert two_valleys.value(left) == pytest.approx(two_valleys.value(right) - 4 / 3)
    assert saddle.minima == ()
    np.testing.assert_array_equal(saddle.gradient([0, 0]), 0)
    assert saddle.value([1, 0]) > saddle.value([0, 0]) > saddle.value([0, 1])
    assert np.linalg.norm(plateau.gradient([4, 4])) < 0.02 < 0.5 < np.linalg.norm(plateau.gradient([0.5, 0]))
    assert rosenbrock.value([-1, 1]) == 4


@given(st.floats(0.1, 50), st.floats(0.01, 100))
def test_a_bowl_has_the_curvatures_that_were_asked_for(curvature, ratio):
    surface = bowl(curvature, ratio)
    columns = [surface.gradient([1, 0]), surface.gradient([0, 1])]  # of the matrix of second derivatives
    np.testing.assert_allclose(columns, [[curvature / ratio, 0], [0, curvature]])
    assert surface.curvature == pytest.approx(np.max(columns))
    assert surface.name == ("bowl" if ratio == 1 else "stretched bowl")


def test_a_descent_ends_in_the_valley_it_starts_in():
    for start, expected in (((1.8, 1), (1, 0)), ((-1.8, -1), (-1, 0))):
        *_, last = gradient_descent(two_valleys.gradient, start, 0.02, 500)
        np.testing.assert_allclose(last, expected, atol=1e-6)
