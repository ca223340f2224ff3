"""The playground: live changes, looking inside, points by hand, keeping, and what it says of bad input."""

import json
import math

import numpy as np
import pytest

from course_utils.widgets import Playground
from course_utils.widgets.training.playground_controls import ADD, CHOOSE, FLIP, MOVE, OWN, REMOVE
from course_utils.widgets.training.playground_picture import GAP
from course_utils.widgets.training.playground_presets import PRESETS

BLUE_POINT = next(action for action, label in ADD.items() if label == 1)


@pytest.fixture
def demo():
    made = Playground()
    yield made
    made.close()


def test_it_opens_as_tensorflow_playground_does(demo):
    assert demo.run.settings.sizes == [2, 4, 2, 1]
    assert demo.settings.to_text() == "{}"
    assert len(demo.run.train.labels) == 250
    assert "circle, network 2-4-2-1 with tanh" in demo.text


def test_it_learns_the_circle(demo):
    demo.advance(2500)
    assert demo.run.costs[0] < 0.02
    assert demo.run.accuracy == 1
    assert "Epoch <b>100</b> · step 2,500 · paused" in demo.player.line.value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("learning_rate", 0.3),
        ("batch_size", 3),
        ("optimizer", "Adam"),
        ("penalty", "L2"),
        ("penalty_rate", 0.1),
        ("noise", 30),
    ],
)
def test_what_is_live_goes_on_with_the_same_network(demo, name, value):
    demo.advance(30)
    network, before = demo.run.network, demo.run.network.vector.copy()
    getattr(demo.controls, name).value = value
    assert demo.run.network is network
    assert demo.run.steps == 30
    np.testing.assert_array_equal(network.vector, before)
    demo.advance(1)
    assert demo.run.steps == 31
    assert getattr(demo.run.settings, name) == value
    assert len(demo.run.record.marks) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dataset", "spiral"),
        ("activation", "relu"),
        ("loss", "cross-entropy"),
        ("start", "zeros"),
        ("n", 100),
        ("train_percent", 80),
    ],
)
def test_another_network_or_data_set_begins_anew(demo, name, value):
    demo.advance(30)
    getattr(demo.controls, name).value = value
    assert demo.run.steps == 0
    assert demo.run.settings.values()[name] == value


def test_reset_begins_at_the_same_start_and_new_start_elsewhere(demo):
    start = demo.run.network.vector.copy()
    demo.advance(20)
    demo.player.reset_button.click()
    np.testing.assert_array_equal(demo.run.network.vector, start)
    demo.new_start_button.click()
    assert (demo.run.network.vector != start).any()
    demo.controls.new_data.click()
    assert demo.settings.data_seed == 1


@pytest.mark.parametrize("text", ["4 2", "8, 8, 8", "", "1 1 1 1 1 1"])
def test_hidden_layers_are_typed(demo, text):
    demo.controls.hidden.value = text
    assert demo.settings.hidden == [int(digit) for digit in text if digit.isdigit()]
    assert list(demo.run.network.sizes) == demo.settings.sizes


@pytest.mark.parametrize("text", ["9", "0", "-4", "many", "1 1 1 1 1 1 1", "2.5"])
def test_other_hidden_layers_are_refused_and_lose_nothing(demo, text):
    demo.advance(10)
    demo.controls.hidden.value = text
    assert "at most six hidden layers of 1 to 8 units" in demo.note.value
    assert demo.controls.hidden.value == "4 2"
    assert demo.run.steps == 10


def test_features_are_chosen_by_box_by_key_and_by_click(demo, page):
    demo.controls.features[2].value = True
    assert demo.settings.features == ["x1", "x2", "x1^2"]
    page.say(type="key", key="1")
    assert demo.settings.features == ["x2", "x1^2"]
    feature = demo.picture.layout.features[5]
    page.point("down", demo.picture.stage, feature.x, feature.y)
    assert demo.settings.features == ["x2", "x1^2", "sin x1"]
    assert [box.value for box in demo.controls.features] == [False, True, True, False, False, True, False]


