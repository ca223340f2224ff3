"""The traversal: step by step it arrives at the engine's own values and gradients."""

import numpy as np
import pytest

from course_utils.graph import log, relu, variable
from course_utils.widgets.backpropagation.graph_presets import PRESETS, larger_example
from course_utils.widgets.backpropagation.graph_traversal import Step, Traversal


@pytest.fixture(params=PRESETS)
def result(request):
    return PRESETS[request.param]()


def test_at_the_end_all_gradients_are_the_engines(result):
    result.backward()
    expected = {node: node.gradient for node in result.order()}
    traversal = Traversal(result)
    traversal.go_to(len(traversal.steps))
    for node, gradient in expected.items():
        assert node.gradient is None if gradient is None else np.array_equal(node.gradient, gradient)
        if node in traversal.arrived:
            assert np.allclose(sum(arrival.gradient for arrival in traversal.arrived[node]), gradient)


def test_nudging_any_node_finds_its_gradient(result):
    traversal = Traversal(result)
    traversal.go_to(len(traversal.steps))
    before = {node: node.value.copy() for node in traversal.nodes}
    for node in traversal.nodes:
        if node.gradient is not None:
            assert np.allclose(traversal.numerical_gradient(node), node.gradient, atol=1e-6)
    assert all(np.array_equal(node.value, before[node]) for node in traversal.nodes)


def test_a_nudge_that_fails_leaves_the_values_as_they_were():
    x = variable(1e-6, "x")
    traversal = Traversal(log(x))
    before = traversal.result.value
    with pytest.raises(ValueError, match="log"):
        traversal.numerical_gradient(traversal.nodes[0])  # 1e-6 − 1e-5 has no logarithm
    assert traversal.result.value == before


def test_the_lectures_larger_example_step_by_step():
    result = larger_example()
    traversal = Traversal(result)
    w1, x1, w2, x2, x3 = (
        n for n in sorted(traversal.nodes, key=lambda n: n._serial_number) if n.operation == "variable"
    )
    assert [step.kind for step in traversal.steps] == ["forward"] * 4 + ["start"] + ["backward"] * 4
    assert traversal.last is None
    traversal.go_to(2)
    assert traversal.last == Step("forward", traversal.operations[1])
    assert [traversal.has_value(node) for node in traversal.operations] == [True, True, False, False]
    traversal.go_to(6)  # max has handed its gradient back, nothing else has
    assert traversal.has_gradient(x3)
    assert x3.gradient == 0
    assert not traversal.has_gradient(x1)
    traversal.go_to(9)
    assert [node.value for node in traversal.operations] == [6, -2, 4, 4]
    assert [float(node.gradient) for node in (x1, w1, x2, w2, x3)] == [3, 2, -2, 1, 0]


def test_positions_outside_of_the_traversal_are_its_ends():
    traversal = Traversal(relu(variable(1, "x")))
    traversal.go_to(99)
    assert traversal.position == 3
    assert traversal.next is None
    traversal.go_to(-1)
    assert traversal.position == 0


def test_a_gradient_is_complete_when_every_use_has_answered():
    x = variable(3, "x")
    traversal = Traversal(relu(x) + x)
    complete = []
    for position in range(len(traversal.steps) + 1):
        traversal.go_to(position)
        complete.append((traversal.has_gradient(x), traversal.is_complete(x)))
    assert complete == [(False, False)] * 4 + [(True, False), (True, True)]


def test_both_operands_may_be_one_node():
    x = variable(3, "x")
    traversal = Traversal(x * x)
    traversal.go_to(3)
    assert [(arrival.operand, float(arrival.gradient)) for arrival in traversal.arrived[x]] == [(0, 3), (1, 3)]
