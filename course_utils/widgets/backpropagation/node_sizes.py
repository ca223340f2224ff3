"""How much room the nodes of a graph need in its picture, with their numbers; all in pixels at scale 1."""

import numpy as np

from course_utils import plots
from course_utils.formatting import fixed, short_number
from course_utils.widgets.backpropagation.graph_layout import turns_an_input

RADIUS, SMALL_RADIUS = 22, 14  # of the circle of an operation, and of the transpose of an input
LINE = 19  # the height of one line of numbers
THIRD_LINE = 14  # and of what nudging finds, below the gradient
BASE, MATRIX_TYPE = 11.5, 9.8  # points: the size of numbers, and of those in matrices
CELL = (44, 17)  # of a matrix
DIGIT = 10.6  # the width of one
SUM = 12  # characters of a sum of contributions that stand under one line
FORK = 26  # behind a shared variable, for each of the edges that fork there with their contributions
THINNEST, THICKEST = 1, 8  # points: the width of an edge whose gradient is 0, and of the widest


def edge_width(gradient):
    """How thick an edge is that carries such a gradient back: by the square root of its largest entry."""
    return float(min(THINNEST + 1.6 * np.sqrt(np.max(np.abs(gradient))), THICKEST))


def entry(value):
    """A number in little room: with two digits after the point at most, or two digits where it is very small."""
    if value == 0 or 0.05 <= abs(value) < 100:
        return fixed(value).rstrip("0").rstrip(".")
    return short_number(value, digits=2)


def is_plain_number(node):
    """Whether a node is a number of the formula itself, as the 1 in x + 1."""
    return node.operation == "constant" and node.value.ndim == 0


def label_size(node):
    """The width and height of a node's value, and so of its gradient."""
    if turns_an_input(node) or is_plain_number(node):
        return 4, LINE
    if node.value.ndim == 0:
        return 5.4 * DIGIT, LINE
    return plots.matrix_size(node.value, CELL)


def number_width(text):
    """The width of a number that stands alone."""
    return DIGIT * len(text)


def half_box(name):
    """Half of the width of an input's box, or of a plain number without one."""
    return max(number_width(name) + 12, 30) / 2


def fork(uses):
    """The room behind a node in which the edges to its uses part."""
    return FORK * min(uses, 4) if uses > 1 else 0


def size_of_node(node, name, uses):
    """The width and height of a node with the stub and its numbers."""
    width, height = label_size(node)
    if uses > 1 and node.value.ndim == 0 and not is_plain_number(node):
        width = SUM * DIGIT * 0.9
    radius = SMALL_RADIUS if turns_an_input(node) else RADIUS
    shape = (2 * radius, 2 * radius + 36) if node.parents else (2 * half_box(name), 26)
    return shape[0] + width + fork(uses) + 8, max(2 * height + 12, shape[1])
