"""The verdicts: what passes, what is said of what does not, and that nothing gets through."""

import _thread
import contextlib
import itertools
import signal
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.exercises import check, checking
from course_utils.exercises.catalogue import find
from course_utils.losses import accuracy, cross_entropy, one_hot, softmax

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
        ("cross_entropy", lambda p, y: cross_entropy(np.maximum(p, 1e-9), y)),
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


# Whatever a function does, there is a verdict


def raises(logits):
    raise KeyError("a\nb" * 500)


def raises_something_unprintable(logits):
    class Nasty(Exception):
        def __str__(self):
            raise ValueError

    raise Nasty


def recurses(logits):
    return recurses(logits)


def exits(logits):
    sys.exit(3)


def raises_an_interrupt(logits):
    raise KeyboardInterrupt


def loops(logits):
    while True:
        pass


def loops_and_catches(logits):
    while True:
        with contextlib.suppress(BaseException):
            len("")


def loops_and_lets_no_error_out(logits):
    while True:
        with contextlib.suppress(Exception):
            while True:
                pass


def loops_and_prints(logits):
    while True:
        print("more")


def sleeps(logits):
    time.sleep(1.5)


def eats_memory(logits):
    return np.zeros((10**6, 10**9))


def returns_a_generator(logits):
    return itertools.count()


def returns_a_million_lists(logits):
    return [[1], [1, 2]] * 10**6


def returns_itself(logits):
    itself = []
    itself.append(itself)
    return itself


def returns_a_trap(logits):
    class Trap:
        def __array__(self, *_, **__):
            raise SystemExit

    return Trap()


def takes_nothing():
    return 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (raises, "Your function stops with an error."),
        (raises_something_unprintable, "Your function stops with an error."),
        (recurses, "Your function calls itself and never comes to an end."),
        (exits, "Your function ends the program: return a value instead."),
        (raises_an_interrupt, "Your function stops with an error."),
        (eats_memory, "Your function stops with an error."),
        (returns_a_generator, "returns a value of type count, where numbers are asked for."),
        (returns_a_million_lists, "returns a value of type list, where numbers are asked for."),
        (lambda z: np.zeros(10**7), "of type ndarray, where numbers are asked for."),
        (returns_itself, "Your function calls itself and never comes to an end."),
        (returns_a_trap, "Your function ends the program: return a value instead."),
        (takes_nothing, "Your function stops with an error."),
        (lambda z: "0.5", "returns a value of type str, where numbers are asked for."),
        (lambda z: softmax(z) + 0j, "of type ndarray, where numbers are asked for."),
        (lambda z: [[1.0], [1.0, 2.0]], "returns rows of different lengths"),
        (lambda z: print(softmax(z)), "prints its answer: end it with `return` instead."),
        (lambda z: softmax(z) * np.nan, "Some of your numbers are not finite"),
        (lambda z: softmax(z)[:, 0], "The shape is (1,) where (1, 2) is expected."),
        (lambda z: softmax(z).ravel(), "The numbers are right, but the shape is (2,)"),
        (lambda z: softmax(z).T, "with rows and columns exchanged"),
        (lambda z: softmax(z) * 0.9 + 0.01, "Each row of probabilities should sum to 1."),
        (lambda z: softmax(z) if len(z) > 1 else None, "returns None: does every path end"),
    ],
)
def test_whatever_goes_wrong_is_said(answer, says):
    verdict = check("softmax", answer)
    assert not verdict.passed
    assert says in verdict.message
    assert len(str(verdict)) < 1200


def wait_for_threads(number):
    """Wait until only so many threads are left; the test's time-out ends it otherwise."""
    while threading.active_count() > number:
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [loops, loops_and_catches, loops_and_lets_no_error_out, loops_and_prints, sleeps])
def test_an_endless_function_is_stopped(answer, monkeypatch, capsys):
    monkeypatch.setattr(checking, "SECONDS", 0.3)
    threads, start = threading.active_count(), time.monotonic()
    verdict = check("softmax", answer)
    assert time.monotonic() - start < 5
    assert verdict.message == "Your function was stopped after 3 seconds."
    assert dict(verdict.evidence)["got"] == "no answer in time"
    assert verdict.hints == ("Does every loop come to an end?",)
    assert capsys.readouterr() == ("", "")
    wait_for_threads(threads)  # a sleeping one ends as soon as it wakes


