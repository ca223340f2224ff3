"""Operations: what a formula is made of, each with its way back.

Forward, an operation turns the values a, b of its operands into the value out. Backward, it is given the gradient
g = dF/dout that has arrived ("upstream"), with out and the operands, and returns g times its local gradient dout/da,
and g times dout/db where there is a second operand. Arrays are taken entry by entry, where nothing else is said.

Conventions: of equal inputs, max gives g to the first (both would double it); relu's slope at 0 is 0; that of aᵇ is 0
along a where b = 0, and along b where a ≤ 0.
"""

import numpy as np

from course_utils import require
from course_utils.losses import sigmoid, softmax_cross_entropy, unchecked


def _add_backward(g, out, a, b):
    return g, g


def _subtract_backward(g, out, a, b):
    return g, -g


def _multiply_backward(g, out, a, b):
    return g * b, g * a


def _divide_backward(g, out, a, b):
    return g / b, -g * out / b


def _power_backward(g, out, a, b):
    return g * b * a ** (b - (b != 0)), g * out * np.log(np.where(a > 0, a, 1))


def _matmul(a, b):
    require.vectors_or_matrices(a, b)
    return a @ b


def _matmul_backward(g, out, a, b):
    """For C = A B: dA = dC Bᵀ and dB = Aᵀ dC. A vector is the only row of A, or the only column of B."""
    rows, columns = np.atleast_2d(a), b.reshape(len(b), -1)
    g = np.reshape(g, (len(rows), columns.shape[1]))
    return (g @ columns.T).reshape(a.shape), (rows.T @ g).reshape(b.shape)


def _negative_backward(g, out, a):
    return (-g,)


def _maximum_backward(g, out, a, b):
    return g * (a >= b), g * (a < b)


def relu(a):
    """max(a, 0)."""
    return np.maximum(a, 0)


# relu, sigmoid and tanh find their slope from out alone: a network need not keep what came before its nonlinearity.
def relu_backward(g, out, a=None):
    """Where a was above 0, g passes."""
    return (g * (out > 0),)


def sigmoid_backward(g, out, a=None):
    """The slope is s (1 − s), where s = out."""
    return (g * out * (1 - out),)


def tanh_backward(g, out, a=None):
    """The slope is 1 − out²."""
    return (g * (1 - out**2),)


def _exp_backward(g, out, a):
    return (g * out,)


def _log_backward(g, out, a):
    return (g / a,)


def _sum_backward(g, out, a):
    return (g * np.ones_like(a),)


def _mean_backward(g, out, a):
    return (g * np.ones_like(a) / a.size,)


def _transpose_backward(g, out, a):
    return (np.transpose(g),)


def _softmax_cross_entropy(z, y):
    return np.float64(unchecked(softmax_cross_entropy)(z, y)[0])


def _softmax_cross_entropy_backward(g, out, z, y):
    return g * unchecked(softmax_cross_entropy)(z, y)[1], None  # y is always constant


OPERATIONS = {
    "+": (np.add, _add_backward),
    "-": (np.subtract, _subtract_backward),
    "*": (np.multiply, _multiply_backward),
    "/": (np.divide, _divide_backward),
    "**": (np.power, _power_backward),
    "@": (_matmul, _matmul_backward),
    "neg": (np.negative, _negative_backward),
    "max": (np.maximum, _maximum_backward),
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "tanh": (np.tanh, tanh_backward),
    "exp": (np.exp, _exp_backward),
    "log": (np.log, _log_backward),
    "sum": (np.sum, _sum_backward),
    "mean": (np.mean, _mean_backward),
    "T": (np.transpose, _transpose_backward),
    "softmax_cross_entropy": (_softmax_cross_entropy, _softmax_cross_entropy_backward),
}
