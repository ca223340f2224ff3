"""The training loop: every example once an epoch, whatever is changed meanwhile."""

import gc
import math
import weakref
from itertools import chain, islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.data import scale
from course_utils.gradients import numerical_gradient
from course_utils.losses import (
    accuracy,
    logistic_cross_entropy,
    one_hot,
    softmax_cross_entropy,
    squared_error,
    tanh_squared_error,
)
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam
from course_utils.toy_data import toy_data
from course_utils.training import Report, Trainer, early_stopping, evaluate, evaluate_in_pieces


class Recorder:
    """Stands in for a network, and keeps the examples that it is shown."""

    def __init__(self, cost=1.0):
        self.sizes, self.dtype, self.vector, self.layers = (1, 2), np.dtype(np.float64), np.zeros(0), []
        self.cost, self.loss = cost, softmax_cross_entropy
        self.batches = []

    def cost_and_gradient_vector(self, x, targets):
        """Note the examples, whose one input is their number."""
        self.batches.append(x[:, 0].astype(int).tolist())
        return self.cost, np.zeros(0)

    def forward(self, x):
        """Give both classes the same score."""
        return np.zeros((len(x), 2))


def recording_trainer(n, **settings):
    images = np.arange(float(n))[:, None]
    return Trainer(Recorder(), SGD(0.1), images, np.zeros(n, int), **settings)


