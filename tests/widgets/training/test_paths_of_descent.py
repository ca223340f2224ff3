"""PathsOfDescent, driven by its controls without a browser; its cost and its noise against their definitions."""

import numpy as np
import pytest

from course_utils.gradients import numerical_gradient
from course_utils.optimizers import SGD
from course_utils.widgets import PathsOfDescent
from course_utils.widgets.training.batch_descent import BatchDescent, LineFit
from course_utils.widgets.training.paths_of_descent import AT_ONCE, EXAMPLES, HERE, MOST, STEPS


@pytest.fixture
def demo():
    demo = PathsOfDescent()
    yield demo
    demo.close()


@pytest.fixture
def fit():
    return LineFit()


def descent_of(fit, batch_size, rate=0.1, steps=0, seed=0):
    descent = BatchDescent(fit, SGD(rate), (0.3, 2.8), batch_size, seed)
    for _ in range(steps):
        descent.step()
    return descent


# ---- the cost and its gradients -----------------------------------------------------------------------------------


def test_the_cost_is_the_mean_over_the_points_and_its_slopes_are_the_mean_of_theirs(fit):
    w = np.array([0.7, -0.4])
    by_hand = np.mean([(w[0] + w[1] * x - y) ** 2 / 2 for (_, x), y in zip(fit.inputs, fit.targets, strict=True)])
    assert fit.surface.value(w) == pytest.approx(by_hand)
    assert fit.surface.gradient(w) == pytest.approx(numerical_gradient(fit.surface.value, w), abs=1e-6)
    assert fit.gradients(w).mean(axis=0) == pytest.approx(fit.surface.gradient(w))
    grid = np.stack(np.meshgrid([0.7, 1.0], [-0.4, 2.0]), axis=-1)
    assert fit.surface.value(grid)[0, 0] == pytest.approx(by_hand)
    assert fit.surface.gradient(grid).shape == (2, 2, 2)


def test_the_minimum_is_where_the_slope_is_0_and_the_ellipses_are_long(fit):
    assert fit.surface.gradient(fit.surface.minima[0]) == pytest.approx([0, 0], abs=1e-12)
    assert fit.curvatures[1] > 6 * fit.curvatures[0]


@pytest.mark.parametrize("size", [1, 4, 16, 64, 100])
def test_the_noise_is_what_random_batches_show(fit, size):
    w = np.array([0.3, 2.8])
    batches = fit.batch_gradients(w, size, 20_000, np.random.default_rng(1))
    assert batches.mean(axis=0) == pytest.approx(fit.surface.gradient(w), abs=0.05)  # right on average
    off = np.sqrt(((batches - fit.surface.gradient(w)) ** 2).sum(axis=1).mean())
    assert fit.noise(w, size) == pytest.approx(off, rel=0.03, abs=1e-9)


def test_four_times_the_batch_halves_the_noise_while_the_batch_is_small(fit):
    w = fit.surface.minima[0]
    assert fit.noise(w, 4) / fit.noise(w, 1) == pytest.approx(0.5, abs=0.02)
    assert fit.noise(w, 100) == 0


# ---- descents by batches ------------------------------------------------------------------------------------------


def test_with_all_points_in_a_batch_it_is_plain_gradient_descent(fit):
    descent = descent_of(fit, 100, steps=5)
    w = np.array([0.3, 2.8])
    for _ in range(5):
        w = w - 0.1 * fit.surface.gradient(w)
    assert descent.points[-1] == pytest.approx(w)
    assert descent.used == [0, 100, 200, 300, 400, 500]


def test_an_epoch_uses_every_point_once_and_the_last_batch_holds_what_is_left(fit):
    descent = descent_of(fit, 32)
    seen = []
    for _ in range(4):
        assert descent.next_size == (32 if len(seen) < 96 else 4)
        descent.step()
        seen += descent._batch[1].tolist()
    assert sorted(seen) == sorted(fit.targets.tolist())
    assert descent.used == [0, 32, 64, 96, 100]
    descent.step()
    assert descent._batch[1].tolist() != seen[:32]  # shuffled anew


def test_a_step_goes_against_the_gradient_of_its_batch(fit):
    descent = descent_of(fit, 8, steps=3)
    inputs, targets = descent._batch
    before = descent.points[-2]
    slope = ((inputs @ before - targets)[:, None] * inputs).mean(axis=0)
    assert descent.points[-1] == pytest.approx(before - 0.1 * slope)


def test_a_single_example_circles_and_the_full_batch_does_not(fit):
    assert descent_of(fit, 1, steps=150).circling() is None  # too early to know
    single = descent_of(fit, 1, steps=3000)
    assert single.circling() == pytest.approx(
        np.mean(single.costs[-1000:]) - fit.surface.value(fit.surface.minima[0]), rel=0.5
    )
    assert descent_of(fit, 100, steps=3000).circling() is None
    single.set_rate(0.001)
    assert single.circling() is None  # at another rate it has to be seen anew


def test_one_that_still_comes_down_is_not_said_to_circle(fit):
    for rate in (0.003, 0.01, 0.03):
        descent = descent_of(fit, 8, rate)
        while descent.excess() > 0.1:
            descent.step()
            assert descent.circling() is None


# ---- the demo -----------------------------------------------------------------------------------------------------


