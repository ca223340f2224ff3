"""Right answers pass however they are written; wrong ones, made by small changes, are refused with true words.

`python tools/check_mutants.py` tries all mutants and prints a table; here a part of them is tried.
"""

import dataclasses

import check_mutants
import pytest
import student_answers

from course_utils.exercises import check, checking
from course_utils.exercises.catalogue import of_kind
from course_utils.exercises.checking import diagnose
from course_utils.exercises.exercise import Exercise

EVERY = 10  # so many-th of all mutants
RARER = {"adam_step": 24, "rmsprop_step": 20, "train": 20, "fit_into_box": 40}  # of slow or many ones


@pytest.mark.parametrize(
    ("name", "answer"), [pytest.param(*pair, id=pair[1].__name__) for pair in student_answers.answers()]
)
def test_a_right_answer_passes_in_any_style(name, answer):
    verdict = check(name, answer)
    assert verdict.passed, verdict


def test_every_exercise_has_answers_in_several_styles():
    styles = [name for name, _ in student_answers.answers()]
    assert all(styles.count(exercise.name) >= 2 for exercise in of_kind(Exercise))


@pytest.mark.parametrize("name", [exercise.name for exercise in of_kind(Exercise)])
def test_no_wrong_mutant_passes_and_none_is_told_what_is_not_so(name, monkeypatch):
    monkeypatch.setattr(diagnose, "SECONDS", check_mutants.SECONDS)
    tries = list(check_mutants.tries(name, RARER.get(name, EVERY)))
    assert len(tries) >= 5
    assert [one.source for one in tries if one.passed or one.is_misnamed] == []
    assert sum(one.kind == "differ" for one in tries) <= 0.05 * len(tries)


def test_a_hole_in_a_check_would_be_found(monkeypatch):
    """With its first two cases alone, the check of softmax would let answers through that overflow."""
    exercise = check_mutants.find("softmax")
    poorer = dataclasses.replace(exercise, cases=exercise.cases[:2], properties=())
    monkeypatch.setattr(check_mutants, "find", lambda name: poorer)
    monkeypatch.setattr(checking.check, "find", lambda name: poorer)
    assert any(one.passed for one in check_mutants.tries("softmax", EVERY))
