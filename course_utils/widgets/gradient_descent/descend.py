"""Gradient descent to look at: put the start anywhere, and change the learning rate while it runs."""

import math

import numpy as np
from ipywidgets import HTML, Dropdown, FloatLogSlider, FloatSlider, HBox, Layout, SelectionSlider

from course_utils.gradients import gradient_descent
from course_utils.surfaces import bowl, plateau, rosenbrock, saddle, two_valleys
from course_utils.widgets.gradient_descent.descend_picture import DescendPicture
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.pins import MOST_PINS, lettered
from course_utils.widgets.shared.player import Player, make_button

BOWL = "bowl"
SURFACES = {BOWL: None, **{s.name: s for s in (two_valleys, saddle, plateau, rosenbrock)}}
GOOD_STARTS = {  # (start, power of ten of the learning rate): where each surface shows what it is for
    BOWL: ((-1.7, 1.2), -1.0),
    "two valleys": ((1.8, 1.2), -1.7),
    "saddle": ((-1.7, 0.01), -0.7),
    "plateau": ((-3.2, 2.4), 0.0),
    "Rosenbrock": ((-1.2, 1.0), -3.0),
}
RATES = (-3.5, 1.0)  # powers of ten at the ends of the slider
CURVATURES = [1, 2, 4, 8, 16, 32, 64]
RATIOS = [1, 2, 4, 10, 25, 50, 100]
MOST_STEPS = 20_000
FLAT = 1e-6  # a slope that nobody can tell from zero
FAR = 10  # half-widths of the map: from there on a walk is said to have flown apart


class Walk:
    """One walk downhill: every point, the cost there, and where the hand changed the learning rate."""

    def __init__(self, surface, only_first_weight, start, learning_rate, momentum):
        self.surface, self.momentum = surface, momentum
        self.free = np.array([1.0, 0.0 if only_first_weight else 1.0])  # which weights may move
        self._read_rate = learning_rate
        self.changes = [(0, learning_rate())]
        steps = gradient_descent(self.slopes, start, learning_rate, MOST_STEPS, momentum=momentum)
        self._steps = steps
        self.points, self.costs = [next(steps)], [float(surface.value(start))]
        self.said = False  # whether it has been told that this walk has flown apart

    def slopes(self, point):
        """The gradient, of the weights that may move."""
        return self.surface.gradient(point) * self.free

    def step(self):
        """Walk one step; returns False when there are no more."""
        point = next(self._steps, None)
        if point is None:
            return False
        self.points.append(point)
        self.costs.append(float(self.surface.value(point)))
        return True

    def is_lost(self, steps):
        """Whether the walk has no place or no cost any more after so many steps: they are too large to compute with."""
        return not np.isfinite([*self.points[steps], self.costs[steps]]).all()

    def note_rate(self):
        """Remember that the learning rate was changed here; the many changes of one drag are one."""
        here, rate = len(self.points) - 1, self._read_rate()
        if self.changes[-1][0] == here:
            self.changes.pop()
        if not self.changes or not math.isclose(self.changes[-1][1], rate, rel_tol=1e-3):
            self.changes.append((here, rate))


