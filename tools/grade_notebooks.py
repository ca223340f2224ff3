"""Judge handed-in notebooks from their text: none of their cells is run, only the functions that the exercises ask for.

Use:

    python tools/grade_notebooks.py FOLDER > marks.csv

Every notebook under FOLDER is read that has the name of one of the course's in its own: `ada/01_loss_functions.ipynb`.
Of each function the last definition counts, with the imports, numbers and functions that it uses. It is judged as
`grade` judges it, in a Python process of its own (`grade_answer.py`), which sees nothing else of the notebook.
"""

import ast
import contextlib
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from points import POINTS

from course_utils.exercises.checking.keep import names_used

SECONDS = 60  # for one answer, with the start of Python; the check itself has a limit of computing time
NONE, IMPORT, VALUE, FUNCTION, OTHER_NAME = range(5)  # where a text stands among those that an answer uses
HEADER = ("notebook", "exercise", "points", "of", "verdict")


def statements(notebook):
    """The statements of all code cells, in order; a cell that Python cannot read has none."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            with contextlib.suppress(SyntaxError, ValueError, RecursionError):
                yield from ast.parse(TransformerManager().transform_cell(cell.source)).body


def definitions(notebook):
    """For each name its place and its text: imports, then values, then functions, then other names for them.

    A name that stands for anything else at the end has no text. An import does not take the place of a function.
    """
    found = {}
    for node in statements(notebook):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                one = ast.Import([alias]) if isinstance(node, ast.Import) else _from(node, alias)
                found.setdefault(alias.asname or alias.name.partition(".")[0], (IMPORT, ast.unparse(one)))
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = FUNCTION, ast.unparse(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    text = f"{target.id} = {ast.unparse(node.value)}"
                    found[target.id] = _place(node.value), text if _place(node.value) else ""
    return found


def _from(node, alias):
    return ast.ImportFrom(node.module, [alias], node.level)


def _place(value):
    if isinstance(value, ast.Lambda | ast.Name):
        return OTHER_NAME
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return NONE
    return VALUE


def answer(name, found):
    """The text of a function, after that of all it uses; "" if it is not written out."""
    texts = {name: found.get(name, (NONE, ""))}
    for each in (queue := [name]):  # grows while names are found that it uses
        for used in sorted(names_used(texts[each][1]) & found.keys() - texts.keys()):
            texts[used] = found[used]
            queue.append(used)
    return "\n\n".join(text for _, text in sorted(texts.values(), key=lambda each: each[0])) if texts[name][1] else ""


def judge(name, text):
    """Judge an answer in a Python process of its own; returns whether it passes, and the verdict's first line."""
    command = [sys.executable, str(Path(__file__).with_name("grade_answer.py")), name]
    surroundings = os.environ | {"COURSE_PROGRESS_FILE": "", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            done = subprocess.run(
                command,
                input=text,
                capture_output=True,
                encoding="utf-8",
                cwd=nowhere,
                env=surroundings,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return False, f"It was stopped after {SECONDS} seconds."
    try:
        return tuple(json.loads(done.stdout))
    except ValueError:
        return False, f"Python itself ended while it was judged (with {done.returncode})."


def marks(path, lesson):
    """A row for each exercise of a notebook."""
    try:
        found, missing = definitions(nbformat.read(path, as_version=4)), ""
    except Exception as error:  # whatever stands in the file
        found, missing = {}, f"The notebook cannot be read: {type(error).__name__}."
    rows = []
    for name, of in POINTS[lesson].items():
        text = answer(name, found)
        passed, verdict = judge(name, text) if text else (False, missing or f"No function `{name}` is written out.")
        rows.append((name, of if passed else 0, of, verdict))
    return rows


def main():
    """Print the table of a folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    if folder is None or not folder.is_dir():
        sys.exit("Say which folder: make grade FOLDER=submitted")
    table = csv.writer(sys.stdout)
    table.writerow(HEADER)
    for path in sorted(folder.rglob("*.ipynb")):
        for lesson in POINTS:
            if lesson in path.stem and ".ipynb_checkpoints" not in path.parts:
                table.writerows((path.relative_to(folder), *row) for row in marks(path, lesson))


if __name__ == "__main__":
    main()
