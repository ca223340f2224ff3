"""The answer behind a click is the library's own source."""

import inspect
import re

import pytest

from course_utils import losses
from course_utils.exercises import names, reveal
from course_utils.exercises.catalogue import find


@pytest.mark.parametrize("name", names())
def test_the_source_is_the_answers(name):
    answer = reveal(name)
    source = inspect.getsource(find(name).answer).strip()
    assert str(answer).startswith(source)
    shown = answer._repr_markdown_()
    assert source in shown and shown.startswith("<details>")


def test_the_helpers_that_it_calls_come_with_it():
    assert inspect.getsource(losses.most_likely).strip() in str(reveal("accuracy"))
    assert "def most_likely" not in str(reveal("cross_entropy"))


@pytest.mark.parametrize("name", names())
def test_no_helper_of_a_helper_is_missing(name):
    called = set(re.findall(r"(?<![\w.])(_[a-z]\w*)\(", str(reveal(name))))
    assert called <= set(re.findall(r"def (_\w+)", str(reveal(name))))


def test_an_unknown_name_is_an_error_that_helps():
    with pytest.raises(ValueError, match="Did you mean 'accuracy'"):
        reveal("acuracy")