def test_the_last_feature_cannot_be_taken_away(demo):
    demo.controls.features[0].value = False
    demo.controls.features[1].value = False
    assert "A network needs an input" in demo.note.value
    assert demo.settings.features == ["x2"]
    assert demo.controls.features[1].value is True


# ---- looking inside -------------------------------------------------------------------------------------------------


def test_a_weighted_sum_is_written_out_with_its_gradients(demo):
    demo.advance(100)
    demo.controls.neuron.value = "h₂₁"
    weights = demo.run.network.layers[1][0][0]
    said = demo.zoom.value
    assert "h₁₁" in said
    assert f"{weights[0]:.3g}".replace("-", "−") in said
    demo.controls.point.value = 5
    values = demo.run.network.activations(demo.run.settings.examples(demo.run.train)[0][4:5])
    assert f"{values[2][0, 0]:.3g}".replace("-", "−") in demo.zoom.value
    _, gradients = demo.run.network.cost_and_gradients(*demo.run.settings.examples(demo.run.train))
    assert f"∂cost/∂b <b>{gradients[3][0]:.2g}".replace("-", "−") in demo.zoom.value
    demo.controls.as_matrix.value = True
    assert demo.zoom.value.count("<tr>") == 3


def test_a_weight_is_edited_by_hand(demo):
    demo.advance(10)
    demo.controls.neuron.value = "h₁₃"
    demo.controls.weight.value = "x₂"
    demo.controls.value.value = 1.25
    assert demo.run.network.layers[0][0][2, 1] == 1.25
    demo.controls.weight.value = "b"
    demo.controls.value.value = -0.5
    assert demo.run.network.layers[0][1][2] == -0.5
    assert demo.run.network.layers[0][0][2, 1] == 1.25


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_weight_that_is_no_number_is_refused(demo, number):
    demo.controls.neuron.value = "z"
    before = demo.run.network.vector.copy()
    demo.controls.value.value = number
    assert "finite number" in demo.note.value
    np.testing.assert_array_equal(demo.run.network.vector, before)


def test_a_click_on_a_link_chooses_its_weight(demo, page):
    start, end = next(iter(demo.picture.layout.links()))[1, 0]
    page.point("down", demo.picture.stage, *(start + 0.2 * (end - start)))
    assert demo._look.place == (0, 1, 0)
    assert (demo.controls.neuron.value, demo.controls.weight.value) == ("h₁₂", "x₁")
    assert demo.controls.opener.value == "Inside"


def test_pointing_at_a_neuron_enlarges_it(demo, page):
    neuron = demo.picture.layout.neurons[1][2]
    before = page.picture.copy()
    page.point("hover", demo.picture.stage, neuron.x, neuron.y)
    assert demo._look.pointed_at == neuron
    assert page.picture.tobytes() != before.tobytes()
    page.say(type="pointer", kind="hover", x=-1, y=-1)
    assert demo._look.pointed_at is None
    assert page.picture.tobytes() == before.tobytes()


def test_a_forward_pass_comes_layer_by_layer(demo, page):
    demo.advance(5)
    page.say(type="key", key=".")
    assert (demo._look.point, demo._look.layers_shown) == (1, 1)
    first = len(demo.picture.numbers.texts)
    demo.controls.next_layer.click()
    demo.controls.next_layer.click()
    assert demo._look.layers_shown == 3
    values = demo.run.network.activations(demo.run.settings.examples(demo.run.train)[0][:1])
    assert f"{values[-1][0, 0]:.2g}".replace("-", "−") in demo.picture.numbers.texts
    assert first != len(demo.picture.numbers.texts)


# ---- points ---------------------------------------------------------------------------------------------------------


