"""The figure of ChoosingOnTheTestSet: one choice, how often which score came, and the mean gap for every k tried."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils import plots
from course_utils.plots import BLUE, GREY, INK, ORANGE, PALE
from course_utils.widgets.training.best_of_many import TRUE_ACCURACY, bound_in_spreads, spread

MOST_SETTINGS = 1024
SEEN = 4.4  # standard deviations above and below the true accuracy that are drawn
BAR = 0.4  # standard deviations: how high a bar is
COLOURS = (ORANGE, BLUE)  # of the chosen one on the test set, and on fresh examples


class ChoosingPicture:
    """The figure."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(1100, 400)
        self.scores_axes = plots.place_axes(self.figure, 66, 62, 360, 280)
        self.often_axes = plots.place_axes(self.figure, 440, 62, 240, 280)
        self.gap_axes = plots.place_axes(self.figure, 760, 62, 325, 280)
        self.scores_axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.4g} %")
        self.scores_axes.set_title("One choice: accuracy")
        self.often_axes.set(title="All choices so far", xlim=(0, 1.04), xticks=[], xlabel="how often")
        for axes in (self.scores_axes, self.often_axes):
            axes.axhline(TRUE_ACCURACY, color=GREY, linestyle=":", linewidth=1.5)
        self.moving = [*self._choice_parts(), *self._often_parts(), *self._gap_parts()]

    def _choice_parts(self):
        axes = self.scores_axes
        (self.all,) = axes.plot([], [], "o", color=GREY, markersize=6, markeredgewidth=0, label="test score")
        (self.fall,) = axes.plot([], [], color=INK, linestyle=":", linewidth=1.5)
        looks = {"linestyle": "none", "markeredgecolor": "white"}
        (self.best,) = axes.plot([], [], marker="*", markersize=18, color=ORANGE, label="best: chosen", **looks)
        (self.afresh,) = axes.plot([], [], marker="D", markersize=10, color=BLUE, label="chosen, afresh", **looks)
        handles = [self.all, self.best, self.afresh]
        place = {"loc": "lower left", "bbox_to_anchor": (-0.03, 1.08), "ncols": 3, "columnspacing": 0.8}
        self.figure.legend(handles=handles, **place, handletextpad=0.1, bbox_transform=axes.transAxes)
        return [self.all, self.fall, self.best, self.afresh]

    def _often_parts(self):
        axes = self.often_axes
        axes.tick_params(labelleft=False)
        shape = {"orientation": "horizontal", "fill": True, "alpha": 0.5}
        self.bars = [axes.stairs([0], [0, 1], color=color, **shape) for color in COLOURS]
        self.means = [axes.plot([], [], color=color, linestyle="-", linewidth=2.5)[0] for color in COLOURS]
        (self.bound,) = axes.plot([], [], color=INK, linestyle="--", linewidth=1.8)
        return [*self.bars, *self.means, self.bound]

    def _gap_parts(self):
        axes = self.gap_axes
        axes.set(xscale="log", xlim=(0.8, 1.3 * MOST_SETTINGS), ylim=(-0.5, 4), xlabel="settings k")
        axes.set_xticks([1, 4, 16, 64, 256, 1024], ["1", "4", "16", "64", "256", "1024"])
        axes.minorticks_off()
        axes.grid(color=PALE, linewidth=0.8)
        axes.set_title("Mean gap, in units of σ")
        k = np.geomspace(1, MOST_SETTINGS, 400)
        axes.plot(k, bound_in_spreads(k), color=INK, linestyle="--", linewidth=1.8, label="√(2 ln k)")
        (self.earlier,) = axes.plot([], [], "o", color=ORANGE, markersize=7, markeredgecolor="white", label="measured")
        (self.now,) = axes.plot([], [], "o", color=ORANGE, markersize=13, markeredgecolor=INK, markeredgewidth=2)
        axes.legend(loc="upper left", borderaxespad=0.2)
        return [self.earlier, self.now]

    @plots.styled()
    def arrange(self, k, n):
        """Prepare the axes for k settings and n examples, with the next frame that is drawn as a whole."""
        sigma = spread(n)
        for axes in (self.scores_axes, self.often_axes):
            axes.set_ylim(TRUE_ACCURACY - SEEN * sigma, min(TRUE_ACCURACY + SEEN * sigma, 1.004))
        self.scores_axes.set(xlim=(0.5 - 0.02 * k, k + 0.5 + 0.02 * k), xlabel="setting")
        self.scores_axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        self.all.set_markersize(7 if k <= 64 else 3.5)
        self._n, self._bound = n, TRUE_ACCURACY + sigma * bound_in_spreads(k)
        width = 2 * round(BAR * sigma * n / 2) + 1  # odd, so that no score is on the edge between two bars
        first = round(TRUE_ACCURACY * n) % width - width  # and the middle of a bar is at the true accuracy
        self._edges = (np.arange(first, n + 2 * width, width) - width / 2) / n

    def draw(self, choice, right, earlier, now):
        """Show one choice, or None, and all so far.

        right: right answers of the chosen ones on their test sets, and afresh, shape (2, repeats). earlier: a pair of k
        and the mean gap in units of σ for all that was tried before; now: the pair of now, or None.
        """
        self._draw_choice(choice)
        scores = right / self._n
        shares = [np.histogram(each, self._edges)[0] for each in scores]
        means = [each.mean() if each.size else np.nan for each in scores]
        for bars, mean_line, share, mean in zip(self.bars, self.means, shares, means, strict=True):
            bars.set_data(share / max(1, np.max(shares)), self._edges)
            mean_line.set_data([0, 1.04], [mean, mean])
        self.bound.set_data([0, 1.04], [self._bound, self._bound])
        self.earlier.set_data(*np.reshape(earlier, (-1, 2)).T)
        self.now.set_data(*np.reshape(now or [], (-1, 2)).T)

    def _draw_choice(self, choice):
        if choice is None:
            for line in (self.all, self.best, self.afresh, self.fall):
                line.set_data([], [])
            return
        scores, number, afresh = choice.right / self._n, choice.chosen + 1, choice.fresh / self._n
        best = scores[choice.chosen]
        self.all.set_data(np.arange(1, len(scores) + 1), scores)
        self.best.set_data([number], [best])
        self.afresh.set_data([number], [afresh])
        self.fall.set_data([number, number], [best, afresh])
