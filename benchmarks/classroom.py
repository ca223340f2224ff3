"""What a student costs a machine that a class shares: memory, processor, and pictures a second as more of them play."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

import psutil
from jupyter_client.manager import KernelManager
from traitlets.config import Config

from benchmarks import Row, live

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))  # where the tools find each other

from hub_in_browser import Hub, NoHub, StudentsLab  # noqa: E402
from lab_in_browser import Browser, JupyterServer, Lab, NoChromium  # noqa: E402

STUDENTS = (1, 2, 4, 8)  # who play at once
DEMOS = ("MnistTrainer", "Playground")
SECONDS = 10
SETTLES = 3  # seconds of playing until the measurement begins
# A demo whose pictures go to a client of the kernel, and arrive at once, as on a page that is never slow.
CODE = """
from course_utils.widgets import {name}
demo = {name}()
figure, send = demo.figure, demo.figure.send

def send_and_arrive(content, buffers=None):
    send(content, buffers)
    if content["number"] % 2 == 0:
        figure._handle_custom_msg(dict(type="arrived", number=content["number"]), [])

figure.send = send_and_arrive
figure._handle_custom_msg(dict(type="opened", views=1, width=figure.width), [])
"""


class Student:
    """A kernel with one demo, and what it takes of the machine."""

    def __init__(self, demo):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # as behind the hub
        quiet = Config(KernelManager={"transport_encryption": "auto"})  # without it, the kernel warns
        self.manager = KernelManager(config=quiet)
        self.manager.start_kernel(cwd=str(ROOT), env=environment)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.process = psutil.Process(self.manager.provisioner.pid)
        self.ask("")
        self.bare = memory(self.process)
        self.ask(CODE.format(name=demo))

    def ask(self, code, expression="None"):
        """Run code in the kernel, and return the value of an expression after it, as text."""
        message = self.client.execute(code, silent=True, user_expressions={"value": expression})
        while (reply := self.client.get_shell_msg(timeout=120))["parent_header"]["msg_id"] != message:
            pass
        content = reply["content"]
        if content["status"] != "ok":
            raise RuntimeError(f"{content['ename']}: {content['evalue']}")
        return content["user_expressions"]["value"]["data"]["text/plain"]

    def frames(self):
        """How many pictures the demo has sent."""
        return int(self.ask("", "figure._sent"))

    def seconds(self):
        """The processor time that the kernel has taken so far."""
        spent = self.process.cpu_times()
        return spent.user + spent.system

    def close(self):
        """Stop the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def memory(process):
    """Megabytes of a process: what it alone holds, and its share of what several hold."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(rest.split()[0]) * 1024 / 1e6 for name, rest in (line.split(":") for line in lines)}
    return sizes["Pss"]


def rows():
    """Yield the rows of this family."""
    if not psutil.LINUX:
        yield Row("a class on one machine", "", "measured on Linux only")
        return
    yield Row("processors of this machine", str(os.cpu_count()))
    for demo in DEMOS:
        yield from kernel_rows(demo)
    yield from server_rows()


def kernel_rows(demo):
    """Start a kernel for each student, and let ever more of them play at once."""
    with ExitStack() as stack:
        students = []
        for _ in range(max(STUDENTS)):
            students.append(Student(demo))
            stack.callback(students[-1].close)
        yield Row(f"{demo}: MB of a kernel before it", f"{mean(each.bare for each in students):.0f}")
        _, idle = measured(students)
        yield Row(f"{demo}: MB of a kernel, it rests", f"{held(students):.0f}")
        yield Row(f"{demo}: cores of a kernel, it rests", f"{idle:.3f}")
        for count in STUDENTS:
            playing = students[:count]
            for student in playing:
                student.ask("demo.player.play()")
            time.sleep(SETTLES)
            frames, cores = measured(playing)
            compared = f"a kernel takes {cores:.2f} cores, {held(playing):.0f} MB"
            if {student.ask("", "demo.player.playing") for student in playing} != {"True"}:
                raise RuntimeError("a demo stopped while it was measured")
            yield Row(f"{demo}: frames/s each, {count} at once", f"{frames:.1f}", compared)
            for student in playing:
                student.ask("demo.player.reset()")


def measured(students):
    """Wait, and return the frames in a second and the cores that a student's kernel had on average."""
    started = time.perf_counter()
    before = [(student.frames(), student.seconds()) for student in students]
    time.sleep(SECONDS)
    after = [(student.frames(), student.seconds()) for student in students]
    spent = time.perf_counter() - started
    frames = [b[0] - a[0] for a, b in zip(before, after, strict=True)]
    cores = [b[1] - a[1] for a, b in zip(before, after, strict=True)]
    return mean(frames) / spent, mean(cores) / spent


def held(students):
    """Megabytes that a student's kernel holds on average."""
    return mean(memory(student.process) for student in students)


def server_rows():
    """The same live demo in a page, without a hub and behind the hub's proxy; and what the hub's programs hold."""
    try:
        with Browser() as browser:
            with JupyterServer() as server:
                alone = list(live.measured(Lab(browser.new_page(), server)))
            with Hub() as hub:
                hub.let_tests_ask("ada")
                behind = list(live.measured(StudentsLab(browser.new_page(), hub, "ada")))
                yield from (
                    Row(
                        f"behind the hub: {row.what.removeprefix('live demo: ')}"[:46],
                        row.ours,
                        f"without: {other.ours}",
                    )
                    for row, other in zip(behind, alone, strict=True)
                )
                yield from hub_rows(hub)
    except (NoChromium, NoHub) as reason:
        yield Row("a live demo behind the hub", "", str(reason))


def hub_rows(hub):
    """The memory of a student's server, and of all that the hub itself runs."""
    main = psutil.Process(hub.process.pid)
    servers = [child for child in main.children() if "jupyterhub.singleuser" in child.cmdline()]
    rest = [child for child in main.children(recursive=True) if child not in servers and child.parent() not in servers]
    yield Row("a student's server: MB", f"{mean(memory(each) for each in servers):.0f}")
    yield Row("the hub, its proxy and its culler: MB", f"{sum(memory(each) for each in (main, *rest)):.0f}")
