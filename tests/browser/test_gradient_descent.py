"""Notebook 02's demos in a real JupyterLab, by mouse and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def page(tab):
    """A tab with the demos of notebook 02, which the tests work one after the other."""
    tab.clear()
    demos = ("Descend", "NudgeOneWeight", "SteepestDirection", "StraightLinePromise", "BoundaryOnDigits")
    tab.open_code(*(f"from course_utils.widgets import {name}\n{name}()" for name in demos))
    yield tab.page
    assert tab.console_errors == []


def demo(page, label):
    """The demo that has a slider with this label, scrolled into sight."""
    found = page.locator(".course-demo", has_text=label)
    found.scroll_into_view_if_needed()
    return found


def described(found, pattern, timeout=15_000):
    """Wait until the picture's description matches."""
    expect(found.locator("canvas")).to_have_attribute("aria-label", re.compile(pattern), timeout=timeout)


def start(found):
    """Where the descent in the picture began, as it is described."""
    said = found.locator("canvas").get_attribute("aria-label")
    return [float(number.replace("−", "-")) for number in re.search(r"from \((.*?), (.*?)\)", said).groups()]


def slider(found, label):
    """The handle of the slider with this label."""
    return found.locator(".widget-slider", has_text=label).locator(".noUi-handle")


def middle(locator):
    """Where the middle of an element is, as x and y."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, handle, target, shift=0):
    """Drag a slider's handle to the middle of another element, and `shift` pixels further."""
    handle.hover()
    page.mouse.down()
    page.mouse.move(middle(target)[0] + shift, middle(handle)[1], steps=5)
    page.mouse.up()


def click_at(canvas, x, y):
    """Click where `x` and `y`, in pixels of the figure as it was drawn, are in the page."""
    scale = canvas.bounding_box()["width"] / 1100
    canvas.click(position={"x": x * scale, "y": y * scale})


def test_the_handle_stands_over_the_bound_that_it_is_set_to(page):
    found = demo(page, "Curvature")
    handle, bound = slider(found, "Learning rate"), found.locator(".course-mark-bound").nth(1)
    readout = found.locator(".widget-slider", has_text="Learning rate")
    handle.focus()
    page.keyboard.press("Home")
    while not re.search(r"0\.(49|50)\d", readout.inner_text()):
        page.keyboard.press("ArrowRight")
    mark = bound.bounding_box()["x"] + 7  # its line, beside which the words stand
    assert abs(middle(handle)[0] - mark) < 4


def test_the_learning_rate_moves_while_the_walk_runs(page):
    found = demo(page, "Curvature")
    status = found.locator(".course-status").first
    # The start by a click at w₁ = −1, w₂ = 1 in the map, which is at 84 … 460 and 36 … 412 pixels.
    click_at(found.locator("canvas"), 178, 130)
    described(found, r"After 0 steps .* from \(−1\.\d\d, [01]\.\d\d\)")
    found.get_by_label("Speed", exact=True).select_option("15 steps/s")
    found.get_by_role("button", name="Play").click()
    described(found, r"After [1-9]\d* steps")
    bounds = found.locator(".course-mark-bound")
    assert bounds.all_inner_texts() == ["1/L", "2/L"]
    expect(found.get_by_role("button", name="Pause")).to_be_visible()
    drag(page, slider(found, "Learning rate"), bounds.nth(1), shift=25)
    expect(status).to_contain_text("every hop is longer than the last")
    expect(found.locator(".course-note")).to_contain_text("Diverged at step", timeout=30_000)
    expect(found.get_by_role("button", name="Play")).to_be_visible()


def test_descend_by_keyboard_alone(page):
    found = demo(page, "Curvature")
    canvas = found.locator("canvas")
    canvas.focus()
    page.keyboard.press("r")
    described(found, "After 0 steps")
    before = start(found)
    for key in ("ArrowRight", "ArrowUp", "s", "s", "+", "p"):
        page.keyboard.press(key)
    described(found, "After 2 steps")
    assert [round(after - was, 2) for was, after in zip(before, start(found), strict=True)] == [0.1, 0.1]
    expect(found).to_contain_text("A pinned")
    slider(found, "Learning rate").focus()
    page.keyboard.press("Home")
    expect(found.locator(".course-status").first).to_contain_text("glides")
    found.get_by_label("Surface", exact=True).focus()
    page.keyboard.press("ArrowDown")
    described(found, r"After 0 steps .* from \(1\.80, 1\.20\)")
    canvas.focus()
    page.keyboard.press(" ")
    described(found, r"After [1-9]\d* steps")
    page.keyboard.press(" ")
    expect(found.get_by_role("button", name="Play")).to_be_visible()
    slider(found, "Look back").focus()
    page.keyboard.press("Home")
    described(found, "After 0 steps")


def test_nudge_by_mouse_and_by_keyboard(page):
    found = demo(page, "Nudge h")
    click_at(found.locator("canvas"), 62 + 300 * (1.5 - 0.2) / 1.9, 200)
    described(found, r"The weight is 1\.(49|5)")
    click_at(found.locator("canvas"), 775 + 295 * 10 / 15, 200)
    described(found, "the nudge 10⁻⁵")
    found.locator("canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    described(found, r"The weight is 1\.4.*the nudge 3.2·10⁻⁶")
    found.get_by_label("Estimate", exact=True).focus()
    page.keyboard.press("ArrowDown")
    described(found, "the centred difference")
    found.get_by_role("button", name="The lecture's nudge").focus()
    page.keyboard.press("Enter")
    described(found, "from 4.50 to 4.45")


def test_promise_by_mouse_and_by_keyboard(page):
    found = demo(page, "Step Δ")
    click_at(found.locator("canvas"), 60 + 290 * (0.9 + 1.8) / 3.6, 200)
    described(found, r"From the point \(0\.(89|9)")
    found.locator("canvas").focus()
    page.keyboard.press("ArrowDown")
    described(found, r"From the point \(.*, 0\.65\)")
    slider(found, "Step").focus()
    page.keyboard.press("Home")
    described(found, r"a step of 0\.01 .* a miss of 0\.00")


def test_the_steepest_direction_by_mouse_and_by_keyboard(page):
    found = demo(page, "Direction")
    click_at(found.locator("canvas"), 520 + 550 * (240 + 5) / 370, 200)
    described(found, "in the direction 240°.*The lowest slope in any direction tried, of 2 so far, is −4.12")
    found.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    described(found, "in the direction 235°")
    slider(found, "Direction").focus()
    page.keyboard.press("Home")
    described(found, "in the direction 0°")
    found.get_by_label("Show the gradient").check()
    described(found, r"The gradient is \(2\.00, 3\.60\)")


def test_the_boundary_sweeps_while_the_learning_rate_is_moved(page):
    found = page.locator(".course-demo").last
    found.get_by_role("button", name="Play").click()
    described(found, r"After [3-9]\d* steps")
    handle = slider(found, "Learning rate")
    handle.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    described(found, "the boundary has 40[0-9] of 411 digits")
    found.get_by_role("button", name="Pause").click()
    found.get_by_role("button", name="Play").wait_for()
    expect(found.locator(".course-unheard")).to_be_hidden()  # which, on a busy machine, moves the picture down
    click_at(found.locator("canvas"), 470 + 330 * (1 + 4) / 8, 40 + 330 * (4 - 3) / 8)
    described(found, r"After 0 steps the weights are \(1\.\d0, (3\.|2\.9)\d*\)")
