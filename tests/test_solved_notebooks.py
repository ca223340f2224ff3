"""Each notebook with all its exercises solved: every check passes, and nothing else in the notebook changes.

The unsolved notebooks are run by nbval. Here the course's own answers take the place of the reader's, in the cells
where readers write theirs.
"""

import ast

import build_notebooks
import nbformat
import pytest

from course_utils.exercises import names
from course_utils.exercises.catalogue import find
from course_utils.exercises.exercise import Mission

SOLVABLE = [path for path in sorted(build_notebooks.NOTEBOOKS.glob("*.ipynb")) if names(path.stem)]
VERDICTS = {"check", "progress"}


def called(source):
    """Return the names of the functions that a cell calls by their bare name, and their first arguments."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        (call.func.id, call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.args and isinstance(call.args[0], ast.Constant)
    ]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def answer(name):
    """Return the code of the course's answer to an exercise or a mission."""
    return f"__import__('course_utils.exercises.catalogue').exercises.catalogue.find({name!r}).answer"


def solve(notebook, exercises):
    """Put the course's answer right behind each function that an exercise asks for; return the names found.

    A mission has no function to write: there the answer takes the place of what the playground trains.
    """
    solved = []
    for cell in code_cells(notebook):
        lines = cell.source.split("\n")
        for node in reversed(ast.parse(cell.source).body):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in exercises:
                lines.insert(node.end_lineno, f"{node.name} = {answer(node.name)}")
                solved.append(node.name)
        for function, name in called(cell.source):
            if function == "check" and isinstance(find(name), Mission):
                lines.insert(0, f"playground.train = {answer(name)}")
                solved.append(name)
        cell.source = "\n".join(lines)
    return solved


def plain_text(cell):
    return "".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in cell.outputs)


@pytest.fixture(scope="module", params=SOLVABLE, ids=lambda path: path.stem)
def unsolved(request):
    """The committed notebook, with its name."""
    return request.param.stem, nbformat.read(request.param, as_version=4)


@pytest.fixture(scope="module")
def solved(unsolved):
    """The same notebook with the answers put in, run."""
    name, notebook = unsolved
    notebook = nbformat.from_dict(notebook)
    assert sorted(solve(notebook, names(name))) == sorted(names(name)), "each exercise has one cell to write it in"
    build_notebooks.run(notebook)
    return notebook


def test_every_exercise_is_asked_checked_and_revealed_once(unsolved):
    name, notebook = unsolved
    calls = [call for cell in code_cells(notebook) for call in called(cell.source)]
    for function in ("check", "reveal"):
        assert sorted(argument for called, argument in calls if called == function) == sorted(names(name))
    assert ("progress", name) in calls


def test_unsolved_exercises_say_that_nothing_is_written_yet(unsolved):
    for cell in code_cells(unsolved[1]):
        for function, exercise in called(cell.source):
            if function == "check":
                assert plain_text(cell).startswith(f"○ {exercise}: not written yet")


def test_every_check_passes_with_the_courses_own_answers(unsolved, solved):
    verdicts = {
        exercise: plain_text(cell)
        for cell in code_cells(solved)
        for function, exercise in called(cell.source)
        if function in VERDICTS
    }
    name, _ = unsolved
    summary = verdicts.pop(name)
    assert summary.startswith(f"All {len(names(name))} exercises pass.")
    assert sorted(verdicts) == sorted(names(name))
    for exercise, verdict in verdicts.items():
        assert verdict.startswith(f"✓ {exercise}: passed."), verdict


def test_nothing_else_depends_on_the_readers_answers(unsolved, solved):
    for before, after in zip(code_cells(unsolved[1]), code_cells(solved), strict=True):
        if not {function for function, _ in called(before.source)} & {*VERDICTS, "yours_or_ours"}:
            assert plain_text(before) == plain_text(after), before.source


def test_a_wrong_answer_in_a_cell_is_noticed(unsolved):
    """The check cell looks at what the cell before it defines, so that a wrong answer put there is refused."""
    name, notebook = unsolved
    wrong = nbformat.v4.new_notebook()
    for cell in code_cells(notebook)[:1]:
        wrong.cells.append(nbformat.v4.new_code_cell(cell.source))
    first = names(name)[0]
    wrong.cells.append(nbformat.v4.new_code_cell(f"def {first}(*arguments):\n    return 'no number'"))
    wrong.cells.append(nbformat.v4.new_code_cell(f"check({first!r}, {first})"))
    build_notebooks.run(wrong)
    assert plain_text(wrong.cells[-1]).startswith(f"→ {first}: not yet.")
