"""The course in a browser with nothing installed: how soon it starts, how live it is, and how large it is.

It measures the site that `make lite` has built.
"""

import sys
import time
from pathlib import Path

from benchmarks import Row
from benchmarks.live import epochs_done

sys.path.append(str(Path(__file__).parents[1] / "tools"))  # whose modules import each other

from build_lite import SITE, megabytes
from demo_page import FRAME_NUMBER
from lab_in_browser import NoChromium
from lite_in_browser import LiteLab, browser_without_network
from lite_server import LiteServer

SECONDS = 6
FIRST = "01_loss_functions.ipynb"
DESCEND = """
from course_utils.widgets import Descend
demo = Descend()
demo.surface.value, demo.player.speed.value = "Rosenbrock", "fastest"
demo.learning_rate.value = 0.0003
demo
"""
PLAYGROUND = "from course_utils.widgets import Playground\ndemo = Playground()\ndemo"
STEPPER = "from course_utils.widgets import GraphStepper\ndemo = GraphStepper()\ndemo"
KEYS, KEYS_PER_SECOND = 160, 20
STEPS = 4  # forward through the graph's operations, and as many back
SHOWN = "() => Boolean(document.querySelector('.course-canvas[data-frame]'))"


def rows():
    """Yield the rows of this family."""
    if not SITE.is_dir():
        yield Row("the course in a browser alone", "", "make lite builds it first")
        return
    size = megabytes(SITE)
    yield Row("in a browser: the site, MB", f"{size:.0f}", "", "", "≤ 70", size <= 70)
    try:
        with browser_without_network() as browser, LiteServer(SITE) as server:
            yield from start_rows(LiteLab(browser.new_page(), server.url))
            lab = LiteLab(browser.new_page(), server.url)
            yield descend_row(lab)
            yield stepper_row(lab)
            yield from playground_rows(lab)
    except NoChromium as reason:
        yield Row("the course in a browser alone", "", str(reason))


def start_rows(lab):
    """Open the first notebook, run it at once, and yield how soon a demo is live, and how much has been fetched."""
    fetched = set()
    lab.page.context.on("request", lambda request: fetched.add(request.url.removeprefix(lab.url).partition("?")[0]))
    started = time.perf_counter()
    lab.page.goto(f"{lab.url}/lab/index.html?path=notebooks/{FIRST}")
    lab.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    shown = time.perf_counter()
    lab.wait_for_notebook()
    lab.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    lab.page.wait_for_function(SHOWN, timeout=120_000)
    live = time.perf_counter()
    before = f"the notebook is shown after {shown - started:.1f}"
    yield Row(
        "in a browser: notebook to first live demo, s", f"{live - shown:.1f}", before, "", "≤ 15", live - shown <= 15
    )
    yield Row("in a browser: fetched until then, MB", f"{sum(map(size_in_site, fetched)) / 1e6:.0f}")


def size_in_site(address):
    """The size of the file that is served at an address, in bytes."""
    path = SITE / address.lstrip("/")
    return path.stat().st_size if path.is_file() else 0


def descend_row(lab):
    """Play a long descent at the fastest, and return the pictures in a second."""
    lab.open_code(DESCEND)
    frames = played(lab, wait=1, seconds=3)  # a descent ends after 20,000 steps
    return Row("in a browser: Descend, frames/s", f"{frames:.1f}", "", "", "≥ 15", frames >= 15)


def stepper_row(lab):
    """Hold a key of the graph stepper down, then another that goes back, and return the pictures in each second."""
    lab.run_instead(STEPPER)
    lab.page.wait_for_function(SHOWN)
    lab.page.locator("canvas.course-canvas").focus()
    started, first = time.perf_counter(), lab.page.evaluate(FRAME_NUMBER)
    for number in range(KEYS):
        lab.page.keyboard.press("ArrowRight" if number // STEPS % 2 == 0 else "u")
        lab.page.wait_for_timeout(1000 * (started + (number + 1) / KEYS_PER_SECOND - time.perf_counter()))
    frames = (lab.page.evaluate(FRAME_NUMBER) - first) / (time.perf_counter() - started)
    return Row("in a browser: GraphStepper, frames/s by keys", f"{frames:.1f}", "", "", "≥ 15", frames >= 15)


def playground_rows(lab):
    """Play the playground's default problem, and yield epochs and frames in a second."""
    lab.run_instead(PLAYGROUND)
    lab.page.wait_for_function(SHOWN)
    first, started = epochs_done(lab), time.perf_counter()
    frames = played(lab, wait=3)
    epochs = (epochs_done(lab) - first) / (time.perf_counter() - started)
    yield Row("in a browser: playground, epochs/s", f"{epochs:,.0f}", "", "", "≥ 60", epochs >= 60)
    yield Row("in a browser: playground, frames/s", f"{frames:.1f}", "", "", "≥ 15", frames >= 15)


def played(lab, wait, seconds=SECONDS):
    """Play what is open, wait for so many seconds, and return the pictures in each of the seconds from then on."""
    lab.page.wait_for_function(SHOWN)
    lab.page.get_by_role("button", name="Play").click()
    lab.page.wait_for_timeout(wait * 1000)
    first, started = lab.page.evaluate(FRAME_NUMBER), time.perf_counter()
    lab.page.wait_for_timeout(seconds * 1000)
    frames = (lab.page.evaluate(FRAME_NUMBER) - first) / (time.perf_counter() - started)
    if lab.ask_kernel("demo.player.playing") != "True":
        raise RuntimeError("The run has ended before it was measured to the end.")
    return frames
