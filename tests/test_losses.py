"""Losses: the lecture's numbers, care at the edges, and one clear sentence for misuse."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_utils.gradients import numerical_gradient
from course_utils.losses import (
    LOSSES,
    accuracy,
    cross_entropy,
    logistic_cross_entropy,
    mean_squared_error,
    most_likely,
    one_hot,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    squared_error,
    tanh_squared_error,
    unchecked,
)

LOGITS = arrays(np.float64, (4, 3), elements=st.floats(-50, 50))


def test_one_hot_has_a_single_one_at_the_class():
    np.testing.assert_array_equal(one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])
    assert one_hot(np.array([9], np.uint8), 10).shape == (1, 10)


@pytest.mark.parametrize(
    ("labels", "message"),
    [([0, 3], "between 0 and 2"), ([-1], "between 0 and 2"), ([0.5], "must be integers")],
)
def test_one_hot_refuses_what_is_no_class(labels, message):
    with pytest.raises(ValueError, match=message):
        one_hot(labels, 3)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [([[2, 1], [-1, 0]], [0.982, 0.018]), ([[0, -1], [1, 0]], [0.119, 0.881])],
)
def test_softmax_of_the_two_networks_of_the_lecture(weights, expected):
    np.testing.assert_allclose(softmax(np.array(weights) @ [1, 1]), expected, atol=5e-4)


@given(LOGITS, st.floats(-1000, 1000))
def test_softmax_gives_probabilities_and_ignores_a_shift(logits, shift):
    probabilities = softmax(logits)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(softmax(logits + shift), probabilities, atol=1e-9)
    np.testing.assert_array_equal(softmax(logits[0]), probabilities[0])


def test_softmax_does_not_overflow():
    np.testing.assert_allclose(softmax([1000, 1000]), [0.5, 0.5])
    np.testing.assert_array_equal(softmax([-1000, 1000]), [0, 1])
    np.testing.assert_array_equal(softmax(np.array([0, 200], np.uint8)) > 0.5, [False, True])


@pytest.mark.parametrize(
    ("probabilities", "target", "expected"),
    [([0.2, 0.7, 0.1], [0, 1, 0], 0.357), ([0.6, 0.1, 0.3], [0, 1, 0], 2.303)],
)
def test_cross_entropy_of_the_lecture(probabilities, target, expected):
    assert cross_entropy(probabilities, target) == pytest.approx(expected, abs=5e-4)


def test_cross_entropy_is_per_example_and_exact_at_the_edges():
    costs = cross_entropy([[1, 0], [0, 1], [0.5, 0.5]], [[1, 0], [1, 0], [0, 1]])
    np.testing.assert_allclose(costs, [0, np.inf, np.log(2)])
    assert not np.signbit(costs[0]), "a perfect prediction must not print as -0.0"


def test_cross_entropy_refuses_logits():
    for logits in ([2.0, -1.0], [3.0, 0.5]):
        with pytest.raises(ValueError, match="apply softmax first"):
            cross_entropy(logits, [1, 0])


@given(LOGITS, st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_softmax_cross_entropy_is_the_mean_of_the_two_steps(logits, labels):
    targets = one_hot(labels, 3)
    cost, _ = softmax_cross_entropy(logits, targets)
    expected = cross_entropy(softmax(logits), targets).mean()
    np.testing.assert_allclose(cost, expected, rtol=1e-9, atol=1e-12)


@given(LOGITS, st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_softmax_cross_entropy_gradient_is_the_slope_of_its_cost(logits, labels):
    targets = one_hot(labels, 3)
    _, gradient = softmax_cross_entropy(logits, targets)
    for index in np.ndindex(logits.shape):
        nudge = np.zeros_like(logits)
        nudge[index] = 1e-5
        above, _ = softmax_cross_entropy(logits + nudge, targets)
        below, _ = softmax_cross_entropy(logits - nudge, targets)
        assert (above - below) / 2e-5 == pytest.approx(gradient[index], abs=1e-7)


def test_softmax_cross_entropy_stays_finite_where_probabilities_round_to_zero():
    cost, gradient = softmax_cross_entropy([[0.0, 5000.0]], [[1, 0]])
    assert cost == 5000
    np.testing.assert_array_equal(gradient, [[-1, 1]])


def test_mean_squared_error_by_hand():
    assert mean_squared_error([1, 2, 3], [1, 0, 0]) == pytest.approx(13 / 3)


def test_accuracy_counts_the_highest_score_and_the_first_of_a_tie():
    assert accuracy([[1, 2], [3, 0], [5, 5]], [1, 1, 0]) == pytest.approx(2 / 3)


def test_float32_stays_float32():
    logits = np.zeros((2, 3), np.float32)
    targets = one_hot([0, 1], 3)
    assert softmax(logits).dtype == np.float32
    assert softmax_cross_entropy(logits, targets)[1].dtype == np.float32
    assert cross_entropy(softmax(logits), targets).dtype == np.float32


@pytest.mark.parametrize("loss", [cross_entropy, softmax_cross_entropy, mean_squared_error])
def test_losses_refuse_two_shapes(loss):
    with pytest.raises(ValueError, match=r"one shape, not \(1, 2\) and \(2,\)"):
        loss([[0.5, 0.5]], [0, 1])


def test_accuracy_knows_as_many_classes_as_there_are_scores():
    assert accuracy([[0, 0, 1]], [2]) == 1


def test_accuracy_refuses_shapes_that_do_not_fit():
    for scores, labels in (([[1, 2]], [[0, 1]]), ([1, 2], [0, 1]), ([[1, 2]], [0, 1])):
        with pytest.raises(ValueError, match="Scores need shape"):
            accuracy(scores, labels)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (lambda: cross_entropy([np.nan, 1], [0, 1]), "between 0 and 1"),
        (lambda: cross_entropy([0.5, 0.5], [1, 1]), "sum to 1"),
        (lambda: cross_entropy([[0.5, 0.5]] * 2, [[1, 0], [0, 0]]), "sum to 1"),
        (lambda: cross_entropy([0.5, 0.5], [2, -1]), "must be ≥ 0"),
        (lambda: softmax_cross_entropy([[0, 1]], [[1, 1]]), "sum to 1"),
        (lambda: softmax_cross_entropy([[0, 1]], [[np.nan, 1]]), "sum to 1"),
        (lambda: softmax_cross_entropy([[-np.inf, 1]], [[0, 1]]), "finite"),
        (lambda: softmax_cross_entropy([[np.nan, 1]], [[0, 1]]), "finite"),
        (lambda: accuracy([[0.2, 0.8]], [1.0]), "must be integers"),
        (lambda: accuracy([[0.2, 0.8]], [2]), "between 0 and 1"),
        (lambda: accuracy([[0.2, 0.8]], [-1]), "between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused_and_gives_no_number(refused, message):
    with pytest.raises(ValueError, match=message):
        refused()


def test_a_row_with_a_nan_is_right_for_no_class():
    assert accuracy([[np.nan, 1], [np.nan, np.nan], [0, 1]], [0, 0, 1]) == pytest.approx(1 / 3)


# What a network is trained on


def targets_for(loss, shape, generator):
    """Targets that the loss takes, for outputs of that shape."""
    if loss is squared_error:
        return generator.normal(scale=3, size=shape)
    if loss is softmax_cross_entropy:
        return one_hot(generator.integers(shape[1], size=shape[0]), shape[1])
    return generator.integers(2, size=shape).astype(float)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@given(n=st.integers(1, 5), outputs=st.integers(1, 3), seed=st.integers(0, 2**32 - 1))
def test_every_loss_gives_the_slope_of_its_cost(loss, n, outputs, seed):
    generator = np.random.default_rng(seed)
    values = generator.normal(scale=2, size=(n, outputs))
    targets = targets_for(loss, values.shape, generator)
    cost, gradient = loss(values, targets)
    assert type(cost) is float
    assert gradient.shape == values.shape
    numerical = numerical_gradient(lambda z: loss(z, targets)[0], values)
    np.testing.assert_allclose(gradient, numerical, atol=1e-8)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_every_loss_keeps_float32_and_can_be_called_without_its_checks(loss):
    generator = np.random.default_rng(0)
    values = generator.normal(size=(4, 2)).astype(np.float32)
    targets = targets_for(loss, values.shape, generator).astype(np.float32)
    cost, gradient = loss(values, targets)
    assert gradient.dtype == np.float32
    bare_cost, bare_gradient = unchecked(loss)(values, targets)
    assert cost == bare_cost
    np.testing.assert_array_equal(gradient, bare_gradient)
    assert unchecked(loss) is not loss
    assert inspect.signature(loss) == inspect.signature(unchecked(loss)), "help(loss) says what it takes"
    assert unchecked(bare := lambda outputs, targets: (0.0, outputs)) is bare


def test_the_losses_of_one_output_by_hand():
    # ½ (0 − 1)² for target 1, ½ (0 + 1)² for target 0; the slopes ∓1, shared by two examples
    assert tanh_squared_error([[0.0], [0.0]], [[1], [0]])[0] == 0.5
    np.testing.assert_array_equal(tanh_squared_error([[0.0], [0.0]], [[1], [0]])[1], [[-0.5], [0.5]])
    # ½ (3 − 1)² and ½ (0 − 4)²: the mean of 2 and 8
    assert squared_error([[3.0], [0.0]], [[1], [4]])[0] == 5
    np.testing.assert_array_equal(squared_error([[3.0], [0.0]], [[1], [4]])[1], [[1], [-2]])
    assert squared_error([[1.0, 2.0]], [[0, 0]])[0] == 2.5, "summed over outputs, not averaged"
    assert logistic_cross_entropy([[0.0]], [[1]])[0] == pytest.approx(np.log(2))
    np.testing.assert_array_equal(logistic_cross_entropy([[0.0]], [[1]])[1], [[-0.5]])


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_one_logit_is_a_softmax_with_0_beside_it(logits, seed):
    z = np.array(logits)[:, None]
    y = np.random.default_rng(seed).integers(2, size=z.shape)
    both, targets = np.concatenate([z, np.zeros_like(z)], axis=1), np.concatenate([y, 1 - y], axis=1)
    cost, gradient = logistic_cross_entropy(z, y)
    expected, slopes = softmax_cross_entropy(both, targets)
    assert cost == pytest.approx(expected, abs=1e-12)
    np.testing.assert_allclose(gradient[:, 0], slopes[:, 0], atol=1e-12)
    summed = ((softmax(2 * both) - targets) ** 2).sum(axis=1).mean()
    assert tanh_squared_error(z, y)[0] == pytest.approx(summed, abs=1e-12), "the playground's loss, through a softmax"


def test_far_logits_do_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        cost, gradient = logistic_cross_entropy([[1000.0], [-1000.0]], [[0], [0]])
        assert cost == 500
        np.testing.assert_allclose(gradient, [[0.5], [0]])
        np.testing.assert_array_equal(sigmoid(np.array([-1e4, 0, 1e4])), [0, 0.5, 1])


@pytest.mark.parametrize("name", LOSSES)
def test_losses_agree_with_pytorch(name):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    loss, generator = LOSSES[name], np.random.default_rng(5)
    values = generator.normal(scale=2, size=(6, 3))
    targets = targets_for(loss, values.shape, generator)
    z, y = torch.tensor(values, requires_grad=True), torch.tensor(targets)
    theirs = {
        "softmax_cross_entropy": lambda: torch.nn.functional.cross_entropy(z, y),
        "logistic_cross_entropy": lambda: 3 * torch.nn.functional.binary_cross_entropy_with_logits(z, y),
        "tanh_squared_error": lambda: 1.5 * torch.nn.functional.mse_loss(torch.tanh(z), 2 * y - 1),
        "squared_error": lambda: 1.5 * torch.nn.functional.mse_loss(z, y),
    }[name]()
    theirs.backward()
    cost, gradient = loss(values, targets)
    assert cost == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(gradient, z.grad.numpy(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (lambda: logistic_cross_entropy([[0.0]], [[2]]), "0 or 1, or a probability"),
        (lambda: tanh_squared_error([[0.0]], [[-1]]), "0 or 1, or a probability"),
        (lambda: tanh_squared_error([[0.0]], [[np.nan]]), "0 or 1, or a probability"),
        (lambda: squared_error([[0.0]], [[np.inf]]), "Targets must be finite"),
        (lambda: squared_error([[np.nan]], [[0]]), "Outputs must be finite"),
        (lambda: logistic_cross_entropy([[np.inf]], [[0]]), "Outputs must be finite"),
        (lambda: squared_error([[0.0], [1.0]], [0, 1]), "one shape"),
    ],
)
def test_every_loss_refuses_what_makes_no_sense(refused, message):
    with pytest.raises(ValueError, match=message):
        refused()


def test_a_single_output_above_0_says_class_1():
    scores = np.array([[0.5], [-1.0], [0.0], [np.nan]])
    np.testing.assert_array_equal(most_likely(scores), [1, 0, 0, 0])
    assert accuracy(scores, [1, 0, 0, 0]) == 0.75, "NaN is right for no class"
    assert accuracy(scores[:3], [0, 1, 1]) == 0
    np.testing.assert_array_equal(most_likely(np.array([[1, 3], [2, 0]])), [1, 0])


def test_a_single_example_need_not_be_a_row():
    logits, target = np.array([1.0, -2.0, 0.5]), np.array([0, 1, 0])
    cost, gradient = softmax_cross_entropy(logits, target)
    expected, slopes = softmax_cross_entropy(logits[None], target[None])
    assert cost == expected
    np.testing.assert_array_equal(gradient, slopes[0])
    assert most_likely(logits) == 0
    np.testing.assert_array_equal(most_likely(-logits), 1)
