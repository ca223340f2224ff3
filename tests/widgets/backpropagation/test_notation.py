"""The notation: every operation of the graph has its row, and what the rows say is true."""

import re

import numpy as np
import pytest

from course_utils import graph
from course_utils.graph import Node, variable
from course_utils.operations import OPERATIONS
from course_utils.widgets.backpropagation.formula import KNOWN, parse
from course_utils.widgets.backpropagation.notation import NOTATION


def test_every_operation_of_the_graph_has_its_row_in_the_same_order():
    assert list(NOTATION) == list(OPERATIONS)


@pytest.mark.parametrize("operation", [name for name in NOTATION if name not in ("@", "T", "softmax_cross_entropy")])
def test_the_formulas_say_what_the_graph_computes(operation):
    a, b = variable(1.7, "a"), variable(0.6, "b")
    row = NOTATION[operation]
    operands = (a, b)[: len(row.local)]
    result = Node(operation, operands, name="out")
    result.backward()
    for operand, node in enumerate(operands):
        formula = row.local[operand].format(a="a", b="b", out="out")
        formula = formula.replace("ln a", "log(a)").replace("^", "**").replace("²", "**2").replace("−", "-")
        formula = (
            formula.replace(" ≥ ", " >= ").replace("·", "*").replace("out (", "out * (").replace(", else", " else")
        )
        formula = formula.replace("1 for each entry", "1").replace("number of entries", "1")
        values = {"a": a.value, "b": b.value, "out": result.value, "log": np.log}
        assert eval(formula, values) == pytest.approx(float(node.gradient)), formula
        assert row.reads(operand) == set(re.findall(r"\b(a|b|out)\b", formula))


def test_matrix_products_read_the_other_factor_and_a_transpose_nothing():
    assert [NOTATION["@"].reads(operand) for operand in (0, 1)] == [{"b"}, {"a"}]
    assert NOTATION["T"].reads(0) == set()
    assert NOTATION["softmax_cross_entropy"].reads(0) == {"a", "b"}


@pytest.mark.parametrize(
    ("operation", "way"), [(operation, way) for operation, row in NOTATION.items() for way in row.typed]
)
def test_what_is_typed_becomes_its_operation(operation, way):
    letters = "ab"[: len(NOTATION[operation].local)]
    if isinstance(way, str):
        text = f"{way}({', '.join(letters)})"
    else:  # a sign of Python's
        text = "-a" if operation == "neg" else f"a {operation} b"
    node = parse(text, {"a": np.array([0.5]), "b": np.array([2.0])})
    assert node.operation == operation
    assert [parent.name for parent in node.parents] == list(letters)


def test_all_but_what_has_no_typed_form_can_be_typed_and_is_named():
    assert {name for name, row in NOTATION.items() if not row.typed} == {"T", "softmax_cross_entropy"}
    assert KNOWN == "+ − * / ** @, max, relu, sigmoid, tanh, exp, log, sum and mean"


def test_every_function_of_the_graph_makes_an_operation_that_has_its_row():
    public = [function for name, function in vars(graph).items() if callable(function) and not name.startswith("_")]
    functions = [f for f in public if f.__module__ == graph.__name__ and f not in (Node, variable)]
    typed = [call for row in NOTATION.values() for call in row.typed.values()]
    assert [f for f in functions if f not in typed] == [graph.softmax_cross_entropy]


def test_only_elementwise_operations_keep_the_shape_of_what_they_are_given():
    a = np.full((2, 3), 0.5)
    for operation, row in NOTATION.items():
        if row.elementwise:
            assert Node(operation, (a, a)[: len(row.local)]).value.shape == a.shape, operation
        else:
            b = {"@": a.T, "softmax_cross_entropy": np.eye(3)[:2]}.get(operation)
            assert Node(operation, (a,) if b is None else (a, b)).value.shape != a.shape, operation


def test_circles_and_steps_have_the_signs_of_the_lecture():
    circles = {name: NOTATION[name].circle for name in ["-", "*", "/", "neg", "relu", "sigmoid", "sum", "T"]}
    assert circles == dict(zip(circles, ["−", "×", "÷", "−", "ReLU", "σ", "Σ", "T"], strict=True))
    lines = [NOTATION[name].line.format(a="w", b="x") for name in ["*", "/", "**", "softmax_cross_entropy"]]
    assert lines == ["w × x", "w ÷ x", "w ^ x", "cross-entropy of softmax(w) with x"]
