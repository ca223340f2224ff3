"""Predictions: which are right, and what a wrong one has missed."""

import numpy as np
import pytest

from course_utils import graph
from course_utils.graph import maximum, relu, variable
from course_utils.widgets.backpropagation.predictions import is_right, missing

# F = max(2 · (w x), 1): upstream of w x is 2
MISTAKES = [
    (7.0, "the local gradient alone", "2"),
    (2.0, "the upstream gradient alone", "∂a₁/∂w is x, here 7"),
    (-14.0, "The size is right and the sign is not", "x"),
    (9.0, "You added the two slopes", "multiplied"),
    (3.0, "That is the value of w, not its gradient", "x"),
    (6.0, "That is the gradient of the other input", "x"),
    (100.0, "Upstream is 2, and the local gradient", "multiply"),
]


@pytest.mark.parametrize(("answer", "says", "names"), MISTAKES)
def test_a_wrong_prediction_hears_which_factor_it_missed(rules_at_last, answer, says, names):
    w, x = variable(3, "w"), variable(7, "x")
    rule = rules_at_last(maximum(2 * (w * x), 1))["w"]
    assert not is_right(rule, np.array(answer))
    sentence = missing(rule, np.array(answer), [("the gradient of the other input, x", np.array(6.0))])
    assert says in sentence
    assert names in sentence


def test_a_right_prediction_may_be_rounded(rules_at_last):
    rule = rules_at_last(graph.sigmoid(variable(1, "a") * variable(2, "b")))["a"]
    assert is_right(rule, np.array(0.21))  # 0.20998…
    assert not is_right(rule, np.array(0.1))


def test_a_gradient_that_is_cut_off_is_explained(rules_at_last):
    rule = rules_at_last(relu(variable(-1, "x")))["x"]
    assert "The gradient stops here" in missing(rule, np.array(3.0))


def test_a_prediction_of_another_shape_hears_of_shapes(rules_at_last):
    w, x = variable([[1.0, 2], [3, 4]], "W"), variable([1.0, 1], "x")
    rule = rules_at_last((w @ x).sum())["W"]
    assert missing(rule, np.array(2.0)) == "A gradient has the shape of its variable: 2 × 2, and yours has one number."
