"""WhenToStop, driven by its controls without a browser."""

import contextlib
import io

import numpy as np
import pytest

from course_utils.training import evaluate
from course_utils.widgets import WhenToStop
from course_utils.widgets.training.when_to_stop_settings import EPOCHS, WhenToStopSettings


@pytest.fixture
def demo():
    demo = WhenToStop()
    yield demo
    demo.close()


def run_on(demo, epochs):
    """So many further epochs, past the place where the patience is over."""
    end = demo.epoch + epochs
    while demo.epoch < end:
        demo.advance(end - demo.epoch)


def costs(demo):
    """Mean costs of the network as it is now, by the examples."""
    return {name: evaluate(demo.run.network, *examples)[0] for name, examples in demo.data.items()}


def test_a_step_is_an_epoch_and_both_costs_are_exact(demo):
    demo.advance(3)
    assert (demo.epoch, demo.player.steps, demo.run.trainer.epoch, demo.run.steps) == (3, 3, 3, 15)
    now = costs(demo)
    assert demo.run.record.train_cost.newest == (3, now["training"])
    assert demo.run.record.validation_cost.newest == (3, now["validation"])
    assert demo.early.costs[-1] == now["validation"]


def test_it_learns_its_points_by_heart_and_the_weights_kept_are_better(demo):
    run_on(demo, 300)
    assert costs(demo)["training"] < 0.01
    kept, stop = demo.early.at(demo.epoch, 20)
    assert stop == kept + 20 < 100
    assert demo.early.costs[-1] > 2 * demo.early.costs[kept - 1]
    fresh, now = demo.data["fresh points"], costs(demo)["fresh points"]
    demo.run.network.vector[:] = demo.early.vector(kept)
    assert evaluate(demo.run.network, *fresh)[0] < now / 2


@pytest.mark.parametrize("cure", [{"n": 800}, {"penalty_rate": 1.0}])
def test_the_cures(demo, cure):
    run_on(demo, 200)
    ill = demo.early.costs[-1] / min(demo.early.costs)
    demo.settings.set(**cure)
    demo.player.reset_button.click()
    run_on(demo, 200)
    assert demo.early.costs[-1] / min(demo.early.costs) < 1.25 < ill / 2


def test_one_hidden_unit_a_layer_is_too_few(demo):
    demo.units.value = 1
    run_on(demo, 200)
    now = costs(demo)
    assert min(now.values()) > 0.4
    assert demo.run.network.sizes == (2, 1, 1, 1)


def test_more_points_leave_the_validation_points_as_they_are():
    few, many = WhenToStopSettings().data(), WhenToStopSettings(n=800).data()
    for name in ("validation", "fresh points"):
        np.testing.assert_array_equal(few[name].points, many[name].points)
        np.testing.assert_array_equal(few[name].targets, many[name].targets)
    np.testing.assert_array_equal(few["training"].points, many["training"].points[:50])
    assert [len(examples.points) for examples in many.values()] == [800, 200, 1000]
    every = np.concatenate([examples.points for examples in many.values()])
    assert len(np.unique(every, axis=0)) == len(every), "no point is in two of them"


def test_it_stops_where_the_patience_is_over_says_so_and_goes_on_if_told_to(demo, play_to_the_end):
    play_to_the_end()
    kept, stop = demo.early.at(demo.epoch, 20)
    assert demo.epoch == stop == kept + 20
    assert f"Stopped after epoch {stop}: 20 epochs without a lower validation cost. Play goes on." in demo.note.value
    assert f"keeps epoch {kept}" in demo.player.line.value
    play_to_the_end()
    assert demo.epoch == EPOCHS
    assert "That is enough" in demo.note.value
    assert demo.early.at(EPOCHS, 20) == (kept, stop)


def test_another_patience_acts_on_the_epochs_gone_by(demo, open_page):
    page = open_page(demo.figure)
    run_on(demo, 150)
    seen = {}
    for patience in (1, 5, 50):
        demo.patience.value = patience
        kept, stop = seen[patience] = demo.early.at(150, patience)
        assert f"Stopped after epoch {stop}: {patience} epoch{'s' * (patience > 1)} without a lower" in demo.note.value
        assert f"stops after epoch {stop}</b>, keeps epoch {kept}" in demo.player.line.value
        assert demo.picture.stop.get_xdata() == [stop, stop]
        assert demo.picture.kept.get_xydata().tolist() == [[kept, demo.early.costs[kept - 1]]]
    assert seen[1][1] < seen[5][1] < seen[50][1]
    demo.advance(2)
    assert demo.epoch == 152, "a stop that has passed stops nothing"
    demo.patience.value = 200
    assert demo.note.value == ""
    assert not len(demo.picture.stop.get_xdata())
    page.say(type="key", key="-")
    assert demo.patience.value == demo.settings.patience == 100
    page.say(type="key", key="+")
    page.say(type="key", key="+")
    assert demo.patience.value == 200
    demo.advance(200)
    assert demo.early.at(demo.epoch, 200)[1] == demo.epoch < 350, "a stop that is still to come is told"
    assert "Stopped after epoch" in demo.note.value


