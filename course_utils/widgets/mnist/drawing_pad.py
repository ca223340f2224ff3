"""A pad to draw on with mouse, finger, pen or keys, and its drawing as an image.

The page draws by itself, at once, and sends the strokes here some thirty times a second. What it does is in
`drawing_pad.js`, how it looks in `drawing_pad.css`.
"""

from pathlib import Path

import anywidget
import numpy as np
import traitlets
from PIL import Image, ImageDraw

from course_utils.widgets import shared

PAGE = (Path(shared.__file__).with_name("screen.js"), Path(__file__).with_name("drawing_pad.js"))
BRUSHES = {"thin": 0.05, "medium": 0.08, "thick": 0.12}  # how wide a stroke is, in sides of the pad
SIDE = 280  # pixels of the image: ten for each of MNIST's


class DrawingPad(anywidget.AnyWidget):
    """A square pad. `strokes` is what is drawn on it, and `brush`, a key of BRUSHES, how wide every stroke is.

    A stroke is a list of points [x, y], from [0, 0] at the upper left to [1, 1] at the lower right; ValueError for
    others. A point outside of that is off the pad, where a stroke may go and come back from.
    """

    # As text: for a path, anywidget would keep every pad alive, to tell it of changes of the file.
    _esm = "\n".join(path.read_text(encoding="utf-8") for path in PAGE)
    _css = Path(__file__).with_name("drawing_pad.css").read_text(encoding="utf-8")

    # Not said back to the page: it has gone on drawing by then.
    strokes = traitlets.List().tag(sync=True, echo_update=False)
    brush = traitlets.Enum(list(BRUSHES), "medium").tag(sync=True)
    brushes = traitlets.Dict(BRUSHES).tag(sync=True)

    @traitlets.validate("strokes")
    def _validate_strokes(self, proposal):
        """Refuse what is none, and change nothing: what is changed here would be sent back to the page."""
        for stroke in proposal["value"]:
            as_points(stroke)
        return proposal["value"]

    def image(self):
        """The drawing as a grey image: uint8, 255 for ink, shape (280, 280)."""
        image, width = Image.new("L", (SIDE, SIDE)), round(BRUSHES[self.brush] * SIDE)
        pen, reach = ImageDraw.Draw(image), (width - 1) / 2  # the pixel at a circle's edge is drawn, too
        for stroke in self.strokes:
            points = (as_points(stroke).clip(-1, 2) * SIDE).tolist()
            pen.line([tuple(point) for point in points], fill=255, width=width)
            for x, y in points:  # round ends, and no gaps where a stroke turns
                pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        return np.asarray(image)


def as_points(stroke):
    """A stroke as an array of shape (n, 2); ValueError for what is none."""
    try:
        points = np.array(stroke, float)
    except (TypeError, ValueError):
        points = np.zeros(0)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError(f"A stroke is a list of points (x, y), finite numbers, not {stroke!r:.60}.")
    return points
