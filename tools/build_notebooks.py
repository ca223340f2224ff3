"""Build notebooks/*.ipynb from sources/*.py: convert, run, and drop what changes from run to run.

Use:

    python tools/build_notebooks.py              build all
    python tools/build_notebooks.py 05_mnist     build one
    python tools/build_notebooks.py --check      only say which notebooks differ from their source
"""

import argparse
import os
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from slides import mark_slides
from traitlets.config import Config

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCES = REPOSITORY / "sources"
NOTEBOOKS = REPOSITORY / "notebooks"

# An encrypted line to the kernel; without it every kernel prints a warning.
KERNEL_CONFIG = Config({"KernelManager": {"transport_encryption": "auto"}})
SECONDS_PER_CELL = 120
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def read_source(path):
    """Read a py:percent file as a notebook that has not been run, with its slides marked."""
    return mark_slides(jupytext.read(path, fmt="py:percent"))


def run(notebook, progress_file=""):
    """Run all cells in a fresh kernel, in the folder where readers run them.

    Without the path of a progress file no exercise has passed in an earlier notebook, whatever this machine holds.
    """
    NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        config=KERNEL_CONFIG,
    ).execute(env=os.environ | {"COURSE_PROGRESS_FILE": progress_file})


def normalise(notebook):
    """Keep only what is the same in every build."""
    notebook.metadata = METADATA
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(without_widget_view, cell.outputs) if output.get("data") != {}]


def without_widget_view(output):
    """Drop the link to a live widget, which no later reader has; its picture and text stay."""
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
    return output


def build(source):
    """Build the notebook of one source file; one that a reader has saved is not written over."""
    target = NOTEBOOKS / f"{source.stem}.ipynb"
    if is_a_readers(target):
        sys.exit(f"{target.name} was saved in JupyterLab and may hold answers: move it to another folder first.")
    nbformat.write(made_from(source), target, version=nbformat.NO_CONVERT)


def made_from(source):
    """Read, run and tidy the notebook of one source file."""
    notebook = read_source(source)
    run(notebook)
    normalise(notebook)
    return notebook


def is_a_readers(path):
    """Whether a notebook was saved by a reader: JupyterLab writes more about the language than is written here."""
    return path.exists() and nbformat.read(path, as_version=4).metadata != METADATA


def out_of_sync():
    """Return a sentence for each notebook and source that do not hold the same cells."""
    sentences = []
    names = {path.stem for folder in (SOURCES, NOTEBOOKS) for path in folder.glob("[0-9]*.*")}
    for name in sorted(names):
        source, notebook = SOURCES / f"{name}.py", NOTEBOOKS / f"{name}.ipynb"
        if not source.exists():
            sentences.append(f"notebooks/{name}.ipynb has no source sources/{name}.py.")
        elif not notebook.exists():
            sentences.append(f"sources/{name}.py has no notebook yet: run make notebooks.")
        elif cells(read_source(source)) != cells(nbformat.read(notebook, as_version=4)):
            sentences.append(f"notebooks/{name}.ipynb and sources/{name}.py differ: run make notebooks.")
    return sentences


def cells(notebook):
    """Return what a notebook and its source must share."""
    shared = ("slideshow", "tags")
    return [
        (cell.cell_type, cell.source, {key: cell.metadata[key] for key in shared if key in cell.metadata})
        for cell in notebook.cells
    ]


def main():
    """Build or check, as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="which notebooks (all of them if none is named)")
    parser.add_argument("--check", action="store_true", help="only compare notebooks with their sources")
    options = parser.parse_args()
    if options.check:
        sys.exit("\n".join(out_of_sync()) or None)
    NOTEBOOKS.mkdir(exist_ok=True)
    for source in [SOURCES / f"{name}.py" for name in options.names] or sorted(SOURCES.glob("*.py")):
        print(f"{source.stem} ...", flush=True)
        try:
            build(source)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            sys.exit(f"{source.name} stopped:\n{error}")


if __name__ == "__main__":
    main()
