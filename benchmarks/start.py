"""How long a student waits for an import, and how much memory a notebook takes."""

import subprocess
import sys
from pathlib import Path
from statistics import median

import nbformat
import psutil
from nbclient import NotebookClient

from benchmarks import Row

ROOT = Path(__file__).parents[1]
IMPORT_LIMIT, MEMORY_LIMIT = 0.7, 350  # seconds, megabytes
PEAK = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def rows():
    """Yield the rows of this family."""
    for path in sorted((ROOT / "course_utils").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not parts[-1].startswith("_"):
            yield import_row(".".join(parts))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield memory_row(path)


def import_row(module):
    """Time the import of a module, each time in a fresh process."""
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, check=True) for _ in range(5)]
    spent = median(float(run.stdout) for run in runs)
    target = f"< {IMPORT_LIMIT}"
    return Row(f"import {module}, seconds", f"{spent:.2f}", "", "", target, spent < IMPORT_LIMIT)


def memory_row(path):
    """Run a notebook in a kernel of its own, and ask that for the most memory it ever held."""
    what, target = f"{path.name}: kernel's peak, MB", f"< {MEMORY_LIMIT}"
    if not psutil.LINUX:
        return Row(what, "", "measured on Linux only", "", target)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    NotebookClient(notebook, resources={"metadata": {"path": path.parent}}).execute()
    megabytes = int(notebook.cells[-1].outputs[0].text.split()[1]) * 1024 / 1e6
    return Row(what, f"{megabytes:.0f}", "", "", target, megabytes < MEMORY_LIMIT)
