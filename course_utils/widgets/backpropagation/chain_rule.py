"""The chain rule of one node in symbols, in numbers and in words, and what a wrong prediction has left out."""

import html

import numpy as np

from course_utils.formatting import short_number, short_numbers
from course_utils.widgets.backpropagation.notation import NOTATION

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def name_nodes(nodes):
    """A symbol for each node: its own name, the number of a constant, F for the result, z₁, z₂, … for operations.

    ValueError when two nodes have the same name.
    """
    names = {}
    for node in nodes:
        if node.name:
            name = _lower_digits(node.name)
            if name in names.values():
                raise ValueError(f"Two nodes of this graph are called {node.name!r}: give each a name of its own.")
            names[node] = name
    _add_name(names, nodes[-1], ["F", "f", "F′"])
    for node in nodes:
        if node.operation == "constant" and node.value.ndim == 0:
            names.setdefault(node, short_number(node.value.item()))
        letter = {"variable": "v", "constant": "y"}.get(node.operation, "z")
        alone = ["y"] if letter == "y" else []
        _add_name(names, node, [*alone, *(_lower_digits(f"{letter}{i}") for i in range(1, len(nodes) + 1))])
    return names


def _add_name(names, node, candidates):
    if node not in names:
        names[node] = next(name for name in candidates if name not in names.values())


def _lower_digits(name):
    """w1 → w₁: the digits at the end of a name are its index."""
    stem = name.rstrip("0123456789")
    return stem + name[len(stem) :].translate(SUBSCRIPTS) if stem else name


def remembered(step):
    """The nodes whose forward values a backward step reads."""
    if step is None or step.kind != "backward":
        return []
    node = step.node
    places = {"a": node.parents[0], "b": node.parents[-1], "out": node}
    needs = {
        place
        for operand, parent in enumerate(node.parents)
        if parent.operation != "constant"
        for place in NOTATION[node.operation].reads(operand)
    }
    return [places[place] for place in sorted(needs)]


class ChainRule:
    """The chain rule for one operand of one node: gradient = upstream × local."""

    def __init__(self, arrival, traversal, names):
        child, operand = arrival.child, arrival.operand
        self.child, self.parent, self.product = child, child.parents[operand], arrival.gradient
        self.operand, self.upstream = operand, child.gradient
        self.result, self.names = names[traversal.result], names
        symbols = {"a": names[child.parents[0]], "b": names[child.parents[-1]], "out": names[child]}
        self.notation = NOTATION[child.operation]
        self.formula = self.notation.local[operand].format(**symbols)
        self.is_product = not self.notation.handed_back  # upstream · local, entry by entry
        if self.is_product:
            for_one = traversal.contributions(child, np.ones_like(child.value))
            self.local = next(other.gradient for other, _ in for_one if other.operand == operand)

    @property
    def target(self):
        """The gradient that is sought, as in ∂F/∂x."""
        return f"∂{self.result}/∂{self.names[self.parent]}"

    @property
    def _is_plain(self):
        """Whether all numbers are single ones."""
        return self.is_product and np.ndim(self.upstream) == np.ndim(self.product) == 0

    def line(self):
        """The rule as one line of HTML: in symbols, then, for single numbers, in numbers."""
        child = self.names[self.child]
        upstream = f"<i>∂{html.escape(self.result)}/∂{html.escape(child)}</i>"
        if self.is_product:
            rule = f"{upstream} · <i>∂{html.escape(child)}/∂{html.escape(self.names[self.parent])}</i>"
        else:
            rule = self.notation.handed_back[self.operand].format(upstream=upstream, local=_value(self.formula))
        line = f"<i>{html.escape(self.target)}</i> = {rule}"
        if self._is_plain:
            line += f" = {_gradient(self.upstream, 'upstream')} × {_value(self.formula, 'local')}"
            local = short_number(self.local.item())
            if local != self.formula:
                line += f" = {short_numbers(self.upstream)} × {local}"
            return f"{line} = <b>{_gradient(self.product)}</b>"
        if self.is_product:
            line += f", with local gradient {_value(self.formula)}, entry by entry"
        if np.shape(self.product) != np.shape(self.upstream) and self.notation.elementwise:
            line += ", summed over the entries that share it"
        return f"{line} = <b>{_gradient(self.product)}</b>"

    def words(self):
        """The rule in plain text."""
        product = short_numbers(self.product)
        if not self._is_plain:
            return f"{self.target} = {product}"
        return f"{self.target} = {short_numbers(self.upstream)} × {short_numbers(self.local)} = {product}"

    def is_right(self, answer):
        """Whether a prediction is right, up to rounding."""
        return _same(answer, self.product)

    def missing(self, answer, others=()):
        """The sentence that says which factor a wrong prediction has missed.

        `others`: (what it is, gradient) pairs that the answer may have been taken from.
        """
        answer = np.asarray(answer, dtype=float)
        shape = np.shape(self.product)
        if answer.shape != shape:
            return f"A gradient has the shape of its variable: {_shape(shape)}, and yours has {_shape(answer.shape)}."
        child, local = self.names[self.child], self.formula
        upstream = f"the upstream gradient ∂{self.result}/∂{child} = {short_numbers(self.upstream)}"
        if not self.is_product:
            return (
                f"Not yet. Multiply {upstream} by {local}: rows times columns, in the order that makes the shapes fit."
            )
        here = short_number(self.local.item()) if np.ndim(self.local) == 0 else "that of each entry"
        rule = f"the local gradient ∂{child}/∂{self.names[self.parent]} is {local}"
        rule += "" if here == local else f", here {here}"
        if _same(answer, self.local):
            return f"You gave the local gradient alone. The factor missed is {upstream}: multiply by it."
        if _same(answer, np.broadcast_to(self.upstream, shape) if np.ndim(self.upstream) == 0 else self.upstream):
            return f"You gave the upstream gradient alone. The local factor was missed: {rule}."
        if _same(answer, -self.product):
            return f"The size is right and the sign is not: {rule}."
        for what, gradient in others:
            if _same(answer, gradient):
                return f"That is {what}. Here, {rule}."
        if np.ndim(self.upstream) == np.ndim(self.local) == 0 and _same(answer, self.upstream + self.local):
            return "You added the two slopes. Along one path they are multiplied; only separate paths add."
        if _same(answer, self.parent.value):
            return f"That is the value of {self.names[self.parent]}, not its gradient. Remember: {rule}."
        if not np.any(self.product):
            return f"The gradient stops here: {rule}, and anything times 0 is 0."
        return f"Not yet. Upstream is {short_numbers(self.upstream)}, and {rule}: multiply the two."


def _same(answer, expected):
    """Whether two gradients agree to the two or three digits that one would type."""
    answer, expected = np.asarray(answer, dtype=float), np.asarray(expected, dtype=float)
    if answer.shape != expected.shape:
        return False
    room = 0.02 * np.abs(expected) + 0.004 * np.max(np.abs(expected), initial=0) + 1e-12
    return bool(np.all(np.abs(answer - expected) <= room))


def _shape(shape):
    return "one number" if shape == () else " × ".join(map(str, shape)) + (" numbers" if len(shape) == 1 else "")


def _gradient(value, label=""):
    return f'<span class="course-gradient">{label} {html.escape(short_numbers(value))}</span>'


def _value(text, label=""):
    return f'<span class="course-value">{label} {html.escape(text)}</span>'
