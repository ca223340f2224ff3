"""Many small images as one picture."""

import numpy as np

from course_utils.plots.style import styled


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
    large, corners = mosaic(images.reshape(-1, side, side), columns, gap=4, below=below)
    picture = ax.imshow(large, **options)
    ax.set_axis_off()
    return picture, corners
