"""Every test starts without passes, failures or a progress file."""

import pytest

from course_utils.exercises.checking import check as checking
from course_utils.exercises.checking import progress as marks


@pytest.fixture(autouse=True)
def fresh_start(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", "")
    monkeypatch.setattr(checking, "_failures", checking.Counter())
    monkeypatch.setattr(marks, "_passed_here", set())
