"""Why not accuracy? Sweep the weights of a real classifier: accuracy jumps, the cost glides."""

from functools import partial

import numpy as np
from matplotlib.colors import to_rgb

from course_utils import plots
from course_utils.data import load_mnist, scale
from course_utils.formatting import fixed
from course_utils.losses import accuracy, cross_entropy, one_hot, softmax, softmax_cross_entropy
from course_utils.widgets.shared.controls import button, row, slider, switch
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

DIGITS = (3, 8)  # class 0 and class 1
PER_CLASS = 20
LARGEST_WEIGHT = 4.0
START = (-2.5, 1.0)
ONE, TWO = "One weight", "Two weights"
LEARNING_RATE = 2.0
FLAT = 2e-3  # a slope below this is drawn as none
NUDGE = 1e-6  # accuracy that changes within so little of a weight stands at a jump


def digits_and_features(mnist):
    """Return the first 20 threes and 20 eights, their labels 0 and 1, and two features of each.

    The features are the share of the ink in the left half and in the middle of the image, standardised: mean 0,
    standard deviation 1.
    """
    of_class = [np.flatnonzero(mnist.train.labels == digit)[:PER_CLASS] for digit in DIGITS]
    images = mnist.train.images[np.concatenate(of_class)].reshape(-1, 28, 28)
    ink = scale(images).astype(np.float64)
    features = np.stack([ink[:, :, :14].sum(axis=(1, 2)), ink[:, 10:18, 10:18].sum(axis=(1, 2))], axis=1)
    features /= ink.sum(axis=(1, 2))[:, np.newaxis]
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    return images, np.repeat([0, 1], [len(members) for members in of_class]), features


class Classifier:
    """Two weights that give an eight the score w · features, and a three the score 0; softmax does the rest."""

    def __init__(self, features, labels):
        self.features, self.labels, self.targets = features, labels, one_hot(labels, 2)

    def scores(self, weights):
        """The logits of all points, shape (n, 2)."""
        eights = self.features @ weights
        return np.stack([np.zeros_like(eights), eights], axis=1)

    def accuracy(self, weights):
        """The share of the points that get the higher score at their own class."""
        return accuracy(self.scores(weights), self.labels)

    def cost_and_gradient(self, weights):
        """The mean cross-entropy, and its two slopes."""
        cost, of_scores = softmax_cross_entropy(self.scores(weights), self.targets)
        return cost, of_scores[:, 1] @ self.features

    def landscape(self, grid):
        """The accuracy and the cost at every row of `grid`, shape (m, 2): two arrays of shape (m,)."""
        scores = (grid @ self.features.T).ravel()
        logits = np.stack([np.zeros_like(scores), scores], axis=1)
        hits = logits.argmax(axis=1) == np.tile(self.labels, len(grid))
        costs = cross_entropy(softmax(logits), np.tile(self.targets, (len(grid), 1)))
        return hits.reshape(len(grid), -1).mean(axis=1), costs.reshape(len(grid), -1).mean(axis=1)

    def stands_at_a_jump(self, weights):
        """Whether the least nudge of a weight changes the accuracy."""
        nudges = NUDGE * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
        return len({self.accuracy(weights + nudge) for nudge in nudges}) > 1


