"""Whether two answers hold the same numbers."""

import numpy as np

from course_utils.exercises.checking.compare import as_numbers, same


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
    assert not same(as_numbers(0), as_numbers(None))
    assert not same(as_numbers("1"), as_numbers(object()))
    assert not same(as_numbers("1"), as_numbers(1))
    assert not same(as_numbers(np.nan), as_numbers(0))
