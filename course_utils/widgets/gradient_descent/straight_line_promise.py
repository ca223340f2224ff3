"""What the gradient promises, a straight line or plane, and how far the cost keeps the promise."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from course_utils.formatting import fixed, short_number
from course_utils.gradients import linear_approximation
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE, new_figure, place_axes, styled
from course_utils.surfaces import two_valleys
from course_utils.widgets.shared.controls import THIRD, log_slider, row, slider
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

LOW, HIGH = -1.6, 1.6  # of both weights
STEPS = np.logspace(-2, 0.2, 60)
TURN, TILT, LIFT = np.radians(28), 0.52, 0.1  # how the surface is looked at: from the side, from above, its height
PLANE = 0.75  # half the side of the piece of the plane that is drawn
FLAT = 1e-9  # a slope below which no direction is downhill
surface = two_valleys


@dataclass(frozen=True)
class Promise:
    """What the gradient at a point promises, a step away from it."""

    point: tuple
    step: float

    def along_one_weight(self, step):
        """The step along the first weight, downhill."""
        return np.array([-step * _sign(surface.gradient(self.point)[0]), 0.0])

    def downhill(self, step):
        """The step of that length straight downhill, against the gradient."""
        gradient = surface.gradient(self.point)
        length = np.linalg.norm(gradient)
        return -step * gradient / length if length > FLAT else np.array([step, 0.0])

    def promised(self, changes):
        """The cost that the gradient at the point promises after these changes of the weights."""
        return linear_approximation(surface.value(self.point), surface.gradient(self.point), changes)

    def miss(self, changes):
        """By how much the cost after the changes differs from what is promised."""
        return np.abs(surface.value(np.array(self.point) + changes) - self.promised(changes))


class StraightLinePromise(Demo):
    """A point on a surface, its tangent line and plane, a step, and by how much the promise misses."""

    def __init__(self):
        super().__init__()
        self.promise = Promise((1.3, 0.7), 0.6)
        self._make_controls()
        self.picture = PromisePicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        shifts = {"Left": (-0.05, 0), "Right": (0.05, 0), "Up": (0, 0.05), "Down": (0, -0.05)}
        keys = {f"Arrow{key}": partial(self._shift, shift) for key, shift in shifts.items()}
        keys |= {"+": partial(self._scale_step, 1.25), "-": partial(self._scale_step, 0.8)}
        self.hear(self._point, keys)
        self.line = StatusLine()
        self.children = [row(self.w1, self.w2, self.step), self.figure, self.line, self.note]
        self._show()

    def _make_controls(self):
        where, slim = (LOW, HIGH, 0.01), {"width": THIRD, "label_width": 80}
        self.w1 = slider("Weight w₁", self.promise.point[0], where, "The point (drag it; arrow keys ← →)", **slim)
        self.w2 = slider("Weight w₂", self.promise.point[1], where, "The point (drag it; arrow keys ↑ ↓)", **slim)
        tooltip = "How far to go from the point (keys + and −)"
        self.step = log_slider("Step Δ", self.promise.step, (-2, 0.2, 0.02), tooltip, writer=fixed, **slim)
        self.listen(self.w1, lambda value: self._move_to((value, self.promise.point[1])))
        self.listen(self.w2, lambda value: self._move_to((self.promise.point[0], value)))
        self.listen(self.step, lambda value: self._set(Promise(self.promise.point, value)))

    # ---- what the controls do --------------------------------------------------------------------------------------

    def _set(self, promise):
        """Take another point or step, and let the sliders follow."""
        if promise != self.promise:
            self.promise = promise
            (self.w1.value, self.w2.value), self.step.value = promise.point, promise.step
            self._show()

    def _move_to(self, point):
        """Put the point there, in the sliders' own steps and inside of what is drawn."""
        point = tuple(each.nearest(weight) for each, weight in zip((self.w1, self.w2), point, strict=True))
        self._set(Promise(point, self.promise.step))

    def _shift(self, change):
        self._move_to(np.array(self.promise.point) + change)

    def _scale_step(self, factor):
        self.step.value = self.promise.step * factor

    def _point(self, event):
        if event.axes is self.picture.line_axes:
            self._move_to((event.x, self.promise.point[1]))
        elif event.axes is self.picture.plane_axes:
            self._drag_plane(event)
        elif event.axes is self.picture.miss_axes:
            self.step.value = event.x

    def _drag_plane(self, event):
        """Move the point as the pointer moves over the floor: what counts is how far, not where it was grasped."""
        place = _floor(event.x, event.y)
        if event.kind == "down":
            self._from_pointer_to_point = np.array(self.promise.point) - place
        self._move_to(place + self._from_pointer_to_point)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _show(self):
        self.picture.draw(self.promise)
        self.figure.alt = self.text
        self.figure.refresh()
        self.line.show(self._readout())
        self.note.say("")

    def _readout(self):
        """What is promised and what comes true, in both pictures, as HTML."""
        promise, said = self.promise, []
        for name, change in (("line", promise.along_one_weight), ("plane", promise.downhill)):
            away = change(promise.step)
            promised, true = fixed(promise.promised(away)), fixed(surface.value(promise.point + away))
            miss = short_number(promise.miss(away))
            said.append(f"{name}: promised <b>{promised}</b>, true <b>{true}</b>, miss <b>{miss}</b>")
        return f"cost here <b>{fixed(surface.value(promise.point))}</b> · " + "<br>".join(said)

    @property
    def text(self):
        """What the demo shows, in words."""
        promise, (w1, w2) = self.promise, map(fixed, self.promise.point)
        change = promise.downhill(promise.step)
        true, promised = surface.value(promise.point + change), promise.promised(change)
        line = float(promise.miss(promise.along_one_weight(promise.step)))
        return (
            f"From the point ({w1}, {w2}), where the cost is {fixed(surface.value(promise.point))}, a step of "
            f"{promise.step:.2f} is taken straight downhill. The tangent plane promises a cost of {fixed(promised)}; "
            f"the true cost there is {fixed(true)}, a miss of {abs(true - promised):.2f}. Along the first weight alone "
            f"the tangent line misses by {line:.2f}."
        )


