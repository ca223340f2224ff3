"""RunRecord: what a run did, short enough to draw."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.widgets.shared.run_record import MOST_POINTS, Curve, RunRecord


@given(st.integers(1, 5000))
def test_a_curve_stays_short_and_keeps_its_ends(n):
    curve = Curve()
    for x in range(n):
        curve.add(x, -x)
    x, y = curve.points()
    assert len(x) == len(y) <= MOST_POINTS + 1
    assert (x[0], x[-1]) == (0, n - 1) == (curve.x[0], curve.newest[0])
    assert list(x) == sorted(x)
    assert all(a == -b for a, b in zip(x, y, strict=True))


def test_smoothed_cost_begins_with_the_first_cost_and_forgets():
    record = RunRecord()
    record.add_cost(0.1, 8.0, 64)
    assert record.train_cost.newest[1] == pytest.approx(8.0)
    for step in range(400):
        record.add_cost(0.1 + step, 2.0, 64)
    assert record.train_cost.newest[1] == pytest.approx(2.0, abs=0.01)


def test_smoothing_counts_examples_not_steps():
    small, large = RunRecord(), RunRecord()
    for record, batches, size in ((small, 64, 8), (large, 8, 64)):
        for cost in (6.0, 1.0):
            for step in range(batches):
                record.add_cost(step, cost, size)
    assert small.train_cost.newest[1] == pytest.approx(large.train_cost.newest[1], rel=0.01)


def test_a_cost_that_is_not_finite_leaves_no_point():
    record = RunRecord()
    record.add_cost(0.1, math.inf, 64)
    record.add_validation(0.1, math.nan, 0.1)
    assert record.train_cost.newest is None
    assert record.validation_cost.newest is None
    assert record.validation_accuracy.newest == (0.1, 0.1)


def test_a_drag_makes_one_mark_and_a_return_none():
    record = RunRecord()
    record.mark(1.0, "rate", "0.1", "0.2", goes_on=False)
    record.mark(1.4, "rate", "0.2", "0.4", goes_on=True)
    record.mark(1.8, "rate", "0.4", "0.8", goes_on=True)
    assert [(mark.x, mark.before, mark.label) for mark in record.marks] == [(1.0, "0.1", "rate 0.8")]
    record.mark(1.9, "rate", "0.8", "0.1", goes_on=True)
    assert record.marks == []


def test_presses_one_after_the_other_make_marks_of_their_own_unless_no_step_lies_between():
    record = RunRecord()
    for epoch, before, after in [(1.0, "1", "2"), (1.001, "2", "3"), (1.001, "3", "4")]:
        record.mark(epoch, "rate", before, after, goes_on=False)
    assert [(mark.x, mark.label) for mark in record.marks] == [(1.0, "rate 2"), (1.001, "rate 4")]


def test_marks_of_other_controls_stand_apart():
    record = RunRecord()
    record.mark(1.0, "rate", "0.1", "0.2", goes_on=False)
    record.mark(1.0, "batch", "64", "8", goes_on=True)
    assert [mark.label for mark in record.marks] == ["rate 0.2", "batch 8"]
