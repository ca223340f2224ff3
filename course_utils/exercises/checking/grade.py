"""grade(name, answer, points): an exercise as homework, with its mark as a number.

An answer is judged as `check` judges it, but by itself: as the text of the function and of what it uses of its
notebook, run anew. So nothing counts that only looks like a function of one's own. Nothing is kept: no pass, no hint.
"""

import inspect
import math
import numbers

from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.check import agreement, not_to_be_tried, unwritten
from course_utils.exercises.checking.diagnose import SECONDS, Unwritten, examine
from course_utils.exercises.checking.keep import named
from course_utils.exercises.checking.own_work import FILE, Borrowed, not_allowed
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.verdict import Verdict
from course_utils.exercises.checking.watch import LIBRARIES, Watch
from course_utils.exercises.exercise import Mission


def grade(name, answer, points):
    """Judge a student's function, print the verdict and the points earned, and return these points.

    It is all or nothing: `points` if the answer passes its check, else 0. A share of the inputs on which it agrees
    would say more of how they were chosen than of the answer. (What a grading cell returns is taken by nbgrader for the
    points of that cell.)

    The answer has to be the student's own: a function written out with `def`, which calls, of the course, only what an
    earlier lesson has and this exercise's own answer uses too, as `cross_entropy` in `cost`. It raises nothing because
    of an answer, and is stopped like a check; ValueError for a name or a number of points that does not exist.
    """
    exercise = _find(name)
    is_number = isinstance(points, numbers.Real) and not isinstance(points, bool)
    if not (is_number and 0 < points < math.inf):
        raise ValueError(f"`points` must be a number above 0, not {points!r}.")
    verdict = not_to_be_tried(exercise, answer) or _judge(exercise, answer)
    earned = points if verdict.passed else 0
    print(verdict, earned, sep="\n")
    return earned


def _find(name):
    exercise = find(name)
    if isinstance(exercise, Mission):
        raise ValueError(f"{name!r} is a mission, solved with the mouse: `check` judges it, and it has no grade.")
    return exercise


def _judge(exercise, answer):
    if not inspect.isfunction(answer):
        return _refuse(exercise, "What is graded is a function that is written out with `def`.")
    try:
        text = named(exercise.name, answer)
    except ValueError as error:
        return _refuse(exercise, f"What is graded is a function that is written out in a cell of its own. {error}")
    return judge_text(exercise, text)


def judge_text(exercise, text):
    """The verdict on an answer that is given as text: the function, after all that it uses."""
    word = not_allowed(text)
    if word:
        return _refuse(exercise, f"A graded answer may not use `{word}`: NumPy and plain Python are enough.")
    names = {"__name__": "graded"}
    outcome = call(lambda: exec(compile(text, FILE, "exec"), names), (), Watch(SECONDS))
    answer = names.get(exercise.name)
    if outcome.error or outcome.too_slow:
        return _refuse(exercise, f"The text of your function does not run by itself. {outcome.error}".rstrip())
    if not inspect.isfunction(answer) or answer.__code__.co_filename != FILE:
        return _refuse(exercise, f"No function `{exercise.name}` is written out.")
    return _verdict(exercise, answer)


def _verdict(exercise, answer):
    borrowed = Borrowed(exercise)
    try:
        diagnosis = examine(exercise, answer, Watch(SECONDS, LIBRARIES, borrowed))
    except Unwritten:
        return unwritten(exercise)
    if borrowed.names:
        return _refuse(exercise, f"Your function calls the course's own `{borrowed.names[0]}`: write it yourself.")
    if diagnosis:
        return _refuse(exercise, diagnosis.sentence)
    return Verdict(exercise.name, "passed", agreement(exercise))


def _refuse(exercise, why):
    return Verdict(exercise.name, "not yet", why)
