"""Many images as one."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_mosaic_lays_images_out_row_by_row():
    images = np.arange(1, 6)[:, None, None] * np.ones((5, 2, 2), int)
    large, corners = plots.mosaic(images, columns=2, gap=1, below=1)
    assert large.shape == (3 * 4, 2 * 3)
    assert corners.tolist() == [[0, 0], [3, 0], [0, 4], [3, 4], [0, 8]]
    for number, (x, y) in enumerate(corners, start=1):
        assert (large[y : y + 2, x : x + 2] == number).all()
    assert large.sum() == images.sum()  # all else is empty


def test_show_images_takes_flat_and_square_images(ax):
    flat = np.random.default_rng(0).integers(0, 255, (4, 784))
    one, _ = plots.show_images(ax, flat, columns=2)
    other, _ = plots.show_images(ax, flat.reshape(4, 28, 28), columns=2)
    assert np.array_equal(one.get_array(), other.get_array())
