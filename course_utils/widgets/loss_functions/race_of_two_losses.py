"""Cross-entropy against the squared error: two descents from one start, each with a learning rate of its own."""

from functools import partial

from course_utils.formatting import fixed
from course_utils.widgets.loss_functions.race import (
    MOST_STEPS,
    Racer,
    mean_cross_entropy,
    mean_squared_error,
    probability,
)
from course_utils.widgets.loss_functions.race_picture import MARKERS, RacePicture
from course_utils.widgets.shared.controls import button, row, slider
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.setting_marks import Movement

LOSSES = {"cross-entropy": mean_cross_entropy, "squared error": mean_squared_error}
START, STARTS = -6.0, (-6, -1, 0.5)
RATES = (1, 50, 1)
FIRST_RATE = 2
TUNED = (5, 17)  # the best whole rates: the notebook tries them all

LOOK = {"width": {"width": "46%", "min_width": "22em"}, "label_width": 128}


class RaceOfTwoLosses(PlayedDemo):
    """Ten images share one score z, nine of them are of its class: two losses race to bring its p to 0.9.

    A learning rate acts on the next step of the running race. Another start begins a new one.
    """

    def __init__(self):
        super().__init__()
        self._movement = Movement()
        self._make_controls()
        self.picture = RacePicture(list(LOSSES.items()))
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.player = Player(self, bar=None, speed="15 steps/s")
        self.children = [
            self.player,
            row(*self.rates),
            row(self.start, self.tuned_button),
            self.figure,
            self.player.below,
        ]
        self.player.reset()

    def _make_controls(self):
        self.rates = [self._rate_slider(number, name) for number, name in enumerate(LOSSES)]
        tooltip = "The score z from which both set out"
        self.start = slider("Start z", START, STARTS, tooltip, digits=1, **LOOK)
        self.listen(self.start, lambda _: self.player.reset())
        tooltip = f"Set the rates that suit each loss best: {TUNED[0]} and {TUNED[1]}"
        self.tuned_button = button("Tuned", "sliders", tooltip, self.guarded(self.tune))

    def _rate_slider(self, number, name):
        tooltip = f"Length of a step per unit of slope, with {name}. Acts on the next step of the running race"
        made = slider(f"α, {name}", FIRST_RATE, RATES, tooltip, digits=0, **LOOK)
        self.listen(made, partial(self._set_rate, number))
        return made

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.racers = None

    # ---- what the controls do --------------------------------------------------------------------------------------

    def tune(self):
        """Give each loss the rate that suits it best."""
        for each, rate in zip(self.rates, TUNED, strict=True):
            each.value = rate

    def _set_rate(self, number, rate):
        racer = self.racers[number]
        racer.rate = rate
        goes_on = self._movement.goes_on()
        if self.steps > 0 and not racer.has_arrived():
            if goes_on and self.marks and self.marks[-1][1] is racer:
                self.marks.pop()
            self.marks.append((self.steps, racer, rate))
        if not self.player.playing:
            self.player.show_present()

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the start, with the rates as they are."""
        rates = [each.value for each in self.rates]
        self.racers = [
            Racer(name, loss, self.start.value, rate) for (name, loss), rate in zip(LOSSES.items(), rates, strict=True)
        ]
        self.steps, self.marks = 0, []

    def ended(self):
        """A sentence if both have arrived, or if the race has gone on for long enough."""
        if self.steps >= MOST_STEPS or all(racer.has_arrived() for racer in self.racers):
            results = [f"{racer.name} {racer.news(self.steps).removeprefix('arrived after ')}" for racer in self.racers]
            return f"The race is over: {', '.join(results)}."
        return None

    def step(self):
        """Do one step with each loss."""
        for racer in self.racers:
            racer.step()
        self.steps += 1
        return self.ended()

    def snapshot(self):
        """How many steps have been done: the racers keep all their scores."""
        return self.steps

    def draw(self, steps):
        """Draw the race as it was after so many steps."""
        marks = [
            (step, f"{MARKERS[self.racers.index(racer)]} α {rate:.0f}")
            for step, racer, rate in self.marks
            if step <= steps
        ]
        standing_changed = self.picture.draw(self.racers, steps, marks)
        self.figure.alt = self._description(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """A line for each racer."""
        lines = [
            f"{marker} <b>{racer.name}</b>: z = {fixed(racer.path[-1])}, p = <b>{racer.chances[-1]:.4f}</b>, "
            f"slope <b>{fixed(racer.slope, 4)}</b> · {racer.news(self.steps)}"
            for marker, racer in zip(MARKERS, self.racers, strict=True)
        ]
        return "<br>".join(lines)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description(self.steps)

    def _description(self, steps):
        return (
            f"Two descents on one score z from {fixed(self.start.value, 1)}, one with each loss, at the learning rates "
            f"{self.racers[0].rate:.0f} and {self.racers[1].rate:.0f}: {self._standings(steps)}."
        )

    def _standings(self, steps):
        return ", ".join(
            f"{racer.name} {racer.news(steps)} (p = {probability(racer.at(steps)):.4f})" for racer in self.racers
        )
