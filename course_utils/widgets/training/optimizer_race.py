"""SGD, momentum, RMSProp and Adam from one start, each with a learning rate that suits it."""

from functools import partial

import numpy as np

from course_utils import plots
from course_utils.formatting import fixed, short_number
from course_utils.widgets.gradient_descent.descent import Descent
from course_utils.widgets.shared.controls import button, choice, log_slider, row
from course_utils.widgets.shared.live_figure import LiveFigure, arrow_keys
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement
from course_utils.widgets.shared.training_program import make_optimizer
from course_utils.widgets.training.several_paths import Look, SeveralPaths
from course_utils.widgets.training.tuned_optimizers import (
    GOAL,
    JUDGED_ON,
    MOST_STEPS,
    RATES,
    STAYS,
    SURFACES,
    TUNED_ON,
    goal_of,
    random_starts,
    times_first,
    tuned,
)

LOOKS = (
    Look("SGD", plots.GREY, "s", "■"),
    Look("Momentum", plots.BLUE, "o", "●", 12),
    Look("RMSProp", plots.ORANGE, "D", "◆"),
    Look("Adam", plots.INK, "^", "▲", 12),
)
POWERS = (-4, 1, 1 / 24)  # of ten, of the learning rates: all those that are tried among them
DIVERGED = 10  # half-widths of the map


