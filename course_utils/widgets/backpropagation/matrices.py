"""Back through a matrix product: which entries feed which, both gradients, and a wrong formula found out."""

import numpy as np

from course_utils import plots
from course_utils.formatting import in_brackets, short_number
from course_utils.gradients import numerical_gradient
from course_utils.widgets.shared.controls import button, choice, count_slider, row
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

SHAPES = {
    "square: (2 × 2)(2 × 2)": (2, 2, 2),
    "square: (3 × 3)(3 × 3)": (3, 3, 3),
    "rectangular: (2 × 3)(3 × 4)": (2, 3, 4),
    "rectangular: (3 × 2)(2 × 3)": (3, 2, 3),
    "a column: (2 × 3)(3 × 1)": (2, 3, 1),
}
LARGEST = 3  # the matrices hold whole numbers from −LARGEST to LARGEST
WIDTH, HEIGHT = 1100, 510
CELLS = {2: ((58, 36), 19), 3: ((46, 28), 16), 4: ((42, 26), 15)}  # for the longest side: cell and size of type
LEFT, NUDGED, VERDICT = 112, 680, 880  # where the columns of the picture begin


class Matrices(Demo):
    """A B = C with small numbers, and the gradients of a result F whose gradient dC = dF/dC is given."""

    def __init__(self):
        super().__init__()
        self._random = np.random.default_rng(3)
        self._make_controls()
        picture = plots.new_figure(WIDTH, HEIGHT)
        self.axes = plots.place_axes(picture, 0, 0, WIDTH, HEIGHT)
        self.figure = LiveFigure(picture, [])
        self.hear(self._point)
        self.children = [
            row(self.shape, self.new_button),
            row(self.followed, self.row, self.column),
            self.figure,
            self.line,
            self.note,
        ]
        self.new_numbers()

    def _make_controls(self):
        self.shape = choice("Shapes", SHAPES, "The shapes of A and B", width=380, label_width=70)
        self.new_button = button(
            "New numbers", "random", "Other matrices of the same shapes", self.guarded(self.new_numbers)
        )
        tooltip = "The matrix of which one entry is followed to its sources"
        self.followed = choice("Follow", ["C", "dA", "dB"], tooltip, width=170, label_width=70)
        slim = {"width": 290, "label_width": 60}
        self.row = count_slider("row", 1, 2, "Row of the followed entry", **slim)
        self.column = count_slider("column", 1, 2, "Column of the followed entry", **slim)
        self.line = StatusLine("course-rule course-short")
        self.listen(self.shape, lambda _: self.new_numbers())
        self.listen(self.followed, lambda _: self._fit_sliders())
        self.listen(self.row, lambda _: self._show())
        self.listen(self.column, lambda _: self._show())

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.axes = None

    # ---- the matrices ----------------------------------------------------------------------------------------------

    def new_numbers(self):
        """Draw other matrices of the same shapes, such that the right and the wrong formula differ."""
        n, inner, m = SHAPES[self.shape.value]
        self.cell, self.size = CELLS[max(n, inner, m)]
        while True:
            self.a, self.b, self.dc = (
                self._random.integers(-LARGEST, LARGEST, shape, endpoint=True)
                for shape in [(n, inner), (inner, m), (n, m)]
            )
            wrong = self.wrong_db()
            if wrong is None or not np.array_equal(wrong, self.right_db()):
                break
        self._fit_sliders()

    def right_da(self):
        """The gradient of A: dC · Bᵀ."""
        return self.dc @ self.b.T

    def right_db(self):
        """The gradient of B: Aᵀ · dC."""
        return self.a.T @ self.dc

    def wrong_db(self):
        """The slip dC · Aᵀ, or None where the shapes do not even allow the product."""
        return self.dc @ self.a.T if self.dc.shape[1] == self.a.shape[1] else None

    def nudged(self, name):
        """The gradient of F = Σ dC · (A B) along "A" or "B", found by nudging each entry; rounding errors are cut."""
        if name == "A":
            slopes = numerical_gradient(lambda a: np.sum(self.dc * (a @ self.b)), self.a)
        else:
            slopes = numerical_gradient(lambda b: np.sum(self.dc * (self.a @ b)), self.b)
        return np.round(slopes, 6)

    def verdict(self):
        """What nudging says of the wrong formula."""
        if self.wrong_db() is None:
            return f"the shapes {_size(self.dc)} and {_size(self.a.T)} do not fit"
        return "the shape fits, but the numbers are wrong"

    # ---- which entry is followed -----------------------------------------------------------------------------------

    def _results(self):
        return {"C": self.a @ self.b, "dA": self.right_da(), "dB": self.right_db()}

    def _factors(self):
        """The names of the two matrices whose row and column make the followed entry."""
        return {"C": ("A", "B"), "dA": ("dC", "Bᵀ"), "dB": ("Aᵀ", "dC")}[self.followed.value]

    def _entry(self):
        """Row and column of the followed entry, counted from 0; inside the matrix even while the sliders are not."""
        rows, columns = self._results()[self.followed.value].shape
        return min(self.row.value, rows) - 1, min(self.column.value, columns) - 1

    def _fit_sliders(self):
        self.row.max, self.column.max = self._results()[self.followed.value].shape
        self._show()

    def _point(self, event):
        """Follow the entry of C, dA or dB that was clicked."""
        if event.kind != "down":
            return
        for name, values in self._results().items():
            left, top = self._places[name]
            row, column = int((event.y - top) // self.cell[1]), int((event.x - left - 6) // self.cell[0])
            if 0 <= row < values.shape[0] and 0 <= column < values.shape[1]:
                self.followed.value = name
                self.row.value, self.column.value = row + 1, column + 1
                return

    # ---- the picture -----------------------------------------------------------------------------------------------

    @plots.styled()
    def _show(self):
        self.axes.clear()
        self.axes.set_axis_off()
        self.axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        self._places = {}
        a, b, dc = ("A", self.a), ("B", self.b), ("dC", self.dc)
        at, bt = ("Aᵀ", self.a.T), ("Bᵀ", self.b.T)
        rows = [
            ("forward", [a, b, ("C", self.a @ self.b)], None),
            ("backward", [dc, bt, ("dA", self.right_da())], "A"),
            ("backward", [at, dc, ("dB", self.right_db())], "B"),
            ("wrong", [dc, at, ("dB?", self.wrong_db())], "B"),
        ]
        heights = [self.cell[1] * max(len(v) for _, v in product if v is not None) for _, product, _ in rows]
        gap = min((HEIGHT - sum(heights) - 50) / (len(rows) - 1), 70)
        y = (HEIGHT - sum(heights) - gap * (len(rows) - 1)) / 2 + 14
        for (kind, product, nudged), height in zip(rows, heights, strict=True):
            self._product(y + height / 2, kind, product)
            if nudged:
                self._check(y + height / 2, kind, nudged)
            y += height + gap
        self._label(NUDGED, self.cell[1] + 40, "dC = ∂F/∂C is given:\nit comes from what is done with C", ha="left")
        self.line.show(self._sum())
        self.note.say("")
        self.figure.alt = self.text
        self.figure.redraw()

    def _product(self, middle, kind, product):
        """Draw X · Y = Z at this height."""
        self._label(12, middle, kind, ha="left")
        x = LEFT
        is_followed = kind != "wrong" and product[2][0] == self.followed.value
        for i, (name, values) in enumerate(product):
            if i:
                self._label(x + 16, middle, "·" if i == 1 else "=", size=18)
                x += 32
            if values is None:
                self._label(x + 30, middle, "?", color=plots.GREY, size=24)
            else:
                color = plots.GREY if kind == "wrong" else plots.ORANGE if name.startswith("d") else plots.BLUE
                x = self._matrix(x, middle, name, values, color, i if is_followed else None)

    def _matrix(self, x, middle, name, values, color, part):
        """Draw one matrix of a product, and return where it ends; `part` 0, 1, 2: row, column or entry to mark."""
        width, height = plots.matrix_size(values, self.cell)
        top = middle - height / 2
        row, column = self._entry()
        marked = {
            0: [(row, k) for k in range(values.shape[1])],
            1: [(k, column) for k in range(values.shape[0])],
            2: [(row, column)],
        }.get(part, [])
        style = {"weight": "bold", "style": "italic" if color == plots.ORANGE else "normal", "size": self.size}
        plots.draw_matrix(self.axes, values, x, top, cell=self.cell, color=color, highlight=marked, **style)
        self._label(x + width / 2, top - 13, name, weight="bold")
        self._places[name] = (x, top)
        return x + width

    def _check(self, middle, kind, name):
        """Draw what nudging finds, and what follows from it."""
        values = self.nudged(name)
        width, height = plots.matrix_size(values, self.cell)
        top = middle - height / 2
        plots.draw_matrix(self.axes, values, NUDGED, top, cell=self.cell, size=self.size)
        self._label(NUDGED + max(width, 130) / 2, top - 13, f"nudging {name} finds")
        if kind == "wrong":
            sentence = "✗ " + self.verdict().replace(", ", ",\n").replace(" and ", "\nand ").replace(" are", "\nare")
        else:
            sentence = "✓ equal"
        color = plots.ORANGE if kind == "wrong" else plots.BLUE
        self._label(VERDICT, middle, sentence, ha="left", weight="bold", color=color, size=13)

    def _label(self, x, y, text, *, ha="center", size=14, **style):
        self.axes.text(x, y, text, ha=ha, va="center", size=size, **style)

    # ---- words -----------------------------------------------------------------------------------------------------

    def _terms(self):
        """The followed entry as a sum of products, and the entry."""
        matrices = {"A": self.a, "B": self.b, "dC": self.dc, "Aᵀ": self.a.T, "Bᵀ": self.b.T}
        first, second = (matrices[name] for name in self._factors())
        row, column = self._entry()
        products = [f"{in_brackets(p)}·{in_brackets(q)}" for p, q in zip(first[row], second[:, column], strict=True)]
        return " + ".join(products), short_number(int(first[row] @ second[:, column]))

    def _sum(self):
        (first, second), (terms, total), (row, column) = self._factors(), self._terms(), self._entry()
        return (
            f"Row {row + 1} of {first} meets column {column + 1} of {second}: "
            f"{self.followed.value}<sub>{row + 1}{column + 1}</sub> = {terms} = <b>{total}</b>"
        )

    @property
    def text(self):
        """What the demo shows, in words."""
        (terms, total), (row, column) = self._terms(), self._entry()
        return (
            f"A is {_size(self.a)} and B is {_size(self.b)}. Row {row + 1} and column {column + 1} of "
            f"{self.followed.value} hold {terms} = {total}. Nudging agrees with dA = dC·Bᵀ and dB = Aᵀ·dC; of dC·Aᵀ "
            f"for dB it says: {self.verdict()}."
        )


def _size(matrix):
    return f"{matrix.shape[0]} × {matrix.shape[1]}"
