"""The training loop and when to stop it: what notebook 04 asks, and what people write by mistake.

What is given to an answer keeps a record of what is done to it, and that is what is compared.
"""

import itertools

import numpy as np

from course_utils.data import minibatches
from course_utils.exercises.exercise import Exercise, wrong
from course_utils.exercises.training.data import is_used, new_generator
from course_utils.losses import squared_error
from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.training import Report, early_stopping


class SmallNetwork(Network):
    """A network of one weight and one bias, which keeps a record of its costs and updates."""

    def __init__(self):
        super().__init__([1, 1], loss=squared_error)
        self.computed, self.updates = [], []

    def __str__(self):
        return "a network"

    def cost_and_gradient_vector(self, x, targets):
        """Cost and gradient, as every network has them."""
        cost, gradient = super().cost_and_gradient_vector(x, targets)
        self.computed.append((x[:, 0].copy(), targets[:, 0].copy(), self.vector.copy(), cost, gradient.copy()))
        return cost, gradient


# The training loop


class RecordedSGD(SGD):
    """Gradient descent that tells the network of each update."""

    def __init__(self, learning_rate, network):
        super().__init__(learning_rate)
        self.network = network

    def __str__(self):
        return f"SGD({self.learning_rate})"

    def update(self, parameters, gradients):
        """Make the step, as SGD does."""
        are_own = all(np.shares_memory(parameter, self.network.vector) for parameter in parameters)
        slopes = np.concatenate([np.ravel(gradient) for gradient in gradients])
        self.network.updates.append((are_own, self.network.vector.copy(), slopes))
        super().update(parameters, gradients)


def train(network, optimizer, images, targets, batch_size, epochs, generator):
    """Train for so many epochs, and return the mean training cost of each."""
    costs = []
    for _ in range(epochs):
        total = 0
        for batch, wanted in minibatches(images, targets, batch_size, generator):
            cost, gradients = network.cost_and_gradients(batch, wanted)
            optimizer.update(network.parameters, gradients)
            total += cost * len(batch)
        costs.append(total / len(images))
    return costs


def training_case(n, batch_size, epochs):
    """What `train` is given: the examples' inputs are their places, scaled, and their targets are ten times that."""
    network = SmallNetwork()
    images = np.arange(n).reshape(n, 1) / n
    return network, RecordedSGD(0.1, network), images, 10 * images, batch_size, epochs, new_generator()


def _training_seen(costs, network, optimizer, images, targets, batch_size, epochs, generator):
    """What is so of the run, by the network's record; None stays None."""
    if costs is None:
        return None
    costs = _as_numbers(costs)
    rounds = np.array_split(np.arange(len(network.computed)), epochs)  # which batches belong to which epoch
    ids, wanted, before, batch_costs, slopes = zip(*network.computed, strict=True) if network.computed else [()] * 5
    are_own, at_update, used = zip(*network.updates, strict=True) if network.updates else [()] * 3
    orders = [np.concatenate([ids[i] for i in batches]) if len(batches) else [] for batches in rounds]
    batch_costs, sizes = np.array(batch_costs), np.array([len(batch) for batch in ids])
    sums = np.array([np.sum((batch_costs * sizes)[batches]) for batches in rounds])

    def returned(values):
        return costs.shape == np.shape(values) and np.allclose(costs, values)

    return {
        "the sizes of the batches": sizes,
        "each target is with its own image": all(np.allclose(10 * x, y) for x, y in zip(ids, wanted, strict=True)),
        "every example is used once in each epoch": all(np.array_equal(np.sort(x), images[:, 0]) for x in orders),
        "the order is random": not any(np.array_equal(x, images[:, 0]) for x in orders),
        "the order is another in each epoch": not any(map(np.array_equal, orders, orders[1:])),
        "the generator that is given is used": is_used(generator),
        "the optimizer makes updates": len(used) > 0,
        "the optimizer updates once for each batch": len(used) == len(sizes),
        "the optimizer is given the network's own parameters": all(are_own),
        "the optimizer gets the gradient of each batch": _are_equal(used, slopes),
        "each gradient is computed at the weights that are updated": _are_equal(before, at_update),
        "the weights change": len(before) == 0 or not np.array_equal(before[0], network.vector),
        "one cost comes back for each epoch": costs.shape == (epochs,),
        "each cost is the mean over the epoch's examples": returned(sums / len(images)),
        "each cost is the mean of the batches' costs": returned(
            [np.mean(batch_costs[b]) if len(b) else 0 for b in rounds]
        ),
        "each cost is the sum of the batches' costs": returned([np.sum(batch_costs[b]) for b in rounds]),
        "each cost is the sum of the examples' costs": returned(sums),
        "each cost is that of the last batch": returned([batch_costs[b][-1] if len(b) else 0 for b in rounds]),
        "each cost holds the epochs before as well": returned(np.cumsum(sums) / len(images)),
    }


