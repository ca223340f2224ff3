"""Calling a student's function so that nothing it does can harm the notebook.

It may raise, print, exit, recurse or loop for ever. So it runs in a thread of its own on
copies of its arguments, while the kernel's main thread waits a bounded time and then
tells it to stop. This works on every system, and an "interrupt kernel" reaches the main
thread as usual.

Two things stay out of reach: a single call into C that never returns and never lets other
threads run, since Python can stop a thread only between two steps of Python code; and a
loop inside a bare `except:`, which gets its verdict in time but runs on.
"""

import contextlib
import copy
import ctypes
import io
import threading
import time
import warnings
from dataclasses import dataclass

import numpy as np

from course_utils.exercises.comparing import as_numbers, same
from course_utils.exercises.exercise import as_returned

PRINTED_AT_MOST = 200  # characters


class _TimeUp(SystemExit):
    """Raised inside a function that has run too long.

    `except Exception` lets a SystemExit pass, and a thread that ends by one ends quietly.
    """


class _FirstCharacters(io.TextIOBase):
    """Takes everything that is printed and keeps the beginning."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text[: PRINTED_AT_MOST - len(self.text)]
        return len(text)


@dataclass
class Outcome:
    """What one call did: the numbers it returned, or how it failed."""

    numbers: object = None
    error: str = ""  # as Python writes it: "ValueError: …"
    printed: str = ""
    changed_input: bool = False
    too_slow: bool = False

    @property
    def unwritten(self):
        """Whether the function looks as if nobody had written it yet."""
        if self.error:
            return self.error.startswith("NotImplementedError")
        return self.numbers is None and not self.printed and not self.too_slow

    def agrees(self, other, tolerance):
        """Whether two calls did the same: the same numbers, or the same kind of error."""
        return (
            self.error.partition(":")[0] == other.error.partition(":")[0]
            and self.too_slow == other.too_slow
            and self.changed_input == other.changed_input
            and same(self.numbers, other.numbers, tolerance)
        )


def call(function, arguments, seconds, observe=as_returned):
    """Call function(*arguments) for at most so many seconds and return the Outcome."""
    outcome, printed = Outcome(), _FirstCharacters()
    given = copy.deepcopy(arguments)
    done = threading.Event()

    def work():
        # Everything that can run the student's code stands inside the try: turning the
        # result into numbers does too.
        try:
            with np.errstate(all="ignore"):
                outcome.numbers = as_numbers(observe(function(*given)))
                outcome.changed_input = not same(as_numbers(given), as_numbers(arguments))
        except BaseException as error:
            outcome.error = _describe(error)
        finally:
            done.set()

    worker = threading.Thread(target=work, daemon=True)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        finished = _run(worker, done, seconds)
    if not finished:
        return Outcome(too_slow=True)  # the old one may still change
    outcome.printed = printed.text
    return outcome


def _run(worker, done, seconds):
    """Start a thread, wait for it, stop it when the time is up; say whether it finished."""
    deadline = time.monotonic() + seconds
    worker.start()
    try:
        # Short waits, because on Windows an interrupt cannot end a long one; and not
        # worker.join, which takes a thread for finished when an interrupt ends the wait.
        while not done.wait(0.05) and time.monotonic() < deadline:
            pass
        return done.is_set()
    finally:
        _stop(worker, done)


def _stop(worker, done):
    """Raise _TimeUp in a thread until it ends, or until it is clear that it will not."""
    for _ in range(25):  # a bare `except:` may catch it, but seldom every time
        if done.is_set():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(_TimeUp))
        done.wait(0.02)


def _describe(error):
    """The error in one short line, whatever its own text does when asked for."""
    try:
        text = " ".join(str(error).split())[:PRINTED_AT_MOST]
    except BaseException:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
