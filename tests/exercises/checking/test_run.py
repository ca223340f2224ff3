"""One call: what is noted of it, and what it cannot touch."""

import _thread
import contextlib
import signal
import sys
import warnings

import numpy as np
import pytest

from course_utils.exercises import check
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import Watch


def test_prints_are_kept_short_and_shown_nowhere(capsys):
    def talks(x):
        print("a" * 10_000)
        print("b", file=sys.stderr)
        return x

    outcome = call(talks, (1,), Watch(3))
    assert outcome.printed == "a" * 200
    assert capsys.readouterr() == ("", "")


def test_warnings_stay_inside():
    def warns(x):
        warnings.warn("loud", stacklevel=1)
        return np.log(x)

    assert call(warns, (np.zeros(1),), Watch(3)).numbers == [-np.inf]


def test_the_arguments_are_copies():
    row = np.arange(3)
    call(lambda x: x.sort(), (row[::-1],), Watch(3))
    assert row.tolist() == [0, 1, 2]


def test_an_iterator_can_be_observed():
    def counts(start):
        while True:
            yield start
            start += 1

    def first_three(iterator, start):
        return [value for value, _ in zip(iterator, range(3), strict=False)]

    assert call(counts, (5,), Watch(3), first_three).numbers.tolist() == [5, 6, 7]


@pytest.mark.usefixtures("way")
def test_an_interrupt_is_the_readers():
    """As a kernel hears it; a program started in the background may ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt, started = _thread.interrupt_main, []

    def waits_for_the_reader(logits):
        with contextlib.suppress(BaseException):  # a bare `except:` does not keep it from the reader
            started.append(True)
            interrupt()
            while True:
                pass

    with pytest.raises(KeyboardInterrupt):
        check("softmax", waits_for_the_reader)
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler
    assert started == [True]
