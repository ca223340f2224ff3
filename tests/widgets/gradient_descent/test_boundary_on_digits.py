"""BoundaryOnDigits, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils import gradients
from course_utils.widgets import BoundaryOnDigits


@pytest.fixture
def demo():
    demo = BoundaryOnDigits()
    yield demo
    demo.close()


def test_its_slopes_are_those_of_its_cost(demo):
    w = np.array([0.7, -0.4])
    nudged = gradients.numerical_gradient(lambda w: demo.classifier.cost_and_gradient(w)[0], w)
    np.testing.assert_allclose(demo.classifier.cost_and_gradient(w)[1], nudged, atol=1e-8)


def test_the_map_shows_that_cost(demo):
    grid = np.array([[(0.0, 0.0), (2.0, -1.0)], [(-3.0, 1.5), (40.0, 0.0)]])
    expected = [[demo.classifier.cost_and_gradient(w)[0] for w in row] for row in grid]
    np.testing.assert_allclose(demo.classifier.landscape(grid)[1], expected)


def test_the_boundary_sweeps_until_almost_all_digits_are_on_the_right_side(demo):
    assert demo.right(0) < 40
    demo.learning_rate.value = 1
    demo.advance(150)
    assert demo.right(150) > 400
    assert np.all(np.diff(demo.costs) < 0)
    assert demo.status().endswith(f"right for <b>{demo.right(150)}</b> of 411 digits")


def test_the_digits_with_a_dark_edge_are_the_misread_ones(demo):
    demo.advance(30)
    shown = [len(dots.get_xdata()) for dots in demo.picture.misread]
    assert sum(shown) == len(demo.classifier.labels) - demo.right(30)
    says_one = demo.classifier.features @ demo.path[-1] > 0
    assert shown == [np.sum(says_one[demo.classifier.labels == 0]), np.sum(~says_one[demo.classifier.labels == 1])]
    w, (x, y) = demo.path[-1], demo.picture.line.get_data()
    np.testing.assert_allclose(w[0] * np.array(x) + w[1] * np.array(y), 0, atol=1e-9)


def test_your_own_step_is_what_it_takes():
    calls = []

    def half(point, gradient, learning_rate):
        calls.append((point, gradient, learning_rate))
        return point - learning_rate * gradient / 2

    demo = BoundaryOnDigits(half)
    demo.learning_rate.value = 1
    demo.advance(1)
    expected = gradients.gradient_step(
        np.array([2.0, 0.0]), demo.classifier.cost_and_gradient(np.array([2.0, 0.0]))[1], 0.5
    )
    np.testing.assert_allclose(demo.path[-1], expected)
    assert len(calls) == 1
    demo.close()


def test_a_step_that_fails_is_said_in_words():
    demo = BoundaryOnDigits(lambda point, gradient, learning_rate: 1 / 0)
    demo.player.step_button.click()
    assert "ZeroDivisionError" in demo.note.value
    demo.close()


def test_a_press_on_the_map_is_another_start(demo, open_page):
    demo.advance(5)
    page = open_page(demo.figure)
    page.point("down", demo.picture.map_axes, 1.02, 3.78)
    assert demo.path[0].tolist() == [1.0, 3.8] and len(demo.path) == 1
    demo.advance(2)
    demo.player.reset_button.click()
    assert demo.path[0].tolist() == [1.0, 3.8] and len(demo.path) == 1
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_it_ends_where_the_slope_is_almost_zero(demo):
    demo.learning_rate.value = 10
    demo.advance(500)
    assert "slope is almost 0" in demo.note.value
    steps = len(demo.path)
    demo.advance(3)
    assert len(demo.path) == steps
