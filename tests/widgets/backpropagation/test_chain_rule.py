"""The chain rule of one node: its line, and what it reads from the cache."""

import re

import numpy as np

from course_utils.graph import relu, variable
from course_utils.widgets.backpropagation.chain_rule import chain_rules, remembered
from course_utils.widgets.backpropagation.graph_traversal import Traversal
from course_utils.widgets.backpropagation.node_names import name_nodes


def test_what_a_step_reads_from_the_cache():
    w, x = variable(3, "w"), variable(2, "x")
    product = w * x
    traversal = Traversal(relu(product) + 1)
    cached = []
    for position in range(len(traversal.steps) + 1):
        traversal.go_to(position)
        cached.append(remembered(traversal.last))
    assert cached == [[], [], [], [], [], [], [product], [w, x]]


def test_the_line_has_symbols_and_numbers(rules_at_last):
    rule = rules_at_last((variable(3, "w1") * variable(2, "x1")) * 1)["w₁"]
    plain = re.sub("<[^>]*>", "", rule.line())
    assert plain == "∂F/∂w₁ = ∂F/∂a₁ · ∂a₁/∂w₁ = upstream 1 × local x₁ = 1 × 2 =  2"


def test_the_line_of_a_matrix_product_has_the_factors_in_order(rules_at_last):
    a, b = variable([[1.0, 2], [3, 4]], "A"), variable([[2.0, 0], [1, 3]], "B")
    product = a @ b
    product.name = "C"
    lines = {name: re.sub("<[^>]*>", "", rule.line()) for name, rule in rules_at_last(product.sum()).items()}
    assert lines["A"] == "∂F/∂A = ∂F/∂C ·  Bᵀ =  [2, 4; 2, 4]"
    assert lines["B"] == "∂F/∂B =  Aᵀ · ∂F/∂C =  [4, 4; 6, 6]"


def test_the_line_of_a_transpose_turns_the_gradient_back(rules_at_last):
    a = variable([[1.0, 2], [3, 4]], "A")
    rule = rules_at_last((a.T * np.array([[1, 2], [3, 4]])).sum())["A"]
    assert re.sub("<[^>]*>", "", rule.line()) == "∂F/∂A = (∂F/∂Aᵀ)ᵀ =  [1, 3; 2, 4]"


def test_weights_that_were_turned_over_are_read_as_they_are():
    x, w = variable([[1.0, 2]], "X"), variable([[1.0, 2], [3, 4]], "W")
    traversal = Traversal((x @ w.T).sum())
    traversal.go_to(6)  # back through the product
    assert remembered(traversal.last) == [x, w]


def test_the_line_of_weights_that_were_turned_over_has_them_as_they_are():
    x, w = variable([[1.0, 2]], "X"), variable([[1.0, 2], [3, 4]], "W")
    product = x @ w.T
    product.name = "Z"
    traversal = Traversal(product.sum())
    traversal.go_to(6)
    lines = [
        re.sub("<[^>]*>", "", rule.line()) for rule in chain_rules(product, traversal, name_nodes(traversal.nodes))
    ]
    assert lines[0] == "∂F/∂X = ∂F/∂Z ·  W =  [4, 6]"
