"""The network: shapes, start, and a backward pass that agrees with nudging every weight."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.gradients import numerical_gradient
from course_utils.losses import LOSSES, one_hot, softmax_cross_entropy, squared_error, tanh_squared_error
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
    for activation, variance in (("relu", 2 / 400), ("tanh", 2 / 700), ("sigmoid", 2 / 700), ("linear", 2 / 700)):
        weights, biases = Network([400, 300], activation).parameters
        assert weights.shape == (300, 400)
        assert weights.var() == pytest.approx(variance, rel=0.02)
        assert not biases.any()


def test_the_seed_decides_the_start():
    first, same, other = (Network([3, 4, 2], seed=seed).parameters[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()
    np.testing.assert_array_equal(Network([3, 4, 2]).vector, Network([3, 4, 2], seed=0).vector)


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
    with pytest.raises(ValueError, match="relu, tanh, sigmoid, linear, not gelu"):
        Network([3, 2], "gelu")
    for x in (np.ones((3, 4)), 1.0):
        with pytest.raises(ValueError, match=r"need shape \(n, 3\)"):
            Network([3, 2]).forward(x)
    with pytest.raises(ValueError, match="raw bytes"):
        Network([3, 2]).forward(np.ones((1, 3), np.uint8))
    with pytest.raises(ValueError, match="targets must have the shape"):
        Network([3, 2]).cost_and_gradients(np.ones((1, 3)), [[1, 0, 0]])


@pytest.mark.parametrize("dtype", [int, np.int32, bool, complex, str])
def test_weights_are_fractions(dtype):
    with pytest.raises(ValueError, match="dtype must be float64 or float32"):
        Network([2, 3, 2], dtype=dtype)


@pytest.mark.parametrize("sizes", [[2.5, 2], [2, "3"], [2, True, 0], [2, None]])
def test_sizes_are_whole_numbers(sizes):
    with pytest.raises(ValueError, match="whole numbers of at least 1"):
        Network(sizes)


@settings(max_examples=40)
@given(loss=st.sampled_from(sorted(LOSSES)), activation=st.sampled_from(sorted(ACTIVATIONS)), seed=st.integers(0, 999))
def test_every_loss_trains_with_the_gradient_of_its_cost(loss, activation, seed):
    generator = np.random.default_rng(seed)
    network = Network([2, 3, 2], activation, seed, loss=LOSSES[loss])
    for _, bias in network.layers:
        bias += generator.normal(size=bias.shape)
    x, targets = generator.normal(size=(5, 2)), one_hot(generator.integers(2, size=5), 2)
    cost, gradient = network.cost_and_gradient_vector(x, targets)
    assert cost == LOSSES[loss](network.forward(x), targets)[0]
    numerical = numerical_gradient(lambda _: LOSSES[loss](network.forward(x), targets)[0], network.vector)
    np.testing.assert_allclose(gradient, numerical, atol=1e-7)


def test_layers_and_parameters_are_views_of_one_vector():
    network = Network([2, 3, 1])
    network.vector[:] = np.arange(13)
    (w1, b1), (w2, b2) = network.layers
    np.testing.assert_array_equal(w1, [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(b1, [6, 7, 8])
    np.testing.assert_array_equal(w2, [[9, 10, 11]])
    np.testing.assert_array_equal(b2, [12])
    assert [array is view for array, view in zip(network.parameters, (w1, b1, w2, b2), strict=True)] == [True] * 4
    b2[0] = -1
    assert network.vector[-1] == -1


def test_gradients_are_fresh_and_cut_like_the_parameters():
    network = Network([2, 3, 2], "tanh")
    x, targets = np.ones((4, 2)), one_hot([0, 1, 0, 1], 2)
    cost, vector = network.cost_and_gradient_vector(x, targets)
    kept = vector.copy()
    again, gradients = network.cost_and_gradients(2 * x, targets)
    np.testing.assert_array_equal(vector, kept)
    assert cost != again
    assert [g.shape for g in gradients] == [w.shape for w in network.parameters]
    _, same = network.cost_and_gradients(x, targets)
    np.testing.assert_array_equal(np.concatenate([g.ravel() for g in same]), vector)


def test_activations_are_what_each_layer_gives():
    network = Network([2, 3, 4, 1], "tanh", seed=3, loss=tanh_squared_error)
    x = np.array([[1.0, -2.0], [0.5, 0.0]])
    values = network.activations(x)
    assert [value.shape for value in values] == [(2, 2), (2, 3), (2, 4), (2, 1)]
    np.testing.assert_array_equal(values[0], x)
    assert np.shares_memory(values[0], x), "inputs of the right type are not copied"
    (w1, b1), (w2, b2), (w3, b3) = network.layers
    np.testing.assert_allclose(values[2], np.tanh(np.tanh(x @ w1.T + b1) @ w2.T + b2))
    np.testing.assert_allclose(values[3], values[2] @ w3.T + b3)
    np.testing.assert_array_equal(values[-1], network.forward(x))
    np.testing.assert_array_equal(network.predict(x), (values[-1][:, 0] > 0).astype(int))


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))])
def test_a_copy_has_parameters_of_its_own(copied):
    network = Network([2, 3, 1], loss=squared_error)
    other = copied(network)
    before = network.vector.copy()
    other.vector += 1
    np.testing.assert_array_equal(network.vector, before)
    np.testing.assert_array_equal(other.parameters[0], network.parameters[0] + 1)
    assert other.loss is squared_error


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_saved_can_be_loaded(tmp_path, loss, dtype):
    network = Network([2, 3, 2], "sigmoid", seed=4, dtype=dtype, loss=loss)
    network.save(tmp_path / "network")
    other = Network.load(tmp_path / "network")
    np.testing.assert_array_equal(other.vector, network.vector)
    kinds = (network.sizes, network.activation, network.loss, network.dtype)
    assert (other.sizes, other.activation, other.loss, other.dtype) == kinds
    np.testing.assert_array_equal(other.forward([[1, 2]]), network.forward([[1, 2]]))


@pytest.mark.parametrize("damage", ["cut short", "other bytes", "empty", "another array file", "a part is missing"])
def test_a_file_that_holds_no_network_is_named_with_the_remedy(tmp_path, damage):
    file = tmp_path / "network.npz"
    Network([2, 3, 2]).save(file)
    match damage:
        case "cut short":
            file.write_bytes(file.read_bytes()[:200])
        case "other bytes":
            file.write_bytes(b"a picture of a cat")
        case "empty":
            file.write_bytes(b"")
        case "another array file":
            with open(file, "wb") as stream:
                np.save(stream, np.ones(3))
        case "a part is missing":
            np.savez(file, vector=np.ones(17), sizes=[2, 3, 2])
    with pytest.raises(ValueError, match=r"network\.npz holds no saved network, or is damaged .*save it anew"):
        Network.load(file)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"loss": "guess"}, "The loss must be one of softmax_cross_entropy"),
        ({"activation": "gelu"}, "The activation must be one of relu"),
        ({"sizes": [2]}, "two or more sizes"),
        ({"vector": np.ones(3)}, "vector of parameters must have the shape"),
        ({"vector": np.ones(17, int)}, "dtype must be float64"),
    ],
)
def test_a_saved_network_that_makes_no_sense_is_refused(tmp_path, changed, message):
    parts = {"vector": np.ones(17), "sizes": [2, 3, 2], "activation": "relu", "loss": "squared_error"}
    np.savez(tmp_path / "network.npz", **parts | changed)
    with pytest.raises(ValueError, match=message):
        Network.load(tmp_path / "network.npz")


def test_a_missing_file_and_a_loss_of_ones_own_are_named(tmp_path):
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="loss of a network to save must be one of"):
        Network([2, 2], loss=lambda outputs, targets: (0.0, outputs)).save(tmp_path / "network")
    assert not (tmp_path / "network").exists()
