"""The polls in a real JupyterLab: by mouse, by keyboard alone, in both themes."""

import nbformat
import pytest
from lab_in_browser import Lab
from playwright.sync_api import expect

FEEDBACK = ".course-poll-feedback"


@pytest.fixture(scope="module")
def opened(browser, server):
    """A notebook with a poll, run, and the poll on the screen."""
    cells = ["from course_utils.polls import poll\nroom = poll('relu')\nroom", "1 + 1"]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"}},
    )
    server.reset()
    folder = server.root / "notebooks"
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "polls.ipynb")
    lab = Lab(browser.new_page(), server)
    lab.open("polls.ipynb")
    lab.run_all()
    yield lab
    lab.close()


@pytest.fixture
def polls(opened):
    """The poll as it is at first."""
    opened.ask_kernel("setattr(room, 'counting', False), room.reset()")
    expect(opened.page.locator(".course-poll")).to_be_visible()
    expect(opened.page.locator(".course-poll-hands").first).to_be_hidden()
    expect(opened.page.get_by_text("your choice")).to_have_count(0)
    yield opened
    assert opened.console_errors == []


def choice(lab, letter):
    return lab.page.locator(".course-poll-row").nth("ABCDE".index(letter))


def pick(lab, letter):
    return choice(lab, letter).locator(".course-poll-pick")


def control(lab, name):
    return lab.page.get_by_role("button", name=name)


def test_formulas_are_set_without_a_network(polls):
    formulas = polls.page.locator(".course-poll-question mjx-container")
    expect(formulas).to_have_count(1)
    assert formulas.bounding_box()["width"] > 40
    expect(polls.page.locator(".course-poll-question")).not_to_contain_text("$")


def test_choosing_by_mouse(polls):
    pick(polls, "A").click()
    expect(pick(polls, "A")).to_have_attribute("aria-pressed", "true")
    expect(choice(polls, "A").locator(FEEDBACK)).to_contain_text("So it does wherever")
    expect(choice(polls, "A").locator(f"{FEEDBACK} mjx-container")).to_have_count(1)

    pick(polls, "D").click()
    expect(pick(polls, "A")).to_have_attribute("aria-pressed", "false")
    expect(choice(polls, "A").locator(FEEDBACK)).to_be_empty()
    expect(choice(polls, "D").locator(FEEDBACK)).to_contain_text("Yes.")
    polls.wait_for_value("room.chosen", "'D'")


def test_the_answer_is_hidden_until_it_is_revealed_and_after_a_reset(polls):
    marks = polls.page.get_by_text("✓ right")
    pick(polls, "A").click()
    expect(marks).to_have_count(0)
    control(polls, "Reveal the answer").click()
    expect(marks).to_have_count(1)
    expect(choice(polls, "D")).to_contain_text("✓ right")
    expect(polls.page.locator(f"{FEEDBACK}:not(:empty)")).to_have_count(5)
    control(polls, "Reset").click()
    expect(marks).to_have_count(0)
    expect(polls.page.locator(f"{FEEDBACK}:not(:empty)")).to_have_count(0)
    polls.wait_for_value("room.chosen, room.revealed", "('', False)")


def test_the_kernel_can_drive_it_too(polls):
    polls.ask_kernel("room.reveal(), room.choose('B')")
    expect(choice(polls, "B")).to_contain_text("your choice")
    expect(choice(polls, "D")).to_contain_text("✓ right")


def test_counting_hands(polls):
    control(polls, "Count hands").click()
    hands = polls.page.locator(".course-poll-hands")
    for index, number in enumerate(["10", "0", "", "30", "-5"]):
        hands.nth(index).fill(number)
    shares = polls.page.locator(".course-poll-now .course-poll-share")
    expect(shares).to_have_text(["25 %", "0 %", "0 %", "75 %", "0 %"])
    bars = polls.page.locator(".course-poll-now .course-poll-bar")
    polls.page.wait_for_timeout(400)  # the bars grow for a moment
    first, fourth = (bars.nth(index).bounding_box()["width"] for index in (0, 3))
    assert fourth == pytest.approx(3 * first, rel=0.02)
    polls.wait_for_value("room.counts", "[10, 0, 0, 30, 0]")


