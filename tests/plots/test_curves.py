"""Axes and maps."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_accuracy_axis_gives_each_tenth_of_the_errors_the_same_room(ax):
    plots.stretch_accuracy(ax)
    position = ax.transData.transform([(0, share) for share in (0, 0.9, 0.99)])[:, 1]
    assert position[1] - position[0] == pytest.approx(position[2] - position[1], rel=0.1)
    assert np.isfinite(ax.transData.transform([(0, 1.0)])).all()


def test_the_map_of_a_cost_covers_the_range_and_is_lowest_at_its_minimum(ax):
    plots.draw_surface(ax, lambda points: np.sum((points - 0.5) ** 2, axis=-1), -2, 2)
    filled, lines = ax.collections
    assert filled.get_array().min() < filled.get_array().max()
    assert ax.get_xlim() == ax.get_ylim() == (-2, 2)
    innermost = lines.get_paths()[0].vertices
    np.testing.assert_allclose(innermost.mean(axis=0), 0.5, atol=0.05)


@pytest.mark.parametrize(("needed", "end"), [(0, 20), (20, 20), (21, 50), (51, 51)])
def test_an_axis_ends_at_the_first_end_that_is_far_enough(needed, end):
    assert plots.end_of_axis([20, 50], needed) == end


def test_tries_are_dots_with_a_bar_at_their_mean(ax):
    plots.draw_tries(ax, {0.1: [0.9, 0.96], "wide": [0.97, 0.97, 1.0]})
    assert [line.get_xydata().tolist() for line in ax.lines] == [
        [[0, 0.9], [0, 0.96]],
        [[1, 0.97], [1, 0.97], [1, 1.0]],
    ]
    means = [bar.get_segments()[0][:, 1] for bar in ax.collections]
    np.testing.assert_allclose(means, [[0.93, 0.93], [0.98, 0.98]])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0.1", "wide"]
