"""Two axes that follow a training run: cost (log scale) and accuracy over epochs, with marks of setting changes."""

import numpy as np

from course_utils.plots import GREY, INK, PALE, draw_learning_curve, stretch_accuracy
from course_utils.widgets.shared.pins import PinnedCurves
from course_utils.widgets.shared.setting_marks import SettingMarks

MOST_LABELS = 8  # of marks, on the plot at once; older marks keep their line
EPOCHS = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]  # ends of the horizontal axis


class LearningCurves:
    """Draws RunRecords on two axes. `guessing` is the cost of knowing nothing: a dotted line to compare with."""

    def __init__(self, cost_axes, accuracy_axes, guessing):
        self.cost_axes, self.accuracy_axes = cost_axes, accuracy_axes
        cost_axes.set_yscale("log")
        cost_axes.set_title("Cost")
        accuracy_axes.set_title("Validation accuracy")
        accuracy_axes.set_xlabel("epochs")
        stretch_accuracy(accuracy_axes)
        cost_axes.yaxis.set_major_formatter("{x:g}")
        cost_axes.tick_params(labelbottom=False)
        for axes in (cost_axes, accuracy_axes):
            axes.grid(color=PALE, linewidth=0.8)
            axes.set_axisbelow(True)
        cost_axes.axhline(guessing, color=GREY, linestyle=":", linewidth=1.5)
        cost_axes.annotate(
            "guessing", (1, guessing), xycoords=("axes fraction", "data"), xytext=(-2, 2), textcoords="offset points",
            ha="right", va="bottom", color=GREY,
        )  # fmt: skip
        self._limits = None
        self.pinned = PinnedCurves(GREY)
        self._make_moving_parts()

    def _make_moving_parts(self):
        self.train = draw_learning_curve(self.cost_axes, [], [], label="training (smoothed)")
        self.validation = draw_learning_curve(self.cost_axes, [], [], label="validation", validation=True)
        self.accuracy = draw_learning_curve(self.accuracy_axes, [], [], validation=True)
        self.cost_axes.legend(
            handles=[self.train, self.validation], loc="lower right", bbox_to_anchor=(1.01, 1.03), ncols=2,
            borderpad=0, borderaxespad=0, handlelength=1.8, columnspacing=1.2,
        )  # fmt: skip
        now = {"color": INK, "marker": "D", "markersize": 7, "linestyle": "none"}
        (self.now,) = self.cost_axes.plot([], [], **now)
        (self.now_accuracy,) = self.accuracy_axes.plot([], [], **now)
        self.marks = SettingMarks(self.cost_axes, MOST_LABELS)
        self.accuracy_marks = SettingMarks(self.accuracy_axes, most_labels=0)
        self.moving = [
            *self.accuracy_marks.artists, self.train, self.validation, self.accuracy,
            self.now, self.now_accuracy, *self.marks.artists,
        ]  # fmt: skip

    def draw(self, record, epoch, pins):
        """Draw `record`, with a diamond at `epoch`, over the `pins`: (settings, record) pairs.

        Returns whether the standing parts changed too.
        """
        self.train.set_data(*record.train_cost.points())
        self.validation.set_data(*record.validation_cost.points())
        self.accuracy.set_data(*record.validation_accuracy.points())
        self.now.set_data(*_point_at(epoch, record.train_cost))
        self.now_accuracy.set_data(*_point_at(epoch, record.validation_accuracy))
        changed = self.pinned.draw(pins, self._curves_of)
        changed |= self._fit([record, *(pinned for _, pinned in pins)])
        for marks in (self.marks, self.accuracy_marks):
            marks.set([(mark.x, mark.label) for mark in record.marks])
        return changed

    def _curves_of(self, pin):
        _, record = pin
        yield self.cost_axes, *record.validation_cost.points()
        yield self.accuracy_axes, *record.validation_accuracy.points()

    def _fit(self, records):
        """Widen the axes in steps when a curve runs out of them. Returns whether they changed."""
        end = max(
            curve.newest[0]
            for record in records
            for curve in (record.train_cost, record.validation_cost)
            if curve.newest
        )
        costs = [y for record in records for curve in (record.train_cost, record.validation_cost) for y in curve.y]
        lowest = min([0.1, *costs])
        limits = (
            next((limit for limit in EPOCHS if end <= limit), end),
            10 ** np.floor(np.log10(max(lowest, 1e-9))),
            10 ** np.ceil(np.log10(max(4, *costs))),
        )
        if limits == self._limits:
            return False
        self._limits = limits
        for axes in (self.cost_axes, self.accuracy_axes):
            axes.set_xlim(0, limits[0])
        self.cost_axes.set_ylim(*limits[1:])
        return True


def _point_at(epoch, curve):
    """Where `curve` is at `epoch`, as one-element lists of x and y; empty lists if it has not begun."""
    x, y = curve.points()
    return ([epoch], [np.interp(epoch, x, y)]) if x else ([], [])
