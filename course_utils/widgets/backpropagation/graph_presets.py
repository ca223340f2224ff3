"""The graphs that the stepper offers: those of the lecture, single neurons, and a small network."""

import numpy as np

from course_utils.graph import maximum, relu, sigmoid, softmax_cross_entropy, variable


def named(node, name):
    """Give a node a name, and return it."""
    node.name = name
    return node


def chain():
    """(x + y + 1) · r, in three steps."""
    x, y, r = variable(2, "x"), variable(3, "y"), variable(4, "r")
    q = named(x + y, "q")
    p = named(q + 1, "p")
    return p * r


def small_example():
    """3 + 4, whose gradient 2 is passed on whole to both; the factor 2 stands for what comes after."""
    x, y = variable(3, "x"), variable(4, "y")
    return 2 * named(x + y, "q")


def larger_example():
    """max(w₁x₁ + w₂x₂, x₃)."""
    w1, x1 = variable(3, "w1"), variable(2, "x1")
    w2, x2 = variable(-2, "w2"), variable(1, "x2")
    return maximum(w1 * x1 + w2 * x2, variable(3, "x3"))


def two_uses():
    """x₁w₁ + w₁x₂: the weight moves F in two ways, through a₁ and through a₂."""
    x1, w, x2 = variable(2, "x1"), variable(3, "w1"), variable(-5, "x2")
    return x1 * w + w * x2


def relu_neuron():
    """relu(w₁x₁ + w₂x₂ + b), with the bias just large enough for the neuron to fire."""
    w1, x1 = variable(0.5, "w1"), variable(2, "x1")
    w2, x2 = variable(-1.5, "w2"), variable(1, "x2")
    return relu(w1 * x1 + w2 * x2 + variable(1, "b"))


def sigmoid_neuron():
    """σ(w x + b)."""
    w, x, b = variable(2, "w"), variable(-1, "x"), variable(3, "b")
    return sigmoid(w * x + b)


def variable_used_twice():
    """(x + y) · (x − y), where both gradients are sums over two paths."""
    x, y = variable(3, "x"), variable(2, "y")
    return (x + y) * (x - y)


def softmax_and_cross_entropy():
    """The scores of three classes, and the price of what they say when the second class is true."""
    return softmax_cross_entropy(variable([1.0, 2.0, 0.5], "z"), [0, 1, 0])


def two_layer_network():
    """Two layers without biases, and the cost of one example: a row of X.

    Every gradient is a whole multiple of 0.88, which is what softmax gives the wrong class: it can be checked by hand.
    """
    x = variable([[1.0, 2.0]], "X")
    w1, w2 = variable([[2.0, 0.0], [1.0, -1.0]], "W1"), variable([[1.0, -1.0], [0.0, 1.0]], "W2")
    h = named(relu(named(x @ w1.T, "Z1")), "H")
    return softmax_cross_entropy(named(h @ w2.T, "Z2"), np.array([[0, 1]]))


PRESETS = {
    "Lecture: max(w₁x₁ + w₂x₂, x₃)": larger_example,
    "Lecture: (x + y + 1) · r": chain,
    "Lecture: 3 + 4, upstream 2": small_example,
    "Lecture: w₁ used twice": two_uses,
    "ReLU neuron": relu_neuron,
    "Sigmoid neuron": sigmoid_neuron,
    "(x + y) · (x − y)": variable_used_twice,
    "Softmax + cross-entropy": softmax_and_cross_entropy,
    "Two-layer network, matrices": two_layer_network,
}

# The step at which a graph opens, so that what is asked about it can be seen; the others open before the first.
END = 99
OPENS_AT = {
    "Lecture: (x + y + 1) · r": 3,
    "Lecture: 3 + 4, upstream 2": 3,
    "Lecture: w₁ used twice": END,
    "ReLU neuron": END,
    "Sigmoid neuron": END,
    "(x + y) · (x − y)": 5,
    "Softmax + cross-entropy": END,
    "Two-layer network, matrices": 8,
}
