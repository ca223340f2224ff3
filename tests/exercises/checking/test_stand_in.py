"""The library stands in for an answer that does not pass, and says so."""

import pytest

from course_utils import gradients
from course_utils.exercises import checking, yours_or_ours


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(checking.keep, "_kept_here", {})


def test_a_right_answer_is_taken(capsys):
    def gradient_step(point, gradient, learning_rate):
        return point - learning_rate * gradient

    assert yours_or_ours("gradient_step", gradient_step) is gradient_step
    assert capsys.readouterr().out == "gradient_step: yours\n"


@pytest.mark.parametrize("answer", [None, ..., lambda *_: None])
def test_for_one_that_is_not_written_the_library_stands_in(answer, capsys):
    assert yours_or_ours("gradient_step", answer) is gradients.gradient_step
    assert capsys.readouterr().out == "gradient_step: the library's, until yours passes its check\n"


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [(lambda point, g, rate: point + rate * g, "the step is added"), (3, "Pass the function itself")],
)
def test_a_mistake_is_named(answer, mistake, capsys):
    assert yours_or_ours("gradient_step", answer) is gradients.gradient_step
    printed = capsys.readouterr().out
    assert printed.startswith("gradient_step: the library's. ") and mistake in printed


def test_an_unknown_name_is_an_error():
    with pytest.raises(ValueError, match="gradient_step"):
        yours_or_ours("gradient_stepp", None)
