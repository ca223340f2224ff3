"""Numbers as people read and write them."""

import pytest

from course_utils.formatting import (
    duration,
    first_digit,
    fixed,
    in_brackets,
    power_of_ten,
    short_number,
    short_numbers,
    significant,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6, "6"),
        (-2.0, "−2"),
        (0.35667, "0.357"),
        (-0.0, "0"),
        (1234.5, "1234"),
        (12345, "1.2·10⁴"),
        (-1.5e-5, "−1.5·10⁻⁵"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_are_written_short_and_with_a_true_minus(value, text):
    assert short_number(value) == text


def test_arrays_are_written_in_one_line():
    assert short_numbers(2.5) == "2.5"
    assert short_numbers([1, -3]) == "[1, −3]"
    assert short_numbers([[1, 2], [3, 4]]) == "[1, 2; 3, 4]"


def test_negative_numbers_are_put_in_brackets():
    assert [in_brackets(value) for value in (-2, 3, 0, [-1, 2])] == ["(−2)", "3", "0", "[−1, 2]"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(250, "250 s"), (2.34, "2.3 s"), (0.0123, "12 ms"), (0.15, "150 ms"), (0.0997, "100 ms"), (4.2e-5, "42 µs")],
)
def test_seconds_are_written_short(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(("value", "rounded"), [(347, 300), (9.7, 10), (1, 1), (0.0251, 0.03)])
def test_a_number_is_rounded_to_its_first_digit(value, rounded):
    assert first_digit(value) == pytest.approx(rounded)


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.100"), (2.512, "2.51"), (10, "10.0"), (10**-3.5, "0.000316")])
def test_significant_digits_are_all_written(value, text):
    assert significant(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.3, "0.3"), (0.01, "0.01"), (1e-3, "10⁻³"), (2.5e-7, "2.5·10⁻⁷"), (31.6, "32"), (100, "10²"), (0, "0")],
)
def test_small_and_large_numbers_are_written_with_a_power_of_ten(value, text):
    assert power_of_ten(value) == text


@pytest.mark.parametrize(("value", "text"), [(-0.001, "0.00"), (-1.5, "−1.50"), (2, "2.00")])
def test_fixed_digits_have_a_true_minus_and_no_negative_zero(value, text):
    assert fixed(value) == text
