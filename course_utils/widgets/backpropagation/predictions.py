"""Predict mode: which gradients are asked for before a step, and which factor a wrong answer has missed."""

import numpy as np

from course_utils.formatting import short_number, short_numbers
from course_utils.widgets.backpropagation.chain_rule import chain_rules


class Questions:
    """What is asked before the next step of a traversal: each gradient that it hands back, one after the other."""

    def __init__(self, traversal, names):
        self.traversal, self.names, self._answered = traversal, names, 0

    def _rules(self):
        """The chain rules of the step, computed afresh: an input may have changed since."""
        step = self.traversal.next
        if step is None or step.kind != "backward":
            return []
        return chain_rules(step.node, self.traversal, self.names)

    def open(self):
        """The chain rules that are still to be predicted."""
        return self._rules()[self._answered :]

    def title(self):
        """The gradient that is asked for, as in "∂F/∂x through z₁ =" where its node has several operands."""
        rule = self.open()[0]
        through = f" through {self.names[rule.child]}" if len(self._rules()) > 1 else ""
        return f"{rule.target}{through} ="

    def go_on(self):
        """Ask for the next one."""
        self._answered += 1

    def mistakable(self, rule):
        """What a prediction may have been confused with: the other operand's gradient, and the sum so far."""
        others = [
            (f"the gradient of the other input, {self.names[other.parent]}", other.product)
            for other in self._rules()
            if other.operand != rule.operand
        ]
        earlier = [arrival.gradient for arrival in self.traversal.arrived.get(rule.parent, [])]
        if earlier:
            others.append(("the sum with what has come by another path", sum(earlier) + rule.product))
        return others


def is_right(rule, answer):
    """Whether a prediction is right, up to rounding."""
    return _same(answer, rule.product)


def missing(rule, answer, others=()):
    """The sentence that says which factor a wrong prediction has missed.

    `others`: (what it is, gradient) pairs that the answer may have been taken from.
    """
    answer = np.asarray(answer, dtype=float)
    shape = np.shape(rule.product)
    if answer.shape != shape:
        return f"A gradient has the shape of its variable: {_shape(shape)}, and yours has {_shape(answer.shape)}."
    child, local = rule.names[rule.child], rule.formula
    upstream = f"the upstream gradient ∂{rule.result}/∂{child} = {short_numbers(rule.upstream)}"
    if not rule.is_product:
        return f"Not yet. {rule.notation.in_words.format(upstream=upstream, local=local)}"
    here = short_number(rule.local.item()) if np.ndim(rule.local) == 0 else "that of each entry"
    local_is = f"the local gradient ∂{child}/∂{rule.names[rule.parent]} is {local}"
    local_is += "" if here == local else f", here {here}"
    if _same(answer, rule.local):
        return f"You gave the local gradient alone. The factor missed is {upstream}: multiply by it."
    if _same(answer, np.broadcast_to(rule.upstream, shape) if np.ndim(rule.upstream) == 0 else rule.upstream):
        return f"You gave the upstream gradient alone. The local factor was missed: {local_is}."
    if _same(answer, -rule.product):
        return f"The size is right and the sign is not: {local_is}."
    for what, gradient in others:
        if _same(answer, gradient):
            return f"That is {what}. Here, {local_is}."
    if np.ndim(rule.upstream) == np.ndim(rule.local) == 0 and _same(answer, rule.upstream + rule.local):
        return "You added the two slopes. Along one path they are multiplied; only separate paths add."
    if _same(answer, rule.parent.value):
        return f"That is the value of {rule.names[rule.parent]}, not its gradient. Remember: {local_is}."
    if not np.any(rule.product):
        return f"The gradient stops here: {local_is}, and anything times 0 is 0."
    return f"Not yet. Upstream is {short_numbers(rule.upstream)}, and {local_is}: multiply the two."


def _same(answer, expected):
    """Whether two gradients agree to the two or three digits that one would type."""
    answer, expected = np.asarray(answer, dtype=float), np.asarray(expected, dtype=float)
    if answer.shape != expected.shape:
        return False
    room = 0.02 * np.abs(expected) + 0.004 * np.max(np.abs(expected), initial=0) + 1e-12
    return bool(np.all(np.abs(answer - expected) <= room))


def _shape(shape):
    return "one number" if shape == () else " × ".join(map(str, shape)) + (" numbers" if len(shape) == 1 else "")
