"""MnistTrainer, driven by its controls without a browser."""

import asyncio
import contextlib
import io
import json
import math

import numpy as np
import pytest

from course_utils.mnist import Examples, Mnist, load_mnist
from course_utils.optimizers import SGD, Adam
from course_utils.widgets import MnistTrainer
from course_utils.widgets.mnist.training_picture import DIGITS, GUESSING


@pytest.fixture
def demo(few_digits):
    demo = MnistTrainer(few_digits)
    yield demo
    demo.close()


def test_it_learns(demo):
    at_start = demo.trainer.evaluate()
    demo.advance(60)
    cost, accuracy = demo.trainer.evaluate()
    assert cost < 0.6 * at_start[0]
    assert accuracy > 0.5 > at_start[1]


def test_sliders_act_on_the_next_step_of_the_running_training(demo, run_async):
    async def run():
        demo.player.play()
        await asyncio.sleep(0.1)
        network, steps, seen = demo.network, demo.trainer.steps, demo.trainer.examples_seen
        demo.learning_rate.value = 0.01
        demo.batch_size.value = 4
        assert demo.trainer.optimizer.learning_rate == 0.01
        assert demo.player.playing
        await asyncio.sleep(0.1)
        demo.player.pause()
        more_steps, more_examples = demo.trainer.steps - steps, demo.trainer.examples_seen - seen
        assert more_steps > 0
        assert more_examples <= 4 * more_steps
        assert demo.network is network  # the same network goes on

    run_async(run())


def test_the_learning_rate_is_the_length_of_the_step(demo):
    demo.optimizer.value = "SGD"
    lengths = []
    for rate in (0.1, 0.01):
        demo.settings.learning_rate = rate
        demo.player.reset()
        before = demo.network.parameters[0].copy()
        demo.player.step_button.click()
        lengths.append(np.linalg.norm(demo.network.parameters[0] - before))
    assert lengths[0] == pytest.approx(10 * lengths[1], rel=1e-3)


def test_optimizer_changes_under_way_and_keeps_the_learning_rate(demo):
    demo.settings.learning_rate = 0.001
    demo.advance(5)
    demo.optimizer.value = "Adam"
    assert isinstance(demo.trainer.optimizer, Adam)
    assert demo.trainer.optimizer.learning_rate == 0.001
    demo.optimizer.value = "Momentum"
    assert isinstance(demo.trainer.optimizer, SGD)
    assert demo.trainer.optimizer.momentum == 0.9
    assert [mark.label for mark in demo.record.marks] == ["Momentum"]  # one visit, one mark
    demo.advance(5)


def test_marks_stand_where_a_setting_changed(demo):
    demo.advance(10)
    moved_at = demo.trainer.epoch
    demo.settings.learning_rate = 0.5
    demo.advance(10)
    demo.batch_size.value = 8
    assert [(mark.x, mark.label) for mark in demo.record.marks] == [
        (moved_at, "rate 0.5"),
        (demo.trainer.epoch, "batch 8"),
    ]
    assert demo.picture.curves.marks.labels.texts == ["rate 0.5", "batch 8"]


def test_moving_a_slider_before_the_first_step_leaves_no_mark(demo):
    demo.settings.learning_rate = 0.5
    assert demo.record.marks == []


def test_a_new_width_asks_for_a_reset_and_says_so(demo):
    demo.advance(3)
    demo.hidden_units.value = 32
    assert demo.network.sizes == (784, 128, 10)
    assert "press Reset" in demo.note.value
    assert demo.player.reset_button.button_style == "warning"
    demo.advance(1)  # and the old network can go on meanwhile
    demo.player.reset_button.click()
    assert demo.network.sizes == (784, 32, 10)
    assert demo.note.value == ""
    assert demo.player.reset_button.button_style == ""


def test_the_width_chosen_back_needs_no_reset(demo):
    demo.hidden_units.value = 32
    demo.hidden_units.value = 128
    assert demo.note.value == ""
    assert demo.player.reset_button.button_style == ""


def test_reset_gives_the_same_run_and_new_start_another(demo):
    def first_costs():
        demo.advance(20)
        return list(demo.record.train_cost.y)

    first = first_costs()
    demo.player.reset_button.click()
    assert first_costs() == first
    demo.new_start_button.click()
    another = first_costs()
    assert another != first
    demo.player.reset_button.click()
    assert first_costs() == another  # reset repeats the start that is there now


def test_one_epoch_stops_where_every_example_was_used_once(demo, run_async):
    async def run():
        for epoch in (1, 2):
            demo.epoch_button.click()
            while demo.player.playing:
                await asyncio.sleep(0.01)
            assert demo.trainer.epoch == epoch
            assert demo.record.validation_accuracy.newest[0] == epoch

    run_async(run())


