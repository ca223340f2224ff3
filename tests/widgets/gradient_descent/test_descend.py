"""Descend, driven by its controls without a browser."""

import asyncio
import itertools
import re

import numpy as np
import pytest

from course_utils.gradients import gradient_descent
from course_utils.widgets import Descend
from course_utils.widgets.gradient_descent.descend import RATES, SURFACES


@pytest.fixture
def demo():
    demo = Descend()
    yield demo
    demo.close()


def point_at(page, demo, kind, w1, w2):
    """Press, move or release at two weights in the map, as the page would tell it."""
    axes = demo.picture.ground_axes
    x, y = axes.transData.transform((w1, w2)) / demo.figure.canvas.get_width_height()
    page.say(type="pointer", kind=kind, x=x, y=1 - y)


def test_it_descends_as_the_library_does(demo):
    demo.advance(10)
    surface = demo.descent.surface
    expected = list(gradient_descent(surface.gradient, [-1.7, 1.2], 0.1, 10))
    np.testing.assert_allclose(demo.descent.points, expected)
    np.testing.assert_allclose(demo.descent.costs, surface.value(expected))


def test_the_learning_rate_acts_on_the_running_descent(demo, run_async):
    async def run():
        demo.player.speed.value = "15 steps/s"
        demo.player.play()
        await asyncio.sleep(0.4)
        descent, before = demo.descent, len(demo.descent.points)
        demo.learning_rate.value = 0.01
        await asyncio.sleep(0.4)
        assert demo.player.playing
        demo.player.pause()
        assert demo.descent is descent
        assert len(descent.points) > before > 1
        return before

    changed_at = run_async(run())
    points = np.array(demo.descent.points)
    rates = [
        np.linalg.norm(after - here) / np.linalg.norm(demo.descent.gradient(here))
        for here, after in itertools.pairwise(points)
    ]
    np.testing.assert_allclose(rates[: changed_at - 1], 0.1)
    np.testing.assert_allclose(rates[changed_at - 1 :], 0.01)
    assert demo.descent.rates == [(0, 0.1), (changed_at - 1, 0.01)]
    assert "α 0.01" in demo.picture.marks.labels.texts


@pytest.mark.parametrize(
    ("rate", "words", "sides"),
    [
        (0.24, "glides down", [1, 1, 1]),
        (0.26, "zig-zags and comes closer", [-1, 1, -1]),
        (0.49, "zig-zags and comes closer", [-1, 1, -1]),
        (0.51, "longer than the last", [-1, 1, -1]),
    ],
)
def test_one_and_two_over_l_part_gliding_zig_zag_and_divergence(demo, rate, words, sides):
    demo.curvature.value = 4
    demo.learning_rate.value = rate
    demo.advance(3)
    across = np.array([point[1] for point in demo.descent.points])
    assert np.sign(across[1:]).tolist() == sides
    assert bool(abs(across[3]) > abs(across[0])) is (rate > 0.5)
    assert words in demo.player.line.value
    assert words in demo.text


def test_the_bounds_stand_on_the_scale_of_the_learning_rate(demo):
    def places():
        marks = re.findall(r'left:([\d.]+)%">(1/L|2/L)<', demo.marks.value)
        return {label: 10 ** (RATES[0] + float(place) / 100 * (RATES[1] - RATES[0])) for place, label in marks}

    demo.curvature.value = 8
    assert places() == pytest.approx({"1/L": 1 / 8, "2/L": 2 / 8}, rel=2e-3)
    demo.surface.value = "two valleys"
    assert places() == {}  # its curvature differs from place to place
    assert ">0.01<" in demo.marks.value


def test_divergence_is_named_and_the_demo_stays_usable(demo):
    demo.learning_rate.value = 1.0
    demo.advance(100)
    assert "Diverged at step" in demo.note.value
    assert "above 2/L = 0.5" in demo.note.value
    assert demo.player.steps < 10
    demo.advance(2000)  # to infinity and beyond
    assert "no longer a number" in demo.note.value
    assert demo.still()
    demo.learning_rate.value = 0.2
    demo.player.reset_button.click()
    demo.advance(100)
    assert demo.descent.costs[-1] < 1e-6


def test_it_is_built_without_an_error_on_the_way(monkeypatch):
    said = []
    monkeypatch.setattr("course_utils.widgets.shared.player.PlayedDemo.fail", lambda demo, error: said.append(error))
    Descend().close()
    assert said == []


def test_a_descent_that_diverges_is_drawn_without_a_warning(demo):
    demo.surface.value = "Rosenbrock"
    demo.learning_rate.value = 10
    demo.advance(12)  # pytest makes errors of warnings


