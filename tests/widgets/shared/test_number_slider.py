"""NumberSlider: the steps that it has, and how it is moved."""

import pytest

from course_utils.widgets.shared.number_slider import NumberSlider


@pytest.fixture
def slider():
    slider = NumberSlider(0.5, low=-1, high=1, step=0.05, description="w")
    yield slider
    slider.close()


def test_it_has_every_step_from_low_to_high(slider):
    values = [value for _, value in slider.options]
    assert values[0] == -1 and values[-1] == 1 and len(values) == 41
    assert 0.15 in values and 0.0 in values  # as written, without noise in the last digit


def test_it_shows_numbers_as_type_sets_them(slider):
    slider.move_to(-0.3)
    assert slider.label == "−0.30"


@pytest.mark.parametrize(("wish", "value"), [(0.42, 0.4), (0.44, 0.45), (-7, -1), (7, 1), (0.5, 0.5)])
def test_it_goes_to_the_nearest_step(slider, wish, value):
    slider.move_to(wish)
    assert slider.value == value
