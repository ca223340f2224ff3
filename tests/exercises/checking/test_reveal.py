"""The answer behind a click is the library's own source, without what only refuses wrong input."""

import importlib
import inspect
import re

import pytest

from course_utils import losses
from course_utils.exercises import check, names, reveal
from course_utils.exercises.catalogue import find


@pytest.mark.parametrize("name", names())
def test_the_source_is_the_answers(name):
    answer = reveal(name)
    source = inspect.getsource(inspect.unwrap(find(name).answer))
    source = re.sub(r'require\.\w+\("[^"]*", (\w+)\)', r"\1", source)  # where a check hands on what it was given
    lines = [line for line in str(answer).split("\n\n")[0].split("\n") if not line.endswith('"""')]
    assert lines and all(line in source for line in lines)
    shown = answer._repr_markdown_()
    assert str(answer) in shown and shown.startswith("<details>")


@pytest.mark.parametrize("name", names())
def test_what_is_shown_passes_when_it_is_copied(name):
    around = dict(vars(importlib.import_module(inspect.unwrap(find(name).answer).__module__)))
    exec(compile(str(reveal(name)), "revealed", "exec"), around)
    assert check(name, around[name]).passed


@pytest.mark.parametrize("name", names())
def test_nothing_of_it_refuses_input(name):
    assert not re.search(r"require|^@|raise|out=|where=", str(reveal(name)), re.MULTILINE)


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
