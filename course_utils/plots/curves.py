"""Curves and maps: how a training run goes, and what a cost looks like from above."""

import numpy as np
from matplotlib.colors import BoundaryNorm

from course_utils.plots.style import BLUE, HEIGHTS, ORANGE, styled


def end_of_axis(ends, needed):
    """The first of these ends of an axis, in rising order, that holds what is needed; beyond the last, that itself."""
    return next((end for end in ends if needed <= end), needed)


@styled()
def stretch_accuracy(ax):
    """Stretch the y axis of `ax` towards 100 %, where steps are small and hard to gain.

    From 0 to 90 % it is as far as from 90 to 99 %: both leave a tenth of the errors.
    """
    never_zero = 1.003
    ax.set_yscale("function", functions=(lambda share: -np.log10(never_zero - share), lambda y: never_zero - 10.0**-y))
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99], ["0 %", "50 %", "80 %", "90 %", "95 %", "98 %", "99 %"])


@styled()
def draw_learning_curve(ax, x, y, *, label="", validation=False, **options):
    """Draw one learning curve: solid blue for training, dashed orange with dots for validation. Returns the line.

    Further options go to `ax.plot`.
    """
    style = {"color": ORANGE, "linestyle": "--", "marker": "o", "markersize": 4} if validation else {"color": BLUE}
    (line,) = ax.plot(x, y, label=label, **style, **options)
    return line


@styled()
def draw_tries(ax, tries):
    """Draw what several tries of each setting came to: a dot for each, and a bar at their mean.

    tries: numbers, by the settings that they belong to.
    """
    for place, results in enumerate(tries.values()):
        ax.hlines(np.mean(results), place - 0.3, place + 0.3, color=ORANGE)
        ax.plot(np.full(len(results), place), results, "o", color=BLUE, alpha=0.7)
    ax.set_xticks(range(len(tries)), map(str, tries))
    ax.set_xlim(-0.5, len(tries) - 0.5)


@styled()
def draw_surface(ax, value, low, high, *, power=2, n_levels=13):
    """Draw a map of a cost over two weights, both from `low` to `high`: pale where it is low, with lines of equal cost.

    value: a function of points, shape (…, 2). The lines are further apart in height where the cost is higher, by
    `power`: 1 for equal steps.
    """
    side = np.linspace(low, high, 201)
    heights = value(np.stack(np.meshgrid(side, side), axis=-1))
    levels = heights.min() + np.ptp(heights) * np.linspace(0, 1, n_levels) ** power
    ax.contourf(side, side, heights, levels, cmap=HEIGHTS, norm=BoundaryNorm(levels, HEIGHTS.N))
    ax.contour(side, side, heights, levels[1:-1], colors="#8e99a6", linewidths=0.8, linestyles="-")
    ax.set(xlim=(low, high), ylim=(low, high), xlabel="weight w₁", ylabel="weight w₂")
