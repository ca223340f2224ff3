"""The course in a browser alone: every notebook, a demo of each, the checks, the polls, the pad, and no network."""

import json
import re
from pathlib import Path

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
FOUR = json.loads((ROOT / "tests/widgets/mnist/drawn_digits.json").read_text(encoding="utf-8"))["4"][0]
SLIDERS = "[box.value for box in everything(demo) if 'Slider' in type(box).__name__]"
EVERYTHING = """
def everything(box):
    return [box, *(inner for child in getattr(box, "children", ()) for inner in everything(child))]
"""


def test_the_first_page_leads_to_every_notebook(first_visit):
    page = first_visit.page
    page.goto(f"{first_visit.url}/")
    buttons = page.get_by_role("navigation").get_by_role("link")
    expect(buttons).to_have_count(len(NOTEBOOKS))
    for button, name in zip(buttons.all(), NOTEBOOKS, strict=True):
        assert button.get_attribute("href").endswith(name)
    buttons.last.click()
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    expect(page.locator(".jp-Notebook h1")).to_contain_text("MNIST")


def test_the_pages_to_read_lead_to_the_notebooks_that_run(first_visit):
    page = first_visit.page
    page.goto(f"{first_visit.url}/")
    page.get_by_role("link", name="the notebooks as pages").click()
    page.get_by_role("link", name="Gradient descent").click()
    expect(page.locator("h1")).to_contain_text("Gradient descent")
    page.get_by_role("link", name="run it in your browser").click()
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    expect(page.locator(".jp-Notebook h1")).to_contain_text("Gradient descent")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom(first_visit, name):
    first_visit.open(name)
    first_visit.run_all(timeout=800)  # refuses errors
    assert first_visit.not_run() == []
    assert first_visit.red_text() == ""


@pytest.mark.parametrize("demo", ["RaceOfTwoLosses", "Descend", "Playground", "MnistTrainer"])
def test_a_demo_plays_and_hears_its_slider(notebook, demo):
    notebook.run_instead(f"{EVERYTHING}\nfrom course_utils.widgets import {demo}\ndemo = {demo}()\ndemo")
    page = DemoPage(notebook)
    page.picture.wait_for()
    page.button("Play").click()
    page.plays_on(frames=10)
    before, steps = notebook.ask_kernel(SLIDERS), notebook.ask_kernel("demo.player.steps")
    page.demo.locator(".noUi-handle").first.focus()
    page.press("ArrowRight")
    notebook.wait_for_value(f"{SLIDERS} != {before}", "True")
    notebook.wait_for_value(f"demo.player.steps > {steps}", "True")
    page.button("Pause").click()
    expect(page.button("Play")).to_be_visible()


def test_a_demo_plays_on_while_another_cell_fails(notebook):
    notebook.run_instead("from course_utils.widgets import Playground\ndemo = Playground()\ndemo")
    page = DemoPage(notebook)
    page.picture.wait_for()
    page.button("Play").click()
    page.plays_on(frames=10)
    assert "division by zero" in notebook.ask_kernel("1 / 0")
    page.plays_on(frames=20)
    page.button("Pause").click()
    expect(page.button("Play")).to_be_visible()
    notebook.console_errors.clear()  # the error's own lines, which are looked for among the site's files


def test_a_graph_is_stepped_through_by_buttons_keys_and_slider(notebook):
    page = DemoPage(notebook, "GraphStepper")
    says = re.compile("After 0 of 9 steps"), re.compile("After 1 of 9 steps"), re.compile("After 2 of 9 steps")
    expect(page.picture).to_have_attribute("aria-label", says[0])
    page.button("Forward one node").click()
    expect(page.picture).to_have_attribute("aria-label", says[1])
    page.picture.focus()
    page.press("ArrowRight")
    expect(page.picture).to_have_attribute("aria-label", says[2])
    page.demo.locator(".noUi-handle").first.focus()
    page.press("ArrowLeft")
    expect(page.picture).to_have_attribute("aria-label", says[1])


ANSWERS = {
    "losses.softmax": "✓ softmax",
    "np.exp": "→ softmax: not yet. Your",
    "endless": "→ softmax: not yet. Your function was stopped after 3 seconds",
    "deaf": "→ softmax: not yet. Your function was stopped after 3 seconds",
    "sleeps": "→ softmax: not yet. Your function was stopped after 3 seconds",
    "deep": "→ softmax: not yet. Your function calls itself and never comes to an end",
    "leaves": "→ softmax: not yet. Your function ends the program",
    "kills": "→ softmax: not yet. Your function stops with an error",
    "spoils": "→ softmax: not yet. Your function changes numpy.exp",
    "unwritten": "○ softmax: not written yet",
}
DEFINITIONS = """
import os, sys, time
import numpy as np
from course_utils import losses
from course_utils.exercises import check, progress

def endless(logits):
    while True:
        pass

def deaf(logits):
    while True:
        try:
            print("on and on")
        except:
            pass

def sleeps(logits):
    time.sleep(1000)

def deep(logits):
    return deep(logits)

def leaves(logits):
    sys.exit()

def kills(logits):
    os._exit(0)

def spoils(logits):
    np.exp = np.log
    return logits

def unwritten(logits):
    ...
"""


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_judged(notebook, answer):
    notebook.run_instead(f"{DEFINITIONS}\ncheck('softmax', {answer})")
    (output,) = notebook.cells()[0]["outputs"]
    assert output["data"]["text/plain"].startswith(ANSWERS[answer])


def test_what_has_passed_is_kept_by_the_browser(first_visit):
    passes = (
        "from course_utils import losses\nfrom course_utils.exercises import check\ncheck('softmax', losses.softmax)"
    )
    first_visit.open_code(passes)
    first_visit.page.goto("about:blank")
    first_visit.open_code("from course_utils.exercises import progress\nprogress('01_loss_functions')")
    (output,) = first_visit.cells()[0]["outputs"]
    assert "✓ softmax" in output["data"]["text/plain"]


def test_a_poll_is_answered(notebook):
    notebook.run_instead("from course_utils.polls import poll\nroom = poll('relu')\nroom")
    rows = notebook.page.locator(".course-poll-row")
    expect(notebook.page.locator(".course-poll-question mjx-container")).to_have_count(1)
    rows.nth(3).locator(".course-poll-pick").click()
    expect(rows.nth(3).locator(".course-poll-feedback")).to_contain_text("Yes.")
    notebook.wait_for_value("room.chosen", "D")


@pytest.mark.timeout(120)
def test_a_digit_is_drawn_and_read(notebook):
    page = DemoPage(notebook, "DrawDigit")
    pad = page.demo.locator(".course-pad-paper")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for stroke in FOUR:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.page.mouse.move(*places[0])
        page.page.mouse.down()
        for place in places[1:]:
            page.page.mouse.move(*place, steps=3)
        page.page.mouse.up()
    expect(page.picture).to_have_attribute("aria-label", re.compile("The network says 4"))
