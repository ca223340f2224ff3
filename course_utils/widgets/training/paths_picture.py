"""The figure of PathsOfDescent: three paths on one map, and the gradients of many batches at one place."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_utils import plots
from course_utils.widgets.training.several_paths import Look, SeveralPaths

LOOKS = (
    Look("full batch", plots.INK, "s", "■"),
    Look("mini-batch", plots.BLUE, "o", "●", 12),
    Look("single example", plots.ORANGE, "D", "◆"),
)
LENGTH = 0.25  # of an arrow, per unit of slope


class PathsPicture(SeveralPaths):
    """Three paths, and on top of them a fan of arrows: −0.25 times the gradient, of many batches and of all points."""

    @plots.styled()
    def __init__(self):
        super().__init__(LOOKS, height=360)
        (self.fan,) = self.map_axes.plot([], [], color=plots.BLUE, linestyle="-", linewidth=1, zorder=5)
        (self.full,) = self.map_axes.plot([], [], color=plots.INK, linestyle="-", linewidth=3, zorder=6)
        self.fan_heads, self.full_head = (self._heads(line) for line in (self.fan, self.full))
        self.moving += [self.fan, self.fan_heads, self.full, self.full_head]

    def _heads(self, line):
        heads = PolyCollection([], facecolor=line.get_color(), edgecolor="none", zorder=line.get_zorder())
        return self.map_axes.add_collection(heads, autolim=False)

    def draw_fan(self, place, gradients, full):
        """Draw the arrows from `place`: of the batches, shape (count, 2), and the full one; none for no place."""
        if place is None:
            self.fan.set_data([], [])
            self.full.set_data([], [])
            self.fan_heads.set_verts([])
            self.full_head.set_verts([])
            return
        ends = place - LENGTH * np.array([*gradients, full])
        starts = np.broadcast_to(place, ends.shape)
        lines = np.stack([starts, ends, np.full_like(ends, np.nan)], axis=1)
        self.fan.set_data(*lines[:-1].reshape(-1, 2).T)
        self.full.set_data(*lines[-1].T)
        self.fan_heads.set_verts(plots.arrow_heads(self.map_axes, starts[:-1], ends[:-1], size=8))
        self.full_head.set_verts(plots.arrow_heads(self.map_axes, starts[-1:], ends[-1:], size=15))
