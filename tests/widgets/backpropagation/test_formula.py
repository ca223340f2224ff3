"""Formulas as text: parsed into a graph, refused in clear words, and written out again."""

import math
import re

import pytest

from course_utils import graph
from course_utils.graph import Node, variable
from course_utils.widgets.backpropagation.formula import LONGEST, parse, write
from course_utils.widgets.backpropagation.node_names import name_nodes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("max(w1*x1 + w2*x2, x3)", 4),
        ("w1 - x1 - x3", -2),
        ("w1 ** 2 / x1", 4.5),
        ("w1 ^ 2", 9),
        ("-w1 · x1", -6),
        ("2 − x2", 1),
        ("relu(w2) + sigmoid(0 * x1) + exp(log(x3))", 3.5),
        ("mean(w1) + sum(x1) + tanh(x2 - 1)", 5),
        ("sum(2) * x1 + mean(3)", 7),
    ],
)
def test_a_formula_is_computed(text, value):
    node = parse(text, {"w1": 3, "x1": 2, "w2": -2, "x2": 1, "x3": 3})
    assert isinstance(node, Node)
    assert node.value == pytest.approx(value)


def test_a_variable_that_stands_twice_is_one_node():
    node = parse("x * x + x", {"x": 3})
    assert [n.operation for n in node.order()].count("variable") == 1
    node.backward()
    assert node.order()[0].gradient == 7


def test_variables_without_a_value_get_one_each():
    assert {n.name: n.value for n in parse("a * b + c", {"b": 7}).order() if n.name} == {"a": 1, "b": 7, "c": 3}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sin(x)", "does not know sin. It knows +"),
        ("x % 2", "does not know x % 2"),
        ("x.value", "does not know x.value"),
        ("__import__('os').getcwd()", "does not know __import__('os').getcwd"),
        ("max(x)", "max takes 2 arguments"),
        ("relu(x, y)", "relu takes 1 argument here"),
        ("x +", "is not a formula"),
        ("x; y", "is not a formula"),
        ("3 + 4", "has no variable"),
        ("True * x", "does not know True"),
        ("x" * (LONGEST + 1), "is longer than 200 characters"),
        ("(" * 150 + "x", "is not a formula"),
        ("log(0 * x)", "log has no finite result"),
        ("1e400 * x", "does not know"),
        ("-inf + x", "inf is no number to compute with"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        parse(text, {"x": 2})


@pytest.mark.parametrize(
    "text",
    [
        "a − (b − c)",
        "a − b − c",
        "a / (b / c)",
        "(a + b) · c",
        "a · b + c",
        "(a + b)^2",
        "(a^b)^c",
        "−(a + b)",
        "max(a, relu(b))",
    ],
)
def test_writing_a_formula_keeps_the_brackets_that_it_needs(text):
    node = parse(text, {"a": 2, "b": 3, "c": 4})
    node.name = "F"
    written = write(node, name_nodes(node.order()))
    assert written == text
    assert parse(written, {"a": 2, "b": 3, "c": 4}).value == node.value


def test_matrices_and_costs_are_written_too():
    w, x = variable([[1.0, 2], [3, 4]], "W"), variable([1.0, 1], "x")
    cost = graph.softmax_cross_entropy((w + w.T) @ x, [0, 1])
    assert write(cost, name_nodes(cost.order())) == "CE(softmax((W + Wᵀ) x), y)"


def test_products_and_transposes_of_matrices_keep_the_brackets_that_they_need():
    w = variable([[1.0, 2], [3, 4]], "W")
    result = (-((w.T @ w).T @ w) + -(w @ w)).sum()
    assert write(result, name_nodes(result.order())) == "sum(−(Wᵀ W)ᵀ W + −W W)"


def test_the_functions_are_the_graphs_own():
    x = 0.5
    expected = {"exp": math.exp(x), "log": math.log(x), "tanh": math.tanh(x), "relu": x, "sum": x, "mean": x}
    for name, value in expected.items():
        assert parse(f"{name}(x)", {"x": x}).value == pytest.approx(value)


def test_a_product_of_matrices_brackets_what_binds_less_tightly():
    a, b = variable([[1.0, 2], [3, 4]], "A"), variable([[1.0, 0], [2, 1]], "B")
    result = (a @ -b + a @ (b * a) + (a @ b) * a).sum()
    assert write(result, name_nodes(result.order())) == "sum(A (−B) + A (B · A) + A B · A)"
