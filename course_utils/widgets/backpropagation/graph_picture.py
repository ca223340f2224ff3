"""The picture of a computational graph: operations in circles, values above the edges, gradients below."""

from itertools import pairwise

from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.path import Path

from course_utils import plots
from course_utils.formatting import fixed, short_number
from course_utils.widgets.backpropagation.chain_rule import remembered
from course_utils.widgets.backpropagation.formula import write
from course_utils.widgets.backpropagation.graph_layout import arrange
from course_utils.widgets.backpropagation.node_names import name_nodes
from course_utils.widgets.backpropagation.notation import NOTATION

WIDTH, HEIGHT = 1100, 500
TOP, BOTTOM, SIDE = 40, 38, 8  # pixels that stay free for the heading, the legend, and at the sides
SCALES = (1.6, 1.45, 1.3, 1.15, 1)  # a small graph is drawn larger; all sizes below are for 1
RADIUS = 26
LINE = 21  # the height of one line of numbers
CELL = (52, LINE)  # of a matrix
DIGIT = 9.5  # the width of one
SUM = 17  # characters of a sum of contributions that stand under one line
FORK = 22  # pixels behind a shared variable, for each of the edges that fork there with their contributions
BASE = 13  # points: the size of the numbers
MOST_NODES = 40
LONGEST_HEADING = 88


