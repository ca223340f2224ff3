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
WIDTH, HEIGHT = 840, 400  # pixels
PRODUCTS, NUDGED, VERDICT = 90, 545, 699  # where the columns of the picture begin
LARGEST_CELL = (54, 32)


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
        self.followed = choice("Follow", ["C", "A", "B", "dA", "dB"], tooltip, width=170, label_width=70)
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
        return {"C": self.a @ self.b, "A": self.a, "B": self.b, "dA": self.right_da(), "dB": self.right_db()}

    def _factors(self):
        """The names of the two matrices whose row and column make the followed entry, or the gradient of it."""
        return {"C": ("A", "B"), "dA": ("dC", "Bᵀ"), "dB": ("Aᵀ", "dC")}[self._holder()]

    def _gradient(self):
        """The name of the gradient that is followed, or that belongs to the followed matrix."""
        return f"d{self.followed.value.removeprefix('d')}"

    def _entry(self):
        """Row and column of the followed entry, counted from 0; inside the matrix even while the sliders are not."""
        rows, columns = self._results()[self.followed.value].shape
        return min(self.row.value, rows) - 1, min(self.column.value, columns) - 1

    def _fit_sliders(self):
        self.row.max, self.column.max = self._results()[self.followed.value].shape
        self._show()

    def _point(self, event):
        """Follow the entry that was clicked, of C, A, B, dA or dB."""
        if event.kind != "down":
            return
        for name, values in self._results().items():
            left, top = self._places[name]
            row, column = int((event.y - top) // self.cell[1]), int((event.x - left - 6) // self.cell[0])
            if 0 <= row < values.shape[0] and 0 <= column < values.shape[1]:
                self.followed.value = name
                self.row.value, self.column.value = row + 1, column + 1
                return

    def _marked(self, product):
        """What is marked in the three matrices of the product X Y = Z: each "entry", "row", "column" or None."""
        nothing = [None] * 3
        if product[2][0] == self._holder():
            return "row", "column", "entry"
        if product[2][0] == "C":  # where an entry of A or B is used
            uses = {"A": ("entry", "used row", "row"), "B": ("used column", "entry", "column")}
            return uses.get(self.followed.value, nothing)
        return nothing

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
        sizes = [[values.shape for _, values in product if values is not None] for _, product, _ in rows]
        high = [max(rows for rows, _ in row) for row in sizes]
        wide = max(sum(columns for _, columns in row) for row in sizes)
        self._choose_cell(sum(high), wide, max(self.a.shape[1], self.b.shape[1]))
        gap = (HEIGHT - sum(high) * self.cell[1]) / len(rows)
        y = gap / 2 + 10
        for (kind, product, nudged), rows_high in zip(rows, high, strict=True):
            height = rows_high * self.cell[1]
            self._product(y + height / 2, kind, product)
            if nudged:
                self._check(y + height / 2, kind, nudged)
            y += height + gap
        self._label(NUDGED, 44, "dC = ∂F/∂C is given: it comes\nfrom what is done with C", ha="left")
        self.line.show(self._sum())
        self.note.say("")
        self.figure.alt = self.text
        self.figure.redraw()

    def _choose_cell(self, rows, columns, nudged):
        """The cells, as large as so many `rows` and `columns` allow, and the size of their type in points.

        columns: of the widest product. nudged: of the widest matrix that nudging finds.
        """
        wide = min((NUDGED - 16 - PRODUCTS - 3 * 12 - 2 * 26) / columns, (VERDICT - NUDGED - 12 - 8) / nudged)
        high = (HEIGHT - 4 * 26) / rows
        self.cell = min(wide, LARGEST_CELL[0]), min(high, LARGEST_CELL[1])
        self.size = 0.72 * min(self.cell[0] / 2.3, 0.7 * self.cell[1])

    def _product(self, middle, kind, product):
        """Draw X · Y = Z at this height."""
        self._label(8, middle, kind, ha="left")
        x = PRODUCTS
        marked = [None] * 3 if kind == "wrong" else self._marked(product)
        for i, (name, values) in enumerate(product):
            if i:
                self._label(x + 13, middle, "·" if i == 1 else "=", size=15)
                x += 26
            if values is None:
                self._label(x + 30, middle, "?", color=plots.GREY, size=20)
            else:
                color = plots.GREY if kind == "wrong" else plots.ORANGE if name.startswith("d") else plots.BLUE
                x = self._matrix(x, middle, name, values, color, marked[i])

    def _matrix(self, x, middle, name, values, color, marked):
        """Draw one matrix of a product, with what is marked in it, and return where it ends."""
        width, height = plots.matrix_size(values, self.cell)
        top = middle - height / 2
        row, column = self._entry()
        rows, columns = range(values.shape[0]), range(values.shape[1])
        cells = {
            "row": [(row, k) for k in columns],
            "column": [(k, column) for k in rows],
            "entry": [(row, column)],
            "used row": [(column, k) for k in columns],  # A's entry (i, k) meets row k of B
            "used column": [(k, row) for k in rows],  # B's entry (k, j) meets column k of A
        }.get(marked, [])
        style = {"weight": "bold", "style": "italic" if color == plots.ORANGE else "normal", "size": self.size}
        plots.draw_matrix(self.axes, values, x, top, cell=self.cell, color=color, highlight=cells, **style)
        self._label(x + width / 2, top - 11, name, weight="bold")
        self._places[name] = (x, top)
        return x + width

    def _check(self, middle, kind, name):
        """Draw what nudging finds, and what follows from it."""
        values = self.nudged(name)
        _, height = plots.matrix_size(values, self.cell)
        top = middle - height / 2
        plots.draw_matrix(self.axes, values, NUDGED, top, cell=self.cell, size=self.size)
        self._label(NUDGED, top - 11, f"nudging {name} finds", ha="left")
        sentence = "✓ equal"
        if kind == "wrong":
            sentence = "✗ does not\nfit" if self.wrong_db() is None else "✗ fits, but\nis wrong"
        color = plots.ORANGE if kind == "wrong" else plots.BLUE
        self._label(VERDICT, middle, sentence, ha="left", weight="bold", color=plots.readable(color))

    def _label(self, x, y, text, *, ha="center", size=11, **style):
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
        name, place = self.followed.value, f"<sub>{row + 1}{column + 1}</sub>"
        if name in ("A", "B"):
            return f"{self._uses(place)} Its uses add: {self._gradient()}{place} = {terms} = <b>{total}</b>"
        return (
            f"Row {row + 1} of {first} meets column {column + 1} of {second}: {name}{place} = {terms} = <b>{total}</b>"
        )

    def _uses(self, place=""):
        """Where the followed entry of A or B is used."""
        row, column = (number + 1 for number in self._entry())
        if self.followed.value == "A":
            return f"A{place} meets row {column} of B, in row {row} of C."
        return f"B{place} meets column {row} of A, in column {column} of C."

    def _holder(self):
        """The matrix that holds the sum which is written out."""
        return "C" if self.followed.value == "C" else self._gradient()

    @property
    def text(self):
        """What the demo shows, in words."""
        (terms, total), (row, column) = self._terms(), self._entry()
        return (
            f"A is {_size(self.a)} and B is {_size(self.b)}. Row {row + 1} and column {column + 1} of "
            f"{self._holder()} hold {terms} = {total}. Nudging agrees with dA = dC·Bᵀ and dB = Aᵀ·dC; of dC·Aᵀ "
            f"for dB it says: {self.verdict()}."
        )


def _size(matrix):
    return f"{matrix.shape[0]} × {matrix.shape[1]}"
