"""Numbers and matrices are read as people type them."""

import pytest

from course_utils.widgets.backpropagation.typed_numbers import read_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2", 2.0),
        ("−1.5", -1.5),
        ("1 2", [1, 2]),
        ("[3]", [3]),
        ("1, 2; 3, 4", [[1, 2], [3, 4]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
    ],
)
def test_numbers_are_read_as_people_write_them(text, numbers):
    assert read_numbers(text).tolist() == numbers


@pytest.mark.parametrize("text", ["", "x", "1; 2 3", "nan", "1e999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"is not read|Only finite"):
        read_numbers(text)


def test_one_row_is_a_matrix_of_one_row_where_that_is_asked_for():
    assert read_numbers("1 2", (1, 2)).tolist() == [[1, 2]]
    assert read_numbers("1 2", (2,)).tolist() == [1, 2]
    with pytest.raises(ValueError, match="keeps its shape"):
        read_numbers("1 2 3", (1, 2))
