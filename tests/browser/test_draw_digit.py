"""The drawing pad in a real browser: by mouse, by finger, by keys, at a zoom of 200 %, and without Python."""

import ast
import json
import re
from pathlib import Path

import pytest
from demo_page import DemoPage
from lab_in_browser import JupyterServer, Lab
from playwright.sync_api import expect

DEMO = "from course_utils.widgets import DrawDigit\ndemo = DrawDigit()\ndemo"
DRAWN = json.loads((Path(__file__).parents[1] / "widgets/mnist/drawn_digits.json").read_text(encoding="utf-8"))
FOUR, SEVEN = DRAWN["4"][0], DRAWN["7"][0]


class Page(DemoPage):
    """The demo as a person meets it."""

    def __init__(self, lab):
        super().__init__(lab)
        self.pad = self.demo.locator(".course-pad-paper")
        self.strokes = self.demo.locator(".course-pad-stroke")
        self.devtools = self.page.context.new_cdp_session(self.page)
        self.reads("Nothing is drawn yet")

    def reads(self, words):
        """Wait until the picture, and the line below it, say this."""
        expect(self.picture).to_have_attribute("aria-label", re.compile(words))
        expect(self.demo.locator(".course-status")).to_contain_text(re.compile(words))

    def place(self, point):
        """Where on the screen a point of the pad is."""
        box = self.pad.bounding_box()
        return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]

    def draw_by_mouse(self, strokes):
        self.pad.scroll_into_view_if_needed()
        for first, *others in strokes:
            self.page.mouse.move(*self.place(first))
            self.page.mouse.down()
            for point in others:
                self.page.mouse.move(*self.place(point), steps=3)
            self.page.mouse.up()

    def draw_by_finger(self, strokes):
        self.pad.scroll_into_view_if_needed()
        for first, *others in strokes:
            self.touch("touchStart", first)
            for point in others:
                self.touch("touchMove", point)
            self.touch("touchEnd")

    def touch(self, kind, *points):
        places = [dict(zip("xy", self.place(point), strict=True)) for point in points]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    def strokes_in_python(self):
        """Return the strokes that Python has, once it has every point that the page has."""
        count = "all => all.reduce((sum, one) => sum + one.points.numberOfItems - 1, 0)"  # the last one stands twice
        drawn = str(self.strokes.evaluate_all(count))
        self.lab.wait_for_value("sum(map(len, demo.pad.strokes))", drawn)
        return ast.literal_eval(self.lab.ask_kernel("demo.pad.strokes"))


@pytest.fixture
def demo(notebook):
    notebook.run_instead(DEMO)
    yield Page(notebook)


@pytest.fixture
def no_errors(demo):
    yield
    assert demo.lab.console_errors == []


@pytest.mark.usefixtures("no_errors")
def test_a_digit_drawn_by_mouse_is_read(demo):
    demo.draw_by_mouse(FOUR)
    demo.reads("The network says 4")
    for drawn, arrived in zip(FOUR, demo.strokes_in_python(), strict=True):
        assert arrived[0] == pytest.approx(drawn[0], abs=0.01)
        assert arrived[-1] == pytest.approx(drawn[-1], abs=0.01)
        assert len(arrived) > len(drawn)


@pytest.mark.usefixtures("no_errors")
def test_a_digit_drawn_by_finger_is_read_and_the_page_stays_where_it_is(demo):
    demo.devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    demo.pad.scroll_into_view_if_needed()
    before = demo.pad.bounding_box()
    demo.draw_by_finger(SEVEN)
    demo.devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    demo.reads("The network says 7")
    assert len(demo.strokes_in_python()) == 1
    assert demo.pad.bounding_box() == before


@pytest.mark.usefixtures("no_errors")
def test_a_digit_drawn_by_keys_is_read(demo):
    cells = len(demo.lab.cells())
    demo.page.locator(".jp-Notebook").focus()
    demo.lab.tab_to(demo.pad)

    def go(direction, times):
        demo.press(*[f"Shift+Arrow{direction}"] * times)

    go("Left", 2), go("Up", 3)  # with the pen up
    expect(demo.strokes).to_have_count(0)
    demo.press("Space")
    expect(demo.demo.locator(".course-pad-hint")).to_contain_text("The pen is down")
    go("Down", 3), go("Right", 4)
    demo.press("Space")
    go("Left", 1), go("Up", 4)
    expect(demo.strokes).to_have_count(1)
    demo.press("Space")
    go("Down", 8)
    demo.press("Space")
    demo.reads("The network says 4")
    demo.press("u")
    expect(demo.strokes).to_have_count(1)
    demo.press("Space", "ArrowRight", "ArrowRight", "Backspace")  # the stroke that is being drawn
    expect(demo.strokes).to_have_count(1)
    demo.press("c")
    demo.reads("Nothing is drawn yet")
    demo.press("a", "b", "d", "d", "x", "Enter")  # JupyterLab's commands for cells
    assert len(demo.lab.cells()) == cells
    assert demo.strokes_in_python() == []


