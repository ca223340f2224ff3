"""A traversal of a graph in words: what its last step did, and what is known by now."""

import html

from course_utils.formatting import in_brackets, short_numbers
from course_utils.widgets.backpropagation.chain_rule import chain_rules, remembered
from course_utils.widgets.backpropagation.notation import NOTATION

MOST_GRADIENTS = 8  # that are named in one sentence


def explain(traversal, names):
    """The last step in symbols and numbers, as HTML."""
    step = traversal.last
    if step is None:
        return "Press <b>Forward one node</b>: each circle computes its value from the values that lead to it."
    if step.kind == "forward":
        value = html.escape(short_numbers(step.node.value))
        line = html.escape(f"{names[step.node]} = {_in_symbols(step.node, names)}")
        return f'<b>Forward.</b> {line} = <b class="course-value">{value}</b>'
    if step.kind == "start":
        f = html.escape(names[step.node])
        return f'<b>Backward.</b> It starts with <i>∂{f}/∂{f}</i> = <b class="course-gradient">1</b>.'
    lines = [rule.line() for rule in chain_rules(step.node, traversal, names)]
    return "<br>".join([*lines, _sums(step, traversal, names) + _memory(step, names)])


def _in_symbols(node, names):
    """One operation on the names of its operands, as in w₁ × x₁."""
    notation = NOTATION[node.operation]
    return (notation.line or notation.formula).format(a=names[node.parents[0]], b=names[node.parents[-1]])


def _sums(step, traversal, names):
    """What is said of the parents whose contributions, more than one by now, have been added."""
    sums = []
    for parent in dict.fromkeys(step.node.parents):
        parts = [arrival.gradient for arrival in traversal.arrived.get(parent, [])]
        if len(parts) > 1:
            total = " + ".join(in_brackets(part) for part in parts)
            gradient = f'<span class="course-gradient">{total} = <b>{short_numbers(parent.gradient)}</b></span>'
            sums.append(f"{html.escape(names[parent])}: {gradient}")
    return f"Contributions add: {', '.join(sums)} · " if sums else ""


def _memory(step, names):
    """What the step has read from the cache."""
    needed = [names[node] for node in remembered(step)]
    if not needed:
        return '<span class="course-aside">nothing is read from the cache</span>'
    values = html.escape(" and ".join(dict.fromkeys(needed)))
    return f'<span class="course-aside">read from the cache: {values}</span>'


def describe(traversal, names):
    """How far the traversal is, and what it has found: the result, and the gradients of the first variables."""
    done = f"After {traversal.position} of {len(traversal.steps)} steps"
    if traversal.position < len(traversal.operations):
        return f"{done} some operations still wait for their values."
    f = names[traversal.result]
    result = f"{done} {f} = {short_numbers(traversal.result.value)}"
    variables = [n for n in traversal.nodes if n.operation == "variable" and traversal.has_gradient(n)]
    known = [
        f"∂{f}/∂{names[node]} = {short_numbers(node.gradient)}{'' if traversal.is_complete(node) else ' so far'}"
        for node in variables[:MOST_GRADIENTS]
    ]
    return f"{result}, with {', '.join(known)}." if known else f"{result}; no input has a gradient yet."
