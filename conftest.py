"""Settings of the tests and of the kernels that they start, and which notebooks are tested."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import build_notebooks
import hypothesis
import nbformat

# No marks of passed exercises are kept from run to run.
os.environ["COURSE_PROGRESS_FILE"] = ""
# Matrix products on all cores wait for the slowest of them: beside a busy browser they take many times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long an example takes depends on what else the machine does, and says nothing of the code.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.register_profile("soak", deadline=None)  # `make soak`: the same for longer, other every time
hypothesis.settings.load_profile("course")

NOTEBOOKS = build_notebooks.NOTEBOOKS
READERS = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if build_notebooks.is_a_readers(path)]


def pytest_configure(config):
    """Test the course's own notebooks: one that its reader has saved is the reader's, answers, mistakes and all."""
    if READERS:
        build_notebooks.NOTEBOOKS = Path(tempfile.mkdtemp(prefix="notebooks-"))
        for path in NOTEBOOKS.glob("*.ipynb"):
            lay_the_courses_own(path, build_notebooks.NOTEBOOKS / path.name)
        config.args = [in_the_copy(argument) for argument in config.args]


def pytest_unconfigure():
    """Take the copies away."""
    if build_notebooks.NOTEBOOKS != NOTEBOOKS:
        shutil.rmtree(build_notebooks.NOTEBOOKS, ignore_errors=True)


def pytest_report_header():
    """Say whose notebooks are tested."""
    names = ", ".join(path.name for path in READERS)
    return f"saved by a reader, so not tested but the course's own in their place: {names}" if READERS else None


def lay_the_courses_own(path, copy):
    """Copy a notebook; in place of a reader's take the one last committed, or, outside of git, a new one."""
    source = build_notebooks.SOURCES / f"{path.stem}.py"
    committed = subprocess.run(["git", "show", f"HEAD:./{path.name}"], cwd=path.parent, capture_output=True)
    if path not in READERS:
        shutil.copy(path, copy)
    elif committed.returncode == 0:
        copy.write_bytes(committed.stdout)
    elif source.exists():
        nbformat.write(build_notebooks.made_from(source), copy, version=nbformat.NO_CONVERT)


def in_the_copy(argument):
    """What pytest was asked to collect, in the folder of the course's own notebooks if it lies in the reader's."""
    path = Path(argument).resolve()
    inside = path.is_relative_to(NOTEBOOKS)
    return str(build_notebooks.NOTEBOOKS / path.relative_to(NOTEBOOKS)) if inside else argument
