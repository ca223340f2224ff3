"""What the gradient promises, a straight line or plane, and how far the cost keeps the promise."""

import numpy as np
from ipywidgets import FloatLogSlider, FloatSlider, HBox, Layout
from matplotlib.collections import LineCollection, PolyCollection

from course_utils.gradients import linear_approximation
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE, new_figure, place_axes
from course_utils.surfaces import two_valleys
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure

LOW, HIGH = -1.6, 1.6  # of both weights
STEPS = np.logspace(-2, 0.2, 60)
TURN, TILT, LIFT = np.radians(28), 0.52, 0.1  # how the surface is looked at: from the side, from above, its height
PLANE = 0.75  # half the side of the piece of the plane that is drawn
surface = two_valleys


class StraightLinePromise(Demo):
    """A point on a surface, its tangent line and plane, a step, and by how much the promise misses."""

    def __init__(self):
        super().__init__()
        self._make_controls()
        self._make_picture()
        self.figure = LiveFigure(self._drawn, self._moving)
        keys = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, 1), "Down": (0, -1)}
        self.hear(self._point, {
            **{f"Arrow{key}": lambda shift=shift: self._shift(0.05 * np.array(shift)) for key, shift in keys.items()},
            "+": lambda: self._scale_step(1.25), "-": lambda: self._scale_step(0.8),
        })  # fmt: skip
        self.children = [HBox([self.w1, self.w2, self.step], layout=Layout(flex_flow="row wrap")), self.figure]
        self._draw()

    def _make_controls(self):
        third = {"style": {"description_width": "80px"}, "layout": Layout(width="32%", min_width="250px")}
        where = {"min": LOW, "max": HIGH, "step": 0.01, **third}
        self.w1 = FloatSlider(1.3, description="Weight w₁", tooltip="The point (drag it; arrow keys ← →)", **where)
        self.w2 = FloatSlider(0.7, description="Weight w₂", tooltip="The point (drag it; arrow keys ↑ ↓)", **where)
        self.step = FloatLogSlider(
            0.6, base=10, min=-2, max=0.2, step=0.02, readout_format=".2f", description="Step Δ",
            tooltip="How far to go from the point (keys + and −)", **third,
        )  # fmt: skip
        for control in (self.w1, self.w2, self.step):
            self.listen(control, lambda _: self._draw())

    def _make_picture(self):
        self._drawn = new_figure(1100, 430)
        self.line_axes = place_axes(self._drawn, 60, 40, 290, 330)
        self.plane_axes = place_axes(self._drawn, 375, 40, 380, 380)
        self.miss_axes = place_axes(self._drawn, 835, 40, 240, 330)
        self.line_axes.set(xlim=(-1.8, 1.8), ylim=(-2.4, 7.2), xlabel="weight w₁", title="The tangent line")
        self.plane_axes.set(xlim=(-2.3, 2.3), ylim=(-1.75, 1.95), title="The tangent plane")
        self.plane_axes.set_axis_off()
        self.miss_axes.set(xscale="log", yscale="log", xlim=(1e-2, 10**0.2), ylim=(1e-5, 1e2), xlabel="step Δ")
        self.miss_axes.set_title("By how much it misses")
        self.miss_axes.grid(color=PALE, linewidth=0.8)
        self.plane_axes.add_collection(LineCollection(_wires(), colors="#aab4bf", linewidths=1), autolim=False)
        self._moving = [*self._line_parts(), *self._plane_parts(), *self._miss_parts()]

    def _line_parts(self):
        axes = self.line_axes
        (self.curve,) = axes.plot([], [], color=GREY, linestyle="-", linewidth=3, label="the cost")
        (self.tangent,) = axes.plot([], [], color=ORANGE, linestyle="--", label="the promise")
        axes.legend(loc="upper center", borderaxespad=0)
        self.line_marks = _marks(axes)
        return [self.curve, self.tangent, *self.line_marks]

    def _plane_parts(self):
        axes = self.plane_axes
        self.plane = PolyCollection([], facecolor=ORANGE, edgecolor=ORANGE, alpha=0.3, linewidth=2, linestyle="--")
        axes.add_collection(self.plane, autolim=False)
        (self.slice,) = axes.plot([], [], color=GREY, linestyle="-", linewidth=3)
        self.plane_marks = _marks(axes)
        _, promised, true, _ = self.plane_marks
        axes.legend([promised, true], ["promised", "true"], loc="lower center", ncols=2, borderaxespad=0)
        return [self.slice, self.plane, *self.plane_marks]

    def _miss_parts(self):
        axes = self.miss_axes
        (self.line_misses,) = axes.plot([], [], color=BLUE, linestyle="-", label="line")
        (self.plane_misses,) = axes.plot([], [], color=ORANGE, linestyle="--", label="plane")
        (self.now,) = axes.plot([], [], color=INK, linestyle="none", marker="D", markersize=9)
        axes.plot([0.02, 0.2], [2e-5, 2e-3], color=GREY, linestyle=":", linewidth=1.5)
        axes.text(0.09, 1.5e-4, "Δ × 10:\nmiss × 100", color=GREY, va="center")
        axes.legend(loc="upper left", borderaxespad=0.2)
        return [self.line_misses, self.plane_misses, self.now]

    # ---- drawing ---------------------------------------------------------------------------------------------------

    @property
    def point(self):
        """The two weights."""
        return np.array([self.w1.value, self.w2.value])

    def along_one_weight(self, step):
        """The step along the first weight, downhill."""
        return np.array([-step * _sign(surface.gradient(self.point)[0]), 0.0])

    def downhill(self, step):
        """The step of that length straight downhill, against the gradient."""
        gradient = surface.gradient(self.point)
        length = np.linalg.norm(gradient)
        return -step * gradient / length if length > 1e-9 else np.array([step, 0.0])

    def promise(self, changes):
        """What the gradient at the point promises after these changes of the weights."""
        return linear_approximation(surface.value(self.point), surface.gradient(self.point), changes)

    def miss(self, changes):
        """By how much the cost after the changes differs from the promise."""
        return np.abs(surface.value(self.point + changes) - self.promise(changes))

    def _draw(self):
        self._draw_line()
        self._draw_plane()
        self._draw_misses()
        self.figure.alt = self.text
        self.figure.refresh()

    def _draw_line(self):
        w1 = np.linspace(-1.8, 1.8, 200)
        along = np.stack([w1, np.full_like(w1, self.w2.value)], axis=-1)
        self.curve.set_data(w1, surface.value(along))
        self.tangent.set_data(w1, self.promise(along - self.point))
        _place(self.line_marks, self.point, self.along_one_weight(self.step.value), self, lambda p, z: (p[0], z))

    def _draw_plane(self):
        w1 = np.linspace(LOW, HIGH, 60)
        along = np.stack([w1, np.full_like(w1, self.w2.value)], axis=-1)
        self.slice.set_data(*_seen(along, surface.value(along)))
        corners = PLANE * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        self.plane.set_verts([np.transpose(_seen(self.point + corners, self.promise(corners)))])
        _place(self.plane_marks, self.point, self.downhill(self.step.value), self, _seen)

    def _draw_misses(self):
        for line, change in ((self.line_misses, self.along_one_weight), (self.plane_misses, self.downhill)):
            line.set_data(STEPS, self.miss(np.array([change(step) for step in STEPS])))
        now = [self.miss(change(self.step.value)) for change in (self.along_one_weight, self.downhill)]
        self.now.set_data([self.step.value] * 2, now)

    @property
    def text(self):
        """What the demo shows, in words."""
        change = self.downhill(self.step.value)
        true, promised = surface.value(self.point + change), self.promise(change)
        line = float(self.miss(self.along_one_weight(self.step.value)))
        return (
            f"From the point ({self.w1.value:.2f}, {self.w2.value:.2f}), where the cost is "
            f"{surface.value(self.point):.2f}, a step of {self.step.value:.2f} is taken straight downhill. The tangent "
            f"plane promises a cost of {promised:.2f}; the true cost there is {true:.2f}, a miss of "
            f"{abs(true - promised):.2f}. Along the first weight alone the tangent line misses by {line:.2f}."
        )

    # ---- what the controls do --------------------------------------------------------------------------------------

    def _shift(self, change):
        self._move_to(self.point + change)

    def _move_to(self, point):
        """Put the point there, in the sliders' own steps and inside of what is drawn."""
        self.w1.value, self.w2.value = np.round(np.clip(point, LOW, HIGH), 2)

    def _scale_step(self, factor):
        self.step.value = np.clip(self.step.value * factor, STEPS[0], STEPS[-1])

    def _point(self, event):
        if event.axes is self.line_axes:
            self._move_to((event.x, self.w2.value))
        elif event.axes is self.plane_axes:
            self._drag_plane(event)
        elif event.axes is self.miss_axes:
            self.step.value = np.clip(event.x, STEPS[0], STEPS[-1])

    def _drag_plane(self, event):
        """Move the point as the hand moves over the floor: what counts is how far, not where it was grasped."""
        place = _floor(event.x, event.y)
        if event.kind == "down":
            self._from_hand_to_point = self.point - place
        self._move_to(place + self._from_hand_to_point)


