"""JupyterLab in a real browser, for the browser tests and for looking at a notebook.

By hand:

    from tools.lab_in_browser import Browser, JupyterServer, Lab

    with JupyterServer() as server, Browser() as browser:
        lab = Lab(browser.new_page(), server)
        lab.open("05_mnist.ipynb")
        lab.run_all()
        lab.screenshot("mnist.png")
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from course_utils import lab

REPOSITORY = Path(__file__).resolve().parents[1]

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What JupyterLab lays over a notebook: questions and announcements.
IN_THE_WAY = ".jp-Dialog, .Toastify__toast"

# The key that leads from what has the focus to an element; none where that is the element itself. Back only inside of
# one demo or poll: in the editor of a cell Shift+Tab is a command of JupyterLab's.
WAY_TO_FOCUS = """element => {
    const focused = document.activeElement;
    if (element === focused) return null;
    const together = focused.closest(".course-demo, .course-poll")?.contains(element);
    const is_before = focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
    return together && is_before ? "Shift+Tab" : "Tab";
}"""


def find_chromium(playwright):
    """Return the path of a Chromium: $CHROMIUM, one on PATH, Playwright's own, or None."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if own and Path(own).exists() else None


class NoChromium(Exception):
    """There is no Chromium on this machine."""


class Browser:
    """A headless Chromium; every page gets a fresh profile. `flags` are more of Chromium's own."""

    def __init__(self, flags=()):
        self._playwright = sync_playwright().start()
        path = find_chromium(self._playwright)
        if path is None:
            self._playwright.stop()
            raise NoChromium("no Chromium found: install chromium or Google Chrome, or set CHROMIUM to its path")
        self.chromium = self._playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *flags])

    def new_page(self, width=1280, height=900, **options):
        """Open an empty page in a profile of its own."""
        viewport = {"width": width, "height": height}
        return self.chromium.new_context(viewport=viewport, **options).new_page()

    def close(self):
        """Close the browser."""
        self.chromium.close()
        self._playwright.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class JupyterServer:
    """A JupyterLab on a free loopback port, blind to the settings of whoever runs it.

    It serves a copy of `notebooks/`, `sources/` and `data/`, so nothing done in the browser reaches the
    committed files. `notebooks` names another folder to copy them from, and `start` the module that
    starts it: the course's own way, `jupyterlab`, or `notebook`: Jupyter Notebook 7 with the course's settings.
    `options` are further ones for that.
    """

    def __init__(self, notebooks=REPOSITORY / "notebooks", start="course_utils.lab", options=()):
        self.notebooks, self.start, self.options = notebooks, start, options
        self.home = Path(tempfile.mkdtemp(prefix="lab-"))
        self.root = self.home / "course"
        self.token = os.urandom(16).hex()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        for folder in ("data", "sources"):
            shutil.copytree(REPOSITORY / folder, self.root / folder)
        self._copy_notebooks()
        self._start()

    def _copy_notebooks(self):
        shutil.rmtree(self.root / "notebooks", ignore_errors=True)
        ignore = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(self.notebooks, self.root / "notebooks", ignore=ignore)

    def _environment(self):
        own = {
            "HOME": "home",
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
        # A cache holds no settings, and Matplotlib's font cache takes a while to build.
        kept.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
        if self.start == "notebook":
            kept["JUPYTER_CONFIG_PATH"] = str(lab.SETTINGS)
        return kept | {name: str(self.home / folder) for name, folder in own.items()}

    def _start(self):
        command = [
            *(sys.executable, "-m", self.start, "--no-browser"),
            f"--ServerApp.root_dir={self.root}",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            # Lets the tests ask the page about its notebook; changes nothing a reader sees.
            f"--{'JupyterNotebookApp' if self.start == 'notebook' else 'LabApp'}.expose_app_in_browser=True",
            *self.options,
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        self.log = self.home / "server.log"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(command, env=self._environment(), cwd=self.root, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def _answers(self):
        try:
            self.request("GET", "api/status")
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def request(self, method, path, content=None):
        """Call the server's REST interface, with content to send if any, and return the decoded answer."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(f"{self.url}/{path}", method=method, headers=headers, data=data)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def reset(self):
        """Make the next page a first visit: no kernels, settings or workspaces; fresh copies."""
        for session in self.request("GET", "api/sessions"):
            self.request("DELETE", f"api/sessions/{session['id']}")
        for folder in ("settings", "workspaces"):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        self._copy_notebooks()

    def close(self):
        """Stop the server with its kernels and remove its files."""
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Lab:
    """One browser tab with JupyterLab in it."""

    def __init__(self, page, server, workspace=None):
        self.page = page
        self.server = server
        self._start = f"{server.url}/lab" + (f"/workspaces/{workspace}" if workspace else "")
        self.listen(secret=server.token)

    def listen(self, secret=None):
        """Keep what the page reports as errors, in order, in `console_errors`, without a secret that may be in it."""
        self.console_errors = []

        def note(message):
            if message.type == "error":
                text = f"{message.text} ({message.location.get('url', '')})"
                self.console_errors.append(text.replace(secret, "…") if secret else text)

        self.page.on("console", note)
        self.page.on("pageerror", lambda error: self.console_errors.append(f"uncaught: {error}"))

    def open(self, notebook):
        """Open `notebooks/<notebook>`, the first one as `make lab` does, and wait until its kernel is idle."""
        if self.page.url == "about:blank":
            self.page.goto(f"{self._start}/tree/notebooks/{notebook}?token={self.server.token}")
        else:
            self.command("docmanager:open", path=f"notebooks/{notebook}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_for_kernel()

    def clear(self):
        """Close what is open, saved or not, with its kernel, and forget the errors so far."""
        if self.page.url != "about:blank":
            self.page.evaluate("""() => {
                for (const widget of [...window.jupyterapp.shell.widgets("main")]) {
                    if (widget.context) widget.context.model.dirty = false;
                    widget.close();
                }
            }""")
            self.page.wait_for_selector(".jp-Notebook", state="detached")
        self.server.reset()
        self.console_errors.clear()

    def open_code(self, *cells, **metadata):
        """Open a new notebook of these code cells, each with this metadata, run it, and wait until it has finished."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code, metadata=metadata) for code in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
        )
        nbformat.write(notebook, self.server.root / "notebooks" / "code.ipynb")
        self.open("code.ipynb")
        self.run_all()

    def run_instead(self, code):
        """Put other code into the notebook's first cell, and run it: a demo that it had made before is closed."""
        script = "code => window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel.setSource(code)"
        self.page.evaluate(script, code)
        self.page.locator(".jp-Notebook").focus()
        self.run_all()

    def ask_kernel(self, expression):
        """Evaluate an expression in the notebook's kernel, and return its value as text."""
        script = """async (expression) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const request = { code: "", user_expressions: { value: expression }, store_history: false };
            const reply = await kernel.requestExecute(request).done;
            const value = reply.content.user_expressions.value;
            return value.data ? value.data["text/plain"] : `${value.ename}: ${value.evalue}`;
        }"""
        return self.page.evaluate(script, expression)

    def wait_for_value(self, expression, text, timeout=30):
        """Wait until the kernel gives this text for an expression: what the page sends takes a moment to arrive."""
        deadline = time.monotonic() + timeout
        while (value := self.ask_kernel(expression)) != text:
            if time.monotonic() > deadline:
                raise AssertionError(f"after {timeout} s, {expression} is {value}, not {text}")
            self.page.wait_for_timeout(50)

    def tab_to(self, target, presses=60):
        """Press Tab until `target` has the focus, or Shift+Tab for what lies before, as one without a mouse would."""
        for _ in range(presses):
            key = target.evaluate(WAY_TO_FOCUS)
            if key is None:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{presses} presses of Tab did not reach {target}")

    def _wait_until(self, condition, timeout):
        """Wait until JavaScript `condition`, a function of the open notebook's panel, is true."""
        script = f"""() => {{
            const panel = window.jupyterapp?.shell.currentWidget;
            return Boolean(panel?.sessionContext && ({condition})(panel));
        }}"""
        self.page.wait_for_function(script, timeout=timeout * 1000)

    def wait_for_kernel(self, status="idle", timeout=60):
        """Wait until the notebook has a kernel and the kernel is idle, or "busy"."""
        self._wait_until(f"p => p.sessionContext.session?.kernel?.status === '{status}'", timeout)

    def command(self, name, **arguments):
        """Run one of JupyterLab's commands and wait until it is done."""
        script = "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)"
        return self.page.evaluate(script, [name, arguments])

    def cells(self):
        """Return the code cells as the page holds them: source, execution_count, outputs."""
        cells = self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells"
        )
        return [cell for cell in cells if cell["cell_type"] == "code"]

    def run_all(self, timeout=180):
        """Run every cell, wait until all have finished, and refuse errors."""
        self.page.evaluate("""() => {
            window.runAllDone = false;
            window.jupyterapp.commands
                .execute("notebook:run-all-cells")
                .then(() => { window.runAllDone = true; });
        }""")
        self.page.wait_for_function("() => window.runAllDone", timeout=timeout * 1000)
        self.wait_for_kernel()
        for cell in self.cells():
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    raise AssertionError(f"{output['ename']}: {output['evalue']}\n{cell['source']}")

    def screenshot(self, path):
        """Save what the tab shows as a PNG."""
        self.page.screenshot(path=str(path))

    def set_theme(self, theme):
        """Switch to the "light" or the "dark" theme."""
        self.command("apputils:change-theme", theme=f"JupyterLab {theme.capitalize()}")
        light = str(theme == "light").lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light='{light}']", state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")

    def close(self):
        """Close the tab with its profile."""
        self.page.context.close()


class Notebook7(Lab):
    """One browser tab with Jupyter Notebook 7 in it, which shows one notebook and nothing beside it."""

    def open(self, notebook):
        """Open `notebooks/<notebook>` and wait until its kernel is idle."""
        self.page.goto(f"{self.server.url}/notebooks/notebooks/{notebook}?token={self.server.token}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_for_kernel()
