"""One call: what is noted of it, and what it cannot touch."""

import sys
import warnings

import numpy as np

from course_utils.exercises.checking.compare import as_numbers, same
from course_utils.exercises.checking.run import call
from course_utils.exercises.checking.watch import Watch


def test_prints_are_kept_short_and_shown_nowhere(capsys):
    def talks(x):
        print("a" * 10_000)
        print("b", file=sys.stderr)
        return x

    outcome = call(talks, (1,), Watch(3))
    assert outcome.printed == "a" * 200
    assert capsys.readouterr() == ("", "")


def test_warnings_stay_inside():
    def warns(x):
        warnings.warn("loud", stacklevel=1)
        return np.log(x)

    assert call(warns, (np.zeros(1),), Watch(3)).numbers == [-np.inf]


def test_the_arguments_are_copies():
    row = np.arange(3)
    call(lambda x: x.sort(), (row[::-1],), Watch(3))
    assert row.tolist() == [0, 1, 2]


def test_an_iterator_can_be_observed():
    def counts(start):
        while True:
            yield start
            start += 1

    def first_three(iterator):
        return [value for value, _ in zip(iterator, range(3), strict=False)]

    assert call(counts, (5,), Watch(3), first_three).numbers.tolist() == [5, 6, 7]


def test_numbers_are_the_same_in_any_container():
    assert same(as_numbers([1, 2]), as_numbers(np.array([1.0, 2.0])))
    assert same(as_numbers(True), as_numbers(np.array([1.0])))
    assert same(as_numbers((1, [2, 3])), as_numbers([1.0, (2.0, 3.0)]))
    assert same(as_numbers(np.nan), as_numbers(np.nan))


def test_numbers_that_differ_in_value_shape_or_kind_are_not_the_same():
    assert not same(as_numbers([1, 2]), as_numbers([1, 2.001]))
    assert not same(as_numbers([[1, 2]]), as_numbers([1, 2]))
    assert not same(as_numbers((1, [2, 3])), as_numbers((1, [2, 4])))
    assert not same(as_numbers(None), as_numbers(0))
    assert not same(as_numbers("1"), as_numbers(1))
    assert not same(as_numbers(np.nan), as_numbers(0))
