"""Marks on a plot that moves: where a setting was changed, and what to."""

import math
import time

import numpy as np

from course_utils.plots import INK, Labels, styled

ROWS = 4  # labels one below the other, before they begin again at the top
ROW_HEIGHT = 0.225  # inches
A_PAUSE = 0.4  # seconds without a change, after which the next change is another movement
ONE_MOVEMENT = 1.0  # seconds: a longer drag leaves a mark in each, near where the curve felt it


class Movement:
    """Tells the many changes of one drag from changes one after the other, by their times."""

    def __init__(self):
        self._began = self._last = -math.inf

    def goes_on(self):
        """Whether the change that happens now is part of the same movement as the last one."""
        now = time.perf_counter()
        goes_on = now - self._last < A_PAUSE and now - self._began < ONE_MOVEMENT
        self._last = now
        if not goes_on:
            self._began = now
        return goes_on


class SettingMarks:
    """Lines across `axes` from top to bottom, the newest `most_labels` of them with a label beside them."""

    @styled()
    def __init__(self, axes, most_labels):
        self._axes, self._most_labels = axes, most_labels
        across = axes.get_xaxis_transform()  # x in data, y from 0 at the bottom to 1 at the top
        (self._lines,) = axes.plot([], [], transform=across, color=INK, linewidth=1, linestyle="-")
        self.labels = Labels(axes, transform=across, weight="normal", size=1, halo=True)
        self.artists = [self._lines, self.labels.artist]

    def set(self, marks):
        """Show these marks: pairs of x and a label."""
        self._lines.set_data(np.reshape([(x, y) for x, _ in marks for y in (0, 1, np.nan)], (-1, 2)).T)
        right_end = self._axes.get_xlim()[1]
        row = ROW_HEIGHT * self._axes.figure.dpi / self._axes.bbox.height
        texts, places, align = [], [], []
        for number in range(max(len(marks) - self._most_labels, 0), len(marks)):
            x, text = marks[number]
            no_room = x > 0.7 * right_end  # on the right of its line, so it goes to the left
            texts.append(text)
            places.append((x + (-0.01 if no_room else 0.01) * right_end, 1 - row * (0.7 + number % ROWS)))
            align.append(1.0 if no_room else 0.0)
        self.labels.set(texts, INK, np.reshape(places, (-1, 2)), align)
