"""What a newcomer meets: the notebook, a running kernel, and nothing in the way."""

import build_notebooks
import pytest
from playwright.sync_api import expect

NOTEBOOKS = sorted(path.name for path in build_notebooks.NOTEBOOKS.glob("*.ipynb"))
IN_THE_WAY = ".jp-Dialog, .Toastify__toast"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_opens_without_questions(first_visit, notebook):
    lab = first_visit
    lab.open(notebook)  # returns only when a kernel has started by itself
    expect(lab.page.locator(IN_THE_WAY)).to_have_count(0)
    if notebook == NOTEBOOKS[0]:  # all are run to the end by nbval; here, the one that a newcomer meets
        lab.run_all()
        assert all(cell["execution_count"] for cell in lab.cells() if cell["source"].strip())
        expect(lab.page.locator(IN_THE_WAY)).to_have_count(0)
    expect(lab.page.locator(".jp-Notification-Status")).to_have_text("0")
    assert lab.console_errors == []
