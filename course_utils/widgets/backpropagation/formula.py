"""What people type, and what they read: "max(w*x, 0)" becomes a graph, a graph F = max(w · x, 0)."""

import ast
import math

from course_utils import graph
from course_utils.formatting import short_number
from course_utils.widgets.backpropagation.notation import ATOM, CALL, NOTATION

# What may be typed, each with the number of its operands and the function that it calls.
TYPED = {way: (len(row.local), call) for row in NOTATION.values() for way, call in row.typed.items()}
_signs = " ".join(name for name in NOTATION if not name.isidentifier()).replace("-", "−")
*_names, _last = [name for name, row in NOTATION.items() if name in row.typed]
KNOWN = f"{_signs}, {', '.join(_names)} and {_last}"
LONGEST = 200  # characters


def as_node(expression, values):
    """The last node of an expression that someone has written; or the reason why it cannot be shown."""
    if isinstance(expression, str):
        expression = parse(expression, values)
    if not isinstance(expression, graph.Node):
        kind = type(expression).__name__
        raise TypeError(
            f"The stepper shows graphs, and this is a {kind}. Build it from variables, as in "
            "x = variable(2, 'x'), or write the formula as text, as in GraphStepper('x * x + 1', x=2)."
        )
    if not expression.parents:
        raise ValueError("This is an input alone: there is no operation to step through.")
    if expression.value.ndim:
        raise ValueError(f"The last node has the shape {expression.value.shape}. End with .sum() or .mean().")
    unknown = {node.operation for node in expression.order() if node.parents} - set(NOTATION)
    if unknown:
        raise ValueError(f"The stepper has no words for {', '.join(sorted(unknown))}. It knows {KNOWN}.")
    return expression


def parse(text, values):
    """The graph of a formula such as "relu(w * x + b)".

    values: a number or array for each variable; those without one get 1, 2, 3, … ValueError, in clear words, for
    what is no formula or has an operation that the graph does not know.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The formula is longer than {LONGEST} characters: take a part of it.")
    try:
        tree = ast.parse(text.strip().replace("^", "**").replace("−", "-").replace("·", "*"), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f"{text!r} is not a formula. Write it as in Python: relu(w * x + b).") from None
    names = sorted({part.id for part in ast.walk(tree) if isinstance(part, ast.Name)} - set(TYPED))
    if no_numbers := {"inf", "infinity", "nan"} & {name.lower() for name in names}:
        raise ValueError(f"{no_numbers.pop()} is no number to compute with: give the variable another name.")
    variables = {name: graph.variable(values.get(name, i), name) for i, name in enumerate(names, start=1)}
    result = _build(tree, variables)
    if not isinstance(result, graph.Node):
        raise ValueError(f"{text!r} has no variable: write a letter where a number may change, as in 2 * x.")
    return result


def _build(tree, variables):
    """The node of one part of the formula, or its number."""
    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) < math.inf:
            return float(value)
        case ast.Name(id=name) if name in variables:
            return variables[name]
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in TYPED:
            way, operands = type(sign), [operand]
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in TYPED:
            way, operands = type(sign), [left, right]
        case ast.Call(func=ast.Name(id=way), args=operands, keywords=[]) if way in TYPED:
            wanted = TYPED[way][0]
            if len(operands) != wanted:
                raise ValueError(f"{way} takes {wanted} {'arguments' if wanted > 1 else 'argument'} here.")
        case _:
            name = ast.unparse(tree.func if isinstance(tree, ast.Call) else tree)
            raise ValueError(f"The graph does not know {name}. It knows {KNOWN}.")
    return TYPED[way][1](*(_build(operand, variables) for operand in operands))


def write(node, names):
    """The formula of a node in one line, with the names that `names` gives to its inputs."""
    if not node.parents:
        return names[node] if node.operation == "variable" or node.value.ndim else short_number(node.value.item())
    row, operands = NOTATION[node.operation], {}
    for letter, parent in zip("ab", node.parents, strict=False):
        text = write(parent, names)
        binds = NOTATION[parent.operation].binds if parent.parents else ATOM
        is_loose = row.binds != CALL and binds < row.binds + (letter in row.tighter)
        operands[letter] = f"({text})" if is_loose else text
    return row.formula.format(**operands)
