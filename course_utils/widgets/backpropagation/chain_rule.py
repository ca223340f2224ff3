"""The chain rule of one node in symbols and in numbers, and what it reads from the cache."""

import html

import numpy as np

from course_utils.formatting import short_number, short_numbers
from course_utils.widgets.backpropagation.notation import NOTATION


def remembered(step):
    """The nodes whose forward values a backward step reads; for a transpose, the matrix that it shows turned."""
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
    read = [places[place] for place in sorted(needs)]
    return [place.parents[0] if place.operation == "T" else place for place in read]


class ChainRule:
    """The chain rule for one operand of one node: gradient = upstream × local."""

    def __init__(self, arrival, traversal, names):
        child, operand = arrival.child, arrival.operand
        self.child, self.parent, self.product = child, child.parents[operand], arrival.gradient
        self.operand, self.upstream = operand, child.gradient
        self.equals = (
            "=" if traversal.uses(self.parent) == 1 else "gets"
        )  # the whole gradient, or one of several contributions
        self.result, self.names = names[traversal.result], names
        symbols = {"a": names[child.parents[0]], "b": names[child.parents[-1]], "out": names[child]}
        self.notation = NOTATION[child.operation]
        self.formula = self.notation.local[operand].format(**symbols).replace("ᵀᵀ", "")  # turned twice is not turned
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
        line = f"<i>{html.escape(self.target)}</i> {self.equals} {rule}"
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
            return f"{self.target} {self.equals} {product}"
        return f"{self.target} {self.equals} {short_numbers(self.upstream)} × {short_numbers(self.local)} = {product}"


def chain_rules(node, traversal, names):
    """The chain rule for each operand of a node that has a gradient."""
    return [ChainRule(arrival, traversal, names) for arrival, _ in traversal.contributions(node)]


def _gradient(value, label=""):
    return f'<span class="course-gradient">{label} {html.escape(short_numbers(value))}</span>'


def _value(text, label=""):
    return f'<span class="course-value">{label} {html.escape(text)}</span>'
