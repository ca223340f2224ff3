"""Wheels for the course in a browser: packed from what is installed here, so that both worlds run the same versions."""

import copy
import importlib.metadata
import json
import re
import zipfile
from pathlib import Path

from lite_pyodide import LEFT_OUT, as_key, sha256
from matplotlib import font_manager, get_data_path

REPOSITORY = Path(__file__).resolve().parents[1]
LIBRARY = REPOSITORY / "course_utils"
COURSE = "how-neural-networks-learn"
INSTALLED = {  # packages in pure Python, and what of the course's own wheels each needs
    "typing_extensions": [],
    "comm": ["traitlets"],
    "psygnal": ["typing-extensions"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
}
KERNEL = {"ipykernel": ["comm", "pyodide-kernel"], "pyodide_kernel": ["comm", "ipython"], "piplite": ["micropip"]}
COURSE_NEEDS = ["numpy", "matplotlib", "pillow", "threadpoolctl", "anywidget"]
# What opens JupyterLab has no use in a page that JupyterLab runs in.
NOT_THERE = ("lab.py", "server.py", "jupyter/")


def course_files():
    """The library's files that run in a browser, as (path in the package, path here)."""
    for path in sorted(LIBRARY.rglob("*")):
        name = path.relative_to(LIBRARY).as_posix()
        if path.suffix in (".py", ".js", ".css", ".mplstyle") and not name.startswith(NOT_THERE):
            yield f"{LIBRARY.name}/{name}", path


def pack_all(folder, kernel_wheels, pyodide):
    """Write the course's wheels into a folder and return their entries for the lock file.

    kernel_wheels: the folder with those of the kernel. pyodide: the folder of Pyodide's files.
    """
    entries = {}
    for name, needs in INSTALLED.items():
        entries |= _entry(pack_installed(name, folder), [name], needs)
    for name, needs in KERNEL.items():
        (wheel,) = kernel_wheels.glob(f"{name}-*.whl")
        target = folder / wheel.name
        target.write_bytes(wheel.read_bytes())
        entries |= _entry(target, [name], needs)
    for name in LEFT_OUT:
        entries |= _entry(pack_absence(name, folder), [name], [])
    return entries | _entry(pack_course(folder, pyodide), [LIBRARY.name], COURSE_NEEDS)


def pack_installed(name, folder):
    """Pack an installed package as a wheel, without what is compiled for this machine: Python stands beside it."""
    distribution = importlib.metadata.distribution(name)
    wheel = folder / f"{distribution.name.replace('-', '_')}-{distribution.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(distribution.files):
            if file.parts[0] != ".." and file.suffix not in (".so", ".pyd", ".pyc"):
                archive.write(distribution.locate_file(file), file.as_posix())
    return wheel


def pack_absence(name, folder):
    """Pack a wheel that stands for a package left out: the kernel asks for it by name, and does without."""
    return _pack(folder, name, "0", {f"{name}.py": f'raise ImportError("{name} is not part of this page")\n'})


def pack_course(folder, pyodide):
    """Pack the library with the digits, and a list of the fonts, which to make anew would take seconds each time."""
    version = re.search(r'^version = "(.*)"', (REPOSITORY / "pyproject.toml").read_text(), re.MULTILINE)[1]
    digits = sorted((REPOSITORY / "data/mnist").glob("*.gz"))
    (matplotlib,) = pyodide.glob("matplotlib-3*.whl")
    contents = {name: path.read_bytes() for name, path in course_files()}
    contents |= {f"{LIBRARY.name}/mnist_files/{path.name}": path.read_bytes() for path in digits}
    return _pack(folder, COURSE, version, contents | {"matplotlib/fontlist.json": font_list(matplotlib)})


def _pack(folder, name, version, contents):
    """Write a wheel of these files, as {path in it: content}."""
    stem = f"{name.replace('-', '_')}-{version}"
    about = f"{stem}.dist-info"
    contents = contents | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return wheel


def font_list(matplotlib_wheel):
    """The content of the file in which Pyodide's matplotlib looks for the fonts it knows: its own."""
    with zipfile.ZipFile(matplotlib_wheel) as archive:
        its_fonts = {name.removeprefix("matplotlib/mpl-data/") for name in archive.namelist()}
        code = archive.read("matplotlib/font_manager.py").decode()
    version = re.search(r"^    __version__ = (\d+)", code, re.MULTILINE)[1]
    fonts = copy.copy(font_manager.fontManager)
    fonts._version = int(version)
    for kind in ("ttflist", "afmlist"):
        setattr(fonts, kind, [font for font in getattr(fonts, kind) if _inside(font.fname) in its_fonts])
    return json.dumps(fonts, cls=font_manager._JSONEncoder)


def _inside(font):
    path, data = Path(font), Path(get_data_path())
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else None


def _entry(wheel, imports, needs):
    name, version, *_ = wheel.name.split("-")
    return {
        as_key(name): {
            "name": as_key(name),
            "version": version,
            "file_name": wheel.name,
            "sha256": sha256(wheel),
            "imports": imports,
            "depends": needs,
            "install_dir": "site",
            "package_type": "package",
            "unvendored_tests": False,
        }
    }
