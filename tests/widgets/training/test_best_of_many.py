"""The best of many scores: the experiment and the formula against exact binomial numbers."""

import math

import numpy as np
import pytest

from course_utils.widgets.training.best_of_many import TRUE_ACCURACY, bound_in_spreads, choose, spread


def exact_mean_of_the_best(k, n):
    """The mean of the largest of k binomial shares, from their distribution."""
    answers = np.arange(n + 1)
    log_ways = np.array([math.lgamma(n + 1) - math.lgamma(m + 1) - math.lgamma(n - m + 1) for m in answers])
    chances = np.exp(log_ways + answers * np.log(TRUE_ACCURACY) + (n - answers) * np.log(1 - TRUE_ACCURACY))
    at_most = np.clip(np.cumsum(chances), 0, 1)
    return (1 - at_most[:-1] ** k).sum() / n


def test_every_setting_is_judged_and_the_first_of_the_best_is_chosen():
    generator = np.random.default_rng(0)
    for _ in range(200):
        choice = choose(5, 20, generator)
        assert choice.right.shape == (5,)
        assert choice.right[choice.chosen] == choice.right.max()
        assert choice.chosen == list(choice.right).index(choice.right.max())


@pytest.mark.parametrize(("k", "n"), [(1, 100), (4, 100), (64, 500), (1024, 50)])
def test_the_best_score_flatters_as_much_as_it_must_and_fresh_ones_do_not(k, n):
    generator = np.random.default_rng(1)
    choices = [choose(k, n, generator) for _ in range(4000)]
    best = np.mean([choice.right[choice.chosen] for choice in choices]) / n
    fresh = np.mean([choice.fresh for choice in choices]) / n
    wrong_by = 4 * spread(n) / np.sqrt(4000)
    assert best == pytest.approx(exact_mean_of_the_best(k, n), abs=wrong_by)
    assert fresh == pytest.approx(TRUE_ACCURACY, abs=wrong_by)


def test_one_score_scatters_by_the_spread():
    generator = np.random.default_rng(2)
    scores = choose(20_000, 200, generator).right / 200
    assert scores.std() == pytest.approx(spread(200), rel=0.02)
    assert scores.mean() == pytest.approx(TRUE_ACCURACY, abs=4 * spread(200) / np.sqrt(20_000))


@pytest.mark.parametrize("n", [50, 100, 200, 1000, 10_000])
def test_the_formula_is_an_upper_bound_and_no_loose_one(n):
    for k in 2 ** np.arange(11):
        gap = (exact_mean_of_the_best(int(k), n) - TRUE_ACCURACY) / spread(n)
        assert -1e-9 <= gap <= bound_in_spreads(k) + 1e-9
        if k > 1 and n >= 1000:
            assert gap > bound_in_spreads(k) / 2.1
