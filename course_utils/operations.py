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


def _back_through_add(g, out, a, b):
    return g, g


def _back_through_subtract(g, out, a, b):
    return g, -g


def _back_through_multiply(g, out, a, b):
    return g * b, g * a


def _back_through_divide(g, out, a, b):
    return g / b, -g * out / b


def _back_through_power(g, out, a, b):
    return g * b * a ** (b - (b != 0)), g * out * np.log(np.where(a > 0, a, 1))


def _matmul(a, b):
    require.vectors_or_matrices(a, b)
    return a @ b


def _back_through_matmul(g, out, a, b):
    """For C = A B: dA = dC Bᵀ and dB = Aᵀ dC. A vector is the only row of A, or the only column of B."""
    rows, columns = np.atleast_2d(a), b.reshape(len(b), -1)
    g = np.reshape(g, (len(rows), columns.shape[1]))
    return (g @ columns.T).reshape(a.shape), (rows.T @ g).reshape(b.shape)


def _back_through_negative(g, out, a):
    return (-g,)


def _back_through_maximum(g, out, a, b):
    return g * (a >= b), g * (a < b)


def relu(a):
    """max(a, 0)."""
    return np.maximum(a, 0)


# relu, sigmoid and tanh find their slope from out alone: a network need not keep what came before its nonlinearity.
def back_through_relu(g, out, a=None):
    """Where a was above 0, g passes."""
    return (g * (out > 0),)


def back_through_sigmoid(g, out, a=None):
    """The slope is s (1 − s), where s = out."""
    return (g * out * (1 - out),)


def back_through_tanh(g, out, a=None):
    """The slope is 1 − out²."""
    return (g * (1 - out**2),)


def _back_through_exp(g, out, a):
    return (g * out,)


def _back_through_log(g, out, a):
    return (g / a,)


def _back_through_sum(g, out, a):
    return (g * np.ones_like(a),)


def _back_through_mean(g, out, a):
    return (g * np.ones_like(a) / a.size,)


def _back_through_transpose(g, out, a):
    return (np.transpose(g),)


def _softmax_cross_entropy(z, y):
    return np.float64(unchecked(softmax_cross_entropy)(z, y)[0])


def _back_through_softmax_cross_entropy(g, out, z, y):
    return g * unchecked(softmax_cross_entropy)(z, y)[1], None  # y is always constant


OPERATIONS = {
    "+": (np.add, _back_through_add),
    "-": (np.subtract, _back_through_subtract),
    "*": (np.multiply, _back_through_multiply),
    "/": (np.divide, _back_through_divide),
    "**": (np.power, _back_through_power),
    "@": (_matmul, _back_through_matmul),
    "neg": (np.negative, _back_through_negative),
    "max": (np.maximum, _back_through_maximum),
    "relu": (relu, back_through_relu),
    "sigmoid": (sigmoid, back_through_sigmoid),
    "tanh": (np.tanh, back_through_tanh),
    "exp": (np.exp, _back_through_exp),
    "log": (np.log, _back_through_log),
    "sum": (np.sum, _back_through_sum),
    "mean": (np.mean, _back_through_mean),
    "T": (np.transpose, _back_through_transpose),
    "softmax_cross_entropy": (_softmax_cross_entropy, _back_through_softmax_cross_entropy),
}