def digits(n=200, seed=0):
    """Byte images whose class can be learned: where the bright half is."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(2, size=n)
    images = generator.integers(0, 100, (n, 8), dtype=np.uint8)
    images[np.arange(n)[:, None], 4 * labels[:, None] + np.arange(4)] += 100
    return images, labels


def small_trainer(optimizer=None, dtype=np.float64, **settings):
    settings = {"batch_size": 32, "validation": digits(90, seed=1), **settings}
    network = Network([8, 6, 2], dtype=dtype)
    return Trainer(network, optimizer or SGD(0.5), *digits(), **settings)


@given(st.integers(1, 40), st.lists(st.integers(1, 15), min_size=1, max_size=60))
def test_an_epoch_shows_every_example_once_however_the_batch_size_moves(n, batch_sizes):
    trainer = recording_trainer(n, batch_size=7)
    for batch_size in batch_sizes:
        trainer.batch_size = batch_size
        trainer.step()
        assert len(trainer.network.batches[-1]) <= batch_size
    seen = list(chain(*trainer.network.batches))
    assert trainer.examples_seen == len(seen)
    assert trainer.steps == len(batch_sizes)
    assert trainer.epoch == len(seen) / n
    for start in range(0, len(seen), n):
        part = seen[start : start + n]
        assert len(set(part)) == len(part), "an example came twice within an epoch"


def test_every_epoch_is_shuffled_anew_and_ends_with_a_partial_batch():
    trainer = recording_trainer(10, batch_size=4)
    for _ in range(6):
        trainer.step()
    batches = trainer.network.batches
    assert [len(batch) for batch in batches] == [4, 4, 2, 4, 4, 2]
    first, second = list(chain(*batches[:3])), list(chain(*batches[3:]))
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second
    assert first != list(range(10))


def test_a_batch_size_above_the_number_of_examples_is_full_batch_descent():
    trainer = recording_trainer(10, batch_size=1024)
    trainer.step()
    assert len(trainer.network.batches[0]) == 10
    assert trainer.epoch == 1


def test_a_step_is_the_formula_on_the_batch():
    images, labels = digits()
    trainer = Trainer(Network([8, 2]), SGD(0.5), images, labels, batch_size=len(images))
    twin = Network([8, 2])
    cost, gradients = twin.cost_and_gradients(images / 255, one_hot(labels, 2))
    assert trainer.step() == pytest.approx(cost)
    pairs = zip(trainer.network.parameters, twin.parameters, gradients, strict=True)
    for parameter, before, gradient in pairs:
        np.testing.assert_allclose(parameter, before - 0.5 * gradient)


def test_the_learning_rate_is_read_at_every_step():
    trainer = small_trainer()
    trainer.step()
    trainer.optimizer.learning_rate = 0
    before = [parameter.copy() for parameter in trainer.network.parameters]
    trainer.step()
    for parameter, unchanged in zip(trainer.network.parameters, before, strict=True):
        np.testing.assert_array_equal(parameter, unchanged)
    trainer.optimizer = SGD(0.5)
    trainer.step()
    assert (trainer.network.parameters[0] != before[0]).any()


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    reports, weights = [], []
    for seed in (3, 3, 4):
        trainer = small_trainer(Adam(0.01), seed=seed)
        reports.append(list(trainer.run(3)))
        weights.append(trainer.network.parameters[0])
    assert reports[0] == reports[1] != reports[2]
    np.testing.assert_array_equal(weights[0], weights[1])


def test_run_learns_and_reports():
    trainer = small_trainer()
    reports = list(trainer.run(5))
    assert [report.epoch for report in reports] == [1, 2, 3, 4, 5]
    assert [report.step for report in reports] == [7, 14, 21, 28, 35]
    assert reports[-1].train_cost < reports[0].train_cost
    assert reports[-1].validation_accuracy > 0.95
    assert (reports[0].learning_rate, reports[0].batch_size) == (0.5, 32)
    assert not any(report.diverged for report in reports)


def test_the_train_cost_weighs_examples_not_batches():
    trainer = small_trainer(batch_size=150)  # of 200: batches of 150 and 50
    costs = []
    step, trainer.step = trainer.step, lambda: costs.append(step())
    (report,) = trainer.run(1)
    assert report.train_cost == pytest.approx((150 * costs[0] + 50 * costs[1]) / 200)


def test_run_finishes_the_epoch_that_steps_began():
    trainer = small_trainer()
    trainer.step()
    first, second = trainer.run(2)
    assert (first.epoch, first.step, second.epoch, second.step) == (1, 7, 2, 14)
    assert trainer.examples_seen == 400


def test_the_batch_size_may_change_between_reports():
    trainer = small_trainer()
    reports = []
    for report in trainer.run(2):
        reports.append(report)
        trainer.batch_size = 200
    assert [(report.step, report.batch_size) for report in reports] == [(7, 32), (8, 200)]


@pytest.mark.parametrize("n", [90, 2500])
def test_evaluate_agrees_with_the_whole_set_at_once(n):
    images, labels = digits(n, seed=1)
    trainer = small_trainer(validation=(images, labels))
    logits = trainer.network.forward(scale(images, np.float64))
    cost, _ = softmax_cross_entropy(logits, one_hot(labels, 2))
    assert trainer.evaluate() == pytest.approx((cost, accuracy(logits, labels)))
    assert all(type(score) is float for score in trainer.evaluate())


def test_without_validation_the_scores_are_nan():
    trainer = small_trainer(validation=None)
    (report,) = trainer.run(1)
    assert math.isnan(report.validation_cost)
    assert math.isnan(report.validation_accuracy)


def test_float_images_and_one_hot_labels_are_used_as_they_are():
    images, labels = digits()
    runs = []
    for inputs, targets in ((images, labels), (scale(images, float), one_hot(labels, 2))):
        runs.append(Trainer(Network([8, 2]), SGD(0.5), inputs, targets, batch_size=64).step())
    assert runs[0] == runs[1]


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, momentum=0.9), Adam()])
def test_float32_stays_float32(optimizer):
    trainer = small_trainer(optimizer, dtype=np.float32)
    seen = []
    cost_and_gradient_vector = trainer.network.cost_and_gradient_vector

    def watched(x, targets):
        cost, gradient = cost_and_gradient_vector(x, targets)
        seen.extend(array.dtype for array in [x, targets, gradient])
        return cost, gradient

    trainer.network.cost_and_gradient_vector = watched
    list(trainer.run(1))
    seen.extend(parameter.dtype for parameter in trainer.network.parameters)
    assert set(seen) == {np.dtype(np.float32)}


@pytest.mark.parametrize(("dtype", "learning_rate"), [(np.float32, 1e30), (np.float64, 1e300)])
def test_divergence_is_reported_and_leaves_the_parameters(dtype, learning_rate):
    trainer = small_trainer(SGD(learning_rate), dtype=dtype)
    for _ in range(1000):
        before = [parameter.copy() for parameter in trainer.network.parameters]
        cost = trainer.step()
        if trainer.diverged:
            break
    assert trainer.diverged
    assert not math.isfinite(cost)
    for parameter, unchanged in zip(trainer.network.parameters, before, strict=True):
        np.testing.assert_array_equal(parameter, unchanged)
    trainer.evaluate()  # must not warn either


@pytest.mark.parametrize("cost", [math.inf, math.nan])
def test_a_diverged_run_ends_after_a_report_that_says_so(cost):
    trainer = recording_trainer(10, batch_size=3)
    reports = []
    for report in trainer.run(5):
        reports.append(report)
        trainer.network.cost = cost
    assert [report.diverged for report in reports] == [False, True]
    assert reports[-1].epoch == 2
    assert reports[-1].step == 5, "the epoch ends with the step that diverged"
    assert not math.isfinite(reports[-1].train_cost)
    trainer.network.cost = 1.0
    trainer.step()
    assert trainer.diverged, "a good cost afterwards must not hide what happened"


def test_misuse_gets_a_sentence():
    for batch_size in (0, -1, 2.5, "8", None):
        with pytest.raises(ValueError, match="whole number ≥ 1"):
            small_trainer(batch_size=batch_size)
    images, labels = digits()
    for examples in ((images, labels[:-1]), (images[:0], labels[:0])):
        with pytest.raises(ValueError, match="Every image needs a label"):
            Trainer(Network([8, 2]), SGD(0.1), *examples, batch_size=8)
    with pytest.raises(ValueError, match="Labels must lie between 0 and 1"):
        Trainer(Network([8, 2]), SGD(0.1), images, labels + 1, batch_size=8)


def test_big_images_are_never_scaled_as_a_whole():
    images, labels = digits(5000)
    trainer = Trainer(Recorder(), SGD(0.1), images, labels, batch_size=16)
    trainer.step()
    arrays = [value for value in vars(trainer).values() if isinstance(value, np.ndarray)]
    assert any(array is images for array in arrays)
    assert not any(array.size == images.size for array in arrays if array is not images)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        ([[np.nan]], [0], "finite numbers"),
        ([[np.inf]], [0], "finite numbers"),
        ([[1.0]], [[1.0, 1.0]], "sum to 1"),
        ([[1.0]], [2], "between 0 and 1"),
        ([[1.0]], [0.5], "must be integers"),
    ],
)
def test_examples_are_looked_at_once_at_the_door(images, labels, message):
    network = Network([1, 2])
    with pytest.raises(ValueError, match=message):
        Trainer(network, SGD(0.1), images, labels, batch_size=1)
    with pytest.raises(ValueError, match=message):
        Trainer(network, SGD(0.1), [[1.0]], [0], batch_size=1, validation=(images, labels))


def test_a_gradient_too_large_to_square_is_divergence():
    trainer = Trainer(Network([1, 2]), Adam(0.1), [[1e200]], [0], batch_size=1)
    trainer.network.parameters[0][:] = [[-1e-200], [1e-200]]
    assert math.isfinite(trainer.step())
    assert trainer.diverged


# One output


@pytest.mark.parametrize("loss", [logistic_cross_entropy, tanh_squared_error])
def test_one_output_learns_labels_of_0_and_1(loss):
    points, labels = toy_data("gauss", n=200)
    network = Network([2, 1], loss=loss)
    trainer = Trainer(network, SGD(0.1), points, labels, batch_size=10, validation=(points, labels))
    *_, report = trainer.run(5)
    assert report.validation_accuracy > 0.95
    assert report.validation_accuracy == np.mean(network.predict(points) == labels)


def test_a_regression_has_a_cost_and_no_accuracy():
    points, heights = toy_data("plane", n=200)
    network = Network([2, 1], loss=squared_error)
    trainer = Trainer(network, SGD(0.05), points, heights, batch_size=10, validation=(points, heights))
    *_, report = trainer.run(5)
    assert report.validation_cost < 1e-3
    assert math.isnan(report.validation_accuracy)


@pytest.mark.parametrize("labels", [[2], [-1], [0.5, 3], [np.nan]])
def test_labels_that_one_output_cannot_mean_are_refused_at_the_door(labels):
    with pytest.raises(ValueError, match="0 or 1, or a probability"):
        Trainer(Network([1, 1], loss=tanh_squared_error), SGD(0.1), np.ones((len(labels), 1)), labels, batch_size=1)


# Penalties

PENALTY_COSTS = {"none": lambda w: 0.0, "L1": lambda w: np.abs(w).sum(), "L2": lambda w: (w**2).sum() / 2}


@pytest.mark.parametrize("penalty", PENALTY_COSTS)
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
def test_a_penalty_is_the_slope_of_its_cost(penalty, activation):
    points, labels = toy_data("xor", n=40)
    network = Network([2, 4, 1], activation, seed=2, loss=tanh_squared_error)
    trainer = Trainer(network, SGD(0.01), points, labels, batch_size=40, penalty=penalty, penalty_rate=0.3)
    twin = Network([2, 4, 1], activation, seed=2, loss=tanh_squared_error)

    def penalised_cost(_):
        cost, _ = tanh_squared_error(twin.forward(points), labels[:, None])
        return cost + 0.3 * sum(PENALTY_COSTS[penalty](weights) for weights, _ in twin.layers)

    gradient = numerical_gradient(penalised_cost, twin.vector)
    trainer.step()
    np.testing.assert_allclose(network.vector, twin.vector - 0.01 * gradient, atol=1e-9)


def test_l1_reaches_exactly_0_and_l2_does_not():
    zeros = {}
    for penalty in ("none", "L1", "L2"):
        network = Network([8, 2], seed=1)
        list(Trainer(network, SGD(0.5), *digits(), batch_size=32, penalty=penalty, penalty_rate=0.2).run(20))
        zeros[penalty] = int((network.layers[0][0] == 0).sum())
    assert zeros["none"] == zeros["L2"] == 0 < zeros["L1"]


def test_what_l1_pulls_across_0_stays_there_and_may_leave_again():
    network = Network([1, 1], loss=squared_error)
    weight = network.layers[0][0]
    weight[...] = 0.05
    trainer = Trainer(network, SGD(0.1), [[0.0]], [0.0], batch_size=1, penalty="L1", penalty_rate=1.0)
    trainer.step()  # no slope, and a pull of 0.1
    assert weight == 0
    trainer = Trainer(network, SGD(0.1), [[1.0]], [5.0], batch_size=1, penalty="L1", penalty_rate=1.0)
    trainer.step()
    assert weight == pytest.approx(0.5), "the pull goes by the weight before the step, which was 0"


def test_biases_are_not_penalised():
    network = Network([1, 1], loss=squared_error)
    network.vector[:] = 0, 2
    for penalty in ("L1", "L2"):
        Trainer(network, SGD(0.1), [[0.0]], [2.0], batch_size=1, penalty=penalty, penalty_rate=1.0).step()
        assert network.vector.tolist() == [0, 2]


def test_the_penalty_may_be_changed_while_it_runs():
    trainer = small_trainer(SGD(0.0), validation=None)
    trainer.penalty, trainer.penalty_rate = "L2", 0.5
    before = trainer.network.vector.copy()
    trainer.step()
    np.testing.assert_array_equal(trainer.network.vector, before, err_msg="a learning rate of 0 stops it too")
    trainer.optimizer.learning_rate = 1e-9  # the cost's own slope is nothing beside the pull
    trainer.penalty_rate = 1e8
    weights = trainer.network.layers[0][0].copy()
    trainer.step()
    np.testing.assert_allclose(trainer.network.layers[0][0], 0.9 * weights, atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"penalty": "L3"}, "penalty must be one of none, L1, L2, not L3"),
        ({"penalty": "L2", "penalty_rate": -1}, "penalty rate must be a finite number ≥ 0"),
        ({"penalty": "L1", "penalty_rate": math.inf}, "penalty rate must be a finite number ≥ 0"),
    ],
)
def test_a_penalty_that_makes_no_sense_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        small_trainer(**settings)


# When to stop


def stopped(costs, patience, take=None, diverged=False):
    """Which reports come through, and which weights are left, when the weights at each report are its number."""
    network = Network([1, 1])

    def reports():
        for number, cost in enumerate(costs, start=1):
            network.vector[:] = number
            yield Report(number, number, 0.0, cost, 0.5, 0.1, 8, diverged and number == len(costs))

    passed = early_stopping(reports(), network, patience)
    seen = [report.epoch for report in islice(passed, take)]
    passed.close()
    return seen, network.vector[0]


def test_it_stops_after_so_many_reports_without_a_lower_cost_and_restores_the_best():
    assert stopped([3, 2, 1, 2, 3, 0], patience=2) == ([1, 2, 3, 4, 5], 3)
    assert stopped([3, 2, 1, 2, 3, 0], patience=3) == ([1, 2, 3, 4, 5, 6], 6)
    assert stopped([1, 1, 1, 1], patience=1) == ([1, 2], 1)


def test_it_restores_the_best_however_it_ends():
    assert stopped([1, 2, 3], patience=9) == ([1, 2, 3], 1)
    assert stopped([2, 1, 3, 4], patience=9, take=3) == ([1, 2, 3], 2)
    assert stopped([2, 1, math.nan], patience=9, diverged=True) == ([1, 2, 3], 2)


def test_early_stopping_of_a_real_run_keeps_its_best_epoch():
    trainer = small_trainer(SGD(0.5), validation=digits(20, seed=9))
    reports = list(early_stopping(trainer.run(60), trainer.network, patience=3))
    best = min(report.validation_cost for report in reports)
    assert trainer.evaluate()[0] == pytest.approx(best)


def test_early_stopping_needs_validation_and_patience():
    trainer = small_trainer(validation=None)
    with pytest.raises(ValueError, match="validation examples"):
        list(early_stopping(trainer.run(2), trainer.network, patience=2))
    for patience in (0, 1.5):
        with pytest.raises(ValueError, match="patience must be a whole number ≥ 1"):
            list(early_stopping([], trainer.network, patience))


def test_evaluation_in_pieces_ends_with_the_whole():
    images, labels = digits(2500)
    network, targets = Network([8, 2]), one_hot(labels, 2)
    pieces = list(evaluate_in_pieces(network, images, targets))
    assert len(pieces) == 3
    assert pieces[0] == pytest.approx(evaluate(network, images[:1000], targets[:1000]))
    assert pieces[-1] == evaluate(network, images, targets)


def test_what_is_not_said():
    trainer = small_trainer()
    assert (trainer.penalty, trainer.penalty_rate) == ("none", 0)
    for _ in range(3):
        trainer.step()
    same = small_trainer(seed=0)
    for _ in range(3):
        same.step()
    np.testing.assert_array_equal(trainer.network.vector, same.network.vector)
    with pytest.raises(TypeError, match="positional"):
        Trainer(Network([8, 2]), SGD(0.1), *digits(), 32)


def test_a_trainer_is_gone_with_its_last_use():
    """Its targets take megabytes, and Python looks for cycles only now and then."""
    trainer = Trainer(Network([2, 2]), SGD(0.1), np.zeros((4, 2)), [0, 1, 0, 1], batch_size=2)
    list(trainer.run(epochs=1))
    gone = weakref.ref(trainer)
    gc.disable()
    try:
        del trainer
        assert gone() is None
    finally:
        gc.enable()
