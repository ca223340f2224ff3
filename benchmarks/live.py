"""How live the live demo is, in a real browser: frames a second, their size, and how soon a key shows in the page."""

import time
from statistics import mean, quantiles

from benchmarks import Row
from tools.demo_page import FRAME_NUMBER
from tools.lab_in_browser import Browser, JupyterServer, Lab, NoChromium

SECONDS = 10
KEYS = 60
DEMO = """
from course_utils.widgets import MnistTrainer

demo = MnistTrainer()
sizes = []
send = demo.figure.send
demo.figure.send = lambda content, buffers: (sizes.append(len(buffers[0])), send(content, buffers))
demo
"""
# Notes when a key goes down, and when a picture that speaks of another learning rate stands in the page.
STOPWATCH = """() => {
    const canvas = document.querySelector(".course-canvas");
    const rate = () => /learning rate (\\S+)/.exec(canvas.ariaLabel)[1];
    window.delays = [];
    let pressed = null, before = null;
    document.addEventListener("keydown", () => { pressed = performance.now(); before = rate(); }, true);
    new MutationObserver(() => {
        if (pressed === null || rate() === before) return;
        const since = pressed;
        pressed = null;
        requestAnimationFrame(() => window.delays.push(performance.now() - since));
    }).observe(canvas, { attributeFilter: ["data-frame"] });
}"""


PLAYGROUND = "from course_utils.widgets import Playground\n\ndemo = Playground()\ndemo"

DRAW = "from course_utils.widgets import DrawDigit\n\ndemo = DrawDigit()\ndemo"
# Notes when the pen has moved on the pad, and when the next picture stands in the page: the answer to that movement,
# as long as nothing else is under way.
PAD_STOPWATCH = """() => {
    window.delays = [];
    let moved = null;
    document.querySelector(".course-pad-paper").addEventListener("pointermove", () => { moved ??= performance.now(); });
    new MutationObserver(() => {
        if (moved === null) return;
        const since = moved;
        moved = null;
        requestAnimationFrame(() => window.delays.push(performance.now() - since));
    }).observe(document.querySelector(".course-canvas"), { attributeFilter: ["data-frame"] });
}"""


def rows():
    """Yield the rows of this family."""
    try:
        with Browser() as browser, JupyterServer() as server:
            lab = Lab(browser.new_page(), server)
            yield from measured(lab)
            yield from playground_rows(lab)
            yield from pad_rows(lab)
    except NoChromium as reason:
        yield Row("the live demo in a browser", "", str(reason))


def measured(lab):
    """Play the MNIST demo in the page, and yield what was measured there."""
    lab.open_code(DEMO)
    lab.page.wait_for_selector(".course-canvas[data-frame]")
    lab.page.get_by_role("button", name="Play").click()
    lab.page.wait_for_timeout(3000)
    first_frame, first_example = lab.page.evaluate(FRAME_NUMBER), int(lab.ask_kernel("demo.trainer.examples_seen"))
    lab.page.wait_for_timeout(SECONDS * 1000)
    frames = (lab.page.evaluate(FRAME_NUMBER) - first_frame) / SECONDS
    examples = (int(lab.ask_kernel("demo.trainer.examples_seen")) - first_example) / SECONDS
    yield Row("live demo: frames/s while it trains", f"{frames:.1f}", "", "", "≥ 29.5", frames >= 29.5)
    yield Row("live demo: examples/s while it draws", f"{examples:,.0f}", "", "", "")
    delays = key_to_page(lab)
    middle, slowest = quantiles(delays, n=20)[9], quantiles(delays, n=20)[18]
    yield Row(
        f"key to page, ms, p95 of {len(delays)}", f"{slowest:.0f}", f"median {middle:.0f}", "", "≤ 100", slowest <= 100
    )
    lab.page.get_by_role("button", name="Pause").click()
    sizes = [int(size) for size in lab.ask_kernel("sizes").strip("[]").replace("\n", "").split(",")]
    what = f"bytes per frame, largest of {len(sizes)}"
    yield Row(what, f"{max(sizes):,}", f"mean {mean(sizes):,.0f}", "", "≤ 40,000", max(sizes) <= 40_000)


def playground_rows(lab):
    """Play TensorFlow Playground's default problem in the page, and yield epochs and frames in a second."""
    lab.run_instead(PLAYGROUND)
    lab.page.wait_for_selector(".course-canvas[data-frame]")
    lab.page.get_by_role("button", name="Play").click()
    lab.page.wait_for_timeout(3000)
    started, first_frame, first_epoch = time.perf_counter(), lab.page.evaluate(FRAME_NUMBER), epochs_done(lab)
    lab.page.wait_for_timeout(SECONDS * 1000)
    last_frame, last_epoch, spent = lab.page.evaluate(FRAME_NUMBER), epochs_done(lab), time.perf_counter() - started
    epochs, frames = (last_epoch - first_epoch) / spent, (last_frame - first_frame) / spent
    compared = "TensorFlow Playground: its page 60, its core without drawing 4,100"
    yield Row("playground: epochs/s while it draws", f"{epochs:,.0f}", compared, "", "≥ 600", epochs >= 600)
    yield Row("playground: frames/s while it trains", f"{frames:.1f}", "", "", "≥ 20", frames >= 20)


def pad_rows(lab):
    """Draw on the pad, one movement after the other, and yield how soon the bars answer to each."""
    lab.run_instead(DRAW)
    lab.page.wait_for_selector(".course-canvas[data-frame]")
    lab.page.evaluate(PAD_STOPWATCH)
    box, mouse = lab.page.locator(".course-pad-paper").bounding_box(), lab.page.mouse
    x, y, side = box["x"], box["y"], box["width"]
    mouse.move(x + 0.3 * side, y + 0.1 * side)
    mouse.down()
    lab.page.wait_for_timeout(500)
    for number in range(KEYS):
        mouse.move(x + (0.3 + 0.4 * (number % 2)) * side, y + (0.1 + 0.8 * number / KEYS) * side)
        lab.page.wait_for_function("([n]) => window.delays.length >= n", arg=[number + 1])
        lab.page.wait_for_timeout(60)
    mouse.up()
    delays = lab.page.evaluate("() => window.delays")
    middle, slowest = quantiles(delays, n=20)[9], quantiles(delays, n=20)[18]
    what = f"stroke on the pad to bars, ms, p95 of {len(delays)}"
    yield Row(what, f"{slowest:.0f}", f"median {middle:.0f}", "", "≤ 100", slowest <= 100)


def epochs_done(lab):
    """How many epochs the playground in the page has trained for."""
    return float(lab.ask_kernel("demo.run.epoch"))


def key_to_page(lab):
    """Press keys on the learning rate while it trains; return the milliseconds until each showed in the page."""
    lab.page.evaluate(STOPWATCH)
    lab.page.locator(".course-demo .noUi-handle").first.focus()
    for number in range(KEYS):
        lab.page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")
        lab.page.wait_for_function("([n]) => window.delays.length >= n", arg=[number + 1])
        lab.page.wait_for_timeout(37 * (1 + number % 7))  # at ever other moments of a frame
    return lab.page.evaluate("() => window.delays")
