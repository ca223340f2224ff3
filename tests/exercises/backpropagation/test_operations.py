"""The backward rules that notebook 03 asks for are those of the graph."""

import numpy as np
import pytest

from course_utils.exercises import check
from course_utils.exercises.backpropagation import operations as asked
from course_utils.graph import variable
from course_utils.operations import OPERATIONS


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