def test_paused_it_shows_how_good_the_network_is_as_it_stands(demo):
    for steps in (1, 1, 20):
        demo.advance(steps)
        assert demo.record.validation_accuracy.newest == (demo.trainer.epoch, demo.trainer.evaluate()[1])
    assert f"validation accuracy <b>{demo.trainer.evaluate()[1]:.1%}" in demo.player.line.value


def test_an_evaluation_spread_over_steps_is_of_the_network_with_which_it_began(few_digits):
    mnist = load_mnist()
    many = Mnist(few_digits.train, Examples(*(part[:2500] for part in mnist.validation)), few_digits.open_test_set())
    demo, again = MnistTrainer(many), MnistTrainer(many)
    while len(demo.record.validation_cost.y) < 2:
        demo.step()
    began, cost = demo.record.validation_cost.newest
    _, accuracy = demo.record.validation_accuracy.newest
    while again.trainer.epoch < began:
        again.trainer.step()
    assert demo.trainer.steps == again.trainer.steps + 3  # three pieces and the end, from the step it began with on
    assert again.trainer.evaluate() == pytest.approx((cost, accuracy))


def test_pins_stay_on_the_plot(demo):
    standing = len(demo.picture.curves.cost_axes.lines)
    demo.advance(20)
    demo.pins.buttons[0].click()
    assert len(demo.picture.curves.cost_axes.lines) == standing + 1
    demo.player.reset_button.click()
    assert len(demo.picture.curves.cost_axes.lines) == standing + 1
    assert "<b>A</b> pinned: SGD, learning rate 0.1, batch size 64" in demo.pins.value
    for _ in range(4):
        demo.pins.buttons[0].click()
    assert len(demo.picture.curves.cost_axes.lines) == standing + 3
    demo.pins.buttons[1].click()
    assert len(demo.picture.curves.cost_axes.lines) == standing
    assert demo.pins.value == ""


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "RMSProp", "Adam"])
def test_at_ten_it_diverges_says_so_and_stays_usable(demo, optimizer, run_async):
    demo.optimizer.value = optimizer
    demo.learning_rate.value = 10

    async def run():
        demo.player.reset()
        demo.player.play()
        while demo.player.playing:
            await asyncio.sleep(0.01)

    run_async(run())
    assert "Diverged at step" in demo.note.value
    assert "smaller learning rate" in demo.note.value
    demo.advance(50)  # watching on is allowed
    demo.settings.learning_rate = 0.001 if optimizer in ("RMSProp", "Adam") else 0.1
    demo.player.reset_button.click()
    demo.advance(50)
    assert demo.record.train_cost.newest[1] < GUESSING
    assert demo.note.value == ""


def test_a_cost_that_is_no_number_is_said_in_words(demo):
    demo.network.parameters[0][:] = np.inf
    demo.advance(1)
    assert "no longer a number" in demo.note.value
    assert math.isfinite(demo.record.train_cost.newest[1] if demo.record.train_cost.newest else 0)
    demo.player.reset_button.click()
    demo.advance(5)
    assert demo.note.value == ""


def test_right_and_wrong_are_told_apart_without_colour(demo, few_digits):
    demo.advance(30)
    digits, labels = (part[:DIGITS] for part in few_digits.validation)
    n_wrong = int((demo.network.predict(digits / 255) != labels).sum())
    assert n_wrong
    outlines = demo.picture.frames.get_xdata()
    assert np.isnan(outlines).sum() == n_wrong


def test_looking_back_shows_the_earlier_network(demo):
    demo.advance(60)
    now = demo.picture.weights.get_array().copy()
    demo.player.scrub.value = 0
    assert demo.figure.alt.startswith("After 0 steps")
    assert not np.array_equal(demo.picture.weights.get_array(), now)
    demo.player.scrub.value = 1
    assert np.array_equal(demo.picture.weights.get_array(), now)


def test_weights_are_shown_as_what_has_become_of_them(demo):
    assert not demo.snapshot().learned.any()
    weights = demo.network.layers[0][0]
    weights[0, 400] += 0.5
    assert np.argwhere(demo.snapshot().learned).tolist() == [[0, 400]]


def test_dead_hidden_units_are_counted(demo):
    assert demo.dead_units() == 0 and "dead" not in demo.status()
    demo.network.layers[0][1][:3] = -1000  # no digit lifts these above 0
    assert demo.dead_units() == 3
    assert "<b>3</b> of 128 hidden units dead" in demo.status()


def test_status_line_says_where_the_run_is(demo):
    demo.advance(10)
    line = demo.player.line.value
    for part in ("Epoch <b>", "step <b>10</b>", "paused", "validation accuracy <b>"):
        assert part in line


