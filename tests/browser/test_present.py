"""A notebook as slides on a projector, 1920 by 1080: what is on a slide fits, is large, and is live after one key."""

from pathlib import Path

import build_notebooks
import nbformat
import pytest
from lab_in_browser import JupyterServer, Lab
from playwright.sync_api import expect

from course_utils import widgets

WIDTH, HEIGHT = 1920, 1080
NAMES = sorted(path.name for path in build_notebooks.NOTEBOOKS.glob("*.ipynb"))
SMALLEST = 20  # pixels of a screen of 1080: what is less cannot be read from the back row
# The notebook has a widget for each of its cells: JupyterLab makes them a few at a time.
WHOLE = """() => {
    const notebook = window.jupyterapp.shell.currentWidget?.content;
    return notebook?.model?.cells.length > 0 && notebook.widgets.length === notebook.model.cells.length;
}"""
# Of each slide: the text of its first cell, and where what it shows ends.
SLIDES = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const found = [];
    for (const [number, cell] of notebook.widgets.entries()) {
        const kind = cell.model.getMetadata("slideshow")?.slide_type;
        if (kind !== "slide" && kind !== "subslide") continue;
        notebook.activeCellIndex = number;
        await new Promise((resolve) => setTimeout(resolve, 60));
        const shown = [...document.querySelectorAll(".jp-deck-mod-visible.jp-deck-mod-onscreen")];
        const wide = shown.flatMap((each) => [...each.querySelectorAll("canvas, img, table, .course-demo")]);
        found.push({
            text: cell.model.sharedModel.source.slice(0, 90),
            bottom: Math.max(...shown.map((each) => each.getBoundingClientRect().bottom)),
            right: Math.max(0, ...wide.map((each) => each.getBoundingClientRect().right)),
        });
    }
    return found;
}"""
# The size, on the screen, of each text that a demo shows beside its picture.
TYPE = """demo => [...demo.querySelectorAll("button, label, select, .widget-readout, .course-status")]
    .filter((each) => each.textContent.trim() && each.offsetParent)
    .map((each) => parseFloat(getComputedStyle(each).fontSize) * each.currentCSSZoom)"""

# The picture on the slide has as many pixels as the screen shows of it.
SHARP = """() => {
    const canvas = document.querySelector(".jp-deck-mod-visible.jp-deck-mod-onscreen .course-canvas");
    return Math.abs(canvas.width - canvas.getBoundingClientRect().width) <= 2;
}"""


@pytest.fixture(scope="module")
def projector(browser):
    """A tab on a projector, in the course as `make present` starts it."""
    with JupyterServer(build_notebooks.NOTEBOOKS, options=["--present"]) as server:
        lab = Lab(browser.new_page(WIDTH, HEIGHT), server)
        yield lab
        lab.close()


def start_anew(projector):
    """Leave the page: what is open in slides is not closed like a tab."""
    projector.page.goto("about:blank")
    projector.server.reset()


def open_slides(projector, name):
    start_anew(projector)
    own = f"workspaces/{Path(name).stem}"  # in a shared one the notebook before would be opened again, too
    projector.page.goto(f"{projector.server.url}/lab/{own}/tree/notebooks/{name}?token={projector.server.token}")
    projector.page.wait_for_selector(".jp-Deck .jp-deck-mod-visible")
    projector.page.wait_for_function(WHOLE)


def first_cells(name):
    """How the slides of a notebook begin."""
    cells = nbformat.read(build_notebooks.NOTEBOOKS / name, as_version=4).cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    return [cell.source[:90] for cell, kind in zip(cells, kinds, strict=True) if kind in ("slide", "subslide")]


def misfits(slides):
    return [slide for slide in slides if slide["bottom"] > HEIGHT or slide["right"] > WIDTH]


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_fits_the_screen(projector, name):
    open_slides(projector, name)
    slides = projector.page.evaluate(SLIDES)
    assert [slide["text"] for slide in slides] == first_cells(name)
    assert misfits(slides) == []


def test_one_key_makes_the_slides_live(projector):
    """The command is the first step, the key the second."""
    open_slides(projector, NAMES[1])
    projector.wait_for_kernel()
    expect(projector.page.locator(".course-demo")).to_have_count(0)
    projector.page.keyboard.press("F8")
    expect(projector.page.locator(".course-demo").first).to_be_attached()
    projector.page.wait_for_selector(".course-canvas[data-frame]", state="attached")


def test_every_demo_fits_a_slide_and_is_large(projector, open_demos):
    slides = projector.page.evaluate(SLIDES)
    assert [slide["text"].splitlines()[1] for slide in slides] == open_demos
    assert misfits(slides) == []
    for demo in projector.page.locator(".course-demo").all():
        sizes = demo.evaluate(TYPE)
        assert not sizes or min(sizes) >= SMALLEST
    projector.page.wait_for_function(SHARP)


@pytest.fixture
def open_demos(projector):
    """A notebook with each demo on a slide of its own, all of them live; the lines that make them."""
    start_anew(projector)
    lines = [f"widgets.{name}()" for name in widgets.__all__]
    projector.open_code(
        *(f"from course_utils import widgets\n{line}" for line in lines), slideshow={"slide_type": "slide"}
    )
    expect(projector.page.locator(".course-demo")).to_have_count(len(lines))
    return lines
