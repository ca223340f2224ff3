"""Nudge one weight, see how the cost changes: what a slope is, and how small a nudge should be."""

from functools import partial

import numpy as np

from course_utils.formatting import fixed, power_of_ten
from course_utils.gradients import centred_difference, forward_difference
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE, new_figure, place_axes, styled
from course_utils.surfaces import lecture_cost, lecture_slope
from course_utils.widgets.shared.controls import button, choice, log_slider, row, slider
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure

WEIGHTS = (0.2, 2.1)  # the part of the curve that is drawn
ALL_SEEN = 1e-11  # a nudge below which both kinds of error have been seen, and get their names
OPENING = 0.3  # the nudge that is shown first
NUDGES = np.logspace(-15, 0, 121)
FORWARD, CENTRED = "forward", "centred"


ESTIMATES = {FORWARD: forward_difference, CENTRED: centred_difference}


class NudgeOneWeight(Demo):
    """A cost over one weight, a nudge of any size, and how wrong the slope is that it gives."""

    def __init__(self):
        super().__init__()
        self._make_controls()
        self.smallest = self.nudge.value  # of all nudges tried: the errors are drawn down to it, and no further
        self.picture = NudgePicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        keys = {"ArrowLeft": partial(self._shift_weight, -0.05), "ArrowRight": partial(self._shift_weight, 0.05)}
        keys |= {"ArrowUp": partial(self._scale_nudge, 10**0.5), "ArrowDown": partial(self._scale_nudge, 10**-0.5)}
        self.hear(self._point, keys)
        self.children = [
            row(self.weight, self.nudge),
            row(self.estimate, self.slide_button),
            self.figure,
            self.note,
        ]
        self._show()

    def _make_controls(self):
        tooltip = "Where the slope is wanted (or drag the point in the picture; arrow keys left and right)"
        self.weight = slider("Weight w", 0.65, (0.3, 2.0, 0.01), tooltip)
        tooltip = "How far the weight is moved (or click in the right plot; arrow keys up and down)"
        self.nudge = log_slider("Nudge h", 0.01, (-15, 0, 0.1), tooltip, writer=power_of_ten)
        self.nudge.value = OPENING  # so large that curve, tangent and secant can be told apart
        self.estimate = choice("Estimate", ESTIMATES, "Nudge up only, or up and down")
        self.slide_button = button(
            "The lecture's nudge", "undo", "Back to w = 0.65 and h = 0.01", self.guarded(self.back_to_the_slide)
        )
        for control in (self.weight, self.nudge, self.estimate):
            self.listen(control, lambda _: self._show())

    def _show(self):
        self.smallest = min(self.smallest, self.nudge.value)
        self.picture.draw(self.weight.value, self.nudge.value, self.estimate.value, self.smallest)
        self.figure.alt = self.text
        self.figure.refresh()
        self.note.say("")

    def estimated(self, h):
        """The slope as the chosen estimate gives it."""
        return ESTIMATES[self.estimate.value](lecture_cost, self.weight.value, h)

    @property
    def text(self):
        """What the demo shows, in words."""
        w, h = self.weight.value, self.nudge.value
        nudged = nudged_weights(w, h, self.estimate.value)
        error = abs(self.estimated(h) - lecture_slope(w))
        return (
            f"The weight is {w:.2f}. Between {nudged[0]:.4g} and {nudged[1]:.4g} the cost goes from "
            f"{lecture_cost(nudged[0]):.2f} to {lecture_cost(nudged[1]):.2f}, so the {self.estimate.value} difference "
            f"with the nudge {power_of_ten(h)} gives the slope {fixed(self.estimated(h))}. The exact slope is "
            f"{fixed(lecture_slope(w))}: the estimate is wrong by about {power_of_ten(error)}."
        )

    # ---- what the controls do --------------------------------------------------------------------------------------

    def back_to_the_slide(self):
        """Set the lecture's numbers: a weight of 0.65, nudged up by 0.01."""
        self.weight.value, self.nudge.value, self.estimate.value = 0.65, 0.01, FORWARD

    def _shift_weight(self, change):
        self.weight.value = self.weight.value + change

    def _scale_nudge(self, factor):
        self.nudge.value = self.nudge.value * factor

    def _point(self, event):
        if event.axes is self.picture.curve_axes:
            self.weight.value = event.x
        elif event.axes is self.picture.error_axes:
            self.nudge.value = event.x


def nudged_weights(w, h, estimate):
    """The weights between which an estimate draws its line."""
    return np.array([w if estimate == FORWARD else w - h, w + h])