def test_frames_stay_under_40_kB(demo, open_page):
    page = open_page(demo.figure)
    demo.advance(20)
    for rate in (0.2, 0.4, 0.8):
        demo.settings.learning_rate = rate
        demo.advance(20)
    demo.pins.buttons[0].click()
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_running_on_keeps_the_record_short(demo):
    demo.batch_size.value = 1
    demo.advance(3000)
    assert len(demo.record.train_cost.x) <= 400
    assert len(demo.player.history) < 250


# Settings


def test_controls_follow_the_settings_and_settings_the_controls(demo):
    demo.settings.learning_rate = 0.47
    assert demo.learning_rate.value == 0.5, "the nearest that the slider has"
    assert demo.trainer.optimizer.learning_rate == 0.47
    demo.learning_rate.value = 0.01
    assert demo.settings.learning_rate == demo.trainer.optimizer.learning_rate == 0.01
    demo.settings.set(batch_size=8, optimizer="Adam", hidden_units=32)
    assert (demo.batch_size.value, demo.optimizer.value, demo.hidden_units.value) == (8, "Adam", 32)
    demo.batch_size.value = 16
    assert demo.settings.batch_size == demo.trainer.batch_size == 16


def test_a_text_brings_the_same_run_back(demo, few_digits):
    demo.settings.set(learning_rate=0.05, optimizer="Momentum", hidden_units=16, seed=3)
    demo.player.reset()
    demo.advance(20)
    other = MnistTrainer(few_digits)
    other.advance(5)
    other.fill(demo.settings.to_text())
    assert other.trainer.steps == 0
    assert other.network.sizes == (784, 16, 10)
    other.advance(20)
    np.testing.assert_array_equal(other.network.vector, demo.network.vector)
    other.fill("{}")
    assert other.settings.values() == MnistTrainer(few_digits).settings.values()
    other.close()


def test_a_broken_text_changes_nothing(demo):
    demo.settings.batch_size = 8
    demo.advance(5)
    for text in ("", "hello", '{"batch_size": 7}', '{"batch": 8}'):
        with pytest.raises(ValueError, match=r"^(These are no settings|batch_size must be one of|There is no setting)"):
            demo.fill(text)
    assert (demo.settings.batch_size, demo.trainer.steps) == (8, 5)


def test_a_text_is_drawn_once(demo, open_page):
    page = open_page(demo.figure)
    before = len(page.frames)
    demo.fill('{"learning_rate": 0.5, "batch_size": 8, "optimizer": "Adam", "hidden_units": 16, "seed": 2}')
    assert len(page.frames) == before + 1


def test_another_seed_waits_for_reset_as_another_width_does(demo):
    demo.advance(3)
    demo.settings.seed = 5
    assert "Seed 5 makes a new start: press Reset" in demo.note.value
    demo.settings.hidden_units = 32
    assert "32 hidden units make a new network" in demo.note.value
    demo.player.reset_button.click()
    assert demo.note.value == ""
    assert demo.run.settings.seed == 5


def costs_of(program):
    """The costs that a program sees on its way: what it leaves in `trainer`, and its last cost."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, names)
    return names, printed.getvalue()


def test_the_printed_program_gives_the_same_costs():
    demo = MnistTrainer()
    demo.settings.set(learning_rate=0.05, hidden_units=32, seed=2)
    demo.player.reset()
    demo.batch_size.value = 32  # before the first step
    demo.advance(7)
    demo.learning_rate.value = demo.learning_rate.nearest(0.3)
    demo.settings.learning_rate = 0.2  # two changes at one step
    demo.advance(5)
    demo.optimizer.value = "Momentum"
    demo.settings.learning_rate = 0.02
    demo.advance(6)
    demo.batch_size.value = 128
    demo.advance(3)
    demo.settings.learning_rate = 5.0  # which no step has used
    names, printed = costs_of(demo.code())
    np.testing.assert_array_equal(names["network"].vector, demo.network.vector)
    last = demo.trainer.step()
    assert names["trainer"].steps == 21
    assert f"{names['cost']:.6f}" in printed
    names["trainer"].optimizer.learning_rate = 5.0
    assert names["trainer"].step() == last
    demo.close()


@pytest.mark.parametrize("optimizer", ["SGD", "Momentum", "RMSProp", "Adam"])
def test_the_program_of_the_settings_begins_the_same_training(optimizer):
    demo = MnistTrainer()
    demo.fill(json.dumps({"optimizer": optimizer, "learning_rate": 0.001}))
    names, printed = costs_of(demo.code())
    assert "not trained yet" in printed
    assert [names["trainer"].step() for _ in range(3)] == [demo.trainer.step() for _ in range(3)]
    demo.close()
