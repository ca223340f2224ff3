"""RaceOfTwoLosses, driven by its controls without a browser; its costs against those of ten images."""

import numpy as np
import pytest

from course_utils.losses import cross_entropy, softmax
from course_utils.widgets import RaceOfTwoLosses
from course_utils.widgets.loss_functions.race import mean_cross_entropy, mean_squared_error


@pytest.fixture
def demo():
    demo = RaceOfTwoLosses()
    yield demo
    demo.close()


def run_to_the_end(demo, start, rates):
    """Return after how many steps each has arrived, as the page says it."""
    demo.start.value = start
    for slider, rate in zip(demo.rates, rates, strict=True):
        slider.value = rate
    demo.player.reset_button.click()
    demo.advance(600)
    return [racer.news(demo.steps) for racer in demo.racers]


def arrived(*steps):
    return [f"arrived after {n} step{'s' * (n != 1)}" for n in steps]


@pytest.mark.parametrize("z", [-6.0, -1.5, 0.0, 2.2, 7.0])
def test_the_costs_are_the_mean_over_ten_images_and_the_slopes_are_theirs(z):
    labels = np.array([[1, 0]] * 9 + [[0, 1]])

    def by_hand(z):
        chances = np.tile(softmax([z, 0.0]), (10, 1))
        return np.array([cross_entropy(chances, labels).mean(), ((chances - labels) ** 2).mean()])

    pairs = np.array([mean_cross_entropy(z), mean_squared_error(z)])
    assert pairs[:, 0] == pytest.approx(by_hand(z))
    assert pairs[:, 1] == pytest.approx((by_hand(z + 1e-5) - by_hand(z - 1e-5)) / 2e-5, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(
    ("start", "rates", "steps"),
    [
        (-6, (2, 2), (12, 153)),
        (-6, (2, 30), (12, 10)),
        (-1, (2, 30), (9, 117)),
        (-6, (5, 17), (2, 17)),
        (-3, (5, 17), (3, 4)),
        (-1, (5, 17), (1, 12)),
    ],
)
def test_the_races_of_the_notebook(demo, start, rates, steps):
    assert run_to_the_end(demo, start, rates) == arrived(*steps)
    assert all(news in demo.player.line.value for news in arrived(*steps))
    taken = [news.removeprefix("arrived after ") for news in arrived(*steps)]
    assert f"The race is over: cross-entropy {taken[0]}, squared error {taken[1]}." in demo.note.value
    assert demo.steps == max(steps)


def test_the_opening_picture_says_nothing_of_the_outcome(demo):
    assert demo.text.count("at the start") == 2 and "12" not in demo.text and "153" not in demo.text
    assert all(len(line.get_xdata()) == 1 for line in demo.picture.lines)
    assert [slider.value for slider in (*demo.rates, demo.start)] == [2, 2, -6]


def test_a_race_that_nobody_wins_stops_at_500_steps(demo):
    news = run_to_the_end(demo, -1, (2, 50))
    assert demo.steps == demo.player.steps == 500
    assert "not arrived after 500 steps" in news
    assert "not arrived after 500 steps" in demo.note.value
    demo.player.step_button.click()
    assert demo.steps == 500


def test_who_has_arrived_waits_for_the_other(demo):
    demo.advance(40)
    entropy, square = demo.racers
    assert (len(entropy.path), len(square.path)) == (13, 41)
    assert demo.picture.heads[0].get_xdata() == [12]
    assert demo.picture.heads[1].get_xdata() == [40]


def test_a_rate_acts_on_the_next_step_of_the_running_race(demo):
    demo.advance(3)
    before = list(demo.racers[1].path)
    demo.rates[1].value = 40
    assert demo.racers[1].path == before
    demo.advance(1)
    path = demo.racers[1].path
    assert path[:-1] == before
    assert path[-1] - path[-2] == pytest.approx(-40 * mean_squared_error(path[-2])[1])
    assert demo.picture.marks.labels.texts == ["◆ α 40"]
    demo.player.scrub.value = 0
    assert demo.picture.marks.labels.texts == []
    lane = demo.picture.lanes[1]
    assert len(demo.picture.lines[1].get_xdata()) == len(lane.line.get_xdata()) == 1
    assert lane.marker.get_xdata() == [-6]


def test_another_start_begins_anew_and_reset_keeps_the_rates(demo):
    demo.tuned_button.click()
    assert [slider.value for slider in demo.rates] == [racer.rate for racer in demo.racers] == [5, 17]
    demo.advance(2)
    demo.start.value = -2.5
    assert demo.steps == 0 and [racer.path for racer in demo.racers] == [[-2.5], [-2.5]]
    assert [racer.rate for racer in demo.racers] == [5, 17]
    demo.rates[0].value = 9
    demo.advance(1)
    demo.player.reset_button.click()
    assert [racer.rate for racer in demo.racers] == [9, 17]
    assert demo.picture.marks.labels.texts == []


def test_it_plays_to_the_end_and_stops(demo, page, play_to_the_end):
    play_to_the_end()
    assert demo.steps == 153
    assert max(len(png) for _, png in page.frames) <= 40_000
    assert page.frames[-1][0]["alt"] == demo.text


def test_markers_stand_on_the_curves_and_tangents_touch_them(demo):
    for steps in (0, 5, 140):
        demo.advance(steps)
        for lane, racer in zip(demo.picture.lanes, demo.racers, strict=True):
            z = racer.path[-1]
            cost, slope = lane.loss(z)
            assert lane.marker.get_xydata()[0] == pytest.approx([z, cost])
            x, y = lane.tangent.get_data()
            assert (np.mean(x), np.mean(y)) == pytest.approx((z, cost))
            assert np.diff(y) / np.diff(x) == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_a_marker_beyond_the_picture_is_held_at_its_end_and_says_where_it_is(demo):
    demo.rates[0].value = 50
    demo.advance(1)
    lane = demo.picture.lanes[0]
    assert demo.racers[0].path[-1] > 30
    assert lane.marker.get_xdata() == [lane.hill.get_xlim()[1]]
    assert lane.beyond.get_text() == "z = 38.9 →"
    demo.player.reset_button.click()
    assert lane.beyond.get_text() == ""


def test_words(demo):
    for steps in (0, 1, 200):
        demo.advance(steps)
        assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
        assert "-" not in demo.text.replace("Cross-entropy", "").replace("cross-entropy", "")
