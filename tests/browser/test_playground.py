"""The playground in a real browser: every control by mouse and by keyboard, while the network trains."""

import ast
import re

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect

DEMO = "from course_utils.widgets import Playground\ndemo = Playground()\ndemo"
DRAWERS = ["Closed", "Data", "Network", "Training", "Inside", "Keep"]
SLIDERS = {  # in the drawer, in the order of the page: what the slider sets
    "Closed": ["learning_rate", "batch_size"],
    "Data": ["noise", "train_percent", "n"],
    "Training": ["penalty_rate"],
}
LISTS = {
    "Closed": {"Data": "dataset"},
    "Network": {"Activation": "activation", "Loss": "loss", "Start": "start"},
    "Training": {"Optimizer": "optimizer", "Penalty": "penalty"},
}


class Page(DemoPage):
    """The playground as a person meets it."""

    def __init__(self, lab):
        super().__init__(lab)
        expect(self.picture).to_have_attribute("aria-label", re.compile("After 0.00 epochs"))

    def list(self, label):
        here = self.page.locator(".widget-dropdown").filter(has_text=re.compile(rf"^{label}"))
        return here.locator("select:visible").first

    def open(self, drawer):
        self.page.get_by_role("button", name=drawer, exact=True).click()

    def sliders(self, drawer):
        """The handles of the sliders in a drawer."""
        self.open(drawer)
        handles = self.page.locator(".course-demo .noUi-handle:visible")
        first = 0 if drawer == "Closed" else 2
        return [handles.nth(first + number) for number in range(len(SLIDERS[drawer]))]

    def setting(self, name):
        return self.ask(f"demo.settings.{name}")

    def ask(self, expression):
        return ast.literal_eval(self.lab.ask_kernel(expression))

    def wait_until(self, expression, value):
        self.lab.wait_for_value(expression, repr(value))

    def at(self, x, y):
        """A place of the figure, in its own pixels, as a place on the canvas."""
        box = self.picture.bounding_box()
        return {"x": x * box["width"] / 1100, "y": y * box["width"] / 1100}

    def click(self, x, y):
        self.picture.click(position=self.at(x, y))


@pytest.fixture
def demo(notebook):
    notebook.run_instead(DEMO)
    yield Page(notebook)
    assert notebook.console_errors == []


def test_it_trains_while_sliders_are_moved_by_mouse_and_by_key(demo):
    demo.button("Play").click()
    demo.page.wait_for_function("() => /After ([1-9]\\d)/.test(document.querySelector('.course-canvas').ariaLabel)")
    for drawer, names in SLIDERS.items():
        for handle, name in zip(demo.sliders(drawer), names, strict=True):
            before = demo.setting(name)
            handle.focus()
            demo.page.keyboard.press("ArrowRight")
            demo.wait_until(f"demo.settings.{name} > {before}", True)
            by_key = demo.setting(name)
            box = handle.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            demo.page.mouse.move(x, y)
            demo.page.mouse.down()
            demo.page.mouse.move(x + 40, y, steps=4)
            demo.page.mouse.up()
            demo.wait_until(f"demo.settings.{name} > {by_key}", True)
    assert demo.ask("demo.note.value") == ""


def test_lists_boxes_and_text_by_keyboard(demo):
    for drawer, lists in LISTS.items():
        demo.open(drawer)
        for label, name in lists.items():
            before = demo.setting(name)
            demo.list(label).focus()
            demo.page.keyboard.press("ArrowDown")
            demo.wait_until(f"demo.settings.{name} != {before!r}", True)
    demo.open("Network")
    box = demo.page.locator(".course-demo input[type=checkbox]:visible").nth(3)
    box.focus()
    demo.page.keyboard.press("Space")
    demo.wait_until("'x2^2' in demo.settings.features", True)
    hidden = demo.page.get_by_placeholder("none")
    hidden.fill("3 3")
    hidden.press("Enter")
    demo.wait_until("demo.settings.hidden", [3, 3])
    hidden.fill("12")
    hidden.press("Enter")
    expect(demo.page.get_by_role("alert")).to_contain_text("at most six hidden layers")


def test_the_picture_is_worked_by_the_mouse(demo):
    places = demo.ask("[(n.x, n.y) for n in demo.picture.layout.features]")
    demo.click(*places[2])
    demo.wait_until("demo.settings.features", ["x1", "x2", "x1^2"])
    demo.click(*places[2])
    demo.wait_until("demo.settings.features", ["x1", "x2"])
    x, y = demo.ask("(lambda n: (n.x, n.y))(demo.picture.layout.neurons[1][1])")
    demo.picture.hover(position=demo.at(x, y))
    demo.wait_until("demo._look.pointed_at is not None", True)
    demo.click(x, y)
    demo.wait_until("demo.controls.neuron.value", "h\u2081\u2082")
    ends = demo.ask("next(iter(demo.picture.layout.links()))[3, 1].tolist()")
    demo.click(*(0.8 * end + 0.2 * start for start, end in zip(*ends, strict=True)))
    demo.wait_until("demo._look.place", (0, 3, 1))
    value = demo.page.locator(".course-demo input[type=number]:visible")
    value.fill("1.5")
    value.press("Enter")
    demo.wait_until("demo.run.weight((0, 3, 1))", 1.5)
    demo.list("A click").select_option("adds a blue point")
    demo.click(772 + 140, 36 + 60)
    demo.wait_until("len(demo.settings.own_points)", 1)


def test_the_picture_is_worked_by_keys_alone(demo):
    demo.picture.focus()
    for key in ("n", "]", "]", "."):
        demo.page.keyboard.press(key)
    demo.wait_until("demo._look.point", 2)
    demo.wait_until("len(demo.settings.own_points)", 1)
    demo.page.keyboard.press("4")
    demo.wait_until("'x2^2' in demo.settings.features", True)
    demo.page.keyboard.press("d")
    demo.wait_until("demo._look.discretize", True)
    demo.page.keyboard.press("s")
    demo.wait_until("demo.run.steps", 1)
