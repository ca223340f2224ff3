"""The README's pictures: a demo of each notebook at work, and one that is worked while it trains.

    make pictures

Each demo runs in JupyterLab, in a browser, as a reader meets it. The pictures go to `docs/pictures/`.
"""

import base64
import bisect
import io
import math
import re
import time
from itertools import pairwise

from demo_page import DemoPage
from lab_in_browser import REPOSITORY, Browser, JupyterServer, Lab
from PIL import Image

PICTURES = REPOSITORY / "docs" / "pictures"
COLOURS = 256  # of a picture: as many as GIF has, and enough for a small PNG
ANIMATION = "live_training.gif"
FRAME = 0.1  # seconds, of the animation

# For each picture, how its demo is made and brought to the moment that is shown.
MOMENTS = {
    "01_loss_functions": "demo = AccuracyAndCost()\ndemo.advance(1)",
    "02_gradient_descent": (
        "demo = Descend()\ndemo.advance(12)\ndemo.pin()\n"
        "demo.learning_rate.value = 10**-0.36\ndemo.player.reset()\ndemo.advance(12)"
    ),
    "03_backpropagation": "demo = GraphStepper()\ndemo.advance(7)",
    "04_training": "demo = Playground()\ndemo.advance(2600)",
    "05_mnist": (
        "demo = MnistTrainer()\ndemo.advance(500)\ndemo.pin()\n"
        "demo.learning_rate.value = 0.01\ndemo.player.reset()\ndemo.advance(500)"
    ),
    "05_draw_a_digit": (
        "demo = DrawDigit()\n"
        "demo.draw([[(0.5, 0.2), (0.33, 0.45), (0.68, 0.45)], [(0.66, 0.21), (0.64, 0.5), (0.58, 0.9)]])"
    ),
}

# A browser's pictures of a page leave the mouse pointer out, so the page draws one.
POINTER = """() => {
    const pointer = document.createElement("div");
    pointer.innerHTML = `<svg width="26" height="36" viewBox="0 0 13 18">
        <path d="M1 1v14l3.4-3 2.2 5 2.3-1-2.2-5h4.6z" stroke="white"/></svg>`;
    pointer.style = "position: fixed; z-index: 99999; pointer-events: none; left: -99px; top: 0";
    document.body.append(pointer);
    document.addEventListener("mousemove", event => {
        pointer.style.left = `${event.clientX - 2}px`;
        pointer.style.top = `${event.clientY - 2}px`;
    }, true);
}"""


def main():
    """Make every picture, and say how large each file is."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with JupyterServer() as server, Browser() as browser:
        lab = opened(browser.new_page(1150, 1000, device_scale_factor=2), server)
        for name, code in MOMENTS.items():
            still(lab, code).save(PICTURES / f"{name}.png", optimize=True)
        lab.close()
        lab = opened(browser.new_page(980, 800), server)
        frames = live_training(lab)
        frames[0].save(PICTURES / ANIMATION, save_all=True, append_images=frames[1:], duration=1000 * FRAME, loop=0)
    for path in sorted(PICTURES.iterdir()):
        print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size / 1000:.0f} kB")


def opened(page, server):
    """Return a tab with an empty notebook in it, light and without the file list."""
    lab = Lab(page, server)
    lab.open_code("")
    lab.set_theme("light")
    lab.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    return lab


def show(lab, code):
    """Run the code that makes a demo, and return the demo as it stands on the page."""
    lab.run_instead(f"from course_utils.widgets import *\n{code}\ndemo")
    demo = DemoPage(lab)
    demo.picture.wait_for()
    demo.demo.scroll_into_view_if_needed()
    demo.page.wait_for_timeout(1500)  # the last frame comes, and a button that was pressed fades
    return demo


def still(lab, code):
    """Return a picture of a demo in so few colours that the file is small."""
    picture = Image.open(io.BytesIO(show(lab, code).demo.screenshot()))
    return picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def live_training(lab):
    """Train on MNIST, drag the learning rate while it runs, and return what was to be seen, a frame each 0.1 s."""
    demo = show(lab, "demo = MnistTrainer()")
    lab.page.evaluate(POINTER)
    track = demo.demo.locator(".noUi-base").first.bounding_box()
    y = track["y"] + track["height"] / 2

    def place(rate):
        return track["x"] + track["width"] * (math.log10(rate) + 4) / 5, y  # from 0.0001 to 10

    def steps():
        return int(re.search(r"After (\d+) steps", demo.picture.get_attribute("aria-label"))[1])

    def watch(least):
        """Watch for a second at least, and until so many steps more are done: a busy machine takes longer."""
        end, enough = time.monotonic() + 1.2, steps() + least
        while time.monotonic() < end or steps() < enough:
            lab.page.wait_for_timeout(50)

    button = demo.button("Play").bounding_box()
    play = button["x"] + button["width"] / 2, button["y"] + button["height"] / 2
    rest = play[0] + 200, play[1] + 250
    lab.page.mouse.move(*rest)
    box = demo.demo.bounding_box()
    box["height"] += 12  # a second line, where many units are dead
    with Recording(lab.page, box) as recording:
        glide(lab.page, rest, play)
        lab.page.mouse.click(*play)
        glide(lab.page, play, place(0.1))
        watch(100)
        lab.page.mouse.down()
        for before, rate in pairwise([0.1, 0.001, 1, 0.03]):
            glide(lab.page, place(before), place(rate))
            watch(80)
        lab.page.mouse.up()
    return recording.frames()


def glide(page, start, end, seconds=0.6):
    """Move the mouse from one place to another as a hand does, in about this time."""
    began, share = time.monotonic(), 0.0
    while share < 1:
        share = min((time.monotonic() - began) / seconds, 1)
        page.mouse.move(*(a + (b - a) * share for a, b in zip(start, end, strict=True)))
        page.wait_for_timeout(20)


class Recording:
    """What a part of a page shows while this is entered, with the times at which it changed."""

    def __init__(self, page, box):
        self._box = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        self._pictures, self._times = [], []
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.on("Page.screencastFrame", self._keep)

    def __enter__(self):
        self._devtools.send("Page.startScreencast", {"format": "png"})
        return self

    def __exit__(self, *_):
        self._devtools.remove_listener("Page.screencastFrame", self._keep)
        self._devtools.send("Page.stopScreencast")

    def _keep(self, frame):
        self._pictures.append(frame["data"])
        self._times.append(frame["metadata"]["timestamp"])
        self._devtools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def frames(self):
        """The pictures at equal times, all in the same colours, so that only what moves takes room in the file."""
        count = int((self._times[-1] - self._times[0]) / FRAME)
        at = [bisect.bisect_right(self._times, self._times[0] + n * FRAME) - 1 for n in range(count + 1)]
        pictures = [Image.open(io.BytesIO(base64.b64decode(self._pictures[i]))).convert("RGB") for i in at]
        pictures = [picture.crop(self._box) for picture in pictures]
        colours = pictures[-1].quantize(COLOURS)
        return [picture.quantize(palette=colours, dither=Image.Dither.NONE) for picture in pictures]


if __name__ == "__main__":
    main()
