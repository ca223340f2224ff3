"""How people write the operations of a graph: one row each, for all that is drawn, written, typed and explained.

To add an operation: its functions and its row in `course_utils.operations`, a public function in `course_utils.graph`
if it has a name, and its row here.
"""

import ast
import operator
from dataclasses import dataclass, field
from string import Formatter

from course_utils import graph
from course_utils.graph import Node

# How tightly a part of a formula holds together; names and numbers are ATOMs. The operands of a CALL need no brackets.
SUM, PRODUCT, SIGN, MATRIX_PRODUCT, POWER, ATOM, CALL = range(7)


@dataclass(frozen=True)
class Notation:
    """How people write one operation. In the texts, {a} and {b} are its operands, and {out} is its result.

    circle: what stands in its circle in the picture, as short as that can hold.
    formula: how it is written as part of a formula.
    binds: how tightly that holds together. An operand that binds less tightly is put in brackets.
    local: its local gradient along each operand; "" along one that is always constant.
    line: how it is written in the line of its step, if not as in a formula.
    tighter: the operands that are put in brackets already when they bind no tighter, as the second of a − (b − c).
    typed: what is typed for it, a name or a sign of Python's, with the function that then makes the node.
    elementwise: whether each entry is computed from single entries, so that a smaller operand's entries are shared.
    handed_back: what each operand receives, made of {upstream} and {local}, if not their product entry by entry.
    in_words: how it is made of {upstream} and {local}, for someone who has made it otherwise.
    """

    circle: str
    formula: str
    binds: int
    local: tuple
    line: str = ""
    tighter: str = ""
    typed: dict = field(default_factory=dict)
    elementwise: bool = True
    handed_back: tuple = ()
    in_words: str = ""

    def reads(self, operand):
        """Which of "a", "b" and "out" the local gradient along an operand has to remember: those in its formula."""
        return {letter for _, letter, _, _ in Formatter().parse(self.local[operand]) if letter}


NOTATION = {
    "+": Notation("+", "{a} + {b}", SUM, ("1", "1"), typed={ast.Add: operator.add}),
    "-": Notation("−", "{a} − {b}", SUM, ("1", "−1"), tighter="b", typed={ast.Sub: operator.sub}),
    "*": Notation("×", "{a} · {b}", PRODUCT, ("{b}", "{a}"), line="{a} × {b}", typed={ast.Mult: operator.mul}),
    "/": Notation(
        "÷",
        "{a} / {b}",
        PRODUCT,
        ("1 / {b}", "−{out} / {b}"),
        line="{a} ÷ {b}",
        tighter="b",
        typed={ast.Div: operator.truediv},
    ),
    "**": Notation(
        "^",
        "{a}^{b}",
        POWER,
        ("{b} · {a}^({b} − 1)", "{out} · ln {a}"),
        line="{a} ^ {b}",
        tighter="a",
        typed={ast.Pow: operator.pow},
    ),
    "@": Notation(
        "@",
        "{a} {b}",
        MATRIX_PRODUCT,
        ("{b}ᵀ", "{a}ᵀ"),
        typed={ast.MatMult: operator.matmul},
        elementwise=False,
        handed_back=("{upstream} · {local}", "{local} · {upstream}"),
        in_words="Multiply {upstream} by {local}: rows times columns, in the order that makes the shapes fit.",
    ),
    "neg": Notation("−", "−{a}", SIGN, ("−1",), typed={ast.USub: operator.neg}),
    "max": Notation(
        "max",
        "max({a}, {b})",
        CALL,
        ("1 if {a} ≥ {b}, else 0", "1 if {b} > {a}, else 0"),
        typed={"max": graph.maximum, "maximum": graph.maximum},
    ),
    "relu": Notation("ReLU", "relu({a})", CALL, ("1 if {a} > 0, else 0",), typed={"relu": graph.relu}),
    "sigmoid": Notation("σ", "sigmoid({a})", CALL, ("{out} (1 − {out})",), typed={"sigmoid": graph.sigmoid}),
    "tanh": Notation("tanh", "tanh({a})", CALL, ("1 − {out}²",), typed={"tanh": graph.tanh}),
    "exp": Notation("exp", "exp({a})", CALL, ("{out}",), typed={"exp": graph.exp}),
    "log": Notation("ln", "log({a})", CALL, ("1 / {a}",), typed={"log": graph.log}),
    "sum": Notation("Σ", "sum({a})", CALL, ("1 for each entry",), typed={"sum": Node.sum}, elementwise=False),
    "mean": Notation(
        "mean", "mean({a})", CALL, ("1 / number of entries",), typed={"mean": Node.mean}, elementwise=False
    ),
    "T": Notation(
        "T",
        "{a}ᵀ",
        ATOM,
        ("",),
        elementwise=False,
        handed_back=("({upstream})ᵀ",),
        in_words="Turn {upstream} over: its rows become the columns.",
    ),
    "softmax_cross_entropy": Notation(
        "CE",
        "CE(softmax({a}), {b})",
        CALL,
        ("(softmax({a}) − {b}) / N", ""),
        line="cross-entropy of softmax({a}) with {b}",
        elementwise=False,
    ),
}
