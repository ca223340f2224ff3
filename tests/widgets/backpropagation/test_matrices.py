"""Matrices, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils.widgets import Matrices
from course_utils.widgets.backpropagation.matrices import SHAPES, VERDICT


@pytest.fixture
def demo():
    demo = Matrices()
    yield demo
    demo.close()


def texts(demo):
    return [text.get_text() for text in demo.axes.texts]


@pytest.mark.parametrize("shape", SHAPES)
def test_nudging_confirms_the_two_formulas_and_refutes_the_third(demo, shape):
    demo.shape.value = shape
    for _ in range(5):
        demo.new_button.click()
        assert np.array_equal(demo.nudged("A"), demo.right_da())
        assert np.array_equal(demo.nudged("B"), demo.right_db())
        wrong = demo.wrong_db()
        assert wrong is None or not np.array_equal(wrong, demo.nudged("B"))
        assert texts(demo).count("✓ equal") == 2


def test_the_wrong_formula_fits_only_where_all_is_square(demo):
    fits = {shape: "the shape fits" in (setattr(demo.shape, "value", shape) or demo.text) for shape in SHAPES}
    assert fits == {shape: shape.startswith("square") for shape in SHAPES}
    assert demo.verdict() == "the shapes 2 × 1 and 3 × 2 do not fit"


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("C", lambda d: d.a @ d.b),
        ("dA", lambda d: d.dc @ d.b.T),
        ("dB", lambda d: d.a.T @ d.dc),
    ],
)
def test_the_followed_entry_is_the_sum_that_is_written_out(demo, name, product):
    demo.shape.value = "rectangular: (2 × 3)(3 × 4)"
    demo.followed.value = name
    assert (demo.row.max, demo.column.max) == product(demo).shape
    demo.row.value, demo.column.value = 2, 2
    terms = demo.text.split(" hold ")[1].split(" = ")[0]
    value = eval(terms.replace("·", "*").replace("−", "-"))
    assert value == product(demo)[1, 1]
    assert f"<b>{value}</b>".replace("-", "−") in demo.line.value


def test_an_entry_is_chosen_by_a_click(demo, open_page):
    page = open_page(demo.figure)
    width, height = demo.figure.canvas.get_width_height()

    def click(name, row, column):
        left, top = demo._places[name]
        x, y = left + 6 + (column - 0.5) * demo.cell[0], top + (row - 0.5) * demo.cell[1]
        page.say(type="pointer", kind="down", x=x / width, y=y / height)
        page.say(type="pointer", kind="up", x=x / width, y=y / height)

    for name, row, column in [("dB", 2, 1), ("A", 1, 2), ("C", 1, 2), ("B", 2, 1), ("dA", 2, 2)]:
        click(name, row, column)
        assert (demo.followed.value, demo.row.value, demo.column.value) == (name, row, column)
    page.say(type="pointer", kind="down", x=0.01, y=0.01)  # beside all of them
    assert demo.followed.value == "dA"


def test_smaller_matrices_never_leave_the_sliders_outside(demo):
    demo.shape.value = "square: (3 × 3)(3 × 3)"
    demo.row.value = demo.column.value = 3
    demo.shape.value = "square: (2 × 2)(2 × 2)"
    assert (demo.row.value, demo.column.value) == (2, 2)
    assert "Row 2 and column 2 of C" in demo.text


def test_frames_stay_under_40_kB(demo, open_page):
    page = open_page(demo.figure)
    for shape in SHAPES:
        demo.shape.value = shape
    assert max(len(png) for _, png in page.frames) <= 40_000


@pytest.mark.parametrize(
    ("name", "says", "gradient"),
    [
        ("A", "A<sub>13</sub> meets row 3 of B, in row 1 of C.", lambda d: d.right_da()[0, 2]),
        ("B", "B<sub>13</sub> meets column 1 of A, in column 3 of C.", lambda d: d.right_db()[0, 2]),
    ],
)
def test_an_entry_of_a_factor_is_followed_to_its_uses_and_its_gradient(demo, name, says, gradient):
    demo.shape.value = "rectangular: (2 × 3)(3 × 4)"
    demo.followed.value = name
    demo.column.value = 3
    assert says in demo.line.value
    assert f"Its uses add: d{name}<sub>13</sub>" in demo.line.value
    assert f"= <b>{gradient(demo)}</b>".replace("-", "−") in demo.line.value
    a, b, c = ("A", demo.a), ("B", demo.b), ("C", demo.a @ demo.b)
    marks = {"A": ("entry", "used row", "row"), "B": ("used column", "entry", "column")}[name]
    assert demo._marked([a, b, c]) == marks
    assert demo._marked([("dC", None), ("Bᵀ", None), ("dA", None)])[0] == ("row" if name == "A" else None)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_cut_off_at_the_picture_s_edges(demo, shape):
    demo.shape.value = shape
    drawn = [text.get_window_extent() for text in demo.axes.texts]
    width, height = demo.axes.figure.bbox.size
    assert all(box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height for box in drawn)
    assert demo.size * 100 / 72 >= 13
    assert not [(a, b) for i, a in enumerate(drawn) for b in drawn[:i] if a.overlaps(b)]
    brackets = [line.get_xdata().max() for line in demo.axes.lines]
    assert max(brackets) < VERDICT


@pytest.mark.parametrize(("name", "where", "rows", "columns"), [("A", "B", {2}, {0, 1, 2, 3}), ("B", "A", {0, 1}, {0})])
def test_what_an_entry_meets_is_marked(demo, name, where, rows, columns):
    demo.shape.value = "rectangular: (2 × 3)(3 × 4)"
    demo.followed.value = name
    demo.column.value = 3  # entry (1, 3) of A meets row 3 of B; that of B meets column 1 of A
    left, top = demo._places[where]
    marked = {
        (round((mark.get_y() - top) / demo.cell[1]), round((mark.get_x() - left - 6) / demo.cell[0]))
        for mark in demo.axes.patches
        if left < mark.get_x() < left + 12 + demo.b.shape[1] * demo.cell[0] and abs(mark.get_y() - top) < 80
    }
    n_rows, n_columns = getattr(demo, where.lower()).shape
    assert {(r, c) for r, c in marked if 0 <= r < n_rows and 0 <= c < n_columns} == {
        (r, c) for r in rows for c in columns
    }