class OptimizerRace(PlayedDemo):
    """Four optimizers race to the lowest cost of a surface.

    A learning rate acts on the next step of the running race. Surface and start begin a new one.
    """

    def __init__(self):
        super().__init__()
        self._movement = Movement()
        self.seed = 0
        self._make_controls()
        self.picture = SeveralPaths(LOOKS, height=380)
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        keys = {"n": self.start_elsewhere, "t": self.tune}
        keys |= arrow_keys(self._shift_start)
        buttons = [self.start_button, self.tune_button]
        self.player = Player(self, buttons=buttons, keys=keys, bar=None, speed="15 steps/s")
        self.children = [
            self.player,
            row(self.surface),
            row(*self.rates),
            self.figure,
            self.player.below,
        ]
        self._choose_surface(self.surface.value)

    def _make_controls(self):
        tooltip = "The cost to go down; each has its difficulty. The rates are tuned anew for it"
        self.surface = choice("Surface", SURFACES, tooltip, width=300, label_width=64)
        self.rates = [self._rate_slider(*each) for each in enumerate(LOOKS)]
        tooltip = "Another random start (key n on the picture); a click or the arrow keys choose one, too"
        self.start_button = button("Other start", "random", tooltip, self.guarded(self.start_elsewhere))
        tooltip = f"Set each rate to the one that needs the fewest steps from {TUNED_ON} starts here (key t)"
        self.tune_button = button("Tuned", "sliders", tooltip, self.guarded(self.tune))
        self.listen(self.surface, self._choose_surface)

    def _rate_slider(self, number, look):
        tooltip = f"Learning rate α of {look.name}. Acts on the next step of the running race"
        made = log_slider(f"{look.sign} {look.name} α", 0.1, POWERS, tooltip, label_width=110)
        self.listen(made, partial(self._set_rate, number))
        return made

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.racers = None

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the same start, with the rates as they are."""
        self.racers = [
            Descent(self.ground, make_optimizer(look.name, rate.value), self.start)
            for look, rate in zip(LOOKS, self.rates, strict=True)
        ]
        self.steps, self.marks, self._told = 0, [], set()

    def ended(self):
        """A sentence if nobody has further to go, or if the race has gone on for long enough."""
        if self.steps < MOST_STEPS + STAYS and any(self._goes_on(racer) for racer in self.racers):
            return None
        first = min(map(arrival, self.racers))
        winners = [look.name for look, racer in zip(LOOKS, self.racers, strict=True) if arrival(racer) == first]
        who = " and ".join(winners) if first < MOST_STEPS else "nobody"
        return f"The race is over: {self._standings()}. First from here, at these rates: {who}."

    @np.errstate(all="ignore")  # a descent that has diverged can still be looked at
    def step(self):
        """Do one step with each. Returns a sentence if one has diverged, else None."""
        self.steps += 1
        for racer in self.racers:
            if self._goes_on(racer):
                racer.step()
        for look, racer in zip(LOOKS, self.racers, strict=True):
            if look.name not in self._told and (not racer.is_finite() or racer.has_left(DIVERGED)):
                self._told.add(look.name)
                return (
                    f"{look.name} diverged at step {racer.steps:,}: its steps overshoot further and further. "
                    "Choose a smaller learning rate and press Reset, or Play to watch the others."
                )
        return None

    @staticmethod
    def _goes_on(racer):
        """Whether it can do another step, and has not yet stayed at the goal for long enough."""
        return racer.is_finite() and racer.steps - at_goal_since(racer) < STAYS

    def snapshot(self):
        """How many steps the race, and each racer, has done: they keep all their points."""
        return self.steps, [racer.steps for racer in self.racers]

    @np.errstate(all="ignore")
    def draw(self, snapshot):
        """Draw the race as it was at that moment."""
        now, steps = snapshot
        marks = [(step, f"{LOOKS[number].sign} α {short_number(rate, 2)}") for step, number, rate in self.marks]
        places = [range(racer.steps + 1) for racer in self.racers]
        standing_changed = self.picture.draw(self.racers, steps, places, [mark for mark in marks if mark[0] <= now])
        self.figure.alt = self._description(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """What the goal is, and a line for each: how it goes here, and how it went from many other starts."""
        rates, needed = tuned(self.surface.value)
        firsts = times_first(needed)
        lines = [
            f"Goal: a cost at most {GOAL} above the minimum, kept for {STAYS} steps; first: the fewest steps to it. "
            f"Each α ({RATES[0]:g} … {RATES[-1]:g}) is tuned on {TUNED_ON} starts, then tried from {JUDGED_ON} others:"
        ]
        for look, racer in zip(LOOKS, self.racers, strict=True):
            lines.append(
                f"{look.sign} <b>{look.name}</b>: {news(racer)} · tuned α {short_number(rates[look.name], 2)}: "
                f"<b>first {firsts[look.name]} of {JUDGED_ON}</b>, {in_words(needed[look.name])}"
            )
        return "<br>".join(lines)

    # ---- what the controls do --------------------------------------------------------------------------------------

    def tune(self):
        """Give each optimizer the rate that suits it best on this surface."""
        rates, _ = tuned(self.surface.value)
        for slider, look in zip(self.rates, LOOKS, strict=True):
            slider.value = rates[look.name]

    def start_elsewhere(self):
        """Begin from another random place."""
        self.seed += 1
        self._start_at_random()

    def _choose_surface(self, name):
        self.ground = SURFACES[name]
        self.picture.show(self.ground, "step", goal=GOAL)
        self.racers = []  # whose rates are those of another surface
        self.tune()
        self._start_at_random()

    def _start_at_random(self):
        self.start = tuple(random_starts(self.ground, 1, seed=100 + self.seed)[0].tolist())
        self.player.reset()

    def _set_rate(self, number, rate):
        if not self.racers or rate == self.racers[number].rate:
            return
        goes_on = self._movement.goes_on()
        self.racers[number].set_rate(rate, goes_on)
        self._told.discard(LOOKS[number].name)
        if self.marks and self.marks[-1][1] == number and (goes_on or self.marks[-1][0] == self.steps):
            self.marks.pop()
        if self.steps:
            self.marks.append((self.steps, number, rate))
        if not self.player.playing:
            self.player.show_present()

    def _shift_start(self, right, up):
        low, high = self.ground.domain
        self._place_start(self.start[0] + right * (high - low) / 40, self.start[1] + up * (high - low) / 40)

    def _place_start(self, x, y):
        self.start = tuple(np.clip(np.round([x, y], 3), *self.ground.domain).tolist())
        self.player.reset()

    def _point(self, event):
        if event.axes is self.picture.map_axes:
            self.drag_start(event, self._place_start)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description([racer.steps for racer in self.racers])

    def _description(self, steps):
        start = ", ".join(fixed(value) for value in self.start)
        rates = ", ".join(
            f"{look.name} {short_number(rate.value, 2)}" for look, rate in zip(LOOKS, self.rates, strict=True)
        )
        return (
            f"Four optimizers from ({start}) on the surface “{self.ground.name}”, at the learning rates {rates}: "
            f"{self._standings(steps)}."
        )

    def _standings(self, steps=None):
        """How each stands after so many steps of its own; None for the newest."""
        steps = steps or [racer.steps for racer in self.racers]
        return ", ".join(
            f"{look.name} {news(racer, step)}" for look, racer, step in zip(LOOKS, self.racers, steps, strict=True)
        )


def at_goal_since(racer, steps=None):
    """The step from which on its cost has been at the goal, up to so many steps; one more than them if it is not."""
    steps = racer.steps if steps is None else steps
    costs, goal = racer.costs[: steps + 1], goal_of(racer.surface)
    while costs and costs[-1] <= goal:
        costs.pop()
    return len(costs)


def arrival(racer):
    """The step at which it arrived, to stay; MOST_STEPS if it has not."""
    since = at_goal_since(racer)
    return min(since, MOST_STEPS) if racer.steps - since >= STAYS else MOST_STEPS


def news(racer, steps=None):
    """How a racer stands after so many steps, in words."""
    steps = racer.steps if steps is None else steps
    if not racer.is_finite(steps):
        return f"diverged by step {steps}"
    since = at_goal_since(racer, steps)
    if since <= steps:
        return f"arrived at step {since}" if steps - since >= STAYS else f"at the goal since step {since}"
    return f"{short_number(racer.costs[steps] - goal_of(racer.surface) + GOAL, 2)} above at step {steps}"


def in_words(needed):
    """Steps needed from many starts, summed up."""
    late = int((needed >= MOST_STEPS).sum())
    median = np.median(needed)
    middle = f"median {median:.0f} steps" if median < MOST_STEPS else f"median above {MOST_STEPS} steps"
    return middle + (f", not arrived {late} times" if late else "")
