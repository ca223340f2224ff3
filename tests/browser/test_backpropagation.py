"""The demos of notebook 03 in a real browser: a whole forward and backward pass, by mouse and by keyboard alone."""

import re

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect

DONE = "F = 4, with ∂F/∂w₁ = 2, ∂F/∂x₁ = 3, ∂F/∂w₂ = 1, ∂F/∂x₂ = −2, ∂F/∂x₃ = 0"


class Page(DemoPage):
    """A demo as a person meets it: one picture, and controls with names."""

    def __init__(self, lab):
        super().__init__(lab)
        self.rule = lab.page.locator(".course-rule")

    def box(self, name):
        """Return the input that is called so."""
        return self.page.get_by_label(name, exact=True)

    def says(self, words):
        """Wait until the picture's description has these words."""
        self.says_like(re.escape(words))

    def says_like(self, pattern):
        """Wait until the picture's description is like this."""
        expect(self.picture).to_have_attribute("aria-label", re.compile(pattern), timeout=20_000)


@pytest.fixture
def opened(notebook):
    def open_demo(code):
        notebook.run_instead(f"from course_utils.widgets import *\ndemo = {code}\ndemo")
        return Page(notebook)

    yield open_demo
    assert notebook.console_errors == []


def test_a_whole_forward_and_backward_pass_by_mouse(opened):
    page = opened("GraphStepper()")
    page.says("After 0 of 9 steps")
    for done in range(1, 5):
        page.button("Forward one node").click()
        page.says(f"After {done} of 9 steps")
    page.says("F = 4; no input has a gradient yet")
    for done in range(5, 10):
        page.button("Backward one node").click()
        page.says(f"After {done} of 9 steps")
    page.says(DONE)
    expect(page.rule).to_contain_text("∂F/∂w₁ = ∂F/∂a₁ · ∂a₁/∂w₁ = upstream 1 × local x₁ = 1 × 2 = 2")
    page.box("x₃").fill("5")
    page.box("x₃").press("Enter")
    page.says("F = 5, with ∂F/∂w₁ = 0")
    page.button("Reset").click()
    page.says("After 0 of 9 steps")


def test_a_whole_forward_and_backward_pass_by_keyboard(opened):
    page = opened("GraphStepper()")
    page.lab.tab_to(page.picture)
    page.press(*["ArrowRight"] * 4)
    page.says("After 4 of 9 steps")
    page.press(*["ArrowLeft"] * 5)
    page.says(DONE)
    page.press("u", "u")
    page.says("After 7 of 9 steps")
    page.press("r", "a", "a")
    page.says(DONE)
    assert len(page.lab.cells()) == 1  # no letter became a command of JupyterLab


def test_predicting_by_keyboard_alone(opened):
    page = opened("GraphStepper('w * x + b', w=3, x=2, b=1)")
    page.lab.tab_to(page.picture)
    page.press("a", "ArrowLeft")
    page.says("After 3 of 5 steps")
    page.lab.tab_to(page.page.get_by_role("checkbox", name="Predict mode"))
    page.press(" ")
    answer = page.page.get_by_placeholder("a number, then Enter")
    for target, typed, reply in [
        ("∂F/∂a₁ through F =", "6", "That is the value of a₁, not its gradient"),
        ("∂F/∂a₁ through F =", "1", "Right: ∂F/∂a₁ = 1 × 1 = 1."),
        ("∂F/∂b through F =", "1", "Right"),
        ("∂F/∂w through a₁ =", "1", "You gave the upstream gradient alone"),
        ("∂F/∂w through a₁ =", "2", "Right: ∂F/∂w = 1 × 2 = 2."),
        ("∂F/∂x through a₁ =", "2", "That is the gradient of the other input, w"),
    ]:
        expect(page.demo).to_contain_text(target)
        page.lab.tab_to(answer)
        page.page.keyboard.type(typed)
        page.press("Enter")
        expect(page.demo).to_contain_text(reply)
        expect(answer).to_have_value("")
    page.lab.tab_to(page.button("Show me"))
    page.press("Enter")
    page.says("∂F/∂w = 2, ∂F/∂x = 3")
    expect(answer).to_be_hidden()


