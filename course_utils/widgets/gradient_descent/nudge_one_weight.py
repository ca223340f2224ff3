"""Nudge one weight, see how the cost changes: what a slope is, and how small a nudge should be."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, HBox, Layout

from course_utils.gradients import forward_difference, numerical_gradient
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE, new_figure, place_axes
from course_utils.surfaces import lecture_cost, lecture_slope
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import make_button

WEIGHTS = (0.2, 2.1)  # the part of the curve that is drawn
NUDGES = np.logspace(-15, 0, 121)
FORWARD, CENTRED = "forward", "centred"


ESTIMATES = {FORWARD: forward_difference, CENTRED: numerical_gradient}


class NudgeOneWeight(Demo):
    """A cost over one weight, a nudge of any size, and how wrong the slope is that it gives."""

    def __init__(self):
        super().__init__()
        self._make_controls()
        self._make_picture()
        self.figure = LiveFigure(self._drawn, self._moving)
        self.hear(self._point, {
            "ArrowLeft": lambda: self._shift_weight(-0.05), "ArrowRight": lambda: self._shift_weight(0.05),
            "ArrowUp": lambda: self._scale_nudge(10**0.5), "ArrowDown": lambda: self._scale_nudge(10**-0.5),
        })  # fmt: skip
        self.children = [
            HBox([self.weight, self.nudge], layout=Layout(flex_flow="row wrap")),
            HBox([self.estimate, self.slide_button], layout=Layout(flex_flow="row wrap")),
            self.figure,
        ]
        self._draw()

    def _make_controls(self):
        half = {"style": {"description_width": "110px"}, "layout": Layout(width="48%", min_width="360px")}
        self.weight = FloatSlider(
            0.65, min=0.3, max=2.0, step=0.01, description="Weight w",
            tooltip="Where the slope is wanted (or drag the point in the picture; arrow keys left and right)", **half,
        )  # fmt: skip
        self.nudge = FloatLogSlider(
            0.01, base=10, min=-15, max=0, step=0.1, readout_format=".1e", description="Nudge h",
            tooltip="How far the weight is moved (or click in the right plot; arrow keys up and down)", **half,
        )  # fmt: skip
        self.estimate = Dropdown(
            options=list(ESTIMATES), description="Estimate", tooltip="Nudge up only, or up and down", **half
        )
        self.slide_button = make_button("The lecture's nudge", "undo", "Back to w = 0.65 and h = 0.01")
        for control in (self.weight, self.nudge, self.estimate):
            self.listen(control, lambda _: self._draw())
        self.slide_button.on_click(lambda _: self.guard(self.back_to_the_slide))

    def _make_picture(self):
        self._drawn = new_figure(1100, 430)
        self.curve_axes = place_axes(self._drawn, 62, 40, 300, 330)
        self.lens_axes = place_axes(self._drawn, 430, 40, 250, 330)
        self.error_axes = place_axes(self._drawn, 775, 40, 295, 330)
        self._draw_standing_parts()
        self._moving = [*self._curve_parts(), *self._lens_parts(), *self._error_parts()]

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
        axes.text(1.5e-14, 1.2e-10, "round-off:\ntoo few digits", color=GREY)
        axes.text(0.9, 2e-13, "truncation:\nthe curve bends", color=GREY, ha="right")

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
        self.said = self.lens_axes.text(
            0.03, 0.97, "", transform=self.lens_axes.transAxes, va="top", linespacing=1.4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )  # fmt: skip
        return [self.lens_curve, self.lens_tangent, self.lens_secant, self.lens_points, self.lens_here, self.said]

    def _error_parts(self):
        (self.forward_errors,) = self.error_axes.plot([], [], color=ORANGE, linestyle="--", label="forward ~ h")
        (self.centred_errors,) = self.error_axes.plot([], [], color=BLUE, linestyle="-", label="centred ~ h²")
        (self.now,) = self.error_axes.plot([], [], color=INK, linestyle="none", marker="D", markersize=9)
        self.error_axes.legend(loc="upper left", borderaxespad=0, ncols=1, bbox_to_anchor=(0.3, 1.0))
        return [self.forward_errors, self.centred_errors, self.now]

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def _draw(self):
        w, h = self.weight.value, self.nudge.value
        self._draw_curve(w, h)
        self._draw_lens(w, h)
        self._draw_errors(w, h)
        self.figure.alt = self.text
        self.figure.refresh()

    def _nudged(self, w, h):
        """The weights between which the chosen estimate draws its line."""
        return np.array([w if self.estimate.value == FORWARD else w - h, w + h])

    def _draw_curve(self, w, h):
        ends = np.array(WEIGHTS)
        self.tangent.set_data(ends, lecture_cost(w) + lecture_slope(w) * (ends - w))
        nudged = self._nudged(w, h)
        self.secant.set_data(ends, lecture_cost(nudged[1]) + self.estimated(h) * (ends - nudged[1]))
        self.points.set_data(nudged, lecture_cost(nudged))
        self.here.set_data([w], [lecture_cost(w)])

    def _draw_lens(self, w, h):
        """The neighbourhood of w: across in nudges, upwards in the height that the tangent gains over one nudge."""
        unit = max(abs(lecture_slope(w)), 0.5) * h
        across = np.linspace(-2, 2, 401)
        self.lens_curve.set_data(across, (lecture_cost(w + across * h) - lecture_cost(w)) / unit)
        self.lens_tangent.set_ydata(np.array([-3, 3]) * lecture_slope(w) * h / unit)
        places = (self._nudged(w, h) - w) / h
        heights = (lecture_cost(self._nudged(w, h)) - lecture_cost(w)) / unit
        self.lens_points.set_data(places, heights)
        far = np.array([-3, 3])
        self.lens_secant.set_data(far, heights[1] + self.estimated(h) * h / unit * (far - places[1]))
        self.said.set_text(f"slope ≈ {self.estimated(h):.4f}\nexact {lecture_slope(w):.4f}")
        self.said.set_y(0.97 if lecture_slope(w) < 0.3 else 0.2)
        self.said.set_x(0.3 if lecture_slope(w) < 0.3 else 0.42)

    def _draw_errors(self, w, h):
        for line, estimate in ((self.forward_errors, forward_difference), (self.centred_errors, numerical_gradient)):
            errors = [abs(estimate(lecture_cost, w, step) - lecture_slope(w)) for step in NUDGES]
            line.set_data(NUDGES, np.maximum(errors, 2e-14))  # what is exact lies on the lower edge
        self.now.set_data([h], [max(abs(self.estimated(h) - lecture_slope(w)), 2e-14)])

    def estimated(self, h):
        """The slope as the chosen estimate gives it."""
        return ESTIMATES[self.estimate.value](lecture_cost, self.weight.value, h)

    @property
    def text(self):
        """What the demo shows, in words."""
        w, h = self.weight.value, self.nudge.value
        nudged = self._nudged(w, h)
        error = abs(self.estimated(h) - lecture_slope(w))
        return (
            f"The weight is {w:.2f}. Between {nudged[0]:.4g} and {nudged[1]:.4g} the cost goes from "
            f"{lecture_cost(nudged[0]):.2f} to {lecture_cost(nudged[1]):.2f}, so the {self.estimate.value} difference "
            f"with the nudge {h:.1g} gives the slope {self.estimated(h):.2f}. The exact slope is "
            f"{lecture_slope(w):.2f}: the estimate is wrong by about {error:.1g}."
        )

    # ---- what the controls do --------------------------------------------------------------------------------------

    def back_to_the_slide(self):
        """Set the lecture's numbers: a weight of 0.65, nudged up by 0.01."""
        self.weight.value, self.nudge.value, self.estimate.value = 0.65, 0.01, FORWARD

    def _shift_weight(self, change):
        self._move_to(self.weight.value + change)

    def _move_to(self, weight):
        """Go to that weight, in the slider's own steps."""
        self.weight.value = np.round(np.clip(weight, self.weight.min, self.weight.max), 2)

    def _scale_nudge(self, factor):
        self.nudge.value = np.clip(self.nudge.value * factor, NUDGES[0], NUDGES[-1])

    def _point(self, event):
        if event.axes is self.curve_axes:
            self._move_to(event.x)
        elif event.axes is self.error_axes:
            self.nudge.value = np.clip(event.x, NUDGES[0], NUDGES[-1])
