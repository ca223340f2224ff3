"""AccuracyAndCost, driven by its controls without a browser; its maths against differences."""

import numpy as np
import pytest

from course_utils.widgets import AccuracyAndCost
from course_utils.widgets.loss_functions.accuracy_and_cost import ONE, START, TWO
from course_utils.widgets.shared.two_weights import Classifier


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


def test_a_tie_counts_for_class_0_in_the_landscape_too():
    classifier = Classifier(np.array([[1.0, 0.0], [-1.0, 2.0], [2.0, 2.0]]), np.array([1, 0, 0]))
    shares, _ = classifier.landscape(np.zeros((1, 2)))
    assert shares[0] == classifier.accuracy(np.zeros(2)) == pytest.approx(2 / 3)


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
    assert "gradient 0 here" in demo.picture.accuracy_curve.words.get_text()
    demo.move_to((0, 0))  # where all scores are equal
    assert demo.note.value == ""
    demo.accuracy_button.click()
    assert "the accuracy jumps" in demo.note.value
    assert "a jump" in demo.picture.accuracy_curve.words.get_text()


def test_following_the_cost_leads_down(demo):
    costs = [demo.classifier.cost_and_gradient(demo.weights)[0]]
    for _ in range(5):
        demo.player.step_button.click()
        costs.append(demo.classifier.cost_and_gradient(demo.weights)[0])
    assert np.all(np.diff(costs) < 0)
    assert f"cost <b>{costs[-1]:.3f}</b>" in demo.player.line.value
    assert demo.weights[1] == START[1]  # one weight is swept, the other stays
    before = demo.weights
    demo.sweep.value = TWO
    assert np.all(demo.weights == before)
    demo.player.step_button.click()
    assert demo.weights[1] != START[1]
    demo.player.reset_button.click()
    assert tuple(demo.weights) == START


def test_reset_goes_back_to_the_first_weights_from_wherever(demo):
    demo.move_to((1, 1))
    demo.advance(2)
    demo.player.reset_button.click()
    assert tuple(demo.weights) == START


def test_the_step_goes_down_the_gradient_and_keeps_what_the_sliders_cannot_show(demo):
    demo.sweep.value = TWO
    demo.advance(1)
    gradient = demo.classifier.cost_and_gradient(START)[1]
    assert demo.weights == pytest.approx(START - 5 * gradient)
    assert [slider.value for slider in demo.sliders] == pytest.approx(demo.weights.round(2))


@pytest.fixture(scope="module")
def course_demo():
    """The demo with the course's own digits, whose numbers the notebook names."""
    demo = AccuracyAndCost()
    yield demo
    demo.close()


def test_on_its_curve_it_ends_at_the_lowest_point_and_on_the_map_at_the_bottom(course_demo):
    demo = course_demo
    demo.sweep.value = ONE
    demo.player.reset_button.click()
    assert "<b>12 of 40</b> right" in demo.player.line.value
    demo.advance(7)
    assert abs(demo.classifier.cost_and_gradient(demo.weights)[1][0]) < 0.005
    demo.advance(100)
    assert "the lowest point of its curve" in demo.note.value
    assert demo.weights == pytest.approx([2.0, 1.0], abs=0.02)
    assert demo.classifier.right(demo.weights) == "38 of 40"
    assert demo.classifier.right(np.array([0.93, 1])) == "39 of 40"
    demo.sweep.value = TWO
    steps = demo.player.steps
    demo.advance(300)
    assert "this is the bottom" in demo.note.value
    assert demo.weights == pytest.approx([4.0, 4.2], abs=0.1)
    assert 60 < demo.player.steps - steps < 150  # some seconds at 15 steps a second
    assert demo.classifier.right(demo.weights) == "39 of 40"
    side = np.linspace(-8, 8, 321)
    shares, costs = demo.classifier.landscape(np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2))
    assert shares.max() == pytest.approx(39 / 40)
    assert costs.min() == pytest.approx(demo.classifier.cost_and_gradient(demo.weights)[0], abs=1e-3)


def test_playing_follows_the_cost_and_the_sliders_go_along(demo, page, play_to_the_end):
    play_to_the_end()
    assert "the lowest point of its curve" in demo.note.value
    assert demo.sliders[0].value == pytest.approx(demo.weights[0], abs=0.006)
    assert demo.player.steps == len(demo.path) - 1 > 3


def test_the_trail_stays_while_the_cost_is_followed_and_goes_when_a_slider_is_moved(demo):
    demo.sweep.value = TWO
    for _ in range(3):
        demo.player.step_button.click()
    assert len(demo.picture.maps[1].trail.get_xdata()) == 4
    demo.sliders[0].index -= 1
    assert len(demo.picture.maps[1].trail.get_xdata()) == 1


def test_looking_back_shows_the_weights_of_an_earlier_step(demo):
    demo.advance(3)
    demo.player.scrub.value = 0
    assert demo.picture.cost_curve.point.get_xdata() == [START[0]]
    assert demo.weights[0] != START[0]


def test_the_curves_end_at_4_unless_the_weight_is_beyond(demo):
    axes = demo.picture.cost_curve.ax
    assert axes.get_xlim() == (-4, 4)
    demo.move_to((6, -5))
    assert axes.get_xlim() == (-8, 8)
    for weights in ((-8, -8), (4, -4), START):
        demo.move_to(weights)
        assert demo.picture.cost_curve.line.get_ydata().max() <= axes.get_ylim()[1]
    assert axes.get_xlim() == (-4, 4)


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
    page.say(type="key", key="s")
    assert demo.player.steps == 1
    page.say(type="key", key="a")
    assert "The gradient of the accuracy is 0" in demo.note.value
    page.say(type="key", key="ArrowLeft")
    assert demo.note.value == ""


def test_the_arrow_is_the_next_step(demo):
    demo.sweep.value = TWO
    ends = demo.picture.maps[1].arrow.get_xydata()
    demo.advance(1)
    assert ends[1] == pytest.approx(demo.weights)
    assert np.ptp(demo.picture.maps[0].arrow.get_xydata()) == pytest.approx(np.ptp(demo.weights))  # no step at all


def test_the_digits_that_are_misread_are_strong(demo):
    for weights in (START, (4, 4)):
        demo.move_to(weights)
        wrong = demo.classifier.scores(demo.weights).argmax(axis=1) != demo.classifier.labels
        assert [digit.get_visible() for digit in demo.picture.points.misread] == wrong.tolist()
        assert f"{np.sum(~wrong)} of {len(wrong)} are right" in demo.text


def test_the_words_of_a_side_cover_no_digit_and_stay_on_that_side(course_demo):
    points = course_demo.picture.points
    course_demo.figure.png()  # words have a size once they are drawn
    digits = [digit.get_window_extent() for digit in points.misread]
    for angle in np.linspace(0, 2 * np.pi, 180, endpoint=False):
        weights = 3 * np.array([np.cos(angle), np.sin(angle)])
        points.draw(weights)
        for words, side in zip(points.says, (-1, 1), strict=True):
            box = words.get_window_extent()
            assert not any(box.overlaps(digit) for digit in digits), (weights, side)
            assert points.ax.bbox.count_contains(box.corners()) == 4
            assert (points.ax.transData.inverted().transform(box.corners()) @ weights * side > 0).all()
    points.draw(course_demo.weights)


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
    demo.advance(1)
    assert max(len(png) for _, png in page.frames) <= 40_000
