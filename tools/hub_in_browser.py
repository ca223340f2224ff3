"""The class's JupyterHub on this machine, for its test and benchmark: students log in to it in a real browser."""

import importlib.util
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
from types import SimpleNamespace

from lab_in_browser import REPOSITORY, Lab

PROXY = "configurable-http-proxy"  # what stands in front of the hub: a program from npm
PROXY_VERSION = "5"


class NoHub(Exception):
    """JupyterHub, or its proxy, is not on this machine."""


def proxy():
    """Return the path of the hub's proxy: one on PATH, or one that npm brings into a cache outside of the course."""
    if path := shutil.which(PROXY):
        return Path(path)
    if not shutil.which("npm"):
        raise NoHub(f"the hub needs {PROXY}, or npm, which brings it")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / f"course-{PROXY}-{PROXY_VERSION}"
    program = folder / "node_modules" / ".bin" / PROXY
    if not program.exists():
        command = ["npm", "install", "--silent", "--prefix", str(folder), f"{PROXY}@{PROXY_VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise NoHub(f"npm could not bring {PROXY}: {done.stderr.strip()[-200:]}")
    return program


def free_ports(count):
    """Return so many ports of this machine that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Hub:
    """A JupyterHub with one of the configurations in `deploy/`, on free ports of this machine, with its files apart.

    `options` are further ones for JupyterHub. The students' homes lie in `homes`.
    """

    def __init__(self, config="trial_config.py", options=()):
        if not importlib.util.find_spec("jupyterhub"):
            raise NoHub("JupyterHub is installed in an environment of its own: make test-hub")
        program = proxy()
        self.folder = Path(tempfile.mkdtemp(prefix="hub-"))
        self.homes, self.log = self.folder / "homes", self.folder / "hub.log"
        port, hub_port, api_port = free_ports(3)
        self.url = f"http://127.0.0.1:{port}"
        command = [
            *(sys.executable, "-m", "jupyterhub", "-f", str(REPOSITORY / "deploy" / config)),
            f"--JupyterHub.bind_url={self.url}",
            f"--JupyterHub.hub_port={hub_port}",
            f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api_port}",
            f"--ConfigurableHTTPProxy.command={program}",
            f"--SimpleLocalProcessSpawner.home_dir_template={self.homes}/{{username}}",
            *options,
        ]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=kept, cwd=self.folder, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = self.log.read_text()
                self.close()
                raise RuntimeError(f"JupyterHub did not start:\n{said}")
            time.sleep(0.2)

    def _answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/hub/health", timeout=10).status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def let_tests_ask(self, student):
        """Let the page of a student be asked about its notebook; changes nothing that the student sees."""
        settings = self.homes / student / ".jupyter"
        settings.mkdir(parents=True)
        (settings / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')

    def close(self):
        """Stop the hub, its proxy and all students' servers, and remove its files."""
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class StudentsLab(Lab):
    """One browser tab with a student's JupyterLab, behind the hub's proxy."""

    def __init__(self, page, hub, student, password="any"):
        self.page, self.hub, self.student = page, hub, student
        self.server = SimpleNamespace(root=hub.homes / student)
        self.listen()
        log_in(page, hub, student, password)
        page.wait_for_url(f"{hub.url}/user/{student}/lab**", timeout=60_000)

    def open(self, notebook):
        """Open a notebook of the student's own folder, and wait until its kernel is idle."""
        self.page.goto(f"{self.hub.url}/user/{self.student}/lab/tree/notebooks/{notebook}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_for_kernel()


def log_in(page, hub, name, password):
    """Fill in the hub's form."""
    page.goto(f"{hub.url}/hub/login")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill(password)
    page.locator("#login_submit").click()
