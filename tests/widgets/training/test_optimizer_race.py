"""The race of the optimizers: what tuning finds, what arriving means, and the controls."""

import numpy as np
import pytest

from course_utils.optimizers import SGD
from course_utils.surfaces import bowl
from course_utils.widgets import OptimizerRace
from course_utils.widgets.training.optimizer_race import LOOKS, arrival, at_goal_since
from course_utils.widgets.training.tuned_optimizers import (
    GOAL,
    JUDGED_ON,
    MOST_STEPS,
    STAYS,
    SURFACES,
    best_rate,
    random_starts,
    steps_needed,
    times_first,
    tuned,
    turned,
)


@pytest.fixture
def demo():
    made = OptimizerRace()
    yield made
    made.close()


def test_steps_are_counted_until_the_cost_is_low_and_stays_low():
    surface, starts = bowl(1.0), np.array([[1.0, 0.0], [0.0, 0.0], [2.0, 0.0]])
    needed = steps_needed(surface, SGD(0.5), starts)
    # Each step halves the distance, and so the cost becomes a quarter of ½ x².
    assert needed.tolist() == [5, 0, 6]
    assert steps_needed(surface, SGD(3.0), starts[:1]).tolist() == [MOST_STEPS], "it diverges"
    assert steps_needed(surface, SGD(2.0), starts[:1]).tolist() == [MOST_STEPS], "it hops for ever"


def test_the_best_rate_of_a_round_bowl_is_the_one_that_jumps_to_the_bottom():
    assert best_rate(bowl(10.0), "SGD", np.array([[1.0, 1.0], [-1.5, 0.5]])) == pytest.approx(0.1, rel=0.01)


def test_a_turned_bowl_is_the_same_bowl_turned():
    straight, oblique = bowl(16, 100), turned(bowl(16, 100))
    along = np.array([1.0, 1.0]) / np.sqrt(2)
    assert oblique.value(along) == pytest.approx(straight.value([1.0, 0.0]))
    np.testing.assert_allclose(oblique.gradient(along), 0.16 * along, atol=1e-12)


def test_no_optimizer_always_wins():
    firsts = [times_first(tuned(name)[1]) for name in SURFACES]
    winners = [max(wins, key=wins.get) for wins in firsts]
    assert len(set(winners)) >= 3
    for look in LOOKS:
        assert any(wins[look.name] < JUDGED_ON / 2 for wins in firsts)


def test_starts_of_the_judging_are_not_those_of_the_tuning():
    surface = SURFACES["plateau"]
    tuning, judging = random_starts(surface, 8, seed=1), random_starts(surface, 20, seed=2)
    assert not set(map(tuple, tuning)) & set(map(tuple, judging))


def test_each_begins_with_the_rate_that_was_tuned(demo):
    rates, _ = tuned(demo.surface.value)
    for look, racer in zip(LOOKS, demo.racers, strict=True):
        assert racer.rate == pytest.approx(rates[look.name], rel=0.01)
    demo.surface.value = "Rosenbrock"
    rates, _ = tuned("Rosenbrock")
    assert demo.racers[3].rate == pytest.approx(rates["Adam"], rel=0.01)


def test_a_rate_acts_on_the_next_step_and_is_marked(demo):
    demo.advance(5)
    demo.rates[0].value = 0.01
    assert demo.racers[0].optimizer.learning_rate == demo.rates[0].value
    assert demo.steps == 5
    assert demo.marks[-1][:2] == (5, 0)
    demo.advance(1)
    demo.tune_button.click()
    assert demo.racers[0].rate == pytest.approx(tuned(demo.surface.value)[0]["SGD"], rel=0.01)


def test_the_start_by_button_click_and_key(demo, page):
    before = demo.start
    demo.start_button.click()
    assert demo.start != before
    page.point("down", demo.picture.map_axes, 1.0, -1.0)
    page.point("up", demo.picture.map_axes, 1.0, -1.0)
    assert demo.start == (1.0, -1.0)
    page.say(type="key", key="ArrowLeft")
    assert demo.start == (0.9, -1.0)
    assert all(tuple(racer.points[0]) == demo.start for racer in demo.racers)


def test_the_race_ends_and_says_who_was_first(demo, play_to_the_end):
    play_to_the_end()
    assert "The race is over" in demo.note.value
    first = min(map(arrival, demo.racers))
    names = [look.name for look, racer in zip(LOOKS, demo.racers, strict=True) if arrival(racer) == first]
    assert f"at these rates: {' and '.join(names)}" in demo.note.value
    for racer in demo.racers:
        since = at_goal_since(racer)
        assert racer.costs[since] <= GOAL < racer.costs[since - 1]
        assert racer.steps - since >= STAYS


def test_divergence_is_said_and_the_others_go_on(demo):
    demo.rates[0].value = 10.0
    demo.advance(40)
    assert "SGD diverged at step" in demo.note.value
    before = demo.racers[1].steps
    demo.advance(5)
    assert demo.racers[1].steps == before + 5
    assert "SGD" in demo.text


def test_the_line_says_what_first_means_and_how_often(demo):
    assert f"kept for {STAYS} steps" in demo.player.line.value
    firsts = times_first(tuned(demo.surface.value)[1])
    for look in LOOKS:
        assert f"first {firsts[look.name]} of {JUDGED_ON}" in demo.player.line.value
