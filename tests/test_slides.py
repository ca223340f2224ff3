"""Which cell begins a slide, by the rule, and where a source says otherwise."""

import nbformat
import pytest
from slides import ROOM_FOR_CODE, mark_slides

CODE, TEXT = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
STUB = "def one_hot(labels):\n    ...\n"


def kinds(*cells):
    notebook = mark_slides(nbformat.v4.new_notebook(cells=list(cells)))
    return [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]


def test_a_heading_leads_on_and_what_follows_lies_below():
    assert kinds(TEXT("# Title"), CODE("import numpy"), TEXT("## Part"), TEXT("A text."), TEXT("### Smaller")) == [
        "slide",
        "skip",  # what every notebook imports
        "slide",
        "subslide",
        "subslide",
    ]


@pytest.mark.parametrize("shown_alone", ["Descend()", "demo = Descend()\ndemo", 'poll("relu")', STUB])
def test_a_demo_a_poll_and_an_exercise_have_a_screen_of_their_own(shown_alone):
    assert kinds(TEXT("A text."), CODE(shown_alone)) == ["subslide", "subslide"]


def test_code_goes_on_from_its_text_where_there_is_room_for_both():
    code = CODE("print(1)")
    assert kinds(TEXT("A text."), code) == ["subslide", None]
    assert kinds(TEXT("A" * (ROOM_FOR_CODE + 1)), CODE("print(1)")) == ["subslide", "subslide"]
    assert kinds(TEXT("**Predict, then try.**"), CODE("print(1)")) == ["subslide", "subslide"]
    assert kinds(CODE("print(1)"), CODE("print(2)")) == [None, "subslide"]


def test_a_check_stands_below_its_exercise_and_an_answer_is_skipped():
    assert kinds(CODE(STUB), CODE('check("one_hot", one_hot)'), CODE('reveal("one_hot")')) == ["subslide", None, "skip"]


def test_a_source_decides_for_itself():
    cell = CODE("print(1)", metadata={"slideshow": {"slide_type": "notes"}})
    assert kinds(TEXT("A text."), cell) == ["subslide", "notes"]
