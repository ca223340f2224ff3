"""Settings: kept in one place, followed by their controls, written into a line and read from it."""

import json

import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from course_utils.widgets.shared.controls import choice, log_slider
from course_utils.widgets.shared.settings import Settings


class Some(Settings):
    """A few settings of every kind."""

    rate = traitlets.Float(0.1, min=0.001, max=10.0)
    size = traitlets.Int(8, min=1)
    name = traitlets.Enum(["a", "b"], "a")
    on = traitlets.Bool(False)


@pytest.fixture
def settings():
    return Some()


def test_names_stand_in_the_order_of_definition(settings):
    assert Some.names() == ["rate", "size", "name", "on"]
    assert settings.values() == {"rate": 0.1, "size": 8, "name": "a", "on": False}


@given(st.floats(0.001, 10), st.integers(1, 10**6), st.sampled_from("ab"), st.booleans())
def test_what_is_written_is_read_to_the_last_bit(rate, size, name, on):
    values = {"rate": rate, "size": size, "name": name, "on": on}
    text = Some(**values).to_text()
    assert "\n" not in text
    assert Some().read(text) == values


def test_the_text_holds_what_is_not_as_by_default(settings):
    assert settings.to_text() == "{}"
    settings.size = 9
    assert settings.to_text() == '{"size": 9}'
    assert settings.read('{"name": "b"}') == {"rate": 0.1, "size": 8, "name": "b", "on": False}
    assert settings.size == 9, "to read changes nothing"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "These are no settings"),
        ('{"size": 9', "These are no settings"),
        ("[1, 2]", "These are no settings"),
        ("[" * 100_000, "These are no settings"),
        (None, "These are no settings"),
        ('{"colour": 1}', "There is no setting called colour. There are: rate, size, name, on."),
        ('{"rate": 11}', "rate must be a number from 0.001 to 10, not 11."),
        ('{"rate": "fast"}', 'rate must be a number from 0.001 to 10, not "fast".'),
        ('{"rate": NaN}', "rate must be a number from 0.001 to 10, not NaN."),
        ('{"rate": Infinity}', "rate must be a number from 0.001 to 10, not Infinity."),
        ('{"rate": null}', "rate must be a number from 0.001 to 10, not null."),
        ('{"size": 0}', "size must be a whole number of at least 1, not 0."),
        ('{"size": 2.5}', "size must be a whole number of at least 1, not 2.5."),
        ('{"size": true}', "size must be a whole number of at least 1, not true."),
        ('{"name": "c"}', 'name must be one of a, b, not "c".'),
        ('{"name": ["a"]}', 'name must be one of a, b, not ["a"].'),
        ('{"on": 1}', "on must be true or false, not 1."),
    ],
)
def test_a_broken_text_gets_one_sentence(settings, text, sentence):
    with pytest.raises(ValueError) as caught:
        settings.read(text)
    assert str(caught.value).startswith(sentence)


@given(st.text() | st.builds(json.dumps, st.recursive(st.none() | st.integers(), st.lists)))
def test_any_text_is_read_or_refused(text):
    try:
        assert set(Some().read(text)) == set(Some.names())
    except ValueError as error:
        assert str(error).endswith(".")


def test_a_control_shows_the_nearest_and_the_setting_keeps_its_value(settings):
    slider = log_slider("Rate", 0.1, (-3, 1, 0.5), "")
    settings.bind("rate", slider)
    told = []
    settings.observe(lambda change: told.append(change["new"]), "rate")
    settings.rate = 0.11
    assert slider.value == 0.1
    assert settings.rate == 0.11
    settings.rate = 0.9
    assert slider.value == 1
    slider.value = slider.nearest(10)
    assert settings.rate == 10
    assert told == [0.11, 0.9, 10]


def test_a_control_takes_the_setting_that_is_there(settings):
    settings.name = "b"
    box = choice("Name", ["a", "b"], "")
    settings.bind("name", box)
    assert box.value == "b"
    box.value = "a"
    assert settings.name == "a"


def test_what_is_set_together_is_told_when_all_of_it_is_there(settings):
    seen = []
    settings.observe(lambda change: seen.append((settings.rate, settings.size)))
    settings.set(rate=0.5, size=3)
    assert set(seen) == {(0.5, 3)}


def test_code_is_each_demos_own(settings):
    with pytest.raises(NotImplementedError):
        settings.code()
