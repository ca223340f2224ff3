"""A function that is older than what its cell says is not checked."""

import json
import os
import subprocess
import sys

import pytest

from course_utils.exercises import check
from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.newest import why_it_is_old

RIGHT = "def cost(probabilities, targets):\n    return losses.cross_entropy(probabilities, targets).mean()"
OLD = {  # what is run after the right answer, and what is said
    "def cost(probabilities, targets):\n    return np.mean((1, 2)": "'(' was never closed (line 2).",
    "def cost(probabilities, targets)\n    return 1": "expected ':' (line 1).",
    "unknown + 1\n\ndef cost(probabilities, targets):\n    return 1": "stopped with an error before it came to it.",
}
NEW = [
    [RIGHT],
    ["def cost(:", RIGHT],
    [RIGHT, "def another(:"],
    [RIGHT, "cost(1, 2)\n# def cost(:"],
    [f"{RIGHT}\nunknown + 1"],
    ["%%time\n" + RIGHT],
    [RIGHT, "cost = lambda p, y: losses.cross_entropy(p, y).mean()"],
    [RIGHT, "from course_utils.exercises.loss_functions import cost"],
]
# IPython changes much around it for good: so in a process of its own.
SCRIPT = """
import contextlib, io, json, sys
from IPython.core.interactiveshell import InteractiveShell
verdicts = []
with contextlib.redirect_stdout(io.StringIO()):
    shell = InteractiveShell.instance()
    for cells in json.load(sys.stdin):
        shell.reset()
        start = "import numpy as np; from course_utils import losses; from course_utils.exercises import check"
        for cell in [start, *cells, "verdict = check('cost', cost)"]:
            shell.run_cell(cell, store_history=True)
        verdicts.append([shell.user_ns["verdict"].status, shell.user_ns["verdict"].message])
print(json.dumps(verdicts))
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """The verdicts on all series of cells, in an IPython."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps([[RIGHT, newer] for newer in OLD] + NEW),
        env=os.environ | {"IPYTHONDIR": str(tmp_path_factory.mktemp("ipython"))},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_a_cell_that_did_not_run_is_not_passed_over(verdicts):
    for (status, message), says in zip(verdicts, OLD.values(), strict=False):
        assert status == "not yet"
        assert says in message and "he newest cell that writes `cost`" in message
        assert "the function from before" in message


def test_a_function_that_is_the_newest_is_checked(verdicts):
    assert [status for status, _ in verdicts[len(OLD) :]] == ["passed"] * len(NEW)


def test_outside_of_ipython_nothing_is_said():
    assert why_it_is_old(find("cost").answer) == ""
    assert check("cost", find("cost").answer).passed
