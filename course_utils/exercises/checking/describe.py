"""What can be seen in wrong numbers. Each sentence is measured, so it is true whatever the mistake was.

It says how the numbers relate to the right ones (the opposite sign, twice as large, multiplied by an argument), or
which of several results is wrong, or how the shape differs. "On every input" means in every case tried.
"""

from types import SimpleNamespace

import numpy as np

from course_utils.exercises.checking.compare import close, same
from course_utils.exercises.checking.write import listed, write
from course_utils.exercises.exercise import as_returned

REDUCTIONS = {
    "the sum": np.sum,
    "the mean": np.mean,
    "the largest": np.max,
}


def _reversed(values):
    return values[::-1]


def _sorted(values):
    return np.sort(values, axis=None)


ARRANGEMENTS = {
    "with rows and columns exchanged": np.transpose,
    "in reverse order": _reversed,
    "with each row in reverse order": np.fliplr,
    "in another order": _sorted,
}
CUT_OFF = "without their fractions: did `int`, `//` or an array of whole numbers cut them off?"
CHANGES = {  # how the numbers were made from the right ones
    "with the opposite sign": np.negative,
    CUT_OFF: np.trunc,
    "rounded to whole numbers": np.round,
    "rounded to one decimal": lambda values: np.round(values, 1),
    "rounded to two decimals": lambda values: np.round(values, 2),
    "without their minus signs": np.abs,
    "squared": np.square,
    "with their square roots taken": np.sqrt,
    "with their logarithms taken": np.log,
    "with exp taken of them": np.exp,
    "divided into 1": np.reciprocal,
    "subtracted from 1": lambda values: 1 - values,
}


def describe(trial, trials, exercise):
    """Say in what way the numbers of a failed trial are wrong, first for all trials; "" where nothing is seen."""
    got, expected = trial.got.numbers, trial.expected.numbers
    if isinstance(expected, dict):
        return _describe_parts(trial, trials, exercise)
    if isinstance(got, dict):
        return "Your function returns a dictionary, where an array of numbers is asked for."
    several = _one_of_several(trials)
    if several:
        return several
    if isinstance(got, list):
        return "Your function returns rows of different lengths, where one array is asked for."
    if has_another_shape(trial):
        return _only_one_row(trials) or _describe_shape(got, expected)
    if (got.dtype == bool) != (expected.dtype == bool):
        asked = ("True or False", "a number")
        return "Your function returns {}, where {} is asked for.".format(*(asked if got.dtype == bool else asked[::-1]))
    if not np.isfinite(got[np.isfinite(expected)] if got.shape == expected.shape else got).all():
        return "Some of your numbers are not finite, where finite ones are expected."
    if expected.dtype == bool:
        return _always_the_same(trials)
    names, failed = exercise.parameters, [t for t in trials if not same(t.got.numbers, t.expected.numbers)]
    return (
        _relation(trials, names, " on every input")
        or _only_the_first_filled(trials)
        or (_relation(failed, names, " wherever they are wrong") if len(failed) > 1 else "")
        or _relation([trial], names, " on this input")
    )


def has_another_kind_of_shape(trial):
    """Whether the shape differs in more than its length."""
    got, expected = trial.got.numbers, trial.expected.numbers
    return has_another_shape(trial) and (got.ndim != expected.ndim or got.size == expected.size)


def _always_the_same(trials):
    answers = {bool(np.all(t.got.numbers)) for t in trials}
    return f"Your function returns {answers.pop()} on every input." if len(answers) == 1 else ""


def has_another_shape(trial):
    """Whether an array came back in a shape that was not asked for."""
    got, expected = trial.got.numbers, trial.expected.numbers
    both = isinstance(got, np.ndarray) and isinstance(expected, np.ndarray)
    return both and got.shape != expected.shape and not got.size == expected.size == 1


# Several results


