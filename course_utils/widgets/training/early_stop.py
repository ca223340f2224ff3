"""Early stopping as a demo shows it: where it stops and what it keeps, for any patience, after the run has gone on."""

import math


class EarlyStop:
    """The validation costs of a run, one an epoch, and the parameters of each epoch whose cost was a new lowest.

    Whatever the patience, the epoch that is kept is one of those. The rule is that of `training.early_stopping`.
    """

    def __init__(self):
        self.costs, self._lowest = [], math.inf
        self._vectors = {}  # of all parameters, by the epoch, counted from 1, in rising order

    def add(self, cost, vector):
        """Note how the next epoch ended."""
        self.costs.append(cost)
        if cost < self._lowest:
            self._lowest = cost
            self._vectors[len(self.costs)] = vector.copy()

    def at(self, epoch, patience):
        """As it is after so many epochs: the epoch that is kept, 0 for none yet; and the one that stops it, or None."""
        kept = 0
        for lower in self._vectors:
            if lower > min(epoch, kept + patience):
                break
            kept = lower
        return kept, kept + patience if kept + patience <= epoch else None

    def vector(self, kept):
        """The parameters at the end of an epoch that is kept."""
        return self._vectors[kept]
