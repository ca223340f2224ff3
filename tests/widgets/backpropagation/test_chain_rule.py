"""The chain rule in words: names, its line, and what a wrong prediction has missed."""

import re

import numpy as np
import pytest

from course_utils import graph
from course_utils.graph import maximum, relu, variable
from course_utils.widgets.backpropagation.chain_rule import ChainRule, name_nodes, remembered
from course_utils.widgets.backpropagation.graph_traversal import Traversal


def rules_at_last(result):
    """The chain rules of the last step of a whole traversal."""
    traversal = Traversal(result)
    traversal.go_to(len(traversal.steps))
    names = name_nodes(traversal.nodes)
    return {
        names[parent]: ChainRule(arrival, traversal, names)
        for arrival, parent in traversal.contributions(traversal.last.node)
    }


def test_names_are_symbols():
    w, x = variable(3, "w1"), variable(2, "x12")
    product = w * x
    result = product + 1
    names = name_nodes(result.order())
    assert [names[node] for node in result.order()] == ["w₁", "x₁₂", "z₁", "1", "F"]


def test_names_that_are_taken_are_not_given_again():
    f, z1, unnamed = variable(1, "F"), variable(2, "z1"), variable(3)
    names = name_nodes((f * z1 * unnamed * 2).order())
    assert len(set(names.values())) == len(names)
    assert names[f] == "F"
    assert names[z1] == "z₁"


def test_two_nodes_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Two nodes of this graph are called 'x': give each a name of its own"):
        name_nodes((variable(1, "x") * variable(2, "x")).order())


def test_what_a_step_reads_from_the_cache():
    w, x = variable(3, "w"), variable(2, "x")
    product = w * x
    traversal = Traversal(relu(product) + 1)
    cached = []
    for position in range(len(traversal.steps) + 1):
        traversal.go_to(position)
        cached.append(remembered(traversal.last))
    assert cached == [[], [], [], [], [], [], [product], [w, x]]


def test_the_line_has_symbols_and_numbers():
    rule = rules_at_last((variable(3, "w1") * variable(2, "x1")) * 1)["w₁"]
    plain = re.sub("<[^>]*>", "", rule.line())
    assert plain == "∂F/∂w₁ = ∂F/∂z₁ · ∂z₁/∂w₁ = upstream 1 × local x₁ = 1 × 2 =  2"


def test_the_line_of_a_matrix_product_has_the_factors_in_order():
    a, b = variable([[1.0, 2], [3, 4]], "A"), variable([[2.0, 0], [1, 3]], "B")
    product = a @ b
    product.name = "C"
    lines = {name: re.sub("<[^>]*>", "", rule.line()) for name, rule in rules_at_last(product.sum()).items()}
    assert lines["A"] == "∂F/∂A = ∂F/∂C ·  Bᵀ =  [2, 4; 2, 4]"
    assert lines["B"] == "∂F/∂B =  Aᵀ · ∂F/∂C =  [4, 4; 6, 6]"


def test_the_line_of_a_transpose_turns_the_gradient_back():
    a = variable([[1.0, 2], [3, 4]], "A")
    rule = rules_at_last((a.T * np.array([[1, 2], [3, 4]])).sum())["A"]
    assert re.sub("<[^>]*>", "", rule.line()) == "∂F/∂A = (∂F/∂z₁)ᵀ =  [1, 3; 2, 4]"


# F = max(2 · (w x), 1): upstream of w x is 2
MISTAKES = [
    (7.0, "the local gradient alone", "2"),
    (2.0, "the upstream gradient alone", "∂z₁/∂w is x, here 7"),
    (-14.0, "The size is right and the sign is not", "x"),
    (9.0, "You added the two slopes", "multiplied"),
    (3.0, "That is the value of w, not its gradient", "x"),
    (6.0, "That is the gradient of the other input", "x"),
    (100.0, "Upstream is 2, and the local gradient", "multiply"),
]


@pytest.mark.parametrize(("answer", "says", "names"), MISTAKES)
def test_a_wrong_prediction_hears_which_factor_it_missed(answer, says, names):
    w, x = variable(3, "w"), variable(7, "x")
    rule = rules_at_last(maximum(2 * (w * x), 1))["w"]
    assert not rule.is_right(np.array(answer))
    sentence = rule.missing(np.array(answer), [("the gradient of the other input, x", np.array(6.0))])
    assert says in sentence
    assert names in sentence


def test_a_right_prediction_may_be_rounded():
    rule = rules_at_last(graph.sigmoid(variable(1, "a") * variable(2, "b")))["a"]
    assert rule.is_right(np.array(0.21))  # 0.20998…
    assert not rule.is_right(np.array(0.1))


def test_a_gradient_that_is_cut_off_is_explained():
    rule = rules_at_last(relu(variable(-1, "x")))["x"]
    assert "The gradient stops here" in rule.missing(np.array(3.0))


def test_a_prediction_of_another_shape_hears_of_shapes():
    w, x = variable([[1.0, 2], [3, 4]], "W"), variable([1.0, 1], "x")
    rule = rules_at_last((w @ x).sum())["W"]
    assert rule.missing(np.array(2.0)) == "A gradient has the shape of its variable: 2 × 2, and yours has one number."
