"""Short texts that move with a picture."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from course_utils.plots.style import STYLE


class Labels:
    """Short texts on `ax` that change from frame to frame: one artist, ten times as quick as texts.

    Their `places`, shape (n, 2), are in data coordinates, or in those of `transform`. `size` is relative
    to the course's type. A white `halo` keeps them readable upon lines.
    """

    def __init__(self, ax, places=(), transform=None, weight="bold", size=1.1, halo=False):
        self.texts, self._outlines = [], {}
        self._weight, self._inches = weight, size * STYLE["font.size"] / 72
        where = {"offsets": places, "offset_transform": transform or ax.transData}
        self.artist = PathCollection([], transform=ax.figure.dpi_scale_trans, linewidths=0, zorder=3, **where)
        if halo:
            self.artist.set_path_effects([withStroke(linewidth=4, foreground="white")])
        ax.add_collection(self.artist, autolim=False)

    def set(self, texts, colors, places=None, align=0.5):
        """Show these texts in these colours, at their old places or at new ones.

        align: where in a text its place is, one number for all or one for each, from 0 (left end) to 1 (right end).
        """
        self.texts = list(texts)
        aligned = zip(self.texts, np.broadcast_to(align, len(self.texts)).tolist(), strict=True)
        self.artist.set_paths([self._outline(*text) for text in aligned])
        self.artist.set_facecolor(colors)
        if places is not None:
            self.artist.set_offsets(places)

    def _outline(self, text, align):
        if (text, align) not in self._outlines:
            outline = TextPath((0, 0), text, size=self._inches, prop={"weight": self._weight})
            box = outline.get_extents()
            middle = Affine2D().translate(-box.x0 - align * box.width, -box.y1 / 2)
            self._outlines[text, align] = outline.transformed(middle)
        return self._outlines[text, align]
