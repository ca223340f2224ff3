"""Starts a student's server for the hub: the course's notebooks are laid into the home, then JupyterLab starts.

It runs as the student, with the student's rights. What is there already is left as it is: it may be the student's work.
"""

import os
import shutil
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def lay_out(home):
    """Copy each notebook into the folder `notebooks` of a home that does not have it yet."""
    folder = home / "notebooks"
    folder.mkdir(exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        if not (folder / path.name).exists():
            shutil.copyfile(path, folder / path.name)  # not the rights of the course's own file: it may be read-only


if __name__ == "__main__":
    lay_out(Path.home())
    os.chdir(Path.home())  # JupyterLab's file list begins there
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]])
