"""Build the course as a page that runs in a browser, with nothing installed and no network once it is loaded.

JupyterLite is JupyterLab without a server, and Pyodide is Python and NumPy compiled for browsers. Both lie in the site,
with the notebooks, the library and the digits.

Use:

    python tools/build_lite.py                build into dist/lite
    python tools/build_lite.py --serve        open what was built, or build it first
"""

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import build_notebooks
import build_pages
import nbformat
from lite_landing import lay_landing_page
from lite_pyodide import CORE, LEFT_OUT, LOCK, THE_KERNELS, NoPyodide, pyodide_files
from lite_server import LiteServer
from lite_wheels import COURSE, INSTALLED, KERNEL, course_files, pack_all

REPOSITORY = Path(__file__).resolve().parents[1]
SITE = REPOSITORY / "dist/lite"
PORT = 8645  # always the same: what a reader has written is kept by the browser under the page's address
EXTENSIONS = Path(sysconfig.get_path("data")) / "share/jupyter/labextensions"
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
USED = (KERNEL_EXTENSION, "@jupyter-widgets/jupyterlab-manager", "anywidget")
LAB_SETTINGS = REPOSITORY / "course_utils/jupyter/labconfig/default_setting_overrides.json"
# Loaded while the notebook opens: what the kernel itself needs, and what every notebook does.
LOADED_AT_ONCE = [COURSE, *KERNEL, *INSTALLED, *THE_KERNELS, *LEFT_OUT]


def build(site=SITE):
    """Build the site in a folder; what was there goes. NoPyodide where Pyodide's files cannot be had."""
    pyodide, packages = pyodide_files()
    shutil.rmtree(site, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        build_lab(Path(scratch), site)
    shutil.copy(site / "lab/favicon.ico", site)  # browsers ask for it here
    lay_pyodide(site / "static/pyodide", pyodide, packages)
    tell_the_kernel(site / "jupyter-lite.json")
    build_pages.build(site / "pages", lite="../lab/index.html")
    lay_landing_page(site, build_notebooks.NOTEBOOKS.glob("*.ipynb"))
    return site


def build_lab(scratch, site):
    """Build JupyterLite with the notebooks, and with the library to read."""
    contents = scratch / "contents"
    for path in build_notebooks.NOTEBOOKS.glob("*.ipynb"):
        lay_notebook(path, contents / "notebooks" / path.name)
    for path in build_notebooks.NOTEBOOKS.glob("*.py"):
        _copy(path, contents / "notebooks" / path.name)
    for name, path in course_files():
        _copy(path, contents / name)
    for name in ("LICENSE", "data/README.md"):
        _copy(REPOSITORY / name, contents / name)
    _copy(LAB_SETTINGS, scratch / "overrides.json")
    settings = {
        "lite_dir": str(scratch),
        "output_dir": str(site),
        "cache_dir": str(scratch / "cache"),
        "contents": [str(contents)],
        "apps": ["lab"],
        "no_sourcemaps": True,
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(EXTENSIONS / name) for name in USED],
        "settings_overrides": [str(scratch / "overrides.json")],
    }
    (scratch / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": settings}))
    run = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"], cwd=scratch, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"JupyterLite could not be built:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")


def lay_notebook(path, target):
    """Copy a notebook with each text in one piece: it is a server that joins the lines of a file, and here is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(nbformat.read(path, as_version=4)), encoding="utf-8")


def lay_pyodide(target, pyodide, packages):
    """Put Pyodide and all wheels into the site, with a lock file that names them and nothing else."""
    target.mkdir(parents=True)
    for name in [*CORE, *(entry["file_name"] for entry in packages.values())]:
        shutil.copy(pyodide / name, target / name)
    kernel_wheels = EXTENSIONS / KERNEL_EXTENSION / "static/pypi"
    lock = json.loads((pyodide / LOCK).read_text(encoding="utf-8"))
    lock["packages"] = packages | pack_all(target, kernel_wheels, pyodide)
    (target / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def tell_the_kernel(settings_file):
    """Write into the site's settings where Pyodide is, and what it loads at once."""
    settings = json.loads(settings_file.read_text(encoding="utf-8"))
    data = settings["jupyter-config-data"]
    data["appName"] = "How neural networks learn"
    data["exposeAppInBrowser"] = True  # lets the tests ask the page about its notebook; changes nothing a reader sees
    data["litePluginSettings"][f"{KERNEL_EXTENSION}:kernel"] |= {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": LOADED_AT_ONCE},
    }
    settings_file.write_text(json.dumps(settings, indent=1), encoding="utf-8")


def megabytes(folder):
    """How much the files of a folder take, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def main():
    """Build, and serve, as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--serve", action="store_true", help="open the site in a browser, built if it is not yet")
    options = parser.parse_args()
    if not (options.serve and SITE.is_dir()):
        try:
            build()
        except NoPyodide as reason:
            sys.exit(str(reason))
        print(f"The course for a browser is in {SITE}, {megabytes(SITE):.0f} MB.")
    if options.serve:
        with LiteServer(SITE, PORT) as server:
            server.open_and_wait()


if __name__ == "__main__":
    main()