def _marks(axes):
    """The point, the promised place, the true one, and the gap between the two."""
    (gap,) = axes.plot([], [], color=INK, linestyle="-", linewidth=3)
    dot = {"linestyle": "none", "markersize": 10, "markeredgecolor": "white"}
    (promised,) = axes.plot([], [], color=ORANGE, marker="s", **dot)
    (true,) = axes.plot([], [], color=INK, marker="D", **dot)
    (here,) = axes.plot([], [], color=BLUE, marker="o", **{**dot, "markersize": 14})
    return gap, promised, true, here


def _place(marks, point, change, demo, seen):
    """Put the marks where `seen(weights, cost)` says that they are in the picture."""
    after = point + change
    places = [seen(after, demo.promise(change)), seen(after, surface.value(after)), seen(point, surface.value(point))]
    marks[0].set_data(*np.transpose(places[:2]))
    for mark, place in zip(marks[1:], places, strict=True):
        mark.set_data(*np.reshape(place, (2, 1)))


def _seen(points, heights):
    """Where points (…, 2) at these heights appear to someone who looks at the surface from the side and from above."""
    x, y = np.moveaxis(np.asarray(points), -1, 0)
    deep = x * np.sin(TURN) + y * np.cos(TURN)
    return x * np.cos(TURN) - y * np.sin(TURN), TILT * deep + LIFT * np.asarray(heights)


def _floor(across, up):
    """The weights of the place on the floor that appears there: the way back from `_seen`, at height 0."""
    deep = up / TILT
    return np.array([
        across * np.cos(TURN) + deep * np.sin(TURN), deep * np.cos(TURN) - across * np.sin(TURN)
    ])  # fmt: skip


def _wires():
    """Lines over the surface along both weights, as they are seen."""
    side, lines = np.linspace(LOW, HIGH, 50), []
    for fixed in np.linspace(LOW, HIGH, 17):
        for points in (np.stack([side, 0 * side + fixed], axis=-1), np.stack([0 * side + fixed, side], axis=-1)):
            lines.append(np.transpose(_seen(points, surface.value(points))))
    return lines


def _sign(value):
    return 1.0 if value >= 0 else -1.0
