"""The notebooks as homework: what the two editions hold, and what `make grade` makes of what comes back."""

import csv
import io
import shutil
import subprocess
import sys

import build_notebooks
import grade_notebooks
import make_assignment
import nbformat
import pytest
from hand_in import right, write_in, wrong
from points import POINTS

from course_utils.exercises import names, reveal
from course_utils.exercises.catalogue import find, of_kind
from course_utils.exercises.checking.grade import judge_text
from course_utils.exercises.exercise import Exercise, Mission

LESSON = "01_loss_functions"
NEEDS_NUMPY = "import numpy as np\n\n\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assignment")
    make_assignment.make(list(POINTS), folder)
    return folder


def read(editions, edition, lesson):
    folder = editions / "nbgrader" / "source" if edition == "nbgrader" else editions / "otter"
    notebook = nbformat.read(folder / lesson / f"{lesson}.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_exercise_has_points_and_no_mission_has():
    given = {name: points for exercises in POINTS.values() for name, points in exercises.items()}
    assert list(given) == [exercise.name for exercise in of_kind(Exercise)]
    assert all(points > 0 for points in given.values())
    assert [path.stem for path in sorted(build_notebooks.SOURCES.glob("*.py"))] == list(POINTS)


@pytest.mark.parametrize("lesson", POINTS)
@pytest.mark.parametrize("edition", ["nbgrader", "otter"])
def test_an_edition_is_the_notebook_without_its_answers(editions, edition, lesson):
    cells = [cell.source for cell in code(read(editions, edition, lesson)) if not cell.id.startswith("grade-")]
    source = build_notebooks.read_source(build_notebooks.SOURCES / f"{lesson}.py")
    asked = [cell.source for cell in code(source) if not cell.source.startswith("reveal(")]
    assert [cell.replace(", reveal", "") for cell in asked] == cells
    assert len(code(source)) - len(asked) == len(names(lesson))
    assert not any("reveal(" in cell or "import reveal" in cell for cell in cells)
    assert all(any(f"check({name!r}".replace("'", '"') in cell for cell in cells) for name in names(lesson))


@pytest.mark.parametrize("lesson", POINTS)
def test_nbgrader_finds_where_to_write_and_what_grades(editions, lesson):
    marked = [cell for cell in code(read(editions, "nbgrader", lesson)) if "nbgrader" in cell.metadata]
    grading = {cell.source: cell.metadata.nbgrader for cell in marked if cell.metadata.nbgrader.grade}
    start = "from course_utils.exercises import grade\n\n"
    assert {f"{start}grade({name!r}, {name}, {of})": of for name, of in POINTS[lesson].items()} == {
        source: marks.points for source, marks in grading.items()
    }
    assert all(marks.locked and not marks.solution for marks in grading.values())
    written = [cell for cell in marked if cell.metadata.nbgrader.solution]
    assert sorted(name for cell in written for name in make_assignment.written(cell, POINTS[lesson])) == sorted(
        POINTS[lesson]
    )
    assert not any(cell.metadata.nbgrader.locked or cell.metadata.nbgrader.grade for cell in written)
    ids = [cell.metadata.nbgrader.grade_id for cell in marked]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("lesson", POINTS)
def test_otter_finds_a_test_behind_each_check(editions, lesson):
    asked = [cell.metadata.otter.tests for cell in code(read(editions, "otter", lesson)) if "otter" in cell.metadata]
    assert sorted(name for tests in asked for name in tests) == sorted(POINTS[lesson])
    for name, of in POINTS[lesson].items():
        text = (editions / "otter" / lesson / "tests" / f"{name}.py").read_text(encoding="utf-8")
        assert f'name = "{name}"\npoints = {of}\n' in text and f'grade("{name}", {name}, {of}) == {of}' in text


def test_what_stands_beside_an_edition_stays(tmp_path):
    make_assignment.make([LESSON], tmp_path)
    marks = tmp_path / "nbgrader" / "gradebook.db"
    marks.write_text("marks")
    make_assignment.make([LESSON], tmp_path)
    assert marks.read_text() == "marks"


# What comes back


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


def mark(name, *cells):
    """Whether a notebook of these cells earns the points of one exercise, and what is said."""
    text = grade_notebooks.answer(name, grade_notebooks.definitions(notebook(*cells)))
    return grade_notebooks.judge(name, text) if text else (False, "")


@pytest.mark.parametrize("lesson", POINTS)
def test_right_answers_in_the_edition_are_found_whole(editions, lesson):
    """The process that judges is tried below; here its text is judged in this one."""
    texts = {name: right(name) for name in POINTS[lesson]}
    found = grade_notebooks.definitions(write_in(read(editions, "nbgrader", lesson), texts))
    for name in texts:
        verdict = judge_text(find(name), grade_notebooks.answer(name, found))
        assert verdict.passed, verdict


def test_a_folder_becomes_a_table_of_marks(editions, tmp_path):
    given = {
        "ada": {name: right(name) for name in POINTS[LESSON]},
        "ben": {},
        "cem": {name: wrong(name) for name in POINTS[LESSON]} | {"accuracy": right("accuracy")},
    }
    for student, texts in given.items():
        (tmp_path / student).mkdir()
        nbformat.write(write_in(read(editions, "nbgrader", LESSON), texts), tmp_path / student / f"{LESSON}.ipynb")
    (tmp_path / f"dee_{LESSON}.ipynb").write_text("no notebook")
    shutil.copy(tmp_path / "ada" / f"{LESSON}.ipynb", tmp_path / "notes.ipynb")
    command = [sys.executable, grade_notebooks.__file__, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    earned = {}
    for row in rows:
        earned.setdefault(row["notebook"].partition("/")[0], {})[row["exercise"]] = int(row["points"])
    assert earned == {
        "ada": dict.fromkeys(POINTS[LESSON], 1),
        "ben": dict.fromkeys(POINTS[LESSON], 0),
        "cem": dict.fromkeys(POINTS[LESSON], 0) | {"accuracy": 1},
        f"dee_{LESSON}.ipynb": dict.fromkeys(POINTS[LESSON], 0),
    }
    said = {row["verdict"].partition(": ")[2].partition(".")[0] for row in rows if row["notebook"].startswith("ben")}
    assert said == {"not written yet"}


TRICKS = {
    "grade replaced": "import course_utils.exercises as e\ne.grade = lambda name, answer, points: points",
    "check replaced": "import course_utils.exercises.checking.check as c\nc.check = lambda *a: True",
    "answer key replaced": "import course_utils.losses\ncourse_utils.losses.softmax = lambda logits: 0",
    "comparison replaced": "import course_utils.exercises.checking.compare as c\nc.same = lambda *a: True",
    "examination replaced": "import course_utils.exercises.checking.diagnose as d\nd.diagnose = lambda *a: None",
    "numpy replaced": "import numpy as np\nnp.isclose = lambda *a, **k: np.array(True)",
    "modules replaced": "import sys, types\nsys.modules['course_utils.exercises'] = types.ModuleType('e')",
    "a number printed": "print(1)\n1",
    "a pass noted": "open('.course_progress.json', 'w').write('[\"softmax\"]')",
    "the process ended": "import os\nos._exit(0)",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_no_other_cell_of_a_notebook_counts(trick):
    passed, said = mark("softmax", TRICKS[trick], wrong("softmax"), TRICKS[trick])
    assert not passed and said.startswith("→ softmax: not yet.")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["from course_utils.losses import softmax"], "No function `softmax` is written out."),
        (["from course_utils import losses\nsoftmax = losses.softmax"], ""),
        (["from course_utils.losses import softmax as s", "softmax = s"], "No function `softmax` is written out."),
        (
            ["from course_utils import losses", "def softmax(x):\n    return losses.softmax(x)"],
            "course's own `softmax`",
        ),
        (["import sys", "def softmax(x):\n    return sys._getframe(1).f_locals['expected']"], "may not use `sys`"),
        (["def softmax(x, n=exec('import os; os._exit(0)')):\n    return x"], "may not use `exec`"),
        (["def softmax(x):\n    print('[true, \"passed\"]')\n    return x"], "→ softmax: not yet."),
        (["def softmax(x, n=print('[true, 1]')):\n    return x"], "→ softmax: not yet."),
        (["x = reveal('softmax').source\nexec(x)"], ""),
        (["def softmax(x):\n    return 1 +"], ""),
    ],
)
def test_what_only_looks_like_an_answer_earns_nothing(cells, said):
    passed, verdict = mark("softmax", *cells)
    assert not passed and said in verdict


