"""The figure of Descend: the ground with the descent on it, and the cost per step beside it."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from course_utils.formatting import short_number
from course_utils.plots import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    Labels,
    arrow_heads,
    draw_surface,
    end_of_axis,
    new_figure,
    place_axes,
    styled,
)
from course_utils.widgets.shared.pins import PinnedCurves
from course_utils.widgets.shared.setting_marks import SettingMarks

MOST_DOTS = 1500  # of a longer descent, only some points are drawn
MOST_HEADS = 60  # arrow heads: on the newest steps
MOST_LABELS = 4  # learning rates written on the plot of costs
STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]  # ends of the horizontal axis
DEEP_VALLEYS = {"Rosenbrock": 5}  # where the lines of equal cost have to crowd in the valley


class DescendPicture:
    """Two pairs of axes at one place for the ground, a map or a curve, and one for the costs."""

    @styled()
    def __init__(self):
        self.figure = new_figure(1100, 470)
        # The map is as high as it is wide, so that downhill is at right angles to the lines of equal cost.
        self.map_axes = place_axes(self.figure, 84, 36, 376, 376)
        self.curve_axes = place_axes(self.figure, 84, 36, 376, 376)
        self.cost_axes = place_axes(self.figure, 560, 36, 515, 376)
        self._make_moving_parts()
        self._limits, self._floors = None, []
        self.pinned = PinnedCurves(INK)

    def _make_moving_parts(self):
        path = {"color": BLUE, "linestyle": "-", "marker": "o", "markersize": 5, "linewidth": 1.8}
        ball = {"color": BLUE, "marker": "o", "markersize": 12, "markeredgecolor": "white", "markeredgewidth": 2}
        self.grounds, self.outside = {}, {}
        for axes in (self.map_axes, self.curve_axes):
            (line,) = axes.plot([], [], **path)
            (drops,) = axes.plot([], [], color=BLUE, linestyle=":", linewidth=1.5)
            heads = axes.add_collection(PolyCollection([], facecolor=BLUE, edgecolor="none"), autolim=False)
            (here,) = axes.plot([], [], linestyle="none", **ball)
            (next_step,) = axes.plot(
                [], [], color=ORANGE, linestyle=(0, (2.5, 0.8)), linewidth=3, label="next step −αg"
            )
            next_head = axes.add_collection(PolyCollection([], facecolor=ORANGE, edgecolor="none"), autolim=False)
            outside = Labels(axes, halo=True)
            self.grounds[axes] = [line, drops, heads, here, outside.artist, next_step, next_head]
            self.outside[axes] = outside
        (self.costs,) = self.cost_axes.plot([], [], **path)
        parts = [(ORANGE, "--", "part of w₁"), (GREY, ":", "part of w₂")]
        self.parts = [
            self.cost_axes.plot([], [], color=color, linestyle=style, label=name)[0] for color, style, name in parts
        ]
        (self.now,) = self.cost_axes.plot([], [], linestyle="none", **ball)
        self.marks = SettingMarks(self.cost_axes, MOST_LABELS)
        self.moving = [
            *(artist for artists in self.grounds.values() for artist in artists),
            *self.parts,
            self.costs,
            self.now,
            *self.marks.artists,
        ]

    @property
    def ground_axes(self):
        """The axes that show the ground now."""
        return self.map_axes if self.map_axes.get_visible() else self.curve_axes

    @styled()
    def show(self, surface, one_weight):
        """Draw another ground."""
        self.surface = surface
        self.map_axes.set_visible(not one_weight)
        self.curve_axes.set_visible(one_weight)
        for axes, artists in self.grounds.items():
            for artist in artists:
                artist.set_visible(axes is self.ground_axes)
            for artist in [*axes.collections, *axes.lines]:
                if artist not in artists and artist not in self.pinned.artists:
                    artist.remove()
        (self._draw_curve if one_weight else self._draw_map)()
        self._draw_floors()
        next_step = self.grounds[self.ground_axes][-2]
        place = {"loc": "lower right", "bbox_to_anchor": (1.02, 0.995), "borderpad": 0.2, "borderaxespad": 0}
        self.ground_axes.legend(handles=[next_step], **place)
        parts = {"handles": self.parts, "ncols": 2, "columnspacing": 0.9, "handlelength": 1.4, "handletextpad": 0.4}
        legend = self.cost_axes.legend(**parts, **place)
        legend.set_visible(self._falls_into_parts)
        self._limits = None

    def _draw_floors(self):
        """A dotted line in the plot of costs for each valley that is not the deepest."""
        for artist in self._floors:
            artist.remove()
        self._floors = []
        for minimum in self.surface.minima[1:]:
            height = self.surface.value(minimum) - self.surface.value(self.surface.minima[0])
            self._floors.append(self.cost_axes.axhline(height, color=GREY, linestyle=":", linewidth=1.5))
            place = {"xycoords": ("axes fraction", "data"), "xytext": (-4, -5), "textcoords": "offset points"}
            words = "bottom of the shallower valley"
            label = self.cost_axes.annotate(words, (1, height), ha="right", va="top", color=GREY, **place)
            self._floors.append(label)

    def _draw_map(self):
        low, high = self.surface.domain
        power = DEEP_VALLEYS.get(self.surface.name, 2 if self.surface.minima else 1)
        draw_surface(self.map_axes, self.surface.value, low, high, power=power)
        for minimum in self.surface.minima:
            self.map_axes.plot(*minimum, color=INK, marker="x", markersize=22, markeredgewidth=2)
        self.map_axes.set_title("Map of the cost")

    def _draw_curve(self):
        low, high = self.surface.domain
        x = np.linspace(low, high, 400)
        heights = self.surface.value(np.stack([x, 0 * x], axis=-1))
        self.curve_axes.plot(x, heights, color=GREY, linestyle="-", linewidth=3, zorder=1)
        margin = 0.08 * np.ptp(heights)
        self.curve_axes.set(xlim=(low, high), ylim=(heights.min() - margin, heights.max() + margin))
        self.curve_axes.set(xlabel="weight w")
        self.curve_axes.set_title("Cost J")

    def draw(self, descent, steps, next_step, pins):
        """Draw the descent after so many steps, and the step to come. Returns whether standing parts changed.

        pins: pairs of a descent and the steps that it had done when it was pinned.
        """
        changed = self.pinned.draw(pins, self._curves_of)
        changed |= self._fit([(descent, steps), *pins])
        self._draw_path(descent, steps, next_step)
        self._draw_costs(descent, steps)
        return changed

    def _draw_path(self, descent, steps, next_step):
        line, drops, heads, here, _, next_line, next_head = self.grounds[self.ground_axes]
        axes = self.ground_axes
        points = self._in_sight(np.array(descent.points[: steps + 1][:: 1 + steps // MOST_DOTS]))
        places = self._places(points)
        ends = self._places(points[1:])
        if axes is self.curve_axes:
            ends[:, 1] = places[:-1, 1]  # −αg changes the weight; the cost then is what the curve says
        route = _with_gaps(places[:-1], ends)
        line.set_data(*(route if axes is self.curve_axes else places.T))
        line.set_marker("" if axes is self.curve_axes else "o")
        drops.set_data(*(_with_gaps(ends, places[1:]) if axes is self.curve_axes else ([], [])))
        heads.set_verts(arrow_heads(axes, places[:-1][-MOST_HEADS:], ends[-MOST_HEADS:]))
        now = self._places(self._in_sight(np.array(descent.points[steps])[None]))
        aim = now + self._in_sight(np.array([next_step])) * (1, 0 if axes is self.curve_axes else 1)
        next_line.set_data(*np.concatenate([now, aim]).T)
        next_head.set_verts(arrow_heads(axes, now, aim, size=15))
        here.set_data(*now.T)
        self._point_outside(now[0])

    def _point_outside(self, place):
        """Where the descent has left the picture, say so at the edge that it left by."""
        axes = self.ground_axes
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        x, y = np.clip(place, (left, low), (right, high))
        is_inside = (x, y) == tuple(place)
        sign = "←" if place[0] < left else "→" if place[0] > right else "↓" if place[1] < low else "↑"
        edge = np.array([(left + right) / 2, (low + high) / 2]) * 0.12 + np.array([x, y]) * 0.88
        self.outside[axes].set([] if is_inside else [f"{sign} outside"], BLUE, [edge], _alignment(edge[0], left, right))

    def _places(self, points):
        """Where points lie in the ground's axes: on the map, or on the curve."""
        if self.ground_axes is self.map_axes:
            return points.copy()
        return np.stack([points[:, 0], self.surface.value(points)], axis=-1)

    def _in_sight(self, points):
        """Points so far away that no picture holds them, a little nearer."""
        far = 50 * np.abs(self.surface.domain).max()
        return np.clip(np.nan_to_num(points, nan=far, posinf=far, neginf=-far), -far, far)

    # ---- costs -----------------------------------------------------------------------------------------------------

    def _heights(self, descent):
        """What is plotted: the cost above the lowest possible, or the cost itself if there is none."""
        costs = np.nan_to_num(np.array(descent.costs), nan=1e300, posinf=1e300)
        if not descent.surface.minima:
            return costs
        return np.maximum(costs - descent.surface.value(descent.surface.minima[0]), 1e-300)

    @property
    def _falls_into_parts(self):
        """Whether the cost is a sum of one part for each weight: so it is in a bowl."""
        return self.surface.curvature is not None and self.ground_axes is self.map_axes

    def _part_of(self, weight, descent):
        """What one weight alone costs, the other being at its best, at each point of a descent in a bowl."""
        if not self._falls_into_parts:
            return np.full(descent.steps + 1, np.nan)
        alone = np.array(descent.points) * (np.arange(2) == weight)
        return np.maximum(np.nan_to_num(self.surface.value(alone), nan=1e300, posinf=1e300), 1e-300)

    def _draw_costs(self, descent, steps):
        heights = self._heights(descent)[: steps + 1]
        every = 1 + steps // MOST_DOTS
        numbers = np.arange(len(heights))
        self.costs.set_data(numbers[::every], heights[::every])
        self.costs.set_marker("o" if steps <= 60 else "")
        self.now.set_data([steps], heights[-1:])
        for weight, part in enumerate(self.parts):
            part.set_data(numbers[::every], self._part_of(weight, descent)[: steps + 1 : every])
        self.marks.set([(step, f"α {short_number(rate)}") for step, rate in descent.rates[1:] if step <= steps])

    def _fit(self, descents):
        """Choose limits of the costs' axes that hold these descents. Returns whether they changed."""
        longest = max(steps for _, steps in descents)
        heights = np.concatenate([self._heights(descent)[: steps + 1] for descent, steps in descents])
        end = end_of_axis(STEPS, longest)
        logarithmic = bool(self.surface.minima)
        if logarithmic:
            low, high = 10.0 ** np.floor(np.log10([max(heights.min(), 1e-14), 10 * np.clip(heights.max(), 0.01, 1e12)]))
            low = min(low, high / 1000)
        else:
            low, high = min(-2, 4 * np.floor(heights.min() / 4)), max(2, 4 * np.ceil(min(heights.max(), 1e6) / 4))
            low = max(low, -1e6)
        if (limits := (end, low, high, logarithmic)) == self._limits:
            return False
        self._limits = limits
        self._set_limits(*limits)
        return True

    @styled()
    def _set_limits(self, end, low, high, logarithmic):
        axes = self.cost_axes
        axes.set_yscale("log" if logarithmic else "linear")
        axes.set(xlim=(-0.02 * end, 1.03 * end), ylim=(low, high), xlabel="step")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_title("Cost above the minimum" if logarithmic else "Cost")
        axes.grid(color=PALE, linewidth=0.8)
        axes.set_axisbelow(True)

    def _curves_of(self, pin):
        descent, steps = pin
        every = 1 + steps // MOST_DOTS
        yield self.ground_axes, *self._places(self._in_sight(np.array(descent.points[: steps + 1 : every]))).T
        heights = self._heights(descent)[: steps + 1 : every]
        yield self.cost_axes, every * np.arange(len(heights)), heights


def _alignment(x, left, right):
    """Where in a text its place is, so that the text stays inside: see Labels."""
    return float(np.clip((x - left) / (right - left), 0, 1).round())


def _with_gaps(starts, ends):
    """Line segments from `starts` to `ends`, as x and y with gaps between."""
    gaps = np.full_like(starts, np.nan)
    return np.stack([starts, ends, gaps], axis=1).reshape(-1, 2).T
