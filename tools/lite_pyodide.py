"""Pyodide, the Python that runs in a browser: where its files come from, and how we know that they are the right ones.

Nothing is taken on trust: the sums of the core files stand here, and those of the packages in Pyodide's lock file,
which is one of the core files.
"""

import hashlib
import json
import os
import re
import urllib.request
from pathlib import Path

VERSION = "0.27.7"
LOCK = "pyodide-lock.json"
CORE = {  # name: sha256
    LOCK: "9c45b916001a750f4102fc287494f3eab215909c7535c626a20db80fd6333e2c",
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
# Where Pyodide's makers publish it, file by file: the whole archive is several times what the course needs of it.
CORE_RELEASE = f"https://cdn.jsdelivr.net/npm/pyodide@{VERSION}"
PACKAGES_RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full"
# What the course and its kernel import; what these need in turn, the lock file says.
THE_COURSES = ("numpy", "matplotlib", "pillow", "threadpoolctl", "scikit-learn")
THE_KERNELS = ("ipython", "micropip", "sqlite3")
# What the lock file asks for and the course does without, to load less: IPython completes names without jedi, from what
# the notebook has made; no page is fetched by ssl; fonttools writes PDF files; pytz is of an older Matplotlib.
LEFT_OUT = ("jedi", "ssl", "fonttools", "pytz")


class NoPyodide(Exception):
    """Pyodide's files cannot be had; the message is one sentence that says why, and what to do."""


def pyodide_files():
    """Return a folder with Pyodide's files, every one of them verified, and the entries of its lock file for them.

    The folder is the one that the environment variable PYODIDE names, or a cache that is filled from Pyodide's release.
    """
    given = os.environ.get("PYODIDE")
    folder = Path(given) if given else cache() / f"pyodide-{VERSION}"
    for name, expected in CORE.items():
        _ensure(folder, name, expected, None if given else CORE_RELEASE)
    packages = needed(json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"])
    for entry in packages.values():
        _ensure(folder, entry["file_name"], entry["sha256"], None if given else PACKAGES_RELEASE)
    return folder, packages


def cache():
    """The folder, outside of the course, where what was downloaded is kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "how-neural-networks-learn"


def needed(packages):
    """Of all entries of a lock file, those that the course and its kernel need."""
    found, waiting = {}, [*THE_COURSES, *THE_KERNELS]
    while waiting:
        name = as_key(waiting.pop())
        if name not in found and name not in LEFT_OUT:
            found[name] = packages[name]
            waiting += packages[name]["depends"]
    return dict(sorted(found.items()))


def as_key(name):
    """A package's name as lock files write it: "Typing_Extensions" → "typing-extensions"."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sha256(path):
    """The sha256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _ensure(folder, name, expected, release):
    path = folder / name
    if not path.is_file():
        if release is None:
            raise NoPyodide(f"PYODIDE names {folder}, which lacks {name} of Pyodide {VERSION}.")
        _download(f"{release}/{name}", path)
    if sha256(path) != expected:
        raise NoPyodide(f"{path} is not the file of Pyodide {VERSION} (its sha256 differs): remove it and try again.")


def _download(address, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            content = answer.read()
    except OSError as error:
        raise NoPyodide(
            f"Pyodide {VERSION} cannot be downloaded from {address} ({error}): "
            "set PYODIDE to a folder that holds the files of its release."
        ) from None
    unfinished = path.with_name(f"{path.name}.part")  # a download that is cut short must not look like a whole one
    unfinished.write_bytes(content)
    unfinished.replace(path)
