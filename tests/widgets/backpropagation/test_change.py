"""A change of an input: what its gradient has promised, and what the result has done."""

import numpy as np

from course_utils.widgets.backpropagation.change import Change, Start


def test_a_number_is_written_out():
    change = Change("x₁", "F", Start(np.array(2.0), np.array(3.0), 4.0), np.array(1.6), 2.8)
    assert change.sentence() == "x₁ from 2 to 1.6: gradient × change = 3 × (−0.4) = −1.2; F changed by −1.2."


def test_the_entries_of_a_matrix_are_added():
    start = Start(np.array([1.0, 2.0]), np.array([10.0, 100.0]), 0.0)
    change = Change("W", "F", start, np.array([1.1, 2.2]), 25.0)
    assert change.promise == 10 * (1.1 - 1) + 100 * (2.2 - 2)
    assert change.sentence() == "W changed: gradient × change, entries added = 21; F changed by 25."


def test_very_large_numbers_are_not_written():
    start = Start(np.array(1.0), np.array(1e200), 0.0)
    assert Change("x", "F", start, np.array(2.0), 1.0).can_be_written
    assert not Change("x", "F", start, np.array(1e200), 1.0).can_be_written
