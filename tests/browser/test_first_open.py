"""What a newcomer meets: the first notebook, a running kernel, and nothing in the way."""

import build_notebooks
from lab_in_browser import IN_THE_WAY
from playwright.sync_api import expect

FIRST = min(path.name for path in build_notebooks.NOTEBOOKS.glob("*.ipynb"))


def test_opens_and_runs_without_questions(first_visit):
    lab = first_visit
    lab.open(FIRST)  # returns only when a kernel has started by itself
    expect(lab.page.locator(IN_THE_WAY)).to_have_count(0)
    lab.run_all()
    assert all(cell["execution_count"] for cell in lab.cells() if cell["source"].strip())
    expect(lab.page.locator(IN_THE_WAY)).to_have_count(0)
    expect(lab.page.locator(".jp-Notification-Status")).to_have_text("0")
    assert lab.console_errors == []