class AccuracyAndCost(Demo):
    """Threes and eights told apart by two weights: accuracy in stairs, beside the cost, which has a slope everywhere.

    `mnist` is what `load_mnist()` returns, loaded if not given.
    """

    def __init__(self, mnist=None):
        super().__init__()
        images, labels, features = digits_and_features(mnist or load_mnist())
        self.classifier = Classifier(features, labels)
        self.weights, self._trail = np.array(START), []
        self._make_controls()
        self.picture = SweepPicture(images, self.classifier)
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        shifts = {"Left": (-0.1, 0), "Right": (0.1, 0), "Down": (0, -0.1), "Up": (0, 0.1)}
        arrows = {f"Arrow{key}": partial(self._shift, shift) for key, shift in shifts.items()}
        self.hear(self._point, arrows | {"c": self.follow_cost, "a": self.follow_accuracy})
        self.children = [
            row(self.sweep, self.cost_button, self.accuracy_button, self.start_button),
            row(*self.sliders),
            self.figure,
            self.line,
            self.note,
        ]
        self._show()

    def _make_controls(self):
        tooltips = ["Curves over w₁, while w₂ stays", "Maps over both weights"]
        sweep = {"button_width": 120, "width": 340, "label_width": 60}
        self.sweep = switch("Sweep", [ONE, TWO], "How many weights are swept", tooltips=tooltips, **sweep)
        self.listen(self.sweep, lambda _: self._show())
        self.sliders = [self._slider(0, "w₁", "left half"), self._slider(1, "w₂", "middle")]
        self.cost_button = button(
            "Follow the cost",
            "arrow-down",
            "One step of w against the cost's gradient (key c on the picture)",
            self.guarded(self.follow_cost),
        )
        self.accuracy_button = button(
            "Follow the accuracy",
            "ban",
            "One step of w along the accuracy's gradient (key a on the picture)",
            self.guarded(self.follow_accuracy),
        )
        self.start_button = button(
            "Reset", "undo", "Back to the weights of the start", self.guarded(self.move_to, START)
        )
        self.line = StatusLine()

    def _slider(self, axis, name, part):
        tooltip = f"Weight of: ink in the {part}. Also: drag in the picture at the right, or arrow keys on it"
        scale = (-LARGEST_WEIGHT, LARGEST_WEIGHT, 0.01)
        made = slider(name, START[axis], scale, tooltip, width=410, label_width=60)
        self.listen(made, partial(self._set_weight, axis))
        return made

    # ---- what the controls do --------------------------------------------------------------------------------------

    def move_to(self, weights):
        """Go to these weights, kept within the picture, and forget the steps that were followed."""
        self._go(weights, trail=[])
        self._show()

    def follow_cost(self):
        """One step of gradient descent on the cost, of w₁ alone where only that one is swept."""
        before, gradient = self.classifier.cost_and_gradient(self.weights)
        if self.sweep.value == ONE:
            gradient = gradient * (1, 0)
        self._go(self.weights - LEARNING_RATE * gradient, trail=[*self._trail, self.weights])
        after = self.classifier.cost_and_gradient(self.weights)[0]
        self._show(f"One step down the slope: the cost goes from {before:.3f} to {after:.3f}.")

    def follow_accuracy(self):
        """Try to climb the accuracy, whose gradient shows no way."""
        if self.classifier.stands_at_a_jump(self.weights):
            self._show("Just here the accuracy jumps: it has no gradient at all.")
        else:
            self._show("The gradient of the accuracy is 0: w − α · 0 = w. No step, no learning.")

    def _go(self, weights, trail):
        """Set the weights, to the nearest steps of their sliders, and let these follow."""
        self.weights = np.array([each.nearest(weight) for each, weight in zip(self.sliders, weights, strict=True)])
        self._trail = trail
        for each, weight in zip(self.sliders, self.weights, strict=True):
            each.value = weight

    def _set_weight(self, axis, value):
        if value != self.weights[axis]:
            self.move_to(np.where(np.arange(2) == axis, value, self.weights))

    def _shift(self, change):
        self.move_to(self.weights + change)

    def _point(self, event):
        if event.axes in self.picture.curve_axes:
            self.move_to((event.x, self.weights[1]))
        elif event.axes in self.picture.map_axes:
            self.move_to((event.x, event.y))

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        cost, gradient = self.classifier.cost_and_gradient(self.weights)
        slope = "jumps" if self.classifier.stands_at_a_jump(self.weights) else "has the gradient 0"
        return (
            f"{len(self.classifier.labels)} handwritten threes and eights are told apart by two weights, "
            f"w₁ = {fixed(self.weights[0])} and w₂ = {fixed(self.weights[1])}. The accuracy is "
            f"{self.classifier.accuracy(self.weights):.0%} and {slope} here; the cost is {cost:.3f}, "
            f"with a slope of {fixed(gradient[0], 3)} along w₁ and {fixed(gradient[1], 3)} along w₂."
        )

    def _show(self, note=""):
        standing_changed = self.picture.draw(self.weights, self.sweep.value == TWO, self._trail)
        self.figure.alt = self.text
        self.figure.redraw() if standing_changed else self.figure.refresh()
        cost, gradient = self.classifier.cost_and_gradient(self.weights)
        self.line.show(
            f"accuracy <b>{self.classifier.accuracy(self.weights):.0%}</b> · cost <b>{cost:.3f}</b>, "
            f"slopes <b>{fixed(gradient[0], 3)}</b> and <b>{fixed(gradient[1], 3)}</b>"
        )
        self.note.say(note)