@pytest.mark.parametrize(
    ("surface", "start", "rate", "words"),
    [
        ("bowl", (0.5, 0.5), 0.25, "Arrived at the bottom"),
        ("two valleys", (1.5, 0.5), 0.05, "shallower valley, at cost −0.33; the deeper one has −1.67"),
        ("two valleys", (-1.5, 0.5), 0.05, "Arrived at the bottom"),
        ("saddle", (1.0, 0.0), 0.5, "not a minimum"),
        ("saddle", (1.0, 0.1), 0.5, "no lowest point"),
        ("plateau", (1.0, 1.0), 0.5, "Arrived at the bottom"),
        ("Rosenbrock", (-1.0, 1.0), 0.01, "Diverged"),
        ("Rosenbrock", (-1.0, 1.0), 0.001, "20,000 steps, and not there yet"),
    ],
)
def test_every_end_is_told_in_words(demo, surface, start, rate, words):
    demo.surface.value = surface
    demo.learning_rate.value = rate
    demo.start_x.value, demo.start_y.value = start
    demo.advance(25_000)
    assert words in demo.note.value
    assert demo.still()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("weights", ["one weight", "two weights"])
def test_every_surface_can_be_descended_in_both_pictures(demo, surface, weights, open_page):
    page = open_page(demo.figure)
    demo.surface.value = surface
    demo.weights.value = weights
    demo.advance(30)
    assert demo.descent.costs[-1] < demo.descent.costs[0]
    if weights == "one weight":
        assert {point[1] for point in demo.descent.points} == {0}
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_a_click_puts_the_start_there(demo, open_page):
    page = open_page(demo.figure)
    demo.advance(3)
    point_at(page, demo, "down", 1.0, -0.5)
    np.testing.assert_allclose(demo.descent.points, [[1.0, -0.5]], atol=0.02)
    point_at(page, demo, "move", 5.0, 0.5)  # beyond the edge: as far as the map goes
    np.testing.assert_allclose(demo.descent.points, [[2.0, 0.5]], atol=0.02)
    point_at(page, demo, "up", 1.5, 0.5)
    assert demo.start_x.value == pytest.approx(1.5, abs=0.02)
    assert not demo.player.playing


def test_a_click_while_it_plays_lets_the_new_descent_play_on(demo, open_page, run_async):
    page = open_page(demo.figure)

    async def run():
        demo.player.play()
        point_at(page, demo, "down", 1.0, -0.5)
        point_at(page, demo, "up", 1.0, -0.5)
        assert demo.player.playing
        await asyncio.sleep(0.6)
        demo.player.pause()

    run_async(run())
    np.testing.assert_allclose(demo.descent.points[0], [1.0, -0.5], atol=0.02)
    assert len(demo.descent.points) > 1


def test_keys_move_the_start_turn_the_rate_and_pin(demo, open_page):
    page = open_page(demo.figure)
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.say(type="key", key=key)
    np.testing.assert_allclose(demo.descent.points[0], [-1.5, 1.3])
    page.say(type="key", key="+")
    assert demo.learning_rate.value == pytest.approx(0.1 * 10**0.05)
    page.say(type="key", key="-")
    assert demo.learning_rate.value == pytest.approx(0.1)
    page.say(type="key", key="s")
    assert len(demo.descent.points) == 2
    page.say(type="key", key="p")
    assert "<b>A</b> pinned" in demo.pins.value


def test_reset_goes_back_to_the_same_start(demo):
    demo.start_x.value = 1.25
    demo.advance(5)
    first = np.array(demo.descent.points)
    demo.player.reset_button.click()
    demo.advance(5)
    np.testing.assert_array_equal(demo.descent.points, first)


def test_looking_back_shows_the_descent_as_it_was(demo):
    demo.advance(12)
    demo.player.scrub.value = 3 * demo.player.scrub.step
    assert "After 3 steps" in demo.figure.alt
    assert len(demo.picture.costs.get_xdata()) == 4
    demo.player.scrub.value = 1
    assert len(demo.picture.costs.get_xdata()) == 13


def test_pinned_paths_stay_until_the_ground_changes(demo):
    standing = len(demo.picture.cost_axes.lines), len(demo.picture.map_axes.lines)
    demo.advance(5)
    demo.pins.buttons[0].click()
    demo.learning_rate.value = 0.3
    demo.player.reset_button.click()
    demo.advance(5)
    for _ in range(4):
        demo.pins.buttons[0].click()
    assert len(demo.picture.cost_axes.lines) == standing[0] + 3  # at most three
    assert len(demo.picture.map_axes.lines) == standing[1] + 3
    assert "α = 0.302, 5 steps" in demo.pins.value
    demo.pins.buttons[1].click()
    assert (len(demo.picture.cost_axes.lines), len(demo.picture.map_axes.lines)) == standing
    demo.pins.buttons[0].click()
    demo.curvature.value = 16
    assert demo.pins.value == ""
    assert len(demo.picture.cost_axes.lines) == standing[0]


