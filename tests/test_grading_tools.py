"""nbgrader and Otter-Grader themselves mark what students hand in: a solved notebook, an unsolved one, and a wrong one.

Both run the notebook of a lesson, shortened to its first cell and to those of its exercises: the demos are slow, and
not theirs to judge. They are installed in an environment of their own, where `make test-grading` runs this.
"""

import csv
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import make_assignment
import nbformat
import pytest
from hand_in import right, write_in, wrong
from points import POINTS

REPOSITORY = Path(__file__).resolve().parents[1]
LESSON = "01_loss_functions"
NAMES = list(POINTS[LESSON])
HANDED_IN = {  # who solved which exercises, and who wrote something wrong
    "ada": {name: right(name) for name in NAMES},
    "ben": {},
    "cem": {name: wrong(name) for name in NAMES} | {"accuracy": right("accuracy")},
    "dee": {"softmax": "def softmax(logits):\n    return losses.softmax(logits)", "one_hot": right("one_hot")},
}
EARNED = {"ada": set(NAMES), "ben": set(), "cem": {"accuracy"}, "dee": {"one_hot"}}

pytestmark = [
    pytest.mark.skipif(
        not (importlib.util.find_spec("nbgrader") and importlib.util.find_spec("otter")),
        reason="nbgrader and Otter-Grader are installed in an environment of their own: make test-grading",
    ),
    pytest.mark.timeout(600),
]


def shortened(path):
    """Leave the first code cell of a notebook, and those of its exercises."""
    notebook = nbformat.read(path, as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell is first or {"nbgrader", "otter"} & cell.metadata.keys() or make_assignment.written(cell, NAMES)
    ]
    nbformat.write(notebook, path)
    return notebook


def run(folder, *command):
    """Run one of this environment's programs in a folder, and return what it prints."""
    bin_folder = Path(sys.executable).parent
    surroundings = os.environ | {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assignment")
    make_assignment.make([LESSON], folder)
    return folder


def test_nbgrader_gives_the_points_that_were_earned(editions):
    folder = editions / "nbgrader"
    shortened(folder / "source" / LESSON / f"{LESSON}.ipynb")
    run(folder, "nbgrader", "generate_assignment", LESSON)
    released = folder / "release" / LESSON / f"{LESSON}.ipynb"
    assert "    ..." in released.read_text(encoding="utf-8"), "students begin with the three dots"
    for student, texts in HANDED_IN.items():
        notebook = write_in(nbformat.read(released, as_version=4), texts)
        if student == "ben":  # who writes into a locked cell
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade"):
                    cell.source = "1"
        place = folder / "submitted" / student / LESSON
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{LESSON}.ipynb")
    run(folder, "nbgrader", "autograde", LESSON)
    run(folder, "nbgrader", "export", "--to", "marks.csv")
    rows = list(csv.DictReader((folder / "marks.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in rows} == {
        student: (len(earned), len(NAMES)) for student, earned in EARNED.items()
    }
    for student, earned in EARNED.items():
        graded = nbformat.read(folder / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)
        results = {
            cell.metadata.nbgrader.grade_id.removeprefix("grade-"): [
                output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"
            ]
            for cell in graded.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        }
        assert results == {name: ["1" if name in earned else "0"] for name in NAMES}


# What `otter run` calls for one notebook, for several in one process: to start takes it longer than to grade.
OTTER_RUN = """
import sys
from otter.run import main
for student in sys.argv[1:]:
    main(student + ".ipynb", output_dir="of-" + student, no_logo=True)
"""


def test_otter_gives_the_points_that_were_earned(editions, tmp_path):
    """The marks of dee's cells are gone, as some programs drop them: there Otter runs all tests at the end."""
    folder = editions / "otter" / LESSON
    notebook = shortened(folder / f"{LESSON}.ipynb")
    for student, texts in HANDED_IN.items():
        copy = write_in(nbformat.from_dict(notebook), texts)
        if student == "dee":
            for cell in copy.cells:
                cell.metadata = {}
        nbformat.write(copy, tmp_path / f"{student}.ipynb")
        (tmp_path / f"of-{student}").mkdir()
    run(folder, "otter", "generate", "-t", "tests", "-o", str(tmp_path / "autograder.zip"))
    run(tmp_path, sys.executable, "-c", OTTER_RUN, *HANDED_IN)
    for student, earned in EARNED.items():
        results = json.loads((tmp_path / f"of-{student}" / "results.json").read_text(encoding="utf-8"))["tests"]
        scores = {each["name"]: each["score"] for each in results if each["name"] in NAMES}
        assert scores == {name: float(name in earned) for name in NAMES}
