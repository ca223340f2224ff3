"""Random hands on every demo in a real browser: some seconds in `make test`, ten minutes in `make soak`."""

import contextlib
import random
import time

import psutil
import pytest
from playwright.sync_api import Error

from course_utils import widgets

SECONDS = {None: 8, "soak": 600}  # by profile of the tests
NOTE_ERRORS = """
from IPython import get_ipython
import os
errors = []
get_ipython().showtraceback = lambda *_, **__: errors.append(repr(__import__("sys").exc_info()[1]))
"""
TYPED = ["x**0.5", "log(x)", "relu(w*x+b)", "nan", "1 2; 3 4", "-3", "0", "((", "import os", ""]
KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Space", *"srpauc12", "Home", "End"]
LEAST = 20  # actions, on however slow a machine
LONGEST = 3000  # milliseconds that one action may take: what it aims at may have gone


class RandomUser:
    """Someone who does one thing after the other, at random."""

    def __init__(self, lab, seed):
        self.page, self.random, self.done = lab.page, random.Random(seed), 0

    def act(self):
        """Do one thing on one demo."""
        demo = self.page.locator(".course-demo").nth(self.random.randrange(len(widgets.__all__)))
        what = self.random.choice(
            [self.press, self.press, self.slide, self.slide, self.choose, self.write, self.draw, self.type]
        )
        with contextlib.suppress(Error):  # what was aimed at is hidden, or has gone
            what(demo)
            self.done += 1

    def one_of(self, demo, selector):
        """Return one of the elements that are seen; Error if there is none."""
        seen = [each for each in demo.locator(selector).all() if each.is_visible()]
        if not seen:
            raise Error("nothing of this kind is seen")
        return self.random.choice(seen)

    def press(self, demo):
        self.one_of(demo, "button:enabled").click(timeout=LONGEST)

    def slide(self, demo):
        handle = self.one_of(demo, ".noUi-handle")
        handle.scroll_into_view_if_needed(timeout=LONGEST)
        self.drag(handle.bounding_box(), self.random.uniform(-150, 150), 0)

    def choose(self, demo):
        choice = self.one_of(demo, "select")
        choice.select_option(index=self.random.randrange(choice.locator("option").count()), timeout=LONGEST)

    def write(self, demo):
        box = self.one_of(demo, "input[type=text], input[type=number]")
        box.click(timeout=LONGEST)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(self.random.choice(TYPED))
        self.page.keyboard.press("Enter")

    def draw(self, demo):
        picture = demo.locator("canvas")
        picture.scroll_into_view_if_needed(timeout=LONGEST)
        box = picture.bounding_box()
        across, down = self.random.random(), self.random.random()
        spot = {"x": box["x"] + across * box["width"], "y": box["y"] + down * box["height"], "width": 0, "height": 0}
        self.drag(spot, self.random.uniform(-100, 100), self.random.uniform(-100, 100))

    def drag(self, box, across, down):
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + across, y + down, steps=4)
        self.page.mouse.up()

    def type(self, demo):
        demo.locator("canvas").focus(timeout=LONGEST)
        for _ in range(self.random.randrange(1, 6)):
            self.page.keyboard.press(self.random.choice(KEYS))


@pytest.mark.timeout(1200)
def test_random_use_does_no_harm(lab, request):
    seconds = SECONDS[request.config.getoption("--hypothesis-profile")]
    foreign = []
    lab.page.on("request", lambda r: r.url.startswith((lab.server.url, "data:", "blob:")) or foreign.append(r.url))
    lab.open_code(NOTE_ERRORS, *(f"from course_utils.widgets import {name}\n{name}()" for name in widgets.__all__))
    devtools = lab.page.context.new_cdp_session(lab.page)
    kernel = psutil.Process(int(lab.ask_kernel("os.getpid()")))
    user, start, memory = RandomUser(lab, seed=time.time_ns()), time.monotonic(), []
    while time.monotonic() < start + seconds or user.done < LEAST:
        user.act()
        if time.monotonic() > start + seconds * len(memory) / 10:
            devtools.send("HeapProfiler.collectGarbage")  # what is left is in use
            heap = lab.page.evaluate("() => performance.memory.usedJSHeapSize")
            memory.append((round(kernel.memory_info().rss / 1e6), round(heap / 1e6)))
    print(f"{user.done} actions in {seconds} s; kernel and page, MB: {memory}")
    if seconds > 60:  # until then, what a demo needs once is still being loaded
        assert all(last <= 1.1 * early for early, last in zip(memory[2], memory[-1], strict=True))
    assert lab.ask_kernel("errors") == "[]"
    assert lab.console_errors == []
    assert foreign == []
    for text in lab.page.locator(".course-note, .course-status").all_text_contents():
        assert "Stopped by an error" not in text
