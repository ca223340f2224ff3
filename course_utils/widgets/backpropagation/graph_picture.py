"""The picture of a computational graph: operations in circles, values above the edges, gradients below."""

from itertools import pairwise

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path

from course_utils import plots
from course_utils.formatting import fixed, short_number
from course_utils.widgets.backpropagation.chain_rule import remembered
from course_utils.widgets.backpropagation.formula import write
from course_utils.widgets.backpropagation.graph_layout import arrange, turns_an_input
from course_utils.widgets.backpropagation.node_names import name_nodes
from course_utils.widgets.backpropagation.node_sizes import (
    BASE,
    CELL,
    LINE,
    MATRIX_TYPE,
    RADIUS,
    SMALL_RADIUS,
    SUM,
    THIRD_LINE,
    edge_width,
    entry,
    fork,
    half_box,
    is_plain_number,
    label_size,
    number_width,
    size_of_node,
)
from course_utils.widgets.backpropagation.notation import NOTATION

WIDTH, HEIGHT = 840, 338  # pixels
TOP, BOTTOM, SIDE = 52, 26, 8  # pixels that stay free for two lines of words, the legend, and at the sides
SCALES = (1.6, 1.45, 1.3, 1.15, 1)  # a small graph is drawn larger; the sizes of nodes are for 1
MOST_NODES = 40
ARROW = (9, 5)  # the length and half of the width of an arrow's head
HEADING = 11.5  # pixels that a letter of the heading takes