def test_a_call_that_never_returns_ends_with_its_process(monkeypatch):
    monkeypatch.setattr(grade_notebooks, "SECONDS", 5)
    passed, said = mark("softmax", "import itertools", "def softmax(x):\n    return sum(itertools.count())")
    assert (passed, said) == (False, "It was stopped after 5 seconds.")


HELPED = [
    "highest = lambda z: z.max(axis=-1, keepdims=True)",
    "def softmax(z):\n    e = exps(z)\n    return e / e.sum(-1, keepdims=True)",
    "def exps(z):\n    return np.exp(z - highest(z))",
]


@pytest.mark.parametrize(
    "cells",
    [
        [wrong("softmax"), right("softmax")],  # the last counts
        ["%matplotlib inline\n!ls\n" + right("softmax")],
        ["1 / 0", "not Python at all", right("softmax")],
        [right("softmax"), "from course_utils.losses import softmax"],
        ["TOP, shift = 1.0, 2\nONE = 1.0", right("softmax").replace("return ", "return ONE * ")],
        [right("softmax").replace("softmax", "mine"), "softmax = mine"],
        HELPED,
    ],
)
def test_an_answer_is_found_with_what_it_uses(cells):
    passed, said = mark("softmax", NEEDS_NUMPY, *cells)
    assert passed, said


def test_copying_is_not_prevented():
    """As docs/grading.md says: the text that `reveal` shows is a right answer."""
    assert mark("softmax", NEEDS_NUMPY, reveal("softmax").source)[0]


def test_missions_are_not_graded():
    assert not {mission.name for mission in of_kind(Mission)} & {name for each in POINTS.values() for name in each}
