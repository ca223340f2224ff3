"""Diagrams: layers, matrices between brackets, and arrows."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.formatting import short_number
from course_utils.plots.style import BLUE, GREY, INK, ORANGE, PALE, readable, styled


def matrix_size(values, cell=(52, 20)):
    """The width and height of a matrix that `draw_matrix` draws, in units of x and y."""
    rows, columns = _as_column(values).shape
    return columns * cell[0] + 12, rows * cell[1]


@styled()
def draw_matrix(ax, values, left, top, *, cell=(52, 20), color=INK, formatter=short_number, highlight=(), **type_style):
    """Write a matrix, between brackets, with its upper left corner at (left, top); y grows downwards.

    A vector is drawn as a column. `highlight`: (row, column) pairs of cells to lay a pale ground under. Further options
    go to `ax.text`.
    """
    values = _as_column(values)
    width, height = matrix_size(values, cell)
    for place, value in np.ndenumerate(values):
        ground = PALE if place in highlight else "white"
        x, y = left + 6 + (place[1] + 0.5) * cell[0], top + (place[0] + 0.5) * cell[1]
        if ground == PALE:
            ax.add_patch(Rectangle((x - cell[0] / 2, y - cell[1] / 2), *cell, facecolor=PALE, linewidth=0))
        where = {"ha": "center", "va": "center_baseline"}
        ax.text(x, y, formatter(value), color=readable(color, ground), **where, **type_style)
    for side, inwards in ((left, 5), (left + width, -5)):
        x = [side + inwards, side, side, side + inwards]
        ax.plot(x, [top, top, top + height, top + height], color=readable(color), linewidth=1.6, linestyle="-")


def _as_column(values):
    values = np.asarray(values)
    return values if values.ndim == 2 else values.reshape(-1, 1)


@styled()
def draw_layer(ax, weights, inputs, biases):
    """Draw a layer with its numbers: inputs at the left, outputs W x + b at the right, one line for each weight.

    weights: shape (outputs, inputs); inputs: (inputs,); biases: (outputs,). A line is thick where its weight is large,
    dashed orange where it is negative; beside each output stands its bias.
    """
    weights = np.asarray(weights)
    sides = np.asarray(inputs), weights @ inputs + biases
    heights = [(len(side) - 1) / 2 - np.arange(len(side)) for side in sides]  # from the top down, 0 in the middle
    for (i, j), weight in np.ndenumerate(weights):
        ends = np.array([heights[0][j], heights[1][i]])
        color = BLUE if weight > 0 else ORANGE if weight < 0 else GREY
        width = 1 + 3 * abs(weight) / max(abs(weights).max(), 1e-9)
        ax.plot([0, 1], ends, color=color, linewidth=width, linestyle="--" if weight < 0 else "-")
        near_the_input = ends @ [0.76, 0.24]  # before the lines cross
        ground = {"facecolor": "white", "linewidth": 0, "pad": 1.5}
        _write(ax, 0.24, near_the_input, weight, color=readable(color), bbox=ground)
    for x, side, where in zip((0, 1), sides, heights, strict=True):
        for value, y in zip(side, where, strict=True):
            _write(ax, x, y, value, weight="bold", bbox={"facecolor": "white", "boxstyle": "circle"})
    for bias, y in zip(biases, heights[1], strict=True):
        ax.text(1.12, y, f"bias {short_number(bias)}", va="center")
    ax.set(xlim=(-0.15, 1.4), ylim=(-max(map(len, sides)) / 2, max(map(len, sides)) / 2))
    ax.set_axis_off()


def _write(ax, x, y, value, **style):
    ax.text(x, y, short_number(value), ha="center", va="center", **style)


def half_plane(weights, reach):
    """The line w · x = 0 for two weights, not both 0, and its side where w · x > 0, up to `reach` from the middle.

    Returns the ends of the line, shape (2, 2), and the corners of the side, shape (4, 2).
    """
    across = np.asarray(weights) / np.hypot(*weights)
    along = np.array([-across[1], across[0]])
    line = reach * np.array([along, -along])
    return line, np.concatenate([line, line[::-1] + 2 * reach * across])


def arrow_heads(ax, starts, ends, size=11):
    """Triangles at the ends of arrows from `starts` to `ends`, both (n, 2), as (n, 3, 2), all in the data of `ax`.

    `size` is their length in pixels; that of an arrow shorter than its head shrinks with it.
    """
    to_pixels = ax.transData
    tips, tails = to_pixels.transform(ends), to_pixels.transform(starts)
    along = tips - tails
    length = np.linalg.norm(along, axis=1, keepdims=True)
    along = along / np.maximum(length, 1e-9) * np.minimum(size * ax.figure.dpi / 100, length)
    across = 0.42 * along[:, ::-1] * [-1, 1]
    corners = np.stack([tips, tips - along + across, tips - along - across], axis=1)
    return to_pixels.inverted().transform(corners.reshape(-1, 2)).reshape(-1, 3, 2)
