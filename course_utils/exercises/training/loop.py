"""The training loop and early stopping as notebook 04 asks for them, and what people write by mistake."""

import copy
import math
from types import SimpleNamespace

import numpy as np

from course_utils.exercises.exercise import Exercise, always, wrong
from course_utils.losses import squared_error
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam
from course_utils.training import early_stopping

_random = np.random.default_rng(44)


class SmallNetwork(Network):
    """A network that is written by its sizes, for inputs that can be read."""

    def __repr__(self):
        return f"Network({self.sizes})"


# The training loop


class Batches:
    """Batches of points on a line with some noise, one after the other, and then again from the first."""

    def __init__(self, count, size, n_inputs=1):
        self._batches, self._next = [], 0
        for _ in range(count):
            x = _random.normal(size=(size, n_inputs)).round(1)
            noise = _random.normal(scale=0.2, size=(size, 1))
            self._batches.append((x, (x.sum(axis=1, keepdims=True) + 1 + noise).round(1)))
        self.__doc__ = f"{count} batch{'es' * (count > 1)} of {size} in turn."

    def __call__(self):
        """The next x and targets."""
        batch = self._batches[self._next % len(self._batches)]
        self._next += 1
        return batch


class Named:
    """An optimizer that is written by its name and rate."""

    def __init__(self, optimizer, words):
        self.update, self._words = optimizer.update, words

    def __repr__(self):
        return self._words


def _sgd(rate):
    return Named(SGD(rate), f"SGD({rate})")


def training_loop(network, optimizer, next_batch, steps):
    """Train the network for so many steps; return their costs, each from before its update."""
    costs = []
    for _ in range(steps):  # 6. repeat
        x, targets = next_batch()  # 1. sample a batch
        cost, gradients = network.cost_and_gradients(x, targets)  # 2. forward, 3. cost, 4. backward
        optimizer.update(network.parameters, gradients)  # 5. update the weights
        costs.append(cost)
    return costs


def _loop(gradients_of=lambda network, gradients, before: gradients, updates=1):
    """The loop, with other gradients given to the optimizer: made from those of this step and the step before."""

    def loop(network, optimizer, next_batch, steps):
        costs, before = [], None
        for _ in range(steps):
            cost, gradients = network.cost_and_gradients(*next_batch())
            for _ in range(updates):
                optimizer.update(network.parameters, gradients_of(network, gradients, before))
            costs.append(cost)
            before = gradients
        return costs

    return loop


def _all_before_the_loop(network, optimizer, next_batch, steps):
    cost, gradients = network.cost_and_gradients(*next_batch())
    for _ in range(steps):
        optimizer.update(network.parameters, gradients)
    return [cost] * steps


def _one_batch(network, optimizer, next_batch, steps):
    batch = next_batch()
    return training_loop(network, optimizer, lambda: batch, steps)


def _gradients_once(network, optimizer, next_batch, steps):
    costs, gradients = [], None
    for _ in range(steps):
        cost, new = network.cost_and_gradients(*next_batch())
        gradients = gradients or new
        optimizer.update(network.parameters, gradients)
        costs.append(cost)
    return costs


def _no_update(network, optimizer, next_batch, steps):
    return [network.cost_and_gradients(*next_batch())[0] for _ in range(steps)]


def _parts_of_two_batches(network, optimizer, next_batch, steps):
    return training_loop(network, optimizer, lambda: (next_batch()[0], next_batch()[1]), steps)


def _cost_after_the_step(network, optimizer, next_batch, steps):
    costs = []
    for _ in range(steps):
        batch = next_batch()
        optimizer.update(network.parameters, network.cost_and_gradients(*batch)[1])
        costs.append(network.cost_and_gradients(*batch)[0])
    return costs


def _without_the_optimizer(network, optimizer, next_batch, steps):
    return training_loop(network, SGD(1.0), next_batch, steps)


def _gradients_add_up(network, optimizer, next_batch, steps):
    costs, total = [], [0.0 for _ in network.parameters]
    for _ in range(steps):
        cost, gradients = network.cost_and_gradients(*next_batch())
        total = [old + new for old, new in zip(total, gradients, strict=True)]
        optimizer.update(network.parameters, total)
        costs.append(cost)
    return costs


def _more_steps(more):
    return lambda network, optimizer, next_batch, steps: training_loop(network, optimizer, next_batch, steps + more)


def _updates_like_ours(answer, network, optimizer, next_batch, steps):
    mine, theirs = copy.deepcopy((network, optimizer, next_batch)), copy.deepcopy((network, optimizer, next_batch))
    answer(*mine, steps)
    training_loop(*theirs, steps)
    return np.allclose(mine[0].vector, theirs[0].vector)


def _one_update_missing(network, optimizer, next_batch, steps):
    costs = training_loop(network, optimizer, next_batch, steps - 1)
    return [*costs, network.cost_and_gradients(*next_batch())[0]]