class GraphPicture:
    """A figure of one graph after another.

    `set_graph(traversal)` draws what stays through all of a graph's steps; `show(traversal)` the moment that the
    traversal has reached, as the artists in `moving`.
    """

    def __init__(self):
        self.figure = plots.new_figure(WIDTH, HEIGHT)
        self.axes = plots.place_axes(self.figure, 0, 0, WIDTH, HEIGHT)
        self.axes.set_axis_off()
        self.moving = []

    @plots.styled()
    def set_graph(self, traversal, compared=False):
        """Arrange another graph, with room for the results of nudging if it is to be `compared` with them.

        ValueError if it is too large to be read.
        """
        if len(traversal.nodes) > MOST_NODES:
            raise ValueError(
                f"This graph has {len(traversal.nodes)} nodes; more than {MOST_NODES} cannot be read in one picture. "
                "Take a part of the formula, or let arrays replace its many numbers."
            )
        names = name_nodes(traversal.nodes)
        uses = {node: sum(child.parents.count(node) for child in traversal.nodes) for node in traversal.nodes}
        self.layout, self.scale, self._raised = self._arrange(traversal.nodes, names, uses, compared)
        self.names, self.uses = names, uses
        for artist in self._artists():
            artist.remove()  # all but the axes themselves, which take longer to make than the rest
        self.axes.set(xlim=(0, WIDTH / self.scale), ylim=(HEIGHT / self.scale, 0))
        self._heading(traversal.result)
        self._legend()
        for node in traversal.nodes:
            self._name(node)
        self._standing, self.moving = self._artists(), []

    def _artists(self):
        """All that is drawn, in the order in which it is drawn."""
        return [*self.axes.patches, *self.axes.lines, *self.axes.texts]

    def _arrange(self, nodes, names, uses, compared):
        """The layout at the largest scale that fits, the scale, and how far all is raised for a third line below."""
        for third_line in (THIRD_LINE, 0) if compared else (0,):
            for scale in SCALES:

                def size(node, third_line=third_line):
                    width, height = size_of_node(node, names[node], uses[node])
                    return width, height + third_line

                try:
                    layout = arrange(nodes, size, (WIDTH - 2 * SIDE) / scale, (HEIGHT - TOP - BOTTOM) / scale)
                    return layout, scale, third_line / 2
                except ValueError as reason:
                    too_large = reason
        raise too_large

    def centre(self, node):
        """Where the circle or box of a node stands."""
        layout, half = self.layout, self._half(node)
        return SIDE / self.scale + layout.left[layout.layer[node]] + half, self._y(layout.y[node])

    def _y(self, y):
        """Where a height of the layout is in the picture."""
        return TOP / self.scale + y - self._raised

    @plots.styled()
    def show(self, traversal, numerical=None, change=None):
        """Draw a traversal as it stands.

        numerical: a map from nodes to gradients found by nudging, to compare with. change: the Change of an input, with
        what its gradient has promised for the result.
        """
        for artist in self.moving:
            artist.remove()
        if change is not None:
            said = f"{change.what()}:  {change.promised()}"
            self._side_by_side(39, [(said, _promised()), (change.happened(), _happened())])
        for child in traversal.nodes:
            for operand in range(len(child.parents)):
                self._edge(traversal, child, operand)
        cached = remembered(traversal.last)
        for node in traversal.nodes:
            if node.parents:
                self._circle(traversal, node)
            self._stub(traversal, node)
            if traversal.has_value(node):
                self._value(node, node in cached)
            if traversal.has_gradient(node):
                self._gradient(traversal, node, (numerical or {}).get(node))
        self.moving = [artist for artist in self._artists() if artist not in self._standing]
        for artist in self.moving:
            artist.set_animated(True)

    def _heading(self, result):
        """The formula, at the top, where there is room for it."""
        formula = f"{self.names[result]} = {write(result, self.names)}"
        if len(formula) * HEADING <= WIDTH - 2 * SIDE:
            self._fixed(10, 16, formula, size=13, weight="bold")

    def _legend(self):
        """What the marks mean, at the bottom."""
        box = {**_cache_style(), "boxstyle": "round,pad=0.2"}
        marks = [
            ("value above", _happened()),
            ("gradient below", {**_promised(), "weight": "bold"}),
            ("thicker: larger |gradient|", _promised()),
            ("read from the cache", {"color": plots.readable(plots.BLUE, plots.PALE), "bbox": box}),
        ]
        self._side_by_side(HEIGHT - 12, marks)

    def _side_by_side(self, y, texts):
        """Write (text, style) pairs in one line, from the left."""
        x = 10
        for text, style in texts:
            written = self._fixed(x, y, text, **style)
            x = written.get_window_extent().x1 / self.figure.dpi * 100 + 18

    def _fixed(self, x, y, text, *, size=10.5, **style):
        """A text at a place in pixels that does not grow with the graph."""
        return self._text(x / self.scale, y / self.scale, text, size=size / self.scale, ha="left", **style)

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
            style = _backward_style(backward.gradient)
        self.axes.add_artist(PathPatch(Path(vertices, codes), fill=False, **style))
        if backward is not None:
            self._arrow((points[-1][0] - 15, points[-1][1]), -1, plots.ORANGE)
            if self.uses[parent] > 1 and backward.gradient.ndim == 0:
                self._contribution(points, child, operand, backward.gradient)
        else:
            self._arrow(points[-1], 1, style["color"])

    def _contribution(self, points, child, operand, gradient):
        """What one use brings back: on its edge, or beside it where that is level."""
        is_level = abs(points[1][1] - points[0][1]) < LINE
        x, y = _along(points, 0.5 if is_level else 0.7)
        if is_level:
            y += -11 if operand == 0 else 13
        ground = None if is_level else {"facecolor": "white", "linewidth": 0, "pad": 1}
        self._text(x, y, entry(gradient.item()), bbox=ground, **_gradient_type())

    def _route(self, child, operand):
        """The points of an edge: out of the parent's stub, past the waypoints, into the child's circle."""
        parent, layout = child.parents[operand], self.layout
        points = [(self._stub_end(parent), self.centre(parent)[1])]
        for layer, y in layout.routes.get((child, operand), []):
            left = SIDE / self.scale + layout.left[layer]
            points += [(left, self._y(y)), (left + RADIUS * 2, self._y(y))]
        x, y = self.centre(child)
        across = (operand - (len(child.parents) - 1) / 2) * 20
        return [*points, (x - (self._half(child) ** 2 - across**2) ** 0.5, y + across)]

    def _stub(self, traversal, node):
        """The piece of line to the right of a node, which carries its numbers."""
        x, y = self.centre(node)
        start, end = x + self._half(node), self._stub_end(node)
        style = {"color": plots.GREY, "linewidth": 1.6, "linestyle": "-"}
        if traversal.has_value(node) and self._children_done(traversal, node):
            style |= {"color": plots.BLUE, "linewidth": 2}
        if traversal.has_gradient(node):
            style = _backward_style(node.gradient)
        self.axes.add_line(Line2D([start, end], [y, y], **style))
        if node is traversal.result:
            self._arrow((end + 2, y), 1, style["color"])

    def _children_done(self, traversal, node):
        return node is traversal.result or any(
            node in child.parents and traversal.has_value(child) for child in traversal.nodes
        )

    def _stub_end(self, node):
        x, _ = self.centre(node)
        width, _ = size_of_node(node, self.names[node], self.uses[node])
        return x - self._half(node) + width - fork(self.uses[node])

    def _arrow(self, tip, way, colour):
        """The head of an arrow with its tip here, which points to the right (way 1) or to the left (−1)."""
        (x, y), (length, half_width) = tip, ARROW
        corners = [(x, y), (x - way * length, y - half_width), (x - way * length, y + half_width)]
        self.axes.add_artist(Polygon(corners, color=colour, linewidth=0))

    def _arrival(self, traversal, child, operand):
        arrived = traversal.arrived.get(child.parents[operand], [])
        return next((a for a in arrived if a.child is child and a.operand == operand), None)

    # ---- nodes -----------------------------------------------------------------------------------------------------

    def _half(self, node):
        """Half of the width of a node's circle or box."""
        if not node.parents:
            return half_box(self.names[node])
        return SMALL_RADIUS if turns_an_input(node) else RADIUS

    def _name(self, node):
        """The name above an operation, or in the place of an input."""
        (x, y), half = self.centre(node), self._half(node)
        if node.parents:
            if not turns_an_input(node):
                self._text(x, y - half - 11, self.names[node], size=11, style="italic")
            return
        if node.operation == "variable":
            box = FancyBboxPatch((x - half, y - 13), 2 * half, 26, boxstyle="round,pad=0,rounding_size=6")
            box.set(facecolor=plots.PALE, edgecolor=plots.GREY, linewidth=1.5)
            self.axes.add_artist(box)
        self._text(x, y, self.names[node], weight="bold")  # a constant needs no box: nobody changes it

    def _circle(self, traversal, node):
        (x, y), radius = self.centre(node), self._half(node)
        present = traversal.last is not None and traversal.last.node is node and traversal.last.kind != "start"
        has_gradient = traversal.has_gradient(node)
        colour = plots.ORANGE if has_gradient else plots.BLUE if traversal.has_value(node) else plots.GREY
        fill, line = plots.readable(colour) if present else "white", "--" if has_gradient else "-"
        self.axes.add_artist(Circle((x, y), radius, facecolor=fill, edgecolor=colour, linewidth=2.4, linestyle=line))
        text = NOTATION[node.operation].circle
        size = {1: 20, 2: 11, 3: 10.5}.get(len(text), 9.5) * radius / RADIUS
        self._text(x, y, text, size=size, weight="bold", color="white" if present else plots.INK)

    # ---- numbers ---------------------------------------------------------------------------------------------------

    def _value(self, node, cached):
        if is_plain_number(node) or turns_an_input(node):
            return  # its number is its name, or stands turned over beside the input
        left, middle, y = self._number_place(node)
        width, height = label_size(node)
        color = plots.readable(plots.BLUE, plots.PALE if cached else "white")
        if cached:
            box_width = width + 6 if node.value.ndim else number_width(short_number(node.value.item())) + 10
            x = left - 3 if node.value.ndim else middle - box_width / 2
            self.axes.add_artist(FancyBboxPatch((x, y - height - 5), box_width, height + 3, **_cache_style()))
        self._write(node.value, left, middle, y - height - 3, color=color, weight="bold")

    def _gradient(self, traversal, node, numerical):
        if turns_an_input(node):
            return
        left, middle, y = self._number_place(node)
        _, height = label_size(node)
        arrivals = traversal.arrived.get(node, [])
        if len(arrivals) > 1 and node.value.ndim == 0:
            parts = "".join(_signed(arrival.gradient.item(), i) for i, arrival in enumerate(arrivals))
            total = entry(node.gradient.item())
            text = f"{parts} = {total}" if len(parts) + len(total) + 3 <= SUM else f"Σ = {total}"
            self._text(left - 2, y + 14, text, ha="left", **_gradient_type())
        else:
            self._write(node.gradient, left, middle, y + 4, **_gradient_type())
        if numerical is not None and node is not traversal.result:
            self._text(middle, y + height + 12, _compared(numerical, node.gradient), size=10)

    def _number_place(self, node):
        """The left edge and the middle of what stands above and below a stub, and the height of the stub."""
        x, y = self.centre(node)
        start = x + self._half(node) + 4
        return start, (start + self._stub_end(node)) / 2, y

    def _write(self, values, left, middle, top, **style):
        if values.ndim == 0:
            self._text(middle, top + LINE / 2, short_number(values.item()), **style)
        else:
            style |= {"size": MATRIX_TYPE * self.scale, "weight": "normal"}
            plots.draw_matrix(self.axes, values, left, top, cell=CELL, formatter=entry, **style)

    def _text(self, x, y, text, *, size=BASE, ha="center", color=plots.INK, **style):
        style |= {"size": size * self.scale, "ha": ha, "va": "center_baseline", "color": color}
        return self.axes.text(x, y, text, parse_math=False, **style)