def test_an_input_is_dragged_in_the_picture(opened):
    page = opened("GraphStepper('relu(w * x)', w=1, x=1)")
    page.button("All").click()
    page.says("F = 1")
    left, top = eval(
        page.lab.ask_kernel(
            "demo.picture.axes.transAxes.inverted().transform("
            "demo.picture.axes.transData.transform(demo.picture.centre(demo.variables[0]))).tolist()"
        )
    )
    frame = page.picture.bounding_box()
    x, y = frame["x"] + left * frame["width"], frame["y"] + (1 - top) * frame["height"]
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    for up in range(10, 101, 10):
        page.page.mouse.move(x, y - up)
    page.page.mouse.up()
    page.says_like(r"F = (1\.[6-9]|[2-9])")
    expect(page.box("w")).to_have_value(re.compile(r"1\.[6-9]|[2-9]"))


def test_a_change_is_shown_beside_what_its_gradient_promised(opened):
    page = opened("GraphStepper()")
    page.button("All").click()
    page.button("All").click()
    page.says(DONE)
    page.box("x₁").fill("2.5")
    page.box("x₁").press("Enter")
    page.says("x₁ from 2 to 2.5: gradient × change = 3 × 0.5 = 1.5; F changed by 1.5.")
    page.box("Graph").select_option("ReLU neuron")
    page.says("∂F/∂b = 1")  # it opens at its end
    page.box("b").fill("0")
    page.box("b").press("Enter")
    page.says("b from 1 to 0: gradient × change = 1 × (−1) = −1; F changed by −0.5.")


def test_the_whole_stepper_is_seen_at_once(opened):
    page = opened("GraphStepper()")
    page.page.set_viewport_size({"width": 1280, "height": 800})
    page.button("All").click()
    page.button("All").click()
    page.says(DONE)
    page.demo.evaluate("demo => demo.scrollIntoView({ block: 'start' })")
    notebook = page.page.locator(".jp-WindowedPanel-outer").first.bounding_box()
    demo = page.demo.bounding_box()
    assert demo["y"] + demo["height"] <= notebook["y"] + notebook["height"]
    page.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_formula_of_ones_own_is_typed(opened):
    page = opened("GraphStepper()")
    page.box("or your own").fill("sin(x)")
    page.box("or your own").press("Enter")
    refused = page.demo.get_by_role("alert")
    expect(refused).to_contain_text("The graph does not know sin")
    assert refused.bounding_box()["y"] < page.picture.bounding_box()["y"]  # where the eye is
    page.box("or your own").fill("x * x + x")
    page.box("or your own").press("Enter")
    page.box("x").fill("3")
    page.box("x").press("Enter")
    page.button("All").click()
    page.button("All").click()
    page.says("F = 12, with ∂F/∂x = 7")
    expect(page.rule).to_contain_text("Contributions add: x: 1 + 3 + 3 = 7")


def test_why_not_numerically_is_measured_by_mouse_and_keyboard(opened):
    page = opened("WhyNotNumerically()")
    page.says("0 of 10 networks have been timed here")
    page.button("Play").click()
    page.says("10 of 10 networks have been timed here")
    expect(page.demo.get_by_role("alert")).to_contain_text("times as fast")
    page.lab.tab_to(page.picture)
    page.press("r", "s")
    page.says("1 of 10 networks have been timed here")


def test_matrix_entries_are_followed_by_mouse_and_keyboard(opened):
    page = opened("Matrices()")
    page.says("Row 1 and column 1 of C")
    left, top = eval(page.lab.ask_kernel("demo._places['dB']"))
    frame = page.picture.bounding_box()
    scale = frame["width"] / 840
    page.page.mouse.click(frame["x"] + (left + 80) * scale, frame["y"] + (top + 45) * scale)
    page.says("Row 2 and column 2 of dB")
    page.lab.tab_to(page.box("Shapes"))
    page.press("ArrowDown", "ArrowDown")
    page.says("the shapes 2 × 4 and 3 × 2 do not fit")
    page.lab.tab_to(page.page.locator(".course-demo .noUi-handle").nth(0))
    page.press("ArrowRight")
    page.says("Row 3 and column 2 of dB")
    expect(page.rule).to_contain_text("Row 3 of Aᵀ meets column 2 of dC")
