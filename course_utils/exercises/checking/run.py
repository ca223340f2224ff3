"""Calling a student's function so that nothing it does can harm the notebook.

It may raise, print, exit, recurse, or loop for ever. So it runs on copies of its arguments, within a limit of time, in
surroundings that are put back.

What stays out of reach: a single call into C that does not return, such as `sum(itertools.count())`, which only an
interrupt or a restart of the kernel ends; a function that catches the error of its own endless recursion and then loops
for ever; and one that keeps `os._exit` and the like under other names from before.
"""

import contextlib
import copy
import io
import signal
import threading
import warnings
from dataclasses import dataclass

import numpy as np

from course_utils.exercises.checking.compare import as_numbers, same
from course_utils.exercises.checking.surroundings import undisturbed
from course_utils.exercises.checking.watch import TimeUp
from course_utils.exercises.exercise import as_returned

PRINTED_AT_MOST = 200  # characters


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
    disturbed: tuple = ()  # the names around it that it changed

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
            and self.disturbed == other.disturbed
            and same(self.numbers, other.numbers, tolerance)
        )


def call(function, arguments, watch, observe=as_returned):
    """Call function(*arguments) as long as the watch lets it, and return the Outcome.

    KeyboardInterrupt when the reader interrupts the kernel meanwhile.
    """
    outcome, printed = Outcome(), _FirstCharacters()
    given = copy.deepcopy(arguments)

    def work():
        # Everything that can run the student's code stands inside the try: turning the
        # result into numbers does too, and so does asking an error for its text.
        try:
            outcome.numbers = as_numbers(observe(function(*given), *given))
            outcome.changed_input = not all(map(_is_still, given, arguments))
        except TimeUp:
            raise
        except BaseException as error:
            outcome.error = _describe(error)

    with (
        _nothing_shown(printed),
        _interrupts_heard() as interrupts,
        undisturbed(watch.take_away) as disturbed,
        contextlib.suppress(TimeUp),
    ):
        watch.run(work)
    if interrupts:
        raise KeyboardInterrupt
    outcome.printed, outcome.disturbed = printed.text, tuple(disturbed)
    return Outcome(too_slow=True) if watch.is_over else outcome


def _is_still(now, before):
    """Whether an argument is what it was; a dictionary is there to be filled."""
    return isinstance(before, dict) or same(as_numbers(now), as_numbers(before))


@contextlib.contextmanager
def _nothing_shown(printed):
    """Catch what is printed, and let no warning out."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
        np.printoptions(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _interrupts_heard():
    """Yield a list of the reader's interrupts: a function may raise KeyboardInterrupt too, or catch it."""
    interrupts = []

    def hear(*_):
        interrupts.append(True)
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    is_heard_here = threading.current_thread() is threading.main_thread() and before is not None
    if is_heard_here:
        signal.signal(signal.SIGINT, hear)
    try:
        yield interrupts
    finally:
        if is_heard_here:
            signal.signal(signal.SIGINT, before)


def _describe(error):
    """The error in one short line, whatever its own text does when asked for."""
    try:
        text = " ".join(str(error).split())[:PRINTED_AT_MOST]
    except Exception:
        text = ""
    name = type(error).__name__[:PRINTED_AT_MOST]
    return f"{name}: {text}" if text else name
