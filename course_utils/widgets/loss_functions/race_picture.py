"""The figure of RaceOfTwoLosses: a row for each loss, its cost over z and over the steps, and p of both beside them."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_utils import plots
from course_utils.formatting import fixed
from course_utils.widgets.loss_functions.race import BEST, MOST_STEPS, NEAR
from course_utils.widgets.shared.setting_marks import SettingMarks

MARKERS = ("●", "◆")
LOOKS = (
    {"color": plots.BLUE, "marker": "o", "markersize": 15},  # so that it is seen behind the other
    {"color": plots.ORANGE, "marker": "D", "markersize": 10},
)
SCORES = (-7.0, 9.0)  # the ends of the axis of z; a racer beyond is held at the end, with its z beside it
HIGHEST = (6.0, 1.0)  # the ends of the axes of the costs
STEPS = [20, 50, 100, 200, MOST_STEPS]  # ends of the axes of the steps
TANGENT = 0.16  # half its length, as a share of the width of its axes
MOST_LABELS = 4


class RacePicture:
    """The figure, for `losses`: two pairs of a name and a function that gives the cost and its slope at z."""

    @plots.styled()
    def __init__(self, losses):
        self.figure = plots.new_figure(1100, 440)
        self.lanes = [Lane(self.figure, number, *loss) for number, loss in enumerate(losses)]
        self.chances = plots.place_axes(self.figure, 808, 42, 274, 344)
        self.chances.axhspan(BEST - NEAR, BEST + NEAR, color=plots.PALE, zorder=0)
        self.chances.set(ylim=(0, 1), xlabel="step")
        self.chances.set_yticks([0, 0.5, BEST, 1], ["0", "0.5", f"{BEST}", "1"])
        self.chances.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        self.chances.set_title(f"Probability p, goal {BEST}")
        self.lines = [self.chances.plot([], [], color=look["color"])[0] for look in LOOKS]
        self.heads = [_head(self.chances, look) for look in LOOKS]
        self.marks = SettingMarks(self.chances, MOST_LABELS)
        self.moving = [artist for lane in self.lanes for artist in lane.moving]
        self.moving += [*self.lines, *self.heads, *self.marks.artists]
        self._end = None

    def draw(self, racers, steps, marks):
        """Draw the race after so many steps. Returns whether standing parts changed.

        marks: pairs of a step and the learning rate, in words, that was chosen there.
        """
        end = plots.end_of_axis(STEPS, steps)
        standing_changed, self._end = end != self._end, end
        for axes in [self.chances, *(lane.costs for lane in self.lanes)]:
            axes.set_xlim(-0.03 * end, 1.04 * end)
        for lane, racer, line, head in zip(self.lanes, racers, self.lines, self.heads, strict=True):
            lane.draw(racer, steps)
            chances = racer.chances[: steps + 1]
            line.set_data(range(len(chances)), chances)
            head.set_data([len(chances) - 1], chances[-1:])
        self.marks.set(marks)
        return standing_changed


class Lane:
    """The row of one loss: its cost over z, and beside it, at the same heights, its cost over the steps."""

    def __init__(self, figure, number, name, loss):
        self.loss, look, top = loss, LOOKS[number], (42, 246)[number]
        self.hill = plots.place_axes(figure, 58, top, 420, 140)
        self.costs = plots.place_axes(figure, 516, top, 226, 140)
        zs = np.linspace(*SCORES, 200)
        self.hill.plot(zs, [loss(z)[0] for z in zs], color=plots.GREY, linestyle="-", linewidth=3, zorder=1)
        goal = [np.log(p / (1 - p)) for p in (BEST - NEAR, BEST + NEAR)]
        self.hill.axvspan(*goal, color=plots.PALE, zorder=0)
        ticks = np.linspace(0, HIGHEST[number], 3)
        for ax in (self.hill, self.costs):
            ax.set(ylim=(0, HIGHEST[number]), yticks=ticks, yticklabels=[f"{tick:g}" for tick in ticks])
        self.hill.set(xlim=SCORES, xticks=range(-6, 9, 2))
        self.hill.set_xticklabels([fixed(z, 0) for z in self.hill.get_xticks()])
        self.hill.set_title(f"{MARKERS[number]} {name.capitalize()}: cost over z", color=plots.readable(look["color"]))
        self.costs.set_title("over the steps", color=plots.readable(look["color"]))
        self.costs.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        if number:
            self.hill.set_xlabel("score z")
            self.costs.set_xlabel("step")
        (self.tangent,) = self.hill.plot([], [], color=plots.INK, linewidth=2.5, linestyle="-")
        self.marker = _head(self.hill, look)
        self.beyond = self.hill.text(0.94, 0, "", transform=self.hill.get_yaxis_transform(), ha="right", va="center")
        (self.line,) = self.costs.plot([], [], color=look["color"], linestyle="-")
        self.head = _head(self.costs, look)
        self.moving = [self.tangent, self.marker, self.beyond, self.line, self.head]

    def draw(self, racer, steps):
        """Stand where the racer was after so many steps."""
        z = racer.at(steps)
        cost, slope = self.loss(z)
        place = min(z, SCORES[1])
        (low, high), (_, top) = self.hill.get_xlim(), self.hill.get_ylim()
        share = TANGENT / np.hypot(1, slope * (high - low) / top / 3)  # the axes are three times as wide as high
        ends = share * (high - low) * np.array([-1, 1])
        self.tangent.set_data(place + ends, cost + slope * ends)
        self.marker.set_data([place], [cost])
        self.beyond.set(y=cost + 0.16 * top, text=f"z = {fixed(z, 1)} →" if z > SCORES[1] else "")
        costs = racer.costs[: steps + 1]
        self.line.set_data(range(len(costs)), costs)
        self.head.set_data([len(costs) - 1], costs[-1:])


def _head(ax, look):
    style = {"linestyle": "none", "markeredgecolor": "white", "markeredgewidth": 1.5}
    return ax.plot([], [], clip_on=False, zorder=4, **look, **style)[0]
