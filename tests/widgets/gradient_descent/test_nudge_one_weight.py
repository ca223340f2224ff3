"""NudgeOneWeight, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils.gradients import numerical_gradient
from course_utils.surfaces import lecture_cost as cost
from course_utils.surfaces import lecture_slope as slope
from course_utils.widgets import NudgeOneWeight
from course_utils.widgets.gradient_descent.nudge_one_weight import CENTRED, FORWARD, NUDGES


@pytest.fixture
def demo():
    demo = NudgeOneWeight()
    yield demo
    demo.close()


def test_the_curve_goes_through_the_lecture_s_points():
    assert cost(0.65) == pytest.approx(4.50)
    assert cost(0.66) == pytest.approx(4.45)
    assert slope(0.65) == pytest.approx(-5.06, abs=0.001)
    for w in np.linspace(0.3, 2, 9):
        assert slope(w) == pytest.approx(numerical_gradient(cost, w), abs=1e-6)


def test_it_opens_with_a_nudge_that_can_be_seen_and_has_the_lecture_s(demo):
    assert demo.nudge.value == pytest.approx(0.3, rel=0.06)
    demo.slide_button.click()
    assert demo.estimated(0.01) == pytest.approx(-5)
    for words in ("from 4.50 to 4.45", "gives the slope −5.00", "exact slope is −5.06"):
        assert words in demo.text


def test_errors_are_drawn_down_to_the_smallest_nudge_tried(demo):
    picture = demo.picture
    assert picture.forward_errors.get_xdata().min() > 0.25
    assert not picture.round_off.get_visible()
    demo.nudge.value = 1e-6
    demo.nudge.value = 1e-2
    assert picture.centred_errors.get_xdata().min() == pytest.approx(1e-6, rel=0.3)
    demo.nudge.value = 1e-15
    assert picture.round_off.get_visible() and picture.truncation.get_visible()


def test_the_two_regimes_of_the_error(demo):
    demo.nudge.value = 1e-15

    def errors(line):
        return dict(zip(np.log10(NUDGES).round(3).tolist(), line.get_ydata(), strict=True))

    forward, centred = errors(demo.picture.forward_errors), errors(demo.picture.centred_errors)
    assert forward[-1.0] / forward[-2.0] == pytest.approx(10, rel=0.1)  # truncation ~ h
    assert centred[-1.0] / centred[-2.0] == pytest.approx(100, rel=0.1)  # ~ h²
    for line in (forward, centred):
        smallest = min(line, key=line.get)
        assert line[-14.0] > 1e4 * line[smallest]  # round-off: ever smaller nudges are worse again
    assert min(forward, key=forward.get) < min(centred, key=centred.get)


def test_the_secant_goes_through_the_nudged_points(demo):
    for estimate in (FORWARD, CENTRED):
        demo.estimate.value = estimate
        demo.nudge.value = 0.3
        w, heights = demo.picture.points.get_data()
        (x0, x1), (y0, y1) = demo.picture.secant.get_data()
        on_the_line = y0 + (np.asarray(w) - x0) * (y1 - y0) / (x1 - x0)
        np.testing.assert_allclose(on_the_line, heights)
    assert demo.nudge.value == pytest.approx(10**-0.5)
    np.testing.assert_allclose(demo.picture.points.get_xdata(), [0.65 - 10**-0.5, 0.65 + 10**-0.5])


def test_dragging_the_point_and_clicking_a_nudge(demo, open_page):
    page = open_page(demo.figure)
    for axes, place in ((demo.picture.curve_axes, (1.5, 4.0)), (demo.picture.error_axes, (1e-6, 1e-3))):
        x, y = axes.transData.transform(place) / demo.figure.canvas.get_width_height()
        page.say(type="pointer", kind="down", x=x, y=1 - y)
    assert demo.weight.value == pytest.approx(1.5, abs=0.01)
    assert demo.nudge.value == pytest.approx(1e-6, rel=0.2)
    assert demo.figure.alt == demo.text
    demo.slide_button.click()
    assert (demo.weight.value, demo.nudge.value, demo.estimate.value) == (0.65, 0.01, FORWARD)


def test_keys_and_their_ends(demo, open_page):
    page = open_page(demo.figure)
    for _ in range(50):
        page.say(type="key", key="ArrowRight")
        page.say(type="key", key="ArrowDown")
    assert demo.weight.value == 2.0
    assert demo.nudge.value == pytest.approx(1e-15)
    assert demo.still()
    assert max(len(png) for _, png in page.frames) <= 40_000
