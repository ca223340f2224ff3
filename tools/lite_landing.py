"""The first page of the course in a browser: what it is, one picture, and a button for each notebook."""

import html
import re
import shutil
from pathlib import Path

import nbformat

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "tools/lite_page/index.html"
PICTURE = REPOSITORY / "docs/pictures/05_mnist.png"
ALT = (
    "A network learns to read digits: the curves of its cost and accuracy, some digits, and what its weights look for."
)


def lay_landing_page(site, notebooks):
    """Write the page into a site, with a button for each of these notebooks; the picture, where there is one."""
    page = PAGE.read_text(encoding="utf-8").replace("<!--notebooks-->", "\n".join(map(_button, sorted(notebooks))))
    if PICTURE.is_file():
        shutil.copy(PICTURE, site)
        page = page.replace("<!--picture-->", f'<img src="{PICTURE.name}" alt="{ALT}">')
    (site / "index.html").write_text(page.replace("<!--picture-->\n", ""), encoding="utf-8")


def _button(notebook):
    inside = f"<b>{html.escape(title_of(notebook))}</b>\n{html.escape(promise(notebook.stem))}"
    return f'<a href="lab/index.html?path=notebooks/{notebook.name}">{inside}</a>'


def title_of(notebook):
    """The heading that a notebook begins with."""
    return nbformat.read(notebook, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")


def promise(stem):
    """What the README says that one will be able to do after a notebook."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    able = re.search(rf"^\| `{stem}` \| (.*) \|$", readme, re.MULTILINE)[1]
    return f"You will be able to {able}."