def _describe_parts(trial, trials, exercise):
    got, expected = trial.got.numbers, trial.expected.numbers
    if not isinstance(got, dict):
        if exercise.observe is as_returned:
            return "A dictionary is asked for, and your function returns something else."
        one = "a single number" if isinstance(got, np.ndarray) and got.size == 1 else "one array"
        many = (
            f"{len(got)} of them" if isinstance(got, list) else one if isinstance(got, np.ndarray) else "something else"
        )
        asked = f"{len(expected)} results are asked for, {listed(expected)}"
        return f"{asked}, and your function returns {many}."
    broken = [name for name in _facts(expected) if not (name in got and same(got[name], expected[name]))]
    if broken:
        words = "It is not so, and should be" if expected[broken[0]] else "It is so, and should not be"
        return f"{words}: {broken[0]}."
    if got.keys() != expected.keys():
        lacks, has = sorted(expected.keys() - got.keys()), sorted(got.keys() - expected.keys())
        said = [
            f"{listed(map(repr, lacks))} {'is' if len(lacks) == 1 else 'are'} missing" if lacks else "",
            f"{listed(map(repr, has))} {'does' if len(has) == 1 else 'do'} not belong there" if has else "",
        ]
        return f"In your dictionary {' and '.join(filter(None, said))}."
    wrong, _ = wrong_and_right(trial, exercise)
    exchanged = _exchanged(got, expected, wrong)
    if exchanged:
        return exchanged
    of_part = [_part(t, wrong[0]) for t in trials if isinstance(t.got.numbers, dict) and wrong[0] in t.got.numbers]
    this = _part(trial, wrong[0])
    is_array = isinstance(this.got.numbers, np.ndarray)
    detail = describe(this, of_part, exercise) if is_array else "It is no array of numbers."
    if not detail and exercise.computed:  # what its properties say tells more than a direction
        return ""
    return _of_part(trial, exercise, detail or which_way(this, exercise))


def wrong_and_right(trial, exercise):
    """The names of several results that are wrong, and of those that are right, in the order of computing them."""
    got, expected = trial.got.numbers, trial.expected.numbers
    names = exercise.computed or tuple(expected)
    wrong = [name for name in names if not same(got[name], expected[name], exercise.tolerance)]
    return wrong, [name for name in names if name not in wrong]


def _of_part(trial, exercise, detail):
    """Sentences about the first of several results that is wrong."""
    wrong, right = wrong_and_right(trial, exercise)
    first = f"{wrong[0]} is the first that is wrong. "
    if _facts(trial.expected.numbers):
        first = ""
    elif right:
        first = f"{listed(right)} {_be(len(right))} right, {wrong[0]} is not. "
    return f"{first}For {wrong[0]}: {detail}"


def _facts(results):
    """The names of those results that only say whether something is so."""
    return [name for name, part in results.items() if np.ndim(part) == 0 and part.dtype == bool]


def _part(trial, name):
    """One of several results, looked at as a trial of its own."""
    got, expected = (SimpleNamespace(numbers=outcome.numbers[name]) for outcome in (trial.got, trial.expected))
    return SimpleNamespace(case=trial.case, got=got, expected=expected)


def _exchanged(got, expected, wrong):
    for one in wrong:
        for other in wrong:
            if one < other and same(got[one], expected[other]) and same(got[other], expected[one]):
                return f"{one} and {other} are exchanged."
    return ""


# Another shape


def _one_of_several(trials):
    """Whether the right result is one of those that came back, at the same place each time."""
    results = [t.got.numbers for t in trials]
    numbers = {
        len(got) if isinstance(got, list) or (isinstance(got, np.ndarray) and got.ndim) else 0 for got in results
    }
    n = numbers.pop() if len(numbers) == 1 else 0
    for place in range(n if 1 < n < 9 else 0):
        if all(_is_just(got[place], t.expected.numbers) for got, t in zip(results, trials, strict=True)):
            return f"Your function returns {n} results, and one of them is right: return that one alone."
    return ""


def _is_just(got, expected):
    return (
        isinstance(got, np.ndarray | np.number) and np.shape(got) == expected.shape and bool(close(got, expected).all())
    )


def _only_one_row(trials):
    """Whether only the first or the last of the rows that are expected has come back."""
    pairs = [(t.got.numbers, t.expected.numbers) for t in trials]
    for place, which, why in (
        (0, "first", "does `return` stand inside the loop?"),
        (-1, "last", "does each round of a loop replace what the one before has made?"),
    ):
        if all(expected.ndim and _is_just(got, expected[place]) for got, expected in pairs):
            return f"Only the {which} row of what is expected comes back: {why}"
    return ""


def _only_the_first_filled(trials):
    """Whether the first row or number is right, and all that follow are 0 although they should not be."""
    pairs = [(t.got.numbers, t.expected.numbers) for t in trials]
    if not all(np.shape(got) == np.shape(expected) for got, expected in pairs):
        return ""
    pairs = [(np.atleast_1d(got), np.atleast_1d(expected)) for got, expected in pairs]
    for what, look in (("row", np.asarray), ("number", np.ravel)):
        if all(close(look(got)[0], look(expected)[0]).all() and not look(got)[1:].any() for got, expected in pairs):
            return f"Only the first {what} is filled, the others are 0: does `return` stand inside the loop?"
    return ""


