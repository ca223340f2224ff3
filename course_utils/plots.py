"""Pictures: every function takes arrays and a matplotlib `ax`, and draws on it.

The look of the whole course is set here, once: two colours that people with any colour vision tell apart (and a
different line style or marker for each, for those who see none), type that reads from the back row, and nothing on the
page that is not data. `set_scale("presenter")` makes all later pictures larger, type and all, for a projector.
"""

import matplotlib
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

BLUE, ORANGE, INK, GREY = "#1666a8", "#d9730d", "#222222", "#767676"
PALE = "#d5d9de"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SCALES = {"notebook": 1.0, "presenter": 1.35}

# Negative values orange, positive blue, zero white: the sign of a weight at a glance.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#8a4200", ORANGE, "#ffffff", BLUE, "#0a3c69"])

# A cost as a map: the valleys white, the heights slate, pale enough to draw on.
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#ffffff", "#b9c4d0"])

_scale = SCALES["notebook"]


def set_scale(name):
    """Choose the size of all pictures made from now on: "notebook" or "presenter".

    Raises ValueError for any other name.
    """
    if name not in SCALES:
        raise ValueError(f"The scale {name!r} is not known; choose one of {', '.join(SCALES)}.")
    global _scale
    _scale = SCALES[name]
    matplotlib.rcParams.update(_style())


def _style():
    """The settings of matplotlib that make the course's look, at the present scale."""
    size = 12
    return {
        "figure.dpi": 100 * _scale,
        "font.size": size,
        "axes.titlesize": size * 1.08,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": size,
        "xtick.labelsize": size,
        "ytick.labelsize": size,
        "legend.fontsize": size,
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": GREY,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.prop_cycle": matplotlib.cycler(color=[BLUE, ORANGE, GREY], linestyle=["-", "--", ":"]),
        "lines.linewidth": 2.2,
        "figure.facecolor": "white",
        "axes.facecolor": "white",
        "image.cmap": "gray_r",
        "image.interpolation": "nearest",
        "xtick.major.size": 4,
        "ytick.minor.size": 0,
    }


matplotlib.rcParams.update(_style())


def new_figure(width, height):
    """Return an empty figure of `width` by `height` pixels of the page, at the scale "notebook"."""
    return Figure(figsize=(width / 100, height / 100), dpi=100 * _scale)