def test_the_planes_show_the_network_now_and_as_it_was_kept(demo):
    run_on(demo, 120)
    kept, _ = demo.early.at(120, 20)
    now, best = demo.picture.planes
    assert (now.title.texts, best.title.texts) == (["Now: epoch 120"], [f"★ Kept: epoch {kept}"])
    train = demo.data["training"]
    cost, accuracy = evaluate(demo.run.network, *train)
    assert now.words.texts[0] == f"training {cost:.2g} ({accuracy:.0%} right)"
    demo.player.scrub.value = kept / (len(demo.player.history) - 1)
    assert now.title.texts == [f"Now: epoch {kept}"]
    assert now.words.texts == best.words.texts
    np.testing.assert_array_equal(now.map.get_array(), best.map.get_array())
    demo.player.scrub.value = 0
    assert (now.title.texts, best.title.texts) == (["Now: epoch 0"], ["★ Kept: none yet"])
    assert best.words.texts == []
    colours = np.asarray(best.map.get_array())
    assert (colours == 255).all()
    demo.player.scrub.value = 1
    inside = np.asarray(now.map.get_array())
    for x, y in train.points:
        red, _, blue, _ = inside[int((6 - y) * 5), int((x + 6) * 5)]
        if np.abs(demo.run.network.forward([[x, y]])) > 2:
            said = blue > red
            assert said == (demo.run.network.predict([[x, y]])[0] == 1)
    assert sum(len(line.get_xdata()) for line in now.points) == len(train.points)
    assert sum(target == 1 for target in train.targets) == len(now.points[1].get_xdata())


def test_the_l2_rate_acts_on_the_next_step_and_is_marked(demo):
    demo.advance(4)
    network = demo.run.network
    demo.penalty_rate.value = 0.3
    assert demo.run.trainer.penalty_rate == 0.3
    demo.advance(1)
    assert demo.run.network is network
    assert [(mark.x, mark.label) for mark in demo.run.record.marks] == [(4, "λ 0.3")]
    demo.player.reset_button.click()
    assert demo.run.trainer.penalty_rate == 0.3
    assert demo.run.record.marks == []


def test_the_same_points_by_reset_others_by_key(demo, page):
    demo.advance(5)
    first = demo.early.costs
    demo.player.reset_button.click()
    demo.advance(5)
    assert demo.early.costs == first
    page.say(type="key", key="n")
    assert demo.epoch == 0
    demo.advance(5)
    assert demo.early.costs != first


def test_a_pinned_run_stays_on_the_plot(demo):
    run_on(demo, 30)
    demo.pins.buttons[0].click()
    assert "50 training points, 2 × 16 hidden units, λ 0; 30 epochs" in demo.pins.value
    standing = len(demo.picture.curves.cost_axes.lines)
    demo.n.value = 200
    demo.advance(3)
    assert len(demo.picture.curves.cost_axes.lines) == standing
    demo.pins.buttons[1].click()
    assert len(demo.picture.curves.cost_axes.lines) == standing - 1


def test_a_run_can_be_pinned_before_it_has_begun(demo):
    demo.pins.buttons[0].click()
    assert f"0 epochs, lowest validation cost {costs(demo)['validation']:.2g}" in demo.pins.value


def test_it_says_how_far_the_validation_cost_has_risen(demo):
    demo.advance(1)
    assert "times its lowest" not in demo.player.line.value
    run_on(demo, 200)
    lowest = min(demo.early.costs)
    times, epoch = demo.early.costs[-1] / lowest, demo.early.costs.index(lowest) + 1
    assert f"{times:.1f} times its lowest, that of epoch {epoch}" in demo.player.line.value


def test_divergence_is_said(demo):
    demo.run.network.vector[:] = 1e200
    demo.advance(1)
    assert "Diverged at step" in demo.note.value
    assert "nan" not in demo.text and "inf" not in demo.text
    demo.advance(3)
    demo.player.reset_button.click()
    assert demo.note.value == ""


@pytest.mark.parametrize("settings", [{}, {"n": 200, "units": 4, "penalty_rate": 0.3, "patience": 5, "seed": 2}])
def test_the_printed_program_stops_and_keeps_as_the_demo_does(demo, settings, play_to_the_end):
    demo.settings.set(**settings)
    play_to_the_end()
    kept, stop = demo.early.at(demo.epoch, demo.settings.patience)
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(demo.code(), names)
    assert names["report"].epoch == stop
    np.testing.assert_array_equal(names["network"].vector, demo.early.vector(kept))
    assert f"cost {demo.early.costs[kept - 1]:.3f} on validation" in printed.getvalue()


def test_frames_are_small(demo, page, play_to_the_end):
    play_to_the_end()
    demo.n.value = 800
    demo.advance(30)
    assert max(len(png) for _, png in page.frames) <= 40_000
    assert page.frames[-1][0]["alt"] == demo.text


def test_words(demo):
    for epochs in (0, 1, 60):
        run_on(demo, epochs)
        assert 60 <= len(demo.text) <= 400 and demo.text.endswith(".")
    assert "stops it after epoch" in demo.text
