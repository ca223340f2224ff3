"""Computational graphs: every gradient of a formula, by backpropagation.

Each operation in a formula is a node that keeps its value and its parents, the nodes it was computed from.
Backpropagation starts at the result F with dF/dF = 1 and visits the nodes last to first. Each multiplies the gradient
g = dF/dout that has arrived ("upstream") by its local gradients, dout/dparent, and adds the products to its parents'
gradients. That is the chain rule, dF/dx = Σ dF/dout · dout/dx, summed over the uses of x: each moves F in its own way.

    w, x = variable(3, "w"), variable(2, "x")
    F = relu(w * x - 1)
    F.backward()
    print(F.value, w.gradient, x.gradient)  # 5.0 2.0 3.0
"""

from itertools import count

import numpy as np

from course_utils import losses


def _matmul(a, b):
    if a.ndim > 2 or b.ndim > 2:
        raise ValueError("Only vectors and matrices can be multiplied.")
    return a @ b


def _matmul_backward(g, out, a, b):
    """For C = A B: dA = dC Bᵀ and dB = Aᵀ dC. A vector is the only row of A, or the only column of B."""
    rows, columns = np.atleast_2d(a), b.reshape(len(b), -1)
    g = np.reshape(g, (len(rows), columns.shape[1]))
    return (g @ columns.T).reshape(a.shape), (rows.T @ g).reshape(b.shape)


# Each operation is two functions. Forward: the parents' values a, b → the value out. Backward: g, out, a, b → a tuple,
# g · local gradient for each parent. Conventions: of equal inputs, max gives g to the first (both would double it);
# relu's slope at 0 is 0; that of aᵇ is 0 along a where b = 0, and along b where a ≤ 0.
OPERATIONS = {
    "+": (lambda a, b: a + b, lambda g, out, a, b: (g, g)),
    "-": (lambda a, b: a - b, lambda g, out, a, b: (g, -g)),
    "*": (lambda a, b: a * b, lambda g, out, a, b: (g * b, g * a)),
    "/": (lambda a, b: a / b, lambda g, out, a, b: (g / b, -g * out / b)),
    "@": (_matmul, _matmul_backward),
    "**": (np.power, lambda g, out, a, b: (g * b * a ** (b - (b != 0)), g * out * np.log(np.where(a > 0, a, 1)))),
    "neg": (lambda a: -a, lambda g, out, a: (-g,)),
    "max": (np.maximum, lambda g, out, a, b: (g * (a >= b), g * (a < b))),
    "relu": (lambda a: np.maximum(a, 0), lambda g, out, a: (g * (a > 0),)),
    "sigmoid": (lambda a: 1 / (1 + np.exp(-a)), lambda g, out, a: (g * out * (1 - out),)),
    "tanh": (np.tanh, lambda g, out, a: (g * (1 - out**2),)),
    "exp": (np.exp, lambda g, out, a: (g * out,)),
    "log": (np.log, lambda g, out, a: (g / a,)),
    "sum": (np.sum, lambda g, out, a: (g * np.ones_like(a),)),
    "mean": (np.mean, lambda g, out, a: (g * np.ones_like(a) / a.size,)),
    "T": (np.transpose, lambda g, out, a: (np.transpose(g),)),
    "softmax_cross_entropy": (
        lambda z, y: np.float64(losses.unchecked_softmax_cross_entropy(z, y)[0]),
        lambda g, out, z, y: (g * losses.unchecked_softmax_cross_entropy(z, y)[1], None),  # y is always constant
    ),
}


def _function(operation, docstring):
    """Make the function that turns nodes, numbers or arrays into a node of this operation."""

    def function(*operands):
        return Node(operation, operands)

    function.__name__, function.__doc__ = operation, docstring
    return function


def _operator(symbol):
    return lambda a, b: Node(symbol, (a, b)), lambda b, a: Node(symbol, (a, b))  # node + other, other + node