TRAINING_LOOP = Exercise(
    training_loop,
    asks=(
        "Train the network for so many steps. In each: ask `next_batch()` for x and targets, compute the cost and the "
        "gradients, and let the optimizer update the network's parameters. Return the list of the costs."
    ),
    cases=(
        (SmallNetwork([1, 1], loss=squared_error), _sgd(0.1), Batches(1, 2), 1),
        (SmallNetwork([1, 1], loss=squared_error), _sgd(0.1), Batches(2, 2), 3),
        (SmallNetwork([1, 1], loss=squared_error, seed=1), _sgd(0.3), Batches(3, 4), 7),
        (SmallNetwork([2, 3, 1], "tanh", loss=squared_error), Named(Adam(0.05), "Adam(0.05)"), Batches(4, 3, 2), 9),
        (
            SmallNetwork([2, 2, 1], "tanh", loss=squared_error, seed=3),
            Named(SGD(0.05, momentum=0.9), "SGD(0.05, momentum=0.9)"),
            Batches(3, 5, 2),
            8,
        ),
        (SmallNetwork([1, 1], loss=squared_error), _sgd(0.1), Batches(2, 2), 0),
    ),
    properties=(always(_updates_like_ours, "The costs are right, but the weights are not updated after every step."),),
    hints=(
        "Five lines inside `for _ in range(steps):`. The first is `x, targets = next_batch()`.",
        "`cost, gradients = network.cost_and_gradients(x, targets)` goes forward and back.",
        "`optimizer.update(network.parameters, gradients)` changes the weights in place; then append the cost.",
    ),
    wrong_answers=(
        wrong(_all_before_the_loop, "batch, cost and gradients are computed once, before the loop",
              "Every step needs a batch of its own, and gradients at the weights as they are now: put both lines "
              "inside the loop."),
        wrong(_one_batch, "one batch serves all steps",
              "Call `next_batch()` inside the loop, so that each step sees other examples."),
        wrong(_gradients_once, "the gradients of the first batch serve all steps",
              "They belong to weights and examples that are gone: use those that you have just computed."),
        wrong(_loop(lambda network, gradients, before: before or gradients),
              "each update uses the gradients of the step before",
              "Stale gradients: update after you have computed this step's, and with them."),
        wrong(_no_update, "the weights never change",
              "`optimizer.update(network.parameters, gradients)` in every step. It changes the arrays that it is "
              "given: hand it the network's own, not copies."),
        wrong(_parts_of_two_batches, "x and targets come from two different batches",
              "Each call of `next_batch()` is another batch: call it once, `x, targets = next_batch()`."),
        wrong(_cost_after_the_step, "the cost is computed after the update",
              "Keep the cost that came with the gradients, from before the update: it costs no further pass."),
        wrong(_without_the_optimizer, "the gradients are subtracted without the optimizer",
              "How far to step is the optimizer's business: `optimizer.update(network.parameters, gradients)`."),
        wrong(_loop(lambda network, gradients, before: [-g for g in gradients]), "every step goes uphill",
              "Give the gradients as they are: the optimizer subtracts."),
        wrong(_gradients_add_up, "the gradients of all steps are added up",
              "Each step has gradients of its own: begin anew every time."),
        wrong(_loop(updates=2), "each batch makes two updates",
              "One call of `optimizer.update` for each batch."),
        wrong(_more_steps(-1), "one step is missing", "`range(steps)` makes `steps` rounds."),
        wrong(_more_steps(1), "one step too many is made",
              "Count again: with `steps = 0` nothing is trained, and the list is empty."),
        wrong(lambda *given: training_loop(*given)[-1:], "the last cost alone is returned",
              "Append the cost in every step, and return the list."),
        wrong(lambda *given: np.mean(training_loop(*given) or [0.0]), "the mean of the costs is returned",
              "Return all of them, in a list."),
        wrong(_one_update_missing, "the last step makes no update",
              "Every step ends with an update, the last one too: a loop of `steps` rounds, all alike."),
    ),
)  # fmt: skip


# Early stopping


class Reports:
    """The reports of a training, an epoch each: before each of them the network's weights become its number.

    The training cost falls, but for the last epoch; the accuracy goes up and down.
    """

    def __init__(self, network, costs):
        self._network, self._costs = network, costs

    def __iter__(self):
        for epoch, cost in enumerate(self._costs, start=1):
            self._network.vector[:] = epoch
            yield SimpleNamespace(
                epoch=epoch,
                train_cost=1 / epoch + (epoch == len(self._costs)),
                validation_cost=float(cost),
                validation_accuracy=0.5 + 0.05 * (3 * epoch % 7),
            )

    def __repr__(self):
        return f"reports with the validation costs {', '.join(f'{cost:g}' for cost in self._costs)}"


def _case(costs, patience):
    network = SmallNetwork([1, 1])
    return Reports(network, costs), network, patience


