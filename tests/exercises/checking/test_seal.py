"""The test set is opened once: a second look is told what it is, and nothing else in the course takes one."""

import ast
from pathlib import Path

import numpy as np
import pytest

from course_utils.exercises import open_test_set, progress
from course_utils.exercises.checking import progress as kept
from course_utils.mnist import Examples, Mnist
from course_utils.network import Network

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def few_digits():
    few = Examples(np.zeros((2, 784), np.uint8), np.zeros(2, np.uint8))
    return Mnist(few, few, few)


@pytest.fixture
def network():
    return Network([784, 5, 10])


def test_the_first_look_says_so_and_nothing_that_changes(few_digits, network, capsys):
    test = open_test_set(few_digits, network)
    assert test is few_digits.open_test_set()
    assert capsys.readouterr().out == (
        "The test set is open, for the first time. Judge by it once: nothing that you change from here on.\n"
    )


def test_a_second_look_says_when_the_first_was_and_whether_it_was_the_same_network(few_digits, network, capsys):
    open_test_set(few_digits, network)
    capsys.readouterr()
    open_test_set(few_digits, network)
    assert "for the same network: the number will be the same" in capsys.readouterr().out
    network.vector[0] += 1
    open_test_set(few_digits, network)
    said = capsys.readouterr().out
    assert "for another network" in said and "a second validation set" in said
    assert np.datetime64(said.split("on ")[1].split(",")[0])  # a date


def test_a_restart_does_not_forget_it_and_the_exercises_are_as_before(
    few_digits, network, capsys, tmp_path, monkeypatch
):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.json"))
    kept.record("softmax")
    open_test_set(few_digits, network)
    kept._passed_here.clear()
    capsys.readouterr()
    open_test_set(few_digits, network)
    assert "for the same network" in capsys.readouterr().out
    assert progress("01_loss_functions").summary == "1 of 5 exercises pass."


def test_nothing_in_the_course_reads_the_test_set_otherwise():
    """Only the seal opens MNIST's test digits; the playground's test points are its own."""
    readers = []
    folders = ("course_utils/**", "sources", "notebooks")
    for path in (path for folder in folders for path in REPOSITORY.glob(f"{folder}/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_look = isinstance(node, ast.Attribute) and node.attr in ("open_test_set", "_test")
            if is_look and "mnist" in ast.unparse(node.value).lower():
                readers.append(path.relative_to(REPOSITORY).as_posix())
    assert readers == ["course_utils/exercises/checking/seal.py"]
