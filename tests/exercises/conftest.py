"""Every test starts without passes, failures or a progress file."""

import pytest

from course_utils.exercises.checking import check, hints, progress


@pytest.fixture(autouse=True)
def fresh_start(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", "")
    monkeypatch.setattr(check, "_failures", check.Counter())
    monkeypatch.setattr(hints, "_given", hints.Counter())
    monkeypatch.setattr(progress, "_passed_here", set())
