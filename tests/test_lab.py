"""What a student saves is kept, whatever else is installed: here, all that the tests need."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib

import build_notebooks
import nbformat
import pytest
from jupyter_core.paths import jupyter_config_path
from jupyter_server.extension.config import ExtensionConfigManager
from lab_in_browser import REPOSITORY, JupyterServer

from course_utils import lab

NAMES = sorted(path.stem for path in build_notebooks.NOTEBOOKS.glob("*.ipynb"))
ANSWER = "def softmax(logits):\n    return 'what a student has written'"
PAIRING = 'formats = { "notebooks/" = "ipynb", "sources/" = "py:percent" }\n'
YEAR = 365 * 24 * 3600


@pytest.fixture(scope="module", params=["course_utils.lab", "jupyterlab"])
def server(request):
    """The course as `make lab` starts it, even where a file tells jupytext to pair; and JupyterLab without settings."""
    with JupyterServer(build_notebooks.NOTEBOOKS, start=request.param) as server:
        if request.param == "course_utils.lab":
            (server.root / "jupytext.toml").write_text(PAIRING)
        yield server


def test_the_package_that_would_pair_notebooks_with_sources_is_installed_here():
    assert importlib.util.find_spec("jupytext")


@pytest.mark.parametrize("age", [-YEAR, YEAR], ids=["source older", "source newer"])
@pytest.mark.parametrize("name", NAMES)
def test_a_saved_answer_is_there_when_the_notebook_is_opened_again(server, name, age):
    notebook, source = server.root / "notebooks" / f"{name}.ipynb", server.root / "sources" / f"{name}.py"
    address, before = f"api/contents/notebooks/{name}.ipynb", source.read_bytes()

    def let_time_pass():
        saved = notebook.stat().st_mtime
        os.utime(source, (saved + age, saved + age))

    let_time_pass()
    document = server.request("GET", address)["content"]
    document["cells"].append(nbformat.v4.new_code_cell(ANSWER))
    server.request("PUT", address, {"type": "notebook", "format": "json", "content": document})
    let_time_pass()
    assert server.request("GET", address)["content"]["cells"][-1]["source"] == ANSWER
    assert json.loads(notebook.read_text(encoding="utf-8"))["cells"][-1]["source"]
    assert source.read_bytes() == before
    assert len(list(source.parent.iterdir())) == len(NAMES)


def test_the_start_says_where_to_go_and_no_more(tmp_path):
    """Without the time, the level and the name of the server, which JupyterLab writes before each line."""
    command = [sys.executable, "-m", "course_utils.lab", "--no-browser", "--ServerApp.port_retries=100"]
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True) as started:
        said = ""
        while "127.0.0.1" not in said and (line := started.stderr.readline()):
            said += line
        started.kill()
    assert re.search(r"http://127.0.0.1:\d+/lab/tree/notebooks/01_loss_functions.ipynb", said), said
    assert "ServerApp]" not in said


def test_only_the_course_turns_its_own_settings_on(monkeypatch):
    """Nothing of them is installed where every JupyterLab of this environment would read it."""
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert "shared-data" not in project["tool"]["hatch"]["build"]["targets"]["wheel"]

    def turned_on():
        extensions = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
        return {name for name, is_on in extensions.items() if is_on}

    assert "course_utils.server" not in turned_on()
    assert "jupyterlab_jupytext" in turned_on()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(lab.SETTINGS))
    assert "course_utils.server" in turned_on()
    assert "jupyterlab_jupytext" not in turned_on()


def test_the_notebook_to_open_is_the_one_that_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    for named in ("05_mnist", "05_mnist.ipynb"):
        assert "--LabApp.default_url=/lab/tree/notebooks/05_mnist.ipynb" in lab.usual_options(named)
    assert "--LabApp.default_url=/lab/tree/notebooks/01_loss_functions.ipynb" in lab.usual_options()
    with pytest.raises(SystemExit, match="no notebook 06_dreams"):
        lab.usual_options("06_dreams")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="go to the folder of the course"):
        lab.usual_options()