def _as_numbers(costs):
    """What came back as an array; an empty one where it holds no numbers."""
    try:
        return np.array(list(costs) if hasattr(costs, "__iter__") else costs, dtype=float)
    except (TypeError, ValueError):
        return np.array([])


def _are_equal(some, others):
    return len(some) == len(others) and all(map(np.array_equal, some, others))


def _step(network, optimizer, batch, wanted):
    """Cost and update of one batch."""
    cost, gradients = network.cost_and_gradients(batch, wanted)
    optimizer.update(network.parameters, gradients)
    return cost


def _mean_over_examples(costs, sizes):
    return np.dot(costs, sizes) / sum(sizes)


def _loop(batches=minibatches, step=_step, cost=_mean_over_examples):
    """The training loop, with a part of it done in another way."""

    def training(network, optimizer, images, targets, batch_size, epochs, generator):
        costs = []
        for _ in range(epochs):
            pairs = [
                (step(network, optimizer, *pair), len(pair[0]))
                for pair in batches(images, targets, batch_size, generator)
            ]
            costs.append(cost(*zip(*pairs, strict=True)))
        return costs

    return training


def _unshuffled(images, targets, batch_size, generator):
    for start in range(0, len(images), batch_size):
        yield images[start : start + batch_size], targets[start : start + batch_size]


def _full_ones(images, targets, batch_size, generator):
    batches = list(minibatches(images, targets, batch_size, generator))
    return [pair for pair in batches if len(pair[0]) == batch_size or len(batches) == 1]


def _shuffled_once(network, optimizer, images, targets, batch_size, epochs, generator):
    order = generator.permutation(len(images))
    shuffled = images[order], targets[order]
    return _loop(lambda *_: _unshuffled(*shuffled, batch_size, generator))(
        network, optimizer, images, targets, batch_size, epochs, generator
    )


def _gradients_from_the_start(network, optimizer, images, targets, batch_size, epochs, generator):
    cost, gradients = network.cost_and_gradients(images, targets)

    def step(network, optimizer, batch, wanted):
        optimizer.update(network.parameters, gradients)
        return cost

    return _loop(step=step)(network, optimizer, images, targets, batch_size, epochs, generator)


def _gradients_before_the_epoch(network, optimizer, images, targets, batch_size, epochs, generator):
    costs = []
    for _ in range(epochs):
        computed = [
            (network.cost_and_gradients(*pair), len(pair[0]))
            for pair in minibatches(images, targets, batch_size, generator)
        ]
        for (_, gradients), _ in computed:
            optimizer.update(network.parameters, gradients)
        costs.append(_mean_over_examples([cost for (cost, _), _ in computed], [size for _, size in computed]))
    return costs


def _steps_on_copies(network, optimizer, batch, wanted):
    cost, gradients = network.cost_and_gradients(batch, wanted)
    optimizer.update([parameter.copy() for parameter in network.parameters], gradients)
    return cost


def _steps_by_hand(network, optimizer, batch, wanted):
    cost, gradients = network.cost_and_gradients(batch, wanted)
    for parameter, gradient in zip(network.parameters, gradients, strict=True):
        parameter -= optimizer.learning_rate * gradient
    return cost


def _steps_upwards(network, optimizer, batch, wanted):
    cost, gradients = network.cost_and_gradients(batch, wanted)
    optimizer.update(network.parameters, [-gradient for gradient in gradients])
    return cost


def _steps_twice(network, optimizer, batch, wanted):
    cost, gradients = network.cost_and_gradients(batch, wanted)
    optimizer.update(network.parameters, gradients)
    optimizer.update(network.parameters, gradients)
    return cost


def _cost_again_after_the_step(network, optimizer, batch, wanted):
    _step(network, optimizer, batch, wanted)
    return network.cost_and_gradients(batch, wanted)[0]


def _epochs_added_up(*given):
    return list(np.cumsum(train(*given)))


def _another_number(change, *given):
    """The loop for another number of epochs."""
    *others, epochs, generator = given
    return train(*others, epochs + change, generator)


