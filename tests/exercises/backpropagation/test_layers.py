"""The rules of whole layers that notebook 03 asks for are the network's own, and the graph's."""

import numpy as np

from course_utils import graph
from course_utils.exercises.backpropagation import layers as asked
from course_utils.graph import variable
from course_utils.losses import one_hot, softmax
from course_utils.network import Network


def test_the_rules_together_are_the_networks_own_backward_pass():
    network = Network([3, 4, 2], seed=2)
    random = np.random.default_rng(0)
    x, targets = random.normal(size=(5, 3)), one_hot(random.integers(0, 2, 5), 2)
    w1, b1, w2, _ = network.parameters
    gradient = asked.logits_backward(softmax(network.forward(x)), targets)
    computed = asked.two_layer_backward(gradient, x, x @ w1.T + b1, w2)
    _, expected = network.cost_and_gradients(x, targets)
    for c, e in zip(computed, expected, strict=True):
        assert np.allclose(c, e)
        assert asked.gradients_agree(c, e)
    assert np.allclose(asked.bias_backward(gradient), expected[3])


def test_softmax_and_cross_entropy_are_the_graphs():
    z, targets = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]), np.eye(3)[:2]
    logits = variable(z)
    graph.softmax_cross_entropy(logits, targets).backward()
    assert np.allclose(asked.logits_backward(softmax(z), targets), logits.gradient)