class GraphPicture:
    """A figure of one graph after another. `show(traversal)` draws the moment that a traversal has reached."""

    def __init__(self):
        self.figure = plots.new_figure(WIDTH, HEIGHT)
        self.axes = plots.place_axes(self.figure, 0, 0, WIDTH, HEIGHT)

    def set_graph(self, traversal):
        """Arrange another graph. ValueError if it is too large to be read."""
        if len(traversal.nodes) > MOST_NODES:
            raise ValueError(
                f"This graph has {len(traversal.nodes)} nodes; more than {MOST_NODES} cannot be read in one picture. "
                "Take a part of the formula, or let arrays replace its many numbers."
            )
        names = name_nodes(traversal.nodes)
        uses = {node: sum(child.parents.count(node) for child in traversal.nodes) for node in traversal.nodes}
        self.layout, self.scale = self._arrange(traversal.nodes, lambda node: _size(node, names[node], uses[node]))
        self.names, self.uses = names, uses

    def _arrange(self, nodes, size):
        """The layout at the largest scale that fits."""
        for scale in SCALES:
            try:
                return arrange(nodes, size, WIDTH / scale - 2 * SIDE, HEIGHT / scale - TOP - BOTTOM), scale
            except ValueError as reason:
                too_large = reason
        raise too_large

    def centre(self, node):
        """Where the circle or box of a node stands."""
        layout = self.layout
        return SIDE + layout.left[layout.layer[node]] + RADIUS, TOP + layout.y[node]

    @plots.styled()
    def show(self, traversal, numerical=None):
        """Draw a traversal as it stands; `numerical` maps nodes to gradients found by nudging, to compare with."""
        self.axes.clear()
        self.axes.set_axis_off()
        self.axes.set(xlim=(0, WIDTH / self.scale), ylim=(HEIGHT / self.scale, 0))
        self._heading(traversal)
        for child in traversal.nodes:
            for operand in range(len(child.parents)):
                self._edge(traversal, child, operand)
        cached = remembered(traversal.last)
        for node in traversal.nodes:
            self._node(traversal, node)
            self._stub(traversal, node)
            if traversal.has_value(node):
                self._value(node, node in cached)
            if traversal.has_gradient(node):
                self._gradient(traversal, node, (numerical or {}).get(node))

    def _heading(self, traversal):
        formula = f"{self.names[traversal.result]} = {write(traversal.result, self.names)}"
        if len(formula) <= LONGEST_HEADING:
            self._fixed(16, 22, formula, size=15, ha="left", weight="bold")
        y = HEIGHT - 18
        self._fixed(16, y, "value above", color=plots.BLUE, weight="bold", ha="left")
        self._fixed(156, y, "gradient below", color=plots.ORANGE, weight="bold", ha="left", style="italic")
        box = {**_cache_style(), "boxstyle": "round,pad=0.25"}
        self._fixed(330, y, "read from the cache", color=plots.BLUE, ha="left", bbox=box)

    def _fixed(self, x, y, text, *, size=13, **style):
        """A text that does not grow with the graph."""
        self._text(x / self.scale, y / self.scale, text, size=size / self.scale, **style)

    # ---- edges -----------------------------------------------------------------------------------------------------

    def _edge(self, traversal, child, operand):
        parent = child.parents[operand]
        backward = self._arrival(traversal, child, operand)
        points = self._route(child, operand)
        vertices, codes = [points[0]], [Path.MOVETO]
        for (x0, y0), (x1, y1) in pairwise(points):
            middle = (x0 + x1) / 2  # both control points of the curve: it leaves and arrives level
            vertices += [(middle, y0), (middle, y1), (x1, y1)]
            codes += [Path.CURVE4] * 3
        style = {"color": plots.GREY, "linewidth": 1.6, "linestyle": "-"}
        if traversal.has_value(child):
            style |= {"color": plots.BLUE, "linewidth": 2}
        if backward is not None:
            style |= {"color": plots.ORANGE, "linewidth": 2.4, "linestyle": (0, (4, 2))}
        self.axes.add_patch(PathPatch(Path(vertices, codes), fill=False, **style))
        if backward is not None:
            self._arrow(points[-1], (points[-1][0] - 15, points[-1][1]), plots.ORANGE)
            if self.uses[parent] > 1 and backward.gradient.ndim == 0:
                x, y = _along(points, 0.64)
                above = operand == 0 if child.parents.count(parent) > 1 else points[1][1] < points[0][1]
                y += -12 if above else 13
                self._text(x, y, _short(backward.gradient.item()), color=plots.ORANGE, **_gradient_type())
        else:
            self._arrow((points[-1][0] - 9, points[-1][1]), points[-1], style["color"])

    def _route(self, child, operand):
        """The points of an edge: out of the parent's stub, past the waypoints, into the child's circle."""
        parent, layout = child.parents[operand], self.layout
        points = [(self._stub_end(parent), self.centre(parent)[1])]
        for layer, y in layout.routes.get((child, operand), []):
            left = SIDE + layout.left[layer]
            points += [(left, TOP + y), (left + RADIUS * 2, TOP + y)]
        x, y = self.centre(child)
        across = (operand - (len(child.parents) - 1) / 2) * 22
        return [*points, (x - (RADIUS**2 - across**2) ** 0.5, y + across)]

    def _stub(self, traversal, node):
        """The piece of line to the right of a node, which carries its numbers."""
        x, y = self.centre(node)
        start, end = x + (RADIUS if node.parents else self._half_box(node)), self._stub_end(node)
        colour = plots.BLUE if traversal.has_value(node) and self._children_done(traversal, node) else plots.GREY
        backward = traversal.has_gradient(node)
        style = {"color": plots.ORANGE, "linestyle": (0, (4, 2))} if backward else {"color": colour, "linestyle": "-"}
        self.axes.plot([start, end], [y, y], linewidth=2, **style)
        if node is traversal.result:
            self._arrow((end - 6, y), (end + 2, y), style["color"])

    def _children_done(self, traversal, node):
        return node is traversal.result or any(
            node in child.parents and traversal.has_value(child) for child in traversal.nodes
        )

    def _stub_end(self, node):
        x, _ = self.centre(node)
        width, _ = _size(node, self.names[node], self.uses[node])
        return x - RADIUS + width - _fork(self.uses[node])

    def _arrow(self, start, end, colour):
        arrow = FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=15, color=colour, linewidth=0, shrinkB=0)
        self.axes.add_patch(arrow)

    def _arrival(self, traversal, child, operand):
        arrived = traversal.arrived.get(child.parents[operand], [])
        return next((a for a in arrived if a.child is child and a.operand == operand), None)

    # ---- nodes -----------------------------------------------------------------------------------------------------

    def _node(self, traversal, node):
        x, y = self.centre(node)
        name = self.names[node]
        if not node.parents:
            half = self._half_box(node)
            box = (x - half + 4, y - 13)
            shape = FancyBboxPatch(box, 2 * half - 8, 26, boxstyle="round,pad=0,rounding_size=6", linewidth=1.5)
            constant = node.operation == "constant"
            shape.set(facecolor="white" if constant else plots.PALE, edgecolor=plots.PALE if constant else plots.GREY)
            self.axes.add_patch(shape)
            self._text(x, y, name, weight="bold")
            return
        present = traversal.last is not None and traversal.last.node is node
        backward = traversal.last is not None and traversal.last.kind != "forward"
        has_gradient = traversal.has_gradient(node)
        colour = plots.ORANGE if has_gradient else plots.BLUE if traversal.has_value(node) else plots.GREY
        fill = colour if present and not (backward and traversal.last.kind == "start") else "white"
        line = "--" if has_gradient else "-"
        self.axes.add_patch(Circle((x, y), RADIUS, facecolor=fill, edgecolor=colour, linewidth=2.6, linestyle=line))
        text = NOTATION[node.operation].circle
        size = 21 if len(text) == 1 else 12.5
        self._text(x, y, text, size=size, weight="bold", color="white" if fill != "white" else plots.INK)
        self._text(x, y - RADIUS - 11, name, size=12, color=plots.INK, style="italic")

    def _half_box(self, node):
        return max(RADIUS, _box_width(self.names[node]) / 2)

    # ---- numbers ---------------------------------------------------------------------------------------------------

    def _value(self, node, cached):
        if node.operation == "constant" and node.value.ndim == 0:
            return  # its number is its name
        left, middle, y = self._number_place(node)
        width, height = _label_size(node)
        if cached:
            box_width = width + 8 if node.value.ndim else DIGIT * len(short_number(node.value.item())) + 12
            x = left - 4 if node.value.ndim else middle - box_width / 2
            self.axes.add_patch(FancyBboxPatch((x, y - height - 5), box_width, height + 3, **_cache_style()))
        self._write(node.value, left, middle, y - height - 3, color=plots.BLUE, weight="bold")

    def _gradient(self, traversal, node, numerical):
        left, middle, y = self._number_place(node)
        _, height = _label_size(node)
        arrivals = traversal.arrived.get(node, [])
        if len(arrivals) > 1 and node.value.ndim == 0:
            parts = "".join(_signed(arrival.gradient.item(), i) for i, arrival in enumerate(arrivals))
            total = _short(node.gradient.item())
            text = f"{parts} = {total}" if len(parts) + len(total) + 3 <= SUM else f"Σ = {total}"
            self._text(left - 2, y + 15, text, color=plots.ORANGE, ha="left", **_gradient_type())
        else:
            self._write(node.gradient, left, middle, y + 4, color=plots.ORANGE, **_gradient_type())
        if numerical is not None and node is not traversal.result:
            self._text(left, y + height + 15, _compared(numerical, node.gradient), size=12, ha="left")

    def _number_place(self, node):
        """The left edge and the middle of what stands above and below a stub, and the height of the stub."""
        x, y = self.centre(node)
        start = x + (RADIUS if node.parents else self._half_box(node)) + 4
        return start, (start + self._stub_end(node)) / 2, y

    def _write(self, values, left, middle, top, **style):
        if values.ndim == 0:
            self._text(middle, top + LINE / 2, short_number(values.item()), **style)
        else:
            size = 12 * self.scale
            plots.draw_matrix(self.axes, values, left, top, cell=CELL, formatter=_short, size=size, **style)

    def _text(self, x, y, text, *, size=BASE, ha="center", color=plots.INK, **style):
        style |= {"size": size * self.scale, "ha": ha, "va": "center_baseline", "color": color}
        self.axes.text(x, y, text, parse_math=False, **style)


