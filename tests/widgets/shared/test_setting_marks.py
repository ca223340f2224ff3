"""SettingMarks: a line and a label for every change."""

import numpy as np
import pytest

from course_utils import plots
from course_utils.widgets.shared.setting_marks import A_PAUSE, ONE_MOVEMENT, ROWS, Movement, SettingMarks


@pytest.fixture
def axes():
    axes = plots.place_axes(plots.new_figure(600, 300), 50, 50, 500, 200)
    axes.set_xlim(0, 100)
    return axes


def lines_of(axes):
    x = axes.lines[0].get_xdata()
    return x[np.isfinite(axes.lines[0].get_ydata())].tolist()


def test_every_mark_has_a_line_and_the_newest_have_labels(axes):
    marks = SettingMarks(axes, most_labels=2)
    marks.set([(10, "a"), (20, "b"), (30, "c")])
    assert lines_of(axes) == [10, 10, 20, 20, 30, 30]
    assert marks.labels.texts == ["b", "c"]


@pytest.mark.parametrize("marks", [[], [(10, "a")]])
def test_fewer_marks_than_labels(axes, marks):
    shown = SettingMarks(axes, most_labels=5)
    shown.set([(40, "old")])
    shown.set(marks)
    assert shown.labels.texts == [text for _, text in marks]
    assert lines_of(axes) == [x for x, _ in marks for _ in range(2)]


def test_without_labels_there_are_lines_only(axes):
    marks = SettingMarks(axes, most_labels=0)
    marks.set([(10, "a")])
    assert marks.labels.texts == []


def test_neighbours_stand_in_different_rows_and_the_last_ones_left_of_their_line(axes):
    marks = SettingMarks(axes, most_labels=5)
    marks.set([(10, "a"), (11, "b"), (12, "c"), (13, "d"), (95, "e")])
    places = marks.labels.artist.get_offsets()
    assert len(set(places[:ROWS, 1])) == ROWS
    assert places[4, 1] == places[0, 1]  # begins again at the top
    assert (places[:4, 0] > [10, 11, 12, 13]).all()
    assert places[4, 0] < 95


def test_a_movement_ends_with_a_pause_and_after_a_while(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr("course_utils.widgets.shared.setting_marks.time.perf_counter", lambda: clock[0])
    movement, heard = Movement(), []
    for wait in [0.0, 0.1, 0.1, A_PAUSE, *[ONE_MOVEMENT / 4] * 5]:
        clock[0] += wait
        heard.append(movement.goes_on())
    assert heard == [False, True, True, False, True, True, True, False, True]
