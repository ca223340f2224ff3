"""A traversal through a computational graph, one node at a time: forward to its result, and back with the gradients."""

from dataclasses import dataclass

import numpy as np

from course_utils.gradients import numerical_gradient
from course_utils.graph import Node


@dataclass(frozen=True)
class Step:
    """One step of a traversal: a "forward" or "backward" step of `node`, or the "start" of the backward pass there."""

    kind: str
    node: Node


@dataclass(frozen=True)
class Arrival:
    """What one use of a node has brought back: the contribution that came from operand number `operand` of `child`."""

    child: Node
    operand: int
    gradient: np.ndarray


class Traversal:
    """All steps through the graph that ends in `result`, and the present `position` between the first and the last.

    First every operation is computed, parents before children. Then dF/dF is set to 1, and every operation, last to
    first, hands gradients to its parents. `arrived` maps a node to the contributions that have reached it by now.
    """

    def __init__(self, result):
        self.result, self.nodes = result, result.order()
        self.operations = [node for node in self.nodes if node.parents]
        forward = [Step("forward", node) for node in self.operations]
        backward = [Step("backward", node) for node in reversed(self.operations)]
        self.steps = [*forward, Step("start", result), *backward]
        self.go_to(0)

    @property
    def last(self):
        """The step that has just been done, or None."""
        return self.steps[self.position - 1] if self.position else None

    @property
    def next(self):
        """The step to come, or None."""
        return self.steps[self.position] if self.position < len(self.steps) else None

    def go_to(self, position):
        """Compute the graph anew from its inputs, and the gradients as far as they are known at this position."""
        self.position = min(max(position, 0), len(self.steps))
        self.result.forward()
        self.arrived = {}
        if self.position > len(self.operations):
            self.result.start_backward()
        for step in self.steps[len(self.operations) + 1 : self.position]:
            for arrival, parent in self.contributions(step.node):
                self.arrived.setdefault(parent, []).append(arrival)
            step.node.backward_step()

    def contributions(self, node, upstream=None):
        """What a node hands to its parents for the gradient that it has (or another), as (Arrival, parent) pairs."""
        operands = [i for i, parent in enumerate(node.parents) if parent.operation != "constant"]
        pairs = node.contributions(node.gradient if upstream is None else upstream)
        return [(Arrival(node, i, part), parent) for i, (parent, part) in zip(operands, pairs, strict=True)]

    def has_value(self, node):
        """Whether the forward pass has reached a node."""
        return not node.parents or node in [step.node for step in self.steps[: self.position]]

    def has_gradient(self, node):
        """Whether some gradient has reached a node."""
        return node in self.arrived or (node is self.result and self.position > len(self.operations))

    def uses(self, node):
        """How many times a node is an operand: its gradient is the sum of so many contributions."""
        return sum(child.parents.count(node) for child in self.nodes)

    def is_complete(self, node):
        """Whether everything that a node's gradient consists of has arrived."""
        return self.has_gradient(node) and len(self.arrived.get(node, [])) == self.uses(node)

    def numerical_gradient(self, node):
        """The gradient of the result along a node's value, found by nudging that value and computing what follows."""
        following = self.nodes[self.nodes.index(node) + 1 :]
        node.value = np.array(node.value, dtype=float)  # an array, in which one entry can be nudged

        def result(_):
            for later in following:
                later.forward_step()
            return self.result.value.item()

        if node is self.result:
            return np.ones_like(node.value)
        try:
            return numerical_gradient(result, node.value)
        finally:
            self.result.forward()
