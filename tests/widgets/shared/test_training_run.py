"""A training run: evaluated on the way, diverging in words, and written down as a program."""

import math

import numpy as np
import pytest
import traitlets

from course_utils.losses import tanh_squared_error
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam
from course_utils.toy_data import toy_data
from course_utils.training import Trainer
from course_utils.widgets.shared.settings import Settings
from course_utils.widgets.shared.training_program import OPTIMIZERS, make_optimizer, optimizer_code
from course_utils.widgets.shared.training_run import TrainingRun


class StandIn(Settings):
    """Stands in for a demo's settings."""

    learning_rate = traitlets.Float(0.1)
    batch_size = traitlets.Int(10)
    optimizer = traitlets.Unicode("SGD")

    def code(self):
        """Begin a program."""
        return "trainer = make_trainer()\n"


def make_trainer():
    points, labels = toy_data("gauss", n=60)
    network = Network([2, 3, 1], "tanh", loss=tanh_squared_error)
    return Trainer(network, SGD(0.1), points, labels, batch_size=10, validation=(points, labels))


@pytest.fixture
def run():
    points, labels = toy_data("gauss", n=60)
    return TrainingRun(StandIn(), make_trainer(), (points, labels[:, None].astype(float)), guessing=0.5)


def test_it_trains_any_trainer_and_keeps_the_record(run):
    at_start = run.record.validation_cost.newest
    assert at_start[0] == 0
    assert run.accuracy == run.trainer.evaluate()[1]
    for _ in range(30):
        assert run.step() is None
    run.settle()
    assert run.record.validation_cost.newest == (5.0, run.trainer.evaluate()[0])
    assert run.record.validation_cost.newest[1] < at_start[1]
    assert run.record.train_cost.newest[0] == 5.0


def test_to_settle_twice_evaluates_once(run):
    run.step()
    run.settle()
    points = len(run.record.validation_cost.x)
    run.settle()
    assert len(run.record.validation_cost.x) == points


def test_a_cost_far_above_guessing_stops_it_once(run):
    run.network.vector[:] = 0
    run.trainer.network.loss = lambda outputs, targets: (100.0, np.zeros_like(outputs))
    assert "the cost leapt to 100, where guessing costs only 0.5" in run.step()
    assert run.step() is None, "it may be watched on"
    run.change("learning_rate", 0.2)
    assert "leapt" in run.step(), "with another learning rate it is told again"


@pytest.mark.parametrize("cost", [math.nan, math.inf])
def test_a_cost_that_is_no_number_stops_it_every_time(run, cost):
    run.trainer.network.loss = lambda outputs, targets: (cost, np.zeros_like(outputs))
    for _ in range(2):
        assert "the cost is no longer a number" in run.step()


def test_numbers_too_large_are_said(run):
    run.trainer.network.loss = lambda outputs, targets: (0.5, np.full_like(outputs, 1e200))
    run.trainer.optimizer = Adam(0.1)
    assert "too large to compute with" in run.step()


@pytest.fixture
def exact():
    points, labels = toy_data("gauss", n=60)
    pair = (points, labels[:, None].astype(float))
    return TrainingRun(StandIn(), make_trainer(), pair, guessing=0.5, training=pair)


def test_a_few_examples_are_evaluated_exactly_whenever_it_settles(exact):
    for _ in range(10):
        exact.step()
    assert len(exact.record.train_cost.x) == 1, "not at every step"
    exact.settle()
    cost, accuracy = exact.trainer.evaluate()
    assert exact.record.train_cost.newest == (10 / 6, cost)
    assert exact.record.validation_cost.newest == (10 / 6, cost)
    assert exact.accuracy == accuracy


def test_it_needs_no_validation():
    points, labels = toy_data("gauss", n=60)
    run = TrainingRun(StandIn(), make_trainer(), None, 0.5, training=(points, labels[:, None].astype(float)))
    run.step()
    run.settle()
    assert run.record.validation_cost.newest is None
    assert math.isnan(run.accuracy)


def test_changes_act_are_marked_and_described(run):
    run.change("batch_size", 20)
    assert run.record.marks == [], "before the first step nothing changes on the way"
    run.step()
    run.change("learning_rate", 0.01)
    run.step()
    run.change("optimizer", "Adam")
    assert isinstance(run.trainer.optimizer, Adam)
    assert run.trainer.optimizer.learning_rate == 0.01
    assert [mark.label for mark in run.record.marks] == ["rate 0.01", "Adam"]
    assert run.describe_settings() == "Adam, learning rate 0.01, batch size 20"


def test_the_program_repeats_the_run(run):
    run.change("learning_rate", 0.3)
    run.change("learning_rate", 0.2)
    for _ in range(4):
        run.step()
    run.change("optimizer", "Momentum")
    run.change("learning_rate", 0.05)
    run.step()
    run.change("batch_size", 3)
    run.step()
    run.change("batch_size", 1)
    assert (
        run.code()
        == """\
trainer = make_trainer()

trainer.optimizer.learning_rate = 0.2
for _ in range(4):
    cost = trainer.step()
trainer.optimizer = SGD(0.2, momentum=0.9)
trainer.optimizer.learning_rate = 0.05
for _ in range(1):
    cost = trainer.step()
trainer.batch_size = 3
for _ in range(1):
    cost = trainer.step()
trainer.batch_size = 1
print(f"cost of the last batch: {cost:.6f}")
"""
    )
    names = {"make_trainer": make_trainer, "SGD": SGD}
    exec(run.code(), names)
    np.testing.assert_array_equal(names["trainer"].network.vector, run.network.vector)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_text_of_an_optimizer_makes_the_same(name):
    import course_utils.optimizers as library

    made, written = make_optimizer(name, 0.3), eval(optimizer_code(name, 0.3), vars(library))
    assert type(made) is type(written)
    assert vars(made) == vars(written)
