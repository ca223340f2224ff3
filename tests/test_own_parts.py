"""Notebook 05's climax: functions that passed in other notebooks train a network that reads 98 of 100 digits.

The cells are those of the notebook as it is committed, the answers those that students write.
"""

import inspect
from types import SimpleNamespace

import build_notebooks
import nbformat
import numpy as np
import pytest
import student_answers

from course_utils.data import load_mnist, scale
from course_utils.exercises.catalogue import find
from course_utils.losses import accuracy, cross_entropy, one_hot

PARTS = ("softmax", "cost", "logits_backward", "two_layer_backward", "minibatches", "momentum_step")
STYLES = [style for style in vars(student_answers) if style.partition("__")[0] in PARTS]
BEFORE = """
import numpy as np
from course_utils.data import load_mnist, scale
from course_utils.exercises import yours_or_ours
from course_utils.losses import accuracy, one_hot
mnist = load_mnist()
validation_targets = one_hot(mnist.validation.labels, 10)
"""


@pytest.fixture(scope="module")
def section():
    """The code cells of the section: the one that takes the parts, and those that train."""
    cells = nbformat.read(build_notebooks.NOTEBOOKS / "05_mnist.ipynb", as_version=4).cells
    start, end = (
        next(i for i, cell in enumerate(cells) if cell.source.startswith(beginning))
        for beginning in ("## With your own parts", "If the six lines that")
    )
    return [cell.source for cell in cells[start:end] if cell.cell_type == "code"]


def test_the_section_takes_six_parts(section):
    assert [line.split('"')[1] for line in section[0].splitlines() if "yours_or_ours(" in line] == list(PARTS)


# Every right answer fits


@pytest.fixture(scope="module")
def train(section):
    """Train as the notebook does, on 300 digits, with the library's parts but one; return the cost that it ends at."""
    mnist = load_mnist()
    few = SimpleNamespace(images=mnist.train.images[:300], labels=mnist.train.labels[:300])
    targets = one_hot(few.labels, 10)
    names = {"np": np, "scale": scale, "one_hot": one_hot, "accuracy": accuracy, "validation_targets": targets}

    def cost(**part):
        parts = {f"your_{name}": part.get(name, find(name).answer) for name in PARTS}
        run = names | parts | {"mnist": SimpleNamespace(train=few, validation=few)}
        for cell in section[1:]:
            exec(cell, run)
        return cross_entropy(np.asarray(run["probabilities"]), targets).mean()

    return cost


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_a_right_answer_trains_as_the_librarys_does(style, train):
    name = style.partition("__")[0]
    other_order = name == "minibatches"  # each way to shuffle draws other batches from one seed
    assert train(**{name: getattr(student_answers, style)}) == pytest.approx(train(), rel=0.2 if other_order else 1e-3)


# From notebook to notebook


def answer(name):
    """The code of a right answer as a cell of its own: the first of the students' that does not use the library's."""
    sources = {style: inspect.getsource(getattr(student_answers, style)) for style in STYLES}
    style = next(style for style in STYLES if style.startswith(f"{name}__") and sources[style].count(name) == 1)
    return sources[style].replace(style, name)


def run(progress_file, *cells):
    """Run cells as a notebook of their own, and return what it prints."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    build_notebooks.run(notebook, progress_file=str(progress_file))
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.outputs)


@pytest.fixture
def solved(tmp_path):
    """The path of the progress file of somebody who has passed all six exercises, in another notebook."""
    printed = run(
        tmp_path / "progress.json",
        "import numpy as np\nfrom course_utils.losses import cross_entropy\nfrom course_utils.exercises import check",
        *(f"{answer(name)}\nprint(check({name!r}, {name}).status)" for name in PARTS),
    )
    assert printed.split("\n")[:-1] == ["passed"] * len(PARTS)
    return tmp_path / "progress.json"


def test_with_all_parts_passed_98_of_100_are_read_by_the_readers_own(solved, section):
    printed = run(solved, BEFORE, *section).splitlines()
    assert printed[:-2] == [f"{name}: yours" for name in PARTS]
    assert printed[-1] == "validation accuracy 0.98"


def test_a_wrong_part_is_named_and_replaced(solved, section):
    wrong = solved.parent / "your_parts" / "two_layer_backward.py"
    wrong.write_text(wrong.read_text().replace("dH * (Z1 > 0)", "dH"))
    (solved.parent / "your_parts" / "cost.py").unlink()
    printed = run(solved, BEFORE, section[0]).splitlines()
    assert printed == [
        "softmax: yours",
        "cost: the library's, until yours passes its check",
        "logits_backward: yours",
        "two_layer_backward: the library's. Your output equals what you get when the ReLU is left out on the way back.",
        "minibatches: yours",
        "momentum_step: yours",
    ]
