"""The verdicts: what passes, what is said of what does not, and that nothing gets through."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.exercises import check
from course_utils.exercises.catalogue import find
from course_utils.losses import accuracy, cross_entropy, softmax

# Answers in other forms


def softmax_one_row_at_a_time(logits):
    """The right numbers as plain Python: lists of floats."""
    rows = []
    for row in logits.tolist():
        exponentials = [np.exp(score - max(row)) for score in row]
        rows.append([float(each / sum(exponentials)) for each in exponentials])
    return rows


def softmax_of_batches_only(logits):
    exponentials = np.exp(logits - logits.max(axis=1)[:, None])
    return exponentials / exponentials.sum(axis=1)[:, None]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("softmax", softmax_one_row_at_a_time),
        ("softmax", softmax_of_batches_only),
        ("softmax", lambda logits: softmax(logits).astype(np.float32)),
        ("one_hot", lambda labels, n: [[int(k == label) for k in range(n)] for label in labels]),
        ("one_hot", lambda labels, n: labels[:, None] == np.arange(n)),
        ("cross_entropy", lambda p, y: tuple(-np.log((p * y).sum(axis=1)))),
        ("cross_entropy", lambda p, y: cross_entropy(p.astype(np.float32), y)),
        ("cost", lambda p, y: float(np.mean(cross_entropy(p, y)))),
        ("cost", lambda p, y: np.array([cross_entropy(p, y).mean()])),
        ("accuracy", lambda s, k: sum(s.argmax(1) == k) / len(k)),
        ("accuracy", accuracy),
    ],
)
def test_a_right_answer_in_another_form_passes(name, answer):
    assert check(name, answer).passed


# Not written yet


def body_of_dots(logits): ...


def body_of_pass(logits):
    pass


def body_not_implemented(logits):
    raise NotImplementedError


def returns_dots(logits):
    return ...


@pytest.mark.parametrize("answer", [body_of_dots, body_of_pass, body_not_implemented, returns_dots, None, ...])
def test_an_unsolved_exercise_is_not_written_yet(answer):
    verdict = check("softmax", answer)
    assert not verdict.passed
    assert str(verdict).startswith("○ softmax: not written yet. Write `softmax(logits)`")


# What is said of an answer


@pytest.mark.parametrize("answer", [3, "softmax", [1, 2], np.ones(3), object()])
def test_something_else_than_a_function(answer):
    assert "Pass the function itself, as in `check('softmax', softmax)`" in (check("softmax", answer).message)


def test_an_unknown_name_gets_a_suggestion():
    assert check("sofmax", softmax).message == ("There is no exercise 'sofmax'. Did you mean 'softmax'?")
    assert "There are: one_hot, softmax" in check("zzz", softmax).message
    assert "a name that is not a text" in check(softmax, "softmax").message


@settings(max_examples=50)
@given(st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists))
def test_any_returned_value_gets_a_verdict(value):
    verdict = check("accuracy", lambda scores, labels: value)
    assert not verdict.passed
    assert str(verdict) and verdict._repr_html_()


def test_an_answer_that_cannot_be_copied_is_checked_all_the_same():
    class Softmax:
        def __init__(self):
            self.lock = threading.Lock()

        def __call__(self, logits):
            return softmax(logits)

    assert check("softmax", Softmax()).passed


# What a verdict shows


def no_idea(logits):
    return softmax(logits) ** 2


def test_the_smallest_input_is_shown():
    def wrong_for_two_rows(logits):
        return softmax(logits) / len(logits) ** 2

    verdict = check("softmax", wrong_for_two_rows)
    assert verdict.evidence == (
        ("input", "logits = [[0, 2],\n          [1, 4]]"),
        ("got", "[[0.0298, 0.2202],\n [0.01186, 0.2381]]"),
        ("expected", "[[0.1192, 0.8808],\n [0.04743, 0.9526]]"),
    )


def test_repeated_failures_step_through_the_hints():
    hints = find("softmax").hints
    shown = [check("softmax", no_idea).hints for _ in range(6)]
    assert shown[:3] == [(hint,) for hint in hints]
    assert shown[3] == shown[5] == ()


def test_every_failed_check_says_what_else_there_is():
    first = check("softmax", no_idea)
    assert "`hint('softmax')` gives a hint, `reveal('softmax')` shows one way to write it." in str(first)
    assert "<code>reveal(&#x27;softmax&#x27;)</code>" in first._repr_html_()


def test_a_pass_starts_the_hints_anew():
    check("softmax", no_idea)
    check("softmax", softmax)
    assert check("softmax", no_idea).hints == find("softmax").hints[:1]


def test_a_known_mistake_keeps_its_hint_and_gets_the_next_one_beside_it():
    check("softmax", np.exp)
    second = check("softmax", np.exp).hints
    assert second == ("Divide each row of exponentials by its sum.", find("softmax").hints[0])


def test_a_check_says_the_same_each_time():
    first, second = str(check("softmax", softmax)), str(check("softmax", softmax))
    n = len(find("softmax").cases)
    assert first == second == f"✓ softmax: passed. Your function agrees with the course's own on {n} inputs."
