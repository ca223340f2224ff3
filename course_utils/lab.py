"""Opens the course in JupyterLab: `course`, or `course 05_mnist`, typed in the course's folder.

`course 05_mnist --present` opens the notebook as slides, for a projector. The settings of that lie in
`jupyter/present/`: they act in place of the presenter's own, on a copy that goes when JupyterLab stops.

The course's settings for JupyterLab lie in `jupyter/`, beside this file. They act in the JupyterLab that is started
here and in no other, and they win over the settings of whoever starts it: what happens to a saved notebook must not
depend on what else is installed. (jupytext, for one, would write the answers into `sources/` as well.) JupyterLab's
toolbar in the corner of a cell is off: each time another cell becomes the active one, the page would grow by a toolbar
that nothing takes away. Where JupyterLab is started by something else, a hub for instance, put that folder's path into
the environment variable JUPYTER_CONFIG_PATH.
"""

import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

SETTINGS = Path(__file__).with_name("jupyter")
HOW_TO_PRESENT = """In the page that opens:
  F8               runs all cells: then the demos are live
  → and ← (space)  lead from slide to slide, ↓ and ↑ to what lies below one
  Escape           leaves the slides"""


def main():
    """Start JupyterLab with the notebook named on the command line, or the first; options after it are JupyterLab's."""
    from jupyterlab.labapp import LabApp  # takes half a second, and only this function needs it

    arguments = sys.argv[1:]
    notebook = arguments.pop(0) if arguments and not arguments[0].startswith("-") else None
    earlier = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(SETTINGS), earlier]))
    with tempfile.TemporaryDirectory() as scratch:
        if "--present" in arguments:
            arguments.remove("--present")
            arguments = [*presenters_options(Path(scratch)), *arguments]
            print(HOW_TO_PRESENT, flush=True)
        LabApp.launch_instance([*usual_options(notebook), *arguments])


def presenters_options(scratch):
    """The options with which JupyterLab shows slides; a copy of the settings for it is laid into a folder."""
    if importlib.util.find_spec("jupyterlab_slideshow") is None:
        raise SystemExit("To present, install the package jupyterlab-slideshow; make present does so by itself.")
    settings = shutil.copytree(SETTINGS / "present", scratch / "settings")
    return [f"--LabApp.user_settings_dir={settings}", f"--LabApp.workspaces_dir={scratch / 'workspaces'}"]


def usual_options(notebook=None):
    """The options with which JupyterLab opens this notebook, starts its kernels without a warning, and is quiet."""
    notebooks = {path.stem: path for path in sorted(Path("notebooks").glob("[0-9]*.ipynb"))}
    if not notebooks:
        raise SystemExit("There is no folder notebooks/ here: go to the folder of the course first.")
    path = notebooks.get(notebook.removesuffix(".ipynb") if notebook else min(notebooks))
    if path is None:
        raise SystemExit(f"There is no notebook {notebook}. There are: {', '.join(notebooks)}.")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        f"--LabApp.default_url=/lab/tree/{path.as_posix()}",
        "--ServerApp.log_level=ERROR",
        "--LabApp.log_level=ERROR",
        "--ServerApp.log_format=%(message)s",  # the addresses to open, without the time and the name of the server
        "--KernelManager.transport_encryption=auto",
        *(["--allow-root"] if is_root else []),
    ]


if __name__ == "__main__":
    main()
