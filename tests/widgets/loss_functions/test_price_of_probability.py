"""PriceOfProbability, driven by its controls without a browser; its slopes against differences."""

import math

import numpy as np
import pytest

from course_utils.losses import mean_squared_error, softmax
from course_utils.widgets import PriceOfProbability
from course_utils.widgets.loss_functions.price_of_probability import (
    price,
    price_slope,
    pulls,
    squared_error,
    squared_error_slope,
)

STEP = 1e-6


@pytest.fixture
def demo():
    demo = PriceOfProbability()
    yield demo
    demo.close()


@pytest.mark.parametrize("p", [0.01, 0.1, 0.4, 0.7, 0.99])
def test_the_slopes_are_those_of_the_losses(p):
    assert price_slope(p) == pytest.approx((price(p + STEP) - price(p - STEP)) / (2 * STEP), rel=1e-4)
    difference = (squared_error(p + STEP) - squared_error(p - STEP)) / (2 * STEP)
    assert squared_error_slope(p) == pytest.approx(difference, rel=1e-4)


@pytest.mark.parametrize("p", [0.01, 0.1, 0.4, 0.7, 0.99])
def test_the_pulls_are_the_slopes_through_the_softmax(p):
    score = math.log(p / (1 - p))

    def through_softmax(loss):
        up, down = (softmax([score + nudge, 0.0]) for nudge in (STEP, -STEP))
        return -(loss(up) - loss(down)) / (2 * STEP)

    assert pulls(p)[0] == pytest.approx(through_softmax(lambda y: -np.log(y[0])), rel=1e-4)
    assert pulls(p)[1] == pytest.approx(through_softmax(lambda y: mean_squared_error(y, [1, 0])), rel=1e-3)


def test_the_slides_points_are_marked_and_can_be_gone_to(demo):
    marked = [text.get_text() for text in demo.picture.losses[0].point.axes.texts]
    assert "−log 0.7 = 0.357" in marked
    assert "−log 0.1 = 2.303" in marked
    for button, loss in zip(demo.marked_buttons, ("0.357", "2.303"), strict=True):
        button.click()
        assert f"cross-entropy <b>{loss}</b>" in demo.line.value


def test_the_point_follows_the_pointer_and_stays_inside(demo, page):
    entropy = demo.picture.losses[0].point.axes
    page.point("down", entropy, 0.4, 1)
    page.point("move", entropy, 0.25, 3)
    assert demo.probability.value == 0.25
    page.point("move", entropy, -0.4, 3)
    assert demo.probability.value == 0.01
    page.point("up", entropy, 7, 3)
    assert demo.probability.value == 0.99


def test_arrow_keys_move_by_a_hundredth(demo, page):
    page.say(type="key", key="ArrowRight")
    assert demo.probability.value == 0.41
    for _ in range(3):
        page.say(type="key", key="ArrowLeft")
    assert demo.probability.value == 0.38


def test_the_tangent_touches_the_curve_with_its_slope(demo):
    for p in (0.02, 0.3, 0.9):
        demo.probability.value = p
        for loss in demo.picture.losses:
            x, y = loss.tangent.get_data()
            assert np.mean(x) == pytest.approx(p)
            assert np.mean(y) == pytest.approx(loss.loss(p))
            assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(loss.slope(p))


def test_where_the_squared_error_pulls_hardest_can_be_read(demo):
    read = {}
    for hundredth in range(1, 100):
        demo.probability.value = hundredth / 100
        read[hundredth] = float(demo.picture.pull_words[1].get_text().split()[-1])
    assert {p for p, pull in read.items() if pull == max(read.values())} == {32, 33, 34, 35}
    assert demo.picture.pull_drop.get_xdata() == pytest.approx([0.99, 0.99])


def test_words_and_frames(demo, page):
    for p in (0.01, 0.5, 0.99):
        demo.probability.value = p
        assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
        assert page.frames[-1][0]["alt"] == demo.text
    assert max(len(png) for _, png in page.frames) <= 40_000