def _passed_on_and_kept(reports, _, network, __):
    """The epochs whose reports come out, and the epoch whose weights the network has afterwards."""
    reports = reports if reports is None or isinstance(reports, str) else list(reports)
    if not reports or not all(hasattr(report, "epoch") for report in reports):
        return reports
    return {"epochs passed on": [report.epoch for report in reports], "weights of epoch": network.vector[0]}


def _stops(is_better=lambda cost, best, before: cost < best, cost_of=lambda report: report.validation_cost, **how):
    """Early stopping, with a part of it done in another way."""
    how = {"more": 0, "resets": True, "passes_the_last": True, "keeps": lambda now, best: best, **how}

    def stop(reports, network, patience):
        best, before, waited, vector = math.inf, math.inf, 0, network.vector.copy()
        for report in reports:
            cost = cost_of(report)
            waited += 1
            if is_better(cost, best, before):
                best, vector = cost, network.vector.copy()
                waited = 0 if how["resets"] else waited - 1
            before = cost
            is_over = waited == patience + how["more"]
            if how["passes_the_last"] or not is_over:
                yield report
            if is_over:
                break
        network.vector[:] = how["keeps"](network.vector.copy(), vector)

    return stop


def _never_stops(reports, network, patience):
    return early_stopping(reports, network, 10**6)


def _ignores_the_patience(reports, network, patience):
    return early_stopping(reports, network, 1)


EARLY_STOPPING = Exercise(
    early_stopping,
    asks=(
        "Pass the reports on (`yield report`), and stop after `patience` of them in a row without a new lowest "
        "validation cost; the last of these is passed on, too. At the end `network.vector` has the weights of the "
        "lowest cost."
    ),
    cases=(
        _case([3, 2, 1, 2, 3, 4, 5], 2),
        _case([3, 1, 2, 2.5, 3, 4], 3),
        _case([5, 4, 6, 6, 3, 7, 7, 7, 2], 3),
        _case([4, 3, 2, 1], 2),
        _case([2, 3, 1, 0.5], 1),
        _case([2, 2, 2, 2, 2], 3),
        _case([5, 6, 4, 5, 3, 4, 2, 3, 1], 3),
        _case([3, 1, 5, 4, 3, 2, 1.5], 3),
        _case([5, 4, 3, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6], 5),
    ),
    properties=(),
    hints=(
        "Keep three things: the lowest cost so far, a copy of the weights at that time, and how many reports have "
        "come since.",
        "`network.vector.copy()` at each new low, and the count back to 0. Else count one more; yield the report; stop "
        "when the count has reached the patience.",
        "After the loop, `network.vector[:] = best_vector` puts the weights back, in place.",
    ),
    wrong_answers=(
        wrong(_stops(keeps=lambda now, best: now), "the network is left with the weights of the last epoch",
              "Put the best ones back after the loop: `network.vector[:] = best_vector`. And keep a copy of them, "
              "`network.vector.copy()`, for the array itself goes on changing."),
        wrong(_stops(more=1), "it waits one report longer than the patience",
              "The count is 1 at the first report without a new low: stop when it equals the patience."),
        wrong(_stops(more=-1), "it waits one report less than the patience",
              "At a new low the count is 0, at the next report 1: stop when it equals the patience."),
        wrong(_stops(resets=False), "the count never goes back to 0",
              "Only reports in a row count: set the count back to 0 at every new low."),
        wrong(_stops(cost_of=lambda report: report.train_cost), "the training cost decides",
              "The training cost falls on while the network overfits: look at `report.validation_cost`."),
        wrong(_stops(lambda cost, best, before: cost <= best), "an equal cost counts as a new low",
              "As low as before is no progress: a new low is smaller, `<`."),
        wrong(_stops(lambda cost, best, before: cost < before), "each cost is compared with the one before",
              "Compare with the lowest so far: a cost may fall and still be worse than the best."),
        wrong(_stops(passes_the_last=False), "the report that ends it is not passed on",
              "Yield the report first, then look whether it was the last."),
        wrong(lambda reports, network, patience: iter(reports), "the reports are passed on and nothing else is done",
              "Look at each `report.validation_cost` on the way: is it the lowest so far?"),
        wrong(_never_stops, "it never stops", "Count the reports since the last new low, and `break` at the patience."),
        wrong(_ignores_the_patience, "it stops at the first report without a new low",
              "Wait for `patience` of them in a row: costs go up and down."),
        wrong(_stops(lambda cost, best, before: best == math.inf or cost > best), "the highest cost counts as the best",
              "A cost is better when it is lower."),
        wrong(_stops(lambda cost, best, before: cost < best, lambda report: report.validation_accuracy),
              "the accuracy is taken for a cost",
              "A high accuracy is good and a high cost is not: look at `report.validation_cost`."),
    ),
    observe=_passed_on_and_kept,
)  # fmt: skip


EXERCISES = (TRAINING_LOOP, EARLY_STOPPING)
