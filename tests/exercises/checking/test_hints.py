"""Hints that are asked for."""

import pytest

from course_utils.exercises import check, hint
from course_utils.exercises.catalogue import find
from course_utils.losses import softmax


def test_they_come_one_after_the_other_and_end_with_the_way_to_an_answer():
    hints = find("softmax").hints
    assert [str(hint("softmax")) for _ in hints] == list(hints)
    assert (
        str(hint("softmax"))
        == str(hint("softmax"))
        == ("There are no more hints. `reveal('softmax')` shows one way to write it.")
    )


def test_a_failed_check_goes_on_where_the_hints_have_come_to():
    hint("softmax")
    assert check("softmax", lambda logits: softmax(logits) ** 2).hints == find("softmax").hints[1:2]
    assert str(hint("softmax")) == find("softmax").hints[2]


def test_a_pass_starts_them_anew():
    hint("softmax")
    check("softmax", softmax)
    assert str(hint("softmax")) == find("softmax").hints[0]


def test_the_notebook_shows_code_as_code():
    assert "<code>np.exp</code>" in hint("softmax")._repr_html_()


def test_an_unknown_name_is_an_error_that_helps():
    with pytest.raises(ValueError, match="Did you mean 'accuracy'"):
        hint("acuracy")
