"""Opens the course in JupyterLab: `course`, or `course 05_mnist`, typed in the course's folder.

The course's settings for JupyterLab lie in `jupyter/`, beside this file. They act in the JupyterLab that is started
here and in no other, and they win over the settings of whoever starts it: what happens to a saved notebook must not
depend on what else is installed. (jupytext, for one, would write the answers into `sources/` as well.) JupyterLab's
toolbar in the corner of a cell is off: each time another cell becomes the active one, the page would grow by a toolbar
that nothing takes away. Where JupyterLab is started by something else, a hub for instance, put that folder's path into
the environment variable JUPYTER_CONFIG_PATH.
"""

import os
import sys
from pathlib import Path

SETTINGS = Path(__file__).with_name("jupyter")


def main():
    """Start JupyterLab with the notebook named on the command line, or the first; options after it are JupyterLab's."""
    from jupyterlab.labapp import LabApp  # takes half a second, and only this function needs it

    arguments = sys.argv[1:]
    notebook = arguments.pop(0) if arguments and not arguments[0].startswith("-") else None
    earlier = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(SETTINGS), earlier]))
    LabApp.launch_instance([*usual_options(notebook), *arguments])


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
