"""Each exercise passes its own answer, and refuses each known mistake with that one's hint."""

import inspect

import numpy as np
import pytest

from course_utils.exercises import check, names
from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import Watch

EXERCISES = [find(name) for name in names()]
WRONG = [
    pytest.param(exercise, wrong, id=f"{exercise.name}-{wrong.function.__name__}")
    for exercise in EXERCISES
    for wrong in exercise.wrong_answers
]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=names())


@each_exercise
def test_the_answer_passes(exercise):
    assert check(exercise.name, exercise.answer).passed


@pytest.mark.parametrize(("exercise", "wrong"), WRONG)
def test_a_wrong_answer_is_refused_with_its_own_hint(exercise, wrong):
    verdict = check(exercise.name, wrong.function)
    assert not verdict.passed
    assert verdict.message == f"Your output equals what you get when {wrong.when}."
    assert verdict.hints == (wrong.hint,)


@each_exercise
def test_no_two_wrong_answers_share_a_diagnosis_or_a_hint(exercise):
    for texts in zip(*((w.when, w.hint) for w in exercise.wrong_answers), strict=True):
        assert len(set(texts)) == len(texts)


@each_exercise
def test_every_property_is_lost_by_some_wrong_answer(exercise):
    for prop in exercise.properties:
        kept = [
            call(prop.holds, (wrong.function, *case), Watch(3)).numbers
            for wrong in exercise.wrong_answers
            for case in exercise.cases
        ]
        assert any(held is not None and not np.all(held) for held in kept), prop.says


@each_exercise
def test_every_exercise_is_complete(exercise):
    parameters = ", ".join(inspect.signature(exercise.answer).parameters)
    assert exercise.signature == f"{exercise.name}({parameters})"
    assert exercise.asks.endswith(".")
    assert len(exercise.hints) >= 2 and len(exercise.wrong_answers) >= 5


def test_names_follow_the_lesson():
    assert names("01_loss_functions") == ["one_hot", "softmax", "cross_entropy", "cost", "accuracy"]
    assert names() == sorted(names(), key=lambda name: find(name).notebook)
    assert len(set(names())) == len(names())
