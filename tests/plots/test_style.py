"""The look that all pictures share."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_place_axes_counts_pixels_from_the_upper_left():
    figure = plots.new_figure(400, 200)
    axes = plots.place_axes(figure, 100, 50, 200, 100)
    assert axes.bbox.bounds == pytest.approx((100, 50, 200, 100))
    axes = plots.place_axes(figure, 0, 0, 40, 20)
    assert axes.bbox.bounds == pytest.approx((0, 180, 40, 20))


def test_presenter_scale_makes_pictures_larger():
    try:
        plots.set_scale("presenter")
        large = plots.new_figure(400, 200)
    finally:
        plots.set_scale("notebook")
    assert large.bbox.width > 1.3 * plots.new_figure(400, 200).bbox.width == 1.3 * 400
    assert large.get_size_inches().tolist() == [4, 2]  # so all parts of it, and the type, keep their proportions
    with pytest.raises(ValueError, match="'huge' is not known; choose one of notebook, presenter"):
        plots.set_scale("huge")


def test_house_shades_hold_the_house_colours():
    shades = np.array(plots.house_shades(32)).reshape(-1, 3)
    assert len(shades) == 32
    for colour in (plots.BLUE, plots.ORANGE, "#ffffff"):
        wanted = 255 * np.array(matplotlib.colors.to_rgb(colour))
        assert np.abs(shades - wanted).sum(axis=1).min() < 40
