"""Gradient descent to look at: put the start anywhere, and change the learning rate while it runs."""

from functools import partial

import numpy as np
from ipywidgets import HTML

from course_utils.optimizers import SGD
from course_utils.surfaces import bowl, plateau, rosenbrock, saddle, two_valleys
from course_utils.widgets.gradient_descent import descend_words
from course_utils.widgets.gradient_descent.descend_picture import DescendPicture
from course_utils.widgets.gradient_descent.descent import Descent
from course_utils.widgets.shared.controls import WHOLE, choice, choice_slider, fold, log_slider, row, slider
from course_utils.widgets.shared.demo import close_all
from course_utils.widgets.shared.live_figure import LiveFigure, arrow_keys
from course_utils.widgets.shared.pins import PinsPanel
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement

# Each surface by its name, made from a curvature and a stretch, which only the bowl has a use for.
SURFACES = {"bowl": bowl} | {s.name: lambda *_, s=s: s for s in (two_valleys, saddle, plateau, rosenbrock)}
GOOD_STARTS = {  # (start, power of ten of the learning rate): where each surface shows what it is for
    "bowl": ((-1.7, 1.2), -1.0),
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
DIVERGED = 10  # half-widths of the map: a descent that is farther away is said to have diverged


class Descend(PlayedDemo):
    """Gradient descent on a cost that you choose, from a start that you choose.

    The learning rate acts on the next step of the running descent. Surface, start and momentum begin a new one.
    """

    def __init__(self):
        super().__init__()
        self._movement = Movement()
        self._make_controls()
        self.picture = DescendPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        keys = {"p": self.pin, "+": partial(self._turn_rate, 1), "-": partial(self._turn_rate, -1)}
        keys |= arrow_keys(self._shift_start)
        self.player = Player(
            self, buttons=[*self.pins.buttons, self.more_button], keys=keys, bar=None, speed="4 steps/s"
        )
        self.children = [
            self.player,
            self.learning_rate,
            self.marks,
            row(self.surface, self.weights, self.curvature, self.ratio),
            self.more,
            self.figure,
            self.player.below,
            self.pins,
        ]
        self._choose_surface("bowl")

    def _make_controls(self):
        self.surface = choice(
            "Surface", SURFACES, "The cost to go down: each has its difficulty", width=200, label_width=62
        )
        tooltip = "A map of two weights or a curve of one"
        self.weights = choice("Show", ["two weights", "one weight"], tooltip, width=180, label_width=48)
        tooltip = "Length of a step per unit of slope. Acts on the next step of the running descent (keys + and −)"
        self.learning_rate = log_slider("Learning rate α", 0.1, (*RATES, 0.01), tooltip, width=WHOLE)
        self.marks = HTML(layout=WHOLE)
        self.curvature = choice_slider(
            "Curvature L", CURVATURES, 4, "The curvature of the bowl along w₂", width=220, label_width=86
        )
        tooltip = "How many times smaller the curvature is along w₁"
        self.ratio = choice_slider("Stretch", RATIOS, 4, tooltip, width=205, label_width=60)
        self.start_sliders = row()
        tooltip = "A look ahead: the share of the last step that is kept. 0 is plain gradient descent"
        self.momentum = slider("Momentum μ", 0, (0, 0.98, 0.02), tooltip)
        self.more_button, self.more = fold(self.start_sliders, self.momentum)
        self.pins = PinsPanel(
            self.guarded(self.pin),
            "Keep this path, to compare the next one with (key p)",
            self.guarded(self.unpin),
            "Take all pinned paths away",
        )
        self.listen(self.surface, self._choose_surface)
        self.listen(self.learning_rate, self._set_rate)
        self.listen(self.momentum, lambda _: self.player.reset())
        for control in (self.weights, self.curvature, self.ratio):
            self.listen(control, lambda _: self._new_ground())

    def _offer_starts(self, low, high):
        """Make sliders for starts from `low` to `high`."""
        close_all(self.start_sliders.children)
        tooltip = "Where to start (or click in the picture)"
        self.start_x, self.start_y = (
            slider(f"Start {name}", value, (low, high, 0.01), tooltip)
            for name, value in zip(("w₁", "w₂"), self.start, strict=True)
        )
        self.listen(self.start_x, lambda x: x != self.start[0] and self._place_start(x, self.start[1]))
        self.listen(self.start_y, lambda y: y != self.start[1] and self._place_start(self.start[0], y))
        self.start_sliders.children = [self.start_x, self.start_y]

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.descent = self.pins = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the same start."""
        start = (self.start[0], 0.0) if self._one_weight else self.start
        optimizer = SGD(self.rate, momentum=self.momentum.value)
        self.descent = Descent(self._ground(), optimizer, start, only_first_weight=self._one_weight)
        self._divergence_told = False

    @np.errstate(all="ignore")  # a descent that has diverged can still be looked at
    def ended(self):
        """A sentence if the descent stands still, or has gone on for long enough."""
        if self.descent.steps >= MOST_STEPS:
            return f"{MOST_STEPS:,} steps, and not there yet. Try another learning rate, and press Reset."
        return descend_words.arrival(self.descent) if self.descent.stands_still(FLAT) else None

    @np.errstate(all="ignore")
    def step(self):
        """Do one step. Returns a sentence if the descent has diverged, else None."""
        descent = self.descent
        descent.step()
        if descent.is_finite() and (self._divergence_told or not descent.has_left(DIVERGED)):
            return None
        self._divergence_told = True  # once, and again when its numbers end
        return descend_words.divergence(descent)

    def snapshot(self):
        """How many steps have been taken: the descent keeps all its points."""
        return self.descent.steps

    @np.errstate(all="ignore")
    def draw(self, steps):
        """Draw the descent as it was after so many steps."""
        next_step = -self.rate * self.descent.gradient(self.descent.points[steps])
        standing_changed = self.picture.draw(self.descent, steps, next_step, self.pins.pinned)
        self.figure.alt = descend_words.description(self.descent, steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    @np.errstate(all="ignore")
    def status(self):
        """The line under the picture."""
        return descend_words.status(self.descent)

    @property
    def text(self):
        """What the demo shows, in words."""
        said = descend_words.description(self.descent, self.descent.steps)
        return f"Gradient descent on a cost surface ({self.descent.surface.name}). {said}"

    # ---- what the controls do --------------------------------------------------------------------------------------

    def pin(self):
        """Keep the present path in the picture."""
        self.pins.pin((self.descent, self.descent.steps), descend_words.summary(self.descent))
        self.player.show_present()

    def unpin(self):
        """Take all pinned paths away."""
        self.pins.clear()
        self.player.show_present()

    def _choose_surface(self, name):
        self.start, power = GOOD_STARTS[name]
        self.rate = self.learning_rate.nearest(10**power)
        self._offer_starts(*self._ground().domain)
        self._new_ground()
        self.learning_rate.value = self.rate

    def _new_ground(self):
        """Another surface is under the descent: pins of the old one would lie."""
        ground = self._ground()
        for control in (self.curvature, self.ratio):
            control.disabled = ground.curvature is None
        self.start_y.disabled = self._one_weight
        self.pins.clear()
        self.picture.show(ground, self._one_weight)
        self.marks.value = descend_words.scale_marks(ground.curvature, RATES)
        self.player.reset()

    def _set_rate(self, rate):
        if rate == self.rate:
            return
        self.rate, self._divergence_told = rate, False
        self.descent.set_rate(rate, self._movement.goes_on())
        if not self.player.playing:
            self.player.say("")
            self.player.show_present()

    def _turn_rate(self, direction):
        self.learning_rate.value = self.rate * 10 ** (0.05 * direction)

    def _shift_start(self, right, up):
        low, high = self.descent.surface.domain
        self._place_start(self.start[0] + right * (high - low) / 40, self.start[1] + up * (high - low) / 40)

    def _place_start(self, x, y):
        """Begin at the nearest point that the sliders have."""
        self.start = self.start_x.nearest(x), self.start_y.nearest(y)
        self.start_x.value, self.start_y.value = self.start
        self.player.reset()

    def _point(self, event):
        if event.axes is self.picture.ground_axes:
            self.drag_start(event, lambda x, y: self._place_start(x, self.start[1] if self._one_weight else y))

    # ---- the surface -----------------------------------------------------------------------------------------------

    @property
    def _one_weight(self):
        return self.weights.value == "one weight"

    def _ground(self):
        return SURFACES[self.surface.value](self.curvature.value, 1.0 if self._one_weight else self.ratio.value)
