"""PinnedCurves: earlier runs on the plots."""

import pytest

from course_utils import plots
from course_utils.widgets.shared.pins import MOST_PINS, PinnedCurves


@pytest.fixture
def axes():
    return plots.place_axes(plots.new_figure(300, 200), 20, 20, 260, 160)


def test_each_pin_has_a_line_of_its_own_style_and_a_letter_at_its_end(axes):
    pinned = PinnedCurves(plots.GREY)
    pins = [[1, 2], [2, 4], [3, 6]]
    assert pinned.draw(pins, lambda pin: [(axes, [0, 1], pin)])
    assert [text.get_text() for text in axes.texts] == ["A", "B", "C"]
    assert [text.xy for text in axes.texts] == [(1, pin[-1]) for pin in pins]
    assert len({str(line._unscaled_dash_pattern) for line in axes.lines}) == MOST_PINS


def test_pins_are_drawn_once_and_replaced_as_a_whole(axes):
    pinned = PinnedCurves(plots.GREY)
    pins = [[1, 2], [2, 4]]
    assert pinned.draw(pins, lambda pin: [(axes, [0, 1], pin)])
    assert not pinned.draw(pins, lambda pin: [(axes, [0, 1], pin)])
    assert len(axes.lines) == 2
    assert pinned.draw([], lambda pin: [(axes, [0, 1], pin)])
    assert len(axes.lines) == len(axes.texts) == 0
