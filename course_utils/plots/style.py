"""The look of the whole course: its colours here, what matplotlib can be told of it in course.mplstyle.

Nothing is set on import: a function that makes parts of a picture is `@styled()`. `set_scale("presenter")` makes all
later pictures larger, type and all, for a projector.
"""

from contextlib import contextmanager
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

BLUE, ORANGE, INK, GREY = "#1666a8", "#d9730d", "#222222", "#767676"
PALE = "#d5d9de"
TYPE_ORANGE = "#b85c00"  # ORANGE is for lines and areas: as type on white it would be too light to be read
DEEP_BLUE, DEEP_ORANGE = "#0a3c69", "#8a4200"  # for type on PALE
SCALES = {"notebook": 1.0, "presenter": 1.35}

# Negative values orange, positive blue, zero white: the sign of a weight at a glance.
SIGNED = LinearSegmentedColormap.from_list("signed", [DEEP_ORANGE, ORANGE, "#ffffff", BLUE, DEEP_BLUE])

# A cost as a map: the valleys white, the heights slate, pale enough to draw on.
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#ffffff", "#b9c4d0"])

STYLE = dict(matplotlib.rc_params_from_file(Path(__file__).with_name("course.mplstyle"), use_default_template=False))

_scale = SCALES["notebook"]


def readable(color, ground="white"):
    """Return the colour for type that belongs to what is drawn in `color`: a darker one for ORANGE, and upon PALE."""
    if ground == PALE:
        return {BLUE: DEEP_BLUE, ORANGE: DEEP_ORANGE}.get(color, color)
    return TYPE_ORANGE if color == ORANGE else color


@contextmanager
def styled():
    """A context in which all that is drawn looks as the course does; before a function, `@styled()` does the same.

    matplotlib reads its settings when a line or a text is made. Whatever else a notebook draws keeps its own look.
    """
    with matplotlib.rc_context(STYLE):
        yield


def set_scale(name):
    """Choose the size of all pictures made from now on: "notebook" or "presenter".

    Raises ValueError for any other name.
    """
    if name not in SCALES:
        raise ValueError(f"The scale {name!r} is not known; choose one of {', '.join(SCALES)}.")
    global _scale
    _scale = SCALES[name]
    matplotlib.rcParams["figure.dpi"] = 100 * _scale  # of the figures that a notebook makes itself


def new_figure(width, height):
    """Return an empty figure of `width` by `height` pixels of the page, at the scale "notebook"."""
    return Figure(figsize=(width / 100, height / 100), dpi=100 * _scale)


def house_shades(n):
    """Return `n` colours, as 0 … 255 for red, green and blue in one flat list: greys, SIGNED, HEIGHTS."""
    shares = (matplotlib.colormaps["gray"], n // 4), (HEIGHTS, n // 4), (SIGNED, n - 2 * (n // 4))
    shades = np.concatenate([colours(np.linspace(0, 1, share)) for colours, share in shares])
    return np.rint(255 * shades[:, :3]).astype(int).ravel().tolist()


@styled()
def place_axes(figure, left, top, width, height):
    """Add axes to `figure` at a place given in its pixels, counted from the upper left corner."""
    figure_width, figure_height = figure.get_size_inches() * 100
    bottom = figure_height - top - height
    return figure.add_axes((left / figure_width, bottom / figure_height, width / figure_width, height / figure_height))
