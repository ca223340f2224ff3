"""The names of nodes: symbols, and no name twice."""

import pytest

from course_utils.graph import variable
from course_utils.widgets.backpropagation.node_names import name_nodes


def test_names_are_symbols():
    w, x = variable(3, "w1"), variable(2, "x12")
    product = w * x
    result = product + 1
    names = name_nodes(result.order())
    assert [names[node] for node in result.order()] == ["w₁", "x₁₂", "a₁", "1", "F"]


def test_names_that_are_taken_are_not_given_again():
    f, a1, unnamed = variable(1, "F"), variable(2, "a1"), variable(3)
    names = name_nodes((f * a1 * unnamed * 2).order())
    assert len(set(names.values())) == len(names)
    assert names[f] == "F"
    assert names[a1] == "a₁"


def test_two_nodes_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Two nodes of this graph are called 'x': give each a name of its own"):
        name_nodes((variable(1, "x") * variable(2, "x")).order())
