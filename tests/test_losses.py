"""Losses: the lecture's numbers, care at the edges, and one clear sentence for misuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_utils.losses import (
    accuracy,
    cross_entropy,
    mean_squared_error,
    one_hot,
    softmax,
    softmax_cross_entropy,
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
