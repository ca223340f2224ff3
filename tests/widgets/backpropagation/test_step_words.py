"""The words about a step: its chain rules, what was added, and what it remembered."""

import numpy as np

from course_utils.graph import softmax_cross_entropy, variable
from course_utils.widgets import GraphStepper


def test_each_backward_step_writes_out_its_chain_rule_and_what_it_remembered(demo, plain):
    demo.advance(8)
    said = plain(demo.rule)
    assert "∂F/∂w₂  =  ∂F/∂a₂  ·  ∂a₂/∂w₂  =  upstream 1  ×  local x₂  = 1 × 1" in said
    assert "read from the cache: w₂ and x₂" in said
    demo.undo_button.click()
    assert "nothing is read from the cache" in plain(demo.rule)


def test_contributions_to_a_shared_variable_are_shown_adding(demo, plain, gradients, texts):
    demo.preset.value = "(x + y) · (x − y)"
    demo.advance(1)
    assert "∂F/∂x  gets  ∂F/∂a₂" in plain(demo.rule)  # a part of the gradient, which it does not equal
    assert "∂F/∂x = 5 so far, ∂F/∂y = −5 so far" in demo.text
    demo.advance(1)
    assert "∂F/∂x = 6, ∂F/∂y = −4." in demo.text
    assert "5 + 1 = 6" in texts(demo)
    assert "−5 + 1 = −4" in texts(demo)
    assert "Contributions add: x:  5 + 1 =  6" in plain(demo.rule)
    assert gradients(demo) == {"x": 6, "y": -4}


def test_a_cost_over_a_batch_with_biases_can_be_stepped_through(plain):
    x, w, b = variable([[1.0, 2], [0, 1]], "X"), variable([[1.0, 0], [0, 1]], "W"), variable([0.5, 0], "b")
    demo = GraphStepper(softmax_cross_entropy(x @ w.T + b, np.eye(2)))
    demo.advance(99)
    assert "summed over the entries that share it" not in plain(demo.rule)
    demo.undo_button.click()
    demo.undo_button.click()
    assert "∂F/∂b  =" in plain(demo.rule)
    assert "summed over the entries that share it" in plain(demo.rule)
    demo.close()