@pytest.mark.usefixtures("no_errors")
def test_undo_clear_and_brushes(demo):
    expect(demo.button("Undo")).to_be_disabled()
    demo.draw_by_mouse(FOUR)
    expect(demo.strokes).to_have_count(2)
    demo.demo.get_by_role("button", name="thick brush").click()
    expect(demo.demo.get_by_role("button", name="thick brush")).to_have_attribute("aria-pressed", "true")
    expect(demo.demo.locator(".course-pad-ink")).to_have_attribute("stroke-width", "0.12")
    demo.reads("The network says 4")
    demo.lab.wait_for_value("demo.pad.brush", "'thick'")
    demo.button("Undo").click()
    expect(demo.picture).to_have_attribute("aria-label", re.compile("a drawing of 1 stroke,"))
    demo.button("Clear").click()
    demo.reads("Nothing is drawn yet")
    expect(demo.strokes).to_have_count(0)


@pytest.mark.usefixtures("no_errors")
def test_without_centring_a_small_digit_in_the_corner_is_read_as_it_lies(demo):
    demo.draw_by_mouse([[[0.35 * x, 0.35 * y] for x, y in stroke] for stroke in DRAWN["3"][0]])
    demo.reads("The network says 3")
    demo.button("off").click()
    expect(demo.picture).to_have_attribute("aria-label", re.compile("shrunk to 28 × 28 pixels"))
    demo.button("on").click()
    demo.reads("The network says 3")


@pytest.mark.usefixtures("no_errors")
def test_python_can_draw_too(demo):
    demo.lab.ask_kernel(f"demo.draw({FOUR})")
    expect(demo.strokes).to_have_count(2)
    demo.reads("The network says 4")
    demo.draw_by_mouse([[[0.98, 0.5], [1.3, 0.5], [1.3, 0.6]]])  # out of the pad
    expect(demo.strokes).to_have_count(3)
    expect(demo.picture).to_have_attribute("aria-label", re.compile("a drawing of 3 strokes"))
    assert demo.strokes_in_python()[2][-1] == pytest.approx([1.3, 0.6], abs=0.01)


@pytest.mark.usefixtures("no_errors")
def test_a_pad_that_python_clears_under_the_pen_is_drawn_on_further(demo):
    demo.pad.focus()
    demo.press("Space", "Shift+ArrowDown")
    expect(demo.strokes).to_have_count(1)
    demo.strokes_in_python()
    demo.lab.ask_kernel("demo.clear()")
    expect(demo.strokes).to_have_count(0)
    demo.press("Shift+ArrowDown", "Shift+ArrowDown")
    expect(demo.strokes).to_have_count(1)
    assert demo.strokes_in_python() == [[[0.5, 0.7], [0.5, 0.8]]]


@pytest.mark.usefixtures("no_errors")
def test_it_fits_beside_the_file_list(demo):
    demo.page.set_viewport_size({"width": 1280, "height": 800})
    box = demo.demo.bounding_box()
    demo.page.set_viewport_size({"width": 1280, "height": 900})
    assert box["width"] <= 850 and box["height"] <= 640
    assert demo.demo.evaluate("d => d.scrollWidth <= d.clientWidth")


@pytest.mark.usefixtures("no_errors")
def test_at_a_zoom_of_200_per_cent_ink_is_where_the_mouse_was(demo):
    demo.devtools.send(
        "Emulation.setDeviceMetricsOverride", {"width": 640, "height": 450, "deviceScaleFactor": 2, "mobile": False}
    )
    demo.page.wait_for_function("() => window.devicePixelRatio === 2")
    demo.draw_by_mouse(FOUR)
    demo.reads("The network says 4")
    for drawn, arrived in zip(FOUR, demo.strokes_in_python(), strict=True):
        assert arrived[-1] == pytest.approx(drawn[-1], abs=0.01)
    notebook = demo.page.locator(".jp-Notebook .jp-OutputArea-output").first
    assert demo.pad.bounding_box()["width"] < notebook.bounding_box()["width"]
    demo.devtools.send("Emulation.clearDeviceMetricsOverride")
    demo.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.usefixtures("no_errors")
def test_ink_can_be_told_from_paper_in_both_themes(demo, theme):
    demo.lab.set_theme(theme)
    demo.draw_by_mouse(FOUR[:1])
    ink = demo.strokes.first.evaluate("e => getComputedStyle(e).stroke")
    paper = demo.pad.evaluate("e => getComputedStyle(e).backgroundColor")
    dark, light = (sum(map(float, re.findall(r"[\d.]+", colour)[:3])) for colour in (ink, paper))
    assert (light - dark > 450) if theme == "light" else (dark - light > 450)


@pytest.fixture
def own_lab(browser):
    """A JupyterLab of this test's own: after its kernel has started again, nothing else should use it."""
    with JupyterServer() as server:
        lab = Lab(browser.new_page(), server)
        lab.open_code("")
        yield lab
        lab.page.context.close()


def test_without_python_the_pad_still_draws_and_says_so(own_lab):
    own_lab.run_instead(DEMO)
    demo = Page(own_lab)
    demo.draw_by_mouse(FOUR[:1])
    demo.page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    expect(demo.demo.locator(".course-unheard")).to_contain_text("lost its Python")
    demo.draw_by_mouse(FOUR[1:])
    expect(demo.strokes).to_have_count(2)
    demo.button("Undo").click()
    expect(demo.strokes).to_have_count(1)
