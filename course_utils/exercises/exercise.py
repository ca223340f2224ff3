"""What an exercise is: data that says what to write, and how to answer each wrong try."""

from collections.abc import Callable
from dataclasses import dataclass


def as_returned(result):
    """Look at a result as it is."""
    return result


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Exercise:
    """One function to write.

    `answer` is the right function, and the only copy of it: where the library has the
    function, it is the library's own. A case is a tuple of arguments to call it with.
    `observe` turns what the function returns into numbers to compare, for answers that
    are not numbers already, such as iterators.
    """

    notebook: str
    name: str
    signature: str
    asks: str
    answer: Callable
    cases: tuple
    properties: tuple
    hints: tuple
    wrong_answers: tuple
    tolerance: float = 1e-5
    observe: Callable = as_returned
