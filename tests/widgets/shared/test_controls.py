"""The controls: the steps that sliders have, how they are moved and written, and what every control carries."""

import itertools
import math

import ipywidgets
import pytest

from course_utils.formatting import power_of_ten
from course_utils.widgets.shared import controls
from course_utils.widgets.shared.demo import close_all


@pytest.fixture
def make():
    made = []

    def make_one(kind, *arguments, **options):
        made.append(getattr(controls, kind)(*arguments, **options))
        return made[-1]

    yield make_one
    close_all(made)


@pytest.fixture
def slider(make):
    return make("slider", "w", 0.5, (-1, 1, 0.05), "A weight")


def values_of(slider):
    return [value for _, value in slider.options]


def test_it_has_every_step_from_low_to_high(slider):
    values = values_of(slider)
    assert values[0] == -1 and values[-1] == 1 and len(values) == 41
    assert 0.15 in values and 0.0 in values  # as written, without noise in the last digit


def test_it_shows_numbers_as_type_sets_them(slider):
    slider.value = -0.3
    assert slider.label == "−0.30"


@pytest.mark.parametrize(("wish", "value"), [(0.42, 0.4), (0.44, 0.45), (-7, -1), (7, 1), (0.5, 0.5)])
def test_it_goes_to_the_nearest_step(slider, wish, value):
    assert slider.nearest(wish) == value
    slider.value = wish
    assert slider.value == value


def test_a_logarithmic_slider_has_equal_steps_of_the_power(make):
    slider = make("log_slider", "rate", 0.1, (-3.5, 1, 0.01), "A learning rate")
    values = values_of(slider)
    assert len(values) == 451
    assert (values[0], values[-1]) == pytest.approx((10**-3.5, 10))
    assert {0.001, 0.01, 0.1, 1.0, 10.0} <= set(values)  # as written
    assert [math.log10(high / low) for low, high in itertools.pairwise(values)] == pytest.approx([0.01] * 450)
    assert slider.label == "0.100"
    slider.value = 0.0314
    assert slider.value == pytest.approx(0.0314, rel=0.012)


def test_the_start_of_a_logarithmic_slider_is_one_of_its_steps(make):
    slider = make("log_slider", "step", 0.6, (-2, 0.2, 0.02), "A step", writer=power_of_ten)
    assert (slider.value, slider.label) == (0.6, "0.6")
    values = values_of(slider)
    assert (values[0], values[-1]) == pytest.approx((0.01, 10**0.2))
    assert all(0 < math.log10(high / low) < 0.0201 for low, high in itertools.pairwise(values))


def test_rates_can_be_numbers_as_people_write_them(make):
    slider = make("log_slider", "rate", 0.1, (-1, 1, 0.1), "A learning rate", digits=2, writer="{:g}".format)
    labels = [label for label, _ in slider.options]
    assert labels[:6] == ["0.1", "0.13", "0.16", "0.2", "0.25", "0.32"] and labels[-1] == "10"
    assert [float(label) for label in labels] == values_of(slider), "what is read is what is set"


def test_a_button_does_what_it_is_for(make):
    pressed = []
    make("button", "Go", "play", "Go on", lambda: pressed.append(1)).click()
    make("button", "Stay", "pause", "Do nothing").click()
    assert pressed == [1]


def test_every_control_has_its_label_its_tooltip_and_its_widths(make):
    wide = {"width": 300, "label_width": 50}
    made = [
        make("slider", "a label", 0, (-1, 1, 0.1), "a tooltip", **wide),
        make("log_slider", "a label", 1, (-1, 1, 0.1), "a tooltip", **wide),
        make("choice", "a label", {"a": 1, "b": 2}, "a tooltip", **wide),
        make("choice_slider", "a label", [1, 2], 2, "a tooltip", **wide),
        make("switch", "a label", [1, 2], "a tooltip", 70, **wide),
        make("count_slider", "a label", 1, 4, "a tooltip", **wide),
        make("text_box", "a label", "a tooltip", **wide),
        make("number_box", "a label", 1.5, "a tooltip", **wide),
        make("share_slider", "a label", "a tooltip", **wide),
    ]
    for control in made:
        assert (control.description, control.tooltip) == ("a label", "a tooltip")
        assert (control.layout.width, control.layout.max_width) == ("20em", "100%")
        assert control.style.description_width == "3.333em"
    assert [control.value for control in made] == [0, 1, "a", 2, 1, 1, "", 1.5, 1]
    assert make("check_box", "a label", "a tooltip", 200).layout.width == "13.33em"
    assert make("progress_bar", "a label", **wide).layout.width == "20em"
    assert made[4].style.button_width == "4.667em"


def test_without_a_width_a_control_takes_half_of_its_row(make):
    first, second = make("choice", "a", [1, 2], "b"), make("choice", "a", [1, 2], "b", 2, width=controls.WHOLE)
    assert (first.layout.width, first.layout.min_width, first.value) == ("48%", "22em", 1)
    assert (second.layout.width, second.value) == ("97%", 2)


def test_a_row_wraps(make):
    row = make("row", ipywidgets.HTML("a"), ipywidgets.HTML("b"))
    assert [child.value for child in row.children] == ["a", "b"]
    assert row.layout.flex_flow == "row wrap"


def test_further_settings_are_hidden_until_they_are_asked_for():
    inside = controls.button("a label", "undo", "a tooltip")
    opener, box = controls.fold(inside)
    assert box.children == (inside,) and box.layout.display == "none"
    opener.value = True
    assert box.layout.display is None
    opener.value = False
    assert box.layout.display == "none"
