"""Full batch, mini-batch, single example: three descents from one start, with the rate changed while they run."""

from functools import partial

import numpy as np

from course_utils.formatting import fixed, short_number
from course_utils.optimizers import SGD
from course_utils.widgets.shared.controls import WHOLE, button, choice, choice_slider, log_slider, row
from course_utils.widgets.shared.live_figure import LiveFigure, arrow_keys
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement
from course_utils.widgets.training.batch_descent import BatchDescent, LineFit, N
from course_utils.widgets.training.paths_picture import LENGTH, LOOKS, PathsPicture

SIZES = [1, 2, 4, 8, 16, 32, 64, N]
START = (0.3, 2.8)
RATES = (-3, 0.5, 0.05)  # powers of ten
STEPS, EXAMPLES = "steps", "examples used"
AT_ONCE = 20  # examples of which each path makes its steps, where examples are counted
MOST = 1000  # steps of the player
FAN = 60  # batches whose gradients are drawn
NOWHERE, AT_START, HERE = "off", "at the start", "at ●"
FLAT = 1e-6  # a slope that nobody can tell from zero
DIVERGED = 10  # half-widths of the map


class PathsOfDescent(PlayedDemo):
    """A line is fitted to 100 points by three descents at once, whose gradients are of all, of some, of one of them.

    Learning rate and batch size act on the next step. What is counted, start and order of the points begin anew.
    """

    def __init__(self):
        super().__init__()
        self._movement = Movement()
        self.fit, self.start, self.seed, self.rate = LineFit(), START, 0, 0.1
        self._make_controls()
        self.picture = PathsPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        keys = {"n": self.shuffle, "+": partial(self._turn_rate, 1), "-": partial(self._turn_rate, -1)}
        keys |= arrow_keys(self._shift_start)
        self.player = Player(self, buttons=[self.order_button], keys=keys, bar=None, speed="4 steps/s")
        self.children = [
            self.player,
            self.learning_rate,
            row(self.batch_size, self.counted, self.noise),
            self.figure,
            self.player.below,
        ]
        self._count(STEPS)

    def _make_controls(self):
        tooltip = "Of all three descents. Acts on their next step (keys + and −)"
        self.learning_rate = log_slider("Learning rate α", self.rate, RATES, tooltip, width=WHOLE)
        tooltip = "Examples in a mini-batch. Acts on its next step"
        self.batch_size = choice_slider("Mini-batch m", SIZES, 8, tooltip, width=340)
        tooltip = f"One step of each path at a time, or as many steps as {AT_ONCE} examples make"
        self.counted = choice("Count", [STEPS, EXAMPLES], tooltip, width=200, label_width=52)
        tooltip = f"Arrows of −{LENGTH} g for {FAN} random batches of m, and for all examples (black)"
        self.noise = choice("Gradients", [NOWHERE, AT_START, HERE], tooltip, width=220, label_width=84)
        tooltip = "Shuffle in another order (key n on the picture); a click or the arrow keys choose another start"
        self.order_button = button("Other order", "random", tooltip, self.guarded(self.shuffle))
        self.listen(self.learning_rate, self._set_rate)
        self.listen(self.batch_size, self._set_size)
        self.listen(self.counted, self._count)
        self.listen(self.noise, lambda _: self.player.show_present())

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.descents = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the same start, in the same order."""
        sizes = (N, self.batch_size.value, 1)
        self.descents = [BatchDescent(self.fit, SGD(self.rate), self.start, size, self.seed) for size in sizes]
        self.mini = self.descents[1]
        self.clock, self.marks, self._told = 0, [], set()

    def ended(self):
        """A sentence if this has gone on for long enough, or if none can make a further step."""
        if self.clock >= MOST or not any(descent.is_finite() for descent in self.descents):
            return f"That is enough: {self._standings()}."
        return None

    @np.errstate(all="ignore")  # a descent that has diverged can still be looked at
    def step(self):
        """One step of each, or the steps of so many examples. Returns a sentence if one has diverged, else None."""
        self.clock += 1
        for descent in self.descents:
            if self.counted.value == STEPS:
                self._step(descent)
            else:
                while descent.is_finite() and descent.used[-1] + descent.next_size <= AT_ONCE * self.clock:
                    self._step(descent)
        return self._divergence()

    @staticmethod
    def _step(descent):
        if descent.is_finite():
            descent.step()

    def _divergence(self):
        """A sentence, once for each descent that has gone far away."""
        for look, descent in zip(LOOKS, self.descents, strict=True):
            if look.name not in self._told and (not descent.is_finite() or descent.has_left(DIVERGED)):
                self._told.add(look.name)
                return (
                    f"{look.name.capitalize()} diverged by step {descent.steps:,}: its steps overshoot further and "
                    "further. Choose a smaller learning rate and press Reset, or Play to watch the others."
                )
        return None

    def snapshot(self):
        """The clock, and how many steps each has done: the descents keep all their points."""
        return self.clock, [descent.steps for descent in self.descents]

    @np.errstate(all="ignore")
    def draw(self, snapshot):
        """Draw the descents as they were at that moment."""
        clock, steps = snapshot
        by_steps = self.counted.value == STEPS
        places = [range(descent.steps + 1) if by_steps else descent.used for descent in self.descents]
        marks = [(at * (1 if by_steps else AT_ONCE), text) for at, text in self.marks if at <= clock]
        standing_changed = self.picture.draw(self.descents, steps, places, marks)
        self._draw_fan(steps[1])
        self.figure.alt = self._description(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def _draw_fan(self, steps):
        place = {NOWHERE: None, AT_START: self.mini.points[0], HERE: self.mini.points[steps]}[self.noise.value]
        if place is None or not np.abs(place).max() < DIVERGED:
            self.picture.draw_fan(None, None, None)
            return
        # The same batches in every frame: the arrows move, but do not flicker.
        batches = self.fit.batch_gradients(place, self.batch_size.value, FAN, np.random.default_rng(0))
        self.picture.draw_fan(place, batches, self.fit.surface.gradient(place))

    @np.errstate(all="ignore")
    def status(self):
        """A line for each path, and one for the noise of the mini-batch."""
        lines = [
            f"{look.sign} <b>{look.name}</b>: {descent.steps:,} steps, {descent.used[-1]:,} examples, "
            f"{descent.used[-1] / N:.2f} epochs · {verdict(descent)}"
            for look, descent in zip(LOOKS, self.descents, strict=True)
        ]
        return "<br>".join(lines if self.noise.value == NOWHERE else [*lines, self._noise_in_words()])

    def _noise_in_words(self):
        place = self.mini.points[0 if self.noise.value == AT_START else -1]
        where = "at the start" if self.noise.value == AT_START else "at ●"
        if not np.abs(place).max() < DIVERGED:
            return "The mini-batch has diverged: no arrow is short enough to be shown"
        slope, noise = np.hypot(*self.fit.surface.gradient(place)), self.fit.noise(place, self.batch_size.value)
        return (
            f"{where.capitalize()} the full gradient is <b>{short_number(slope, 2)}</b> long; that of a batch of "
            f"{self.batch_size.value} is off by <b>{short_number(noise, 2)}</b> (root mean square)"
        )

    # ---- what the controls do --------------------------------------------------------------------------------------

    def shuffle(self):
        """Begin again with the points in another order."""
        self.seed += 1
        self.player.reset()

    def _set_rate(self, rate):
        if rate == self.rate:
            return
        self.rate = rate
        self._told.clear()
        goes_on = self._movement.goes_on()
        for descent in self.descents:
            descent.set_rate(rate, goes_on)
        self._mark(f"α {short_number(rate, 2)}", goes_on)

    def _set_size(self, size):
        self.mini.batch_size = size
        self._mark(f"m {size}", self._movement.goes_on())

    def _mark(self, text, goes_on):
        """Note a change of that setting. One that goes on from the last one takes its place."""
        if self.marks and self.marks[-1][1][0] == text[0] and (goes_on or self.marks[-1][0] == self.clock):
            self.marks.pop()
        if self.clock:
            self.marks.append((self.clock, text))
        if not self.player.playing:
            self.player.show_present()

    def _count(self, counted):
        self.picture.show(self.fit.surface, counted)
        self.player.reset()

    def _turn_rate(self, direction):
        self.learning_rate.value = self.rate * 10 ** (0.05 * direction)

    def _shift_start(self, right, up):
        self._place_start(self.start[0] + 0.1 * right, self.start[1] + 0.1 * up)

    def _place_start(self, x, y):
        low, high = self.fit.surface.domain
        self.start = tuple(np.clip(np.round([x, y], 2), low, high).tolist())
        self.player.reset()

    def _point(self, event):
        if event.axes is self.picture.map_axes:
            self.drag_start(event, self._place_start)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description(self.snapshot()[1])

    @np.errstate(all="ignore")
    def _description(self, steps):
        start = ", ".join(fixed(value) for value in self.start)
        return (
            f"Three descents from ({start}) on the cost of fitting a line to {N} points, at learning rate "
            f"{short_number(self.rate)}: {self._standings(steps)}. A mini-batch has {self.batch_size.value} examples."
        )

    def _standings(self, steps=(-1, -1, -1)):
        """Where each was after so many steps, in words; −1 for the newest."""
        return ", ".join(
            f"{look.name} after {descent.used[step]:,} examples {height(descent, step)}"
            for look, descent, step in zip(LOOKS, self.descents, steps, strict=True)
        )


def verdict(descent):
    """How a descent stands, in words."""
    if not descent.is_finite():
        return "diverged: the cost is no longer a number"
    if descent.has_left(DIVERGED):
        return "diverged"
    if descent.batch_size >= N and descent.stands_still(FLAT):
        return "arrived at the bottom"
    if (mean := descent.circling()) is not None:
        return f"<b>circles around the bottom</b> and does not arrive: on average {short_number(mean, 2)} above it"
    return height(descent)


def height(descent, steps=-1):
    """How far above the lowest possible the cost was after so many steps, in words."""
    if not descent.is_finite(steps):
        return "diverged"
    return f"{short_number(max(descent.excess(steps), 0.0), 2)} above the minimum"