def _gradient_type():
    return {"weight": "bold", "style": "italic"}


def _cache_style():
    box = "round,pad=0,rounding_size=5"
    return {"boxstyle": box, "facecolor": plots.PALE, "edgecolor": plots.BLUE, "linewidth": 1.8}


def _short(value):
    return short_number(value, digits=2)


def _compared(numerical, gradient):
    """What nudging has found: the number itself, or for an array whether all entries agree."""
    if numerical.ndim == 0:
        return f"≈ {fixed(numerical.item(), 4)}"
    difference = abs(numerical - gradient).max()
    return "≈ the same" if difference < 1e-6 else f"≈ off by {short_number(difference)}"


def _signed(number, place):
    """A contribution as it stands in a sum."""
    if place == 0:
        return _short(number)
    return f" {'−' if number < 0 else '+'} {_short(abs(number))}"


def _label_size(node):
    """The width and height of a node's value, and so of its gradient."""
    if node.value.ndim == 0:
        return 6 * DIGIT, LINE
    return plots.matrix_size(node.value, CELL)


def _box_width(name):
    return DIGIT * 1.1 * len(name) + 22


def _size(node, name, uses):
    """The width and height of a node with the stub and its numbers."""
    width, height = _label_size(node)
    if node.operation == "constant" and node.value.ndim == 0:
        width = 8
    elif uses > 1 and node.value.ndim == 0:
        width = SUM * DIGIT
    own = 2 * RADIUS if node.parents else max(2 * RADIUS, RADIUS + _box_width(name) / 2)
    width += _fork(uses)
    return own + width + 8, max(2 * height + 34, 2 * RADIUS + 30)


def _fork(uses):
    return FORK * min(uses, 4) if uses > 1 else 0


def _along(points, share):
    """A point on the first curve of an edge."""
    (x0, y0), (x1, y1) = points[:2]
    smooth = share * share * (3 - 2 * share)
    return x0 + share * (x1 - x0), y0 + smooth * (y1 - y0)
