"""Where early stopping stops and what it keeps: the demo's bookkeeping against the library's own generator."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.network import Network
from course_utils.training import Report, early_stopping
from course_utils.widgets.training.early_stop import EarlyStop


def by_the_library(costs, patience):
    """The epoch in which the library stopped, or the last one; and the epoch whose parameters it left."""
    network, seen = Network([1, 1]), 0

    def reports():
        for epoch, cost in enumerate(costs, start=1):
            network.vector[:] = epoch
            yield Report(epoch, epoch, 1.0, cost, 1.0, 0.1, 10, False)

    network.vector[:] = 0
    for report in early_stopping(reports(), network, patience):
        seen = report.epoch
    return seen, int(network.vector[0])


def noted(costs):
    early = EarlyStop()
    for epoch, cost in enumerate(costs, start=1):
        early.add(cost, np.full(2, float(epoch)))
    return early


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 12))
def test_it_stops_and_keeps_as_the_library_does(costs, patience):
    early = noted(costs)
    kept, stop = early.at(len(costs), patience)
    assert (stop or len(costs), kept) == by_the_library(costs, patience)
    assert (early.vector(kept) == kept).all()


@pytest.mark.parametrize(
    ("epoch", "patience", "expected"),
    [
        (0, 1, (0, None)),
        (2, 1, (2, None)),
        (3, 1, (2, 3)),
        (3, 2, (2, None)),
        (4, 2, (2, 4)),  # an equal cost is not a lower one
        (5, 3, (5, None)),  # the last epoch of the patience brought a lower cost
        (7, 3, (5, None)),
        (8, 3, (5, 8)),
        (9, 3, (5, 8)),  # what came later no longer counts
        (9, 4, (9, None)),
    ],
)
def test_after_so_many_epochs(epoch, patience, expected):
    assert noted([5, 4, 6, 4, 3, 4, 4, 4, 1]).at(epoch, patience) == expected


def test_it_keeps_a_copy():
    early, vector = EarlyStop(), np.ones(3)
    early.add(1.0, vector)
    vector[:] = 7
    assert (early.vector(1) == 1).all()
