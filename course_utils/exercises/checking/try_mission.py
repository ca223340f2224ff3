"""Trying a mission: its answer trains from one seed after the other, until the verdict is certain."""

import functools
from dataclasses import dataclass

from course_utils.data import FEATURES
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import LIBRARIES, THE_COURSE, Watch
from course_utils.exercises.exercise import Trained
from course_utils.training import Trainer

SEEDS = range(5)
NEEDED = 3  # of them
SECONDS = 60  # for all of them together
RETURNS = "`return trainer, names`: the finished Trainer, and a list of the names of its features, such as `x1`"


class Missed(Exception):
    """What an answer did cannot be judged; the message says why."""


@dataclass(frozen=True)
class Attempt:
    """How a mission went from one seed: `missing` says what was not reached, or ""."""

    seed: int
    missing: str
    untrained: bool = False  # not a single step

    @property
    def solved(self):
        """Whether nothing is missing."""
        return not self.missing


def try_mission(mission, answer):
    """The attempts, as many as it takes to know the verdict."""
    # The course's own training is not looked at line by line, which would make it several times slower.
    watch = Watch(SECONDS, (*LIBRARIES, THE_COURSE))
    attempts = []
    for seed in SEEDS:
        attempts.append(_attempt(mission, answer, seed, watch))
        solved = sum(attempt.solved for attempt in attempts)
        if attempts[-1].untrained or solved == NEEDED or len(attempts) - solved > len(SEEDS) - NEEDED:
            break
    return attempts


def _attempt(mission, answer, seed, watch):
    train = functools.partial(_train, answer, seed, watch)
    try:
        run = train()
        if run.trainer.steps == 0:
            return Attempt(seed, "Nothing was trained.", untrained=True)
        return Attempt(seed, mission.judge(run, train))
    except Missed as missed:
        return Attempt(seed, str(missed))
    except ValueError as error:  # of the judge's own points
        return Attempt(seed, f"The network does not fit the mission's data. {error}")


def _train(answer, seed, watch, **changes):
    """What the answer makes of a seed; Missed where it is no trainer with the names of its features."""
    called = f"`train({', '.join([str(seed), *(f'{name}={value!r}' for name, value in changes.items())])})`"
    results = []
    outcome = call(functools.partial(answer, **changes), (seed,), watch, lambda result, *_: results.append(result))
    if outcome.too_slow:
        raise Missed(f"The training was stopped after {SECONDS} seconds of computing. Fewer epochs are enough.")
    if outcome.error:
        raise Missed(f"{called} stopped with {outcome.error}.")
    (result,) = results
    if not isinstance(result, tuple) or len(result) != 2 or not isinstance(result[0], Trainer):
        raise Missed(f"{called} must {RETURNS}.")
    trainer, names = result
    if not isinstance(names, (list, tuple)) or any(name not in list(FEATURES) for name in names):
        raise Missed(f"The names of the features must be some of {', '.join(FEATURES)}.")
    if len(names) != trainer.network.sizes[0]:
        raise Missed(f"The network has {trainer.network.sizes[0]} inputs, and {len(names)} features are named.")
    return Trained(seed, trainer, list(names))
