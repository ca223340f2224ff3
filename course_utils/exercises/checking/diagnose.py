"""Telling what is wrong with an answer from what it does.

The student's function is compared with functions that people write by mistake: when it does what one of them does,
that is the misconception. Only then comes what can be seen in its results (`describe`), and which property they lack.
"""

import functools
from dataclasses import dataclass

import numpy as np

from course_utils.exercises.checking.compare import same
from course_utils.exercises.checking.describe import (
    describe,
    has_another_kind_of_shape,
    which_way,
    wrong_and_right,
)
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.stumble import stumble
from course_utils.exercises.checking.watch import Watch
from course_utils.exercises.checking.where import where_it_is_wrong

SECONDS = 3  # for all calls of one check together


class Unwritten(Exception):
    """The answer does nothing yet."""


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


@functools.cache
def outcomes(function, exercise):
    """What one of the course's own functions, right or wrong, does in each case."""
    return [call(function, case, Watch(SECONDS), exercise.observe) for case in exercise.cases]


def examine(exercise, answer, watch):
    """Try an answer, and return its diagnosis, or None if it is right; Unwritten where nobody has written it yet."""
    trials = try_cases(exercise, answer, watch)
    if all(trial.got.unwritten for trial in trials):
        raise Unwritten
    return diagnose(exercise, answer, trials, watch)


def try_cases(exercise, answer, watch):
    """Call the answer on every case, and stop at the first that used up the time.

    What is right, and what each known mistake does, is computed first: no answer can change it.
    """
    for wrong in exercise.wrong_answers:
        outcomes(wrong.function, exercise)
    trials = []
    for case, expected in zip(exercise.cases, outcomes(exercise.answer, exercise), strict=True):
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
    known = _known_mistake(exercise, trials) or _known_in_a_part(exercise, trials)
    if known:
        return known
    first = failed[0]
    if isinstance(first.got.numbers, np.ndarray):  # another shape says more than other numbers
        first = next(filter(has_another_kind_of_shape, failed), first)
    with np.errstate(all="ignore"):
        sentence = stumble(first, exercise) or describe(first, trials, exercise)
    broken = None if sentence else _broken_property(exercise, answer, failed, watch)
    if broken:
        return broken
    where = where_it_is_wrong(trials, exercise.parameters)
    return Diagnosis(" ".join(filter(None, [sentence or which_way(first, exercise), where])), first)


def _too_slow(trial):
    sentence = f"Your function was stopped after {SECONDS} seconds of computing."
    return Diagnosis(sentence, trial, "Does every loop come to an end?")


def _known_mistake(exercise, trials):
    """The known wrong answer that does in every case what the student's function does.

    If there is none: the one that does so wherever the student's function comes to a finite result.
    """
    for sentence, trials_to_explain in (
        ("Your output equals what you get when {}.", trials),
        ("Where your function comes to finite numbers, they equal what you get when {}.", _sound(trials)),
    ):
        for wrong in exercise.wrong_answers:
            made = dict(zip(map(id, exercise.cases), outcomes(wrong.function, exercise), strict=True))
            alike = [t for t in trials_to_explain if made[id(t.case)].agrees(t.got, exercise.tolerance)]
            # Two errors of one kind may have two causes: some wrong numbers, or the errors' words, must be the same.
            telling = [t for t in alike if not t.passed and t.got.error == made[id(t.case)].error]
            telling = [t for t in telling if not t.got.error] or [t for t in telling if len(telling) < len(alike)]
            telling.sort(key=lambda t: t.size)
            if telling and len(alike) == len(trials_to_explain) > len(trials) / 2:
                return Diagnosis(sentence.format(wrong.when), telling[0], wrong.hint)
    return None


def _known_in_a_part(exercise, trials):
    """The known wrong answer that makes the first wrong one of several results, and those computed before, as here."""
    failed = sorted((t for t in trials if not t.passed), key=lambda t: t.size)
    if not exercise.computed or not all(_has_parts(t.got, exercise) for t in trials):
        return None
    places = [exercise.computed.index(wrong_and_right(t, exercise)[0][0]) for t in failed]
    part, names = exercise.computed[min(places)], exercise.computed[: min(places) + 1]
    telling = [t for t, place in zip(failed, places, strict=True) if place == min(places)]
    for wrong in exercise.wrong_answers:
        made = outcomes(wrong.function, exercise)
        if all(
            _has_parts(m, exercise) and same(m.numbers[name], t.got.numbers[name], exercise.tolerance)
            for m, t in zip(made, trials, strict=True)
            for name in names
        ):
            return Diagnosis(f"Your `{part}` equals what you get when {wrong.when}.", telling[0], wrong.hint)
    return None


def _has_parts(outcome, exercise):
    """Whether several results came back, and nothing else happened."""
    calm = not (outcome.error or outcome.changed_input or outcome.disturbed)
    return calm and isinstance(outcome.numbers, dict) and outcome.numbers.keys() == set(exercise.computed)


def _sound(trials):
    """The trials in which numbers came out, finite ones where they should be."""
    return [t for t in trials if _is_sound(t.got.numbers, t.expected.numbers)]


def _is_sound(got, expected):
    if isinstance(got, dict) and isinstance(expected, dict) and got.keys() == expected.keys():
        return all(_is_sound(got[name], expected[name]) for name in got)
    if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray):
        return False
    return bool(np.isfinite(got).all() or not np.isfinite(expected).all())


def _broken_property(exercise, answer, trials, watch):
    """The first property that the answer lacks on one of the trials' cases, or None."""
    for prop in exercise.properties:
        for trial in trials:
            outcome = call(functools.partial(prop.holds, answer), trial.case, watch)
            if outcome.too_slow:
                return _too_slow(trial)
            holds = outcome.numbers
            if holds is not None and not isinstance(holds, str) and not np.all(holds):
                return Diagnosis(prop.says, trial)
    return None
