"""A mission's answer may do anything: each mistake is named in one sentence, and nothing is lost."""

import numpy as np
import pytest

from course_utils.exercises import check, hint, names, progress, reveal
from course_utils.exercises.catalogue import find
from course_utils.exercises.checking import try_mission
from course_utils.exercises.training.missions import few_units_for_xor

NAME = "few_units_for_xor"


def missing(answer):
    """What is said of the first seed."""
    verdict = check(NAME, answer)
    assert verdict.status == "not yet"
    return verdict.evidence[0][1]


def trained(change=lambda trainer, names: (trainer, names)):
    """An answer that returns something else, made of the right result."""
    return lambda seed, **changes: change(*few_units_for_xor(seed, **{"epochs": 2, **changes}))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (trained(lambda trainer, names: trainer), "must `return trainer, names`"),
        (trained(lambda trainer, names: None), "must `return trainer, names`"),
        (trained(lambda trainer, names: (trainer.network, names)), "must `return trainer, names`"),
        (trained(lambda trainer, names: (trainer, ["x1", "y"])), "must be some of x1, x2"),
        (trained(lambda trainer, names: (trainer, "x1")), "must be some of x1, x2"),
        (trained(lambda trainer, names: (trainer, [["x1"], ["x2"]])), "must be some of x1, x2"),
        (trained(lambda trainer, names: (trainer, ["x1"])), "2 inputs, and 1 features are named"),
        (lambda seed: None, "must `return trainer, names`"),
        (lambda: None, "`train(0)` stopped with TypeError"),
        (lambda seed, **changes: 1 / 0, "`train(0)` stopped with ZeroDivisionError: division by zero."),
    ],
)
def test_what_cannot_be_judged_is_named(answer, said):
    assert said in missing(answer)


def test_an_answer_that_takes_no_changes_is_told_so():
    verdict = check("break_the_symmetry", lambda seed: few_units_for_xor(seed))
    assert "`train(0, epochs=0)` stopped with TypeError" in verdict.evidence[0][1]


def test_a_network_for_other_data_is_named():
    def three_classes(seed, **changes):
        trainer, names = few_units_for_xor(seed, **{**changes, "epochs": 1})
        trainer.network.sizes = [2, 3, 3]
        trainer.network.vector = np.zeros(21)
        trainer.network.layers = trainer.network._cut(trainer.network.vector)
        return trainer, names

    verdict = check("overfit_and_cure", lambda seed, **c: three_classes(seed))
    assert verdict.status == "not yet"


def test_a_training_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(try_mission, "SECONDS", 0.2)

    def forever(seed, **changes):
        trainer, names = few_units_for_xor(seed, epochs=1)
        for _ in trainer.run(10**9):
            pass
        return trainer, names

    assert "stopped after 0.2 seconds" in missing(forever)


def test_a_mission_that_nobody_has_trained_for_is_not_written_yet():
    for answer in (None, ..., lambda seed, **changes: few_units_for_xor(seed, **{**changes, "epochs": 0})):
        verdict = check(NAME, answer)
        assert verdict.status == "not written yet" and verdict.message.endswith("Train first, then check.")


def test_something_else_than_a_function_is_refused_in_words():
    assert "as in `check('few_units_for_xor', playground.train)`, not a Network" in (
        check(NAME, few_units_for_xor(0)[0].network).message
    )


def test_three_solved_seeds_are_enough_and_three_missed_ones_too():
    tried = []

    def from_some(*solved):
        def answer(seed, **changes):
            tried.append(seed)
            return few_units_for_xor(seed, **{**changes, "epochs": 100 if seed in solved else 1})

        return answer

    assert check(NAME, from_some(0, 2, 3)).message == "Solved from the seeds 0, 2, 3."
    assert tried == [0, 1, 2, 3]
    tried.clear()
    verdict = check(NAME, from_some(0, 2))
    assert tried == [0, 1, 2, 3, 4]
    assert "was from 2 of 5" in verdict.message
    assert [label for label, text in verdict.evidence if text == "solved"] == ["seed 0", "seed 2"]


def test_hints_reveal_and_progress_know_missions():
    mission = find(NAME)
    assert hint(NAME).text == mission.hints[0]
    source = reveal(NAME).source
    assert source.startswith("def few_units_for_xor(") and "def trained(" in source
    assert NAME in names("04_training")
    assert not progress("04_training").passed[NAME]
    check(NAME, mission.answer)
    assert progress("04_training").passed[NAME]
