"""Where a check runs: in JupyterLab, and as in a browser."""

import signal
import threading
import time

import pytest

from course_utils.exercises.checking import watch


@pytest.fixture(params=["JupyterLab", "a browser"])
def way(request, monkeypatch):
    """A browser's Python starts no thread, has no timers, and no clock but the one on the wall."""
    if request.param == "a browser":

        def cannot_start(_):
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", cannot_start)
        monkeypatch.delattr(signal, "setitimer", raising=False)
        monkeypatch.setattr(watch, "_now", time.monotonic)
    return request.param
