"""Numbers as people read and write them."""

import pytest

from course_utils.formatting import short_number, short_numbers


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