class Node:
    """A value in a graph, made by variable(), an operator or a function of this module.

    operation: its name in OPERATIONS; "variable", or "constant" for the plain numbers of a formula. parents: nodes, one
    per operand. value: float64, kept. gradient: d result / d value, in its shape; None before backward(), and for
    constants. TypeError for what is no number; ValueError for shapes that do not fit, values that are not finite, as
    log(0), and gradients that are not, as that of a ** 0.5 at 0.
    """

    __array_ufunc__ = None  # in array + node, NumPy leaves the work to the node
    _serial_numbers = count()

    def __init__(self, operation, operands=(), value=None, name=""):
        self.operation, self.name, self.value, self.gradient = operation, name, value, None
        self.parents = tuple(a if isinstance(a, Node) else variable(a, operation="constant") for a in operands)
        self._serial_number = next(Node._serial_numbers)
        self.forward_step()

    __add__, __radd__ = _operator("+")
    __sub__, __rsub__ = _operator("-")
    __mul__, __rmul__ = _operator("*")
    __truediv__, __rtruediv__ = _operator("/")
    __matmul__, __rmatmul__ = _operator("@")
    __pow__, __rpow__ = _operator("**")
    __neg__ = _function("neg", "−a.")
    sum = _function("sum", "The sum of all entries.")
    mean = _function("mean", "The mean of all entries.")
    T = property(_function("T", "The transpose: rows become columns."))

    def __repr__(self):
        return f"<{self.name or self.operation}: {self.value}, gradient {self.gradient}>"

    def order(self):
        """Every node that this one depends on, parents before children ("topological order"); itself last."""
        found, to_visit = {self}, [self]
        while to_visit:  # a list of our own, for recursion would fail on a long chain
            new = set(to_visit.pop().parents) - found
            found |= new
            to_visit += new
        return sorted(found, key=lambda node: node._serial_number)  # parents were made before children

    def forward(self):
        """Compute the graph again, after the value of a variable was changed, as in x.value[...] = 5."""
        for node in self.order():
            node.forward_step()
        return self.value

    def forward_step(self):
        """Compute this one node from its parents' values."""
        if not self.parents:
            self.value = np.asarray(self.value, dtype=float)
            if not np.isfinite(self.value).all():
                raise ValueError(f"{self.name or 'A number in a graph'} must be finite, not {self.value}.")
            return
        values = [parent.value for parent in self.parents]
        try:
            with np.errstate(all="ignore"):  # the check below says it better
                result = OPERATIONS[self.operation][0](*values)
        except ValueError:
            shapes = " and ".join(str(value.shape) for value in values)
            raise ValueError(f"{self.operation} does not fit the shapes {shapes}.") from None
        if not np.isfinite(result).all():
            raise ValueError(f"{self.operation} has no finite result at {' and '.join(map(str, values))}.")
        self.value = result

    def backward(self):
        """Set the gradient of every node in the graph, afresh. ValueError unless this is a single number."""
        for node in self.start_backward():
            node.backward_step()

    def start_backward(self):
        """Set this node's gradient to 1, all others to 0, and return the nodes to step through, last first."""
        if self.value.size != 1:
            raise ValueError(f"Backward needs one number, not shape {self.value.shape}: call .sum() or .mean() first.")
        order = self.order()
        for node in order:
            node.gradient = None if node.operation == "constant" else np.zeros(node.value.shape)
        self.gradient = np.ones_like(self.value)
        return [node for node in reversed(order) if node.parents]

    def backward_step(self):
        """Add this one node's contributions to the gradients of its parents."""
        for parent, contribution in self.contributions(self.gradient):
            parent.gradient = parent.gradient + contribution  # a new array: who kept the old one still has it

    def contributions(self, upstream):
        """Pairs (parent, upstream · local gradient), one for each operand that is not a constant."""
        with np.errstate(all="ignore"):  # the slope along a constant may be undefined
            products = OPERATIONS[self.operation][1](upstream, self.value, *(parent.value for parent in self.parents))
        pairs = [pair for pair in zip(self.parents, products, strict=True) if pair[0].operation != "constant"]
        if np.isfinite(upstream).all() and not all(np.isfinite(product).all() for _, product in pairs):
            values = " and ".join(str(parent.value) for parent in self.parents)
            raise ValueError(f"{self.operation} has no finite gradient at {values}.")
        return [(parent, _sum_to_shape(product, parent.value.shape)) for parent, product in pairs]


def _sum_to_shape(gradient, shape):
    """Undo broadcasting: an entry that was used many times gets the sum of its shares."""
    gradient = np.sum(gradient, axis=tuple(range(np.ndim(gradient) - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.sum(gradient, axis=stretched, keepdims=True)


def variable(value, name="", operation="variable"):
    """A node to start from: a number or array, which is copied, and a name to show. A "constant" has no gradient."""
    if (array := np.asarray(value)).dtype.kind not in "biuf":
        raise TypeError(f"A graph computes with numbers, not with {type(value).__name__}.")
    return Node(operation, value=array.astype(float), name=name)  # astype copies


maximum = _function("max", "The larger of two, entry by entry. At a tie, the gradient goes to the first.")
relu = _function("relu", "max(a, 0), entry by entry. Its slope at 0 is taken to be 0.")
sigmoid = _function("sigmoid", "1 / (1 + exp(−a)), entry by entry.")
tanh = _function("tanh", "The hyperbolic tangent, entry by entry.")
exp = _function("exp", "eᵃ, entry by entry.")
log = _function("log", "The natural logarithm, entry by entry.")


def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits); targets: plain numbers in the shape of logits."""
    if isinstance(targets, Node):
        raise TypeError("Targets are given, not learned: pass plain numbers, not a node.")
    losses.softmax_cross_entropy(getattr(logits, "value", logits), targets)  # refuses what does not fit
    return Node("softmax_cross_entropy", (logits, targets))