def test_hands_are_counted_before_and_after_a_discussion_by_keyboard(polls):
    """A number and Enter for each choice; the button that keeps the first count has the focus after the last."""
    page, keys = polls.page, polls.page.keyboard
    expect(control(polls, "Discuss, count again")).to_be_hidden()
    control(polls, "Count hands").click()
    expect(control(polls, "Discuss, count again")).to_be_disabled()
    for number in (20, 10, 0, 10, 0):
        keys.type(str(number))
        keys.press("Enter")
    before, now = (page.locator(f".course-poll-{count} .course-poll-share") for count in ("before", "now"))
    expect(before.first).to_be_hidden()
    keys.press("Enter")
    expect(before).to_have_text(["50 % before", "25 % before", "0 % before", "25 % before", "0 % before"])
    expect(now.first).to_be_hidden()
    for number in (4, 0, 0, 36, 0):
        keys.type(str(number))
        keys.press("Enter")
    expect(now).to_have_text(["10 % after", "0 % after", "0 % after", "90 % after", "0 % after"])
    polls.wait_for_value("room.before, room.counts", "([20, 10, 0, 10, 0], [4, 0, 0, 36, 0])")
    control(polls, "Reset").click()
    expect(before.first).to_be_hidden()
    polls.wait_for_value("room.before, room.counts", "([], [0, 0, 0, 0, 0])")


def test_the_keyboard_alone_works_every_control(polls):
    page, keys = polls.page, polls.page.keyboard
    cells = len(polls.cells())

    # From the first cell in command mode, where single keys are commands.
    polls.page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    page.locator(".jp-CodeCell .cm-content").first.click()
    keys.press("Escape")
    polls.tab_to(pick(polls, "A"))
    keys.press("Space")
    expect(choice(polls, "A")).to_contain_text("your choice")
    polls.tab_to(pick(polls, "C"))
    keys.press("Enter")
    expect(choice(polls, "C")).to_contain_text("your choice")
    expect(choice(polls, "A")).not_to_contain_text("your choice")

    polls.tab_to(control(polls, "Count hands"))
    keys.press("Enter")
    polls.tab_to(page.get_by_label("Hands for A"))
    keys.type("7")
    polls.tab_to(page.get_by_label("Hands for B"))
    keys.type("21")
    expect(page.locator(".course-poll-now .course-poll-share").first).to_have_text("25 %")
    keys.press("ArrowUp")
    expect(page.get_by_label("Hands for B")).to_have_value("22")

    polls.tab_to(control(polls, "Reveal the answer"))
    keys.press("Space")
    expect(choice(polls, "D")).to_contain_text("✓ right")
    # JupyterLab's commands for new cells, deletion, and the cell's type.
    for key in ("a", "b", "d", "d", "x", "m", "ArrowDown", "Shift+Enter"):
        keys.press(key)
    polls.tab_to(control(polls, "Reset"))
    keys.press("Enter")
    expect(page.get_by_label("Hands for B")).to_have_value("")
    assert len(polls.cells()) == cells
    polls.wait_for_value("room.chosen, room.counts", "('', [0, 0, 0, 0, 0])")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_easy_to_read_in_both_themes(polls, theme, tmp_path):
    polls.set_theme(theme)
    pick(polls, "A").click()
    control(polls, "Count hands").click()
    polls.page.locator(".course-poll-hands").first.fill("12")
    control(polls, "Reveal the answer").click()
    polls.screenshot(tmp_path / f"poll-{theme}.png")
    for part in ("question", "text", "feedback", "mark", "share", "letter"):
        assert contrast(polls.page.locator(f".course-poll-{part}:visible:not(:empty)").first) >= 4.5, part


def contrast(text):
    """The WCAG contrast of an element's text with what lies behind it."""
    return text.evaluate("""element => {
        const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
        const light = colour => {
            const [r, g, b] = numbers(colour).map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const clear = node => numbers(getComputedStyle(node).backgroundColor)[3] === 0;
        let behind = element;
        while (clear(behind) && behind.parentElement) behind = behind.parentElement;
        const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    }""")