TRAIN = Exercise(
    train,
    asks=(
        "Train for `epochs` epochs. In each: shuffle, go through all batches, and for each batch compute cost and "
        "gradients with `network.cost_and_gradients(batch, wanted)` and let the optimizer step with "
        "`optimizer.update(network.parameters, gradients)`. Return a list: for each epoch the mean cost of its "
        "examples, from the costs that its batches had."
    ),
    cases=(
        training_case(14, 4, 1),
        training_case(14, 4, 3),
        training_case(15, 5, 2),
        training_case(13, 100, 2),
        training_case(23, 7, 4),
    ),
    properties=(),
    hints=(
        "Two loops: `for _ in range(epochs):`, and in it "
        "`for batch, wanted in minibatches(images, targets, batch_size, generator):`.",
        "For each batch, first cost and gradients, then the update.",
        "A batch's cost is a mean over its examples: add up `cost * len(batch)`, and divide by `len(images)` when "
        "the epoch ends. The sum begins at 0 in each epoch.",
    ),
    wrong_answers=(
        wrong(_loop(_unshuffled), "nothing is shuffled",
              "`minibatches(images, targets, batch_size, generator)` shuffles: take its batches."),
        wrong(_loop(_full_ones), "what is left over at the end is dropped",
              "The last batch may be smaller than the others: train on it too."),
        wrong(_shuffled_once, "the examples are shuffled once, before all epochs",
              "Each epoch has an order of its own: shuffle inside the loop over the epochs."),
        wrong(_loop(lambda x, y, size, g: [(x, y)]), "each step uses all examples",
              "A step needs one batch only: loop over `minibatches(images, targets, batch_size, generator)`."),
        wrong(_gradients_from_the_start, "the gradients are computed once, before the loop",
              "The slopes change with every step: compute them for each batch, just before its update."),
        wrong(_gradients_before_the_epoch, "the gradients of an epoch are computed before its first update",
              "They are stale by then: each batch's gradients belong to the weights just before its own update."),
        wrong(_loop(step=_steps_on_copies), "copies of the parameters are updated",
              "The network still has the old ones: pass `network.parameters` themselves, which are changed in place."),
        wrong(_loop(step=lambda network, _, *pair: network.cost_and_gradients(*pair)[0]), "no update is made",
              "Costs alone teach nothing: `optimizer.update(network.parameters, gradients)` follows each of them."),
        wrong(_loop(step=_steps_by_hand), "the steps are made without the optimizer",
              "Momentum and Adam make other steps: call `optimizer.update(network.parameters, gradients)`."),
        wrong(_loop(step=_steps_upwards), "the gradients are turned round",
              "The optimizer itself steps against them: pass them as they are."),
        wrong(_loop(step=_steps_twice), "each batch is used for two updates",
              "One update for each batch: the second would use a gradient from before the first."),
        wrong(_loop(step=_cost_again_after_the_step), "the cost is computed again after the step",
              "One call of `network.cost_and_gradients` for each batch gives both: keep the cost from before the "
              "step."),
        wrong(_loop(cost=lambda costs, sizes: np.mean(costs)), "a small last batch counts as much as a full one",
              "Weigh each batch's cost by how many examples it holds: `cost * len(batch)`."),
        wrong(_loop(cost=lambda costs, sizes: np.sum(costs)), "the batches' costs are added up",
              "A mean is asked for: add up `cost * len(batch)`, and divide by `len(images)`."),
        wrong(_loop(cost=np.dot), "the examples' costs are added up and not divided",
              "Divide the sum by how many examples there are: `len(images)`."),
        wrong(_loop(cost=lambda costs, sizes: costs[-1]), "the cost of the last batch stands for the epoch",
              "In a loop, `total = cost` forgets the batches before: add each one up."),
        wrong(_epochs_added_up, "the sum goes on through all epochs",
              "Each epoch has its own mean: set the sum to 0 where an epoch begins."),
        wrong(lambda *given: train(*given)[-1:], "only the last epoch's cost is returned",
              "Is the list made anew in every epoch? Append each epoch's cost to one list."),
        wrong(lambda *given: _another_number(1, *given), "one epoch too many is trained",
              "`range(epochs)` counts them right."),
    ),
    observe=_training_seen,
)  # fmt: skip


# When to stop


