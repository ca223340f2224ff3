"""Pictures: every function takes arrays and a matplotlib `ax`, and draws on it."""

from course_utils.plots.curves import draw_learning_curve, draw_surface, draw_tries, end_of_axis, stretch_accuracy
from course_utils.plots.diagrams import arrow_heads, draw_layer, draw_matrix, half_plane, matrix_size
from course_utils.plots.images import mosaic, show_images, show_signed
from course_utils.plots.labels import Labels
from course_utils.plots.style import (
    BLUE,
    GREY,
    HEIGHTS,
    INK,
    ORANGE,
    PALE,
    SIGNED,
    STYLE,
    house_shades,
    new_figure,
    place_axes,
    readable,
    set_scale,
    styled,
)

__all__ = [
    "BLUE",
    "GREY",
    "HEIGHTS",
    "INK",
    "ORANGE",
    "PALE",
    "SIGNED",
    "STYLE",
    "Labels",
    "arrow_heads",
    "draw_layer",
    "draw_learning_curve",
    "draw_matrix",
    "draw_surface",
    "draw_tries",
    "end_of_axis",
    "half_plane",
    "house_shades",
    "matrix_size",
    "mosaic",
    "new_figure",
    "place_axes",
    "readable",
    "set_scale",
    "show_images",
    "show_signed",
    "stretch_accuracy",
    "styled",
]
