"""Learning curves: with and without accuracy, with pinned runs, on axes that widen in steps."""

import numpy as np
import pytest

from course_utils import plots
from course_utils.widgets.shared.learning_curves import LearningCurves
from course_utils.widgets.shared.run_record import RunRecord


@pytest.fixture
def axes():
    figure = plots.new_figure(600, 400)
    return plots.place_axes(figure, 60, 40, 500, 150), plots.place_axes(figure, 60, 240, 500, 120)


def record(*epochs, cost=1.0):
    made = RunRecord()
    for epoch in epochs:
        made.add_cost(epoch, cost, 2500)
        made.add_validation(epoch, cost / 2, 0.5)
    return made


def test_both_axes_follow_the_run(axes):
    curves = LearningCurves(axes[0], 2.3, axes[1])
    assert curves.draw(record(0.1, 0.15), 0.1, [])
    assert axes[0].get_xlim() == axes[1].get_xlim() == (0, 0.2)
    np.testing.assert_allclose(curves.accuracy.get_ydata(), [0.5, 0.5])
    assert curves.now.get_xdata() == [0.1]


def test_the_accuracy_can_be_left_out(axes):
    curves = LearningCurves(axes[0], 0.5)
    assert curves.draw(record(0.1, 0.4), 0.4, [record(1.0, 1.5)])
    assert axes[0].get_xlim() == (0, 2)
    assert axes[0].get_xlabel() == "epochs"
    assert not axes[1].lines
    assert all(artist.axes is axes[0] for artist in curves.moving)


def test_standing_parts_change_only_with_limits_and_pins(axes):
    curves = LearningCurves(*axes[:1], 0.5)
    no_pins, pins = [], [record(0.1)]
    assert curves.draw(record(0.1), 0.1, no_pins)
    assert not curves.draw(record(0.1, 0.15), 0.15, no_pins)
    assert curves.draw(record(0.1, 0.15), 0.15, pins)
    assert not curves.draw(record(0.1, 0.18), 0.18, pins)
    assert curves.draw(record(0.1, 0.25), 0.25, pins), "the axis has widened"
    assert curves.draw(record(0.1, 0.25, cost=50.0), 0.25, pins), "upwards, too"
