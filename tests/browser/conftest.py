"""A browser, a JupyterLab of the suite's own, and a tab in it for each test."""

import build_notebooks
import pytest
from lab_in_browser import Browser, JupyterServer, Lab, NoChromium
from playwright.sync_api import expect

expect.set_options(timeout=30_000)  # Playwright's own 5 seconds are too few where two kernels start at once


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run; without one, the tests that need it are skipped."""
    try:
        browser = Browser()
    except NoChromium as reason:
        pytest.skip(str(reason))
    with browser:
        yield browser


@pytest.fixture(scope="session")
def server(browser):
    """One JupyterLab for the whole run; it asks for `browser` so as not to start in vain."""
    with JupyterServer(build_notebooks.NOTEBOOKS) as server:
        yield server


@pytest.fixture
def page(browser):
    """A page in a fresh profile, for tests that need no JupyterLab."""
    page = browser.new_page()
    yield page
    page.context.close()


@pytest.fixture
def first_visit(page, server):
    """A JupyterLab tab as on a first visit."""
    server.reset()
    return Lab(page, server)


@pytest.fixture(scope="session")
def tab(browser, server):
    """One JupyterLab tab for all tests that need no first visit: to load the page takes longer than most of them."""
    tab = Lab(browser.new_page(), server, workspace="shared")  # or the next first visit would find it as it was left
    yield tab
    tab.close()


@pytest.fixture(scope="module")
def notebook(tab):
    """The tab with one notebook for all tests of a file, and one kernel: `run_instead` gives each test its demo."""
    tab.clear()
    tab.open_code("")
    return tab


@pytest.fixture
def lab(tab):
    """The tab with nothing open in it."""
    tab.clear()
    return tab
