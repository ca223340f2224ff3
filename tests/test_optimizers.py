"""Optimizers: each update against its formula, written out and worked by hand."""

import math

import numpy as np
import pytest

from course_utils.optimizers import SGD, Adam, RMSProp

MAKERS = [SGD, lambda rate: SGD(rate, momentum=0.9), RMSProp, Adam]


def steps_on(optimizer, start, gradients):
    """Where one weight goes from the start when it meets these gradients in turn."""
    weight = np.array([float(start)])
    path = []
    for gradient in gradients:
        optimizer.update([weight], [np.array([float(gradient)])])
        path.append(weight.item())
    return path


def test_sgd_by_hand():
    assert steps_on(SGD(0.5), 1, [2, -4]) == [0, 2]


def test_momentum_by_hand():
    # velocities 2, then 0.5 · 2 + 2 = 3, then 0.5 · 3 + 0 = 1.5
    assert steps_on(SGD(0.1, momentum=0.5), 1, [2, 2, 0]) == pytest.approx([0.8, 0.5, 0.35])


def test_rmsprop_by_hand():
    # mean squares 0.25 · 16 = 4, then 0.75 · 4 + 0.25 · 4 = 4
    path = steps_on(RMSProp(0.5, decay=0.75, epsilon=0), 1, [4, -2])
    assert path == pytest.approx([1 - 0.5 * 4 / 2, 1 - 1 + 0.5 * 2 / 2])


def test_adam_by_hand():
    # With both betas 0.5 and g = 2, −2: m = 1, −0.5; s = 2, 3; shares 0.5, 0.75.
    path = steps_on(Adam(0.1, beta1=0.5, beta2=0.5, epsilon=0), 1, [2, -2])
    first = 1 - 0.1 * (1 / 0.5) / math.sqrt(2 / 0.5)
    assert path == pytest.approx([first, first - 0.1 * (-0.5 / 0.75) / math.sqrt(3 / 0.75)])


def test_adam_steps_by_the_learning_rate_at_first_whatever_the_gradient():
    for gradient in (1e-3, 7.0, -1e4):
        (after,) = steps_on(Adam(0.01), 0, [gradient])
        assert after == pytest.approx(-0.01 * np.sign(gradient), rel=1e-4)


@pytest.mark.parametrize("optimizer_class", [RMSProp, Adam])
def test_epsilon_is_added_to_the_root(optimizer_class):
    # The root is 2 at the first step: Adam's is corrected, RMSProp's needs decay 0.
    optimizer = optimizer_class(1.0, **({"decay": 0} if optimizer_class is RMSProp else {}))
    optimizer.epsilon = 2.0
    assert steps_on(optimizer, 0, [2]) == pytest.approx([-0.5])


@pytest.mark.parametrize("make", MAKERS)
def test_updates_are_in_place_keep_the_type_and_leave_gradients_alone(make):
    optimizer = make(0.1)
    parameters = [np.ones((3, 2), np.float32), np.ones(3, np.float32)]
    gradients = [np.full((3, 2), 2, np.float32), np.full(3, -2, np.float32)]
    same = list(parameters)
    for _ in range(3):
        optimizer.update(parameters, gradients)
    assert all(now is before for now, before in zip(parameters, same, strict=True))
    assert all(parameter.dtype == np.float32 for parameter in parameters)
    assert (parameters[0] < 1).all()
    assert (parameters[1] > 1).all()
    assert (gradients[0] == 2).all()
    assert (gradients[1] == -2).all()


@pytest.mark.parametrize("make", MAKERS)
def test_the_learning_rate_can_be_moved_between_steps(make):
    optimizer, weight = make(0.1), np.array([1.0])
    optimizer.update([weight], [np.array([1.0])])
    optimizer.learning_rate = 0
    before = weight.copy()
    optimizer.update([weight], [np.array([1.0])])
    assert weight == before
    optimizer.learning_rate = np.float32(0.5)
    optimizer.update([weight], [np.array([1.0])])
    assert weight < before - 0.1


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("bad", [-0.1, math.nan, math.inf, "0.1", None, 1j])
def test_a_learning_rate_that_makes_no_sense_is_refused(make, bad):
    with pytest.raises(ValueError, match="must be a finite number ≥ 0"):
        make(bad)
    optimizer = make(0.1)
    with pytest.raises(ValueError, match="must be a finite number ≥ 0"):
        optimizer.learning_rate = bad
    assert optimizer.learning_rate == 0.1


@pytest.mark.parametrize("make", MAKERS)
def test_all_reach_the_bottom_of_a_bowl(make):
    optimizer, weights = make(0.05), np.array([3.0, -2.0])
    for _ in range(500):
        optimizer.update([weights], [2 * weights])
    np.testing.assert_allclose(weights, 0, atol=0.05)


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        SGD(0.1).update([np.ones(1), np.ones(1)], [np.ones(1)])


@pytest.mark.parametrize("bad", [-0.1, 1, 1.5, 5, math.nan, "0.9", None])
@pytest.mark.parametrize(
    "make",
    [
        lambda share: SGD(0.1, momentum=share),
        lambda share: RMSProp(0.1, decay=share),
        lambda share: Adam(beta1=share),
        lambda share: Adam(beta2=share),
    ],
)
def test_a_share_that_makes_no_sense_is_refused(make, bad):
    with pytest.raises(ValueError, match="from 0 to below 1"):
        make(bad)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("gradient", [np.ones(1), np.float64(1), np.ones((1, 2)), np.ones((2, 1))])
def test_a_gradient_of_another_shape_is_refused_and_changes_nothing(make, gradient):
    weights = np.ones(2)
    with pytest.raises(ValueError, match="gradient of a parameter must have the shape"):
        make(0.1).update([weights], [gradient])
    assert weights.tolist() == [1, 1]


@pytest.mark.parametrize("make", [RMSProp, Adam])
def test_a_gradient_whose_square_is_no_number_is_not_passed_over(make):
    with pytest.warns(RuntimeWarning, match="overflow"):
        make(0.1).update([np.ones(1)], [np.array([1e200])])


def test_adam_corrects_by_powers_of_the_number_of_steps():
    # g = 1 always: m̂ and ŝ are 1 at every step, so every step is the learning rate long.
    path = steps_on(Adam(0.1, beta1=0.5, beta2=0.75, epsilon=0), 1, [1, 1, 1, 1])
    assert path == pytest.approx([0.9, 0.8, 0.7, 0.6])


def test_what_is_not_said_is_as_in_the_papers():
    assert vars(Adam()) | {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8} == vars(Adam())
    assert vars(RMSProp(1)) | {"decay": 0.9, "epsilon": 1e-8} == vars(RMSProp(1))
    assert SGD(1).momentum == 0


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("n_gradients", [1, 3])
def test_as_many_gradients_as_parameters_are_needed(make, n_gradients):
    parameters, gradients = [np.ones(2), np.ones(3)], [np.ones(2), np.ones(3), np.ones(1)][:n_gradients]
    with pytest.raises(ValueError, match=r"argument 2 is"):
        make(0.1).update(parameters, gradients)
    optimizer = make(0.1)
    optimizer.update(parameters, [np.ones(2), np.ones(3)])
    with pytest.raises(ValueError, match=r"argument [23] is"):
        optimizer.update(parameters, gradients)