def _describe_shape(got, expected):
    shapes = f"the shape is {got.shape} where {expected.shape} is expected"
    if got.ndim == 2 and got.shape == expected.T.shape and close(got, expected.T).all():
        return f"The numbers are right, with rows and columns exchanged: {shapes}."
    if got.size == expected.size and close(got.ravel(), expected.ravel()).all():
        return f"The numbers are right, but {shapes}."
    return f"{_missing(got, expected) or _reduced(got, expected)}{_capital(shapes)}."


def _missing(got, expected):
    """Say which end is missing, or too much, where the rest is right."""
    short, long = sorted((got, expected), key=len) if got.ndim and expected.ndim else (got, expected)
    if got.ndim != expected.ndim or not got.ndim or short.shape[1:] != long.shape[1:]:
        return ""
    n, extra = len(short), len(long) - len(short)
    what = "missing" if short is got else "too many"
    if extra and close(short, long[:n]).all():
        return f"The first {_are(n)} right; at the end {extra} {_be(extra)} {what}. " if n else ""
    if extra and close(short, long[extra:]).all():
        return f"The last {_are(n)} right; at the beginning {extra} {_be(extra)} {what}. "
    return ""


def _be(n):
    return "is" if n == 1 else "are"


def _are(n):
    return "is" if n == 1 else f"{n} are"


def _reduced(got, expected):
    """Say which reduction would make one of the two from the other."""
    large, small = (got, expected) if got.size > expected.size else (expected, got)
    whose, made = ("yours", "is what is expected") if large is got else ("those expected", "is what you return")
    for axis, along in ((None, ""), (-1, " along each row"), (0, " down each column")):
        for name, reduction in REDUCTIONS.items():
            if (large.ndim > 1 or axis is None) and np.unique(large).size > 1:
                reduced = reduction(large, axis=axis)
                if reduced.size == small.size and close(reduced.ravel(), small.ravel()).all():
                    return f"{name.capitalize()} of {whose}{along} {made}. "
    return ""


def _capital(text):
    return text[0].upper() + text[1:]


# The same shape, other numbers


def _relation(trials, names, scope):
    """What holds between the numbers and the right ones in all these trials."""
    rows = [(t.got.numbers, t.expected.numbers, t.case) for t in trials]
    if not all(isinstance(got, np.ndarray) and got.size == np.size(expected) and got.size for got, expected, _ in rows):
        return ""
    rows = [(got.reshape(expected.shape).astype(float), expected.astype(float), case) for got, expected, case in rows]
    values = np.concatenate([got.ravel() for got, _, _ in rows])
    if all(t.got.numbers.dtype.kind in "iu" and t.expected.numbers.dtype.kind == "f" for t in trials) and all(
        close(got, np.trunc(expected)).all() for got, expected, _ in rows
    ):
        return f"Your numbers are the right ones {CUT_OFF}"
    if close(values, values[0]).all():  # then it may stand in any relation to the right ones, by chance
        return f"All your numbers are {write(np.round(values[0], 12))}{scope}." if values.size > 1 else ""
    return (
        _changed(rows, scope)
        or (_with_a_quantity(rows, names, scope) if len(rows) > 1 else "")  # one input may show any ratio by chance
        or _arranged(rows, scope)
        or _an_argument(rows, names, scope)
    )


def _changed(rows, scope):
    for how, change in CHANGES.items():
        if all(close(got, change(expected)).all() for got, expected, _ in rows):
            return f"Your numbers are the right ones {how}{'' if '?' in how else scope + '.'}"
    return ""


def _arranged(rows, scope):
    for how, arrange in ARRANGEMENTS.items():
        if all(_is_arranged(got, expected, arrange) for got, expected, _ in rows):
            return f"Your numbers are the right ones {how}{scope}."
    return ""


def _is_arranged(got, expected, arrange):
    if expected.ndim < (1 if arrange in (_reversed, _sorted) else 2):
        return False
    if arrange is _sorted and np.unique(expected).size < 3:  # of 0 and 1, many arrays are rearrangements
        return False
    arranged = arrange(expected)
    got = _sorted(got) if arrange is _sorted else got
    return arranged.shape == got.shape and bool(close(got, arranged).all())