def test_points_are_added_moved_flipped_and_removed_by_the_pointer(demo, page):
    demo.advance(7)
    plane = demo.picture.plane
    demo.controls.click.value = BLUE_POINT
    page.point("down", plane, 5, 5)
    assert demo.settings.own_points == [(5.0, 5.0, 1)]
    assert len(demo.run.train.labels) == 251
    assert demo.run.steps == 7
    demo.controls.click.value = MOVE
    page.point("down", plane, 5, 5)
    page.point("move", plane, 4, -5)
    assert demo.settings.own_points == [(4.0, -5.0, 1)]
    demo.controls.click.value = FLIP
    page.point("down", plane, 4, -5)
    assert demo.settings.own_points == [(4.0, -5.0, 0)]
    demo.controls.click.value = REMOVE
    page.point("down", plane, 4, -5)
    assert demo.settings.own_points == []
    demo.advance(30)


def test_points_by_keyboard_alone(demo, page):
    for key in ("n", "]"):
        page.say(type="key", key=key)
    assert demo.settings.own_points == [(0.0, 0.0, 1)]
    demo.controls.point.value = 251
    for key in ("ArrowLeft", "ArrowUp", "ArrowUp", "f"):
        page.say(type="key", key=key)
    assert demo.settings.own_points == [(-0.25, 0.5, 0)]
    page.say(type="key", key="Delete")
    assert demo.settings.own_points == []


def test_points_that_are_not_yours_stay(demo, page):
    demo.controls.click.value = FLIP
    page.point("down", demo.picture.plane, *demo.run.train.points[0])
    assert "Only points that you have placed" in demo.note.value
    for key in ("f", "Delete"):
        page.say(type="key", key=key)
        assert "Only points that you have placed" in demo.note.value
        assert "Stopped by an error" not in demo.note.value
    assert len(demo.run.train.labels) == 250


def test_a_click_chooses_a_point_and_one_beside_none(demo, page):
    demo.controls.click.value = CHOOSE
    page.point("down", demo.picture.plane, *demo.run.train.points[3])
    assert demo.controls.point.value == 4
    assert "the network answers" in demo.zoom.value
    page.point("down", demo.picture.plane, -5.9, 5.9)
    assert demo.controls.point.value == 0


# ---- looking back, pins, tests, keeping -----------------------------------------------------------------------------


def test_looking_back_shows_map_and_weights_as_they_were(demo, page):
    first = page.picture.copy()
    demo.advance(300)
    last = page.picture.copy()
    demo.player.scrub.value = 0
    widths = demo.picture.links.get_linewidths()
    demo.player.scrub.value = 1
    assert page.picture.tobytes() == last.tobytes() != first.tobytes()
    assert not np.array_equal(widths, demo.picture.links.get_linewidths())


def test_the_line_of_a_negative_weight_is_dashed_from_end_to_end(demo):
    for weight, is_dashed in ((-2.0, True), (2.0, False), (0.0, False)):
        demo.run.network.layers[0][0][1, 0] = weight
        demo.player.show_present()
        line = demo.picture.links.get_paths()[2]  # to the second unit, from the first of two features
        pieces = line.to_polygons(closed_only=False)
        assert (len(pieces) > 10) == is_dashed and (len(pieces) == 1) != is_dashed
        ends = next(demo.picture.layout.links())[1, 0]
        np.testing.assert_allclose(pieces[0][0], ends[0])
        assert np.linalg.norm(pieces[-1][-1] - ends[1]) <= GAP


def test_a_frame_of_a_running_training_is_small(demo, page):
    page.frames.clear()
    for _ in range(3):
        demo.advance(100)
    assert max(len(png) for _, png in page.frames) <= 40_000


def test_pins_stay_while_another_run_trains(demo):
    demo.advance(50)
    demo.pin()
    demo.controls.learning_rate.value = 0.3
    demo.player.reset()
    demo.advance(50)
    assert "circle, 2-4-2-1 tanh, SGD, learning rate 0.03" in demo.pins.value
    demo.unpin()
    assert demo.pins.value == ""


