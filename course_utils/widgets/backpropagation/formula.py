"""What people type, and what they read: "max(w*x, 0)" becomes a graph, a graph F = max(w · x, 0); numbers likewise."""

import ast
import math
import operator

import numpy as np

from course_utils import graph
from course_utils.formatting import short_number

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}
FUNCTIONS = {
    "max": graph.maximum,
    "maximum": graph.maximum,
    "relu": graph.relu,
    "sigmoid": graph.sigmoid,
    "tanh": graph.tanh,
    "exp": graph.exp,
    "log": graph.log,
    "sum": lambda a: graph.Node("sum", (a,)),
    "mean": lambda a: graph.Node("mean", (a,)),
}
KNOWN = "+ − * / ** @, max, relu, sigmoid, tanh, exp, log, sum and mean"
LONGEST = 200  # characters


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
    names = sorted({part.id for part in ast.walk(tree) if isinstance(part, ast.Name)} - set(FUNCTIONS))
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
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_build(operand, variables)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](_build(left, variables), _build(right, variables))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            wanted = 2 if name in ("max", "maximum") else 1
            if len(arguments) != wanted:
                raise ValueError(f"{name} takes {wanted} {'arguments' if wanted > 1 else 'argument'} here.")
            return FUNCTIONS[name](*(_build(argument, variables) for argument in arguments))
    name = ast.unparse(tree.func if isinstance(tree, ast.Call) else tree)
    raise ValueError(f"The graph does not know {name}. It knows {KNOWN}.")


STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "neg": 3, "**": 4}


def write(node, names):
    """The formula of a node in one line, with the names that `names` gives to its inputs."""
    parts = [write(parent, names) for parent in node.parents]
    strength = STRENGTH.get(node.operation)
    if not parts:
        return names[node] if node.operation == "variable" or node.value.ndim else short_number(node.value.item())
    if node.operation == "softmax_cross_entropy":
        return f"CE(softmax({parts[0]}), {parts[1]})"
    if node.operation == "T":
        return f"{_bracketed(node.parents[0], parts[0], 5)}ᵀ"
    if strength is None:
        return f"{node.operation}({', '.join(parts)})"
    if node.operation == "neg":
        return f"−{_bracketed(node.parents[0], parts[0], strength)}"
    # a − (b − c) and a / (b / c) keep their brackets, and so does (aᵇ)ᶜ
    left = _bracketed(node.parents[0], parts[0], strength + (node.operation == "**"))
    right = _bracketed(node.parents[1], parts[1], strength + (node.operation in "-/"))
    sign = {"+": " + ", "-": " − ", "*": " · ", "/": " / ", "@": " ", "**": "^"}[node.operation]
    return f"{left}{sign}{right}"


def _bracketed(parent, text, strength):
    """The text of an operand, in brackets where it binds less tightly than what is done with it."""
    return f"({text})" if STRENGTH.get(parent.operation, 9) < strength else text


def read_numbers(text, shape=None):
    """The numbers in "2", "1 2; 3 4" or "[[1, 2], [3, 4]]"; ValueError if there are none, or of another shape."""
    if isinstance(text, str):
        plain = text.replace("−", "-").strip()
        if plain.startswith("[["):
            plain = plain.replace("],", ";")
        rows = [row.replace(",", " ").strip("[] ").split() for row in plain.split(";")]
        try:
            numbers = np.array([[float(entry) for entry in row] for row in rows])
            if not numbers.size:
                raise ValueError
        except ValueError:
            raise ValueError(f"{text!r} is not read: write 2, or 1 2; 3 4 with a semicolon between rows.") from None
        if ";" not in plain and "[[" not in plain:
            is_single = numbers.size == 1 and "[" not in plain
            numbers = numbers.reshape(()) if is_single else numbers.reshape(-1)
    else:
        numbers = np.asarray(text, dtype=float)
    if not np.isfinite(numbers).all():
        raise ValueError("Only finite numbers can be computed with.")
    if shape is not None and numbers.shape != shape:
        raise ValueError(f"This input keeps its shape, {shape}; yours has {numbers.shape}.")
    return numbers


def type_numbers(values):
    """An array as one would type it: 1 2; 3 4."""
    return "; ".join(" ".join(f"{number:g}" for number in row) for row in np.atleast_2d(values))