class PromisePicture:
    """The figure: the tangent line and the tangent plane, each with a step, and the misses of steps of any length."""

    @styled()
    def __init__(self):
        self.figure = new_figure(1100, 430)
        self.line_axes = place_axes(self.figure, 60, 40, 290, 330)
        self.plane_axes = place_axes(self.figure, 375, 40, 380, 380)
        self.miss_axes = place_axes(self.figure, 835, 40, 240, 330)
        self.line_axes.set(xlim=(-1.8, 1.8), ylim=(-2.4, 7.2), xlabel="weight w₁", title="The tangent line")
        self.plane_axes.set(xlim=(-2.3, 2.3), ylim=(-1.75, 1.95), title="The tangent plane")
        self.plane_axes.set_axis_off()
        self.miss_axes.set(xscale="log", yscale="log", xlim=(1e-2, 10**0.2), ylim=(1e-5, 1e2), xlabel="step Δ")
        self.miss_axes.set_title("By how much it misses")
        self.miss_axes.grid(color=PALE, linewidth=0.8)
        self.plane_axes.add_collection(LineCollection(_wires(), colors="#aab4bf", linewidths=1), autolim=False)
        self.moving = [*self._line_parts(), *self._plane_parts(), *self._miss_parts()]

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

    def draw(self, promise):
        """Draw the point, the promise, and the step."""
        self._draw_line(promise)
        self._draw_plane(promise)
        self._draw_misses(promise)

    def _draw_line(self, promise):
        w1 = np.linspace(-1.8, 1.8, 200)
        along = np.stack([w1, np.full_like(w1, promise.point[1])], axis=-1)
        self.curve.set_data(w1, surface.value(along))
        self.tangent.set_data(w1, promise.promised(along - promise.point))
        _place(self.line_marks, promise, promise.along_one_weight, lambda place, height: (place[0], height))

    def _draw_plane(self, promise):
        w1 = np.linspace(LOW, HIGH, 60)
        along = np.stack([w1, np.full_like(w1, promise.point[1])], axis=-1)
        self.slice.set_data(*_seen(along, surface.value(along)))
        corners = PLANE * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        self.plane.set_verts([np.transpose(_seen(promise.point + corners, promise.promised(corners)))])
        _place(self.plane_marks, promise, promise.downhill, _seen)

    def _draw_misses(self, promise):
        changes = (promise.along_one_weight, promise.downhill)
        for line, change in zip((self.line_misses, self.plane_misses), changes, strict=True):
            line.set_data(STEPS, promise.miss(np.array([change(step) for step in STEPS])))
        self.now.set_data([promise.step] * 2, [promise.miss(change(promise.step)) for change in changes])


def _marks(axes):
    """The point, the promised place, the true one, and the gap between the two."""
    (gap,) = axes.plot([], [], color=INK, linestyle="-", linewidth=3)
    dot = {"linestyle": "none", "markersize": 10, "markeredgecolor": "white"}
    (promised,) = axes.plot([], [], color=ORANGE, marker="s", **dot)
    (true,) = axes.plot([], [], color=INK, marker="D", **dot)
    (here,) = axes.plot([], [], color=BLUE, marker="o", **{**dot, "markersize": 14})
    return gap, promised, true, here


def _place(marks, promise, change, seen):
    """Put the marks where `seen(weights, cost)` says that they are in the picture, after `change` of the weights."""
    point, away = np.array(promise.point), change(promise.step)
    places = [
        seen(point + away, promise.promised(away)),
        seen(point + away, surface.value(point + away)),
        seen(point, surface.value(point)),
    ]
    marks[0].set_data(*np.transpose(places[:2]))
    for mark, place in zip(marks[1:], places, strict=True):
        mark.set_data(*np.reshape(place, (2, 1)))
    _keep_in_sight(marks[1])


def _keep_in_sight(promised):
    """A promise below the picture is shown at its lower edge, by an arrow head."""
    axes, (x,), (y,) = promised.axes, *promised.get_data()
    lowest = axes.get_ylim()[0] + 0.03 * np.ptp(axes.get_ylim())
    promised.set_marker("v" if y < lowest else "s")
    promised.set_data([x], [max(y, lowest)])


def _seen(points, heights):
    """Where points (…, 2) at these heights appear to someone who looks at the surface from the side and from above."""
    x, y = np.moveaxis(np.asarray(points), -1, 0)
    deep = x * np.sin(TURN) + y * np.cos(TURN)
    return x * np.cos(TURN) - y * np.sin(TURN), TILT * deep + LIFT * np.asarray(heights)


def _floor(across, up):
    """The weights of the place on the floor that appears there: the way back from `_seen`, at height 0."""
    deep = up / TILT
    return np.array([across * np.cos(TURN) + deep * np.sin(TURN), deep * np.cos(TURN) - across * np.sin(TURN)])


def _wires():
    """Lines over the surface along both weights, as they are seen."""
    side, lines = np.linspace(LOW, HIGH, 50), []
    for weight in np.linspace(LOW, HIGH, 17):
        for points in (np.stack([side, 0 * side + weight], axis=-1), np.stack([0 * side + weight, side], axis=-1)):
            lines.append(np.transpose(_seen(points, surface.value(points))))
    return lines


def _sign(value):
    return 1.0 if value > FLAT else -1.0  # at a slope of 0 neither way is downhill: then the weight grows
