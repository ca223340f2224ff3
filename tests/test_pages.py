"""The pages to read, without a browser: all of every notebook is in its page, set, and nothing comes from elsewhere."""

import base64
import io
import json
import re

import build_notebooks
import build_pages
import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from course_utils import polls
from course_utils.widgets.shared.demo import LINE

NAMES = [path.stem for path in build_pages.notebooks()]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build_pages.build(tmp_path_factory.mktemp("site") / "pages")


@pytest.fixture(params=NAMES)
def notebook(request):
    return nbformat.read(build_notebooks.NOTEBOOKS / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def pages(site):
    """The page of each notebook."""
    return {name: read(site / f"{name}.html") for name in NAMES}


@pytest.fixture
def page(pages, request):
    return pages[request.node.callspec.params["notebook"]]


def read(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def squeezed(text):
    """A text without its white space, which HTML does not keep."""
    return re.sub(r"\s", "", text)


def outputs(notebook, kind):
    """All outputs of a kind, in order."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [output["data"] for cell in cells for output in cell.outputs if kind in output.get("data", {})]


def markdown(notebook):
    """All prose: that of the cells, and what they have shown as prose, without the pieces of code in it."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    texts += [data["text/markdown"] for data in outputs(notebook, "text/markdown")]
    return re.sub(r"```.*?```", "", "\n\n".join(texts), flags=re.DOTALL)


def decoded(picture):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"))


def test_a_page_for_every_notebook_and_a_way_to_it(site):
    assert len(NAMES) >= 5
    links = [link["href"] for link in read(site / "index.html").select(".index a")]
    assert links == [f"{name}.html" for name in NAMES]


def test_all_code_and_all_that_it_printed(notebook, page):
    text = squeezed(page.main.get_text())
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    streams = [output.text for cell in cells for output in cell.outputs if output.output_type == "stream"]
    assert streams
    for part in [cell.source for cell in cells] + streams:
        assert squeezed(part) in text
    for data in outputs(notebook, "text/html"):
        assert squeezed(BeautifulSoup(data["text/html"], "html.parser").get_text()) in text


def test_every_still_is_in_the_page_with_what_it_shows_in_words(notebook, page):
    pictures, stills = page.select("figure img"), outputs(notebook, "image/png")
    assert len(pictures) == len(stills) == len(page.select("img")) > 5
    for picture, data in zip(pictures, stills, strict=True):
        shown, still = (decoded(png) for png in (picture["src"].split(",")[1], data["image/png"]))
        if data["text/plain"].startswith("<Figure"):
            assert np.array_equal(shown, still)
            assert re.fullmatch(r"What the code above draws, in the section “.{5,}”\.", picture["alt"])
        else:
            assert np.array_equal(shown, still[:-LINE])
            assert picture["alt"] == data["text/plain"]
            assert "In JupyterLab" in picture.parent.figcaption.text


def test_every_formula_became_markup(notebook, page):
    written = re.findall(r"\$\$.+?\$\$|\$[^$]+\$", re.sub(r"`[^`\n]*`", "", markdown(notebook)), re.DOTALL)
    set_ones = page.main.find_all("math")
    assert len(set_ones) == len(written) > 10
    assert sum(formula["display"] == "block" for formula in set_ones) == sum(text[:2] == "$$" for text in written)
    for formula in set_ones:
        assert squeezed(formula.get_text())
        assert "\\" not in formula.get_text()  # a command that was not understood
    raw = [text for text in page.main.find_all(string=re.compile(r"\$")) if not text.find_parent(["pre", "code"])]
    assert raw == []


def test_a_full_stop_stays_with_its_formula_and_no_word_does():
    sentence = build_pages.Exporter().markdown2html("Of $w$ and $x$, not of $y$ (or $z$).")
    kept = [span.get_text() for span in BeautifulSoup(sentence, "html.parser").select(".unbroken")]
    assert kept == ["x,", "z)."]


def test_the_prose_is_all_there(notebook, page):
    headings = re.findall(r"^#+ (.*)$", markdown(notebook), re.MULTILINE)
    found = [squeezed(heading.get_text()).removesuffix("¶") for heading in page.select("h1, h2, h3")]
    for heading, shown in zip(headings, found, strict=True):
        if "$" not in heading:
            assert re.sub(r"\*\*|`", "", squeezed(heading)) == shown
    assert len(page.select("details")) == markdown(notebook).count("<details>")


def test_polls_hold_what_python_asks(notebook, page):
    asked = re.findall(r'^poll\("(\w+)"\)$', "\n".join(cell.source for cell in notebook.cells), re.MULTILINE)
    places = page.select("[data-widget]:not([data-widget=pad])")
    assert [place["data-widget"] for place in places] == asked
    for name, place in zip(asked, places, strict=True):
        poll, data = polls.poll(name), json.loads(page.select_one("#course-data").string)
        state = data["widgets"][name]["state"]
        assert set(state) == {"title", "question", "choices", "chosen", "revealed", "counting", "counts", "before"}
        assert all(state[trait] == getattr(poll, trait) for trait in state)
        assert data["scripts"]["Poll"] == (polls.HERE / "polls.js").read_text(encoding="utf-8")
        texts = [poll.question, *(choice[part] for choice in poll.choices for part in ("text", "feedback"))]
        formulas = [formula for text in texts for formula in text["latex"].split("$")[1::2]]
        assert all(data["formulas"][formula].startswith("<math") for formula in formulas)
        assert poll.text.startswith(place.pre.text)  # for a browser without scripts
        assert all(choice["text"]["plain"] in place.pre.text for choice in poll.choices)


def test_all_polls_are_asked_and_the_pad_is_there_once(pages):
    places = [place["data-widget"] for page in pages.values() for place in page.select("[data-widget]")]
    assert sorted(places) == sorted([*polls.names(), "pad"])


def test_nothing_comes_from_elsewhere_and_no_link_is_dead(site, pages):
    files = {path.name for path in site.iterdir()}
    assert len(list(site.glob("*.html"))) == len(pages) + 1
    for page in [*pages.values(), read(site / "index.html")]:
        loaded = [tag[key] for key in ("src", "href") for tag in page.select(f"script[{key}], link[{key}], img[{key}]")]
        assert all(address.startswith("data:") or address in files for address in loaded)
        links = [link["href"] for link in page.select("a[href]") if not link["href"].startswith(("https://", "#"))]
        assert links
        assert set(links) <= files
        assert not page.select("iframe, object, embed, video, audio")
    assert not re.search(r"url\(|@import", (site / "pages.css").read_text(encoding="utf-8"))
    assert sum(path.stat().st_size for path in site.iterdir()) < 4e6


def test_where_the_course_runs_in_a_browser_a_page_leads_there(tmp_path):
    body = build_pages.how_to_run(build_notebooks.NOTEBOOKS / "05_mnist.ipynb", "../lab/index.html")
    assert 'href="../lab/index.html?path=notebooks/05_mnist.ipynb"' in body
    assert "href" not in build_pages.how_to_run(build_notebooks.NOTEBOOKS / "05_mnist.ipynb", None)