def _with_a_quantity(rows, names, scope):
    """The right numbers multiplied by something, divided by it, or with it added or taken away."""
    quantities = [_quantities(case, names) for _, _, case in rows]
    first_got, first_expected = next(
        ((g, e) for got, expected, _ in rows for g, e in zip(got.flat, expected.flat, strict=True) if e), (0, 1)
    )
    ratio, shift = first_got / first_expected, first_got - first_expected
    if ratio and all(close(got, ratio * expected).all() for got, expected, _ in rows):
        return f"Your numbers are {write(ratio)} times the right ones{scope}."
    if all(close(got, expected + shift).all() for got, expected, _ in rows):
        return f"Your numbers are the right ones {'plus' if shift > 0 else 'minus'} {write(abs(shift))}{scope}."
    for name in quantities[0]:
        for word, operation in (
            ("multiplied by", np.multiply),
            ("divided by", np.divide),
            ("plus", np.add),
            ("minus", np.subtract),
        ):
            if all(
                _is_made_so(got, expected, q.get(name), operation)
                for (got, expected, _), q in zip(rows, quantities, strict=True)
            ):
                return f"Your numbers are the right ones {word} {name}{scope}."
    return ""


def _is_made_so(got, expected, quantity, operation):
    if quantity is None or np.shape(quantity) not in ((), expected.shape):
        return False
    return bool(close(got, operation(expected, quantity)).all())


def _quantities(case, names):
    """What a right number may have been multiplied with by mistake: each argument, and how many rows it has."""
    found = {}
    for name, argument in zip(names, case, strict=True):
        if isinstance(argument, (int, float, np.ndarray)):
            found[f"`{name}`"] = argument
            found[f"`{name}` squared"] = np.square(argument)
            if np.ndim(argument):
                found[f"the number of rows of `{name}`"] = len(argument)
                found[f"the number of columns of `{name}`"] = np.shape(argument)[-1]
                found[f"the number of entries of `{name}`"] = np.size(argument)
    return found


def _an_argument(rows, names, scope):
    """Whether what comes back is what came in."""
    for place, name in enumerate(names):
        arguments = [case[place] for _, _, case in rows]
        if all(isinstance(a, (int, float, np.ndarray)) for a in arguments):
            for sign, words in ((1, ""), (-1, "minus ")):
                if all(
                    np.shape(a) == got.shape and close(got, sign * np.asarray(a, dtype=float)).all()
                    for (got, _, _), a in zip(rows, arguments, strict=True)
                ):
                    return f"What you return is {words}`{name}` as it was given{scope}."
    return ""


# Nothing of that


def which_way(trial, exercise):
    """The least that can be said: how many numbers are wrong, which, and in which direction."""
    got, expected = trial.got.numbers, trial.expected.numbers
    if isinstance(expected, dict) and isinstance(got, dict):
        wrong, _ = wrong_and_right(trial, exercise)
        return _of_part(trial, exercise, which_way(_part(trial, wrong[0]), exercise))
    if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray) or got.size != expected.size:
        return "The numbers differ."
    got, expected = got.reshape(expected.shape).astype(float), expected.astype(float)
    wrong = ~close(got, expected)
    way = "large" if (got > expected)[wrong].all() else "small" if (got < expected)[wrong].all() else ""
    if trial.expected.numbers.dtype == bool:
        return f"Your function returns {bool(got)} on this input, where {bool(expected)} is right."
    if np.isinf(expected[wrong]).all() and np.isfinite(got[wrong]).all():
        return f"Infinity is right where you have {write(got[wrong][0])}."
    if expected.size == 1:
        return f"Your number is too {way} on this input." if way else "The numbers differ."
    some = f"{wrong.sum()} of your {wrong.size} numbers" if not wrong.all() else "All your numbers"
    verb = "is" if wrong.sum() == 1 else "are"
    return f"{some} {verb} {'too ' + way if way else 'wrong, some too large and some too small'}{_place(wrong)}."


def _place(wrong):
    """Where the wrong numbers of an array stand, if that can be said in a few words."""
    if wrong.all():
        return ""
    for axis, line in enumerate(("row", "column")[: wrong.ndim]) if wrong.ndim == 2 else [(0, "one")]:
        full = np.moveaxis(wrong, axis, 0)
        for place, which in ((0, "first"), (-1, "last")):
            only = np.zeros_like(full)
            only[place] = True
            if (full <= only).all():
                return f", all in the {which} {line}" if wrong.ndim == 2 else f": the {which} {line}"
    return ""
