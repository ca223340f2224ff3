"""A demo in a browser's tab as a person meets it, for the browser tests."""

import re

FRAME_NUMBER = "() => Number(document.querySelector('.course-canvas').dataset.frame)"


class DemoPage:
    """A picture, and buttons by their names. The tests of a demo add what is its own."""

    def __init__(self, lab, made=None):
        """`made`: a demo to make first, in the notebook's first cell, by its name."""
        if made:
            lab.run_instead(f"from course_utils.widgets import {made}\ndemo = {made}()\ndemo")
        self.lab, self.page = lab, lab.page
        self.page.set_default_timeout(15_000)
        self.demo = self.page.locator(".course-demo")
        self.picture = self.page.locator("canvas.course-canvas")

    def button(self, name):
        """Return a button by its name, which an icon may stand before."""
        return self.demo.get_by_role("button", name=re.compile(rf"(^|\s){re.escape(name)}$"))

    def press(self, *keys):
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def plays_on(self, frames, timeout=None):
        """Wait for so many pictures more of the page's first demo; the timeout is in milliseconds."""
        wanted = self.page.evaluate(FRAME_NUMBER) + frames
        self.page.wait_for_function(f"([n]) => ({FRAME_NUMBER})() >= n", arg=[wanted], timeout=timeout)

    def drag(self, start, end):
        """Drag from one place of the page to another."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    def drag_handle(self, handle, pixels):
        """Pull a slider's handle sideways, and let go."""
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.drag((x, y), (x + pixels, y))
