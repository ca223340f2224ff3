"""Mistakes in a real browser: by mouse, by keyboard, and on one screen."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def demo(notebook):
    notebook.run_instead("from course_utils.widgets import Mistakes\ndemo = Mistakes()\ndemo")
    notebook.page.set_default_timeout(30_000)
    yield notebook.page.locator(".course-demo")
    assert notebook.console_errors == []


def shows(demo, pattern):
    """Wait until the picture's description matches."""
    expect(demo.locator("canvas")).to_have_attribute("aria-label", re.compile(pattern), timeout=30_000)


def test_cells_threshold_and_start_view_by_mouse_and_keyboard(demo, notebook):
    shows(demo, "Shown: the most confident mistakes")
    picture = demo.locator("canvas")
    box = picture.bounding_box()
    place = {"x": (62 + 48 * 9.5) / 1100 * box["width"], "y": (96 + 48 * 4.5) / 620 * box["height"]}
    picture.click(position=place)
    shows(demo, "Shown: 4 answered as 9, most confident first")
    picture.press("ArrowLeft")
    shows(demo, "Shown: 4 answered as 8")
    picture.press("ArrowDown")
    shows(demo, "Shown: 5 answered as 8")
    picture.press("m")
    shows(demo, "Shown: the most confident mistakes")
    demo.locator(".noUi-handle").focus()
    for _ in range(8):
        notebook.page.keyboard.press("ArrowRight")
    expect(demo).to_contain_text("90 %")
    shows(demo, r"answers \d\d% of them")


def test_controls_and_picture_are_seen_together(demo):
    shows(demo, r"\.$")
    expect(demo).to_contain_text("of these")
    box = demo.bounding_box()
    assert box["height"] <= 640, box
    assert demo.locator("canvas").bounding_box()["width"] <= 1100
