"""README and docs/ are true of what lies beside them: links, pictures, and the map from slides to sections."""

import re
from pathlib import Path

import make_pictures
import nbformat
import pytest
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
SHOWN = re.findall(r"!\[(.*?)\]\((.*?)\)", (REPOSITORY / "README.md").read_text(encoding="utf-8"))
SLIDES = (REPOSITORY / "docs" / "slides.md").read_text(encoding="utf-8")


def headings(notebook, mark="###?"):
    """Return the titles of a notebook's sections; none of a notebook that does not exist."""
    cells = nbformat.read(notebook, as_version=4).cells if notebook.exists() else []
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return set(re.findall(rf"^{mark} (.+)$", text, re.MULTILINE))


def rows(slide_map):
    """Return the rows of a map of slides: slide, number of the notebook, link, and its sections."""
    found = re.findall(r"^\| (.+) \| \[(\d\d)\]\((.+)\) \| (.+) \|$", slide_map, re.MULTILINE)
    return [(slide, number, link, set(sections.split(" · "))) for slide, number, link, sections in found]


def wrong_rows(slide_map):
    """Return the slides whose notebook, or a section of it, does not exist."""
    return [
        slide
        for slide, number, link, sections in rows(slide_map)
        if not Path(link).name.startswith(number) or not sections <= headings(REPOSITORY / "docs" / link)
    ]


def test_each_slide_leads_to_a_section_that_exists():
    assert wrong_rows(SLIDES) == []
    assert (
        len(re.findall(r"^\| ", SLIDES, re.MULTILINE)) == 1 + SLIDES.count("](../notebooks/") - 1
    )  # all rows are read


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("The recipe", "The recipes"), ("Why back?", "The recipe"), ("(../notebooks/02", "(../notebook/02")],
)
def test_a_wrong_row_is_noticed(right, wrong):
    assert right in SLIDES
    assert len(wrong_rows(SLIDES.replace(right, wrong))) >= 1


def test_every_section_has_a_slide_or_is_named_as_having_none():
    mapped = {title for _, _, _, sections in rows(SLIDES) for title in sections}
    named = set(re.findall(r"\*(.+?)\* \(\d\d\)", SLIDES))
    sections = set().union(*(headings(path, "##") for path in NOTEBOOKS[:4])) - {"What you know now"}
    assert named == sections - mapped


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_exists(document):
    links = re.findall(r"\]\((?!https?://)(.+?)\)", document.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_shows_every_picture_that_is_made():
    made = {*(f"{name}.png" for name in make_pictures.MOMENTS), make_pictures.ANIMATION}
    assert (
        {Path(picture).name for _, picture in SHOWN} == made == {path.name for path in make_pictures.PICTURES.iterdir()}
    )


@pytest.mark.parametrize(("words", "picture"), SHOWN, ids=lambda value: Path(value).stem[-20:])
def test_a_picture_is_small_and_has_words_for_who_cannot_see_it(words, picture):
    path = REPOSITORY / picture
    assert len(words.split()) >= 15
    assert path.stat().st_size < (2_000_000 if path.suffix == ".gif" else 300_000)


def test_every_notebook_has_a_picture():
    assert {path.stem for path in NOTEBOOKS} <= set(make_pictures.MOMENTS)


def test_the_animation_moves_and_goes_round():
    with Image.open(make_pictures.PICTURES / make_pictures.ANIMATION) as animation:
        assert animation.n_frames > 40
        assert animation.info["loop"] == 0
