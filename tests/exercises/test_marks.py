"""The marks: earned by a pass, kept over a restart, harmed by nothing."""

import os
import subprocess
import sys

import pytest

from course_utils.exercises import check, marks, progress
from course_utils.losses import softmax

NOTEBOOK = "01_loss_functions"
NONE = "0 of 5 exercises pass.   ○ one_hot   ○ softmax   ○ cross_entropy   ○ cost   ○ accuracy"
ONE = "1 of 5 exercises pass.   ○ one_hot   ✓ softmax   ○ cross_entropy   ○ cost   ○ accuracy"


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    return path


def restart(monkeypatch):
    monkeypatch.setattr(marks, "_passed_here", set())


def test_a_pass_is_marked_and_a_failure_is_not():
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", lambda logits: logits)
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", softmax)
    assert str(progress(NOTEBOOK)) == ONE
    assert ONE in progress(NOTEBOOK)._repr_html_()


def test_the_marks_survive_a_restart(file, monkeypatch):
    check("softmax", softmax)
    restart(monkeypatch)
    assert str(progress(NOTEBOOK)) == ONE
    file.unlink()
    assert str(progress(NOTEBOOK)) == NONE


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"null", b"3", b'{"softmax": 1}', b'[["softmax"], 7]', b"\xff", b"[" * 10**5]
)
def test_a_damaged_file_is_no_file(file, damage):
    file.write_bytes(damage)
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", softmax)
    assert file.read_text() == '["softmax"]'


def test_a_file_that_cannot_be_written_costs_only_the_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path))  # a folder
    assert check("softmax", softmax).passed
    assert str(progress(NOTEBOOK)) == ONE
    restart(monkeypatch)
    assert str(progress(NOTEBOOK)) == NONE


def test_the_file_lies_beside_the_notebook_unless_told_otherwise(tmp_path):
    solve = (
        "from course_utils.exercises import check, progress\n"
        "from course_utils.losses import softmax\n"
        "check('softmax', softmax), print(progress('01_loss_functions'))"
    )
    environment = {k: v for k, v in os.environ.items() if k != "COURSE_PROGRESS_FILE"}
    subprocess.run([sys.executable, "-c", solve], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / ".course_progress.json").exists()

    read = solve.rpartition("check(")[0] + "print(progress('01_loss_functions'))"
    for file, line in ((None, ONE), ("", NONE)):
        kept = environment if file is None else environment | {"COURSE_PROGRESS_FILE": file}
        run = [sys.executable, "-X", "utf8", "-c", read]
        output = subprocess.run(run, cwd=tmp_path, env=kept, check=True, capture_output=True)
        assert output.stdout.decode().strip() == line


def test_an_unknown_notebook_is_an_error():
    with pytest.raises(ValueError, match="no exercises of a notebook called '06'"):
        progress("06")
