"""The course in a browser alone, for its tests and benchmarks: in a Chromium that reaches this machine only."""

import re

import nbformat
from lab_in_browser import Browser, Lab

# A name that is not this machine's leads nowhere, whoever asks for it: a page, a worker, the browser itself.
NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",)


def browser_without_network():
    """A headless Chromium that reaches nothing but this machine."""
    return Browser(NO_NETWORK)


class LiteLab(Lab):
    """One browser tab with JupyterLite in it. `went_away` holds the addresses elsewhere that were asked for."""

    def __init__(self, page, url):
        self.page, self.url, self.went_away = page, url, []
        page.context.on("request", self._note_request)
        self.listen()

    def open(self, notebook):
        """Open a notebook, and wait until its kernel is idle."""
        if self.page.url == "about:blank":
            self.page.goto(f"{self.url}/lab/index.html?path=notebooks/{notebook}")
        else:
            self.command("docmanager:open", path=f"notebooks/{notebook}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_for_kernel(timeout=120)

    def wait_for_notebook(self):
        """Wait until the page knows the notebook that it shows, whatever its kernel does."""
        self.page.wait_for_function("() => Boolean(window.jupyterapp?.shell.currentWidget?.sessionContext?.session)")

    def open_code(self, *cells):
        """Open a new notebook of these code cells, run it, and wait until it has finished."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code) for code in cells],
            metadata={"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}},
        )
        if self.page.url == "about:blank":
            self.page.goto(f"{self.url}/lab/index.html")
            self.page.wait_for_function("() => window.jupyterapp?.restored")
            self.page.evaluate("() => window.jupyterapp.restored.then(() => null)")
        script = """content => window.jupyterapp.serviceManager.contents
            .save("notebooks/code.ipynb", { type: "notebook", format: "json", content }).then(() => null)"""
        self.page.evaluate(script, notebook)
        self.open("code.ipynb")
        self.run_all()

    def ask_kernel(self, expression):
        """Evaluate an expression in the notebook's kernel, and return its value as text."""
        script = """async code => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const request = kernel.requestExecute({ code, store_history: false });
            let said = "";
            request.onIOPub = ({ content }) => { said += content.text ?? content.evalue ?? ""; };
            await request.done;
            return said;
        }"""
        return self.page.evaluate(script, f"print({expression}, end='')")

    def red_text(self):
        """What the notebook's cells have written to the error stream, all in one."""
        outputs = (output for cell in self.cells() for output in cell["outputs"])
        return "".join(output["text"] for output in outputs if output.get("name") == "stderr")

    def not_run(self):
        """The code cells that were not run."""
        return [cell["source"] for cell in self.cells() if cell["source"] and not cell["execution_count"]]

    def _note_request(self, request):
        if not re.match(rf"{re.escape(self.url)}/|data:|blob:|about:", request.url):
            self.went_away.append(request.url)
