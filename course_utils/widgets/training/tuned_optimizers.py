"""Optimizers on surfaces: how many steps each needs from many starts, and the learning rate that suits it best."""

from functools import cache

import numpy as np

from course_utils.surfaces import Surface, bowl, plateau, rosenbrock, two_valleys
from course_utils.widgets.shared.training_program import OPTIMIZERS, make_optimizer

RATES = 10.0 ** np.linspace(-3, 0, 19)  # those that are tried
GOAL = 0.001  # a descent has arrived where its cost is at most so far above the lowest,
STAYS = 50  # and stays so for so many further steps: to fly past the goal is not to arrive
MOST_STEPS = 400  # who has not arrived by then is taken not to arrive
TUNED_ON, JUDGED_ON = 8, 20  # starts: of the judging none is among those of the tuning


def turned(surface):
    """That surface, turned by 45°."""
    root = np.sqrt(0.5)

    def slopes(x, y):
        along, across = surface.slopes(root * (x + y), root * (y - x))
        return root * (along - across), root * (along + across)

    return Surface(
        f"{surface.name} turned by 45°",
        lambda x, y: surface.height(root * (x + y), root * (y - x)),
        slopes,
        minima=tuple((root * (u - v), root * (u + v)) for u, v in surface.minima),
        domain=surface.domain,
    )


saddle = Surface(  # between two valleys of the same depth, so that there is something to arrive at
    "saddle",
    lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4,
    lambda x, y: (x, y * (y**2 - 1)),
    minima=((0, 1), (0, -1)),
)
SURFACES = {s.name: s for s in (bowl(16, 100), turned(bowl(16, 100)), rosenbrock, plateau, saddle, two_valleys)}


def random_starts(surface, count, seed):
    """So many places on the map, shape (count, 2); on the saddle close to its ridge, y = 0, where it is hard."""
    low, high = surface.domain
    starts = np.random.default_rng(seed).uniform(0.9 * low, 0.9 * high, (count, 2))
    return np.round(starts * (1, 0.02 if surface is saddle else 1), 3)


def goal_of(surface):
    """The cost at which a descent has arrived."""
    return surface.value(surface.minima[0]) + GOAL


@np.errstate(all="ignore")  # what diverges does not arrive
def steps_needed(surface, optimizer, starts, enough=np.inf):
    """How many steps a fresh optimizer needs from each start to arrive, shape (n,); MOST_STEPS where it does not.

    All starts are one array of parameters, for an optimizer treats every number by itself. It may give up once all
    steps together are more than `enough`.
    """
    points, goal = starts.copy(), goal_of(surface)
    since = np.where(surface.value(points) <= goal, 0, MOST_STEPS)  # the step from which on it has been at the goal
    for step in range(1, MOST_STEPS + STAYS):
        optimizer.update([points], [surface.gradient(points)])
        costs, has_stayed = surface.value(points), step - since > STAYS
        since = np.where((costs <= goal) | has_stayed, np.minimum(since, step), MOST_STEPS)
        at_least = np.where(np.isnan(costs) & ~has_stayed, MOST_STEPS, np.minimum(since, step - STAYS))
        if (step - since >= STAYS).all() or at_least.sum() > enough or np.isnan(costs).all():
            break
    return since


def best_rate(surface, name, starts):
    """The rate, of RATES, with which the optimizer of that name needs the fewest steps from these starts together."""
    best, fewest = RATES[0], np.inf
    for rate in RATES[::-1].tolist():
        steps = steps_needed(surface, make_optimizer(name, rate), starts, enough=fewest).sum()
        if steps <= fewest:  # of two that are equal, the smaller rate
            best, fewest = rate, steps
    return best


@cache
def tuned(surface_name):
    """For each optimizer its best rate on that surface, and the steps it then needs from other starts."""
    surface = SURFACES[surface_name]
    tuning, judging = random_starts(surface, TUNED_ON, seed=1), random_starts(surface, JUDGED_ON, seed=2)
    rates = {name: best_rate(surface, name, tuning) for name in OPTIMIZERS}
    return rates, {name: steps_needed(surface, make_optimizer(name, rate), judging) for name, rate in rates.items()}


def times_first(needed):
    """How often each needs the fewest steps, from {name: steps from each start}; a tie counts for each."""
    fewest = np.min(list(needed.values()), axis=0)
    return {name: int(((steps == fewest) & (steps < MOST_STEPS)).sum()) for name, steps in needed.items()}
