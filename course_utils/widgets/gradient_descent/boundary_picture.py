"""The figure of BoundaryOnDigits: digits and boundary, the weights on the map of the cost, and the cost per step."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_utils.plots import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    draw_surface,
    end_of_axis,
    half_plane,
    new_figure,
    place_axes,
    styled,
)

SIDE = 3.4  # the digits' features lie between −SIDE and SIDE
WEIGHTS = (-4, 4)  # what is drawn of both weights
STEPS = [20, 50, 100, 200, 500, 1000, 2000]  # ends of the axis of steps


class BoundaryPicture:
    """The figure, for a Classifier of the digits."""

    @styled()
    def __init__(self, classifier):
        self.classifier, self._end = classifier, None
        self.figure = new_figure(1100, 430)
        self.digit_axes = place_axes(self.figure, 66, 40, 330, 330)
        self.map_axes = place_axes(self.figure, 470, 40, 330, 330)
        self.cost_axes = place_axes(self.figure, 870, 40, 215, 330)
        self._draw_map()
        self.moving = [*self._digit_parts(), *self._weight_parts(), *self._cost_parts()]

    def _draw_map(self):
        draw_surface(self.map_axes, lambda weights: self.classifier.landscape(weights)[1], *WEIGHTS, power=3)
        self.map_axes.set(xlabel="weight w₁ of the ink in all", ylabel="weight w₂ of the ink in the middle")
        self.map_axes.set_title("Cost J, and the weights")

    def _digit_parts(self):
        axes = self.digit_axes
        axes.set(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), xlabel="x₁: ink in all", ylabel="x₂: ink in the middle")
        axes.set_title("Digits and boundary")
        self.ground = PolyCollection([], facecolor=ORANGE, edgecolor="none", alpha=0.18)
        axes.add_collection(self.ground, autolim=False)
        kinds = [("zero", "o", BLUE, 6), ("one", "^", ORANGE, 7)]
        misread = []
        for digit, (name, marker, color, size) in enumerate(kinds):
            dots = {"marker": marker, "color": color, "markersize": size, "linestyle": "none"}
            axes.plot(*self._digits(self.classifier.labels == digit), alpha=0.35, markeredgewidth=0, label=name, **dots)
            misread += axes.plot([], [], markeredgecolor=INK, markeredgewidth=1.1, **dots)
        self.misread = misread
        axes.legend(loc="lower left", borderaxespad=0.1, handletextpad=0.1, frameon=True, edgecolor="none")
        (self.line,) = axes.plot([], [], color=INK, linewidth=2.5, linestyle="-")
        return [self.ground, *self.misread, self.line]

    def _digits(self, chosen):
        """The features x₁ and x₂ of some of the digits."""
        return self.classifier.features[chosen].T / 2  # the classifier's are twice those of the digits

    def _weight_parts(self):
        axes = self.map_axes
        (self.path,) = axes.plot([], [], color=BLUE, linestyle="-", marker="o", markersize=4, linewidth=1.6)
        (self.here,) = axes.plot([], [], "o", color=BLUE, markersize=12, markeredgecolor="white", markeredgewidth=2)
        return [self.path, self.here]

    def _cost_parts(self):
        axes = self.cost_axes
        axes.set(yscale="log", ylim=(0.03, 20), xlabel="step", title="Cost")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.grid(color=PALE, linewidth=0.8)
        axes.axhline(np.log(2), color=GREY, linestyle=":", linewidth=1.5)
        axes.text(0.98, 1.08 * np.log(2), "guessing", color=GREY, ha="right", transform=axes.get_yaxis_transform())
        (self.curve,) = axes.plot([], [], color=BLUE, linestyle="-")
        (self.now,) = axes.plot([], [], "o", color=BLUE, markersize=11, markeredgecolor="white")
        return [self.curve, self.now]

    def draw(self, path, costs):
        """Draw the boundary of the last weights of `path`, and the way there. Returns whether the axes changed."""
        self._draw_boundary(path[-1])
        seen = np.clip(path, -50, 50)
        self.path.set_data(*seen.T)
        self.path.set_marker("o" if len(path) <= 60 else "")
        self.here.set_data(*seen[-1:].T)
        self.curve.set_data(range(len(costs)), costs)
        self.now.set_data([len(costs) - 1], costs[-1:])
        return self._fit(len(costs) - 1)

    def _draw_boundary(self, w):
        """The line on which both scores are equal, w·x = 0, and the side of the ones behind it."""
        misread = self.classifier.misread(w)
        for digit, dots in enumerate(self.misread):
            dots.set_data(*self._digits(misread & (self.classifier.labels == digit)))
        for artist in (self.ground, self.line):
            artist.set_visible(bool(np.any(w)))
        if np.any(w):
            line, side = half_plane(w, reach=3 * SIDE)
            self.line.set_data(*line.T)
            self.ground.set_verts([side])

    @styled()
    def _fit(self, steps):
        """Lengthen the axis of steps if need be. Returns whether it changed."""
        end = end_of_axis(STEPS, steps)
        if end == self._end:
            return False
        self._end = end
        self.cost_axes.set_xlim(-0.02 * end, 1.03 * end)
        return True
