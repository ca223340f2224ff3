"""Whatever a function does there is a verdict, and it leaves no trace: in JupyterLab, and as in a browser's Python."""

import _thread
import builtins
import contextlib
import itertools
import os
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from course_utils import graph, losses
from course_utils.exercises import check
from course_utils.exercises.checking import check as checking
from course_utils.exercises.checking import surroundings, watch
from course_utils.losses import softmax
from course_utils.network import Network


@pytest.fixture(autouse=True, params=["JupyterLab", "a browser"])
def way(request, monkeypatch):
    """A browser's Python starts no thread, has no timers, and no clock but the one on the wall."""
    if request.param == "a browser":

        def cannot_start(_):
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", cannot_start)
        monkeypatch.delattr(signal, "setitimer", raising=False)
        monkeypatch.setattr(watch, "_now", time.monotonic)
    return request.param


@pytest.fixture
def little_time(monkeypatch):
    """A check that waits a tenth of a second."""
    monkeypatch.setattr(checking, "SECONDS", 0.1)


# It goes wrong, in one way or another


def raises(logits):
    raise KeyError("a\nb" * 500)


def raises_something_unprintable(logits):
    class Nasty(Exception):
        def __str__(self):
            raise ValueError

    raise Nasty


def raises_something_with_a_long_name(logits):
    raise type("A" * 10**6, (Exception,), {})


def recurses(logits):
    return recurses(logits)


def exits(logits):
    sys.exit(3)


def raises_an_interrupt(logits):
    raise KeyboardInterrupt


def eats_memory(logits):
    return np.zeros((10**6, 10**9))


def returns_a_generator(logits):
    return itertools.count()


def returns_a_million_lists(logits):
    return [[1], [1, 2]] * 10**6


def returns_itself(logits):
    itself = []
    itself.append(itself)
    return itself


def returns_a_trap(logits):
    class Trap:
        def __array__(self, *_, **__):
            raise SystemExit

    return Trap()


def takes_nothing():
    return 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (raises, "Your function stops with an error."),
        (raises_something_unprintable, "Your function stops with an error."),
        (raises_something_with_a_long_name, "Your function stops with an error."),
        (recurses, "Your function calls itself and never comes to an end."),
        (exits, "Your function ends the program: return a value instead."),
        (raises_an_interrupt, "Your function stops with an error."),
        (eats_memory, "Your function stops with an error."),
        (returns_a_generator, "returns a value of type count, where numbers are asked for."),
        (returns_a_million_lists, "returns a value of type list, where numbers are asked for."),
        (lambda z: np.zeros(10**7), "of type ndarray, where numbers are asked for."),
        (returns_itself, "Your function calls itself and never comes to an end."),
        (returns_a_trap, "Your function ends the program: return a value instead."),
        (takes_nothing, "Your function stops with an error."),
        (lambda z: "0.5", "returns a value of type str, where numbers are asked for."),
        (lambda z: softmax(z) + 0j, "of type ndarray, where numbers are asked for."),
        (lambda z: [[1.0], [1.0, 2.0]], "returns rows of different lengths"),
        (lambda z: print(softmax(z)), "prints its answer: end it with `return` instead."),
        (lambda z: softmax(z) * np.nan, "Some of your numbers are not finite"),
        (lambda z: softmax(z)[:, 0], "The shape is (1,) where (1, 2) is expected."),
        (lambda z: softmax(z).ravel(), "The numbers are right, but the shape is (2,)"),
        (lambda z: softmax(z).T, "with rows and columns exchanged"),
        (lambda z: softmax(z) * 0.9 + 0.01, "Each row of probabilities should sum to 1."),
        (lambda z: softmax(z) if len(z) > 1 else None, "returns None: does every path end"),
    ],
)
def test_whatever_goes_wrong_is_said(answer, says):
    verdict = check("softmax", answer)
    assert not verdict.passed
    assert says in verdict.message
    assert len(str(verdict)) < 1200
    assert len(verdict._repr_html_()) < 4000


# It never comes to an end


def loops(logits):
    while True:
        pass


def loops_on_one_line(logits):
    while True: pass  # fmt: skip # noqa: E701


def loops_and_catches(logits):
    while True:
        with contextlib.suppress(BaseException):
            len("")


def loops_and_catches_all(logits):
    while True:
        try:
            while True:
                pass
        except:  # noqa: E722
            pass


def loops_and_lets_no_error_out(logits):
    while True:
        with contextlib.suppress(Exception):
            while True:
                pass


def loops_and_says_what_it_catches(logits):
    while True:
        try:
            softmax(logits)
        except BaseException as error:
            print(error)