def test_the_test_set_is_opened_once_and_a_second_time_said(demo):
    demo.advance(100)
    demo.controls.open_test_set.click()
    assert "On 125 test points" in demo.note.value
    assert "judges once" in demo.note.value
    demo.controls.open_test_set.click()
    assert "second validation set" in demo.note.value
    demo.controls.dataset.value = "yours"
    demo.controls.open_test_set.click()
    assert "there is no test set" in demo.note.value


@pytest.mark.parametrize("name", PRESETS)
def test_presets_set_it_up_and_say_what_to_look_for(demo, name):
    demo.choose_preset(name)
    values, sentence = PRESETS[name]
    assert sentence.split("?")[0] in demo.note.value.replace("&#x27;", "'")
    assert values.items() <= demo.settings.values().items()
    demo.advance(20)
    assert demo.run.steps == 20


def test_the_list_says_which_preset_it_is_so_that_it_can_be_chosen_again(demo):
    listed = demo.controls.preset
    first, second, *_ = PRESETS
    assert listed.value == first
    demo.new_start()
    demo.new_data()
    assert listed.value == first
    demo.settings.learning_rate = 0.3
    assert listed.value == OWN
    listed.value = first
    assert demo.settings.learning_rate == 0.03 and demo.settings.seed == 0
    demo.choose_preset(second)
    assert listed.value == second
    listed.value = OWN
    assert listed.value == second
    demo.settings.set(**demo.settings.trait_defaults())
    assert listed.value == first


def test_what_is_kept_is_filled_in_again(demo):
    demo.choose_preset("The spiral")
    demo.advance(40)
    text, whole = demo.settings.to_text(), demo.keep()
    vector = demo.run.network.vector.copy()
    demo.choose_preset("Three classes")
    demo.controls.text.value = text
    assert demo.settings.to_text() == text
    demo.fill(whole)
    np.testing.assert_array_equal(demo.run.network.vector, vector)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "These are no settings"),
        ('{"hidden": [99]}', "at most 6 whole numbers from 1 to 8"),
        ('{"features": []}', "a list of one or more of x1"),
        ('{"own_points": [[99, 0, 0]]}', "points"),
        ('{"weights": [1, 2]}', "needs 25 finite weights"),
        ('{"colour": 1}', "There is no setting called colour"),
    ],
)
def test_a_broken_line_is_refused_and_loses_nothing(demo, text, words):
    demo.advance(10)
    before = demo.settings.values()
    demo.controls.text.value = text
    assert words in demo.note.value
    assert demo.settings.values() == before


def test_a_run_can_be_trained_again_from_another_seed(demo):
    demo.choose_preset("XOR with few units")
    demo.advance(500)
    trainer, names = demo.train(0)
    assert names == ["x1", "x2"]
    np.testing.assert_array_equal(trainer.network.vector, demo.run.network.vector)
    other, _ = demo.train(3, learning_rate=0.01)
    assert other.optimizer.learning_rate == 0.01
    untrained, _ = demo.train(0, epochs=0)
    np.testing.assert_array_equal(untrained.network.vector, demo.settings.network().vector)
    with pytest.raises(ValueError, match="no setting called rate"):
        demo.train(0, rate=1)


def test_code_repeats_what_it_shows(demo):
    assert "tanh_squared_error" in demo.code()
    assert "import torch" in demo.code("pytorch")
    assert json.loads(demo.keep())["weights"] == demo.run.network.vector.tolist()


def test_divergence_is_said_and_it_stays_usable(demo):
    demo.choose_preset("A rate that diverges")
    demo.controls.learning_rate.value = 10
    demo.advance(500)
    assert "Diverged at step" in demo.note.value
    assert demo.still()
    demo.controls.learning_rate.value = 0.03
    demo.player.reset()
    demo.advance(100)
    assert math.isfinite(demo.run.costs[0])
