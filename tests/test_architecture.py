"""The house keeps its order: who may import what, how long the maths may be, what must be documented."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

import course_utils.widgets

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "course_utils"
MODULES = sorted(PACKAGE.rglob("*.py"))
LESSONS = [
    "losses",
    "gradients",
    "operations",
    "graph",
    "network",
    "optimizers",
    "data",
    "training",
]  # the maths, in lesson order
TRIED_ON = ["surfaces", "toy_data", "mnist"]  # what the maths is tried on
MATHS = {*LESSONS, *TRIED_ON, "require"}
ROOMS = ["loss_functions", "gradient_descent", "backpropagation", "training", "mnist"]  # in the order of the notebooks
DRAWING = {"numpy", "matplotlib"}
INTERACTION = {"ipywidgets", "anywidget", "traitlets", "IPython", "PIL", "threadpoolctl"}

# What starts a thread or a process, or opens a connection. To ask which thread this is, is possible.
NOT_IN_A_BROWSER = re.compile(
    r"(subprocess|socket|multiprocessing|concurrent|socketserver|http\.server|urllib\.request)(\.|$)"
    r"|threading\.(Thread|Timer)\b|_thread\.start|asyncio\.to_thread|.*\.run_in_executor|os\.(fork|system|popen|spawn)"
)
OUTSIDE = {"lab.py", "server.py"}  # they start JupyterLab, which is there already

# For each layer: the other layers and the packages that it may import.
UNDER_WIDGETS = {"maths", "formatting", "plots", "widgets.shared"}
ALLOWED = {
    "maths": ({"maths"}, {"numpy"}),
    "formatting": (set(), {"numpy"}),
    "plots": ({"plots", "formatting"}, DRAWING),
    "widgets.shared": (UNDER_WIDGETS, DRAWING | INTERACTION),
    **{  # a lesson's room imports those of earlier lessons, never of later ones
        f"widgets.{room}": (
            UNDER_WIDGETS | {f"widgets.{earlier}" for earlier in ROOMS[: number + 1]},
            DRAWING | INTERACTION | ({"sklearn"} if room == "mnist" else set()),  # which counts the mistakes
        )
        for number, room in enumerate(ROOMS)
    },
    "widgets": ({f"widgets.{room}" for room in ROOMS}, set()),
    "polls": (set(), INTERACTION),
    "exercises.exercise": (set(), set()),
    **{f"exercises.{room}": ({"exercises.exercise", "maths", f"exercises.{room}"}, {"numpy"}) for room in ROOMS},
    "exercises.catalogue": ({f"exercises.{room}" for room in ROOMS}, set()),
    "exercises.checking": (
        {"exercises.checking", "exercises.exercise", "exercises.catalogue", "maths"},
        {"numpy", "IPython", "filelock"},
    ),
    "exercises": ({"exercises.checking", "exercises.catalogue"}, set()),
    "server": (set(), set()),
    "lab": (set(), {"jupyterlab"}),
    "__init__": (set(), set()),
}


def layer(module):
    """Return the layer of a module, given as the parts of its name after `course_utils`."""
    name = module[0] if module else "__init__"
    if name in ("widgets", "exercises") and len(module) > 1 and ".".join(module[:2]) in ALLOWED:
        return ".".join(module[:2])
    return "maths" if name in MATHS else name


def module_of(path):
    """Return the parts of a file's module name: widgets/player.py → ("widgets", "player")."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports(tree):
    """Yield the full name of everything that a module imports, wherever in the file it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports out in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden_imports(module, tree):
    """Return the names that a module imports although its layer may not."""
    layers, packages = ALLOWED[layer(module)]
    found = []
    for name in imports(tree):
        first, *rest = name.split(".")
        if first == "course_utils":
            allowed = layer(rest) in layers
        else:
            allowed = first in packages or first in sys.stdlib_module_names
        if not allowed:
            found.append(name)
    return found


def impossible_in_a_browser(tree):
    """Return what a module imports or uses that the Python of a browser, which is one process of one thread, lacks."""
    at_the_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    loaded = {name.partition(".")[0] for name in imports(ast.Module(at_the_top, []))}  # as soon as it is imported
    missing = loaded - sys.stdlib_module_names - {"course_utils"} - DRAWING - INTERACTION
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | set(imports(tree))
    return sorted(missing | {name for name in used if NOT_IN_A_BROWSER.match(name)})


def undocumented(tree):
    """Return the public functions, classes and methods without a docstring, and "module"."""
    found = [] if ast.get_docstring(tree) else ["module"]
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    def look(body):
        for node in body:
            if isinstance(node, definitions) and not node.name.startswith("_"):
                setter = any(ast.unparse(line).endswith(".setter") for line in node.decorator_list)
                if not ast.get_docstring(node) and not setter:  # a property is described by its getter
                    found.append(node.name)
                if isinstance(node, ast.ClassDef):
                    look(node.body)

    look(tree.body)
    return found


@pytest.fixture(params=MODULES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def source(request):
    return request.param, ast.parse(request.param.read_text(encoding="utf-8"))


def test_imports_run_one_way(source):
    path, tree = source
    assert forbidden_imports(module_of(path), tree) == []


@pytest.mark.parametrize(
    ("module", "line", "allowed"),
    [
        (("losses",), "import numpy as np", True),
        (("losses",), "import matplotlib", False),
        (("training",), "from course_utils.losses import softmax", True),
        (("training",), "def f():\n    from course_utils import plots", False),
        (("training",), "from course_utils.formatting import fixed", False),
        (("training",), "from tqdm import tqdm", False),
        (("formatting",), "from course_utils.plots import INK", False),
        (("plots", "style"), "from matplotlib.figure import Figure", True),
        (("plots", "style"), "from course_utils.widgets import MnistTrainer", False),
        (("widgets", "shared", "player"), "import ipywidgets", True),
        (("widgets", "shared", "player"), "from course_utils import exercises", False),
        (("widgets", "shared", "player"), "from course_utils.widgets.mnist.mnist_trainer import MnistTrainer", False),
        (("widgets", "mnist", "mnist_trainer"), "from course_utils.widgets.shared.player import Player", True),
        (("widgets", "mnist", "mnist_trainer"), "from course_utils.widgets.gradient_descent.descend import D", True),
        (("widgets", "gradient_descent", "descend"), "from course_utils.widgets.mnist.mnist_trainer import M", False),
        (("widgets", "gradient_descent", "descend"), "from course_utils.widgets import MnistTrainer", False),
        (("widgets", "mnist", "answers"), "from sklearn.metrics import confusion_matrix", True),
        (("widgets", "training", "playground"), "from sklearn.metrics import confusion_matrix", False),
        (("exercises", "loss_functions"), "import matplotlib.pyplot", False),
        (("exercises", "loss_functions"), "from course_utils.exercises.checking.check import check", False),
        (("exercises", "checking", "check"), "from course_utils.exercises.catalogue import find", True),
        (("exercises", "checking", "reveal"), "from IPython.display import Markdown", True),
        (("exercises", "checking", "check"), "from course_utils.widgets.shared.player import Player", False),
    ],
)
def test_the_rule_itself_tells_right_from_wrong(module, line, allowed):
    assert (forbidden_imports(module, ast.parse(line)) == []) is allowed


def test_a_browser_can_do_all_that_the_library_asks_for(source):
    path, tree = source
    assert path.name in OUTSIDE or impossible_in_a_browser(tree) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import threading\nthreading.get_ident()", []),
        ("import threading\nthreading.Thread(target=print)", ["threading.Thread"]),
        ("from threading import Timer", ["threading.Timer"]),
        ("import subprocess", ["subprocess"]),
        ("def f():\n    import multiprocessing.pool", ["multiprocessing.pool"]),
        ("from concurrent.futures import ThreadPoolExecutor", ["concurrent.futures.ThreadPoolExecutor"]),
        ("loop.run_in_executor(None, print)", ["loop.run_in_executor"]),
        ("import filelock", ["filelock"]),
        ("def f():\n    import filelock", []),  # where it says what a browser does instead
        ("import sklearn.metrics", ["sklearn"]),
    ],
)
def test_the_rule_for_browsers_tells_right_from_wrong(line, found):
    assert impossible_in_a_browser(ast.parse(line)) == found


def test_everything_public_has_a_docstring(source):
    _, tree = source
    assert undocumented(tree) == []


def test_the_docstring_rule_sees_methods():
    assert undocumented(ast.parse("class A:\n    'doc'\n    def b(self): ...")) == ["module", "b"]


def code_lines(text):
    """Return how many lines of a module hold code: no blank line, comment or docstring counts."""
    docstrings = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            docstrings.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = (range(token.start[0], token.end[0] + 1) for token in tokens if token.type not in silent)
    return len(set().union(*lines) - docstrings)


def test_the_maths_stays_short_enough_to_read():
    """650 lines of code for what is taught and what it is tried on, not for what reads files or refuses input."""
    texts = {name: (PACKAGE / f"{name}.py").read_text(encoding="utf-8") for name in MATHS}
    code = {name: code_lines(text) for name, text in texts.items()}
    assert sum(code[name] for name in [*LESSONS, "surfaces", "toy_data"]) <= 650
    assert max(code.values()) <= 120
    assert max(len(text.splitlines()) for text in texts.values()) <= 220


def test_explanations_are_not_counted():
    text = (
        '"""A\nmodule."""\n\n# why\ndef f(x):\n    """One."""\n    return (\n        x\n    )\n\n\nTEXT = """a\nb"""\n'
    )
    assert code_lines(text) == 6


def test_no_notebook_imports_maths_from_a_demo():
    """A notebook takes demos from `widgets` itself, and nothing from the rooms behind it."""
    for path in sorted((REPOSITORY / "sources").glob("*.py")):
        names = imports(ast.parse(path.read_text(encoding="utf-8")))
        from_widgets = {name.removeprefix("course_utils.widgets.") for name in names if ".widgets." in name}
        assert from_widgets <= set(course_utils.widgets.__all__), path.name


def test_tests_mirror_the_modules():
    """A test stands in the room of what it tests."""
    tests = REPOSITORY / "tests"
    for folder in ("widgets", "exercises"):
        rooms = {path.parent.relative_to(PACKAGE) for path in (PACKAGE / folder).rglob("*.py")}
        for path in (tests / folder).rglob("test_*.py"):
            assert path.parent.relative_to(tests) in rooms, path


def test_every_demo_is_offered():
    """A demo is a class that a module of `widgets` builds on `Demo` or `PlayedDemo`."""
    demos = set()
    for path in (PACKAGE / "widgets").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
            if {"Demo", "PlayedDemo"} & set(bases):
                demos.add(node.name)
    demos.remove("PlayedDemo")
    assert demos == set(course_utils.widgets.__all__)


def committed_text_files():
    """Return the files under version control that are text, without the lock file and the data."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in filter(None, names.stdout.split("\0")):
        if not name.endswith((".gz", ".png", ".gif", "uv.lock")) and (REPOSITORY / name).exists():
            yield REPOSITORY / name


def test_no_file_holds_a_path_of_one_machine_or_a_note_to_self():
    unwanted = re.compile(r"/(?:home|root|work|Users)/\w|C:\\\\?Users|\b(?:TO" + r"DO|FIX" + r"ME)\b")
    found = [
        f"{path.relative_to(REPOSITORY)}: {line.strip()[:100]}"
        for path in committed_text_files()
        for line in path.read_text(encoding="utf-8").splitlines()
        if unwanted.search(line) and path != Path(__file__)
    ]
    assert found == []