class Reports:
    """Reports of a run with these validation costs; after each epoch every weight is the epoch's number."""

    def __init__(self, network, validation_costs):
        self.network, self.validation_costs, self.n_trained = network, validation_costs, 0
        network.vector[:] = 0

    def __iter__(self):
        for epoch, cost in enumerate(self.validation_costs, start=1):
            self.n_trained = epoch
            for parameter in self.network.parameters:
                parameter[...] = epoch
            yield Report(epoch, 10 * epoch, 1 / epoch, cost, 0.5 + epoch / 100, 0.1, 32, False)

    def __str__(self):
        return f"reports with the validation costs {', '.join(map(str, self.validation_costs))}"


def stopping_case(patience, *validation_costs):
    """What `early_stopping` is given."""
    network = SmallNetwork()
    return Reports(network, validation_costs), network, patience


def _stop_seen(passed_on, reports, network, patience):
    """How long was trained, what came through, and whose weights the network has in the end; None stays None."""
    if passed_on is None:
        return None
    passed_on = list(itertools.islice(passed_on, 1000)) if hasattr(passed_on, "__iter__") else []
    weights, _ = network.layers[0]
    lowest, allowed = 0, 0
    while allowed < len(reports.validation_costs) and allowed - lowest < patience:
        allowed += 1
        if lowest == 0 or reports.validation_costs[allowed - 1] < reports.validation_costs[lowest - 1]:
            lowest = allowed
    return {
        "it goes on as long as patience allows": reports.n_trained >= allowed,
        "it stops when patience has run out": reports.n_trained <= allowed,
        "each report is passed on": len(passed_on) == reports.n_trained,
        "network.vector is still the network's own array": np.shares_memory(network.vector, weights),
        "the network has the weights of the lowest cost in the end": weights.item() == lowest,
        "the number of epochs trained": reports.n_trained,
        "the reports passed on": [getattr(report, "epoch", 0) for report in passed_on],
        "the epoch of the weights at the end": weights.item(),
    }


def _is_lower(report, best):
    return report.validation_cost < best.validation_cost


def _stopping(is_better=_is_lower, stops=lambda waited, patience: waited == patience, keeps=lambda best, last: best):
    """Early stopping, with a part of it done in another way."""

    def stopping(reports, network, patience):
        best, best_vector, waited = None, None, 0
        for report in reports:
            waited += 1
            if best is None or is_better(report, best):
                best, best_vector, waited = report, network.vector.copy(), 0
            yield report
            if stops(waited, patience):
                break
        network.vector[:] = keeps(best_vector, network.vector.copy())

    return stopping


def _compared_with_the_report_before(reports, network, patience):
    before, waited = None, 0
    for report in reports:
        waited += 1
        if before is None or _is_lower(report, before):
            best_vector, waited = network.vector.copy(), 0
        before = report
        yield report
        if waited == patience:
            break
    network.vector[:] = best_vector


def _counts_all(reports, network, patience):
    best, waited = None, 0
    for report in reports:
        if best is None or _is_lower(report, best):
            best, best_vector = report, network.vector.copy()
        else:
            waited += 1
        yield report
        if waited == patience:
            break
    network.vector[:] = best_vector


def _restored_only_when_it_stops(reports, network, patience):
    best, waited = None, 0
    for report in reports:
        waited += 1
        if best is None or _is_lower(report, best):
            best, best_vector, waited = report, network.vector.copy(), 0
        yield report
        if waited == patience:
            network.vector[:] = best_vector
            break


def _start_restored(reports, network, patience):
    start = network.vector.copy()
    yield from early_stopping(reports, network, patience)
    network.vector[:] = start


def _last_not_passed_on(reports, network, patience):
    passed_on = list(early_stopping(reports, network, patience))
    was_stopped = reports.n_trained - int(network.vector[0]) == patience
    return passed_on[:-1] if was_stopped else passed_on


def _only_better_ones(reports, network, patience):
    lowest = np.inf
    for report in early_stopping(reports, network, patience):
        if report.validation_cost < lowest:
            lowest = report.validation_cost
            yield report


def _trains_once_more(reports, network, patience):
    remaining = iter(reports)
    passed_on = list(early_stopping(remaining, network, patience))
    best = network.vector.copy()
    next(remaining, None)
    network.vector[:] = best
    return passed_on


def _all_trained_first(reports, network, patience):
    return early_stopping(list(reports), network, patience)


def _rebound(reports, network, patience):
    for report in early_stopping(reports, network, patience):
        last = network.vector.copy()
        yield report
    best = network.vector.copy()
    network.vector[:] = last
    network.vector = best


