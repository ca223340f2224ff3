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

from course_utils import losses, require
from course_utils.operations import OPERATIONS


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

    def __neg__(self):
        return Node("neg", (self,))

    def sum(self):
        """The sum of all entries."""
        return Node("sum", (self,))

    def mean(self):
        """The mean of all entries."""
        return Node("mean", (self,))

    @property
    def T(self):
        """The transpose: rows become columns."""
        return Node("T", (self,))

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
            require.finite(self.name or "A number in a graph", self.value)
            return
        values = [parent.value for parent in self.parents]
        try:
            with np.errstate(all="ignore"):  # the check below says it better
                result = OPERATIONS[self.operation][0](*values)
        except ValueError:
            shapes = " and ".join(str(value.shape) for value in values)
            raise ValueError(f"{self.operation} does not fit the shapes {shapes}.") from None
        require.finite_result(f"{self.operation} has no finite result at", values, result)
        self.value = result

    def backward(self):
        """Set the gradient of every node in the graph, afresh. ValueError unless this is a single number."""
        for node in self.start_backward():
            node.backward_step()

    def start_backward(self):
        """Set this node's gradient to 1, all others to 0, and return the nodes to step through, last first."""
        require.single_number(self.value)
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
        if np.isfinite(upstream).all():
            values, found = [parent.value for parent in self.parents], [product for _, product in pairs]
            require.finite_result(f"{self.operation} has no finite gradient at", values, *found)
        return [(parent, _sum_to_shape(product, parent.value.shape)) for parent, product in pairs]


def _sum_to_shape(gradient, shape):
    """Undo broadcasting: an entry that was used many times gets the sum of its shares."""
    gradient = np.sum(gradient, axis=tuple(range(np.ndim(gradient) - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.sum(gradient, axis=stretched, keepdims=True)


def variable(value, name="", operation="variable"):
    """A node to start from: a number or array, which is copied, and a name to show. A "constant" has no gradient."""
    return Node(operation, value=require.numbers(value).astype(float), name=name)  # astype copies


def maximum(a, b):
    """The larger of two, entry by entry. At a tie, the gradient goes to the first."""
    return Node("max", (a, b))


def relu(a):
    """max(a, 0), entry by entry. Its slope at 0 is taken to be 0."""
    return Node("relu", (a,))


def sigmoid(a):
    """1 / (1 + exp(−a)), entry by entry."""
    return Node("sigmoid", (a,))


def tanh(a):
    """The hyperbolic tangent, entry by entry."""
    return Node("tanh", (a,))


def exp(a):
    """eᵃ, entry by entry."""
    return Node("exp", (a,))


def log(a):
    """The natural logarithm, entry by entry."""
    return Node("log", (a,))


def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits); targets: plain numbers in the shape of logits."""
    if isinstance(targets, Node):
        raise TypeError("Targets are given, not learned: pass plain numbers, not a node.")
    losses.softmax_cross_entropy(getattr(logits, "value", logits), targets)  # refuses what does not fit
    return Node("softmax_cross_entropy", (logits, targets))
