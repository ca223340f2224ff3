"""Build the course as plain web pages, one for each notebook, with nothing to install and nothing to run them.

They are made from the notebooks as committed: text, code, what it printed, and a still picture of each demo. Polls can
be answered and the pad drawn on, for these work without Python. A browser sets the formulas itself, from MathML.
Nothing is fetched from elsewhere, and a page can be opened from a disk. On paper they are the handout.

Use:

    python tools/build_pages.py               build into dist/pages
    python tools/build_pages.py --handout     print them all into dist/handout.pdf (needs Chromium)
"""

import argparse
import base64
import functools
import html
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import build_notebooks
import jinja2
import nbformat
from anywidget import AnyWidget
from latex2mathml.converter import convert
from lite_landing import promise, title_of
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from PIL import Image
from pygments.formatters import HtmlFormatter

from course_utils import polls
from course_utils.widgets.mnist.drawing_pad import DrawingPad
from course_utils.widgets.shared.demo import LINE

REPOSITORY = Path(__file__).resolve().parents[1]
SITE, HANDOUT = REPOSITORY / "dist/pages", REPOSITORY / "dist/handout.pdf"
PARTS = Path(__file__).with_name("pages")
COURSE = "How neural networks learn"
WIDGETS = {**{name: polls.poll(name) for name in polls.names()}, "pad": DrawingPad()}
INLINE = r"<math[^>]*inline(?:(?!</math>).)*</math>"  # one formula in a sentence

STILL = "A still picture of a live demo. In JupyterLab you move its controls and it answers."
PAD = "This pad draws, also in this page. For a network that reads what you draw, run the notebook in JupyterLab."


def build(site=SITE, lite=None):
    """Build the pages in a folder; what was there goes. `lite`: the address of the course in JupyterLite, if any."""
    shutil.rmtree(site, ignore_errors=True)
    lay_parts(site)
    for path in notebooks():
        body = how_to_run(path, lite) + as_html(path)
        write_page(site / f"{path.stem}.html", f"{title_of(path)} — {COURSE}", body, links_beside(path))
    write_page(site / "index.html", COURSE, index())
    for path in build_notebooks.NOTEBOOKS.glob("*.py"):
        shutil.copy(path, site)
    return site


def print_handout(browser, target=HANDOUT):
    """Print all notebooks, one after the other, into one PDF."""
    target.parent.mkdir(exist_ok=True)
    number = '<div style="font-size: 9px; width: 100%; text-align: center"><span class="pageNumber"></span></div>'
    with tempfile.TemporaryDirectory() as folder:
        lay_parts(Path(folder))
        source = Path(folder, "handout.html")
        write_page(source, COURSE, "\n".join(f"<article>{as_html(path)}</article>" for path in notebooks()))
        page = browser.new_page()
        page.goto(source.as_uri())
        page.wait_for_selector("body.alive")
        page.pdf(
            path=target,
            format="A4",
            margin={"top": "16mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=number,
            outline=True,
            tagged=True,
        )
        page.context.close()
    return target


def notebooks():
    """The notebooks, in the order of the lessons."""
    return sorted(build_notebooks.NOTEBOOKS.glob("*.ipynb"))


def lay_parts(folder):
    """Put into a folder what every page in it needs."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PARTS / "pages.js", folder)
    (folder / "pages.css").write_text(styles(), encoding="utf-8")


def write_page(path, title, body, links=()):
    """Write a page, with the scripts and the state of the widgets in it."""
    names = re.findall(r'data-widget="(\w+)"', body)
    frame = jinja2.Template((PARTS / "frame.html.j2").read_text(encoding="utf-8"))
    page = frame.render(title=html.escape(title), body=body, links=links, data=data_of(names) if names else "")
    path.write_text(page, encoding="utf-8")


def data_of(names):
    """What the page's script needs to show these widgets, as JSON that may stand in a page."""
    widgets, scripts = {}, {}
    for name in names:
        widget, kind = WIDGETS[name], type(WIDGETS[name]).__name__
        own = [trait for trait in widget.keys if trait[0] != "_" and not hasattr(AnyWidget, trait)]
        widgets[name] = {"script": kind, "state": {trait: getattr(widget, trait) for trait in own}}
        scripts[kind] = widget._esm
    formulas = {tex: as_mathml(tex) for tex in formulas_in(widgets)}
    data = {"widgets": widgets, "scripts": scripts, "formulas": formulas}
    return json.dumps(data, ensure_ascii=False).replace("<", r"\u003c")


def formulas_in(value):
    """All that stands between $ signs in the texts of some nested state."""
    if isinstance(value, str):
        return set(value.split("$")[1::2])
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(formulas_in, parts))


def as_mathml(tex, display="inline"):
    """A formula as markup that browsers set."""
    return convert(tex, display=display)


