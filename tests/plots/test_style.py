"""The look that all pictures share."""

import subprocess
import sys

import matplotlib
import matplotlib.style
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


def test_the_presenter_s_scale_holds_for_the_figures_of_a_notebook_too():
    with matplotlib.rc_context():
        try:
            plots.set_scale("presenter")
            with matplotlib.style.context("course_utils.plots.course"):  # the first cell may say this later
                assert Figure().dpi == pytest.approx(135)
        finally:
            plots.set_scale("notebook")


def test_nothing_is_set_on_import():
    code = "import matplotlib as m; before = dict(m.rcParams); import course_utils.widgets; assert before == m.rcParams"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_style_can_be_used_by_name_and_holds_the_house_colours():
    with matplotlib.style.context("course_utils.plots.course"):
        assert {key: matplotlib.rcParams[key] for key in plots.STYLE} == plots.STYLE
        colours = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
        assert colours == [plots.BLUE, plots.ORANGE, plots.GREY]
        assert matplotlib.rcParams["text.color"] == plots.INK


def test_what_is_drawn_inside_the_style_has_it_and_what_is_drawn_outside_has_not():
    @plots.styled()
    def line_in(axes):
        return axes.plot([1, 2])[0]

    with matplotlib.rc_context({"lines.linewidth": 7}):
        axes = plots.place_axes(plots.new_figure(100, 100), 0, 0, 100, 100)
        assert line_in(axes).get_linewidth() == plots.STYLE["lines.linewidth"]
        assert axes.plot([1, 2])[0].get_linewidth() == 7
        assert not axes.spines["top"].get_visible()


def test_house_shades_hold_the_house_colours():
    shades = np.array(plots.house_shades(32)).reshape(-1, 3)
    assert len(shades) == 32
    for colour in (plots.BLUE, plots.ORANGE, "#ffffff"):
        wanted = 255 * np.array(matplotlib.colors.to_rgb(colour))
        assert np.abs(shades - wanted).sum(axis=1).min() < 40
