"""A function that never comes to an end is stopped, and no answer gets more time than there is."""

import contextlib
import dataclasses
import itertools
import sys
import threading
import time

import numpy as np
import pytest

from course_utils.exercises import check, checking
from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.diagnose import examine
from course_utils.exercises.checking.watch import Watch
from course_utils.losses import softmax

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture
def little_time(monkeypatch):
    """A check that waits a tenth of a second."""
    monkeypatch.setattr(checking.check, "SECONDS", 0.1)


def loops(logits):
    while True:
        pass


def loops_on_one_line(logits):
    while True: pass  # fmt: skip # noqa: E701


def loops_and_catches(logits):
    while True:
        with contextlib.suppress(BaseException):
            len("")


def loops_and_catches_all(logits):
    while True:
        try:
            while True:
                pass
        except:  # noqa: E722
            pass


def loops_and_lets_no_error_out(logits):
    while True:
        with contextlib.suppress(Exception):
            while True:
                pass


def loops_and_says_what_it_catches(logits):
    while True:
        try:
            softmax(logits)
        except BaseException as error:
            print(error)


def loops_and_prints(logits):
    while True:
        print("more")


def loops_in_a_generator(logits):
    return sum(0 for _ in itertools.count())


def loops_in_a_list(logits):
    return [_ for _ in itertools.count() if _ < 0]


def loops_in_numpy(logits):
    return np.fromiter((1 for _ in itertools.count()), float)


def loops_when_it_is_turned_into_numbers(logits):
    class Endless:
        def __array__(self, *_, **__):
            return loops(logits)

    return Endless()


def loops_when_its_error_is_shown(logits):
    class Endless(Exception):
        def __str__(self):
            return loops(logits)

    raise Endless


def loops_without_the_watch(logits):
    with contextlib.suppress(RuntimeError):
        sys.settrace(None)
    loops(logits)


def sleeps(logits):
    time.sleep(10**6)


def sleeps_in_small_pieces(logits):
    while True:
        time.sleep(0.01)


@pytest.mark.parametrize(
    "answer",
    [
        loops,
        loops_on_one_line,
        loops_and_catches,
        loops_and_catches_all,
        loops_and_lets_no_error_out,
        loops_and_says_what_it_catches,
        loops_and_prints,
        loops_in_a_generator,
        loops_in_a_list,
        loops_in_numpy,
        loops_when_it_is_turned_into_numbers,
        loops_when_its_error_is_shown,
        loops_without_the_watch,
        sleeps,
        sleeps_in_small_pieces,
    ],
)
@pytest.mark.usefixtures("little_time")
def test_an_endless_function_is_stopped(answer, capsys):
    computing_time = getattr(time, "thread_time", time.process_time)
    before, start = (threading.active_count(), sys.gettrace()), computing_time()
    verdict = check("softmax", answer)
    assert computing_time() - start < 3  # of computing: with a tenth of a second to use, and some for the rest
    assert verdict.message == "Your function was stopped after 3 seconds of computing."
    assert dict(verdict.evidence)["got"] == "no answer in time"
    assert verdict.hints == ("Does every loop come to an end?",)
    assert capsys.readouterr() == ("", "")
    assert (threading.active_count(), sys.gettrace()) == before


def test_the_time_is_for_all_calls_together():
    calls = []

    def slow(logits):
        calls.append(logits)
        time.sleep(2)
        return softmax(logits)

    assert "stopped" in check("softmax", slow).message
    assert len(calls) == 2  # the second uses up the time, and no third is tried


@pytest.mark.usefixtures("little_time")
def test_a_call_into_c_is_the_last_when_it_has_taken_too_long():
    calls = []

    def adds_up(logits):
        calls.append(logits)
        sum(range(2 * 10**7))
        return softmax(logits)

    assert "stopped" in check("softmax", adds_up).message
    assert len(calls) == 1


@pytest.mark.usefixtures("little_time")
def test_an_answer_that_is_too_slow_for_the_properties_does_not_pass():
    calls = []

    def slow_at_the_end(logits):
        calls.append(logits)
        time.sleep(0.09 if len(calls) == len(find("softmax").cases) else 0)
        if len(calls) > len(find("softmax").cases):
            loops(logits)
        return softmax(logits)

    assert "stopped" in check("softmax", slow_at_the_end).message


def test_what_the_course_computes_for_itself_is_not_counted():
    def slow(logits):
        sum(range(10**7))
        return softmax(logits)

    exercise = dataclasses.replace(find("softmax"), answer=slow)
    computing_time = getattr(time, "thread_time", time.process_time)
    start = computing_time()
    assert examine(exercise, softmax, Watch(0.1)) is None
    assert computing_time() - start > 0.1


def test_what_python_calls_at_each_line_is_one_object_from_first_to_last():
    """One that was replaced while it is being called would be gone before it returns, and Python would crash."""
    seen = []

    def look_twice():
        seen.append(sys.gettrace())
        watch.begin_anew(sys._getframe())
        seen.append(sys.gettrace())
        seen.append(sys._getframe().f_trace)

    watch = Watch(3)
    watch.run(look_twice)
    assert seen[0] is not None and all(each is seen[0] for each in seen)
