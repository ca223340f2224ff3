"""axe-core, which looks for what keeps people out of a page, finds nothing in a demo, a poll or a verdict."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from course_utils import polls, widgets

OURS = ".course-demo, .course-poll, .jp-RenderedHTML, .jp-RenderedMarkdown"  # the last two: verdicts

SET_UP = """
import numpy as np
from course_utils import losses, polls, widgets
from course_utils.exercises import check, hint, progress, reveal
def softmax(logits):
    ...
"""
VERDICTS = [
    "check('softmax', softmax)",
    "check('softmax', np.exp)",
    "check('softmax', losses.softmax)",
    "hint('softmax')",
    "reveal('softmax')",
    "progress('01_loss_functions')",
]
POLLS = ["asked = [polls.poll(name) for name in polls.names()]", *(f"asked[{i}]" for i in range(len(polls.names())))]
DEMOS = ["demos = {}", *(f"demos[{name!r}] = widgets.{name}()\ndemos[{name!r}]" for name in widgets.__all__)]

# What is shown at some time: choices, counts and answers of polls; further settings, notes and errors of demos.
ALL_AT_ONCE = """
for each in asked:
    each.choose("A")
    each.counting, each.counts = True, [3, *each.counts[1:]]
    each.reveal()
def unfold(widget):
    if widget.layout.display == "none":
        widget.layout.display = None
    for child in getattr(widget, "children", ()):
        unfold(child)
for demo in demos.values():
    demo.note.say("A note that stands out.")
    unfold(demo)
"""

FINDINGS = """async (ours) => {
    const include = [...document.querySelectorAll(ours)];
    const { violations } = await axe.run({ include }, { resultTypes: ["violations"] });
    return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)}`));
}"""

# Of every text of ours that can be worked with: the WCAG contrast of its colour with what lies behind it.
CONTRASTS = """(ours) => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
        const [r, g, b] = numbers(colour).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const clear = (node) => numbers(getComputedStyle(node).backgroundColor)[3] === 0;
    const hasText = (node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    const works = (node) => !node.closest("[disabled], [inert], [hidden]") && node.checkVisibility();
    const inside = [...document.querySelectorAll(ours)].flatMap((each) => [...each.querySelectorAll("*")]);
    const texts = [...new Set(inside)].filter((node) => node.matches("input, select") || hasText(node)).filter(works);
    return texts.map((node) => {
        let behind = node;
        while (clear(behind)) behind = behind.parentElement;
        const pair = [getComputedStyle(node).color, getComputedStyle(behind).backgroundColor].map(light);
        return [node.outerHTML.slice(0, 200), (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
    });
}"""

MOVING = """(ours) => {
    const inside = [...document.querySelectorAll(ours)].flatMap((each) => [each, ...each.querySelectorAll("*")]);
    const moves = (element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(",").some((each) => parseFloat(each) > 0);
    };
    return inside.filter(moves).map((element) => element.outerHTML.slice(0, 200));
}"""


@pytest.fixture(scope="module")
def opened(tab):
    """A notebook with every verdict, poll and demo, run, and all that they ever show."""
    tab.clear()
    tab.open_code(SET_UP, *VERDICTS, *POLLS, *DEMOS, ALL_AT_ONCE)
    notes = f"() => document.querySelectorAll('.course-note').length === {len(widgets.__all__)}"
    tab.page.wait_for_function(notes)
    tab.page.evaluate(Axe().axe_script)
    yield tab
    tab.set_theme("light")


def findings(lab):
    return lab.page.evaluate(FINDINGS, OURS)


def faint(lab):
    return [(text, contrast) for text, contrast in lab.page.evaluate(CONTRASTS, OURS) if contrast < 4.5]


def test_all_of_it_is_there(opened):
    page = opened.page
    assert page.locator(".course-demo .course-canvas").count() == len(widgets.__all__)
    assert page.locator(".course-poll").count() == len(polls.names())
    assert page.locator(".jp-OutputArea-executeResult").count() == len([*VERDICTS, *POLLS[1:], *DEMOS[1:]])
    assert opened.console_errors == []


def test_axe_finds_nothing(opened):
    assert findings(opened) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(opened, theme):
    opened.set_theme(theme)
    assert len(opened.page.evaluate(CONTRASTS, OURS)) > 500
    assert faint(opened) == []


def test_the_edge_of_a_slider_s_handle_is_seen(opened):
    """This grey has 4.5 : 1 to the white of the page, and 4.2 : 1 to the black of the dark theme; 3 : 1 are needed."""
    handles = ".course-demo .noUi-target:not([disabled]) .noUi-handle"
    edges = "(handles) => [...document.querySelectorAll(handles)].map((each) => getComputedStyle(each).borderColor)"
    assert set(opened.page.evaluate(edges, handles)) == {"rgb(118, 118, 118)"}


def moving(lab):
    """What of ours would move by itself when it changes."""
    return lab.page.evaluate(MOVING, OURS)


def test_nothing_moves_by_itself(opened):
    frames = "() => [...document.querySelectorAll('.course-canvas')].map((canvas) => canvas.dataset.frame)"
    seen = [opened.page.evaluate(frames)]
    for _ in range(8):  # the first frames are drawn anew for the width that they are shown at; then no more come
        opened.page.wait_for_timeout(1000)
        seen.append(opened.page.evaluate(frames))
        if seen[-1] == seen[-2]:
            return
    raise AssertionError(seen)


def test_who_asks_for_less_motion_gets_less(opened):
    assert any("course-poll-bar" in element for element in moving(opened))
    opened.page.emulate_media(reduced_motion="reduce")
    assert moving(opened) == []
    opened.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize(
    ("element", "damage", "rule"),
    [
        (".course-demo .noUi-handle", "removeAttribute('aria-label')", "aria-input-field-name"),
        (".course-demo select", "removeAttribute('id')", "select-name"),
        (".course-canvas", "removeAttribute('aria-label')", "role-img-alt"),
        (".course-poll-pick", "replaceChildren()", "button-name"),
    ],
)
def test_a_name_that_is_lost_is_noticed(opened, element, damage, rule):
    before = findings(opened)
    opened.page.locator(element).first.evaluate(f"element => element.{damage}")
    (new,) = set(findings(opened)) - set(before)
    assert new.startswith(f"{rule}: ")


def test_a_text_that_is_faint_is_noticed(opened):
    opened.set_theme("light")
    opened.page.locator(".course-status").first.evaluate("element => { element.style.color = '#999999'; }")
    assert any("rgb(153, 153, 153)" in text for text, _ in faint(opened))
