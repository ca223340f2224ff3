"""Where Pyodide's files come from: verified in every case, and where they cannot be had, one sentence says so."""

import hashlib
import json
import zipfile

import lite_pyodide
import lite_wheels
import pytest
from lite_landing import lay_landing_page
from lite_pyodide import LOCK, NoPyodide, needed, pyodide_files
from lite_server import LiteServer

ROOT = lite_wheels.REPOSITORY
NOBODY = "http://localhost:9"  # answers there


def sum_of(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A release of two packages, served from this machine as Pyodide's own is from the web."""
    folder = tmp_path / "release"
    folder.mkdir()
    wheel, core = b"a wheel", b"the core"
    entry = {"file_name": "numpy.whl", "sha256": sum_of(wheel), "depends": []}
    other = {"file_name": "other.whl", "sha256": "0", "depends": []}
    lock = json.dumps({"packages": {"numpy": entry, "other": other}}).encode()
    for name, content in {"numpy.whl": wheel, "pyodide.js": core, LOCK: lock}.items():
        (folder / name).write_bytes(content)
    monkeypatch.setattr(lite_pyodide, "CORE", {LOCK: sum_of(lock), "pyodide.js": sum_of(core)})
    monkeypatch.setattr(lite_pyodide, "THE_COURSES", ["numpy"])
    monkeypatch.setattr(lite_pyodide, "THE_KERNELS", [])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PYODIDE", raising=False)
    with LiteServer(folder) as server:
        come_from(server.url, monkeypatch)
        yield folder


def come_from(address, monkeypatch):
    """Let the release be served there."""
    monkeypatch.setattr(lite_pyodide, "CORE_RELEASE", address)
    monkeypatch.setattr(lite_pyodide, "PACKAGES_RELEASE", address)


def test_what_is_needed_is_downloaded_once_and_verified(release, monkeypatch):
    folder, packages = pyodide_files()
    assert sorted(path.name for path in folder.iterdir()) == ["numpy.whl", LOCK, "pyodide.js"]
    assert list(packages) == ["numpy"]
    come_from(NOBODY, monkeypatch)
    assert pyodide_files()[0] == folder


def test_a_folder_may_be_given_instead(release, monkeypatch):
    monkeypatch.setenv("PYODIDE", str(release))
    assert pyodide_files()[0] == release


@pytest.mark.parametrize("name", ["numpy.whl", "pyodide.js", LOCK])
def test_a_file_with_another_sum_is_refused(release, name):
    (release / name).write_bytes(b"something else")
    with pytest.raises(NoPyodide, match=rf"{name} is not the file of Pyodide .*: remove it"):
        pyodide_files()


def test_a_folder_that_lacks_a_file_is_refused_in_words(release, monkeypatch):
    monkeypatch.setenv("PYODIDE", str(release))
    (release / "numpy.whl").unlink()
    with pytest.raises(NoPyodide, match=r"lacks numpy\.whl of Pyodide"):
        pyodide_files()


def test_without_a_network_one_sentence_says_what_to_do(release, monkeypatch):
    come_from(NOBODY, monkeypatch)
    with pytest.raises(NoPyodide, match=r"cannot be downloaded from .*: set PYODIDE to a folder"):
        pyodide_files()


def test_what_a_package_depends_on_is_needed_too_however_it_is_spelled(monkeypatch):
    monkeypatch.setattr(lite_pyodide, "THE_COURSES", ["a"])
    monkeypatch.setattr(lite_pyodide, "THE_KERNELS", [])
    depends = {"a": ["B_c"], "b-c": ["a"], "d": []}
    assert list(needed({name: {"depends": names} for name, names in depends.items()})) == ["a", "b-c"]


def test_a_packed_package_holds_nothing_that_was_compiled_for_this_machine(tmp_path):
    wheel = lite_wheels.pack_installed("psygnal", tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert "psygnal/_signal.py" in names
    assert not any(name.endswith((".so", ".pyd")) or name.startswith("..") for name in names)


def test_the_landing_page_has_a_button_for_each_notebook(tmp_path):
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    lay_landing_page(tmp_path, notebooks)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for notebook in notebooks:
        assert f'href="lab/index.html?path=notebooks/{notebook.name}"' in page
    assert page.count("You will be able to") == len(notebooks)
    assert "<!--notebooks" not in page
    assert "<!--picture" not in page
    assert ("<img" in page) is (tmp_path / "05_mnist.png").exists()
