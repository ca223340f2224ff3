"""Progress: earned by a pass, kept over a restart, harmed by nothing."""

import json
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from course_utils.exercises import check, checking, progress
from course_utils.losses import accuracy, softmax

NOTEBOOK = "01_loss_functions"
NONE = "0 of 5 exercises pass.   ○ one_hot   ○ softmax   ○ cross_entropy   ○ cost   ○ accuracy"
ONE = "1 of 5 exercises pass.   ○ one_hot   ✓ softmax   ○ cross_entropy   ○ cost   ○ accuracy"


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    return path


def restart(monkeypatch):
    monkeypatch.setattr(checking.progress, "_passed_here", set())


def test_a_pass_counts_and_a_failure_does_not():
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", lambda logits: logits)
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", softmax)
    assert str(progress(NOTEBOOK)) == ONE
    assert ONE in progress(NOTEBOOK)._repr_html_()


def test_progress_survives_a_restart(file, monkeypatch):
    check("softmax", softmax)
    restart(monkeypatch)
    assert str(progress(NOTEBOOK)) == ONE
    file.unlink()
    assert str(progress(NOTEBOOK)) == NONE


def test_where_no_file_can_be_locked_a_pass_is_kept_all_the_same(file, monkeypatch):
    """In a browser."""
    monkeypatch.setattr(checking.progress, "sys", SimpleNamespace(platform="emscripten"))
    check("softmax", softmax)
    restart(monkeypatch)
    assert str(progress(NOTEBOOK)) == ONE
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"null", b"3", b'{"softmax": 1}', b'[["softmax"], 7]', b"\xff", b"[" * 10**5]
)
def test_a_damaged_file_is_no_file(file, damage):
    file.write_bytes(damage)
    assert str(progress(NOTEBOOK)) == NONE
    check("softmax", softmax)
    assert file.read_text() == '["softmax"]'


def test_names_that_the_catalogue_does_not_know_are_kept(file):
    file.write_text('["of another version", "one_hot"]')
    check("softmax", softmax)
    assert json.loads(file.read_text()) == ["of another version", "one_hot", "softmax"]


def test_a_link_is_replaced_and_not_followed(file, tmp_path):
    somebody_elses = tmp_path / "somebody else's"
    somebody_elses.write_text('["one_hot"]')
    for name in (file.name, f"{file.name}.new"):
        (tmp_path / name).symlink_to(somebody_elses)
    check("softmax", softmax)
    assert somebody_elses.read_text() == '["one_hot"]'
    assert file.read_text() == '["softmax"]'
    assert not file.is_symlink()


def test_a_link_in_place_of_the_lock_is_not_followed(file, tmp_path):
    somebody_elses = tmp_path / "somebody else's"
    somebody_elses.write_text("a letter")
    (tmp_path / f"{file.name}.lock").symlink_to(somebody_elses)
    assert check("softmax", softmax).passed
    assert somebody_elses.read_text() == "a letter"


@pytest.mark.parametrize("step", ["unlink", "open", "replace", "fsync", "dumps"])
def test_a_write_that_fails_costs_no_earlier_pass(file, monkeypatch, step):
    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    file.write_text('["one_hot"]')
    owner = {"fsync": checking.progress.os, "dumps": checking.progress.json}.get(step, checking.progress.Path)
    with monkeypatch.context() as patches:
        patches.setattr(owner, step, fails)
        assert check("softmax", softmax).passed
        assert "softmax" in checking.progress.passed()
    assert file.read_text() == '["one_hot"]'
    check("accuracy", accuracy)  # there is room again: nothing of this session is missing
    assert json.loads(file.read_text()) == ["accuracy", "one_hot", "softmax"]


def test_a_file_that_cannot_be_read_is_not_written_over(file, monkeypatch):
    def fails(*_, **__):
        raise PermissionError

    file.write_text('["one_hot"]')
    with monkeypatch.context() as patches:
        patches.setattr(checking.progress.Path, "read_text", fails)
        assert check("softmax", softmax).passed
        assert str(progress(NOTEBOOK)) == ONE
    assert file.read_text() == '["one_hot"]'


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", ["unlink", "open", "replace", "fsync", "dumps"])
def test_a_kernel_that_is_killed_while_it_writes_costs_no_earlier_pass(file, step):
    file.write_text('["one_hot"]')
    owner = {"fsync": "progress.os", "dumps": "progress.json"}.get(step, "progress.Path")
    code = (
        "import os, signal\n"
        "from course_utils.exercises.checking import progress\n"
        f"{owner}.{step} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "progress.record('softmax')"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    assert file.read_text() == '["one_hot"]'
    check("accuracy", accuracy)  # neither the lock nor what lies about is in the way
    assert json.loads(file.read_text()) == ["accuracy", "one_hot"]


def test_five_notebooks_that_write_at_once_lose_nothing(file):
    code = (
        "import sys\n"
        "from course_utils.exercises.checking import progress\n"
        "sys.stdin.readline()\n"
        "for i in range(40):\n"
        "    progress._passed_here.clear()\n"
        "    progress.record(f'{sys.argv[1]} {i}')"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], stdin=subprocess.PIPE) for number in range(5)
    ]
    for writer in writers:
        writer.stdin.close()  # now
    assert [writer.wait() for writer in writers] == [0] * 5
    assert set(json.loads(file.read_text())) == {f"{number} {i}" for number in range(5) for i in range(40)}


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
