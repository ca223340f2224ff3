"""Every live demo in Jupyter Notebook 7, the other front end: it plays there, and hears its slider while it plays."""

import build_notebooks
import pytest
from demo_page import DemoPage
from lab_in_browser import JupyterServer, Notebook7
from playwright.sync_api import expect

from course_utils import widgets
from course_utils.widgets.shared.player import PlayedDemo

LIVE = [name for name in widgets.__all__ if issubclass(getattr(widgets, name), PlayedDemo)]
WITHOUT_SLIDERS = ["WhyNotNumerically"]  # but the one that looks back, which rests during a run
FIRST = {"AccuracyAndCost": 1}  # the first slider that the run itself leaves alone; elsewhere it is the very first
FEW = {"AccuracyAndCost": 1}  # pictures to wait for: its run is over in a second or two
# Notebook 7 reports this by itself while it loads its settings, with any notebook in it, and without a demo.
NOT_OURS = "uncaught: Cannot read properties of undefined (reading 'schema')"
# Notes for each change of a slider whether it was heard in the main thread, which is the one that plays.
NOTED = """
import threading
from course_utils.widgets import {name}

def everything(box):
    return [box, *(inner for child in getattr(box, "children", ()) for inner in everything(child))]

def note(change):
    heard.append(threading.current_thread() is threading.main_thread())

heard, demo = [], {name}()
sliders = [box for box in everything(demo) if "Slider" in type(box).__name__ and box is not demo.player.scrub]
for slider in sliders:
    slider.observe(note, "value")
demo
"""


@pytest.fixture(scope="module")
def notebook(browser):
    """One notebook in Notebook 7, and one kernel, for all demos."""
    with JupyterServer(build_notebooks.NOTEBOOKS, start="notebook") as server:
        tab = Notebook7(browser.new_page(), server)
        tab.open_code("")
        yield tab
        tab.close()


@pytest.mark.parametrize("name", LIVE)
def test_a_live_demo_plays_and_hears_its_slider(notebook, name):
    notebook.run_instead(NOTED.format(name=name))
    page, first, frames = DemoPage(notebook), FIRST.get(name, 0), FEW.get(name, 5)
    page.picture.wait_for()
    values = f"[slider.value for slider in sliders[{first}:]]"
    before = notebook.ask_kernel(values)
    assert (before == "[]") == (name in WITHOUT_SLIDERS)
    page.button("Play").click()
    page.plays_on(frames)
    if before != "[]":
        page.demo.locator(".noUi-handle").nth(first).focus()
        page.press("ArrowRight")
        page.plays_on(frames)
        notebook.wait_for_value(f"{values} != {before}", "True")
        notebook.wait_for_value("heard and all(heard)", "True")
    if name not in FEW:
        page.button("Pause").click()
    expect(page.button("Play")).to_be_visible()
    assert [error for error in notebook.console_errors if error != NOT_OURS] == []


def test_no_message_of_a_demo_goes_to_a_thread_of_its_own(notebook):
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    assert notebook.page.evaluate(f"{kernel}.supportsSubshells")
    assert notebook.page.evaluate(f"{kernel}.commsOverSubshells") == "disabled"
