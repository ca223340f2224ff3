"""Which way is down? Turn a step by hand until the cost falls most, then see where the gradient points."""

from functools import partial

import numpy as np

from course_utils.formatting import fixed
from course_utils.gradients import numerical_gradient
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE, Labels, draw_surface, new_figure, place_axes, styled
from course_utils.surfaces import two_valleys
from course_utils.widgets.shared.controls import HALF, button, check_box, row, slider
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure

LOW, HIGH = -1.6, 1.6  # of both weights
ARROW = 0.55  # how long the direction is drawn
TURN = 5  # degrees from one direction to the next
surface = two_valleys


def direction(angle):
    """The arrow of length 1 that points there: 0° to the right, 90° up."""
    return np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])


def slope_towards(point, angle):
    """How fast the cost grows when both weights move in that direction, found by nudging both along it."""
    return numerical_gradient(lambda distance: surface.value(point + distance * direction(angle)), 0.0)


class SteepestDirection(Demo):
    """A point on a map, a direction that you turn, and the slope in each direction that you have tried."""

    def __init__(self):
        super().__init__()
        self.point, self.angle, self.tried = np.array([-0.3, 0.9]), 0, {}
        self._make_controls()
        self.picture = DirectionPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        turns = {"ArrowLeft": TURN, "ArrowRight": -TURN}
        self.hear(self._point, {key: partial(self._turn, change) for key, change in turns.items()})
        self.children = [row(self.turned, self.forget_button, self.gradient), self.figure, self.note]
        self._show()

    def _make_controls(self):
        tooltip = "Which way to step: 0° is to the right, 90° up (arrow keys on the picture, or click around the point)"
        self.turned = slider("Direction", self.angle, (0, 360 - TURN, TURN), tooltip, digits=0, width=HALF)
        self.gradient = check_box("Show the gradient", "Draw the gradient, and the slope in every direction", 190)
        self.forget_button = button("Try again", "undo", "Forget the directions tried", self.guarded(self.forget))
        self.listen(self.turned, self._turn_to)
        self.listen(self.gradient, lambda _: self._show())

    # ---- what the controls do --------------------------------------------------------------------------------------

    def forget(self):
        """Begin again with the present direction alone."""
        self.tried = {}
        self._show()

    def _turn_to(self, angle):
        self.angle = int(angle)
        self._show()

    def _turn(self, change):
        self.turned.value = (self.angle + change) % 360

    def _point(self, event):
        """A click on the map is a direction, seen from the point; one in the plot is an angle."""
        if event.axes is self.picture.map_axes:
            across, up = np.array([event.x, event.y]) - self.point
            self.turned.value = np.degrees(np.arctan2(up, across)) % 360
        elif event.axes is self.picture.slope_axes:
            self.turned.value = event.x

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def slope(self):
        """How fast the cost grows in the present direction."""
        return slope_towards(self.point, self.angle)

    def _show(self):
        self.tried[self.angle] = self.slope
        self.picture.draw(self.point, self.angle, self.tried, self.gradient.value)
        self.figure.alt = self.text
        self.figure.refresh()
        self.note.show(f"Direction <b>{self.angle}°</b>: the cost {self._change()}")

    def _change(self):
        slope = fixed(abs(self.slope))
        way = "neither rises nor falls" if float(slope) == 0 else "rises" if self.slope > 0 else "falls"
        return f"{way}, with a slope of <b>{fixed(self.slope)}</b>. Lowest slope tried: {fixed(self._lowest())}"

    def _lowest(self):
        return min(self.tried.values())

    @property
    def text(self):
        """What the demo shows, in words."""
        w1, w2 = map(fixed, self.point)
        said = (
            f"At the point ({w1}, {w2}) the cost has a slope of {fixed(self.slope)} in the direction {self.angle}°. "
            f"The lowest slope in any direction tried, of {len(self.tried)} so far, is {fixed(self._lowest())}."
        )
        if self.gradient.value:
            gradient = surface.gradient(self.point)
            said += f" The gradient is ({fixed(gradient[0])}, {fixed(gradient[1])})."
        return said


