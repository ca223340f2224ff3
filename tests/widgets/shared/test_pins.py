"""PinsPanel and PinnedCurves: earlier runs in words and on the plots."""

import pytest

from course_utils import plots
from course_utils.widgets.shared.demo import close_all
from course_utils.widgets.shared.pins import MOST_PINS, PinnedCurves, PinsPanel


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


@pytest.fixture
def panel():
    pressed = []
    panel = PinsPanel(lambda: pressed.append("pin"), "Keep it", lambda: pressed.append("unpin"), "Let it go")
    panel.pressed = pressed
    yield panel
    close_all([panel, *panel.buttons])


def test_the_panel_has_two_buttons(panel):
    assert [(button.description, button.tooltip) for button in panel.buttons] == [
        ("Pin", "Keep it"),
        ("Unpin", "Let it go"),
    ]
    for button in panel.buttons:
        button.click()
    assert panel.pressed == ["pin", "unpin"]


def test_the_panel_keeps_the_newest_pins_and_lists_them_by_letter(panel):
    assert (panel.pinned, panel.value) == ([], "")
    for run in ("one", "two", "three", "<four>"):
        panel.pin(run, f"run {run}")
    assert panel.pinned == ["two", "three", "<four>"]
    assert panel.value.count("course-status") == MOST_PINS
    assert "<b>A</b> pinned: run two<" in panel.value
    assert "<b>C</b> pinned: run &lt;four&gt;<" in panel.value


def test_every_change_of_the_panel_makes_another_list(panel):
    """By which PinnedCurves sees that there is something to draw."""
    before = panel.pinned
    panel.pin(1, "one")
    assert before == []
    pinned = panel.pinned
    panel.clear()
    assert (panel.pinned, panel.value, pinned) == ([], "", [1])