EARLY_STOPPING = Exercise(
    early_stopping,
    asks=(
        "`reports` come from a training run, one after each epoch. Yield each of them on. Stop after `patience` "
        "reports in a row without a lower `report.validation_cost` than the lowest before. When it ends, stopped or "
        "not, the network must have the weights that it had at the lowest: change `network.vector` in place."
    ),
    cases=(
        stopping_case(2, 3.0, 2.0, 1.0, 4.0, 5.0, 6.0, 0.5),
        stopping_case(1, 3.0, 2.0, 4.0, 1.0),
        stopping_case(2, 3.0, 2.0, 2.5, 1.0, 1.5, 1.2, 0.5),
        stopping_case(3, 5.0, 4.0, 3.0, 2.0),
        stopping_case(2, 2.0, 2.0, 2.0, 1.0, 0.5),
        stopping_case(3, 4.0, 1.0, 3.0, 2.0),
        stopping_case(2, 2.0, 5.0, 4.0, 3.0, 2.5),
        stopping_case(3, 3.0, 1.0, 4.0, 2.0, 3.0, 0.5, 6.0),
        stopping_case(1, 5.0),
        stopping_case(1, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0),
    ),
    properties=(),
    hints=(
        "Keep three things: the lowest cost so far, at first `np.inf`; a copy of the weights at that time; and how "
        "many reports have come since.",
        "At each report: if its cost is lower, renew all three, the weights with `network.vector.copy()`; else count "
        "one more. Then `yield report`, and `break` if as many have come as `patience` allows.",
        "Behind the loop, `network.vector[:] = best` writes the kept weights into the network.",
    ),
    wrong_answers=(
        wrong(_stopping(keeps=lambda best, last: last), "the network keeps its last weights",
              "Put the best ones back behind the loop, `network.vector[:] = best`. And are they a copy? "
              "`best = network.vector` is a second name for what training goes on to change."),
        wrong(_restored_only_when_it_stops, "the best weights come back only when patience has run out",
              "If the reports end before, the network keeps its last weights: restore them behind the loop in any "
              "case."),
        wrong(_start_restored, "the network gets the weights from the start back",
              "Renew the copy whenever the validation cost is lower: `best = network.vector.copy()`."),
        wrong(_rebound, "`network.vector` becomes another array",
              "The layers are views of the old array and do not change: write into it, `network.vector[:] = best`."),
        wrong(_stopping(stops=lambda waited, patience: waited > patience), "it waits for one report too many",
              "With a patience of 1, the first report without a lower cost is the last: stop at `waited == patience`."),
        wrong(_stopping(stops=lambda waited, patience: waited >= patience - 1), "it stops one report too early",
              "`patience` reports without a lower cost are allowed to come before it stops."),
        wrong(_stopping(stops=lambda waited, patience: waited > 0), "it stops at the first report without a lower cost",
              "Costs go up and down: wait for `patience` such reports in a row."),
        wrong(_stopping(stops=lambda waited, patience: False), "it never stops",
              "The weights are right, but the time is lost: `break` after `patience` reports without a lower cost."),
        wrong(_counts_all, "reports without a lower cost are counted even if they are not in a row",
              "A lower cost starts the waiting anew: set the count to 0."),
        wrong(_compared_with_the_report_before, "each report is compared with the one before",
              "Compare with the lowest so far: after a bad report, one that is a little less bad is no progress."),
        wrong(_stopping(lambda report, best: report.validation_cost <= best.validation_cost),
              "a cost that equals the lowest counts as lower",
              "Only `<` is progress, not `<=`: a cost that stands still could keep it running for ever."),
        wrong(_stopping(lambda report, best: report.validation_cost > best.validation_cost),
              "the highest cost is looked for",
              "A cost is better when it is lower: `report.validation_cost < lowest`."),
        wrong(_stopping(lambda report, best: report.train_cost < best.train_cost), "the training cost decides",
              "It goes on falling while the network learns by heart: look at `report.validation_cost`."),
        wrong(_last_not_passed_on, "the report at which it stops is not passed on",
              "Yield each report, the last as well, before you leave the loop."),
        wrong(_only_better_ones, "only reports with a lower cost are passed on",
              "Whoever draws the curves needs all of them: `yield report` for each."),
        wrong(_trains_once_more, "one more epoch is trained before it stops",
              "To ask for the next report trains an epoch: leave the loop as soon as patience has run out."),
        wrong(_all_trained_first, "all epochs are trained first",
              "`list(reports)` trains to the end, and every copy of the weights is then the last: go through `reports` "
              "themselves."),
    ),
    observe=_stop_seen,
)  # fmt: skip


EXERCISES = (EARLY_STOPPING, TRAIN)
