"""The demos of notebook 01 in a real browser: by mouse, and by keyboard alone."""

import re

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect


class Page(DemoPage):
    """A demo as a person meets it: a picture, buttons, and handles to pull."""

    def __init__(self, lab, demo):
        super().__init__(lab, demo)
        self.wait_for(r"\.$")

    def handle(self, slider):
        """Return the handle of a slider, the first being 0."""
        return self.page.locator(".course-demo .noUi-handle").nth(slider)

    def wait_for(self, pattern):
        """Wait until the picture shown is one of which this is true."""
        expect(self.picture).to_have_attribute("aria-label", re.compile(pattern))

    def drag_slider(self, slider, pixels):
        """Pull a slider's handle sideways, and let go."""
        self.drag_handle(self.handle(slider), pixels)

    def drag_in_picture(self, start, end):
        """Drag from one place of the picture to another, given as shares of its width and height."""
        self.picture.scroll_into_view_if_needed()
        box = self.picture.bounding_box()
        self.drag(*((box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)))


@pytest.fixture
def open_demo(notebook):
    yield lambda name: Page(notebook, name)
    assert notebook.console_errors == []


def test_scores_to_loss_by_mouse(open_demo):
    demo = open_demo("ScoresToLoss")
    demo.wait_for(r"−log 0\.982 = 0\.018")
    demo.button("Network #2").click()
    demo.wait_for(r"−log 0\.119 = 2\.127")
    demo.button("1").click()
    demo.wait_for(r"−log 0\.881 = 0\.127")
    demo.button("Three classes").click()
    demo.wait_for(r"−log 0\.700 = 0\.357")
    demo.drag_in_picture((0.6, 0.8), (0.6, 0.8))  # a click on the third class
    demo.wait_for(r"The true class is 2.*−log 0\.100")
    before = demo.lab.ask_kernel("demo.weights[0][0].value")
    demo.drag_slider(2, 30)  # below those of the two inputs
    demo.wait_for(r"scores 0\.[1-9]|scores [1-9]")
    assert float(demo.lab.ask_kernel("demo.weights[0][0].value")) > float(before)


def test_scores_to_loss_by_keyboard_alone(open_demo):
    demo = open_demo("ScoresToLoss")
    cells = len(demo.lab.cells())
    demo.lab.tab_to(demo.button("Three classes"))
    demo.press("Enter")
    demo.wait_for("A layer with 3 classes")
    demo.lab.tab_to(demo.button("0"))
    demo.press("Enter")
    demo.wait_for("The true class is 0")
    demo.lab.tab_to(demo.picture)
    demo.press("2")
    demo.wait_for("The true class is 2")
    demo.lab.tab_to(demo.handle(2))
    demo.press("ArrowRight", "ArrowRight")
    demo.wait_for(r"scores 0\.10, 1\.25")
    demo.press("b", "a", "d", "d")  # by which JupyterLab would insert and delete cells
    assert len(demo.lab.cells()) == cells


def test_price_of_probability_by_mouse(open_demo):
    demo = open_demo("PriceOfProbability")
    demo.button("p = 0.7").click()
    demo.wait_for(r"−log 0\.70 = 0\.357")
    demo.button("p = 0.1").click()
    demo.wait_for(r"−log 0\.10 = 2\.303")
    middle, left_edge = (60 + 150) / 1100, 61 / 1100  # of the first of the three axes
    demo.drag_in_picture((0.1, 0.5), (middle, 0.7))
    demo.wait_for(r"−log 0\.50 = 0\.693")
    demo.drag_in_picture((middle, 0.5), (left_edge, 0.5))
    demo.wait_for(r"−log 0\.01 = 4\.605")
    demo.drag_slider(0, 100)
    demo.wait_for(r"probability 0\.[2-9]")


def test_price_of_probability_by_keyboard_alone(open_demo):
    demo = open_demo("PriceOfProbability")
    cells = len(demo.lab.cells())
    demo.lab.tab_to(demo.handle(0))
    demo.press("ArrowRight")
    demo.wait_for(r"probability 0\.41\.")
    demo.lab.tab_to(demo.button("p = 0.7"))
    demo.press("Enter")
    demo.wait_for(r"probability 0\.70\.")
    demo.lab.tab_to(demo.picture)
    demo.press("ArrowLeft", "ArrowLeft", "b")
    demo.wait_for(r"probability 0\.68\.")
    assert len(demo.lab.cells()) == cells


