"""The pages to read in a real browser: polls answer, the pad draws, a phone shows all, and so does paper."""

import re

import build_notebooks
import build_pages
import pytest
from playwright.sync_api import expect

NAMES = ["index", *(path.stem for path in build_pages.notebooks())]
FEEDBACK = ".course-poll-feedback"
PHONE, PAPER = 390, 672  # pixels: the latter is A4 without its margins
# What is wider than the screen and does not stand in a box that scrolls by itself.
TOO_WIDE = """width => [...document.querySelectorAll("main *")].filter((element) => {
    if (element.getBoundingClientRect().right <= width + 0.5) return false;
    for (let box = element; box; box = box.parentElement)
        if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)
            && box.getBoundingClientRect().right <= width + 0.5) return false;
    return true;
}).map((element) => element.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build_pages.build(tmp_path_factory.mktemp("site") / "pages")


@pytest.fixture
def reader(page, site):
    """Opens one of our pages from the disk; none may fetch anything from elsewhere, or report an error."""
    errors, requests = [], []
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.set_default_timeout(10_000)

    def open_page(name, width=1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((site / f"{name}.html").as_uri())
        if page.locator("[data-widget]").count():
            page.wait_for_selector("body.alive")
        return page

    yield open_page
    assert errors == []
    assert requests
    assert all(address.startswith((site.as_uri(), "data:")) for address in requests)


@pytest.fixture
def relu(reader):
    """The poll of notebook 03."""
    return reader("03_backpropagation").locator(".course-poll")


def row(poll, letter):
    return poll.locator(".course-poll-row").nth("ABCDE".index(letter))


def test_a_poll_is_answered_by_click(relu):
    row(relu, "A").get_by_role("button").click()
    expect(row(relu, "A")).to_contain_text("your choice")
    expect(row(relu, "A").locator(FEEDBACK)).to_contain_text("So it does wherever")
    expect(row(relu, "A").locator(f"{FEEDBACK} math")).to_have_count(1)
    row(relu, "D").get_by_role("button").click()
    expect(row(relu, "A").locator(FEEDBACK)).to_be_empty()
    expect(row(relu, "D").locator(FEEDBACK)).to_contain_text("Yes.")
    expect(relu).not_to_contain_text("$")


def test_a_poll_is_answered_revealed_counted_and_reset_by_keyboard(relu):
    page = relu.page
    row(relu, "A").get_by_role("button").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(row(relu, "B")).to_contain_text("your choice")

    relu.get_by_role("button", name="Count hands").focus()
    page.keyboard.press("Enter")
    relu.get_by_label("Hands for A").focus()
    page.keyboard.type("7")
    relu.get_by_label("Hands for D").focus()
    page.keyboard.type("21")
    expect(relu.locator(".course-poll-now .course-poll-share")).to_have_text(["25 %", "0 %", "0 %", "75 %", "0 %"])

    relu.get_by_role("button", name="Reveal the answer").focus()
    page.keyboard.press("Enter")
    expect(relu.get_by_text("✓ right")).to_have_count(1)
    expect(row(relu, "D")).to_contain_text("✓ right")
    expect(relu.locator(f"{FEEDBACK}:not(:empty)")).to_have_count(5)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(relu.locator(f"{FEEDBACK}:not(:empty)")).to_have_count(0)
    expect(relu.locator(".course-poll-now .course-poll-share")).to_have_text([""] * 5)


def test_two_polls_of_a_page_know_nothing_of_each_other(reader):
    first, second = reader("05_mnist").locator(".course-poll").all()
    row(first, "A").get_by_role("button").click()
    expect(first).to_contain_text("your choice")
    expect(second).not_to_contain_text("your choice")


def test_the_pad_is_drawn_on(reader):
    page = reader("05_mnist")
    paper, strokes = page.locator(".course-pad-paper"), page.locator(".course-pad-stroke")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 200, steps=8)
    page.mouse.up()
    expect(strokes).to_have_count(1)
    assert len(strokes.get_attribute("points").split(" ")) > 6
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    expect(strokes).to_have_count(2)
    page.get_by_role("button", name="thick brush").click()
    expect(page.locator(".course-pad-ink")).to_have_attribute("stroke-width", "0.12")
    page.get_by_role("button", name="Undo").click()
    expect(strokes).to_have_count(1)
    page.get_by_role("button", name="Clear").click()
    expect(strokes).to_have_count(0)


def test_a_phone_shows_all_of_every_page(reader):
    for name in NAMES:
        page = reader(name, PHONE)
        for poll in page.locator(".course-poll").all():
            poll.get_by_role("button", name="Count hands").click()
            poll.get_by_role("button", name="Reveal the answer").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
        assert page.evaluate(TOO_WIDE, PHONE) == [], name


def test_on_paper_a_poll_is_a_question_with_choices(relu):
    relu.page.emulate_media(media="print")
    expect(relu.locator(".course-poll-question")).to_be_visible()
    expect(row(relu, "E").locator(".course-poll-text")).to_be_visible()
    expect(relu.get_by_role("button", name="Reveal the answer")).to_be_hidden()
    expect(relu.page.locator("nav")).to_be_hidden()
    # Nothing is cut: a line of code that is too long goes on in the next.
    relu.page.set_viewport_size({"width": PAPER, "height": 1000})
    assert relu.page.evaluate("[...document.querySelectorAll('pre')].every((e) => e.scrollWidth <= e.clientWidth)")


def test_the_handout_is_a_pdf_of_all_notebooks(browser, tmp_path, monkeypatch):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("02_gradient_descent", "05_mnist"):
        (folder / f"{name}.ipynb").write_bytes((build_notebooks.NOTEBOOKS / f"{name}.ipynb").read_bytes())
    monkeypatch.setattr(build_notebooks, "NOTEBOOKS", folder)
    content = build_pages.print_handout(browser, tmp_path / "handout.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 20
    assert content.count(b"/Subtype /Image") + content.count(b"/Subtype/Image") > 10
