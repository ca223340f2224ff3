"""AccuracyAndCost, driven by its controls without a browser; its maths against differences."""

import numpy as np
import pytest

from course_utils.widgets import AccuracyAndCost
from course_utils.widgets.loss_functions.accuracy_and_cost import START, TWO, Classifier


@pytest.fixture
def demo(few_digits):
    demo = AccuracyAndCost(few_digits)
    yield demo
    demo.close()


def test_the_cost_has_the_slopes_that_it_says(demo):
    for weights in ([-2.5, 1], [0.3, -1], [3, 3]):
        _, gradient = demo.classifier.cost_and_gradient(weights)
        for axis in range(2):
            nudge = 1e-6 * np.eye(2)[axis]
            up, down = (demo.classifier.cost_and_gradient(weights + sign * nudge)[0] for sign in (1, -1))
            assert gradient[axis] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-8)


def test_the_landscape_is_the_accuracy_and_the_cost_of_each_point(demo):
    grid = np.array([[-2.5, 1], [0, 0], [1, -3.3]])
    shares, costs = demo.classifier.landscape(grid)
    assert shares == pytest.approx([demo.classifier.accuracy(weights) for weights in grid])
    assert costs == pytest.approx([demo.classifier.cost_and_gradient(weights)[0] for weights in grid])


def test_the_accuracy_is_a_staircase_and_the_cost_is_not(demo):
    shares, costs = demo.picture.accuracy_curve.line.get_ydata(), demo.picture.cost_curve.line.get_ydata()
    n = len(demo.classifier.labels)
    assert 5 < len(np.unique(shares)) <= n + 1
    assert np.mean(np.diff(shares) == 0) > 0.9  # flat almost everywhere
    assert np.allclose(n * shares, np.rint(n * shares))
    assert np.all(np.diff(costs) != 0)


def test_a_jump_is_told_from_a_step():
    classifier = Classifier(np.array([[1.0, 0.0], [-1.0, 2.0]]), np.array([1, 0]))
    assert not classifier.stands_at_a_jump(np.array([1.0, -1.0]))
    assert classifier.stands_at_a_jump(np.array([0.0, -1.0]))


def test_a_slider_moves_boundary_curves_and_words(demo):
    before = demo.still(), demo.text, demo.picture.points.boundary.get_xydata().copy()
    demo.sliders[0].value = 1.0
    assert demo.still() != before[0]
    assert demo.text != before[1]
    ends = demo.picture.points.boundary.get_xydata()
    assert not np.allclose(ends, before[2])
    assert np.allclose(ends @ demo.weights, 0)  # both scores are equal on the boundary
    assert demo.picture.cost_curve.point.get_xdata() == [1.0]
    costs = demo.picture.cost_curve.line.get_ydata().copy()
    demo.sliders[1].value = -1.0  # the other weight makes another curve
    assert not np.allclose(demo.picture.cost_curve.line.get_ydata(), costs)


def test_following_the_accuracy_leads_nowhere_and_says_why(demo):
    demo.accuracy_button.click()
    assert tuple(demo.weights) == START
    assert "The gradient of the accuracy is 0" in demo.note.value
    assert "the gradient here is 0" in demo.picture.accuracy_curve.words.get_text()
    demo.move_to((0, 0))  # where all scores are equal
    demo.accuracy_button.click()
    assert "the accuracy jumps" in demo.note.value
    assert "a jump" in demo.picture.accuracy_curve.words.get_text()


def test_following_the_cost_leads_down(demo):
    costs = [demo.classifier.cost_and_gradient(demo.weights)[0]]
    for _ in range(5):
        demo.cost_button.click()
        costs.append(demo.classifier.cost_and_gradient(demo.weights)[0])
    assert np.all(np.diff(costs) < 0)
    assert demo.weights[1] == START[1]  # one weight is swept, the other stays
    assert f"from {costs[-2]:.3f} to {costs[-1]:.3f}" in demo.note.value
    demo.sweep.value = TWO
    demo.cost_button.click()
    assert demo.weights[1] != START[1]
    demo.start_button.click()
    assert tuple(demo.weights) == START


def test_the_trail_stays_while_the_cost_is_followed_and_goes_when_a_slider_is_moved(demo):
    demo.sweep.value = TWO
    for _ in range(3):
        demo.cost_button.click()
    x = demo.picture.maps[1].trail.get_xdata()
    assert len(x) == 4
    demo.sliders[0].index -= 1
    assert len(demo.picture.maps[1].trail.get_xdata()) == 1


def test_dragging_in_the_curves_moves_one_weight_and_in_the_maps_both(demo, page):
    page.point("down", demo.picture.curve_axes[0], 2, 0.5)
    assert demo.weights == pytest.approx([2, START[1]], abs=0.01)
    page.point("move", demo.picture.curve_axes[0], -9, 0.5)
    assert demo.weights[0] == -4
    demo.sweep.value = TWO
    page.point("down", demo.picture.map_axes[1], 3, -2)
    assert demo.weights == pytest.approx([3, -2], abs=0.01)
    page.point("down", demo.picture.points.ax, 0.5, 0.5)
    assert demo.weights == pytest.approx([3, -2], abs=0.01)


def test_keys(demo, page):
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        page.say(type="key", key=key)
    assert demo.weights == pytest.approx([START[0] + 0.1, START[1] + 0.2])
    page.say(type="key", key="c")
    assert "One step down the slope" in demo.note.value
    page.say(type="key", key="a")
    assert "The gradient of the accuracy is 0" in demo.note.value
    page.say(type="key", key="ArrowLeft")
    assert demo.note.value == ""


def test_no_arrow_where_the_cost_is_flat(demo):
    demo.sweep.value = TWO
    assert demo.picture.maps[1].arrow.get_visible()
    assert not demo.picture.maps[0].arrow.get_visible()  # the accuracy has none anywhere
    weights = demo.weights
    for _ in range(500):
        weights = weights - 2 * demo.classifier.cost_and_gradient(weights)[1]
    demo.classifier.features *= np.hypot(*weights) / 3  # so that the bottom lies within the map
    demo.move_to(3 * weights / np.hypot(*weights))
    assert not demo.picture.maps[1].arrow.get_visible()
    assert "the bottom" in demo.picture.maps[1].words.get_text()


def test_equal_scores_everywhere_draw_no_boundary(demo):
    demo.move_to((0, 0))
    assert not demo.picture.points.boundary.get_visible()
    demo.move_to((0, 0.5))
    assert demo.picture.points.boundary.get_visible()


def test_words_and_frames(demo, page):
    for weights in (START, (0, 0), (4, -4)):
        demo.move_to(weights)
        assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
        assert page.frames[-1][0]["alt"] == demo.text
    demo.sweep.value = TWO
    demo.cost_button.click()
    assert max(len(png) for _, png in page.frames) <= 40_000
