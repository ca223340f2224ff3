"""What every demo's page does by itself: names for sliders, frames at the size shown, and words when Python is deaf."""

import re

import pytest
from playwright.sync_api import expect

BUSY, LOST = "Python is busy", "lost its Python"
DEMO = "from course_utils.widgets import Descend\ndemo = Descend()\ndemo"


@pytest.fixture(scope="module")
def lab(tab):
    """A tab with a demo that has two kinds of sliders; the last test restarts its kernel."""
    tab.clear()
    tab.open_code(DEMO)
    return tab


@pytest.fixture
def demo(lab):
    """That demo, in sight."""
    found = lab.page.locator(".course-demo")
    expect(found.locator("canvas")).to_have_attribute("data-frame", re.compile(r"\d"))
    found.evaluate("element => element.scrollIntoView({block: 'start'})")
    return found


def test_every_slider_says_its_name_and_the_value_beside_it(lab, demo):
    handle = demo.get_by_role("slider", name="Learning rate α")
    expect(handle).to_have_attribute("aria-valuetext", "0.100")
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "0.102")
    names = demo.locator(".noUi-handle").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert all(names) and len(set(names)) == len(names)
    assert lab.console_errors == []


def test_each_slider_is_one_stop_of_the_tab_key(lab, demo):
    handle = demo.get_by_role("slider", name="Learning rate α")
    handle.focus()
    lab.page.keyboard.press("Tab")
    inside = "element => element.contains(document.activeElement)"
    assert not demo.locator(".widget-slider", has_text="Learning rate α").evaluate(inside)


def test_no_label_is_cut(lab, demo):
    demo.get_by_role("button", name="More").click()
    for width in (1280, 900):
        lab.page.set_viewport_size({"width": width, "height": 800})
        cut = demo.locator(".widget-label").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        )
        assert cut == []
    lab.page.set_viewport_size({"width": 1280, "height": 900})


def test_frames_have_the_size_at_which_they_are_shown(lab, demo):
    canvas = demo.locator("canvas")
    for width in (1280, 1700, 760):
        lab.page.set_viewport_size({"width": width, "height": 900})
        lab.page.wait_for_function(
            "() => { const c = document.querySelector('.course-demo canvas');"
            " return Math.abs(c.width - c.clientWidth) <= 2; }"
        )
        assert canvas.evaluate("c => c.clientWidth") >= 660, "type would be too small to read"
    lab.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_demo_that_waits_for_other_cells_says_so_until_it_is_heard(lab, demo):
    unheard = demo.locator(".course-unheard")
    expect(unheard).to_be_hidden()
    lab.page.evaluate("""() => {
        const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        window.later = kernel.requestExecute({ code: "import time; time.sleep(60)" }).done;
    }""")
    expect(unheard).to_contain_text(BUSY)
    demo.get_by_role("button", name="Step").click()
    lab.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    expect(unheard).to_be_hidden()
    expect(demo.locator(".course-status").first).to_contain_text("Step 1")
    assert lab.console_errors == []


def test_a_playing_demo_is_not_said_to_be_busy(lab, demo):
    demo.get_by_role("button", name="Reset").click()
    demo.get_by_role("button", name="Play").click()
    for _ in range(8):
        lab.page.wait_for_timeout(300)
        expect(demo.locator(".course-unheard")).to_be_hidden()
    demo.get_by_role("button", name="Reset").click()


def test_after_a_restart_a_demo_says_that_it_is_no_longer_live(lab, demo):
    demo.get_by_role("button", name="Play").click()
    expect(demo.get_by_role("button", name="Pause")).to_be_visible()
    lab.page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    expect(demo.locator(".course-unheard")).to_contain_text(LOST)
    assert demo.get_by_text("Pause").first.evaluate("element => Boolean(element.closest('[inert]'))")
    lab.wait_for_kernel()
    lab.run_all()
    expect(demo.locator(".course-unheard")).to_be_hidden()
