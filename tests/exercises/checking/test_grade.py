"""A mark is the points or none; no answer raises, hangs, or leaves something behind."""

import re

import numpy as np
import pytest
import student_answers

from course_utils import losses
from course_utils.exercises import checking, grade, progress
from course_utils.exercises.catalogue import of_kind
from course_utils.exercises.checking.diagnose import outcomes
from course_utils.exercises.exercise import Exercise


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize(
    ("name", "answer"), [pytest.param(*pair, id=pair[1].__name__) for pair in student_answers.answers()]
)
def test_a_right_answer_in_any_style_earns_its_points(name, answer):
    assert grade(name, answer, 3) == 3


@pytest.mark.parametrize("points", [2, 0.5, np.int64(3)])
def test_the_verdict_and_the_points_are_printed(points, capsys):
    earned = grade("softmax", softmax, points)
    assert earned == points
    verdict, number = capsys.readouterr().out.splitlines()
    assert verdict == "✓ softmax: passed. Your function agrees with the course's own on 15 inputs."
    assert float(number) == points


def test_a_wrong_answer_earns_nothing_and_hears_the_sentence_of_its_check(capsys):
    assert grade("softmax", lambda logits: logits, 2) == 0
    sentence, number = capsys.readouterr().out.splitlines()
    assert sentence.startswith("→ softmax: not yet. ") and number == "0"
    assert "hint" not in sentence and "reveal" not in sentence


def unwritten(logits):
    """Nothing yet."""
    ...


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (unwritten, "○ softmax: not written yet."),
        (None, "○ softmax: not written yet."),
        (7, "→ softmax: not yet. Pass the function itself"),
        (np.exp, "→ softmax: not yet. What is graded is a function that is written out with `def`."),
        (losses.softmax, "What is graded is a function that is written out in a cell of its own. softmax is the"),
    ],
)
def test_what_is_no_answer_earns_nothing(answer, said, capsys):
    assert grade("softmax", answer, 1) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("points", [0, -1, float("nan"), float("inf"), "2", None, True, np.ones(2)])
def test_points_that_are_no_number_above_0_are_refused(points):
    with pytest.raises(ValueError, match=f"^`points` must be a number above 0, not {re.escape(repr(points))}.$"):
        grade("softmax", softmax, points)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sofmax", "There is no exercise 'sofmax'. Did you mean 'softmax'?"),
        (softmax, "There is no exercise a name that is not a text."),
        ("few_units_for_xor", "'few_units_for_xor' is a mission, solved with the mouse"),
    ],
)
def test_a_name_without_a_grade_is_refused(name, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        grade(name, softmax, 1)


def ends(logits):
    raise SystemExit


def never_ends(logits):
    while True:
        pass


def prints_points(logits):
    print(2)
    return 2


def swallows(logits):
    while True:
        try:
            while True:
                pass
        except:  # noqa: E722
            pass


@pytest.mark.parametrize("answer", [ends, never_ends, prints_points, swallows])
def test_no_answer_raises_or_hangs(answer, capsys, monkeypatch):
    monkeypatch.setattr(checking.grade, "SECONDS", 0.3)
    assert grade("softmax", answer, 2) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["0"]


def test_a_grade_leaves_nothing_behind():
    """No pass is noted, no hint is used up, and nothing is kept for notebook 05."""
    before = dict(checking.hints._given), progress("01_loss_functions").summary, dict(checking.keep._kept_here)
    grade("softmax", softmax, 1)
    grade("softmax", lambda logits: logits, 1)
    after = dict(checking.hints._given), progress("01_loss_functions").summary, dict(checking.keep._kept_here)
    assert before == after


def test_a_note_that_an_exercise_has_passed_earns_nothing(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    path.write_text('["softmax"]')
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    assert progress("01_loss_functions").passed["softmax"]
    assert grade("softmax", unwritten, 1) == 0


def test_a_share_would_say_more_of_the_inputs_than_of_the_answer():
    """Why it is all or nothing: what wrong answers would earn for agreeing on some inputs depends on the exercise."""

    def earned(exercise):
        right = outcomes(exercise.answer, exercise)
        return np.median(
            [
                np.mean([one.agrees(other, exercise.tolerance) for one, other in zip(made, right, strict=True)])
                for made in (outcomes(wrong.function, exercise) for wrong in exercise.wrong_answers)
            ]
        )

    shares = [earned(exercise) for exercise in of_kind(Exercise)]
    assert min(shares) == 0 and max(shares) > 0.8


def test_an_earlier_cell_that_replaces_grade_is_not_noticed_by_the_kernel(monkeypatch):
    """What the docs say is not prevented where a notebook itself is run: an import gives what stands in the module."""
    import course_utils.exercises

    monkeypatch.setattr(course_utils.exercises, "grade", lambda name, answer, points: points)
    from course_utils.exercises import grade as replaced

    assert replaced("softmax", unwritten, 5) == 5
