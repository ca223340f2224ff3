"""Axes that follow a training run: the cost (log scale) over epochs, the accuracy if wanted, and setting changes."""

import numpy as np

from course_utils.formatting import power_of_ten
from course_utils.plots import GREY, INK, PALE, draw_learning_curve, end_of_axis, stretch_accuracy
from course_utils.widgets.shared.pins import PinnedCurves
from course_utils.widgets.shared.setting_marks import SettingMarks

MOST_LABELS = 8  # of marks, on the plot at once; older marks keep their line
EPOCHS = [0.2, 0.5, *(lead * 10**power for power in range(7) for lead in (1, 2, 5))]  # ends of the horizontal axis
LEGEND = {"loc": "lower right", "bbox_to_anchor": (1.01, 1.03), "ncols": 2, "borderpad": 0, "borderaxespad": 0}


class LearningCurves:
    """Draws RunRecords on one or two axes: costs, and the validation accuracy where there are axes for it.

    guessing: the cost of knowing nothing, a dotted line to compare with. exact: whether the training cost is that of
    all examples, not a running mean over batches.
    """

    def __init__(self, cost_axes, guessing, accuracy_axes=None, *, exact=False):
        self.cost_axes, self.accuracy_axes = cost_axes, accuracy_axes
        self._all_axes = [axes for axes in (cost_axes, accuracy_axes) if axes is not None]
        for axes in self._all_axes:
            axes.grid(color=PALE, linewidth=0.8)
            axes.set_axisbelow(True)
        self._limits = None
        self._pinned = PinnedCurves(GREY)
        self.moving = []
        if accuracy_axes is not None:
            self._prepare_accuracy()
        self._prepare_cost(guessing, exact)
        self._all_axes[-1].set_xlabel("epochs")

    def _prepare_cost(self, guessing, exact):
        axes = self.cost_axes
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(lambda cost, _: power_of_ten(cost))
        axes.set_title("Cost")
        axes.tick_params(labelbottom=self.accuracy_axes is None)
        self._guessing = axes.axhline(guessing, color=GREY, linestyle=":", linewidth=1.5)
        beside = {"xytext": (-2, 2), "textcoords": "offset points", "ha": "right", "color": GREY}
        self._guessing_word = axes.annotate("guessing", (1, 0), xycoords=("axes fraction", "data"), **beside)
        self.set_guessing(guessing)
        self.train = draw_learning_curve(axes, [], [], label="training" if exact else "training (smoothed)")
        self.validation = draw_learning_curve(axes, [], [], label="validation", validation=True)
        spacing = {"handlelength": 1.8, "columnspacing": 1.2}
        if exact:  # validated as often as trained: a dot each would hide the line, and these axes are small
            self.validation.set_marker("")
            spacing = {"handlelength": 1.3, "columnspacing": 0.8, "handletextpad": 0.4}
        axes.legend(handles=[self.train, self.validation], **spacing, **LEGEND)
        self.now = _diamond(axes)
        self.marks = SettingMarks(axes, MOST_LABELS)
        self.moving += [self.train, self.validation, self.now, *self.marks.artists]

    def _prepare_accuracy(self):
        axes = self.accuracy_axes
        axes.set_title("Validation accuracy")
        stretch_accuracy(axes)
        self._accuracy_marks = SettingMarks(axes, most_labels=0)
        self.accuracy = draw_learning_curve(axes, [], [], validation=True)
        self._now_accuracy = _diamond(axes)
        self.moving += [*self._accuracy_marks.artists, self.accuracy, self._now_accuracy]

    def set_guessing(self, cost):
        """Draw the line of the cost of knowing nothing there, from the next time that standing parts are drawn."""
        self._guessing.set_ydata([cost, cost])
        self._guessing_word.xy = (1, cost)

    def draw(self, record, epoch, pins):
        """Draw `record`, with a diamond at `epoch`, over the records in `pins`.

        Returns whether the standing parts changed too.
        """
        marks = [(mark.x, mark.label) for mark in record.marks]
        self.train.set_data(*record.train_cost.points())
        self.validation.set_data(*record.validation_cost.points())
        self.now.set_data(*_point_at(epoch, record.train_cost))
        changed = self._pinned.draw(pins, self._curves_of)
        changed |= self._fit([record, *pins])
        self.marks.set(marks)
        if self.accuracy_axes is not None:
            self.accuracy.set_data(*record.validation_accuracy.points())
            self._now_accuracy.set_data(*_point_at(epoch, record.validation_accuracy))
            self._accuracy_marks.set(marks)
        return changed

    def _curves_of(self, record):
        costs = record.validation_cost if record.validation_cost.newest else record.train_cost
        yield self.cost_axes, *costs.points()
        if self.accuracy_axes is not None:
            yield self.accuracy_axes, *record.validation_accuracy.points()

    def _fit(self, records):
        """Widen the axes in steps when a curve runs out of them. Returns whether they changed."""
        curves = [curve for record in records for curve in (record.train_cost, record.validation_cost)]
        end = max(curve.newest[0] for curve in curves if curve.newest)
        costs = [cost for curve in curves for cost in curve.y]
        limits = (
            end_of_axis(EPOCHS, end),
            10 ** np.floor(np.log10(max(min([0.1, *costs]), 1e-9))),
            10 ** np.ceil(np.log10(max(4, *costs))),
        )
        if limits == self._limits:
            return False
        self._limits = limits
        for axes in self._all_axes:
            axes.set_xlim(0, limits[0])
        self.cost_axes.set_ylim(*limits[1:])
        self._place_word(*np.log10([*limits[1:], self._guessing_word.xy[1]]))
        return True

    def _place_word(self, low, high, guessing):
        """Write "guessing" above its line, and below it where there is no room for it."""
        below = guessing > low + 0.7 * (high - low)
        self._guessing_word.set(va="top" if below else "bottom", y=-2 if below else 2)


def _diamond(axes):
    """The sign of the moment that is shown."""
    (diamond,) = axes.plot([], [], color=INK, marker="D", markersize=7, linestyle="none")
    return diamond


def _point_at(epoch, curve):
    """Where `curve` is at `epoch`, as one-element lists of x and y; empty lists if it has not begun."""
    x, y = curve.points()
    return ([epoch], [np.interp(epoch, x, y)]) if x else ([], [])
