"""Wrong answers made from right ones: the source is changed in one small place, as a student might have slipped.

`mutants(function)` yields pairs of what was changed and the changed function, most of them wrong.
"""

import ast
import copy
import inspect
import textwrap

BINARY = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "median")
INSTEAD = {  # other functions of NumPy or Python that may stand in the place of one
    **{name: tuple(other for other in REDUCTIONS if other != name) for name in REDUCTIONS},
    "exp": ("exp2", "expm1", "abs"),
    "log": ("log2", "log10", "log1p"),
    "maximum": ("minimum",),
    "argmax": ("argmin",),
    "norm": ("max", "sum", "min"),
    "abs": ("square",),
    "zeros": ("ones", "empty_like"),
    "zeros_like": ("ones_like",),
    "dot": ("multiply",),
    "where": (),
}
METHODS = (*REDUCTIONS, "argmax")


def mutants(function):
    """Pairs of what was changed and the changed function; those that do not even compile are left out."""
    source = textwrap.dedent(inspect.getsource(function))
    tree, seen = ast.parse(source), {ast.unparse(ast.parse(source))}
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            mutant = copy.deepcopy(tree)
            twin = next(n for i, n in enumerate(ast.walk(mutant)) if i == number)
            replacement = change(twin)
            if replacement is not None:
                mutant = _Replace(twin, replacement).visit(mutant)
            text = ast.unparse(ast.fix_missing_locations(mutant))
            if text not in seen:
                seen.add(text)
                made = _compiled(text, function)
                if made:
                    yield f"line {getattr(node, 'lineno', 0)}: {what}", made, text


class _Replace(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else super().generic_visit(node)


def _compiled(text, function):
    names = dict(function.__globals__)
    try:
        exec(compile(text, f"<mutant of {function.__name__}>", "exec"), names)
    except SyntaxError:
        return None
    return names[function.__name__]


def _changes(node):
    """Pairs of words and a function that changes a copy of the node, and returns one to put in its place, or None."""
    if isinstance(node, ast.BinOp):
        yield from _other_operations(node, "op", BINARY)
        yield "the operands are exchanged", _exchange
        yield "the left operand alone", lambda n: n.left
        yield "the right operand alone", lambda n: n.right
    if isinstance(node, ast.AugAssign):
        yield from _other_operations(node, "op", BINARY)
    if isinstance(node, ast.Compare):
        for other in COMPARISONS:
            if not isinstance(node.ops[0], other):
                yield f"{other.__name__} in a comparison", lambda n, other=other: setattr(n, "ops", [other()])
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            yield "in, not in", lambda n: setattr(n, "ops", [ast.NotIn() if isinstance(n.ops[0], ast.In) else ast.In()])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "a minus sign is left out", lambda n: n.operand
    if isinstance(node, ast.Return) and node.value is not None:
        yield (
            "a minus sign is put before what is returned",
            lambda n: setattr(n, "value", ast.UnaryOp(ast.USub(), n.value)),
        )
        yield "return is left out", lambda n: ast.Expr(n.value)
        yield "printed, not returned", lambda n: ast.Expr(ast.Call(ast.Name("print", ast.Load()), [n.value], []))
        yield "returned in whole numbers", lambda n: setattr(n, "value", _call("np.array", n.value, "dtype", "int"))
        yield "what is returned is averaged", lambda n: setattr(n, "value", _call("np.mean", n.value))
        yield "what is returned is added up", lambda n: setattr(n, "value", _call("np.sum", n.value))
    if isinstance(node, ast.Constant):
        yield from _other_constants(node)
    if isinstance(node, ast.Call):
        yield from _other_calls(node)
    if isinstance(node, ast.Subscript):
        yield from _other_indices(node)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ".T is left out", lambda n: n.value
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield "transposed", lambda n: _call("np.transpose", copy.deepcopy(n))
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        for i in range(len(node.elts) - 1):
            yield f"results {i} and {i + 1} are exchanged", lambda n, i=i: _swap(n.elts, i)
        for i in range(len(node.elts)):
            yield f"result {i} is left out", lambda n, i=i: n.elts.pop(i) and None
            yield f"result {i} alone", lambda n, i=i: n.elts[i]
    if isinstance(node, ast.IfExp):
        yield "the two values are exchanged", _exchange_branches
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If):
        yield from _other_blocks(node)
    if isinstance(node, ast.FunctionDef):
        names = [argument.arg for argument in node.args.args]
        for one in names:
            for other in names:
                if one != other:
                    yield f"{other} is used where {one} belongs", lambda n, one=one, other=other: _rename(n, one, other)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield "copied", lambda n: None


def _other_operations(node, field, operations):
    for other in operations:
        if not isinstance(getattr(node, field), other):
            yield f"{other.__name__} in place of another operation", lambda n, o=other: setattr(n, field, o())


