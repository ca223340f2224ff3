"""Which cell begins a slide when a notebook is presented (`make present`): by a rule, so that none is marked by hand.

A heading begins a slide, and what follows it lies below, one screen after the other: a text with the code that belongs
to it, a demo alone, a poll alone, an exercise with its check. Imports and answers are skipped. A source may decide
otherwise: `# %% slideshow={"slide_type": "subslide"}`.
"""

import re

import nbformat

from course_utils import widgets

SHOWN_ALONE = re.compile(rf"^(\w+ = )?({'|'.join(widgets.__all__)}|poll)\(", re.MULTILINE)
SKIPPED = re.compile(r"^(reveal|progress)\(", re.MULTILINE)

ROOM_FOR_CODE = 420  # characters: code after a longer text needs a screen of its own


def mark_slides(notebook):
    """Write into each cell of a notebook what it is when presented, where the source does not say so."""
    before = nbformat.v4.new_markdown_cell()
    for cell in notebook.cells:
        if "slideshow" not in cell.metadata and (kind := slide_type(cell, before)):
            cell.metadata["slideshow"] = {"slide_type": kind}
        before = cell
    return notebook


def slide_type(cell, before):
    """What a cell begins: "slide" (to the right), "subslide" (below), "skip" (not shown), or nothing: it goes on."""
    if cell.cell_type == "markdown":
        return "slide" if cell.source.startswith(("# ", "## ")) else "subslide"
    if before.source.startswith("# ") or SKIPPED.search(cell.source):  # imports follow the title
        return "skip"
    if SHOWN_ALONE.search(cell.source) or is_exercise(cell):
        return "subslide"
    return None if leads_to_code(before) or is_exercise(before) else "subslide"


def leads_to_code(cell):
    """Whether a cell is a text that the next cell goes on from, on the same screen."""
    looks_back = cell.source.startswith("**Predict")  # at the demo before it
    return cell.cell_type == "markdown" and not looks_back and len(cell.source) <= ROOM_FOR_CODE


def is_exercise(cell):
    """Whether a cell is a function for the reader to write."""
    return cell.cell_type == "code" and cell.source.startswith("def ") and "\n    ..." in cell.source
