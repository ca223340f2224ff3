"""What has passed is kept as text, and is the same function when another notebook brings it back."""

import linecache
import re
import types

import numpy as np
import pytest

from course_utils import losses
from course_utils.exercises import check, checking, yours_or_ours
from course_utils.exercises.checking.keep import FOLDER, kept, written_out

LOGITS = np.array([[1.0, 2.0, 3.0]])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of the kept answers, as a notebook that has just been opened finds it: nothing kept in memory."""
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.json"))
    monkeypatch.setattr(checking.keep, "_kept_here", {})
    return tmp_path / FOLDER


def notebook(*cells):
    """Run cells as a notebook does, one after the other in the same names, and return these."""
    names = types.ModuleType("__main__").__dict__
    for number, cell in enumerate(cells):
        file = f"<cell {number}>"
        linecache.cache[file] = (len(cell), None, cell.splitlines(keepends=True), file)
        exec(compile(cell, file, "exec"), names)
    return names


def test_an_answer_is_kept_with_what_it_uses(folder):
    names = notebook(
        "import numpy as np\nfrom math import e\nfrom numpy.linalg import norm\n"
        "from course_utils.losses import one_hot\nSMALL = 0.0\nunused = 7",
        "def exponentials(z):\n    return np.power(e, z - highest(z))",
        "highest = lambda z: z.max(axis=-1, keepdims=True)",
        "def softmax(logits):\n    powers = exponentials(logits)\n"
        "    return powers / powers.sum(-1, keepdims=True) + SMALL",
    )
    assert check("softmax", names["softmax"]).passed
    text = (folder / "softmax.py").read_text()
    assert "unused" not in text and "norm" not in text and "one_hot" not in text
    brought = kept("softmax")
    assert brought is not names["softmax"]
    np.testing.assert_array_equal(brought(LOGITS), names["softmax"](LOGITS))


def test_what_a_kept_answer_imports_is_imported_again(folder):
    names = notebook(
        "import numpy\nfrom numpy import exp\nfrom course_utils.losses import softmax as theirs\n",
        "def softmax(logits):\n    return exp(numpy.log(theirs(logits)))",
    )
    assert check("softmax", names["softmax"]).passed
    np.testing.assert_allclose(kept("softmax")(LOGITS), losses.softmax(LOGITS))


def test_another_name_than_the_exercises_is_known_by_the_exercises(folder):
    names = notebook("import numpy as np\ndef mine(point, gradient, rate):\n    return np.add(point, -rate * gradient)")
    assert check("gradient_step", names["mine"]).passed
    assert kept("gradient_step")(1.0, 2.0, 0.25) == 0.5


def test_only_a_pass_is_kept_and_the_latest_counts(folder):
    right = "def gradient_step(point, gradient, learning_rate):\n    return point - learning_rate * gradient"
    check("gradient_step", notebook(right.replace("-", "+"))["gradient_step"])
    assert kept("gradient_step") is None
    check("gradient_step", notebook(right)["gradient_step"])
    check("gradient_step", notebook(right.replace("-", "+"))["gradient_step"])
    assert kept("gradient_step")(1.0, 2.0, 0.25) == 0.5
    check("gradient_step", notebook(right.replace("point -", "-(-point) -"))["gradient_step"])
    assert "-(-point)" in (folder / "gradient_step.py").read_text()


def test_the_courses_own_answer_is_not_the_readers(folder):
    assert check("softmax", losses.softmax).passed
    assert kept("softmax") is None and not folder.exists()


@pytest.mark.parametrize("answer", [lambda z: losses.softmax(z), np.vectorize(float), eval("lambda z: z")])
def test_what_stands_within_another_statement_or_has_no_text_is_not_kept(answer, folder):
    checking.keep.keep("softmax", answer)
    assert kept("softmax") is None


def test_functions_that_use_each_other_are_written_once():
    names = notebook(
        "def even(n):\n    return n == 0 or odd(n - 1)\n\n\ndef odd(n):\n    return n > 0 and even(n - 1)",
    )
    assert written_out(names["even"]).count("def ") == 2


def test_without_a_file_it_is_kept_as_long_as_the_session(monkeypatch):
    monkeypatch.setattr(checking.keep, "_kept_here", {})
    monkeypatch.setenv("COURSE_PROGRESS_FILE", "")
    text = "def gradient_step(point, gradient, learning_rate):\n    return point - learning_rate * gradient"
    check("gradient_step", notebook(text)["gradient_step"])
    assert kept("gradient_step")(1.0, 2.0, 0.25) == 0.5


def test_a_folder_that_cannot_be_written_loses_no_pass(folder):
    folder.write_text("a file in its place")
    text = "def gradient_step(point, gradient, learning_rate):\n    return point - learning_rate * gradient"
    assert check("gradient_step", notebook(text)["gradient_step"]).passed
    assert kept("gradient_step")(1.0, 2.0, 0.25) == 0.5


def test_another_notebook_is_given_what_was_kept(folder, monkeypatch, capsys):
    text = "def gradient_step(point, gradient, learning_rate):\n    return point - learning_rate * gradient"
    check("gradient_step", notebook(text)["gradient_step"])
    monkeypatch.setattr(checking.keep, "_kept_here", {})  # another kernel
    assert yours_or_ours("gradient_step")(1.0, 2.0, 0.25) == 0.5
    assert capsys.readouterr().out == "gradient_step: yours\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def gradient_step(point, gradient, rate):\n    return point + rate * gradient", "the step is added"),
        (
            "def gradient_step(point, gradient, rate):\n    return point - rate * gradent",
            "A name is used that has no value",
        ),
        ("def gradient_step(point, gradient, rate:\n    return point", r"cannot be read from .*SyntaxError"),
        ("import no_such_module", r"cannot be read from .*ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_a_mistake_in_what_was_kept_is_named_and_replaced(text, says, folder, capsys):
    folder.mkdir()
    (folder / "gradient_step.py").write_text(text)
    assert yours_or_ours("gradient_step") is not None
    printed = capsys.readouterr().out
    assert printed.startswith("gradient_step: the library's. ")
    assert re.search(says, printed), printed
