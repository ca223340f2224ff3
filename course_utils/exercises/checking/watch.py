"""A limit of time for a function, on every system: without a thread and without a signal.

Python can call a function of ours at each line that it executes (that is how debuggers work). The watch looks at the
clock there, and raises TimeUp in the function that has run too long.
"""

import dis
import functools
import gc
import os
import sys
import time

import numpy as np

# The computing time of this thread: a busy machine does not shorten it. A browser's Python has a plain clock only.
_now = getattr(time, "thread_time", time.monotonic)

_settrace = sys.settrace  # what is watched may put another function in its place

# Python's own modules and the installed packages are not looked at line by line: their loops end, and it would be slow.
LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(np.__file__)), "<frozen ")
THE_COURSE = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))


class TimeUp(SystemExit):
    """Raised in a function that has run too long; `except Exception` lets a SystemExit pass.

    A watch that has raised is not called any more. If a bare `except:` catches this error, the watch begins anew as
    soon as the error is let go.
    """

    def __init__(self, watch):
        self._watch = watch

    def __del__(self):
        self._watch.begin_anew(sys._getframe(1))


class Watch:
    """Runs a function, once or several times, for so many seconds of computing in all.

    trusted: the folders whose code is not looked at line by line, because it comes to an end.
    on_call: a function that gets the frame of each function that is called meanwhile.
    """

    def __init__(self, seconds, trusted=LIBRARIES, on_call=None):
        self._trusted, self._on_call = trusted, on_call
        self._left = seconds  # what is computed between two runs, such as the right results, does not count
        self._is_on = False
        # One object for good: Python does not hold on to a trace function that is replaced while it is being called.
        self._trace = self._look

    @property
    def is_over(self):
        """Whether the time is up: it may have been so inside a call into C, where there are no lines to look at."""
        return self._left < 0

    def run(self, function):
        """Call the function; TimeUp where its time is up."""
        before = sys.gettrace()
        gc.freeze()  # or a generator left over from before could be closed in here, which looks like a call
        self._is_on, self._frame = True, sys._getframe()
        self._end = _now() + self._left
        _settrace(self._trace)
        try:
            return function()
        finally:
            self._is_on = False
            _settrace(before)
            gc.unfreeze()
            self._left = self._end - _now()

    def take_away(self, seconds):
        """Count so many seconds of this run as used."""
        self._end -= seconds

    def begin_anew(self, frame):
        """Look at the lines of a frame, and of those that called it, again."""
        if self._is_on:
            while frame is not self._frame:
                frame.f_trace = self._trace
                frame = frame.f_back
            _settrace(self._trace)

    def _look(self, frame, event, _):
        if event == "call" and self._on_call:
            self._on_call(frame)
        if frame.f_code.co_filename.startswith(self._trusted):
            return None
        if _now() > self._end:
            raise TimeUp(self)
        if event == "call" and _jumps_to_itself(frame.f_code):
            frame.f_trace_opcodes = True
        return self._trace


@functools.cache
def _jumps_to_itself(code):
    """Whether it has a loop of one instruction, as `while True: pass`: Python never comes to a next line there."""
    return any(each.argval == each.offset for each in dis.get_instructions(code) if each.opcode in dis.hasjrel)
