"""Write the notebooks as homework into dist/assignment/: an edition for nbgrader, and one for Otter-Grader.

Use:

    python tools/make_assignment.py              all notebooks
    python tools/make_assignment.py 03_backpropagation

docs/grading.md says what to do with them.
"""

import argparse
import ast
import copy
import shutil

import build_notebooks
import nbformat
from points import POINTS

DIST = build_notebooks.REPOSITORY / "dist" / "assignment"
# nbgrader would put an empty cell of its own in place of each that students write in; these stay as they are.
NBGRADER_CONFIG = '''\
"""nbgrader's settings for the course: what a student starts from stays in its cell, and long cells may run."""

import os

os.environ["COURSE_PROGRESS_FILE"] = ""  # no student's passes are kept for the next

c = get_config()  # noqa: F821 (nbgrader gives it)
c.ExecutePreprocessor.timeout = 300
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]
'''
OTTER_TEST = '''\
"""{name}, for {points} of the points."""

from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = {points}


@test_case()
def passes({name}):
    from course_utils.exercises import grade

    assert grade("{name}", {name}, {points}) == {points}
'''


def homework(name):
    """The notebook of a lesson without its answers: no cell shows one, and none can without an import of its own."""
    notebook = build_notebooks.read_source(build_notebooks.SOURCES / f"{name}.py")
    notebook.cells = [cell for cell in notebook.cells if not called(cell, "reveal")]
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        if cell.cell_type == "code":
            cell.source = cell.source.replace(", reveal", "")
    notebook.metadata = copy.deepcopy(build_notebooks.METADATA)
    return notebook


def called(cell, function):
    """The first argument of what a code cell calls by this name, each time it does."""
    if cell.cell_type != "code":
        return []
    calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call) and node.args]
    return [node.args[0].value for node in calls if isinstance(node.func, ast.Name) and node.func.id == function]


def written(cell, names):
    """The exercises whose functions a cell defines."""
    if cell.cell_type != "code":
        return []
    return [node.name for node in ast.parse(cell.source).body if getattr(node, "name", None) in names]


def for_nbgrader(name):
    """The notebook with nbgrader's marks: the cells to write in, and behind each check a locked cell that grades."""
    notebook, points = homework(name), POINTS[name]
    cells, notebook.cells = notebook.cells, []
    for cell in cells:
        notebook.cells.append(cell)
        exercises = written(cell, points)
        if exercises:
            cell.metadata["nbgrader"] = _marks("-".join(exercises), solution=True)
        for exercise in set(called(cell, "check")) & points.keys():
            notebook.cells.append(_grading_cell(exercise, points[exercise]))
    return notebook


def _grading_cell(exercise, points):
    source = f"from course_utils.exercises import grade\n\ngrade({exercise!r}, {exercise}, {points})"
    cell = nbformat.v4.new_code_cell(source, id=f"grade-{exercise.replace('_', '-')}")
    cell.metadata["nbgrader"] = _marks(f"grade-{exercise}", grade=True, locked=True, points=points)
    return cell


def _marks(grade_id, **marks):
    same = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return same | {"grade_id": grade_id} | marks


def for_otter(name):
    """The notebook with Otter-Grader's marks: behind each check, the test of that exercise is run."""
    notebook = homework(name)
    for cell in notebook.cells:
        exercises = sorted(set(called(cell, "check")) & POINTS[name].keys())
        if exercises:
            cell.metadata["otter"] = {"tests": exercises}
    return notebook


def make(names, folder=DIST):
    """Write both editions of some notebooks; what else is in the folder stays, for nbgrader keeps the marks there."""
    for name in names:
        source = folder / "nbgrader" / "source" / name
        tests = folder / "otter" / name / "tests"
        for place in (source, tests):
            place.mkdir(parents=True, exist_ok=True)
        nbformat.write(for_nbgrader(name), source / f"{name}.ipynb")
        nbformat.write(for_otter(name), tests.parent / f"{name}.ipynb")
        for exercise, points in POINTS[name].items():
            (tests / f"{exercise}.py").write_text(OTTER_TEST.format(name=exercise, points=points), encoding="utf-8")
    (folder / "nbgrader" / "nbgrader_config.py").write_text(NBGRADER_CONFIG, encoding="utf-8")
    shutil.copy(build_notebooks.REPOSITORY / "docs" / "grading.md", folder / "README.md")


def main():
    """Write what is asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="which notebooks (all of them if none is named)")
    names = parser.parse_args().names or list(POINTS)
    unknown = [name for name in names if name not in POINTS]
    if unknown:
        parser.error(f"there is no notebook {unknown[0]!r}; there are {', '.join(POINTS)}")
    make(names)
    print(f"Written: {', '.join(names)}, for nbgrader and for Otter-Grader, in {DIST}. Begin with its README.md.")


if __name__ == "__main__":
    main()
