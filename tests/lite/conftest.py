"""The course as a page, built once, in a Chromium that reaches this machine only.

It takes minutes, so it is not among the tests of `make test`: `make test-lite` asks for it.
"""

import os

import lite_fixture
import pytest
from build_lite import build
from lab_in_browser import NoChromium
from lite_in_browser import LiteLab, browser_without_network
from lite_pyodide import NoPyodide
from lite_server import LiteServer


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built site; where Pyodide cannot be had, the tests that need it are skipped and say why."""
    if not os.environ.get("TEST_LITE"):
        pytest.skip("make test-lite tests the course in a browser alone")
    folder = tmp_path_factory.mktemp("lite") / "site"
    with pytest.MonkeyPatch.context() as patch:
        try:
            if not os.environ.get("PYODIDE"):
                patch.setenv("PYODIDE", str(lite_fixture.fetch()))
            return build(folder)
        except NoPyodide as reason:
            pytest.skip(str(reason))


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served."""
    with LiteServer(site) as server:
        yield server.url


@pytest.fixture(scope="session")
def offline():
    """A Chromium without a network."""
    try:
        browser = browser_without_network()
    except NoChromium as reason:
        pytest.skip(str(reason))
    with browser:
        yield browser


@pytest.fixture
def first_visit(address, offline):
    """A tab as on a first visit; nothing may be asked for elsewhere, and no error may be reported."""
    lab = LiteLab(offline.new_page(), address)
    yield lab
    assert lab.went_away == []
    assert lab.console_errors == []
    lab.close()


@pytest.fixture(scope="module")
def tab(address, offline):
    """One tab with one kernel for many tests."""
    lab = LiteLab(offline.new_page(), address)
    lab.open_code("")
    yield lab
    assert lab.went_away == []
    lab.close()


@pytest.fixture
def notebook(tab):
    """That tab; no error may be reported."""
    tab.console_errors.clear()
    yield tab
    assert tab.console_errors == []