def _promised():
    return {"color": plots.readable(plots.ORANGE), "style": "italic"}


def _happened():
    return {"color": plots.BLUE, "weight": "bold"}


def _gradient_type():
    return {"color": plots.readable(plots.ORANGE), "weight": "bold", "style": "italic"}


def _backward_style(gradient):
    return {"color": plots.ORANGE, "linewidth": edge_width(gradient), "linestyle": (0, (3, 1.2))}


def _cache_style():
    box = "round,pad=0,rounding_size=5"
    return {"boxstyle": box, "facecolor": plots.PALE, "edgecolor": plots.BLUE, "linewidth": 1.8}


def _compared(numerical, gradient):
    """What nudging has found: the number itself, or for an array whether all entries agree."""
    if numerical.ndim == 0:
        return f"≈ {fixed(numerical.item(), 3)}"
    difference = abs(numerical - gradient).max()
    return "≈ same" if difference < 1e-6 else f"≈ off by {short_number(difference)}"


def _signed(number, place):
    """A contribution as it stands in a sum."""
    if place == 0:
        return entry(number)
    return f" {'−' if number < 0 else '+'} {entry(abs(number))}"


def _along(points, share):
    """A point on the first curve of an edge."""
    (x0, y0), (x1, y1) = points[:2]
    smooth = share * share * (3 - 2 * share)
    return x0 + share * (x1 - x0), y0 + smooth * (y1 - y0)
