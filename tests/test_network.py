"""The network: shapes, start, and a backward pass that agrees with nudging every weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.losses import one_hot, softmax_cross_entropy
from course_utils.network import ACTIVATIONS, Network


def slopes_by_nudging(network, x, targets, step=1e-6):
    """D cost / d parameter by centred differences, in the order of parameters."""
    slopes = []
    for parameter in network.parameters:
        slope = np.zeros_like(parameter)
        for index in np.ndindex(parameter.shape):
            value = parameter[index]
            costs = []
            for nudged in (value + step, value - step):
                parameter[index] = nudged
                costs.append(softmax_cross_entropy(network.forward(x), targets)[0])
            parameter[index] = value
            slope[index] = (costs[0] - costs[1]) / (2 * step)
        slopes.append(slope)
    return slopes


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    n=st.integers(1, 6),
    seed=st.integers(0, 1000),
)
def test_gradients_agree_with_nudging_every_weight(sizes, activation, n, seed):
    generator = np.random.default_rng(seed)
    network = Network(sizes, activation, seed)
    for bias in network.parameters[1::2]:  # off zero, so that no ReLU sits on its kink
        bias += generator.normal(size=bias.shape)
    x = generator.normal(size=(n, sizes[0]))
    targets = one_hot(generator.integers(sizes[-1], size=n), sizes[-1])
    cost, gradients = network.cost_and_gradients(x, targets)
    assert cost == softmax_cross_entropy(network.forward(x), targets)[0]
    expected = slopes_by_nudging(network, x, targets)
    for gradient, slope, parameter in zip(gradients, expected, network.parameters, strict=True):
        assert gradient.shape == parameter.shape
        np.testing.assert_allclose(gradient, slope, atol=1e-7)


def test_forward_by_hand():
    network = Network([2, 2, 2])
    weights = [[[1, -1], [2, 0]], [0, 1], [[1, 1], [-1, 2]], [5, 0]]
    for parameter, values in zip(network.parameters, weights, strict=True):
        parameter[...] = values
    # x = (1, 2): hidden (−1, 3) becomes (0, 3); logits 0 + 3 + 5 and 0 + 6 + 0
    np.testing.assert_array_equal(network.forward([[1, 2]]), [[8, 6]])
    np.testing.assert_array_equal(network.predict([[1, 2], [1, 2]]), [0, 0])
    np.testing.assert_array_equal(network.forward([1, 2]), [8, 6])


@pytest.mark.parametrize(
    ("activation", "expected"),
    [("relu", [0, 0, 2]), ("tanh", np.tanh([-1, 0, 2])), ("linear", [-1, 0, 2])],
)
def test_activations(activation, expected):
    np.testing.assert_allclose(ACTIVATIONS[activation][0](np.array([-1.0, 0, 2])), expected)


def test_sigmoid_is_its_formula_and_does_not_overflow():
    sigmoid, _ = ACTIVATIONS["sigmoid"]
    z = np.linspace(-20, 20, 101)
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), atol=1e-12)
    np.testing.assert_array_equal(sigmoid(np.array([-1e4, 1e4])), [0, 1])


def test_the_slope_of_relu_at_zero_is_zero():
    network = Network([1, 1, 2])
    network.parameters[0][...] = 0  # puts the hidden neuron at exactly 0
    _, gradients = network.cost_and_gradients([[1.0]], [[1, 0]])
    assert gradients[0] == 0
    assert gradients[1] == 0


def test_first_weights_have_the_spread_of_their_sources():
    for activation, variance in (("relu", 2 / 400), ("tanh", 2 / 700)):
        weights, biases = Network([400, 300], activation).parameters
        assert weights.shape == (300, 400)
        assert weights.var() == pytest.approx(variance, rel=0.02)
        assert not biases.any()


def test_the_seed_decides_the_start():
    first, same, other = (Network([3, 4, 2], seed=seed).parameters[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_stays_float32(activation):
    network = Network([3, 4, 2], activation, dtype=np.float32)
    cost, gradients = network.cost_and_gradients(np.ones((5, 3)), one_hot([0, 1, 0, 1, 0], 2))
    assert type(cost) is float
    assert {array.dtype for array in network.parameters + gradients} == {np.dtype(np.float32)}
    assert network.forward(np.ones((1, 3))).dtype == np.float32


def test_a_single_example_is_a_batch_of_one():
    network = Network([3, 4, 2], seed=1)
    x, target = np.array([1.0, -2.0, 0.5]), np.array([0, 1])
    alone, batch = network.cost_and_gradients(x, target), network.cost_and_gradients(x[None], target[None])
    assert alone[0] == batch[0]
    assert [g.shape for g in alone[1]] == [w.shape for w in network.parameters]
    assert all((one == other).all() for one, other in zip(alone[1], batch[1], strict=True))


def test_misuse_gets_a_sentence():
    for sizes in ([3], [3, 0, 2]):
        with pytest.raises(ValueError, match="two or more sizes"):
            Network(sizes)
    with pytest.raises(ValueError, match="relu, tanh, sigmoid, linear, not 'gelu'"):
        Network([3, 2], "gelu")
    for x in (np.ones((3, 4)), 1.0):
        with pytest.raises(ValueError, match=r"need shape \(n, 3\)"):
            Network([3, 2]).forward(x)
    with pytest.raises(ValueError, match="raw bytes"):
        Network([3, 2]).forward(np.ones((1, 3), np.uint8))
    with pytest.raises(ValueError, match="one shape"):
        Network([3, 2]).cost_and_gradients(np.ones((1, 3)), [[1, 0, 0]])


@pytest.mark.parametrize("dtype", [int, np.int32, bool, complex, str])
def test_weights_are_fractions(dtype):
    with pytest.raises(ValueError, match="dtype must be float64 or float32"):
        Network([2, 3, 2], dtype=dtype)


@pytest.mark.parametrize("sizes", [[2.5, 2], [2, "3"], [2, True, 0], [2, None]])
def test_sizes_are_whole_numbers(sizes):
    with pytest.raises(ValueError, match="whole numbers of at least 1"):
        Network(sizes)