def test_accuracy_and_cost_by_mouse(open_demo):
    demo = open_demo("AccuracyAndCost")
    alert = demo.page.get_by_role("alert")
    demo.button("Follow the accuracy").click()
    expect(alert).to_contain_text("The gradient of the accuracy is 0")
    demo.wait_for(r"w₁ = −2\.50 and w₂ = 1\.00")
    demo.button("Follow the cost").click()
    demo.wait_for(r"w₁ = 0\.\d\d and w₂ = 1\.00")
    demo.drag_in_picture((0.6, 0.7), ((512 + 285) / 1100, 0.7))  # along the cost, to the middle
    demo.wait_for(r"w₁ = −?0\.0\d and w₂ = 1\.00")
    demo.drag_slider(1, -60)
    demo.wait_for(r"w₂ = (0\.\d\d|−)")

    demo.button("Two weights").click()
    demo.wait_for("told apart by two weights")
    demo.drag_in_picture((0.6, 0.5), ((486 + 72) / 1100, (128 + 72) / 475))  # in the accuracy's map, a quarter in
    demo.wait_for(r"w₁ = −(3\.9|4\.0)\d? and w₂ = (3\.9|4\.0)")
    for _ in range(3):
        demo.button("Follow the cost").click()
    demo.wait_for("w₁ = −?[0-3]")
    demo.lab.wait_for_value("len(demo.path)", "4")  # what the page sends back does not wipe it out
    demo.button("Play").click()
    expect(alert).to_contain_text("this is the bottom", timeout=30_000)
    demo.wait_for(r"w₁ = (3\.9|4\.0)\d and w₂ = 4\.[12]\d: 39 of 40 are right")
    assert int(demo.lab.ask_kernel("len(demo.path)")) > 50  # one run: no slider has thrown it back
    demo.button("Reset").click()
    demo.wait_for(r"w₁ = −2\.50 and w₂ = 1\.00")


def test_accuracy_and_cost_by_keyboard_alone(open_demo):
    demo = open_demo("AccuracyAndCost")
    cells = len(demo.lab.cells())
    demo.lab.tab_to(demo.button("Two weights"))
    demo.press("Enter")
    expect(demo.button("Two weights")).to_have_class(re.compile("mod-active"))
    demo.lab.tab_to(demo.handle(0))
    demo.press("ArrowRight")
    demo.wait_for(r"w₁ = −2\.49")
    demo.lab.tab_to(demo.picture)
    demo.press("ArrowRight", "ArrowUp")
    demo.wait_for(r"w₁ = −2\.39 and w₂ = 1\.10")
    demo.press("a")
    expect(demo.page.get_by_role("alert")).to_contain_text("The gradient of the accuracy is 0")
    demo.press("s")
    demo.wait_for(r"w₁ = 0\.\d\d and w₂ = 2\.")
    demo.press("b", "x")
    assert len(demo.lab.cells()) == cells


def test_a_rate_turned_while_the_race_runs_acts_on_it(open_demo):
    demo = open_demo("RaceOfTwoLosses")
    demo.button("Play").click()
    demo.wait_for(r"cross-entropy arrived after 12 steps .*squared error not arrived after [2-6]\d steps")
    demo.drag_slider(1, 50)
    demo.wait_for(r"at the learning rates 2 and [12]\d:")
    expect(demo.page.get_by_role("alert")).to_contain_text("The race is over")
    demo.wait_for(r"squared error arrived after")
    rate, steps = (int(demo.lab.ask_kernel(f"int({words})")) for words in ("demo.racers[1].rate", "demo.steps"))
    assert rate >= 10 and 20 < steps < 153
    demo.button("Reset").click()
    demo.wait_for(rf"learning rates 2 and {rate}: cross-entropy at the start")
    demo.button("Tuned").click()
    demo.wait_for("learning rates 5 and 17: cross-entropy at the start")


def test_the_race_by_keyboard_alone(open_demo):
    demo = open_demo("RaceOfTwoLosses")
    cells = len(demo.lab.cells())
    demo.lab.tab_to(demo.handle(0))
    demo.press("ArrowRight")
    demo.wait_for("learning rates 3 and 2")
    demo.lab.tab_to(demo.handle(2))
    demo.press("End")
    demo.wait_for(r"score z from −1\.0")
    demo.lab.tab_to(demo.picture)
    demo.press("s", "s")
    demo.wait_for("squared error not arrived after 2 steps")
    demo.press("r", "b")
    demo.wait_for("squared error at the start")
    demo.press(" ")
    demo.wait_for("cross-entropy arrived after")
    assert len(demo.lab.cells()) == cells