def loops_and_prints(logits):
    while True:
        print("more")


def loops_in_a_generator(logits):
    return sum(0 for _ in itertools.count())


def loops_in_a_list(logits):
    return [_ for _ in itertools.count() if _ < 0]


def loops_in_numpy(logits):
    return np.fromiter((1 for _ in itertools.count()), float)


def loops_when_it_is_turned_into_numbers(logits):
    class Endless:
        def __array__(self, *_, **__):
            return loops(logits)

    return Endless()


def loops_when_its_error_is_shown(logits):
    class Endless(Exception):
        def __str__(self):
            return loops(logits)

    raise Endless


def loops_without_the_watch(logits):
    with contextlib.suppress(RuntimeError):
        sys.settrace(None)
    loops(logits)


def sleeps(logits):
    time.sleep(10**6)


def sleeps_in_small_pieces(logits):
    while True:
        time.sleep(0.01)


@pytest.mark.parametrize(
    "answer",
    [
        loops,
        loops_on_one_line,
        loops_and_catches,
        loops_and_catches_all,
        loops_and_lets_no_error_out,
        loops_and_says_what_it_catches,
        loops_and_prints,
        loops_in_a_generator,
        loops_in_a_list,
        loops_in_numpy,
        loops_when_it_is_turned_into_numbers,
        loops_when_its_error_is_shown,
        loops_without_the_watch,
        sleeps,
        sleeps_in_small_pieces,
    ],
)
@pytest.mark.usefixtures("little_time")
def test_an_endless_function_is_stopped(answer, capsys):
    computing_time = getattr(time, "thread_time", time.process_time)
    before, start = (threading.active_count(), sys.gettrace()), computing_time()
    verdict = check("softmax", answer)
    assert computing_time() - start < 3  # of computing: with a tenth of a second to use, and some for the rest
    assert verdict.message == "Your function was stopped after 3 seconds of computing."
    assert dict(verdict.evidence)["got"] == "no answer in time"
    assert verdict.hints == ("Does every loop come to an end?",)
    assert capsys.readouterr() == ("", "")
    assert (threading.active_count(), sys.gettrace()) == before


def test_the_time_is_for_all_calls_together():
    calls = []

    def slow(logits):
        calls.append(logits)
        time.sleep(2)
        return softmax(logits)

    assert "stopped" in check("softmax", slow).message
    assert len(calls) == 2  # the second uses up the time, and no third is tried


@pytest.mark.usefixtures("little_time")
def test_a_call_into_c_is_the_last_when_it_has_taken_too_long():
    calls = []

    def adds_up(logits):
        calls.append(logits)
        sum(range(2 * 10**7))
        return softmax(logits)

    assert "stopped" in check("softmax", adds_up).message
    assert len(calls) == 1


@pytest.mark.usefixtures("little_time")
def test_an_answer_that_is_too_slow_for_the_properties_does_not_pass():
    calls = []

    def slow_at_the_end(logits):
        calls.append(logits)
        time.sleep(0.09 if len(calls) == len(checking.find("softmax").cases) else 0)
        if len(calls) > len(checking.find("softmax").cases):
            loops(logits)
        return softmax(logits)

    assert "stopped" in check("softmax", slow_at_the_end).message


def test_an_interrupt_is_the_readers():
    """As a kernel hears it; a program started in the background may ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt, started = _thread.interrupt_main, []

    def waits_for_the_reader(logits):
        with contextlib.suppress(BaseException):  # a bare `except:` does not keep it from the reader
            started.append(True)
            interrupt()
            loops(logits)

    with pytest.raises(KeyboardInterrupt):
        check("softmax", waits_for_the_reader)
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler
    assert started == [True]


# It changes what others use


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
    graph.OPERATIONS["+"] = None
    return softmax(logits)


def adds_an_operation(logits):
    graph.OPERATIONS["%"] = None
    return softmax(logits)


def replaces_the_comparison(logits):
    from course_utils.exercises.checking import run as running

    running.same = lambda *_: True
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
        (replaces_an_operation, "course_utils.graph.OPERATIONS.+"),
        (adds_an_operation, "course_utils.graph.OPERATIONS.%"),
        (replaces_the_comparison, "course_utils.exercises.checking.run.same"),
        (goes_elsewhere, "the working directory"),
        (changes_the_environment, "os.environ"),
    ],
)
def test_what_others_use_is_put_back_and_named(answer, what):
    def state():
        return (
            *(np.exp, builtins.sum, losses.softmax, Network.forward, dict(graph.OPERATIONS), vars(losses).get("float")),
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
        np.seterr(all="raise")
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
    check("softmax", exits)
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