class Descend(Demo):
    """A walk downhill on a cost that you choose, from a start that you choose.

    The learning rate acts on the next step of the running walk. Surface, start and momentum begin a new walk.
    """

    def __init__(self):
        super().__init__()
        self._pins, self._filling = [], False
        self._make_controls()
        self.picture = DescendPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        keys = {"p": self.pin, "+": lambda: self._turn_rate(1), "-": lambda: self._turn_rate(-1)}
        for key, shift in {"Left": (-1, 0), "Right": (1, 0), "Down": (0, -1), "Up": (0, 1)}.items():
            keys[f"Arrow{key}"] = lambda shift=shift: self._shift_start(*shift)
        self.player = Player(self, buttons=[self.pin_button, self.unpin_button], keys=keys, bar=None, speed="4 steps/s")
        self._lay_out()
        self._choose_surface(BOWL)

    def _make_controls(self):
        label = {"description_width": "110px"}
        half = {"style": label, "layout": Layout(width="48%", min_width="360px")}
        self.surface = Dropdown(
            options=list(SURFACES),
            description="Surface",
            tooltip="The cost to walk down: each has its difficulty",
            **half,
        )
        self.weights = Dropdown(
            options=["two weights", "one weight"], description="Show", tooltip="A map of two weights or a curve of one",
            **half,
        )  # fmt: skip
        self.learning_rate = FloatLogSlider(
            0.1, base=10, min=RATES[0], max=RATES[1], step=0.01, readout_format=".3g", description="Learning rate α",
            tooltip="Length of a step per unit of slope. Acts on the next step of the running walk (keys + and −)",
            style=label, layout=Layout(width="97%"),
        )  # fmt: skip
        self.marks = HTML(layout=Layout(width="97%"))
        self.curvature = SelectionSlider(
            options=CURVATURES,
            value=4,
            description="Curvature L",
            tooltip="How steeply the bowl bends along w₂",
            **half,
        )
        self.ratio = SelectionSlider(
            options=RATIOS, value=4, description="Stretch", tooltip="How many times less it bends along w₁", **half
        )
        start = {"min": -2, "max": 2, "step": 0.01, "readout_format": ".2f", **half}
        self.start_x = FloatSlider(description="Start w₁", tooltip="Where to start (or click in the picture)", **start)
        self.start_y = FloatSlider(description="Start w₂", tooltip="Where to start (or click in the picture)", **start)
        self.momentum = FloatSlider(
            0, min=0, max=0.98, step=0.02, description="Momentum μ",
            tooltip="A look ahead: the share of the last step that is kept. 0 is plain gradient descent", **half,
        )  # fmt: skip
        self.pin_button = make_button("Pin", "thumb-tack", "Keep this path, to compare the next one with (key p)")
        self.unpin_button = make_button("Unpin", "eraser", "Take all pinned paths away")
        self.pinned = HTML()
        self.listen(self.surface, self._choose_surface)
        self.listen(self.learning_rate, self._set_rate)
        for control in (self.start_x, self.start_y, self.momentum):
            self.listen(control, self._begin_again)
        for control in (self.weights, self.curvature, self.ratio):
            self.listen(control, self._new_ground)
        self.pin_button.on_click(lambda _: self.guard(self.pin))
        self.unpin_button.on_click(lambda _: self.guard(self.unpin))

    def _lay_out(self):
        def row(*controls):
            return HBox(controls, layout=Layout(flex_flow="row wrap"))

        self.children = [
            self.player,
            self.learning_rate,
            self.marks,
            row(self.surface, self.weights),
            row(self.curvature, self.ratio),
            self.figure,
            self.player.below,
            self.pinned,
            row(self.start_x, self.start_y),
            self.momentum,
        ]

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the same start."""
        self.walk = Walk(
            self._ground(), self._one_weight, self._start(), lambda: self.learning_rate.value, self.momentum.value
        )

    def step(self):
        """Walk one step. Returns a sentence if the walk has come to an end, else None."""
        with np.errstate(all="ignore"):
            if sentence := self._end_before_step():
                return sentence
            self.walk.step()
            return self._trouble()

    def snapshot(self):
        """How many steps have been taken: the walk keeps all its points."""
        return len(self.walk.points) - 1

    def draw(self, steps):
        """Draw the walk as it was after so many steps."""
        with np.errstate(all="ignore"):  # a walk that has flown apart can still be drawn
            next_step = -self.learning_rate.value * self.walk.slopes(self.walk.points[steps])
            standing_changed = self.picture.draw(self.walk, steps, next_step, self._pins)
        self.figure.alt = self._describe(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """The line under the picture."""
        steps = self.snapshot()
        rate = f"α = <b>{self.learning_rate.value:.3g}</b>{', ' * bool(self._regime())}{self._regime()}"
        if self.walk.is_lost(steps):
            return f"Step <b>{steps:,}</b> · diverged: the cost is <b>no longer a number</b> · {rate}"
        w1, w2 = self.walk.points[-1]
        place = f"w = {w1:.3g}" if self._one_weight else f"w₁ = {w1:.3g}, w₂ = {w2:.3g}"
        with np.errstate(all="ignore"):
            slope = np.hypot(*self.walk.slopes(self.walk.points[-1]))
        return (
            f"Step <b>{steps:,}</b> · {place} · cost <b>{self.walk.costs[-1]:.3g}</b> · slope <b>{slope:.2g}</b> · "
            f"{rate}"
        )

    def progress(self):
        """Nobody knows how long it will take."""

    @property
    def text(self):
        """What the demo shows, in words."""
        return f"Gradient descent on a cost surface ({self.walk.surface.name}). {self._describe(self.snapshot())}"

    def advance(self, n):
        """Walk `n` steps here and now, and draw."""
        self.player.advance(n)

    # ---- what the controls do --------------------------------------------------------------------------------------

    def pin(self):
        """Keep the present path in the picture."""
        self._pins = [*self._pins, self.walk][-MOST_PINS:]
        self._show_pins()

    def unpin(self):
        """Take all pinned paths away."""
        self._pins = []
        self._show_pins()

    def _show_pins(self):
        self.pinned.value = "".join(
            f'<div class="course-status"><b>{letter}</b> pinned: {_summary(walk)}</div>'
            for letter, walk in lettered(self._pins)
        )
        self.player.show_present()

    def _choose_surface(self, name):
        (x, y), power = GOOD_STARTS[name]
        low, high = (SURFACES[name] or bowl()).domain
        self._filling = True  # one new walk, not one for each slider
        for slider, value in ((self.start_x, x), (self.start_y, y)):
            slider.min, slider.max = min(low, slider.min), max(high, slider.max)
            slider.value = value
            slider.min, slider.max = low, high
        self.learning_rate.value = 10**power
        self._filling = False
        for slider in (self.curvature, self.ratio):
            slider.disabled = name != BOWL
        self._new_ground()

    def _new_ground(self, _=None):
        """Another surface is under the walk: pins of the old one would lie."""
        self.start_y.disabled = self._one_weight
        self._pins, self.pinned.value = [], ""
        self.picture.show(self._ground(), self._one_weight)
        self.marks.value = _scale_marks(self._bound())
        self.player.reset()

    def _begin_again(self, _=None):
        if self._filling:
            return
        # A page rounds what it was sent in its own way; that is no new start.
        same_start = np.allclose(self._start(), self.walk.points[0]) and self.momentum.value == self.walk.momentum
        if not same_start:
            self.player.reset()

    def _set_rate(self, rate):
        if self._filling or math.isclose(rate, self.walk.changes[-1][1], rel_tol=1e-3):  # a page rounds
            return
        self.walk.note_rate()
        self.walk.said = False
        if not self.player.playing:
            self.player.say("")
            self.player.show_present()

    def _turn_rate(self, direction):
        self.learning_rate.value *= 10 ** (0.05 * direction)

    def _shift_start(self, right, up):
        low, high = self.walk.surface.domain
        self._place_start(
            self.start_x.value + right * (high - low) / 40, self.start_y.value + up * (high - low) / 40
        )  # fmt: skip

    def _point(self, event):
        if event.axes is not self.picture.ground_axes:
            return
        if event.kind == "down":
            self._was_playing = self.player.playing
        self._place_start(event.x, self.start_y.value if self._one_weight else event.y)
        if event.kind == "up" and self._was_playing:
            self.player.play()

    def _place_start(self, x, y):
        low, high = self.walk.surface.domain
        self._filling = True
        # In the sliders' own steps, or the page would send back a rounded start, which is a new one.
        self.start_x.value, self.start_y.value = np.round(np.clip([x, y], low, high), 2)
        self._filling = False
        self.player.reset()

    # ---- theory and words ------------------------------------------------------------------------------------------

    @property
    def _one_weight(self):
        return self.weights.value == "one weight"

    def _start(self):
        return np.array([self.start_x.value, 0.0 if self._one_weight else self.start_y.value])

    def _ground(self):
        if self.surface.value == BOWL:
            return bowl(self.curvature.value, 1.0 if self._one_weight else self.ratio.value)
        return SURFACES[self.surface.value]

    def _bound(self):
        """The largest curvature L of a bowl, from which 1/L and 2/L follow; None elsewhere."""
        return self._ground().curvature

    def _regime(self):
        bound, rate = self._bound(), self.learning_rate.value
        if bound is None or self.momentum.value:
            return ""
        if rate > 2 / bound:
            return f"above 2/L = {2 / bound:.3g}: every hop is longer than the last"
        if rate > 1 / bound:
            return f"between 1/L = {1 / bound:.3g} and 2/L = {2 / bound:.3g}: it zig-zags and comes closer"
        return f"not above 1/L = {1 / bound:.3g}: it glides down"

    def _end_before_step(self):
        """The sentence for a walk that stands still, or None."""
        walk, here = self.walk, self.walk.points[-1]
        velocity = np.linalg.norm(here - walk.points[-2]) if len(walk.points) > 1 and walk.momentum else 0
        if not np.linalg.norm(walk.slopes(here)) < FLAT or velocity > FLAT:
            return None
        minima = np.array(walk.surface.minima).reshape(-1, 2)
        distances = np.linalg.norm(minima - here, axis=1)
        if len(minima) and distances[0] < 0.01:
            return (
                f"Arrived at the bottom after {self.snapshot():,} steps: the slope is 0, so every further step is too."
            )
        if len(minima) and distances.min() < 0.01:
            return (
                f"Stands still in the shallower valley, at cost {walk.costs[-1]:.2f}; the deeper one has "
                f"{walk.surface.value(minima[0]):.2f}. Downhill from here there is nothing: try another start."
            )
        return "Stands still where the slope is 0, though it is not a minimum. Nudge the start a little and play again."

    def _trouble(self):
        """The sentence that stops a walk that has flown apart or takes too long, or None."""
        walk, here = self.walk, self.walk.points[-1]
        low, high = walk.surface.domain
        if len(walk.points) > MOST_STEPS:
            return f"{MOST_STEPS:,} steps, and not there yet. Try another learning rate, and press Reset."
        lost = walk.is_lost(-1)
        far = not lost and np.abs(here - (low + high) / 2).max() > FAR * (high - low) / 2
        if not lost and (walk.said or not far):
            return None
        walk.said = True
        if walk.costs[-1] < walk.costs[0]:
            return "It runs away downhill: this surface has no lowest point, and the cost falls for ever."
        cost = "no longer a number" if lost else f"{walk.costs[-1]:,.3g}, from {walk.costs[0]:.3g} at the start"
        bound = self._bound()
        law = f" On this bowl every α above 2/L = {2 / bound:.3g} does that." if bound and not walk.momentum else ""
        return (
            f"Diverged at step {self.snapshot():,}: the cost is {cost}. Each step overshoots further than the last."
            f"{law} Choose a smaller learning rate and press Reset."
        )

    def _describe(self, steps):
        walk = self.walk
        weights = 1 if self._one_weight else 2
        start, here = (", ".join(f"{value:.2f}" for value in walk.points[i][:weights]) for i in (0, steps))
        went = f"is at ({here}), and the cost went from {walk.costs[0]:.3g} to {walk.costs[steps]:.3g}"
        if walk.is_lost(steps):
            went = "has diverged: its cost is no longer a number"
        momentum = f" and momentum {walk.momentum:.2f}" if walk.momentum else ""
        regime = f" The learning rate is {self._regime()}." if self._regime() else ""
        return f"After {steps} steps at learning rate {_rates(walk)}{momentum} the walk from ({start}) {went}.{regime}"


def _rates(walk):
    """The learning rates of a walk, in order."""
    rates = [f"{rate:.3g}" for _, rate in walk.changes[-4:]]
    return " → ".join(["…"] * (len(walk.changes) > 4) + rates)


def _summary(walk):
    momentum = f", momentum {walk.momentum:.2f}" if walk.momentum else ""
    cost = "no longer a number" if walk.is_lost(-1) else f"{walk.costs[-1]:.3g}"
    return f"α = {_rates(walk)}{momentum}, {len(walk.points) - 1:,} steps, cost {cost}"


def _scale_marks(bound):
    """A scale under the learning-rate slider: powers of ten, and 1/L and 2/L for a bowl of curvature L."""
    low, high = RATES
    bounds = [(math.log10(k / bound), f"{k}/L", " course-mark-bound") for k in (1, 2)] if bound else []
    tens = [(power, f"{10.0**power:g}", "") for power in range(math.ceil(low), math.floor(high) + 1)]
    free = [ten for ten in tens if all(abs(ten[0] - power) > 0.3 for power, *_ in bounds)]  # two labels need room
    spans = "".join(
        f'<span class="course-mark{kind}" style="left:{100 * (power - low) / (high - low):.2f}%">{label}</span>'
        for power, label, kind in bounds + free
    )
    return f'<div class="course-marks">{spans}</div>'