class NudgePicture:
    """The figure: the curve with its tangent, the neighbourhood of the weight, and the error of both estimates."""

    @styled()
    def __init__(self):
        self.figure = new_figure(1100, 430)
        self.curve_axes = place_axes(self.figure, 62, 40, 300, 330)
        self.lens_axes = place_axes(self.figure, 430, 40, 250, 330)
        self.error_axes = place_axes(self.figure, 775, 40, 295, 330)
        self._draw_standing_parts()
        self.moving = [*self._curve_parts(), *self._lens_parts(), *self._error_parts()]

    def draw(self, w, h, estimate, smallest):
        """Draw the nudge `h` of the weight `w`, the slope that the estimate gives, and errors down to a nudge."""
        nudged, slope = nudged_weights(w, h, estimate), ESTIMATES[estimate](lecture_cost, w, h)
        self._draw_curve(w, nudged, slope)
        self._draw_lens(w, h, nudged, slope)
        self._draw_errors(w, h, slope, smallest)

    def _draw_standing_parts(self):
        w = np.linspace(*WEIGHTS, 300)
        self.curve_axes.plot(w, lecture_cost(w), color=GREY, linestyle="-", linewidth=3)
        self.curve_axes.set(xlim=WEIGHTS, ylim=(2.6, 9.2), xlabel="weight w", title="Cost J")
        self.lens_axes.set(xlim=(-1.8, 1.8), ylim=(-1.8, 1.8), xlabel="nudges h away from w")
        self.lens_axes.set(xticks=[-1, 0, 1], xticklabels=["w − h", "w", "w + h"], yticks=[], title="Under the lens")
        self.lens_axes.grid(color=PALE, linewidth=0.8)
        axes = self.error_axes
        axes.set(xscale="log", yscale="log", xlim=(1e-15, 1), ylim=(1e-14, 1e2), xlabel="nudge h")
        axes.set(xticks=[1e-15, 1e-10, 1e-5, 1], title="Error of the slope")
        axes.grid(color=PALE, linewidth=0.8)

    def _curve_parts(self):
        (self.tangent,) = self.curve_axes.plot([], [], color=INK, linestyle=":", linewidth=2, label="tangent")
        (self.secant,) = self.curve_axes.plot([], [], color=ORANGE, linestyle="--", label="through both points")
        (self.points,) = self.curve_axes.plot(
            [], [], color=ORANGE, linestyle="none", marker="s", markersize=8, markeredgecolor="white"
        )
        (self.here,) = self.curve_axes.plot(
            [], [], color=BLUE, linestyle="none", marker="o", markersize=13, markeredgecolor="white"
        )
        self.curve_axes.legend(handles=[self.tangent, self.secant], loc="upper right", borderaxespad=0)
        return [self.tangent, self.secant, self.points, self.here]

    def _lens_parts(self):
        (self.lens_curve,) = self.lens_axes.plot([], [], color=GREY, linestyle="-", linewidth=3)
        (self.lens_tangent,) = self.lens_axes.plot([-3, 3], [0, 0], color=INK, linestyle=":", linewidth=2)
        (self.lens_secant,) = self.lens_axes.plot([], [], color=ORANGE, linestyle="--")
        (self.lens_points,) = self.lens_axes.plot(
            [], [], color=ORANGE, linestyle="none", marker="s", markersize=9, markeredgecolor="white"
        )
        (self.lens_here,) = self.lens_axes.plot(
            [0], [0], color=BLUE, linestyle="none", marker="o", markersize=13, markeredgecolor="white"
        )
        style = {"va": "top", "linespacing": 1.4, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 2}}
        self.said = self.lens_axes.text(0.03, 0.97, "", transform=self.lens_axes.transAxes, **style)
        return [self.lens_curve, self.lens_tangent, self.lens_secant, self.lens_points, self.lens_here, self.said]

    def _error_parts(self):
        (self.forward_errors,) = self.error_axes.plot([], [], color=ORANGE, linestyle="--", label="forward ~ h")
        (self.centred_errors,) = self.error_axes.plot([], [], color=BLUE, linestyle="-", label="centred ~ h²")
        (self.now,) = self.error_axes.plot([], [], color=INK, linestyle="none", marker="D", markersize=9, clip_on=False)
        self.error_axes.legend(loc="upper left", borderaxespad=0, ncols=1, bbox_to_anchor=(0.3, 1.0))
        self.round_off = self.error_axes.text(1.5e-14, 1.2e-10, "round-off:\ntoo few digits", color=GREY)
        self.truncation = self.error_axes.text(0.9, 2e-13, "truncation:\nthe curvature", color=GREY, ha="right")
        return [self.forward_errors, self.centred_errors, self.now, self.round_off, self.truncation]

    def _draw_curve(self, w, nudged, slope):
        ends = np.array(WEIGHTS)
        self.tangent.set_data(ends, lecture_cost(w) + lecture_slope(w) * (ends - w))
        self.secant.set_data(ends, lecture_cost(nudged[1]) + slope * (ends - nudged[1]))
        self.points.set_data(nudged, lecture_cost(nudged))
        self.here.set_data([w], [lecture_cost(w)])

    def _draw_lens(self, w, h, nudged, slope):
        """The neighbourhood of w: across in nudges, upwards in the height that the tangent gains over one nudge."""
        unit = max(abs(lecture_slope(w)), 0.5) * h
        across = np.linspace(-2, 2, 401)
        self.lens_curve.set_data(across, (lecture_cost(w + across * h) - lecture_cost(w)) / unit)
        self.lens_tangent.set_ydata(np.array([-3, 3]) * lecture_slope(w) * h / unit)
        places = (nudged - w) / h
        heights = (lecture_cost(nudged) - lecture_cost(w)) / unit
        self.lens_points.set_data(places, heights)
        far = np.array([-3, 3])
        self.lens_secant.set_data(far, heights[1] + slope * h / unit * (far - places[1]))
        self.said.set_text(f"slope ≈ {fixed(slope, 4)}\nexact {fixed(lecture_slope(w), 4)}")
        self.said.set_y(0.97 if lecture_slope(w) < 0.3 else 0.2)
        self.said.set_x(0.3 if lecture_slope(w) < 0.3 else 0.42)

    def _draw_errors(self, w, h, slope, smallest):
        nudges = NUDGES[smallest * 0.999 <= NUDGES]
        for words in (self.round_off, self.truncation):
            words.set_visible(smallest < ALL_SEEN)
        for line, estimate in ((self.forward_errors, forward_difference), (self.centred_errors, centred_difference)):
            errors = [abs(estimate(lecture_cost, w, step) - lecture_slope(w)) for step in nudges]
            line.set_data(nudges, np.maximum(errors, 2e-14))  # what is exact lies on the lower edge
        self.now.set_data([h], [max(abs(slope - lecture_slope(w)), 2e-14)])