def house_shades(n):
    """Return `n` colours, as 0 … 255 for red, green and blue in one flat list: greys, SIGNED, HEIGHTS."""
    shares = (matplotlib.colormaps["gray"], n // 4), (HEIGHTS, n // 4), (SIGNED, n - 2 * (n // 4))
    shades = np.concatenate([colours(np.linspace(0, 1, share)) for colours, share in shares])
    return np.rint(255 * shades[:, :3]).astype(int).ravel().tolist()


def place_axes(figure, left, top, width, height):
    """Add axes to `figure` at a place given in its pixels, counted from the upper left corner."""
    figure_width, figure_height = figure.get_size_inches() * 100
    bottom = figure_height - top - height
    return figure.add_axes((left / figure_width, bottom / figure_height, width / figure_width, height / figure_height))


def mosaic(images, columns, gap=2, below=0, empty=0):
    """Lay images of shape (n, height, width) out as one large image, row by row.

    `gap` pixels stand between neighbours, `below` more under each image (room for a label); `empty` fills them.
    Returns the large image and an (n, 2) array: x and y of the upper left pixel of each image in it.
    """
    n, height, width = images.shape
    rows = -(-n // columns)
    down, across = height + gap + below, width + gap
    large = np.full((rows * down, columns * across), empty, dtype=images.dtype)
    corners = np.array([(i % columns * across, i // columns * down) for i in range(n)])
    for image, (x, y) in zip(images, corners, strict=True):
        large[y : y + height, x : x + width] = image
    return large, corners


def show_images(ax, images, columns, below=0, **options):
    """Show square images, given as (n, side²) or (n, side, side), as a grid on `ax`, with `below` free rows under each.

    Further options go to `ax.imshow`. Returns the matplotlib image and the corners that `mosaic` returns.
    """
    side = round(np.prod(images.shape[1:]) ** 0.5)
    large, corners = mosaic(images.reshape(-1, side, side), columns, gap=4, below=below)
    picture = ax.imshow(large, **options)
    ax.set_axis_off()
    return picture, corners


class Labels:
    """Short texts on `ax` that change from frame to frame: one artist, ten times as quick as texts.

    Their `places`, shape (n, 2), are in data coordinates, or in those of `transform`. `size` is relative
    to the course's type. A white `halo` keeps them readable upon lines.
    """

    def __init__(self, ax, places=(), transform=None, weight="bold", size=1.1, halo=False):
        self.texts, self._outlines = [], {}
        self._weight, self._inches = weight, size * matplotlib.rcParams["font.size"] / 72
        self.artist = PathCollection(
            [], offsets=places, offset_transform=transform or ax.transData, transform=ax.figure.dpi_scale_trans,
            linewidths=0, zorder=3,
        )  # fmt: skip
        if halo:
            self.artist.set_path_effects([withStroke(linewidth=4, foreground="white")])
        ax.add_collection(self.artist, autolim=False)

    def set(self, texts, colors, places=None, align=0.5):
        """Show these texts in these colours, at their old places or at new ones.

        align: where in a text its place is, one number for all or one for each, from 0 (left end) to 1 (right end).
        """
        self.texts = list(texts)
        aligned = zip(self.texts, np.broadcast_to(align, len(self.texts)).tolist(), strict=True)
        self.artist.set_paths([self._outline(*text) for text in aligned])
        self.artist.set_facecolor(colors)
        if places is not None:
            self.artist.set_offsets(places)

    def _outline(self, text, align):
        if (text, align) not in self._outlines:
            outline = TextPath((0, 0), text, size=self._inches, prop={"weight": self._weight})
            box = outline.get_extents()
            middle = Affine2D().translate(-box.x0 - align * box.width, -box.y1 / 2)
            self._outlines[text, align] = outline.transformed(middle)
        return self._outlines[text, align]


def number(value, digits=2):
    """Write a number with `digits` after the point and the minus sign that type has; never −0."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def short_number(value, digits=3):
    """A number as it is written in a picture: with so many digits at most, and a true minus."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        text = f"{value:.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"
    else:
        mantissa, exponent = f"{value:.1e}".split("e") if np.isfinite(value) else (str(value), "0")
        text = mantissa if exponent == "0" else f"{mantissa}·10{str(int(exponent)).translate(RAISED)}"
    return "0" if text == "-0" else text.replace("-", "−")


def short_numbers(values):
    """A number or an array in one line: 2, [1, −3] or [1, 2; 3, 4] with a semicolon between rows."""
    values = np.asarray(values)
    if values.ndim == 0:
        return short_number(values.item())
    rows = [", ".join(map(short_number, row)) for row in np.atleast_2d(values).tolist()]
    return f"[{'; '.join(rows)}]"


def matrix_size(values, cell=(52, 20)):
    """The width and height of a matrix that `draw_matrix` draws, in units of x and y."""
    rows, columns = _as_column(values).shape
    return columns * cell[0] + 12, rows * cell[1]


def draw_matrix(ax, values, left, top, *, cell=(52, 20), color=INK, formatter=short_number, highlight=(), **type_style):
    """Write a matrix, between brackets, with its upper left corner at (left, top); y grows downwards.

    A vector is drawn as a column. `highlight`: (row, column) pairs of cells to lay a pale ground under. Further options
    go to `ax.text`.
    """
    values = _as_column(values)
    width, height = matrix_size(values, cell)
    for row, column in highlight:
        corner = (left + 6 + column * cell[0], top + row * cell[1])
        ax.add_patch(Rectangle(corner, *cell, facecolor=PALE, linewidth=0))
    for (row, column), value in np.ndenumerate(values):
        x, y = left + 6 + (column + 0.5) * cell[0], top + (row + 0.5) * cell[1]
        ax.text(x, y, formatter(value), color=color, ha="center", va="center_baseline", **type_style)
    for side, inwards in ((left, 5), (left + width, -5)):
        x = [side + inwards, side, side, side + inwards]
        ax.plot(x, [top, top, top + height, top + height], color=color, linewidth=1.6, linestyle="-")


def _as_column(values):
    values = np.asarray(values)
    return values if values.ndim == 2 else values.reshape(-1, 1)


def stretch_accuracy(ax):
    """Stretch the y axis of `ax` towards 100 %, where steps are small but dear.

    From 0 to 90 % it is as far as from 90 to 99 %: both leave a tenth of the errors.
    """
    never_zero = 1.003
    ax.set_yscale("function", functions=(lambda share: -np.log10(never_zero - share), lambda y: never_zero - 10.0**-y))
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99], ["0 %", "50 %", "80 %", "90 %", "95 %", "98 %", "99 %"])


def draw_learning_curve(ax, x, y, *, label="", validation=False, **options):
    """Draw one learning curve: solid blue for training, dashed orange with dots for validation. Returns the line.

    Further options go to `ax.plot`.
    """
    style = {"color": ORANGE, "linestyle": "--", "marker": "o", "markersize": 4} if validation else {"color": BLUE}
    (line,) = ax.plot(x, y, label=label, **style, **options)
    return line


def draw_surface(ax, value, low, high, *, power=2, n_levels=13):
    """Draw a map of a cost over two weights, both from `low` to `high`: pale where it is low, with lines of equal cost.

    value: a function of points, shape (…, 2). The lines are further apart in height where the cost is higher, by
    `power`: 1 for equal steps.
    """
    side = np.linspace(low, high, 201)
    heights = value(np.stack(np.meshgrid(side, side), axis=-1))
    levels = heights.min() + np.ptp(heights) * np.linspace(0, 1, n_levels) ** power
    ax.contourf(side, side, heights, levels, cmap=HEIGHTS, norm=BoundaryNorm(levels, HEIGHTS.N))
    ax.contour(side, side, heights, levels[1:-1], colors="#8e99a6", linewidths=0.8, linestyles="-")
    ax.set(xlim=(low, high), ylim=(low, high), xlabel="weight w₁", ylabel="weight w₂")


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
