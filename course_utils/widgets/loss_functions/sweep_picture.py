"""The figure of AccuracyAndCost: the digits with their boundary, and accuracy and cost over one weight or two."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patheffects import withStroke

from course_utils import plots
from course_utils.formatting import fixed

LARGEST_WEIGHT = 8.0
CURVE_TO = 4.0  # the curves over w₁ end here, where the present weight is not beyond
COST_TO = [3, 6, 11]  # the heights at which the axis of the cost may end
DIGIT = 0.09  # half of a digit's side, in halves of the picture
STRONG, PALE = 1.0, 0.35  # the digits that are misread, and the others
COLOURS = (plots.ORANGE, plots.BLUE)  # of class 0 and class 1
TERRACES = LinearSegmentedColormap.from_list("terraces", ["#8296ab", "#ffffff"])  # HEIGHTS with more of a contrast
SIDES = ("read as 3\n(class 0)", "read as 8\n(class 1)")
WORDS = np.array([0.26, 0.12])  # half of the width and of the height that those take, in halves of the picture


class SweepPicture:
    """The digits with the boundary at the left, accuracy and cost over the weights at the right."""

    @plots.styled()
    def __init__(self, images, classifier):
        self.classifier = classifier
        self.figure = plots.new_figure(1100, 475)
        self.points = DigitsAndBoundary(plots.place_axes(self.figure, 44, 46, 372, 372), images, classifier)
        n = len(classifier.labels)
        self.accuracy_curve = SweepCurve(plots.place_axes(self.figure, 512, 46, 570, 148), "Accuracy")
        self.accuracy_curve.ax.set(ylim=(0, 1.02), yticks=[0, 0.5, 1], yticklabels=["0", f"{n // 2}", f"{n}"])
        self.cost_curve = SweepCurve(plots.place_axes(self.figure, 512, 270, 570, 148), "Cost")
        self.cost_curve.ax.set_xlabel("weight w₁")
        self.curve_axes = [self.accuracy_curve.ax, self.cost_curve.ax]
        self.maps = self._maps()
        self.map_axes = [each.ax for each in self.maps]
        self._limits = None
        parts = [self.points, self.accuracy_curve, self.cost_curve, *self.maps]
        self.moving = [artist for part in parts for artist in part.moving]

    def _maps(self):
        span = (-LARGEST_WEIGHT, LARGEST_WEIGHT)
        side = np.linspace(*span, 201)
        terraces, _ = self.classifier.landscape(np.stack(np.meshgrid(side, side), axis=-1))
        accuracy, cost = (plots.place_axes(self.figure, left, 128, 290, 290) for left in (486, 800))
        accuracy.imshow(terraces, cmap=TERRACES, extent=(*span, *span), origin="lower")
        accuracy.set_xlabel("weight w₁")
        accuracy.set_ylabel("weight w₂", labelpad=0)
        plots.draw_surface(cost, lambda weights: self.classifier.landscape(weights)[1], *span, power=3)
        cost.set(yticks=[], ylabel="", xlabel="weight w₁ (arrow: the next step)")
        for ax, title in [(accuracy, "Accuracy (shaded: lower)"), (cost, "Cost (shaded: higher)")]:
            ax.set_title(title, pad=52)
            ax.set_xticks([-6, -4, -2, 0, 2, 4, 6], ["−6", "−4", "−2", "0", "2", "4", "6"])
        accuracy.set_yticks(accuracy.get_xticks(), accuracy.get_xticklabels())
        return [SweepMap(accuracy), SweepMap(cost)]

    def draw(self, path, two, rate):
        """Draw the classifier at the end of `path`, weights in shape (n, 2). Returns whether standing parts changed.

        two: whether both weights are swept. rate: of the next step, which an arrow shows on the map of the cost.
        """
        weights = path[-1]
        self.points.draw(weights)
        cost, gradient = self.classifier.cost_and_gradient(weights)
        at_jump, right = self.classifier.stands_at_a_jump(weights), f"{self.classifier.right(weights)} right"
        for part in (self.accuracy_curve, self.cost_curve):
            part.show(not two)
        for part in self.maps:
            part.show(two)
        flat = "a jump: no gradient" if at_jump else "gradient 0 here"
        if two:
            self.maps[0].draw(path, f"{right}\n{flat}")
            slopes = f"slopes {fixed(gradient[0], 3)}, {fixed(gradient[1], 3)}"
            self.maps[1].draw(path, f"cost {cost:.3f}\n{slopes}", -rate * gradient)
            return self._fit(None)
        span = CURVE_TO if abs(weights[0]) <= CURVE_TO else LARGEST_WEIGHT
        grid = np.linspace(-span, span, 801)
        shares, costs = self.classifier.landscape(np.column_stack([grid, np.full_like(grid, weights[1])]))
        share, slope = self.classifier.accuracy(weights), np.nan if at_jump else 0.0
        self.accuracy_curve.draw(grid, shares, weights[0], share, slope, f"{right}, {flat}")
        self.cost_curve.draw(grid, costs, weights[0], cost, gradient[0], f"{cost:.3f}, slope {fixed(gradient[0], 3)}")
        return self._fit((span, plots.end_of_axis(COST_TO, costs.max())))

    def _fit(self, limits):
        """Give the curves these limits: the ends of w₁ and of the cost. Returns whether they changed."""
        if limits == self._limits:
            return False
        self._limits = limits
        if limits:
            ticks = np.arange(-limits[0], limits[0] + 1, limits[0] / 4)
            for ax in self.curve_axes:
                ax.set_xlim(-limits[0], limits[0])
                ax.set_xticks(ticks, [fixed(tick, 0) for tick in ticks])
            self.cost_curve.ax.set(ylim=(0, limits[1]))
        return True


class DigitsAndBoundary:
    """The digits themselves as points, strong where they are misread, and the line where both scores are equal."""

    def __init__(self, ax, images, classifier):
        self.ax, self.classifier = ax, classifier
        self.limit = 1.17 * np.abs(classifier.features).max()
        self.reach = 3 * self.limit
        ax.set(xticks=[0], yticks=[0], xticklabels=["mean"], yticklabels=[""], xlabel="ink in the left half →")
        ax.set_ylabel("ink in the middle →", labelpad=2)
        ax.set_title("3 or 8? Strong digits are misread")
        (self.side,) = ax.fill([], [], color=plots.GREY, alpha=0.14, linewidth=0)
        (self.boundary,) = ax.plot([], [], color=plots.INK, linewidth=2.5, linestyle="-")
        self.misread = [self._digits(images, strength) for strength in (PALE, STRONG)][1]
        style = {"fontweight": "bold", "ha": "center", "va": "center", "zorder": 5}
        style["path_effects"] = [withStroke(linewidth=4, foreground="white")]
        sides = zip(SIDES, map(plots.readable, COLOURS), strict=True)
        self.says = [ax.text(0, 0, words, color=color, **style) for words, color in sides]
        ax.set(xlim=(-self.limit, self.limit), ylim=(-self.limit, self.limit))
        self.free = self._free_places()
        self.moving = [self.side, self.boundary, *self.misread, *self.says]

    def _free_places(self):
        """Where words near the edge cover no digit, shape (n, 2)."""
        turn = np.linspace(0, 2 * np.pi, 120)[:, np.newaxis]
        way = np.hstack([np.cos(turn), np.sin(turn)])
        places = self.limit * (1 - WORDS) * way / np.abs(way).max(axis=1, keepdims=True)
        apart = np.abs(places[:, np.newaxis] - self.classifier.features)
        covers = apart < self.limit * (WORDS + DIGIT)
        return places[~covers.all(axis=2).any(axis=1)]

    def _digits(self, images, strength):
        size = DIGIT * self.limit
        made = []
        for image, label, (x, y) in zip(images, self.classifier.labels, self.classifier.features, strict=True):
            picture = np.empty((28, 28, 4))
            picture[...] = (*to_rgb(COLOURS[label]), 0)
            picture[..., 3] = strength * np.minimum(1, 2 * image / 255)
            extent = (x - size, x + size, y - size, y + size)
            made.append(self.ax.imshow(picture, extent=extent, aspect="auto", zorder=3, interpolation="bilinear"))
        return made

    def draw(self, weights):
        """Draw the boundary w · x = 0, shade the side where an eight is read, and name both."""
        for digit, is_wrong in zip(self.misread, self.classifier.misread(weights).tolist(), strict=True):
            digit.set_visible(is_wrong)
        is_somewhere = bool(np.any(weights))
        for artist in (self.side, self.boundary, *self.says):
            artist.set_visible(is_somewhere)
        if is_somewhere:
            line, side = plots.half_plane(weights, self.reach)
            self.boundary.set_data(*line.T)
            self.side.set_xy(side)
            for words, way in zip(self.says, (-weights, weights), strict=True):
                words.set_position(self._place_for_words(way))

    def _place_for_words(self, way):
        """The free place that is nearest to where `way` leaves the picture; or there, if none is free."""
        end = self.limit * (1 - WORDS) * way / np.abs(way).max()
        apart = np.hypot(*(self.free - end).T)
        return self.free[apart.argmin()] if len(apart) else end


class SweepCurve:
    """A quantity over w₁, with a point at the present weight, its tangent, and words."""

    def __init__(self, ax, title):
        self.ax = ax
        ax.set_title(title)
        (self.line,) = ax.plot([], [], color=plots.GREY, linestyle="-", linewidth=3)
        (self.here,) = ax.plot([], [], color=plots.GREY, linestyle=":", linewidth=1.2)
        (self.tangent,) = ax.plot([], [], color=plots.INK, linewidth=3, linestyle="-")
        (self.point,) = ax.plot([], [], "o", color=plots.INK, markersize=12, markeredgecolor="white", clip_on=False)
        style = {"ha": "right", "va": "bottom", "fontweight": "bold"}
        self.words = ax.text(1, 1.04, "", transform=ax.transAxes, **style)
        self.moving = [self.line, self.here, self.tangent, self.point, self.words]

    def draw(self, grid, values, weight, value, slope, words):
        """Draw the curve and stand at `weight`; a slope that is not a number has no tangent."""
        ends = grid[-1] * np.array([-0.18, 0.18])
        self.line.set_data(grid, values)
        self.here.set_data([weight, weight], [0, value])
        self.tangent.set_data(weight + ends, value + slope * ends)
        self.point.set_data([weight], [value])
        self.words.set_text(words)

    def show(self, shown):
        """Show or hide the whole of it."""
        _show(self, shown)


class SweepMap:
    """A quantity over both weights, with a point at the present ones, the way there, and the step to come."""

    def __init__(self, ax):
        self.ax = ax
        (self.trail,) = ax.plot([], [], color=plots.INK, linewidth=1.5, linestyle="-", marker=".", markersize=6)
        (self.arrow,) = ax.plot([], [], color=plots.INK, linewidth=3, linestyle="-", solid_capstyle="butt")
        self.head = ax.add_collection(PolyCollection([], facecolor=plots.INK, edgecolor="none"), autolim=False)
        (self.point,) = ax.plot([], [], "o", color="white", markeredgecolor=plots.INK, markersize=11, clip_on=False)
        self.point.set_markeredgewidth(2.5)
        self.words = ax.text(0, 1.03, "", transform=ax.transAxes, va="bottom", fontweight="bold")
        self.moving = [self.trail, self.arrow, self.head, self.point, self.words]

    def draw(self, path, words, step=(0, 0)):
        """Stand at the end of `path`, weights in shape (n, 2); `step` leads to where the next step ends."""
        self.trail.set_data(*path.T)
        self.point.set_data(*path[-1:].T)
        ends = np.stack([path[-1], path[-1] + step])
        self.arrow.set_data(*ends.T)
        self.head.set_verts(plots.arrow_heads(self.ax, ends[:1], ends[1:], size=14))
        self.words.set_text(words)

    def show(self, shown):
        """Show or hide the whole of it."""
        _show(self, shown)


def _show(part, shown):
    part.ax.set_visible(shown)
    for artist in part.moving:
        artist.set_visible(shown)
