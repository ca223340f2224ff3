"""How long a student waits for an import, how much memory a notebook takes, and how long a test of all of them."""

import pkgutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import nbformat
import psutil
from nbclient import NotebookClient
from traitlets.config import Config

from benchmarks import Row

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "course_utils"
NEEDS = {  # packages that these modules are built on; the others, numpy
    "plots": "matplotlib.figure",
    "polls": "anywidget",
    "exercises": "numpy, IPython",
    "widgets": "matplotlib.figure, anywidget, threadpoolctl",
}
IMPORT_LIMIT, MEMORY_LIMIT, NOTEBOOKS_LIMIT = 0.7, 350, 120  # seconds, megabytes, seconds
PEAK = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def rows():
    """Yield the rows of this family."""
    modules = {module.name for module in pkgutil.iter_modules([str(LIBRARY)])} - {"server"}  # no notebook imports that
    for module in sorted(modules):
        yield import_row(f"{LIBRARY.name}.{module}", NEEDS.get(module, "numpy"))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield memory_row(path)
    yield notebooks_row()


def import_row(module, needs):
    """Time the import of a module beside that of the packages it needs, each time in a fresh process."""
    turns = [(import_time(module), import_time(needs)) for _ in range(7)]
    ours, theirs = (median(column) for column in zip(*turns, strict=True))
    compared = f"{needs} alone: {theirs:.2f}"
    ratio, target = f"{median(needed / own for own, needed in turns):.2f}×", f"< {IMPORT_LIMIT}"
    return Row(f"import {module}, seconds", f"{ours:.2f}", compared, ratio, target, ours < IMPORT_LIMIT)


def import_time(modules):
    """Seconds that the import of these modules takes in a fresh process."""
    code = f"import time; start = time.perf_counter(); import {modules}; print(time.perf_counter() - start)"
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout)


def memory_row(path):
    """Run a notebook in a kernel of its own, and ask that for the most memory it ever held."""
    what, target = f"{path.name}: kernel's peak, MB", f"< {MEMORY_LIMIT}"
    if not psutil.LINUX:
        return Row(what, "", "measured on Linux only", "", target)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    quiet = Config(KernelManager={"transport_encryption": "auto"})  # without it, the kernel warns
    NotebookClient(notebook, resources={"metadata": {"path": path.parent}}, config=quiet).execute()
    megabytes = int(notebook.cells[-1].outputs[0].text.split()[1]) * 1024 / 1e6
    return Row(what, f"{megabytes:.0f}", "", "", target, megabytes < MEMORY_LIMIT)


def notebooks_row():
    """Time the test that executes all notebooks and compares what they print, on two processors."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "notebooks"]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    what = "all notebooks executed and compared, seconds"
    return Row(what, f"{seconds:.0f}", "on two processors", "", f"< {NOTEBOOKS_LIMIT}", seconds < NOTEBOOKS_LIMIT)