class Renderer(IPythonRenderer):
    """Markdown with its formulas set, and its links leading to pages."""

    def block_math(self, body):
        """A formula in a line of its own, which may be wider than a phone."""
        return f'<span class="formula">{as_mathml(body, "block")}</span>'

    def inline_math(self, body):
        """A formula in a sentence."""
        return as_mathml(body)

    def link(self, text, url, title=None):
        """A link to a page or a file that lies beside it; of what does not, only the words."""
        path = build_notebooks.NOTEBOOKS / url
        if "://" not in url and (path.parent != build_notebooks.NOTEBOOKS or not path.exists()):
            return text
        return super().link(text, re.sub(r"\.ipynb$", ".html", url), title)


class Exporter(HTMLExporter):
    """Notebooks as the inside of our pages."""

    def markdown2html(self, source):
        """Markdown as HTML, with what follows a formula in the same line as its end."""
        page = MarkdownWithMath(renderer=Renderer(escape=False)).render(source)
        return re.sub(rf"({INLINE})([.,;:?!)’]+)", r'<span class="unbroken">\1\2</span>', page)


@functools.cache
def exporter():
    """One exporter: to make it takes longer than to use it."""
    return Exporter(template_file=str(PARTS / "cells.html.j2"))


def as_html(path):
    """The cells of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.*)$", cell.source, re.MULTILINE) or [heading])[-1]
        for output in cell.get("outputs", []):
            prepare(output, cell.source, heading)
    return exporter().from_notebook_node(notebook)[0]


def prepare(output, source, heading):
    """Put into an output, as HTML, the poll, the still or the pad that the page shows for it."""
    data = output.get("data", {})
    if asked := re.search(r'^poll\("(\w+)"\)', source, re.MULTILINE):
        question, _, _how_to_answer = data["text/plain"].rpartition("\n")  # which is another way here
        data["text/html"] = widget(asked[1], question)
    elif "image/png" in data:
        data["text/html"] = picture(data, heading)
        if "DrawDigit(" in source:
            data["text/html"] += f'<div class="pad">{widget("pad")}<p class="note">{PAD}</p></div>'


def widget(name, text=""):
    """A place where the page's script shows a widget; without it, what the widget says in words."""
    return f'<div class="widget" data-widget="{name}"><pre>{html.escape(text)}</pre></div>'


def picture(data, heading):
    """A plot or a demo's still as a figure, with words for who does not see it."""
    png, words, caption = data["image/png"], data["text/plain"], ""
    if words.startswith("<Figure"):
        words = f"What the code above draws, in the section “{heading}”."
    else:
        png, caption = without_last_line(png), f"<figcaption>{STILL}</figcaption>"
    return f'<figure><img src="data:image/png;base64,{png}" alt="{html.escape(words)}">{caption}</figure>'


def without_last_line(png):
    """A demo's still without its line about running a cell, which a page does not have."""
    still = Image.open(io.BytesIO(base64.b64decode(png)))
    stream = io.BytesIO()
    still.crop((0, 0, still.width, still.height - LINE)).save(stream, "png", optimize=True)
    return base64.b64encode(stream.getvalue()).decode()


def how_to_run(path, lite):
    """The line above a notebook that says how to run it."""
    browser = f', or <a href="{lite}?path=notebooks/{path.name}">run it in your browser</a>' if lite else ""
    return (
        "<p class='note'>This page is for reading; polls can be answered here. To run the notebook, type "
        f"<code>make lab NOTEBOOK={path.stem}</code> in the course’s folder (its README.md says more){browser}.</p>"
    )


def links_beside(path):
    """Where one can go from a page: all, the one before, the one after."""
    everyone = notebooks()
    place = everyone.index(path)
    beside = everyone[max(place - 1, 0) : place] + everyone[place + 1 : place + 2]
    return [("index.html", COURSE), *((f"{other.stem}.html", title_of(other)) for other in beside)]


def index():
    """The inside of the first page."""
    rows = (
        f'<li><a href="{path.stem}.html">{html.escape(title_of(path))}</a><br>{html.escape(promise(path.stem))}</li>'
        for path in notebooks()
    )
    return (
        f"<h1>{COURSE}</h1>\n<p>The notebooks of the course, to read: what they say, their code, what it printed, and "
        "a still picture of each live demo. The polls can be answered here. To run the notebooks, type "
        "<code>make lab</code> in the course’s folder (its README.md says more).</p>\n"
        f"<ul class='index'>{''.join(rows)}</ul>"
    )


def styles():
    """All styles of the pages: our own, the widgets', and the colours of code, in light and in dark."""
    light, dark = (HtmlFormatter(style=name).get_style_defs(".highlight") for name in ("default", "github-dark"))
    own = (PARTS / "pages.css").read_text(encoding="utf-8")
    media = {"print, (prefers-color-scheme: light)": light, "screen and (prefers-color-scheme: dark)": dark}
    code = (f"@media {where} {{{style}}}" for where, style in media.items())
    return "\n".join([*code, *{widget._css: None for widget in WIDGETS.values()}, own])


def main():
    """Build, and print, as asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--handout", action="store_true", help="print them all into one PDF instead")
    if not parser.parse_args().handout:
        print(f"The pages are in {build()}: open index.html.")
        return
    from lab_in_browser import Browser, NoChromium  # only here: the pages themselves need no browser

    try:
        with Browser() as browser:
            print(f"The handout is {print_handout(browser)}.")
    except NoChromium as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