def test_the_time_is_for_all_calls_together(monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0.3)
    calls = []

    def slow(logits):
        calls.append(logits)
        time.sleep(0.2)
        return softmax(logits)

    assert "stopped" in check("softmax", slow).message
    assert len(calls) == 2  # the second uses up the time, and no third is tried


def test_an_interrupt_is_the_users():
    # As in a kernel; a program started in the background may ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threads = threading.active_count()
    threading.Timer(0.3, _thread.interrupt_main).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        check("softmax", loops)
    signal.signal(signal.SIGINT, before)
    assert time.monotonic() - start < 5
    wait_for_threads(threads)


def test_a_changed_input_is_noticed():
    def in_place(labels, n_classes):
        answer = one_hot(labels, n_classes)
        labels += 1
        return answer

    verdict = check("one_hot", in_place)
    assert "changes the array that it is given" in verdict.message
    assert dict(verdict.evidence)["got"].endswith("and the input has changed")
    assert check("one_hot", one_hot).passed  # the cases are still what they were


@pytest.mark.parametrize("answer", [3, "softmax", [1, 2], np.ones(3), object()])
def test_something_else_than_a_function(answer):
    assert "Pass the function itself, as in `check('softmax', softmax)`" in (check("softmax", answer).message)


def test_an_unknown_name_gets_a_suggestion():
    assert check("sofmax", softmax).message == ("There is no exercise 'sofmax'. Did you mean 'softmax'?")
    assert "There are: one_hot, softmax" in check("zzz", softmax).message
    assert "a name that is not a text" in check(softmax, "softmax").message


@settings(deadline=None, max_examples=50)
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


def test_an_answer_that_happens_to_be_right_still_needs_the_properties():
    """All inputs tried have scores below 5 or above 500; only a shift leads in between."""

    def right_where_it_is_tried(logits):
        return logits if 5 < logits.max() < 500 else softmax(logits)

    verdict = check("softmax", right_where_it_is_tried)
    assert verdict.message == "Adding 5 to all scores of a row should change nothing."
    assert [label for label, _ in verdict.evidence] == ["input"]  # the numbers are right there


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


def test_digits_are_added_until_a_difference_shows():
    verdict = check("accuracy", lambda scores, labels: accuracy(scores, labels) + 2e-5)
    assert dict(verdict.evidence)["got"] == "1.00002"


def test_repeated_failures_step_through_the_hints():
    hints = find("softmax").hints
    shown = [check("softmax", no_idea).hints for _ in range(6)]
    assert shown[:3] == [(hint,) for hint in hints]
    assert shown[3] == shown[5] == ("Still stuck? `reveal('softmax')` shows the course's own function.",)


def test_a_pass_starts_the_hints_anew():
    check("softmax", no_idea)
    check("softmax", softmax)
    assert check("softmax", no_idea).hints == find("softmax").hints[:1]


def test_a_known_mistake_keeps_its_hint_and_gets_the_next_one_beside_it():
    check("softmax", np.exp)
    second = check("softmax", np.exp).hints
    assert second == ("Divide each row of exponentials by its sum.", find("softmax").hints[0])


def test_a_mistake_is_recognised_beside_another_one():
    """Base 10, and nan where a probability is 0: the base explains most of it."""
    verdict = check("cross_entropy", lambda p, y: -(y * np.log10(p)).sum(axis=-1))
    assert "the logarithm has base 10" in verdict.message


def test_the_panel_says_the_same_and_lets_no_markup_through():
    def raises_markup(logits):
        raise ValueError("<script>alert(1)</script>")

    verdict = check("softmax", raises_markup)
    page = verdict._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page
    for text in ("→ softmax: not yet.", verdict.message, "logits = [[3, -1]]"):
        assert text in page


def test_a_check_says_the_same_each_time():
    first, second = str(check("softmax", softmax)), str(check("softmax", softmax))
    assert first == second == ("✓ softmax: passed. Your function agrees with the course's own on 7 inputs.")