def _other_constants(node):
    if isinstance(node.value, bool):
        yield f"{not node.value}", lambda n: ast.Constant(not n.value)
    elif isinstance(node.value, int | float):
        value = node.value
        for other in {
            value + 1,
            value - 1,
            2 * value,
            0,
            -value,
            10 * value,
            value / 10 if value > 9 or value < 0.1 else 3,
            1000 * value,
            value / 1000 if isinstance(value, float) else 2,
        }:
            if other != value:
                yield f"{other} in place of {value}", lambda n, o=other: ast.Constant(o)


def _other_calls(node):
    for i, keyword in enumerate(node.keywords):
        yield f"{keyword.arg}= is left out", lambda n, i=i: n.keywords.pop(i) and None
        if keyword.arg == "axis":
            for axis in (0, 1, -1, None):
                yield f"axis={axis}", lambda n, i=i, axis=axis: setattr(n.keywords[i], "value", ast.Constant(axis))
        if keyword.arg == "dtype":
            yield "whole numbers", lambda n, i=i: setattr(n.keywords[i], "value", ast.Name("int", ast.Load()))
    for i in range(len(node.args) - 1):
        yield f"arguments {i} and {i + 1} are exchanged", lambda n, i=i: _swap(n.args, i)
    if len(node.args) == 1 and not node.keywords:
        yield f"{ast.unparse(node.func)} is left out", lambda n: n.args[0]
    if (isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name | ast.Attribute)) or (
        isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id not in ("np", "math")
    ):
        yield f".{node.func.attr}() is left out", lambda n: n.func.value
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for other in INSTEAD.get(name, ()):
        if isinstance(node.func, ast.Attribute):
            yield f"{other} in place of {name}", lambda n, o=other: setattr(n.func, "attr", o)
        else:
            yield f"{other} in place of {name}", lambda n, o=other: setattr(n, "func", _name(f"np.{o}"))
    if name == "range":
        yield "the last one is left out", lambda n: n.args.append(ast.BinOp(n.args.pop(), ast.Sub(), ast.Constant(1)))
        yield "the first one is left out", lambda n: n.args.insert(0, ast.Constant(1))
        yield "one too many", lambda n: n.args.append(ast.BinOp(n.args.pop(), ast.Add(), ast.Constant(1)))
    if name == "zeros":
        yield "zeros in whole numbers", lambda n: n.keywords.append(ast.keyword("dtype", ast.Name("int", ast.Load())))


def _other_indices(node):
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
        return
    if not isinstance(node.slice, ast.Slice | ast.Tuple | ast.Constant):
        yield "the next index", lambda n: setattr(n, "slice", ast.BinOp(n.slice, ast.Add(), ast.Constant(1)))
        yield "the index before", lambda n: setattr(n, "slice", ast.BinOp(n.slice, ast.Sub(), ast.Constant(1)))
        yield "every index", lambda n: setattr(n, "slice", ast.Slice())
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        yield "the indices are exchanged", lambda n: n.slice.elts.reverse()
        yield "every row", lambda n: n.slice.elts.__setitem__(0, ast.Slice())
    if isinstance(node.ctx, ast.Load):
        yield "the index is left out", lambda n: n.value


def _other_blocks(node):
    """Statements left out, exchanged, or moved into the loop."""
    first = 1 if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) else 0
    for i in range(first, len(node.body)):
        if len(node.body) > 1:
            yield f"statement {i} is left out", lambda n, i=i: n.body.pop(i) and None
        if i + 1 < len(node.body):
            yield f"statements {i} and {i + 1} are exchanged", lambda n, i=i: _swap(n.body, i)
            if isinstance(node.body[i], ast.For | ast.While) and isinstance(node.body[i + 1], ast.Return):
                yield "return stands in the loop", lambda n, i=i: n.body[i].body.append(n.body.pop(i + 1))
    if isinstance(node, ast.If):
        yield "the condition is taken as met", lambda n: setattr(n, "test", ast.Constant(True))
        yield "the condition is taken as not met", lambda n: setattr(n, "test", ast.Constant(False))
        if node.orelse:
            yield "the branches are exchanged", _exchange_branches
    if isinstance(node, ast.For):
        for i, statement in enumerate(node.body):
            if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr) and i == len(node.body) - 1:
                yield "leaves the loop after the first round", lambda n: n.body.append(ast.Break())
    if isinstance(node, ast.FunctionDef):
        for i, statement in enumerate(node.body):
            if isinstance(statement, ast.For):
                yield "the loop runs once more", lambda n, i=i: n.body.insert(i, copy.deepcopy(n.body[i]))


def _exchange(node):
    node.left, node.right = node.right, node.left


def _exchange_branches(node):
    node.body, node.orelse = node.orelse, node.body


def _swap(items, i):
    items[i], items[i + 1] = items[i + 1], items[i]


def _rename(function, one, other):
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == one:
            node.id = other


def _name(dotted):
    return ast.parse(dotted, mode="eval").body


def _call(function, argument, keyword=None, value=None):
    keywords = [ast.keyword(keyword, _name(value))] if keyword else []
    return ast.Call(_name(function), [argument], keywords)
