"""A figure for several descents at once: their paths on one map, and their costs beside it."""

from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils import plots
from course_utils.widgets.shared.setting_marks import SettingMarks

MOST_DOTS = 4000  # of a longer path, only some points are drawn
STEPS = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]  # ends of the horizontal axis
DEEP_VALLEYS = {"Rosenbrock": 5}  # where the lines of equal cost have to crowd in the valley
FAR = 1e6  # nothing beyond is drawn where it is: no picture could hold it
MOST_LABELS = 4


@dataclass(frozen=True)
class Look:
    """How one descent is drawn; `sign` stands for its marker in words."""

    name: str
    color: str
    marker: str
    sign: str
    size: float = 10


class SeveralPaths:
    """The figure of descents that look as `looks` say; the first lies on top."""

    @plots.styled()
    def __init__(self, looks, height=430):
        self.looks = looks
        self.figure = plots.new_figure(1100, height)
        side = height - 92
        self.map_axes = plots.place_axes(self.figure, 74, 36, side, side)
        self.cost_axes = plots.place_axes(self.figure, side + 170, 36, 1080 - side - 170, side)
        self.cost_axes.grid(color=plots.PALE, linewidth=0.8)
        self.cost_axes.set_axisbelow(True)
        self.paths, self.costs = [], []
        for order, look in enumerate(looks):
            self.paths.append(self._line_and_head(self.map_axes, look, order))
            self.costs.append(self._line_and_head(self.cost_axes, look, order))
        self.marks = SettingMarks(self.cost_axes, MOST_LABELS)
        self.cost_axes.legend(
            handles=[head for _, head in self.costs],
            **{"loc": "lower right", "bbox_to_anchor": (1.015, 0.985), "ncols": len(looks), "handletextpad": 0.1},
            columnspacing=0.9,
        )
        lines = [artist for pair in reversed([*self.paths, *self.costs]) for artist in pair]
        self.moving = [*lines, *self.marks.artists]
        self._standing, self._limits = [], None

    def _line_and_head(self, axes, look, order):
        (line,) = axes.plot([], [], color=look.color, linestyle="-", linewidth=1.6, zorder=3 - order / 10)
        style = {"markersize": look.size, "markeredgecolor": "white", "markeredgewidth": 1.5, "zorder": 4 - order / 10}
        (head,) = axes.plot([], [], color=look.color, marker=look.marker, linestyle="none", label=look.name, **style)
        return line, head

    @plots.styled()
    def show(self, surface, counted, goal=None):
        """Draw another map. `counted`: what the horizontal axis of the costs counts; `goal`: a height to reach."""
        for artist in self._standing:
            artist.remove()
        axes, (low, high) = self.map_axes, surface.domain
        before = {*axes.lines, *axes.collections, *self.cost_axes.lines}
        power = DEEP_VALLEYS.get(surface.name, 2 if surface.minima else 1)
        plots.draw_surface(axes, surface.value, low, high, power=power)
        for minimum in surface.minima:
            axes.plot(*minimum, color=plots.INK, marker="x", markersize=20, markeredgewidth=2)
        if goal is not None:
            self.cost_axes.axhline(goal, color=plots.GREY, linestyle=":", linewidth=1.5)
        self._standing = [a for a in (*axes.lines, *axes.collections, *self.cost_axes.lines) if a not in before]
        axes.set_title("Map of the cost")
        self.cost_axes.set(xlabel=counted, ylabel="cost above the minimum" if surface.minima else "cost")
        self.surface, self._limits = surface, None

    def draw(self, descents, steps, places, marks):
        """Draw descents after so many steps each. Returns whether standing parts changed.

        places: for each descent, where its steps stand on the horizontal axis of the costs. marks: see SettingMarks.
        """
        shown = [every_so_often(s) for s in steps]
        heights = [self._heights(descent, part) for descent, part in zip(descents, shown, strict=True)]
        changed = self._fit(max(x[s] for x, s in zip(places, steps, strict=True)), np.concatenate(heights))
        for i, (descent, part) in enumerate(zip(descents, shown, strict=True)):
            points = np.array([descent.points[step] for step in part])
            _set(self.paths[i], *np.clip(np.nan_to_num(points, nan=FAR, posinf=FAR, neginf=-FAR), -FAR, FAR).T)
            _set(self.costs[i], [places[i][step] for step in part], heights[i])
        self.marks.set(marks)
        return changed

    def _heights(self, descent, steps):
        """What is plotted: the cost above the lowest possible, or the cost itself if there is none."""
        costs = np.nan_to_num([descent.costs[step] for step in steps], nan=1e300, posinf=1e300, neginf=-1e300)
        if not self.surface.minima:
            return costs
        return np.maximum(costs - self.surface.value(self.surface.minima[0]), 1e-300)

    def _fit(self, longest, heights):
        """Choose limits of the costs' axes that hold all of it. Returns whether they changed."""
        end = plots.end_of_axis(STEPS, longest)
        if self.surface.minima:
            low, high = 10.0 ** np.floor(np.log10([max(heights.min(), 1e-10), 10 * np.clip(heights.max(), 0.01, 1e8)]))
            low = min(low, high / 1000)
        else:
            low = max(min(-2, 4 * np.floor(heights.min() / 4)), -40)
            high = min(max(2, 4 * np.ceil(heights.max() / 4)), 40)
        if (limits := (end, low, high)) == self._limits:
            return False
        self._limits = limits
        self._set_limits(*limits)
        return True

    @plots.styled()
    def _set_limits(self, end, low, high):
        axes = self.cost_axes
        axes.set_yscale("log" if self.surface.minima else "linear")
        axes.set(xlim=(-0.02 * end, 1.03 * end), ylim=(low, high))
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))


def every_so_often(steps):
    """Numbers of steps to draw, from 0 to `steps`, both among them."""
    return [*range(0, steps, 1 + steps // MOST_DOTS), steps]


def _set(line_and_head, x, y):
    line, head = line_and_head
    line.set_data(x, y)
    head.set_data(x[-1:], y[-1:])