class SweepPicture:
    """The figure: the digits with the boundary at the left, accuracy and cost over the weights at the right."""

    @plots.styled()
    def __init__(self, images, classifier):
        self.classifier = classifier
        self.figure = plots.new_figure(1100, 490)
        self.points = DigitsAndBoundary(plots.place_axes(self.figure, 58, 48, 384, 384), images, classifier)
        span = (-LARGEST_WEIGHT, LARGEST_WEIGHT)
        self.grid = np.linspace(*span, 801)
        self.accuracy_curve = SweepCurve(
            plots.place_axes(self.figure, 548, 48, 530, 160), "Accuracy: a staircase", plots.ORANGE
        )
        self.cost_curve = SweepCurve(plots.place_axes(self.figure, 548, 272, 530, 160), "Cost: smooth", plots.BLUE)
        self.accuracy_curve.ax.set(ylim=(0, 1), yticks=[0, 0.5, 1], yticklabels=["0 %", "50 %", "100 %"])
        self.cost_curve.ax.set(ylim=(0, 5.5), xlabel="weight w₁")
        self.curve_axes = [self.accuracy_curve.ax, self.cost_curve.ax]
        self.maps = self._maps(span)
        self.map_axes = [each.ax for each in self.maps]
        self._two = None
        parts = [self.points, self.accuracy_curve, self.cost_curve, *self.maps]
        self.moving = [artist for part in parts for artist in part.moving]

    def _maps(self, span):
        side = np.linspace(*span, 81)
        grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        shares, costs = (values.reshape(len(side), -1) for values in self.classifier.landscape(grid))
        accuracy_map = self._map(556, "Accuracy: flat terraces", shares, span)
        accuracy_map.ax.set_ylabel("weight w₂", labelpad=-4)
        cost_map = self._map(840, "Cost: one smooth bowl", -costs, span)
        cost_map.ax.contour(side, side, costs, levels=np.arange(0.2, costs.max(), 0.6), colors="white", linewidths=0.8)
        cost_map.ax.set_yticks([])
        return [accuracy_map, cost_map]

    def _map(self, left, title, goodness, span):
        """A map of what is good in blue and what is bad in orange, at `left` in the figure."""
        ax = plots.place_axes(self.figure, left, 84, 238, 238)
        ax.imshow(goodness, cmap=plots.SIGNED, extent=(*span, *span), origin="lower", alpha=0.7)
        ax.set(xlabel="weight w₁", xticks=[-4, 0, 4], yticks=[-4, 0, 4])
        ax.set_title(title, pad=10)
        return SweepMap(ax)

    def draw(self, weights, two, trail):
        """Draw the classifier with these weights. Returns whether the standing parts changed too."""
        standing_changed, self._two = two != self._two, two
        self.points.draw(weights)
        cost, gradient = self.classifier.cost_and_gradient(weights)
        share, at_jump = self.classifier.accuracy(weights), self.classifier.stands_at_a_jump(weights)
        for part in [self.accuracy_curve, self.cost_curve]:
            part.show(not two)
        for part in self.maps:
            part.show(two)
        flat = "a jump: no gradient" if at_jump else "the gradient here is 0"
        if two:
            downhill = "the arrow leads down" if np.hypot(*gradient) > FLAT else "the bottom: no slope left"
            self.maps[0].draw(weights, trail, f"{share:.0%}\n{flat}")
            self.maps[1].draw(weights, trail, f"{cost:.2f}\n{downhill}", -gradient)
        else:
            sweep = np.column_stack([self.grid, np.full_like(self.grid, weights[1])])
            shares, costs = self.classifier.landscape(sweep)
            slope = np.nan if at_jump else 0.0
            self.accuracy_curve.draw(self.grid, shares, weights[0], share, slope, f"{share:.0%}, {flat}")
            self.cost_curve.draw(
                self.grid, costs, weights[0], cost, gradient[0], f"{cost:.2f}, slope {fixed(gradient[0])}"
            )
        return standing_changed