def test_a_pinned_path_stays_as_it_was_while_the_descent_goes_on(demo):
    def ends():
        return [len(line.get_xdata()) for line in demo.picture.pinned.artists[::2]]  # a letter follows each line

    demo.advance(5)
    demo.pins.buttons[0].click()
    demo.advance(7)
    demo.pins.buttons[0].click()
    assert ends() == [6, 6, 13, 13]  # on the map and on the plot of costs
    assert re.findall(r"(\d+) steps", demo.pins.value) == ["5", "12"]


def test_the_next_step_shows_the_learning_rate_before_it_is_taken(demo):
    def aim():
        x, y = demo.picture.grounds[demo.picture.map_axes][-2].get_data()
        return [x[1], y[1]]

    demo.learning_rate.value = 0.2
    promised = aim()
    demo.advance(1)
    np.testing.assert_allclose(demo.descent.points[1], promised)


def test_what_the_page_says_back_is_no_new_setting(demo):
    """The page knows only the number of a slider's step, and may send the present one again."""

    def say_back():
        for slider in (demo.learning_rate, demo.start_x, demo.start_y, demo.momentum):
            slider.set_state({"index": slider.index})

    demo.advance(4)
    say_back()
    assert len(demo.descent.points) == 5
    assert len(demo.descent.rates) == 1
    demo.learning_rate.value = 1.0
    demo.advance(20)
    say_back()
    assert "Diverged" in demo.note.value


def test_another_surface_brings_its_own_start_rate_and_range(demo):
    drawn = []
    draw = demo.picture.draw
    demo.picture.draw = lambda descent, *rest: drawn.append(descent.surface.name) or draw(descent, *rest)
    demo.advance(3)
    before = demo.start_x
    demo.surface.value = "plateau"
    assert drawn[1:] == ["plateau"]  # one picture, of the new surface
    assert (demo.start_x.value, demo.start_y.value, demo.learning_rate.value) == (-3.2, 2.4, 1.0)
    assert demo.start_x.options[0][1] == -5
    assert before.comm is None  # closed: nothing is left behind
    np.testing.assert_array_equal(demo.descent.points, [[-3.2, 2.4]])
    assert demo.descent.rates == [(0, 1.0)]


def test_both_coordinates_of_a_start_make_one_new_descent(demo, open_page):
    page = open_page(demo.figure)
    begun = []
    restart = demo.restart
    demo.restart = lambda: begun.append(demo.start) or restart()
    point_at(page, demo, "down", 1.0, -0.5)
    assert len(begun) == 1
    demo.start_x.value = -0.5
    assert begun[1:] == [(-0.5, demo.start_y.value)]


def test_momentum_begins_a_new_walk_and_helps_in_a_stretched_bowl(demo):
    demo.ratio.value = 50
    demo.learning_rate.value = 0.3
    demo.advance(60)
    plain = demo.descent.costs[-1]
    demo.momentum.value = 0.8
    assert len(demo.descent.points) == 1
    demo.advance(60)
    assert demo.descent.costs[-1] < plain / 100
    assert "momentum 0.80" in demo.text


def test_in_a_bowl_the_cost_is_the_sum_of_the_two_weights_parts(demo):
    demo.advance(5)
    parts = np.sum([part.get_ydata() for part in demo.picture.parts], axis=0)
    np.testing.assert_allclose(parts, demo.picture.costs.get_ydata())
    assert demo.picture.cost_axes.get_legend().get_visible()
    demo.surface.value = "saddle"
    assert np.isnan(demo.picture.parts[0].get_ydata()).all()
    assert not demo.picture.cost_axes.get_legend().get_visible()


@pytest.mark.parametrize(("start", "words"), [((1.0, 1.0), []), ((0.0, 0.9), ["↓ outside"])])
def test_a_descent_outside_of_the_picture_is_pointed_to(demo, start, words):
    demo.start_x.value, demo.start_y.value = start
    demo.learning_rate.value = 1.5
    demo.advance(1 if words else 0)
    assert demo.picture.outside[demo.picture.ground_axes].texts == words


def test_a_drag_leaves_one_mark_and_presses_one_each(demo, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("course_utils.widgets.shared.setting_marks.time.perf_counter", lambda: clock[0])
    for wait, rate in [(5, 0.2), (0.1, 0.3), (0.1, 0.4), (0.7, 0.2), (0.7, 0.1)]:
        demo.advance(1)
        clock[0] += wait
        demo.learning_rate.value = rate
    assert [(step, round(rate, 2)) for step, rate in demo.descent.rates] == [(0, 0.1), (1, 0.4), (4, 0.2), (5, 0.1)]
