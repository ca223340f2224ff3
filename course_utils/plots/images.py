"""Many small images as one picture."""

import numpy as np

from course_utils.plots.style import INK, SIGNED, styled

GAP = 4  # pixels between the images that are shown


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


@styled()
def show_images(ax, images, columns, below=0, **options):
    """Show square images, given as (n, side²) or (n, side, side), as a grid on `ax`, with `below` free rows under each.

    Further options go to `ax.imshow`. Returns the matplotlib image and the corners that `mosaic` returns.
    """
    side = round(np.prod(images.shape[1:]) ** 0.5)
    large, corners = mosaic(images.reshape(-1, side, side), columns, gap=GAP, below=below)
    picture = ax.imshow(large, **options)
    ax.set_axis_off()
    return picture, corners


@styled()
def show_signed(ax, images, columns, outlines=None):
    """The same for numbers that have a sign: blue above 0, orange below, each image on a scale of its own.

    outlines: as many images, from 0 to 1, whose ink is drawn upon them as a line around it.
    """
    rows = images.reshape(len(images), -1)
    largest = np.abs(rows).max(axis=1, keepdims=True)
    shown = show_images(ax, rows / np.where(largest == 0, 1, largest), columns, cmap=SIGNED, vmin=-1, vmax=1)
    if outlines is not None:
        side = round(outlines.shape[-1] ** 0.5)
        large, _ = mosaic(outlines.reshape(-1, side, side), columns, gap=GAP)
        ax.contour(large, [0.4], colors=INK, linewidths=1)
    return shown
