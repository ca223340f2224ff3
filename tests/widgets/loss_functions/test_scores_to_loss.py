"""ScoresToLoss, driven by its controls without a browser."""

import math

import numpy as np
import pytest

from course_utils.widgets import ScoresToLoss


@pytest.fixture
def demo():
    demo = ScoresToLoss()
    yield demo
    demo.close()


def preset(demo, name):
    next(button for button in demo.preset_buttons if button.description == name).click()


def visible_numbers(demo):
    return [bar.number.get_text().strip() for bar in demo.picture.chances if bar.number.get_visible()]


@pytest.mark.parametrize(
    ("name", "probabilities", "loss"),
    [
        ("Network #1", ["0.982", "0.018"], "0.018"),
        ("Network #2", ["0.119", "0.881"], "2.127"),
        ("Three classes", ["0.201", "0.700", "0.100"], "0.357"),
    ],
)
def test_the_presets_show_the_lectures_numbers(demo, name, probabilities, loss):
    preset(demo, name)
    assert visible_numbers(demo) == probabilities
    assert f"= {loss}." in demo.text
    assert f"loss <b>{loss}</b>" in demo.line.value


def test_every_weight_and_every_input_acts_on_the_loss(demo):
    preset(demo, "Three classes")
    sliders = [slider for row in demo.weights for slider in row] + demo.inputs
    assert len(sliders) == 8
    for slider in sliders:
        before, line = demo.still(), demo.line.value
        slider.value = slider.value - 0.5
        assert demo.still() != before, slider.description
        assert demo.line.value != line, slider.description


def test_the_true_class_changes_the_loss_and_not_the_prediction(demo):
    demo.true_class.value = 1
    assert visible_numbers(demo) == ["0.982", "0.018"]
    assert "loss <b>4.018</b>" in demo.line.value
    assert "class <b>0</b>: <b>wrong</b>" in demo.line.value


def test_a_click_on_a_class_and_its_number_key_make_it_the_true_one(demo, open_page):
    page = open_page(demo.figure)
    preset(demo, "Three classes")
    page.say(type="pointer", kind="down", x=700 / 1100, y=80 / 400)  # in the uppermost row of the probabilities
    assert demo.true_class.value == 0
    page.say(type="key", key="2")
    assert demo.true_class.value == 2
    page.say(type="pointer", kind="down", x=275 / 1100, y=200 / 400)  # the circle of class 1
    assert demo.true_class.value == 1
    page.say(type="pointer", kind="down", x=60 / 1100, y=80 / 400)  # among the inputs there is no class
    assert demo.true_class.value == 1


def test_a_class_that_is_not_there_cannot_be_true(demo, open_page):
    page = open_page(demo.figure)
    page.say(type="key", key="2")
    assert demo.true_class.value == 0


def test_classes_are_counted_from_0_wherever_one_is_named(demo):
    preset(demo, "Three classes")
    demo.true_class.value = 0
    assert list(demo.true_class.options) == [0, 1, 2]
    assert [circle.name.get_text() for circle in demo.picture.outputs] == ["class 0", "class 1", "class 2"]
    assert demo.picture.truth[0].get_text() == "1"
    assert "True class <b>0</b>:" in demo.line.value and "highest score at class <b>1</b>" in demo.line.value
    assert "The true class is 0, and the network bets on class 1:" in demo.text
    assert demo.weights[2][1].description == "Class 2: from x₂"
    assert "class 2" in demo.weights[2][1].tooltip and "x₂" in demo.weights[2][1].tooltip


def test_a_row_of_sliders_belongs_to_one_class(demo):
    for sliders, weights in zip(demo.weights, demo.children[-3:], strict=True):
        assert list(weights.children) == sliders


def test_the_third_class_is_there_only_when_asked_for(demo):
    assert [slider.layout.display for slider in demo.weights[2]] == ["none", "none"]
    assert not any(artist.get_visible() for artist in demo.picture.outputs[2].moving)
    preset(demo, "Three classes")
    assert [slider.layout.display for slider in demo.weights[2]] == [None, None]
    assert all(artist.get_visible() for artist in demo.picture.outputs[2].moving)
    preset(demo, "Network #1")
    assert demo.true_class.options == (0, 1)
    assert [slider.value for row in demo.weights[:2] for slider in row] == [2, 1, -1, 0]


def test_equal_scores_cost_what_guessing_costs(demo):
    for slider in demo.inputs:
        slider.value = 0
    assert f"{math.log(2):.3f}" in demo.text
    assert "the highest score is shared" in demo.text
    assert "the highest score is <b>shared</b>" in demo.line.value
    preset(demo, "Network #1")
    assert "shared" not in demo.text + demo.line.value


def test_the_costliest_mistake_still_says_its_loss(demo):
    for row, value in zip(demo.weights[:2], (-3, 3), strict=True):
        for slider in row:
            slider.value = value
    for slider in demo.inputs:
        slider.value = 1.5
    assert "= 18.000." in demo.text
    assert demo.picture.prices[0].number.get_text() == "18.000  (longer →)"


def test_links_tell_the_sign_by_their_style_too(demo):
    styles = [link.line.get_linestyle() for link in np.ravel(demo.picture.links[:2])]
    assert styles == ["-", "-", "--", "-"]


def test_words_and_frames(demo, open_page):
    page = open_page(demo.figure)
    preset(demo, "Three classes")
    assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
    assert page.frames[-1][0]["alt"] == demo.text
    assert max(len(png) for _, png in page.frames) <= 40_000
