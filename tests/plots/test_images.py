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


def test_numbers_with_a_sign_are_shown_on_a_scale_for_each_image(ax):
    images = np.zeros((3, 4))
    images[0], images[1, 2] = [1, -2, 0, 0.5], -0.001
    picture, corners = plots.show_signed(ax, images, columns=3)
    shown = [picture.get_array()[y : y + 2, x : x + 2].ravel().tolist() for x, y in corners]
    assert shown == [[0.5, -1, 0, 0.25], [0, 0, -1, 0], [0, 0, 0, 0]]
    assert picture.get_clim() == (-1, 1)
    blue, orange = picture.cmap(1.0), picture.cmap(0.0)
    assert blue[2] > blue[0] and orange[0] > orange[2]


def test_outlines_lie_upon_the_images_that_they_belong_to(ax):
    outlines = np.zeros((2, 64))
    outlines.reshape(2, 8, 8)[1, 2:6, 3:5] = 1
    _, corners = plots.show_signed(ax, np.ones((2, 64)), columns=2, outlines=outlines)
    (lines,) = [part for part in ax.collections if len(part.get_paths())]
    line = np.concatenate([path.vertices for path in lines.get_paths()])
    low, high = line.min(axis=0) - corners[1], line.max(axis=0) - corners[1]
    np.testing.assert_allclose([*low, *high], [2.4, 1.4, 4.6, 5.6])
