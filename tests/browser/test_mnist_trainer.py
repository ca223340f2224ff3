"""The live MNIST demo in a real browser: sliders moved while the network learns."""

import re

import pytest
from demo_page import DemoPage
from playwright.sync_api import expect

DEMO = "from course_utils.widgets import MnistTrainer\ndemo = MnistTrainer()\ndemo"
LEARNING_RATE, BATCH_SIZE = 0, 1  # the sliders, in the order of the page


class Page(DemoPage):
    """The demo as a person meets it: a picture, buttons, and handles to pull."""

    def __init__(self, lab):
        super().__init__(lab)
        expect(self.picture).to_have_attribute("aria-label", re.compile("After 0 steps"))

    def handle(self, slider):
        """Return the handle of a slider, the first being 0."""
        return self.page.locator(".course-demo .noUi-handle").nth(slider)

    def steps(self):
        """Return how many steps the picture says were done."""
        return int(re.search(r"After (\d+) steps", self.picture.get_attribute("aria-label"))[1])

    def wait_for(self, pattern):
        """Wait until the picture shown is one of which this is true."""
        expect(self.picture).to_have_attribute("aria-label", re.compile(pattern), timeout=20_000)

    def wait_for_steps_after(self, steps):
        """Wait until the picture says that there have been more steps than these."""
        self.page.wait_for_function(
            "([least]) => Number(/After (\\d+)/.exec(document.querySelector('.course-canvas').ariaLabel)[1]) > least",
            arg=[steps],
            timeout=20_000,
        )


@pytest.fixture
def demo(notebook):
    notebook.run_instead(DEMO)
    yield Page(notebook)
    assert notebook.console_errors == []


def test_play_learns_and_pause_stops(demo):
    before = demo.picture.screenshot()
    demo.button("Play").click()
    demo.wait_for_steps_after(100)
    demo.button("Pause").click()
    expect(demo.button("Play")).to_be_visible()
    stopped_at = demo.lab.ask_kernel("demo.trainer.steps")
    demo.wait_for(f"After {stopped_at} steps")  # the last frame shows the last step
    demo.page.wait_for_timeout(500)
    assert demo.lab.ask_kernel("demo.trainer.steps") == stopped_at
    assert demo.picture.screenshot() != before


def test_sliders_dragged_while_it_runs_act_on_the_running_training(demo):
    demo.button("Play").click()
    demo.wait_for_steps_after(50)
    for slider, shown in [
        (LEARNING_RATE, r"learning rate (0\.[2-9]|[1-9])"),
        (BATCH_SIZE, r"batch size (128|256|512)"),
    ]:
        box = demo.handle(slider).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        demo.page.mouse.move(x, y)
        demo.page.mouse.down()
        demo.page.mouse.move(x + 30, y, steps=8)
        demo.wait_for(shown)  # already, with the button still down
        demo.page.mouse.up()
        demo.wait_for_steps_after(demo.steps() + 20)
    assert demo.lab.ask_kernel("demo.player.playing") == "True"
    demo.lab.wait_for_value("[mark.name for mark in demo.record.marks]", "['rate', 'batch']")
    used = float(demo.lab.ask_kernel("demo.trainer.optimizer.learning_rate"))
    assert used > 0.1
    demo.button("Pause").click()


def test_keyboard_alone_is_enough(demo):
    press = demo.page.keyboard.press
    cells_before = len(demo.lab.cells())
    demo.page.locator(".jp-Notebook").focus()
    demo.lab.tab_to(demo.button("Play"))
    press("Enter")
    demo.wait_for_steps_after(20)
    demo.lab.tab_to(demo.handle(LEARNING_RATE))
    press("ArrowRight")
    demo.wait_for(r"learning rate 0\.13")
    demo.lab.tab_to(demo.handle(BATCH_SIZE))
    press("ArrowLeft")
    demo.wait_for("batch size 32")
    press("b")  # by which JupyterLab would insert a cell
    assert len(demo.lab.cells()) == cells_before
    demo.lab.tab_to(demo.picture)
    press(" ")
    expect(demo.button("Play")).to_be_visible()
    stopped_at = demo.lab.ask_kernel("demo.trainer.steps")
    press("s")
    demo.wait_for(f"After {int(stopped_at) + 1} steps")
    press("r")
    demo.wait_for("After 0 steps")
    press("b")
    assert len(demo.lab.cells()) == cells_before


def test_messages_of_the_page_are_heard_in_the_main_thread(demo):
    """Neither matplotlib nor the widgets are made for threads, and JupyterLab's own setting would use them."""
    demo.lab.ask_kernel(
        "[globals().__setitem__('threading', __import__('threading')), globals().__setitem__('heard', [])]"
    )
    note = "lambda change: heard.append(threading.current_thread().name)"
    demo.lab.ask_kernel(f"demo.learning_rate.observe({note}, 'value')")
    demo.handle(LEARNING_RATE).focus()
    for rate in ("0.13", "0.16", "0.2"):
        demo.page.keyboard.press("ArrowRight")
        demo.wait_for(f"learning rate {rate} ")
    assert demo.lab.ask_kernel("set(heard)") == "{'MainThread'}"


def test_one_epoch_and_the_way_back(demo):
    demo.button("One epoch").click()
    demo.wait_for(r"\(1\.00 epochs\)")
    expect(demo.button("Play")).to_be_visible()
    look_back = demo.handle(2)
    look_back.focus()
    demo.page.keyboard.press("Home")
    demo.wait_for("After 0 steps")
    demo.page.keyboard.press("End")
    demo.wait_for(r"\(1\.00 epochs\)")


def test_at_ten_it_diverges_in_words_and_stays_usable(demo):
    demo.handle(LEARNING_RATE).focus()
    demo.page.keyboard.press("End")
    demo.button("Play").click()
    expect(demo.page.get_by_role("alert")).to_contain_text("Diverged at step")
    demo.handle(LEARNING_RATE).focus()
    for _ in range(20):
        demo.page.keyboard.press("ArrowLeft")
    demo.wait_for(r"learning rate 0\.1 ")
    demo.button("Reset").click()
    demo.button("Play").click()
    demo.wait_for_steps_after(50)
    demo.button("Pause").click()
    expect(demo.page.get_by_role("alert")).to_have_count(0)


def test_running_the_cell_again_ends_the_old_run(demo):
    demo.button("Play").click()
    demo.wait_for_steps_after(20)
    demo.lab.ask_kernel("globals().update(old=demo, old_player=demo.player)")
    demo.lab.run_all()
    expect(demo.picture).to_have_count(1)
    demo.wait_for("After 0 steps")
    demo.lab.wait_for_value("old_player.playing, old.comm is None, demo.player.playing", "(False, True, False)")
    demo.button("Play").click()
    demo.wait_for_steps_after(20)
    demo.button("Pause").click()


def test_closing_the_view_pauses_the_run(demo):
    demo.button("Play").click()
    demo.wait_for_steps_after(20)
    demo.lab.command("notebook:clear-all-cell-outputs")
    expect(demo.picture).to_have_count(0)
    demo.lab.wait_for_value("demo.player.playing", "False")


def test_restarting_the_kernel_leaves_nothing_running(demo):
    demo.button("Play").click()
    demo.wait_for_steps_after(20)
    demo.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    demo.lab.wait_for_kernel()
    demo.lab.run_all()
    demo.wait_for("After 0 steps")
    assert demo.lab.ask_kernel("demo.player.playing") == "False"
