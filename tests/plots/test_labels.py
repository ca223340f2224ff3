"""Texts that move."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def columns_of_ink(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ink = (np.asarray(canvas.buffer_rgba())[..., :3] < 200).any(axis=2)
    return np.flatnonzero(ink.any(axis=0))


@pytest.fixture
def page():
    """Axes that fill a figure of 200 by 100 pixels, in whose data coordinates they are counted."""
    axes = plots.place_axes(plots.new_figure(200, 100), 0, 0, 200, 100)
    axes.set(xlim=(0, 200), ylim=(0, 100))
    axes.set_axis_off()
    return axes


def test_labels_are_drawn_at_their_places(page):
    labels = plots.Labels(page, np.array([[50, 50], [150, 50]]))
    labels.set(["7", "7 ✗"], [plots.BLUE, plots.ORANGE])
    columns = columns_of_ink(page.figure)
    left, right = columns[columns < 100], columns[columns > 100]
    assert (left.min() + left.max()) / 2 == pytest.approx(50, abs=2)
    assert (right.min() + right.max()) / 2 == pytest.approx(150, abs=2)
    assert np.ptp(right) > np.ptp(left)  # the cross makes it wider: no colour needed


@pytest.mark.parametrize(("align", "end"), [(0, np.min), (1, np.max)])
def test_labels_move_and_stand_left_or_right_of_their_place(page, align, end):
    labels = plots.Labels(page)
    labels.set(["rate 0.5"], plots.INK, [(120, 50)], align)
    assert end(columns_of_ink(page.figure)) == pytest.approx(120, abs=2)
    assert labels.texts == ["rate 0.5"]


def test_a_halo_keeps_a_label_readable_upon_a_line(page):
    page.axhline(50, color=plots.INK)
    labels = plots.Labels(page, [(100, 50)], halo=True)
    labels.set(["l"], plots.INK)
    assert np.diff(columns_of_ink(page.figure)).max() >= 3  # the line is interrupted beside the letter
