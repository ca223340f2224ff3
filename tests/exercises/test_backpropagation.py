"""The backward rules that notebook 03 asks for are those of the graph and of the network."""

import numpy as np
import pytest

from course_utils import graph
from course_utils.exercises import backpropagation as asked
from course_utils.exercises import check
from course_utils.graph import OPERATIONS, variable
from course_utils.losses import one_hot, softmax
from course_utils.network import Network


@pytest.mark.parametrize(
    ("function", "operation"),
    [
        (asked.add_backward, "+"),
        (asked.multiply_backward, "*"),
        (asked.max_backward, "max"),
        (asked.matmul_backward, "@"),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_two_operands(function, operation, seed):
    random = np.random.default_rng(seed)
    a, b, g = random.integers(-2, 3, (3, 2, 2)).astype(float)
    forward, backward = OPERATIONS[operation]
    assert np.allclose(function(g, a, b), backward(g, forward(a, b), a, b))


@pytest.mark.parametrize(
    ("function", "operation"), [(asked.relu_backward, "relu"), (asked.sigmoid_backward, "sigmoid")]
)
def test_one_operand(function, operation):
    x, g = np.array([-2.0, 0.0, 3.0]), np.array([1.0, -5.0, 2.0])
    forward, backward = OPERATIONS[operation]
    assert np.allclose(function(g, x), backward(g, forward(x), x)[0])


def test_the_chain_is_that_of_the_graph():
    x, y, r = variable(2), variable(3), variable(4)
    (5 * ((x + y) * r)).backward()
    assert asked.chain_two(5, 2, 3, 4) == x.gradient == 20


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


def test_overwriting_is_refused_even_where_a_graph_of_single_uses_hides_it():
    """On x · y + 1 every variable is used once, and `=` does no harm there; the check is not taken in."""

    def overwrites(gradients, name, contribution):
        gradients[name] = contribution
        return gradients

    x, y = variable(2, "x"), variable(3, "y")
    result = x * y + 1
    order = result.start_backward()
    gradients = {id(result): np.array(1.0)}
    for node in order:
        for parent, contribution in node.contributions(gradients[id(node)]):
            overwrites(gradients, id(parent), contribution)
        node.backward_step()
    assert (gradients[id(x)], gradients[id(y)]) == (x.gradient, y.gradient)
    verdict = check("accumulate", overwrites)
    assert not verdict.passed
    assert "`=` forgets what came by another path" in verdict.hints[0]


def test_an_unwritten_accumulate_is_told_so():
    assert check("accumulate", lambda gradients, name, contribution: None).status == "not written yet"


def test_softmax_and_cross_entropy_are_the_graphs():
    z, targets = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]]), np.eye(3)[:2]
    logits = variable(z)
    graph.softmax_cross_entropy(logits, targets).backward()
    assert np.allclose(asked.logits_backward(softmax(z), targets), logits.gradient)
