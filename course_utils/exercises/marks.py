"""Which exercises have passed: kept over a restart in a small file beside the notebook.

The file is `.course_progress.json` in the folder the notebook runs in. The environment
variable COURSE_PROGRESS_FILE names another one; set but empty, nothing is kept in a file,
so that what a notebook prints depends on the notebook alone. Losing the file, or damage
to it, costs the marks and nothing else.
"""

import contextlib
import html
import json
import os
from pathlib import Path

from course_utils.exercises.catalogue import names

_passed_here = set()  # in this session: holds the marks where no file can be written


def record(name):
    """Note that an exercise has passed."""
    _passed_here.add(name)
    path = _file()
    if path:
        # Where nothing can be written, the marks last for this session.
        with contextlib.suppress(OSError):
            path.write_text(json.dumps(sorted(passed())), encoding="utf-8")


def passed():
    """The names of the exercises that have passed, now or in an earlier session."""
    return _passed_here | _passed_before()


def _passed_before():
    path = _file()
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path else []
    except (OSError, ValueError, RecursionError):
        return set()
    # Whatever else stands in a damaged file is no name of an exercise.
    return {name for name in names() if name in kept} if isinstance(kept, list) else set()


def _file():
    name = os.environ.get("COURSE_PROGRESS_FILE", ".course_progress.json")
    return Path(name) if name else None


class Progress:
    """A line that says which of a notebook's exercises have passed."""

    def __init__(self, notebook):
        done = passed()
        self.marks = [(name, name in done) for name in names(notebook)]

    @property
    def summary(self):
        """How many have passed."""
        count = sum(mark for _, mark in self.marks)
        if count == len(self.marks):
            return f"All {count} exercises pass."
        return f"{count} of {len(self.marks)} exercises pass."

    def __repr__(self):
        return "   ".join([self.summary, *(f"{'✓' if m else '○'} {n}" for n, m in self.marks)])

    def _repr_html_(self):
        return f'<div style="line-height: 2; white-space: pre-wrap">{html.escape(repr(self))}</div>'


def progress(notebook):
    """Say which of a notebook's exercises pass, as in `progress("01_loss_functions")`."""
    if not names(notebook):
        raise ValueError(f"There are no exercises of a notebook called {notebook!r}.")
    return Progress(notebook)
