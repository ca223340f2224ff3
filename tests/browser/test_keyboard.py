"""Every notebook with the keyboard alone: its cells are run, a demo is played, a poll is answered, and left again."""

import re

import build_notebooks
import pytest
from demo_page import DemoPage
from lab_in_browser import IN_THE_WAY
from playwright.sync_api import expect

# What is run of each notebook: cells that come first, a demo, and a poll, where it has one.
LESSONS = {
    "01_loss_functions.ipynb": (["import numpy"], "ScoresToLoss()", 'poll("weight_matrix")'),
    "02_gradient_descent.ipynb": (["import numpy"], "walker = Descend()", None),
    "03_backpropagation.ipynb": (["import numpy"], "chain = GraphStepper(", 'poll("relu")'),
    "04_training.ipynb": (["import numpy"], "PathsOfDescent()", 'poll("data_splits")'),
    "05_mnist.ipynb": (["import numpy", "mnist = load_mnist()"], "MnistTrainer(mnist)", 'poll("a_tenth_better")'),
}
# The buttons by which a demo goes on, where they are not those of a demo that is played.
BUTTONS = {"ScoresToLoss()": [], "chain = GraphStepper(": ["Forward one node"]}
PLAYED = ["Step", "Play"]
MOST_STOPS = 60  # of the Tab key, in one demo

# What can be worked with in a place, and how each of it looks while it has not the focus.
NOTE = """(place, controls) => {
    const shown = [...place.querySelectorAll(controls)].filter((element) => element.checkVisibility());
    const look = (element) => {
        const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
        return [outlineStyle, outlineWidth, boxShadow, borderColor].join();
    };
    window.noted = { shown, look, plain: shown.map(look) };
    return shown.map((element) => element.outerHTML.slice(0, 200));
}"""

# Where the focus is: outside of the place (null), or at which of the controls, and whether it can be seen there.
STOP = """place => {
    const { shown, look, plain } = window.noted;
    const number = shown.indexOf(document.activeElement);
    if (!place.contains(document.activeElement)) return null;
    return [number, number >= 0 && look(document.activeElement) !== plain[number]];
}"""
CONTROLS = "button:enabled, select, canvas, .noUi-handle, input"


# How many cells down the first one is that holds this code.
WAY = """code => {
    const { widgets, activeCellIndex } = window.jupyterapp.shell.currentWidget.content;
    const holds = (cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().includes(code);
    return widgets.findIndex(holds) - activeCellIndex;
}"""


class Reader:
    """Someone with a keyboard and no mouse, in the notebook that is open."""

    def __init__(self, lab):
        self.lab, self.page, self.press = lab, lab.page, lab.page.keyboard.press

    def run_cell_with(self, code):
        """Go to the first cell that holds this code, run it, and stay there."""
        way = self.page.evaluate(WAY, code)
        for _ in range(abs(way)):
            self.press("ArrowDown" if way > 0 else "ArrowUp")
        assert self.page.evaluate(WAY, code) == 0, f"the arrows do not lead to {code}"
        self.press("Shift+Enter")
        self.lab.wait_for_kernel()
        self.press("ArrowUp")

    def walk_through(self, place):
        """Press Tab into a place, through it and out; return the controls that it missed, or left without a mark."""
        controls = place.evaluate(NOTE, CONTROLS)
        assert len(controls) > 3
        marked, inside = set(), False
        for _ in range(2 * MOST_STOPS):
            self.press("Tab")
            stop = place.evaluate(STOP)
            if stop is not None:
                inside = True
                number, is_marked = stop
                marked |= {number} if is_marked else set()
            elif inside:
                return [control for number, control in enumerate(controls) if number not in marked]
        raise AssertionError("Tab does not lead into it, or not out of it")

    def leave(self, place):
        """Press Tab until the focus is outside, and go back to the cells."""
        for _ in range(MOST_STOPS):
            if not place.evaluate("place => place.contains(document.activeElement)"):
                return self.press("Escape")
            self.press("Tab")
        raise AssertionError("Tab does not lead out of it")


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, tab):
    """A notebook, a reader in it, the code of its demo, and that of its poll."""
    tab.clear()
    tab.open(request.param)
    expect(tab.page.locator(IN_THE_WAY)).to_have_count(0)
    expect(tab.page.locator(".jp-Notification-Status")).to_have_text("0")
    tab.page.locator(".jp-Notebook").focus()
    reader = Reader(tab)
    first, *rest = LESSONS[request.param]
    for code in first:
        reader.run_cell_with(code)
    return reader, *rest


def test_a_demo_is_reached_used_and_left(lesson):
    reader, code, _ = lesson
    reader.run_cell_with(code)
    demo = reader.page.locator(".course-demo")
    canvas = demo.locator("canvas")
    expect(canvas).to_have_attribute("data-frame", re.compile(r"\d"), timeout=20_000)
    assert reader.walk_through(demo) == []

    for control in (demo.locator(".noUi-handle:visible"), demo.locator("select:visible")):
        if control.count():
            changes_with_the_arrows(reader, control.first)
    for name in BUTTONS.get(code, PLAYED):
        before = canvas.get_attribute("data-frame")
        reader.lab.tab_to(DemoPage(reader.lab).button(name))
        reader.press("Space")
        expect(canvas).not_to_have_attribute("data-frame", before)
    reader.leave(demo)
    assert reader.lab.console_errors == []


def test_a_poll_is_reached_answered_and_left(lesson):
    reader, _, code = lesson
    if code is None:
        assert "poll(" not in (build_notebooks.NOTEBOOKS / "02_gradient_descent.ipynb").read_text(encoding="utf-8")
        return
    reader.run_cell_with(code)
    poll = reader.page.locator(".course-poll")
    expect(poll).to_be_visible()
    assert reader.walk_through(poll) == []

    reader.lab.tab_to(poll.locator(".course-poll-pick").first)
    reader.press("Space")
    expect(poll).to_contain_text("your choice")
    expect(poll.locator(".course-poll-feedback").first).not_to_be_empty()
    reader.leave(poll)
    assert reader.lab.console_errors == []


def test_a_focus_that_is_not_seen_is_noticed(lab):
    lab.open_code("from course_utils.polls import poll\npoll('relu')")
    poll = lab.page.locator(".course-poll")
    lab.page.locator(".jp-Notebook").focus()
    for style in ("", "outline: none"):
        poll.evaluate("(poll, style) => poll.querySelectorAll('button')[1].style = style", style)
        assert len(Reader(lab).walk_through(poll)) == bool(style)
        lab.page.locator(".jp-Notebook").focus()


def changes_with_the_arrows(reader, control):
    reader.lab.tab_to(control)
    value = "element => element.value ?? element.getAttribute('aria-valuenow')"
    before = control.evaluate(value)
    for key in ("ArrowDown", "ArrowUp", "ArrowUp"):  # it may stand at either end
        reader.press(key)
        if control.evaluate(value) != before:
            return
    raise AssertionError(f"the arrows leave it at {before}")