class DirectionPicture:
    """The figure: the map with the direction, and the slope in each direction that was tried."""

    @styled()
    def __init__(self):
        self.figure = new_figure(1100, 430)
        self.map_axes = place_axes(self.figure, 84, 36, 336, 336)
        self.slope_axes = place_axes(self.figure, 520, 36, 550, 336)
        draw_surface(self.map_axes, surface.value, LOW, HIGH)
        self.map_axes.set_title("Map of the cost")
        axes = self.slope_axes
        axes.set(xlim=(-5, 365), xticks=range(0, 361, 90), xlabel="direction", title="Slope in each direction tried")
        axes.xaxis.set_major_formatter("{x:.0f}°")
        axes.set(ylim=(-6, 6))
        axes.grid(color=PALE, linewidth=0.8)
        axes.axhline(0, color=GREY, linewidth=1.2, linestyle="-")
        self.moving = [*self._map_parts(), *self._slope_parts()]

    def _map_parts(self):
        arrow = {"marker": "", "linewidth": 4}
        (self.uphill,) = self.map_axes.plot([], [], color=INK, linestyle=":", **arrow)
        (self.downhill,) = self.map_axes.plot([], [], color=INK, linestyle="-", **arrow)
        (self.towards,) = self.map_axes.plot([], [], color=ORANGE, linestyle="-", **arrow)
        (self.tip,) = self.map_axes.plot([], [], color=ORANGE, marker="o", markersize=9, linestyle="none")
        (self.here,) = self.map_axes.plot([], [], color=BLUE, marker="o", markersize=13, markeredgecolor="white")
        self.names = Labels(self.map_axes, halo=True)
        return [self.uphill, self.downhill, self.names.artist, self.towards, self.tip, self.here]

    def _slope_parts(self):
        axes = self.slope_axes
        (self.all_slopes,) = axes.plot([], [], color=INK, linestyle=":", linewidth=2)
        (self.slopes,) = axes.plot([], [], color=ORANGE, marker="o", markersize=6, linestyle="none")
        (self.now,) = axes.plot([], [], color=BLUE, marker="o", markersize=13, markeredgecolor="white")
        self.of_gradient = axes.text(0.99, 0.97, "", transform=axes.transAxes, ha="right", va="top", linespacing=1.4)
        return [self.all_slopes, self.slopes, self.now, self.of_gradient]

    def draw(self, point, angle, tried, show_gradient):
        """Draw the direction, the slopes tried, and, if wanted, the gradient and what it says of all directions."""
        self.here.set_data(*point[:, None])
        end = point + ARROW * direction(angle)
        self.towards.set_data(*np.transpose([point, end]))
        self.tip.set_data(*end[:, None])
        self.slopes.set_data(list(tried), list(tried.values()))
        self.now.set_data([angle], [tried[angle]])
        for artist in (self.uphill, self.downhill, self.names.artist, self.all_slopes, self.of_gradient):
            artist.set_visible(show_gradient)
        if show_gradient:
            self._draw_gradient(point)

    def _draw_gradient(self, point):
        gradient = surface.gradient(point)
        length, angle = np.linalg.norm(gradient), np.degrees(np.arctan2(gradient[1], gradient[0])) % 360
        along = ARROW * gradient / length
        self.names.set(["g", "−g"], INK, [point + 1.25 * along, point - 1.3 * along])
        self.uphill.set_data(*np.transpose([point, point + along]))
        self.downhill.set_data(*np.transpose([point, point - along]))
        angles = np.linspace(0, 360, 181)
        self.all_slopes.set_data(angles, [gradient @ direction(each) for each in angles])
        self.of_gradient.set_text(
            f"g = ({fixed(gradient[0])}, {fixed(gradient[1])}), as long as {fixed(length)}\n"
            f"g points to {angle:.0f}°, −g to {(angle + 180) % 360:.0f}°"
        )
