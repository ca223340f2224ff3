"""What is said of a function that comes to no result, or leaves more behind than its result."""

import re

import numpy as np

from course_utils.exercises.checking.write import listed

# How an error begins, and what it means. {arrays} are the arguments that are arrays.
ERRORS = (
    ("RecursionError", "Your function calls itself and never comes to an end."),
    ("SystemExit", "Your function ends the program: return a value instead."),
    ("ValueError: The truth value of an array",
     "{arrays}: `if`, `while`, `and`, `or` and Python's `max` and `min` need a single True or False, and a comparison "
     "of arrays gives one for each number. Compute with the comparison itself, or look at one number at a time."),
    ("TypeError: only .* arrays can be converted to Python|TypeError: must be real number, not",
     "{arrays}: functions of `math`, and `float`, take one number. NumPy's, as `np.exp`, take arrays."),
    ("TypeError: only .* can be converted to a scalar index|TypeError: only integer scalar arrays",
     "An array stands where one whole number is needed."),
    ("IndexError: arrays used as indices|IndexError: only integers|TypeError: list indices must be",
     "An index must be a whole number; yours is something else."),
    ("IndexError", "An index lies outside of what it looks into: it has fewer dimensions, or fewer entries."),
    ("AxisError|numpy.exceptions.AxisError|ValueError: .*axis",
     "An `axis` is asked for that the array does not have."),
    ("UFuncTypeError|_UFunc.*CastingError",
     "`-=` and the like cannot put fractions into an array of whole numbers: write `a = a - b`, "
     "or turn the array into floats first."),
    ("ValueError: (operands could not be broadcast|non-broadcastable|could not broadcast|matmul|shapes|dot)",
     "Two arrays meet whose shapes do not fit together."),
    ("ValueError: setting an array element", "An array stands where a single number should be stored."),
    ("(NameError|UnboundLocalError)", "A name is used that has no value at this point: is it spelled as it was set?"),
    ("KeyError", "A key is looked up that the dictionary does not hold."),
    ("ZeroDivisionError", "Something is divided by 0."),
    (r"TypeError: .*(positional argument|missing \d+ required)",
     "A function is called with other arguments than it takes. Yours is called as `{signature}`."),
    ("TypeError: (unsupported operand .* for \\^|ufunc 'bitwise_xor')", "`^` is no power in Python: write `**`."),
    ("TypeError: unsupported operand .*'(function|builtin_function_or_method|_ArrayFunctionDispatcher)'",
     "A function is used as if it were a number: call it, with its arguments in brackets behind its name."),
    ("TypeError: .*'(int|float|numpy.*)' object is not callable",
     "A number is called as if it were a function: to multiply, write `*`."),
    ("TypeError: can't multiply sequence|TypeError: unsupported operand .*'(list|tuple)'",
     "A list or tuple is used as if it were one number: compute with each of its numbers, or make it an array."),
    ("TypeError: (.*'(int|float|numpy.*)' object is not (iterable|subscriptable)|object of type .* has no len|"
     "iteration over a 0-d|len.. of unsized)|AttributeError: '(int|float)' object|IndexError: too many indices.*0-d",
     "A single number is used as if it were an array: `np.array` makes an array of it."),
    ("TypeError: Cannot interpret .* as a data type", "A shape takes brackets of its own, as in `np.zeros((2, 3))`."),
    ("TypeError: .*'(axis|keepdims)'",
     "A function gets an `axis` or `keepdims` that it does not take: Python's own `sum` and `max` know none,"
     " `np.sum` and `np.max` do."),
    ("LinAlgError", "A matrix is inverted that has no inverse. Is an inverse what you need here?"),
    ("ValueError: .* must have the shape",
     "A function of the course is given an array of another shape than it takes: are its arguments in order?"),
    ("TypeError: .*NoneType", "A value is used that is None: a function without `return` gives None."),
    ("AttributeError", "A value is asked for something that values of its type do not have."),
)  # fmt: skip


def stumble(trial, exercise):
    """Say how the function failed to give numbers, or what it did beside; "" if it did neither."""
    outcome = trial.got
    if outcome.error:
        return _meaning(outcome.error, trial, exercise)
    if outcome.disturbed:
        names = ", ".join(outcome.disturbed[:3])
        return f"Your function changes {names}, which others use too. It has been put back: leave it as it is."
    if outcome.changed_input:
        return (
            "Your function changes the array that it is given. "
            "Whoever called it still needs that array: work on a copy."
        )
    if outcome.numbers is None and outcome.printed:
        return "Your function prints its answer: end it with `return` instead."
    if outcome.numbers is None:
        return "For this input your function returns None: does every path end with `return`?"
    if isinstance(outcome.numbers, str):
        return f"Your function returns {outcome.numbers}, where numbers are asked for.{_to_collect(outcome.numbers)}"
    return ""


def _to_collect(kind):
    return " It has made none yet: put them into a list." if kind.endswith("generator") else ""


def _meaning(error, trial, exercise):
    for beginning, meaning in ERRORS:
        if re.match(beginning, error):
            stops = "" if meaning.startswith("Your function") else "Your function stops with an error. "
            return stops + meaning.format(arrays=_arrays(trial, exercise), signature=exercise.signature)
    return "Your function stops with an error."


def _arrays(trial, exercise):
    names = [
        f"`{parameter}`"
        for parameter, argument in zip(exercise.parameters, trial.case, strict=True)
        if np.ndim(argument)
    ]
    if not names:
        return "An array stands where one number is needed"
    return f"{listed(names)} {'is an array' if len(names) == 1 else 'are arrays'}"
