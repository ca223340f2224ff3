"""SteepestDirection, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils.formatting import fixed
from course_utils.surfaces import two_valleys
from course_utils.widgets import SteepestDirection
from course_utils.widgets.gradient_descent.steepest_direction import TURN, direction, slope_towards


@pytest.fixture
def demo():
    demo = SteepestDirection()
    yield demo
    demo.close()


def test_the_slope_of_a_direction_is_the_gradient_s_share_of_it(demo):
    gradient = two_valleys.gradient(demo.point)
    for angle in range(0, 360, 45):
        assert slope_towards(demo.point, angle) == pytest.approx(gradient @ direction(angle), abs=1e-8)


def test_only_what_was_tried_is_shown_until_the_gradient_is_asked_for(demo):
    for angle in (90, 200, 90):
        demo.turned.value = angle
    assert demo.picture.slopes.get_xdata() == [0, 90, 200]
    assert not demo.picture.all_slopes.get_visible() and "gradient is" not in demo.text
    demo.gradient.value = True
    assert demo.picture.all_slopes.get_visible()
    assert f"gradient is (2.00, {fixed(two_valleys.gradient(demo.point)[1])})" in demo.text
    demo.forget_button.click()
    assert demo.picture.slopes.get_xdata() == [90]


def test_the_lowest_slope_is_against_the_gradient(demo):
    slopes = {angle: slope_towards(demo.point, angle) for angle in range(0, 360, TURN)}
    steepest = min(slopes, key=slopes.get)
    gradient = two_valleys.gradient(demo.point)
    assert direction(steepest) @ gradient == pytest.approx(-np.linalg.norm(gradient), rel=0.002)
    demo.turned.value = steepest
    assert f"Lowest slope tried: {fixed(slopes[steepest])}" in demo.note.value


def test_a_click_around_the_point_or_in_the_plot_is_a_direction(demo, open_page):
    page = open_page(demo.figure)
    page.point("down", demo.picture.map_axes, demo.point[0], demo.point[1] - 0.5)
    assert demo.angle == 270
    page.point("down", demo.picture.slope_axes, 121, 0)
    assert demo.angle == 120
    page.say(type="key", key="ArrowLeft")
    assert demo.angle == 120 + TURN
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_turning_goes_round(demo, open_page):
    page = open_page(demo.figure)
    page.say(type="key", key="ArrowRight")
    assert demo.angle == 360 - TURN
    page.say(type="key", key="ArrowLeft")
    assert demo.angle == 0
