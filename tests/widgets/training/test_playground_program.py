"""The playground's program does what the playground did: in NumPy, and in PyTorch where it is installed."""

import contextlib
import io

import numpy as np
import pytest

from course_utils.widgets.shared.training_program import OPTIMIZERS
from course_utils.widgets.training.playground_run import PlaygroundRun
from course_utils.widgets.training.playground_settings import PlaygroundSettings


def printed_cost(program):
    """Run a program, and return the cost that it prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(program, {"__name__": "program"})
    return float(output.getvalue().removeprefix("training cost: "))


def eventful_run(**settings):
    """A run in which everything that can be changed is changed."""
    run = PlaygroundRun(PlaygroundSettings(**settings))
    run.change("learning_rate", 0.01)
    run.train_to(30)
    run.change("noise", 20)
    run.change("batch_size", 7)
    run.set_weight((0, 1, 0), 0.75)
    run.set_weight((1, 0, -1), -0.5)
    run.train_to(70)
    run.change("own_points", [(1.0, -2.0, 1), (-3.5, 0.25, 0)])
    run.change("penalty_rate", 0.02)
    run.change("penalty", "L1")
    run.train_to(140)
    run.change("optimizer", "Adam")
    run.change("learning_rate", 0.02)
    run.train_to(200)
    run.change("penalty", "L2")
    run.train_to(220)
    run.change("noise", 5)
    run.settle()
    return run


RUNS = {
    "as it opens": {},
    "cross-entropy": {"dataset": "xor", "loss": "cross-entropy", "activation": "relu", "features": ["x1", "x1 x2"]},
    "three classes": {"dataset": "three", "hidden": [5], "activation": "sigmoid"},
    "regression": {"dataset": "multi-gauss", "hidden": [8, 8], "activation": "tanh", "seed": 3},
    "no hidden layer": {"dataset": "plane", "hidden": [], "activation": "linear", "data_seed": 2},
    "points of one's own": {"dataset": "yours", "hidden": [3]},
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("language", ["numpy", "pytorch"])
def test_the_program_repeats_an_eventful_run(name, language):
    if language == "pytorch":
        pytest.importorskip("torch", reason="PyTorch is not installed")
    settings = RUNS[name] | ({"hidden": [4]} if not RUNS[name].get("hidden", [1]) else {})
    run = eventful_run(**settings)
    assert printed_cost(run.program(language)) == pytest.approx(run.costs[0], abs=1e-6)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("language", ["numpy", "pytorch"])
def test_each_optimizer_is_the_same_in_both(optimizer, language):
    if language == "pytorch":
        pytest.importorskip("torch", reason="PyTorch is not installed")
    run = PlaygroundRun(PlaygroundSettings(optimizer=optimizer, dataset="spiral", hidden=[]))
    run.train_to(100)
    run.settle()
    assert printed_cost(run.program(language)) == pytest.approx(run.costs[0], abs=1e-6)


def test_a_program_that_forgets_a_change_gives_another_cost():
    run = eventful_run()
    lines = [line for line in run.program("numpy").splitlines() if "penalty = " not in line]
    assert printed_cost("\n".join(lines)) != pytest.approx(run.costs[0], abs=1e-6)


def test_before_the_first_step_it_prints_the_cost_of_the_start():
    run = PlaygroundRun(PlaygroundSettings(start="zeros"))
    assert printed_cost(run.program("numpy")) == run.costs[0] == 0.5


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="numpy or pytorch, not in 'julia'"):
        PlaygroundRun(PlaygroundSettings()).program("julia")


def test_it_repeats_with_other_seeds_and_without_a_change():
    run = eventful_run()
    again = run.repeat(PlaygroundSettings(), run.steps)
    np.testing.assert_array_equal(again.network.vector, run.network.vector)
    other = run.repeat(PlaygroundSettings(learning_rate=0.001), run.steps, without=("learning_rate",))
    assert other.settings.learning_rate == 0.001
    assert not np.allclose(other.network.vector, run.network.vector)
