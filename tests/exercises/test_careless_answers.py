"""Wrong answers that students write, read from careless_answers.txt: each is refused, with words that fit it."""

import math
import re
import textwrap
from pathlib import Path

import numpy as np
import pytest

from course_utils.data import minibatches
from course_utils.exercises import check
from course_utils.exercises.catalogue import find, of_kind
from course_utils.exercises.checking import diagnose
from course_utils.exercises.exercise import Exercise
from course_utils.gradients import centred_difference, gradient_step
from course_utils.losses import cross_entropy

TABLE = Path(__file__).with_name("careless_answers.txt").read_text(encoding="utf-8")
KNOWN = (
    math,
    np,
    centred_difference,
    cross_entropy,
    gradient_step,
    minibatches,
)  # what the notebooks have imported by then


def answers():
    """Yield the name of an exercise, the body of a function, and words from what is said of it."""
    for section in re.split(r"^# ", TABLE, flags=re.MULTILINE)[1:]:
        name, rest = section.split("\n", 1)
        for answer in rest.strip().split("\n\n"):
            body, words = answer.split("\n→ ")
            yield name, body, words


def written(name, body):
    """The function of that name with that body."""
    surroundings = {"np": np, **{each.__name__: each for each in KNOWN}}
    exec(f"def {name}({', '.join(find(name).parameters)}):\n{textwrap.indent(body, '    ')}", surroundings)
    return surroundings[name]


@pytest.mark.parametrize(
    ("name", "body", "words"), [pytest.param(*answer, id=f"{answer[0]}-{answer[2]}") for answer in answers()]
)
def test_a_careless_answer_is_refused_with_words_that_fit_it(name, body, words, monkeypatch):
    monkeypatch.setattr(diagnose, "SECONDS", 0.5)  # one of them loops for ever
    verdict = check(name, written(name, body))
    assert not verdict.passed
    assert words in verdict.message


def test_there_are_many_for_each_exercise_and_hardly_one_hears_only_that_numbers_differ():
    tried = list(answers())
    assert all(sum(exercise.name == each for each, *_ in tried) >= 5 for exercise in of_kind(Exercise))
    assert sum("numbers differ" in words.lower() for *_, words in tried) <= 0.05 * len(tried)