class DigitsAndBoundary:
    """The digits themselves as points, the line where both scores are equal, and rings around what is misread."""

    def __init__(self, ax, images, classifier):
        self.ax, self.classifier = ax, classifier
        limit = 1.12 * np.abs(classifier.features).max()
        size = 0.08 * limit
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit), xticks=[0], yticks=[0])
        ax.set(xticklabels=["mean"], yticklabels=[""], xlabel="ink in the left half →")
        ax.set_ylabel("ink in the middle →")
        ax.set_title("3 or 8? Misread digits are ringed", pad=12)
        for image, label, (x, y) in zip(images, classifier.labels, classifier.features, strict=True):
            picture = np.empty((28, 28, 4))
            picture[...] = (*to_rgb((plots.ORANGE, plots.BLUE)[label]), 0)
            picture[..., 3] = np.minimum(1, 2 * image / 255)
            extent = (x - size, x + size, y - size, y + size)
            ax.imshow(picture, extent=extent, aspect="auto", zorder=3, interpolation="bilinear")
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
        self.reach = 3 * limit
        (self.side,) = ax.fill([], [], color=plots.BLUE, alpha=0.13, linewidth=0)
        (self.boundary,) = ax.plot([], [], color=plots.INK, linewidth=2.5)
        (self.rings,) = ax.plot(
            [], [], "o", markersize=32, markerfacecolor="none", markeredgecolor=plots.INK, markeredgewidth=1.8
        )
        self.says = ax.text(0, 0, "", color=plots.BLUE, fontweight="bold", ha="center", va="center")
        self.limit = limit
        self.moving = [self.side, self.boundary, self.rings, self.says]

    def draw(self, weights):
        """Draw the boundary w · x = 0 and shade the side where an eight is read."""
        wrong = self.classifier.scores(weights).argmax(axis=1) != self.classifier.labels
        self.rings.set_data(*self.classifier.features[wrong].T)
        length = np.hypot(*weights)
        for artist in (self.side, self.boundary, self.says):
            artist.set_visible(length > 0)
        if length > 0:
            across = np.array(weights) / length
            along = np.array([-across[1], across[0]])
            ends = self.reach * np.array([along, -along])
            self.boundary.set_data(*ends.T)
            self.side.set_xy(np.concatenate([ends, ends[::-1] + 2 * self.reach * across]))
            corner = 0.86 * self.limit * across / np.abs(across).max()
            self.says.set(position=corner * (0.86, 1), text="read as 8")


class SweepCurve:
    """A quantity over w₁, with a point at the present weight, its tangent, and words."""

    def __init__(self, ax, title, color):
        self.ax = ax
        ax.set(xlim=(-LARGEST_WEIGHT, LARGEST_WEIGHT))
        ax.set_title(title, pad=10)
        (self.line,) = ax.plot([], [], color=color)
        (self.here,) = ax.plot([], [], color=plots.GREY, linestyle=":", linewidth=1.2)
        (self.tangent,) = ax.plot([], [], color=plots.INK, linewidth=3, linestyle="-")
        (self.point,) = ax.plot([], [], "o", color=color, markersize=13)
        self.words = ax.text(
            0.99, 1.04, "", transform=ax.transAxes, ha="right", va="bottom", fontweight="bold", color=color
        )
        self.moving = [self.line, self.here, self.tangent, self.point, self.words]

    def draw(self, grid, values, weight, value, slope, words):
        """Draw the curve and stand at `weight`; a slope that is not a number has no tangent."""
        ends = np.array([-0.7, 0.7])
        self.line.set_data(grid, values)
        self.here.set_data([weight, weight], self.ax.get_ylim())
        self.tangent.set_data(weight + ends, value + slope * ends)
        self.point.set_data([weight], [value])
        self.words.set_text(words)

    def show(self, shown):
        """Show or hide the whole of it."""
        _show(self, shown)


class SweepMap:
    """A quantity over both weights, with a point at the present ones, the way there, and an arrow downhill."""

    def __init__(self, ax):
        self.ax = ax
        (self.trail,) = ax.plot([], [], color=plots.INK, linewidth=1.8, marker=".", markersize=8)
        (self.arrow,) = ax.plot([], [], color=plots.INK, linewidth=4, solid_capstyle="butt")
        (self.head,) = ax.fill([], [], color=plots.INK)
        (self.point,) = ax.plot(
            [], [], "o", color="white", markeredgecolor=plots.INK, markersize=14, markeredgewidth=2.5
        )
        self.words = ax.text(0.5, -0.27, "", transform=ax.transAxes, ha="center", va="top", fontweight="bold")
        self.moving = [self.trail, self.arrow, self.head, self.point, self.words]

    def draw(self, weights, trail, words, downhill=(0, 0)):
        """Stand at these weights; where `downhill` is 0 there is no arrow."""
        self.trail.set_data(*np.array([*trail, weights]).T)
        self.point.set_data([weights[0]], [weights[1]])
        self.words.set_text(words)
        steepness = np.hypot(*downhill)
        for artist in (self.arrow, self.head):
            artist.set_visible(artist.get_visible() and steepness > FLAT)
        if steepness > FLAT:
            along = np.array(downhill) / steepness
            across = np.array([-along[1], along[0]])
            tip = weights + along * (0.9 + min(steepness, 1.2))
            neck = tip - 0.55 * along
            self.arrow.set_data(*np.array([weights, neck]).T)
            self.head.set_xy([tip, neck + 0.35 * across, neck - 0.35 * across])

    def show(self, shown):
        """Show or hide the whole of it."""
        _show(self, shown)


def _show(part, shown):
    part.ax.set_visible(shown)
    for artist in part.moving:
        artist.set_visible(shown)
