"""Small maps of the plane: what a neuron, or the whole network, answers at each place, as colours."""

import numpy as np
from matplotlib.artist import Artist
from PIL import Image

from course_utils.plots import SIGNED

SHADES = 23  # few, so that frames stay small
PALENESS = 0.45  # how far into the colour map an answer of 1 goes: points must be seen upon it
THIRD = np.array([120, 120, 120])  # the colour of a third class

_shades = SIGNED(np.linspace(0.5 - PALENESS / 2, 0.5 + PALENESS / 2, SHADES), bytes=True)


def colours(answers):
    """Pixels, shape (…, 4), for answers from −1 (orange) over 0 (white) to 1 (blue); beyond as at the ends."""
    levels = np.clip(np.nan_to_num(answers) * (SHADES // 2) + SHADES / 2, 0, SHADES - 1)
    return _shades[levels.astype(np.uint8)]


def class_colours(probabilities):
    """Pixels for the probabilities of three classes, shape (…, 3): each class its colour, white where none is sure."""
    pure = np.stack([_shades[0, :3], _shades[-1, :3], THIRD])
    sure = np.clip(1.5 * np.nan_to_num(probabilities) - 0.5, 0, 1)  # 0 at a third
    sure = np.round(sure * (SHADES // 2)) / (SHADES // 2)
    pixels = 255 - sure @ (255 - pure)
    return np.append(pixels, np.full((*pixels.shape[:-1], 1), 255), axis=-1).clip(0, 255).astype(np.uint8)


class Maps(Artist):
    """Square maps at places of `axes`: one artist for them all, quicker than an image for each."""

    def __init__(self, axes):
        super().__init__()
        self._boxes, self._pixels = [], []
        self.set_figure(axes.figure)
        axes.add_artist(self)
        self.set_zorder(2)

    def set(self, boxes, pixels):
        """Show these: boxes (left, top, side) in the data of the axes, and pixels (side, side, 4), top first."""
        self._boxes, self._pixels = boxes, pixels

    def draw(self, renderer):
        """Draw each map, as many pixels wide as the screen has there."""
        to_screen = self.axes.transData.transform
        gc = renderer.new_gc()
        for (left, top, side), pixels in zip(self._boxes, self._pixels, strict=True):
            (x0, y1), (x1, y0) = np.rint(to_screen([(left, top), (left + side, top + side)])).astype(int)
            image = Image.fromarray(pixels).resize((x1 - x0, y1 - y0), Image.Resampling.NEAREST)
            renderer.draw_image(gc, x0, y0, np.asarray(image)[::-1])
        gc.restore()
