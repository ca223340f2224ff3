"""The best of many scores on one test set flatters: by how much, repeat after repeat."""

from functools import partial

import numpy as np

from course_utils.formatting import fixed
from course_utils.widgets.shared.controls import button, choice_slider, row
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.training.best_of_many import TRUE_ACCURACY, bound_in_spreads, choose, spread
from course_utils.widgets.training.choosing_picture import MOST_SETTINGS, ChoosingPicture

KS = [2**power for power in range(MOST_SETTINGS.bit_length())]
NS = [50, 100, 200, 500, 1000, 2000, 5000, 10_000]
MOST = 20_000  # repeats


class ChoosingOnTheTestSet(PlayedDemo):
    """Settings that are all equally good are judged on a test set, and the best one is judged afresh.

    Each repeat has other examples. Another number of settings or of examples begins a new count of repeats; the means
    of the earlier ones stay on the plot.
    """

    def __init__(self):
        super().__init__()
        self.k, self.n = 4, 100
        self.tried = {}  # (k, n): the mean gap of the best test score in units of σ
        self._make_controls()
        self.picture = ChoosingPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        keys = {
            f"Arrow{key}": partial(self._turn, slider, direction)
            for key, slider, direction in [
                ("Left", self.settings, -1),
                ("Right", self.settings, 1),
                ("Down", self.examples, -1),
                ("Up", self.examples, 1),
            ]
        }
        self.player = Player(
            self, buttons=[self.forget_button], keys=keys, bar=None, speed="4 repeats/s", unit="repeat"
        )
        self.children = [self.player, row(self.settings, self.examples), self.figure, self.player.below]
        self._begin()

    def _make_controls(self):
        tooltip = "How many settings are tried, all equally good (keys ← and → on the picture)"
        self.settings = choice_slider("Settings k", KS, self.k, tooltip)
        tooltip = "Examples in the test set, and as many fresh ones (keys ↓ and ↑ on the picture)"
        self.examples = choice_slider("Examples n", NS, self.n, tooltip)
        tooltip = "Take the means of earlier k and n off the right plot"
        self.forget_button = button("Forget earlier", "eraser", tooltip, self.guarded(self.forget))
        self.listen(self.settings, lambda k: self._begin(k=k))
        self.listen(self.examples, lambda n: self._begin(n=n))

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again with the same random numbers."""
        self._generator = np.random.default_rng([self.k, self.n])
        self.choice = None  # the newest
        self.right, self.fresh, self._sum = [], [], 0  # right answers of each chosen one, on its test set and afresh
        self.tried.pop((self.k, self.n), None)

    def ended(self):
        """A sentence if there have been enough repeats."""
        return f"That is enough: {MOST:,} repeats." if self.repeats >= MOST else None

    def step(self):
        """Judge all settings, choose one, and judge it afresh."""
        self.choice = choose(self.k, self.n, self._generator)
        self.right.append(int(self.choice.right[self.choice.chosen]))
        self.fresh.append(self.choice.fresh)
        self._sum += self.right[-1]
        self.tried[self.k, self.n] = (self._sum / self.repeats / self.n - TRUE_ACCURACY) / spread(self.n)

    @property
    def repeats(self):
        """How often a choice has been made."""
        return len(self.right)

    def snapshot(self):
        """How many repeats there have been, and the newest choice."""
        return self.repeats, self.choice

    def draw(self, moment):
        """Draw a choice, and all those up to it."""
        repeats, choice = moment
        right = np.reshape([self.right[:repeats], self.fresh[:repeats]], (2, -1))
        now = (self.k, self.gaps(repeats)[0] / spread(self.n)) if repeats else None
        earlier = [(k, gap) for (k, n), gap in self.tried.items() if (k, n) != (self.k, self.n)]
        self.picture.draw(choice, right, earlier, now)
        self.figure.alt = self._description(moment)
        self.figure.redraw() if self._rearranged else self.figure.refresh()
        self._rearranged = False

    def gaps(self, repeats):
        """How far, on average, the chosen one's scores were above its true accuracy: on the test set, and afresh."""
        return [np.mean(right[:repeats]) / self.n - TRUE_ACCURACY for right in (self.right, self.fresh)]

    def status(self):
        """The newest choice, the means so far, and the formula."""
        lines = [
            f"σ = {in_points(spread(self.n))} points: how far the score of one setting on {self.n:,} examples scatters "
            f"around its true {TRUE_ACCURACY:.0%}"
        ]
        if self.repeats:
            test, fresh = self.gaps(self.repeats)
            lower = np.mean(np.less(self.fresh, self.right))
            lines.append(
                f"{self.repeats:,} repeats: mean gap to the true accuracy <b>{in_points(test)} points</b> for the best "
                f"test score, {in_points(fresh)} for the same setting afresh; lower afresh in {lower:.0%}"
            )
        beyond = ", beyond 100%" if TRUE_ACCURACY + self._bound() > 1 else ""
        lines.append(
            f"Dashed: σ√(2 ln k) = <b>{in_points(self._bound())} points</b>{beyond}, for independent normal scores "
            "an upper bound of the mean gap, not the mean"
        )
        return "<br>".join(lines)

    def _bound(self):
        """σ√(2 ln k), a share."""
        return spread(self.n) * bound_in_spreads(self.k)

    # ---- what the controls do --------------------------------------------------------------------------------------

    def forget(self):
        """Take the means of other k and n off the plot."""
        self.tried = {key: gap for key, gap in self.tried.items() if key == (self.k, self.n)}
        self.player.show_present()

    def _begin(self, k=None, n=None):
        """Begin a new count of repeats, with so many settings and examples; it goes on playing if it did."""
        was_playing = self.player.playing
        self.k, self.n = k or self.k, n or self.n
        self.picture.arrange(self.k, self.n)
        self._rearranged = True
        self.player.reset()
        if was_playing:
            self.player.play()

    @staticmethod
    def _turn(slider, direction):
        place = slider.index + direction
        slider.index = min(max(place, 0), len(slider.options) - 1)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description(self.snapshot())

    def _description(self, moment):
        repeats, choice = moment
        beginning = f"Of {self.k} equally good settings the one with the best score on {self.n} test examples is chosen"
        if choice is None:
            return f"{beginning}. Nothing has been chosen yet."
        best, afresh = choice.right[choice.chosen] / self.n, choice.fresh / self.n
        test, _ = self.gaps(repeats)
        return (
            f"{beginning}: at repeat {repeats} setting {choice.chosen + 1}, right on {best:.1%} of them and on "
            f"{afresh:.1%} of fresh ones. The mean gap of the best test score to the true accuracy of "
            f"{TRUE_ACCURACY:.0%} is {in_points(test)} points so far; σ√(2 ln k) is {in_points(self._bound())} points."
        )


def in_points(share):
    """A difference of accuracies in percentage points."""
    return fixed(100 * share, 1 if abs(share) >= 0.01 else 2)
