"""What an exercise is: data that says what to write, and how to answer each wrong try.

A new one takes some ten lines, and one or two more for each wrong answer:

    def double(x):
        return 2 * x

    DOUBLE = Exercise(
        double,
        asks="Return twice the number x.",
        cases=((3.0,), (-1.5,)),
        properties=(always(lambda answer, x: answer(-x) == -answer(x), "Another sign of x should give another sign."),),
        hints=("What is x + x?", "Multiply x by 2."),
        wrong_answers=(
            wrong(lambda x: x**2, "x is multiplied by itself", "That is the square. Twice x is `2 * x`."),
            wrong(lambda x: x + 2, "2 is added", "Multiply by 2."),
        ),
    )

It stands in the module of its lesson, and its name in EXERCISES there. `# fmt: skip` behind the last bracket keeps
a table of wrong answers as it is laid out: function and words on one line, the hint on the next.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass


def as_returned(result, *_):
    """Look at a result as it is."""
    return result


def parts(*names):
    """Look at several results by their names; at another number of them as they are."""

    def named(results, *_):
        is_one_each = isinstance(results, (tuple, list)) and len(results) == len(names)
        return dict(zip(names, results, strict=True)) if is_one_each else results

    return named


@dataclass(frozen=True, eq=False)
class WrongAnswer:
    """A function that people write by mistake.

    `when` completes the sentence "Your output equals what you get when …", and `hint`
    says what to do about it.
    """

    function: Callable
    when: str
    hint: str


@dataclass(frozen=True)
class Property:
    """Something true of every right answer: `holds(answer, *arguments)` is then True.

    `says` is the sentence for an answer of which it is not true.
    """

    holds: Callable
    says: str


wrong, always = WrongAnswer, Property  # short names, for the tables


class _Task:
    """What exercises and missions have in common: they are called by the name of their `answer`."""

    @property
    def name(self):
        """What the function is called."""
        return self.answer.__name__

    @property
    def parameters(self):
        """The names of what it is given."""
        return tuple(inspect.signature(self.answer).parameters)

    @property
    def signature(self):
        """How it is called, as in "softmax(logits)". Defaults are left out: a case gives every argument."""
        return f"{self.name}({', '.join(self.parameters)})"


@dataclass(frozen=True, eq=False)
class Exercise(_Task):
    """One function to write, under the name of its answer and with the same parameters.

    `answer` is the right function, and the only copy of it: where the library has the
    function, it is the library's own. A case is a tuple of arguments to call it with.
    `observe` gets what the function returns, and then the arguments as it has left them. It
    turns them into numbers to compare: names for several results, with `parts("dx", "dy")`,
    or what should be so of a random result, each as a statement with True or False.
    `computed` are the names of several results in the order in which they are computed,
    where that is another than the one in which they are returned: the first that is wrong
    may have made the others wrong.
    """

    answer: Callable
    asks: str
    cases: tuple
    properties: tuple
    hints: tuple
    wrong_answers: tuple
    tolerance: float = 1e-5
    observe: Callable = as_returned
    computed: tuple = ()

    @property
    def passed_as(self):
        """What a notebook passes to `check`."""
        return self.name

    @property
    def to_begin(self):
        """What to do where nothing has been done yet."""
        return (
            f"Write `{self.signature}` in the cell above, then run both cells. "
            "(If you have: a function without `return` gives None.)"
        )


@dataclass(frozen=True)
class Trained:
    """What a mission's answer has made from one seed: a finished `Trainer` and the names of its features."""

    seed: int
    trainer: object
    features: list

    @property
    def network(self):
        """The network that was trained."""
        return self.trainer.network


@dataclass(frozen=True, eq=False)
class Mission(_Task):
    """A network to find and to train, so that a goal is met from 3 of 5 seeds.

    An answer is a function `train(seed, **changes)` that trains a network from the random start, and with the random
    points, of that seed, and returns the finished `Trainer` and a list of the names of its features. `changes` are
    settings to use in place of its own: `learning_rate`, `penalty` or `epochs`. `Playground().train` is such a
    function; `answer` is one in plain Python.

    `judge` is called once for each seed, with the `Trained` that the answer makes of it, and with a function that makes
    another one with the changes that it is given; it returns a sentence that says what is missing, or "".
    """

    answer: Callable
    asks: str
    judge: Callable
    hints: tuple

    passed_as = "playground.train"

    @property
    def to_begin(self):
        """What to do where nothing has been done yet."""
        return f"{self.asks} Train first, then check."
