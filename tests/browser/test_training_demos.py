"""The demos of notebook 04 in a real browser, by mouse and by keyboard; the playground has a file of its own."""

import json
import re

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect


class Page(DemoPage):
    """A demo as a person meets it."""

    def __init__(self, lab, demo):
        super().__init__(lab, demo)
        self.shows(r"\.$")

    def list(self, label):
        return self.demo.get_by_label(label, exact=True)

    def handle(self, label):
        """The handle of the slider with this label."""
        return self.demo.locator(".widget-slider", has_text=label).locator(".noUi-handle")

    def shows(self, pattern):
        """Wait until the picture's description matches."""
        expect(self.picture).to_have_attribute("aria-label", re.compile(pattern))

    def says(self, text):
        """Wait until the demo says this in words."""
        expect(self.demo).to_contain_text(text, timeout=60_000)

    def drag_slider(self, label, pixels):
        self.drag_handle(self.handle(label), pixels)

    def click(self, x, y):
        """Click on the map of the cost, at these two weights."""
        place = f"demo.picture.map_axes.transData.transform(({x}, {y})) / demo.figure.canvas.get_width_height()"
        across, up = json.loads(self.lab.ask_kernel(f"({place}).tolist()"))
        box = self.picture.bounding_box()
        self.picture.click(position={"x": across * box["width"], "y": (1 - up) * box["height"]})


@pytest.fixture
def open_demo(notebook):
    yield lambda name: Page(notebook, name)
    assert notebook.console_errors == []


def test_paths_of_descent(open_demo):
    demo = open_demo("PathsOfDescent")
    demo.click(-0.75, 1.75)
    demo.shows(r"from \(−0\.7\d, 1\.7\d\)")
    demo.button("Play").click()
    demo.drag_slider("Mini-batch", 60)
    demo.drag_slider("Learning rate", 40)
    demo.shows(r"at learning rate 0\.[1-9].* A mini-batch has (16|32|64) examples")
    demo.shows(r"full batch after [1-9]\d+ examples")
    demo.button("Pause").click()
    demo.list("Gradients").focus()
    demo.press("ArrowDown", "ArrowDown")
    demo.says("At ● the full gradient is")
    demo.list("Count").select_option("examples used")
    demo.shows("full batch after 0 examples")
    demo.picture.focus()
    demo.press("ArrowRight", "s", "s", "s", "s", "s", "+")
    demo.shows("full batch after 100 examples")


def test_optimizer_race(open_demo):
    demo = open_demo("OptimizerRace")
    demo.list("Surface").select_option("saddle")
    demo.shows("on the surface “saddle”")
    demo.click(0.5, 1.3)
    demo.shows(r"from \(0\.(49|5)\d?, 1\.(29|3)\d?\)")
    demo.picture.focus()
    demo.press("ArrowLeft")
    demo.shows(r"from \(0\.(39|4)\d?, 1\.(29|3)\d?\)")
    demo.button("Play").click()
    demo.drag_slider("SGD", -40)
    demo.handle("Adam").focus()
    demo.press("ArrowRight")
    demo.lab.wait_for_value("{number for _, number, _ in demo.marks}", "{0, 3}")
    demo.list("Speed").select_option("fastest")
    demo.says("The race is over")
    demo.button("Tuned").click()
    demo.button("Other start").click()
    demo.shows("Adam .* above at step 0")


def test_when_to_stop_by_mouse(open_demo):
    demo = open_demo("WhenToStop")
    demo.list("Speed").select_option("fastest")
    demo.button("Play").click()
    demo.says("20 epochs without a lower validation cost. Play goes on.")
    demo.drag_slider("Patience", 40)
    demo.shows("A patience of (50|100) has not stopped it")
    demo.button("Play").click()
    demo.drag_slider("L2 rate", 150)
    demo.shows("stops it after epoch")
    demo.button("Pin").click()
    demo.says("50 training points, 2 × 16 hidden units")
    demo.button("800").click()
    demo.shows("learns 800 noisy points, and is at epoch 0")
    demo.button("1 + 1").click()
    demo.shows("two hidden layers of 1 ")
    demo.button("Epoch").click()
    demo.shows("is at epoch 1, with")


def test_when_to_stop_by_keyboard_alone(open_demo):
    demo = open_demo("WhenToStop")
    demo.picture.focus()
    demo.press("n", "s", "s", "+", "+", "-")
    demo.shows("is at epoch 2, .* A patience of 50 ")
    demo.lab.wait_for_value("demo.settings.seed", "1")
    demo.press(" ")
    demo.shows(r"is at epoch ([4-9]|\d\d)")
    demo.press(" ")
    expect(demo.button("Play")).to_be_visible()
    demo.lab.tab_to(demo.handle("L2 rate"))
    demo.press("End")
    demo.lab.wait_for_value("demo.run.trainer.penalty_rate", "1.0")
    demo.handle("Look back").focus()
    demo.press("Home")
    demo.shows("is at epoch 0")


def test_choosing_on_the_test_set(open_demo):
    demo = open_demo("ChoosingOnTheTestSet")
    demo.button("Repeat").click()
    demo.shows("at repeat 1 setting [1-4], right on")
    demo.list("Speed").select_option("15 repeats/s")
    demo.button("Play").click()
    demo.drag_slider("Settings k", 80)
    demo.shows(r"^Of (\d\d+) equally good settings .* at repeat [3-9]")
    expect(demo.button("Pause")).to_be_visible()
    demo.list("Speed").select_option("fastest")
    demo.says("That is enough: 20,000 repeats")
    demo.picture.focus()
    k = int(demo.lab.ask_kernel("demo.k"))
    demo.press("ArrowRight", "ArrowUp", "s")
    demo.shows(f"^Of {2 * k} equally good settings the one with the best score on 200 .* at repeat 1 ")
    demo.button("Forget earlier").click()
    demo.lab.wait_for_value("len(demo.tried)", "1")
