"""check(name, answer): from a student's function to a verdict."""

from collections import Counter

from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.diagnose import SECONDS, Unwritten, examine
from course_utils.exercises.checking.hints import begin_anew, next_hint
from course_utils.exercises.checking.keep import keep
from course_utils.exercises.checking.newest import why_it_is_old
from course_utils.exercises.checking.progress import record
from course_utils.exercises.checking.try_mission import NEEDED, SEEDS, try_mission
from course_utils.exercises.checking.verdict import Verdict
from course_utils.exercises.checking.watch import Watch
from course_utils.exercises.checking.write import write_apart, write_named
from course_utils.exercises.exercise import Mission

_failures = Counter()  # how often each exercise failed since its last pass


def check(name, answer):
    """Try a student's function and say how it does; raises only when you interrupt the kernel.

    It is called on small inputs and on random ones, and its answers are compared with
    those of the course's own function. It is stopped after 3 seconds of computing, unless it
    waits inside a single call that never returns, such as `sum(itertools.count())`: then
    interrupt the kernel, or restart it. A mission's function trains from up to five seeds,
    for at most 60 seconds together.
    """
    try:
        exercise = find(name)
    except ValueError as error:
        return Verdict(str(name), "not yet", str(error))
    untried = not_to_be_tried(exercise, answer)
    if untried:
        return untried
    return _judge_mission(exercise, answer) if isinstance(exercise, Mission) else _judge(exercise, answer)


def not_to_be_tried(exercise, answer):
    """The verdict on what is no function, or not the newest one; None where an answer can be tried."""
    if answer is None or answer is Ellipsis:
        return unwritten(exercise)
    if not callable(answer):
        kind = type(answer).__name__
        message = f"Pass the function itself, as in `check({exercise.name!r}, {exercise.passed_as})`, not a {kind}."
        return Verdict(exercise.name, "not yet", message)
    old = why_it_is_old(answer)
    if old:
        message = f"{old} What would be checked is the function from before: mend that cell, run it, and check again."
        return Verdict(exercise.name, "not yet", message)
    return None


def _judge(exercise, answer):
    try:
        diagnosis = examine(exercise, answer, Watch(SECONDS))
    except Unwritten:
        return unwritten(exercise)
    if diagnosis:
        return _refuse(exercise, diagnosis.sentence, _evidence(exercise, diagnosis.trial), diagnosis.hint)
    keep(exercise.name, answer)
    return _pass(exercise, agreement(exercise))


def _judge_mission(mission, answer):
    attempts = try_mission(mission, answer)
    if attempts[-1].untrained:
        return unwritten(mission)
    solved = [attempt.seed for attempt in attempts if attempt.solved]
    if len(solved) == NEEDED:
        return _pass(mission, f"Solved from the seeds {', '.join(map(str, solved))}.")
    evidence = tuple((f"seed {attempt.seed}", attempt.missing or "solved") for attempt in attempts)
    needed = f"It must be solved from {NEEDED} of {len(SEEDS)} seeds, and was from {len(solved)} of {len(attempts)}."
    return _refuse(mission, f"{mission.asks} {needed}", evidence)


def unwritten(exercise):
    """The verdict on an answer that nobody has written yet."""
    return Verdict(exercise.name, "not written yet", exercise.to_begin)


def agreement(exercise):
    """The sentence for a right answer."""
    return f"Your function agrees with the course's own on {len(exercise.cases)} inputs."


def _pass(exercise, message):
    _failures[exercise.name] = 0
    begin_anew(exercise.name)
    record(exercise.name)
    return Verdict(exercise.name, "passed", message)


def _refuse(exercise, sentence, evidence, own_hint=""):
    _failures[exercise.name] += 1
    hints = [own_hint]
    if not own_hint or _failures[exercise.name] > 1:  # beside the mistake's own hint from the second try on
        hints.append(next_hint(exercise))
    return Verdict(
        exercise.name,
        "not yet",
        sentence,
        evidence=evidence,
        hints=tuple(filter(None, hints)),
        more=f"`hint({exercise.name!r})` gives a hint, `reveal({exercise.name!r})` shows one way to write it.",
    )


def _evidence(exercise, trial):
    """The input, what came out, and what should have."""
    inputs = "\n".join(map(write_named, exercise.parameters, trial.case))
    if trial.passed:  # a property is missing, though the numbers are right here
        return (("input", inputs),)
    got, expected = write_apart(trial.got.numbers, trial.expected.numbers)
    if trial.got.changed_input:
        got += "\nand the input has changed"
    got = trial.got.error or ("no answer in time" if trial.got.too_slow else got)
    return (("input", inputs), ("got", got), ("expected", expected))
