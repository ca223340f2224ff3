"""Each exercise passes its own answer, and refuses each known mistake with that one's hint."""

import numpy as np
import pytest

from course_utils import data, gradients, graph, losses, mnist, network, training
from course_utils.exercises import check, names
from course_utils.exercises.catalogue import LESSONS, find, of_kind
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import Watch
from course_utils.exercises.exercise import Exercise

EXERCISES = of_kind(Exercise)
WRONG = [
    pytest.param(exercise, wrong, id=f"{exercise.name}-{wrong.when}")
    for exercise in EXERCISES
    for wrong in exercise.wrong_answers
]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)


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
        kept = (
            call(prop.holds, (wrong.function, *case), Watch(3)).numbers
            for wrong in exercise.wrong_answers
            for case in exercise.cases
        )
        assert any(held is not None and not np.all(held) for held in kept), prop.says


@each_exercise
def test_every_exercise_is_complete(exercise):
    assert all(len(case) == len(exercise.parameters) for case in exercise.cases)
    assert exercise.asks.endswith(".")
    assert len(exercise.hints) >= 2 and len(exercise.wrong_answers) >= 5


@each_exercise
def test_an_answer_that_the_library_has_is_the_librarys_own(exercise):
    for module in (losses, gradients, graph, network, data, training, mnist):
        assert getattr(module, exercise.name, exercise.answer) is exercise.answer


def test_a_function_is_called_by_its_name_and_parameters():
    assert find("one_hot").signature == "one_hot(labels, n_classes)"
    assert find("numerical_gradient").signature == "numerical_gradient(f, x, step)"  # a case gives every argument


def test_names_follow_the_lesson():
    assert names("01_loss_functions") == ["one_hot", "softmax", "cross_entropy", "cost", "accuracy"]
    assert names() == [name for lesson in LESSONS for name in names(lesson.NOTEBOOK)]
    assert [lesson.NOTEBOOK for lesson in LESSONS] == sorted(lesson.NOTEBOOK for lesson in LESSONS)
    assert len(set(names())) == len(names())
