"""Which exercises have passed: kept over a restart in a small file beside the notebook.

The file is `.course_progress.json` in the folder the notebook runs in. The environment
variable COURSE_PROGRESS_FILE names another one; set but empty, nothing is kept in a file,
so that what a notebook prints depends on the notebook alone.

Every pass that was ever written stays: notebooks write one at a time, and the new file takes
the place of the old one only when it is whole. A link is not followed, for the file behind
it may be somebody else's: the link itself is replaced. Names that this version of the course
does not know are kept for the version that does. Where the file cannot be read or written,
it stays as it is, and what has passed is known as long as the session lasts.
"""

import contextlib
import html
import json
import os
import sys
from pathlib import Path

from course_utils.exercises.catalogue import names

SECONDS = 5  # to wait for another notebook that is writing
_passed_here = set()  # in this session


def record(name):
    """Note that an exercise has passed."""
    _passed_here.add(name)
    path = progress_file()
    if path:
        with contextlib.suppress(OSError), _alone(path):
            write_whole(path, json.dumps(sorted(_passed_here | _passed_before())))


def passed():
    """The names of the exercises that have passed, now or in an earlier session."""
    with contextlib.suppress(OSError):
        return _passed_here | _passed_before()
    return set(_passed_here)


def _alone(path):
    """A context in which no other notebook writes that file; a browser's Python can lock none."""
    if sys.platform == "emscripten":
        return contextlib.nullcontext()
    from filelock import FileLock

    return FileLock(f"{path}.lock", timeout=SECONDS)


def _passed_before():
    """The names in the file; OSError where there is one that cannot be read."""
    path = progress_file()
    if path is None or path.is_symlink() or not path.exists():
        return set()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):  # damaged
        return set()
    return {name for name in kept if isinstance(name, str)} if isinstance(kept, list) else set()


def write_whole(path, text):
    """Put a new file in place of the old one, in one step: whatever stops it, one of the two is there and whole."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # what an earlier write has left that was stopped on its way
    with new.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def progress_file():
    """The path of the progress file; None where nothing is to be kept in files."""
    name = os.environ.get("COURSE_PROGRESS_FILE", ".course_progress.json")
    return Path(name) if name else None


class Progress:
    """A line that says which of a notebook's exercises have passed."""

    def __init__(self, notebook):
        done = passed()
        self.passed = {name: name in done for name in names(notebook)}

    @property
    def summary(self):
        """How many have passed."""
        count = sum(self.passed.values())
        if count == len(self.passed):
            return f"All {count} exercises pass."
        return f"{count} of {len(self.passed)} exercises pass."

    def __repr__(self):
        return "   ".join([self.summary, *(f"{'✓' if done else '○'} {name}" for name, done in self.passed.items())])

    def _repr_html_(self):
        return f'<div style="line-height: 2; white-space: pre-wrap">{html.escape(repr(self))}</div>'


def progress(notebook):
    """Say which of a notebook's exercises pass, as in `progress("01_loss_functions")`."""
    if not names(notebook):
        raise ValueError(f"There are no exercises of a notebook called {notebook!r}.")
    return Progress(notebook)