def test_every_path_does_one_step_at_a_time_or_uses_as_many_examples(demo):
    demo.advance(10)
    assert [descent.steps for descent in demo.descents] == [10, 10, 10]
    demo.counted.value = EXAMPLES
    assert demo.player.steps == 0
    demo.advance(10)
    assert [descent.used[-1] for descent in demo.descents] == [200, 200, 200]
    assert [descent.steps for descent in demo.descents] == [2, 26, 200]
    assert demo.picture.costs[2][1].get_xdata() == [10 * AT_ONCE]
    demo.counted.value = STEPS
    assert demo.snapshot() == (0, [0, 0, 0])


def test_for_the_same_examples_the_mini_batch_is_further_down_than_the_full_batch(demo):
    demo.counted.value = EXAMPLES
    for _ in range(5):
        demo.order_button.click()
        demo.advance(20)
        full, mini, single = demo.descents
        assert full.used == [0, 100, 200, 300, 400]
        assert mini.excess() < full.excess() / 10
        assert single.excess() < full.excess()


def test_rate_and_size_act_on_the_next_step_and_are_marked(demo):
    demo.advance(4)
    before = [list(descent.points) for descent in demo.descents]
    demo.learning_rate.value = 0.2
    assert [list(descent.points) for descent in demo.descents] == before
    demo.advance(1)
    full = demo.descents[0]
    assert full.points[-1] == pytest.approx(full.points[-2] - demo.rate * demo.fit.surface.gradient(full.points[-2]))
    demo.batch_size.value = 2
    demo.advance(1)
    assert demo.mini.used[-1] == 5 * 8 + 2
    assert demo.picture.marks.labels.texts == [f"α {demo.rate:.2g}", "m 2"]
    demo.player.scrub.value = 0
    assert demo.picture.marks.labels.texts == []


def test_the_same_order_gives_the_same_path_and_another_order_another(demo):
    demo.advance(5)
    first = demo.descents[2].points[-1]
    demo.player.reset_button.click()
    demo.advance(5)
    assert (demo.descents[2].points[-1] == first).all()
    full = demo.descents[0].points[-1]
    demo.order_button.click()
    demo.advance(5)
    assert (demo.descents[2].points[-1] != first).all()
    assert demo.descents[0].points[-1] == pytest.approx(full)  # but for rounding: all points, in another order


def test_the_start_by_click_and_by_arrow_keys(demo, page):
    page.point("down", demo.picture.map_axes, -1, 0.5)
    page.point("up", demo.picture.map_axes, -1, 0.5)
    assert demo.start == pytest.approx((-1, 0.5), abs=0.02)
    page.say(type="key", key="ArrowRight")
    page.say(type="key", key="ArrowUp")
    assert demo.start == pytest.approx((-0.9, 0.6), abs=0.02)
    assert all(tuple(descent.points[0]) == demo.start for descent in demo.descents)
    page.say(type="key", key="+")
    assert demo.learning_rate.value == demo.rate == demo.mini.rate > 0.1
    for _ in range(80):
        page.say(type="key", key="ArrowLeft")
    assert demo.start[0] == -2  # the edge of the map


def test_the_fan_of_gradients(demo):
    assert not len(demo.picture.fan.get_xdata())
    demo.noise.value = HERE
    demo.advance(3)
    ends = demo.picture.fan.get_xydata().reshape(60, 3, 2)[:, 1]
    here, full = demo.mini.points[-1], demo.picture.full.get_xydata()
    assert full[0] == pytest.approx(here)
    assert full[1] == pytest.approx(here - 0.25 * demo.fit.surface.gradient(here))
    assert ends.mean(axis=0) == pytest.approx(full[1], abs=0.05)
    demo.noise.value = "at the start"
    assert demo.picture.full.get_xydata()[0] == pytest.approx(demo.start)
    assert "At the start the full gradient" in demo.player.line.value


def test_divergence_is_told_once_for_each_and_the_others_go_on(demo):
    demo.learning_rate.value = 1.0
    demo.advance(200)
    assert "Single example diverged by step" in demo.note.value
    demo.advance(40)
    assert "diverged by step" not in demo.note.value
    assert demo.descents[0].excess() < 1e-4
    demo.learning_rate.value = demo.learning_rate.nearest(3)
    for _ in range(4):
        demo.advance(1000)
    assert demo.note.value.startswith('<span class="course-note" role="alert">That is enough: full batch')
    assert "no longer a number" in demo.player.line.value


def test_it_says_who_circles_and_who_has_arrived_and_ends(demo):
    demo.counted.value = EXAMPLES
    demo.learning_rate.value = demo.learning_rate.nearest(0.3)
    demo.advance(2 * MOST)
    assert demo.clock == demo.player.steps == MOST
    full, mini, single = demo.player.line.value.split("<br>")[:3]
    assert "arrived at the bottom" in full
    assert "circles around the bottom" in mini and "circles around the bottom" in single


def test_it_plays_in_small_frames(demo, page, play_to_the_end):
    demo.counted.value, demo.noise.value = EXAMPLES, HERE
    play_to_the_end()
    assert max(len(png) for _, png in page.frames) <= 40_000
    assert page.frames[-1][0]["alt"] == demo.text


def test_words(demo):
    for steps in (0, 1, 200):
        demo.advance(steps)
        assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
