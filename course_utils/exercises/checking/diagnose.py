"""Telling what is wrong with an answer from what it returns.

The student's function is compared with functions that people write by mistake: when it
does what one of them does, that is the misconception. Only then do general descriptions
come in: it stops with an error, the shape is another, the numbers differ.
"""

import functools
from dataclasses import dataclass

import numpy as np

from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import Watch

SECONDS = 3  # for all calls of one check together


@dataclass(frozen=True)
class Trial:
    """One case tried: what the student's function did, and what the right one does."""

    case: tuple
    got: object
    expected: object
    passed: bool

    @property
    def size(self):
        """How many numbers a reader has to look at."""
        return sum(np.size(argument) for argument in self.case)


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong, the trial that shows it, and a hint where the mistake has its own."""

    sentence: str
    trial: Trial
    hint: str = ""


def try_cases(exercise, answer, watch):
    """Call the answer on every case, and stop at the first that used up the time.

    What is right is computed first: no answer can change it.
    """
    right = [call(exercise.answer, case, Watch(SECONDS), exercise.observe) for case in exercise.cases]
    trials = []
    for case, expected in zip(exercise.cases, right, strict=True):
        got = call(answer, case, watch, exercise.observe)
        trials.append(Trial(case, got, expected, got.agrees(expected, exercise.tolerance)))
        if got.too_slow:
            break
    return trials


def diagnose(exercise, answer, trials, watch):
    """Say what is wrong with an answer, or return None: it passed, and has every property."""
    failed = sorted((t for t in trials if not t.passed), key=lambda t: t.size)
    if not failed:
        return _broken_property(exercise, answer, trials, watch)
    slow = [trial for trial in failed if trial.got.too_slow]
    if slow:
        return _too_slow(slow[0])
    known = _known_mistake(exercise, failed)
    if known:
        return known
    sentence = _describe(failed[0])
    if sentence:
        return Diagnosis(sentence, failed[0])
    broken = _broken_property(exercise, answer, failed, watch)
    return broken or Diagnosis("The numbers differ.", failed[0])


def _too_slow(trial):
    sentence = f"Your function was stopped after {SECONDS} seconds of computing."
    return Diagnosis(sentence, trial, "Does every loop come to an end?")


def _known_mistake(exercise, failed):
    """The known wrong answer that explains most of the failed trials, if it is over half."""
    best, explained = None, []
    for wrong in exercise.wrong_answers:
        alike = [trial for trial in failed if _does(wrong, trial, exercise)]
        if len(alike) > max(len(explained), len(failed) / 2):
            best, explained = wrong, alike
    if best is None:
        return None
    sentence = f"Your output equals what you get when {best.when}."
    return Diagnosis(sentence, explained[0], best.hint)


def _does(wrong, trial, exercise):
    """Whether a wrong answer does on a trial's case what the student's function did."""
    made = call(wrong.function, trial.case, Watch(SECONDS), exercise.observe)
    return made.agrees(trial.got, exercise.tolerance)


def _broken_property(exercise, answer, trials, watch):
    """The first property that the answer lacks on one of the trials' cases, or None."""
    for prop in exercise.properties:
        for trial in trials:
            outcome = call(functools.partial(prop.holds, answer), trial.case, watch)
            if outcome.too_slow:
                return _too_slow(trial)
            holds = outcome.numbers
            if holds is not None and not np.all(holds):
                return Diagnosis(prop.says, trial)
    return None


def _describe(trial):
    """What can be said of any function: an error, nothing returned, another shape, nan."""
    got, expected = trial.got.numbers, trial.expected.numbers
    if trial.got.error:
        return _describe_error(trial.got.error)
    if trial.got.disturbed:
        names = ", ".join(trial.got.disturbed[:3])
        return f"Your function changes {names}, which others use too. It has been put back: leave it as it is."
    if trial.got.changed_input:
        return (
            "Your function changes the array that it is given. "
            "Whoever called it still needs that array: work on a copy."
        )
    if got is None and trial.got.printed:
        return "Your function prints its answer: end it with `return` instead."
    if got is None:
        return "For this input your function returns None: does every path end with `return`?"
    if isinstance(got, str):
        return f"Your function returns {got}, where numbers are asked for."
    if isinstance(expected, list) or isinstance(got, list):
        return _describe_parts(got, expected)
    if got.shape != expected.shape:
        return _describe_shape(got, expected)
    if not np.isfinite(got[np.isfinite(expected)]).all():
        return "Some of your numbers are not finite, where finite ones are expected."
    return ""


def _describe_error(error):
    if error.startswith("RecursionError"):
        return "Your function calls itself and never comes to an end."
    if error.startswith("SystemExit"):
        return "Your function ends the program: return a value instead."
    return "Your function stops with an error."


def _describe_parts(got, expected):
    if not isinstance(expected, list):
        return "Your function returns rows of different lengths, where one array is asked for."
    if not isinstance(got, list) or len(got) != len(expected):
        return f"{len(expected)} results are asked for, and your function returns another number."
    return ""


def _describe_shape(got, expected):
    shapes = f"the shape is {got.shape} where {expected.shape} is expected"
    if got.shape == expected.T.shape and np.allclose(got, expected.T):
        return f"The numbers are right, with rows and columns exchanged: {shapes}."
    if got.size == expected.size and np.allclose(got.ravel(), expected.ravel()):
        return f"The numbers are right, but {shapes}."
    return f"T{shapes[1:]}."
