"""StraightLinePromise, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils.formatting import fixed
from course_utils.widgets import StraightLinePromise
from course_utils.widgets.gradient_descent.straight_line_promise import HIGH, _floor, _seen, surface


@pytest.fixture
def demo():
    demo = StraightLinePromise()
    yield demo
    demo.close()


def place(page, demo, axes, kind, spot):
    x, y = axes.transData.transform(spot) / demo.figure.canvas.get_width_height()
    page.say(type="pointer", kind=kind, x=x, y=1 - y)


def test_the_tangent_line_touches_the_curve_with_its_slope(demo):
    demo.w1.value, demo.w2.value = -0.4, 0.3
    (x, y), gradient = demo.picture.tangent.get_data(), surface.gradient([-0.4, 0.3])
    assert np.interp(-0.4, x, y) == pytest.approx(surface.value([-0.4, 0.3]))
    assert (y[-1] - y[0]) / (x[-1] - x[0]) == pytest.approx(gradient[0])


def test_a_tenth_of_the_step_misses_by_a_hundredth(demo):
    promise = demo.promise
    for change in (promise.along_one_weight, promise.downhill):
        assert promise.miss(change(0.2)) / promise.miss(change(0.02)) == pytest.approx(100, rel=0.35)


def test_the_gap_is_the_miss(demo):
    demo.step.value = 0.5
    promise, step = demo.promise, demo.step.value
    assert promise.step == step != 0.6
    gap = demo.picture.line_marks[0].get_ydata()
    assert abs(gap[1] - gap[0]) == pytest.approx(promise.miss(promise.along_one_weight(step)))
    assert demo.picture.now.get_ydata()[1] == pytest.approx(promise.miss(promise.downhill(step)))


def test_the_step_goes_downhill(demo):
    for w1, w2 in ((0.4, 0.9), (-1.3, -0.5), (1.5, 0)):
        demo.w1.value, demo.w2.value = w1, w2
        for change in (demo.promise.along_one_weight(0.01), demo.promise.downhill(0.01)):
            assert surface.value(demo.promise.point + change) < surface.value(demo.promise.point)
            assert np.linalg.norm(change) == pytest.approx(0.01)


def test_the_floor_is_where_it_is_seen():
    for point in ((0.3, -1.2), (-1.0, 0.5)):
        np.testing.assert_allclose(_floor(*_seen(point, 0)), point)


def test_dragging_in_each_picture(demo, open_page):
    page = open_page(demo.figure)
    place(page, demo, demo.picture.line_axes, "down", (-1.0, 0))
    assert demo.w1.value == pytest.approx(-1.0, abs=0.02)
    grasp = np.array(_seen((0.0, 0.0), 0))
    place(page, demo, demo.picture.plane_axes, "down", grasp)
    assert demo.w1.value == pytest.approx(-1.0, abs=0.02)  # taken hold of, not moved
    place(page, demo, demo.picture.plane_axes, "move", _seen((0.5, -0.4), 0))
    np.testing.assert_allclose(demo.promise.point, [-0.5, 0.3], atol=0.04)
    place(page, demo, demo.picture.miss_axes, "down", (0.1, 1.0))
    assert demo.step.value == pytest.approx(0.1, rel=0.05)
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_keys_and_their_ends(demo, open_page):
    page = open_page(demo.figure)
    page.say(type="key", key="ArrowLeft")
    page.say(type="key", key="ArrowDown")
    np.testing.assert_allclose(demo.promise.point, [1.25, 0.65])
    for _ in range(60):
        page.say(type="key", key="ArrowRight")
        page.say(type="key", key="+")
    assert demo.w1.value == HIGH
    assert demo.step.value == pytest.approx(10**0.2)
    assert demo.still()


def test_the_text_tells_the_miss(demo):
    demo.w1.value, demo.w2.value = -1.0, 1.0
    demo.step.value = 0.5
    # Straight down the valley's wall: slope 4, curvature 4, so the plane promises 4 Δ less and ½ · 4 Δ² is missed.
    step = demo.step.value
    assert f"promises a cost of {fixed(1 / 3 - 4 * step)}" in demo.text
    assert f"a miss of {2 * step**2:.2f}" in demo.text


def test_the_line_under_the_picture_tells_what_the_prompts_ask(demo):
    demo.w1.value, demo.w2.value, demo.step.value = -1.0, 1.0, 0.5
    promised = 1 / 3 - 4 * demo.step.value
    true = promised + 2 * demo.step.value**2
    assert f"plane: promised <b>{fixed(promised)}</b>, true <b>{fixed(true)}</b>" in demo.line.value
    assert "cost here <b>0.33</b>" in demo.line.value


def test_at_the_bottom_both_pictures_step_the_same_way(demo):
    demo.w1.value, demo.w2.value = 1.0, 0.0
    np.testing.assert_allclose(demo.promise.along_one_weight(0.3), demo.promise.downhill(0.3))


def test_a_promise_below_the_picture_is_shown_at_its_edge(demo):
    demo.w1.value, demo.w2.value, demo.step.value = HIGH, HIGH, 1.5
    for marks in (demo.picture.line_marks, demo.picture.plane_marks):
        promised = marks[1]
        low, high = promised.axes.get_ylim()
        assert low < promised.get_ydata()[0] < high
    assert demo.picture.line_marks[1].get_marker() == "v"
    demo.step.value = 0.1
    assert demo.picture.line_marks[1].get_marker() == "s"
