"""A class behind a JupyterHub: three students log in, and their demos play and hear them, through the hub's proxy.

It needs packages that the course does not, and a program from npm, so it is not among the tests of `make test`:
`make test-hub` runs it.
"""

import os
import re

import pytest
from demo_page import DemoPage
from hub_in_browser import Hub, NoHub, StudentsLab, log_in
from playwright.sync_api import expect

STUDENTS = ("ada", "ben", "cem")
RUN_THROUGH = """async text => {
    const { commands, shell } = window.jupyterapp, notebook = shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.model.sharedModel.source.includes(text));
    await commands.execute("notebook:run-all-above");
    await commands.execute("notebook:run-cell");
}"""
RATE = re.compile(r"learning rate (\S+)")

pytestmark = pytest.mark.timeout(600)


def started(*arguments):
    """Start a hub; where it cannot be had, the tests that need it are skipped and say why."""
    if not os.environ.get("TEST_HUB"):
        pytest.skip("make test-hub tests a class behind a JupyterHub")
    try:
        return Hub(*arguments)
    except NoHub as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def hub(browser):
    with started() as hub:
        yield hub


class FirstDemo(DemoPage):
    """The first demo of a notebook that has several."""

    def __init__(self, lab):
        super().__init__(lab)
        self.demo, self.picture = self.demo.first, self.picture.first

    def rate(self):
        """Return the learning rate of which the picture speaks."""
        return RATE.search(self.picture.get_attribute("aria-label"))[1]


def run_through(lab, text):
    """Run the cells of a notebook up to the first that holds a text, and wait until they have finished."""
    lab.page.evaluate(RUN_THROUGH, text)
    lab.wait_for_kernel()


@pytest.fixture(scope="module")
def students(browser, hub):
    """Three students, each logged in, with notebook 05 run up to its first demo."""
    demos = []
    for name in STUDENTS:
        hub.let_tests_ask(name)
        lab = StudentsLab(browser.new_page(), hub, name)
        lab.open("05_mnist.ipynb")
        run_through(lab, "MnistTrainer(mnist)")
        demos.append(FirstDemo(lab))
    yield demos
    for demo in demos:
        demo.lab.close()


def test_three_students_play_at_once_and_each_is_heard(students):
    for demo in students:
        demo.button("Play").click()
    for demo in students:
        demo.plays_on(frames=5, timeout=30_000)
    for demo in students:
        before = demo.rate()
        demo.demo.locator(".noUi-handle").first.focus()
        demo.press("ArrowLeft")
        expect(demo.picture).not_to_have_attribute("aria-label", re.compile(f"learning rate {re.escape(before)}\\b"))
        demo.plays_on(frames=5, timeout=30_000)
    rates = [demo.rate() for demo in students]
    students[0].press("ArrowLeft")  # and hears nobody else
    for demo in students:
        assert demo.lab.ask_kernel("demo.player.playing") == "True"
        demo.button("Pause").click()
        expect(demo.button("Play")).to_be_visible()
        assert demo.lab.console_errors == []
    assert [demo.rate() for demo in students[1:]] == rates[1:]


def test_every_student_has_a_server_and_a_kernel_of_their_own(students):
    for what in ("__import__('os').getpid()", "__import__('os').getppid()", "__import__('os').getcwd()"):
        assert len({demo.lab.ask_kernel(what) for demo in students}) == len(STUDENTS)


def test_the_courses_settings_act_behind_the_hub(students):
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    for demo in students:
        assert demo.page.evaluate(f"{kernel}.commsOverSubshells") == "disabled"
    log = students[0].lab.hub.log.read_text()
    assert log.count("course_utils.server | extension was successfully loaded") >= len(STUDENTS)


def test_a_students_work_is_there_after_the_server_was_stopped(browser, hub, students):
    saved = hub.homes / "ada" / "notebooks" / "05_mnist.ipynb"
    students[0].lab.command("docmanager:save")
    mine = saved.read_bytes()
    (hub.homes / "ada" / "notebooks" / "01_loss_functions.ipynb").unlink()
    page = students[0].page.context.new_page()
    page.goto(f"{hub.url}/hub/home")
    page.locator("#stop").click()
    expect(page.locator("#stop")).to_be_hidden(timeout=30_000)
    page.locator("#start").click()
    page.wait_for_url(f"{hub.url}/user/ada/lab**", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    assert saved.read_bytes() == mine
    assert (hub.homes / "ada" / "notebooks" / "01_loss_functions.ipynb").exists(), "what was thrown away comes again"


def test_one_student_does_not_reach_the_server_of_another(students):
    answer = students[1].page.request.get(f"{students[1].lab.hub.url}/user/ada/api/contents", max_redirects=0)
    assert answer.status in (302, 403)
    page = students[1].page.context.new_page()
    page.goto(f"{students[1].lab.hub.url}/user/ada/lab")
    assert page.locator(".jp-Notebook, .jp-DirListing").count() == 0


@pytest.fixture
def class_hub(browser):
    """The hub of a class itself, with students' servers that need no systemd."""
    with started("jupyterhub_config.py", ["--JupyterHub.spawner_class=simple"]) as hub:
        yield hub


def sign_up(page, hub, name, password):
    """Ask for an account."""
    page.goto(f"{hub.url}/hub/signup")
    page.locator("#username_input").fill(name)
    page.locator("input[type=password]").nth(0).fill(password)
    page.locator("input[type=password]").nth(1).fill(password)
    page.locator("#signup_submit").click()
    page.locator(".alert").wait_for()


def test_who_signs_up_comes_in_once_the_instructor_says_so(browser, class_hub):
    password = "a-long-password"
    student, instructor = browser.new_page(), browser.new_page()
    sign_up(instructor, class_hub, "instructor", password)
    sign_up(student, class_hub, "dee", password)
    log_in(student, class_hub, "dee", password)
    expect(student.locator(".login_error")).to_be_visible()
    log_in(instructor, class_hub, "instructor", password)
    instructor.wait_for_url("**/spawn-pending/**")
    instructor.goto(f"{class_hub.url}/hub/authorize")
    instructor.locator("tr", has_text="dee").get_by_text("Authorize", exact=True).click()
    expect(instructor.locator("tr", has_text="dee").get_by_text("Unauthorize", exact=True)).to_be_visible()
    log_in(student, class_hub, "dee", "another-password")
    expect(student.locator(".login_error")).to_be_visible()
    log_in(student, class_hub, "dee", password)
    student.wait_for_url(re.compile("/(spawn-pending|user)/"))
    for page in (student, instructor):
        page.context.close()
