"""A function that is checked leaves no trace: what others use is put back, and named."""

import _thread
import builtins
import os
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from course_utils import gradients, losses, operations
from course_utils.exercises import check
from course_utils.exercises.checking import surroundings
from course_utils.losses import softmax
from course_utils.network import Network

pytestmark = pytest.mark.usefixtures("way")


def replaces_exp(logits):
    np.exp = np.log
    return softmax(logits)


def takes_exp_away(logits):
    answer = softmax(logits)
    del np.exp
    return answer


def replaces_sum(logits):
    builtins.sum = max
    return softmax(logits)


def adds_a_name_that_hides_another(logits):
    losses.float = int
    return softmax(logits)


def replaces_the_answer(logits):
    losses.softmax = lambda z: z
    return logits


def replaces_a_method(logits):
    Network.forward = None
    return softmax(logits)


def replaces_an_operation(logits):
    operations.OPERATIONS["+"] = None
    return softmax(logits)


def adds_an_operation(logits):
    operations.OPERATIONS["%"] = None
    return softmax(logits)


def replaces_the_comparison(logits):
    from course_utils.exercises.checking import run

    run.same = lambda *_: True
    return logits


def goes_elsewhere(logits):
    os.chdir("..")
    return softmax(logits)


def changes_the_environment(logits):
    os.environ["COURSE_PROGRESS_FILE"] = "elsewhere"
    return softmax(logits)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (replaces_exp, "numpy.exp"),
        (takes_exp_away, "numpy.exp"),
        (replaces_sum, "builtins.sum"),
        (adds_a_name_that_hides_another, "course_utils.losses.float"),
        (replaces_the_answer, "course_utils.losses.softmax"),
        (replaces_a_method, "course_utils.network.Network.forward"),
        (replaces_an_operation, "course_utils.operations.OPERATIONS.+"),
        (adds_an_operation, "course_utils.operations.OPERATIONS.%"),
        (replaces_the_comparison, "course_utils.exercises.checking.run.same"),
        (goes_elsewhere, "the working directory"),
        (changes_the_environment, "os.environ"),
    ],
)
def test_what_others_use_is_put_back_and_named(answer, what):
    def state():
        return (
            *(np.exp, builtins.sum, losses.softmax, Network.forward, vars(losses).get("float")),
            dict(operations.OPERATIONS),
            *(os.getcwd(), dict(os.environ), warnings.filters[:], np.geterr(), np.get_printoptions()),
        )

    before = state()
    verdict = check("softmax", answer)
    assert f"Your function changes {what}, which others use too." in verdict.message
    assert not verdict.passed
    assert state() == before
    assert check("softmax", softmax).passed


def test_what_may_be_used_up_is_put_back_without_a_word():
    def rolls_the_dice(logits):
        np.random.seed(0)  # noqa: NPY002
        random.seed(0)
        np.set_printoptions(precision=1)
        np.seterr(divide="raise")
        warnings.simplefilter("error")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return softmax(logits)

    def state():
        numbers = np.random.get_state()[1].tolist()  # noqa: NPY002
        hears = signal.getsignal(signal.SIGINT)
        return random.getstate(), numbers, np.get_printoptions(), np.geterr(), warnings.filters[:], hears

    before = state()
    assert check("softmax", rolls_the_dice).passed
    assert state() == before


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("os._exit", lambda: os._exit(1)),
        ("os.kill", lambda: os.kill(os.getpid(), signal.SIGINT)),
        ("signal.raise_signal", lambda: signal.raise_signal(signal.SIGINT)),
        ("_thread.interrupt_main", lambda: _thread.interrupt_main()),
        ("builtins.input", lambda: input()),
        ("sys.setrecursionlimit", lambda: sys.setrecursionlimit(10**9)),
    ],
)
def test_what_would_end_or_stop_the_kernel_is_an_error(name, use):
    verdict = check("softmax", lambda logits: use())
    assert dict(verdict.evidence)["got"] == f"RuntimeError: {name} does not work in a check"


def test_every_closed_door_is_open_again():
    doors = [(module, name) for module, name in [*surroundings.CLOSED, (time, "sleep")] if hasattr(module, name)]
    before = [getattr(module, name) for module, name in doors]
    check("softmax", softmax)
    check("softmax", lambda logits: sys.exit(3))
    assert [getattr(module, name) for module, name in doors] == before


def test_no_answer_changes_what_is_right():
    """It makes the library's softmax as wrong as itself, which no later call may see."""

    def halves(logits):
        right = losses.softmax
        losses.softmax.__globals__["np"] = type("Np", (), {"exp": np.log})
        return right(logits) / 2

    verdict = check("softmax", halves)
    assert not verdict.passed
    assert losses.np is np


@pytest.mark.parametrize("way", ["JupyterLab"], indirect=True)  # a browser has no other
def test_another_thread_sleeps_as_ever_while_an_answer_is_checked():
    """The kernel's own threads do: if their sleep came to nothing, it would count as the answer's computing time."""
    times, is_over = [], threading.Event()

    def sleep_on():
        while not is_over.is_set():
            before = time.perf_counter()
            time.sleep(0.02)
            times.append(time.perf_counter() - before)

    sleeper = threading.Thread(target=sleep_on)
    sleeper.start()
    try:
        verdicts = [check("numerical_gradient", gradients.numerical_gradient) for _ in range(5)]
    finally:
        is_over.set()
        sleeper.join()
    assert [verdict.status for verdict in verdicts] == ["passed"] * 5
    assert times and min(times) > 0.015
