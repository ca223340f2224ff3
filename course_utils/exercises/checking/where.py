"""On which inputs an answer is wrong, where it is right on the others. Measured on the cases tried, so always true."""

import itertools

import numpy as np

from course_utils.exercises.checking.compare import close

# What may be true of one argument; `{}` is its name.
KINDS = {
    "`{}` holds whole numbers": lambda a: _kind(a) in "iu",
    "`{}` has more than one row": lambda a: np.ndim(a) == 2 and len(a) > 1,
    "`{}` has one row": lambda a: np.ndim(a) == 2 and len(a) == 1,
    "`{}` has as many rows as columns": lambda a: np.ndim(a) == 2 and np.shape(a)[0] == np.shape(a)[1],
    "`{}` does not have as many rows as columns": lambda a: np.ndim(a) == 2 and np.shape(a)[0] != np.shape(a)[1],
    "`{}` is a matrix": lambda a: np.ndim(a) == 2,
    "`{}` is an array": lambda a: np.ndim(a) > 0,
    "`{}` is a number": lambda a: _kind(a) in "iuf" and np.ndim(a) == 0,
    "`{}` has numbers beyond 100 in it": lambda a: _kind(a) in "iuf" and bool(np.any(np.abs(a) > 100)),
    "`{}` has something in it already": lambda a: isinstance(a, dict) and len(a) > 0,
    "`{}` is empty": lambda a: isinstance(a, dict) and not a,
}
VALUES = {
    "`{}` has 0 in it": lambda a: _kind(a) in "iuf" and np.ndim(a) > 0 and bool(np.any(np.equal(a, 0))),
    "`{}` is 0": lambda a: _kind(a) in "iuf" and np.ndim(a) == 0 and a == 0,
    "`{}` is not 0": lambda a: _kind(a) in "iuf" and np.ndim(a) == 0 and a != 0,
    "`{}` is negative": lambda a: _kind(a) in "iuf" and np.ndim(a) == 0 and a < 0,
    "`{}` is positive": lambda a: _kind(a) in "iuf" and np.ndim(a) == 0 and a > 0,
    "`{}` has negative numbers in it": lambda a: _kind(a) in "iuf" and np.ndim(a) > 0 and bool(np.any(np.less(a, 0))),
}
MASKS = {
    "`{}` is 0": lambda a: a == 0,
    "`{}` is negative": lambda a: a < 0,
    "`{}` is positive": lambda a: a > 0,
    "`{}` is not positive": lambda a: a <= 0,
}
PAIRS = {
    "`{}` and `{}` are equal": lambda a, b: a == b,
    "`{}` is larger than `{}`": lambda a, b: a > b,
    "`{}` is smaller than `{}`": lambda a, b: a < b,
}


def where_it_is_wrong(trials, names):
    """A sentence on what the failed trials have in common and no other has; "" where all failed, or nothing is seen."""
    wrong = [not trial.passed for trial in trials]
    n_wrong, n_right = sum(wrong), len(wrong) - sum(wrong)
    if not n_wrong or not n_right:
        return ""
    # One single input may be negative by chance; hardly so whole numbers.
    traits = KINDS | VALUES if min(n_wrong, n_right) > 1 else KINDS
    return _the_numbers(trials, names) or next(
        (
            f"Of all inputs tried, it is wrong on just those where {words.format(name)}."
            for words, holds in traits.items()
            for place, name in enumerate(names)
            if [bool(holds(trial.case[place])) for trial in trials] == wrong
        ),
        _whether_known(trials, names, wrong) or f"It is right on {n_right} of the {len(wrong)} inputs tried.",
    )


def _whether_known(trials, names, wrong):
    """Whether it depends on a key that a dictionary has already, or not yet."""
    for one, other in itertools.permutations(range(len(names)), 2):
        pairs = [(trial.case[one], trial.case[other]) for trial in trials]
        if all(isinstance(a, str) and isinstance(b, dict) for a, b in pairs):
            for words, is_there in (("is in `{}` already", True), ("is not in `{}` yet", False)):
                if [(a in b) is is_there for a, b in pairs] == wrong:
                    key = f"`{names[one]}` {words.format(names[other])}"
                    return f"Of all inputs tried, it is wrong on just those where {key}."
    return ""


def _the_numbers(trials, names):
    """Which numbers of the results are wrong, where that depends on the arguments' numbers at the same place."""
    masks = [_wrong_numbers(trial.got.numbers, trial.expected.numbers) for trial in trials]
    if any(mask is None for mask in masks):
        return ""
    for conditions, n in ((MASKS, 1), (PAIRS, 2)):
        for places in itertools.combinations(range(len(names)), n):
            for words, holds in conditions.items():
                n_wrong, n_all = sum(map(np.sum, masks)), sum(map(np.size, masks))
                if not words.endswith(("equal", "0")) and min(n_wrong - 1, n_all - n_wrong) < 2:
                    continue  # so few may be negative by chance
                if all(_holds_there(holds, t.case, places, mask) for t, mask in zip(trials, masks, strict=True)):
                    return f"Wrong are just the numbers where {words.format(*(names[place] for place in places))}."
    return ""


def _wrong_numbers(got, expected):
    """A True for each number that is wrong; in several results, for each place where one is."""
    if isinstance(got, dict) and isinstance(expected, dict) and got.keys() == expected.keys():
        masks = [_wrong_numbers(got[name], expected[name]) for name in got]
        fit = masks and all(mask is not None and mask.shape == masks[0].shape for mask in masks)
        return np.any(masks, axis=0) if fit else None
    if isinstance(got, np.ndarray) and isinstance(expected, np.ndarray) and got.shape == expected.shape:
        return ~close(got, expected)
    return None


def _holds_there(holds, case, places, mask):
    arguments = [case[place] for place in places]
    if not all(_kind(a) in "iuf" and np.shape(a) == mask.shape for a in arguments):
        return False
    return np.array_equal(holds(*arguments), mask)


def _kind(argument):
    return np.asarray(argument).dtype.kind
