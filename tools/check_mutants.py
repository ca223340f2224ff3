"""Try wrong answers on the exercises' checks, and print what became of them.

    python tools/check_mutants.py                 a table: exercise, mutants, refused, and what they were told
    python tools/check_mutants.py softmax         and every mutant of one exercise, with what it was told

A mutant is a right answer with one small change. It is wrong if it differs from the course's own answer on any of many
valid inputs; those that do not are left out. Each wrong one must be refused, and what it is told must be true: where it
is told that it equals a known mistake, it does so on all of those inputs.
"""

import contextlib
import copy
import io
import re
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import answer_mutants
import numpy as np
import student_answers

from course_utils.exercises import check
from course_utils.exercises.catalogue import find, of_kind
from course_utils.exercises.checking import diagnose
from course_utils.exercises.checking.compare import as_numbers, same
from course_utils.exercises.checking.run import Outcome
from course_utils.exercises.checking.watch import TimeUp, Watch
from course_utils.exercises.exercise import Exercise

SECONDS = 1.0  # for a mutant that loops for ever


@dataclass
class Try:
    """One wrong answer, and how it fared."""

    name: str
    change: str
    source: str
    passed: bool
    message: str
    kind: str
    is_misnamed: bool


def tries(name, every=1):
    """Try each (or every so many-th) wrong mutant of the right answers to one exercise."""
    exercise, number = find(name), 0
    pool = student_answers.inputs(name)
    right = [did(exercise.answer, case, exercise, Watch(SECONDS)) for case in pool]
    for answered, function in student_answers.answers():
        for change, mutant, source in answer_mutants.mutants(function) if answered == name else ():
            number += 1
            if number % every or not differs(mutant, right, exercise, pool):
                continue
            verdict = check(name, mutant)
            yield Try(
                name=name,
                change=f"{function.__name__}, {change}",
                source=source,
                passed=verdict.passed,
                message=verdict.message,
                kind=kind(verdict),
                is_misnamed=misnamed(verdict, mutant, exercise, pool),
            )


def differs(function, right, exercise, pool):
    """Whether a function does not do what is right on every input; it is called until it does not."""
    watch = Watch(SECONDS)
    return any(
        not did(function, case, exercise, watch).agrees(expected, exercise.tolerance)
        for case, expected in zip(pool, right, strict=True)
    )


def did(function, case, exercise, watch):
    """What a function does: as a check finds it out, but quickly, since these functions keep to themselves."""
    outcome, given = Outcome(), copy.deepcopy(case)

    def work():
        try:
            outcome.numbers = as_numbers(exercise.observe(function(*given), *given))
        except TimeUp:
            raise
        except Exception as error:
            outcome.error = f"{type(error).__name__}: {error}"

    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with contextlib.suppress(TimeUp):
            watch.run(work)
    outcome.changed_input = not all(
        isinstance(before, dict) or same(as_numbers(now), as_numbers(before))
        for now, before in zip(given, case, strict=True)
    )
    return Outcome(too_slow=True) if watch.is_over else outcome


def misnamed(verdict, function, exercise, pool):
    """Whether a function was told that it equals a mistake which it does not equal everywhere."""
    start, _, when = verdict.message.partition("what you get when ")
    if not when:
        return False
    known = next(w.function for w in exercise.wrong_answers if w.when == when.removesuffix("."))
    part = re.match(r"Your `(\w+)` equals", start)
    for case in pool:
        one, other = (did(f, case, exercise, Watch(SECONDS)) for f in (function, known))
        if one.error or other.error or (start.startswith("Where") and not finite(one.numbers)):
            continue
        if part:
            one, other = (Outcome(numbers=outcome.numbers[part[1]]) for outcome in (one, other))
        if not one.agrees(other, 10 * exercise.tolerance):
            return True
    return False


def finite(numbers):
    """Whether a result holds finite numbers only."""
    if isinstance(numbers, dict):
        return all(map(finite, numbers.values()))
    return isinstance(numbers, np.ndarray) and bool(np.isfinite(numbers).all())


KINDS = ("known mistake", "no result", "shape", "relation", "property", "how many", "differ")


def kind(verdict):
    """What sort of sentence a refused answer was told first."""
    message = verdict.message
    if verdict.passed:
        return "PASSED"
    if "what you get when" in message:
        return "known mistake"
    if "on this input, where" in message or "Infinity is right" in message:
        return "how many"
    if "returns True" in message or "returns False" in message or "one of them is right" in message:
        return "relation"
    if (
        message.startswith(("Your function", "For this input", "Write", "It is called", "In your dict"))
        or "results are asked" in message
    ):
        return "no result"
    if "shape" in message or "at the end" in message:
        return "shape"
    if "The numbers differ." in message:
        return "differ"
    if "too large" in message or "too small" in message:
        return "how many"
    if any(message == prop.says for prop in find(verdict.name).properties):
        return "property"
    return "relation"


def table(all_tries):
    """The lines of the table, and whether it is as it should be."""
    lines = [f"{'exercise':<22}{'mutants':>8}{'passed':>8}{'misnamed':>9}" + "".join(f"{k:>15}" for k in KINDS)]
    total = Counter()
    for name, group in groupby(all_tries, key=lambda one: one.name):
        group = list(group)
        counts = Counter(one.kind for one in group)
        counts.update(all=len(group), passed=sum(o.passed for o in group), misnamed=sum(o.is_misnamed for o in group))
        total.update(counts)
        lines.append(_line(name, counts))
    lines.append(_line("in all", total))
    lines.append(f'with more than "The numbers differ": {1 - total["differ"] / max(1, total["all"]):.1%}')
    return "\n".join(lines)


def _line(name, counts):
    return f"{name:<22}{counts['all']:>8}{counts['passed']:>8}{counts['misnamed']:>9}" + "".join(
        f"{counts[k]:>15}" for k in KINDS
    )


def main(chosen):
    """Print the table, and the mutants of the chosen exercises one by one."""
    diagnose.SECONDS = SECONDS
    all_tries = []
    for one in (one for name in chosen or [exercise.name for exercise in of_kind(Exercise)] for one in tries(name)):
        all_tries.append(one)
        if chosen or one.passed or one.is_misnamed or one.kind == "differ":
            print(f"--- {one.change}{' PASSED' * one.passed}{' MISNAMED' * one.is_misnamed}")
            print(f"{one.source}\n    → {one.message}")
    print(table(all_tries))
    return not any(one.passed or one.is_misnamed for one in all_tries)


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
