"""A matplotlib figure that lives in the page: about 30 frames a second, clicks and keys in data coordinates.

Drawing the whole of a figure takes a tenth of a second, too slow to move. So the parts that stand still (axes, labels,
titles) are drawn once and kept as a background; a frame pastes it and draws only the artists that move ("blitting").
Of each frame, only the rectangle in which something changed leaves, as a PNG of few colours. The page acknowledges
what has arrived, and no more than three frames are ever under way: on a slow link they are skipped, never queued.
"""

import io
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course_utils import plots

FRAMES_UNDER_WAY = 3
COLOURS = 88  # in a frame: it stays under 40 kB, and looks the same
SHARPEST = 2  # times as many pixels as the figure was made with: more would only cost time
COARSEST = 0.4  # times as many: fewer could not be read
PAGE = ("screen.js", "slider_names.js", "connection.js", "live_figure.js")  # the page's half: one module in four files


@dataclass
class PointerEvent:
    """A press, movement or release ("down", "move", "up") at (x, y) in the data coordinates of `axes`.

    Where the figure `hears_hover`, also a movement with nothing pressed ("hover"); outside of all axes `axes` is None.
    """

    kind: str
    axes: Axes | None
    x: float
    y: float


class LiveFigure(anywidget.AnyWidget):
    """Show `figure`, of which only the artists in `moving` change from frame to frame.

    The protocol: change artists, then call
    - `refresh()`, to draw the moving ones and send a frame;
    - `invalidate_slow_layer()` before it, if those in `slow_layer` have changed: too costly to draw 30 times a second;
    - `redraw()` in place of it, if what stands still has changed too, as axis limits and labels do (`redraw_next()`
      before it, where the frame is sent elsewhere).

    `alt` is one sentence that says what the picture shows now, for those who cannot see it. `on_pointer` and `on_keys`
    take the functions to call; `on_views` is told how many views are open whenever that changes.
    """

    # As text: for a path, anywidget would keep every figure alive, to tell it of changes of the file.
    _esm = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in PAGE)
    _css = Path(__file__).with_name("live_figure.css").read_text(encoding="utf-8")
    hears_hover = traitlets.Bool(False).tag(sync=True)
    heard_keys = traitlets.List(traitlets.Unicode()).tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)

    def __init__(self, figure, moving, slow_layer=(), alt=""):
        width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
        super().__init__(width=width, height=height)
        self.figure, self.moving, self.slow_layer, self.alt = figure, list(moving), list(slow_layer), alt
        self.canvas = FigureCanvasAgg(figure)
        self.on_views = lambda views: None
        self._pixels_per_inch = figure.dpi
        self._background = self._background_and_slow = self._palette = self._shown = None
        self._sent = self._arrived = 0
        self._frame_skipped = False
        self._last_sign_of_life = time.perf_counter()
        self._on_pointer, self._on_key, self._dragged = None, {}, None
        for artist in (*self.moving, *self.slow_layer):
            artist.set_animated(True)
        self.on_msg(self._receive)

    # ---- frames out ------------------------------------------------------------------------------------------------

    def redraw(self):
        """Draw everything anew, the standing parts too, and send it."""
        self.redraw_next()
        return self.refresh()

    def redraw_next(self):
        """Draw everything anew with the next frame."""
        self._background = None

    def invalidate_slow_layer(self):
        """Draw the artists in `slow_layer` anew with the next frame."""
        self._background_and_slow = None

    def refresh(self):
        """Draw the moving artists and send the frame, unless the page is behind. Returns whether it was sent."""
        self._frame_skipped = self._sent - self._arrived >= FRAMES_UNDER_WAY
        if not self._frame_skipped:
            self._send_frame()
        return not self._frame_skipped

    def png(self):
        """Return the picture as it is now, as PNG bytes."""
        return self._as_png(self._draw())

    def silent_for(self):
        """Return for how many seconds frames have been waiting for a page that no longer answers."""
        # The page acknowledges every other frame, so one of them may wait for ever.
        return time.perf_counter() - self._last_sign_of_life if self._sent - self._arrived > 1 else 0.0

    def _send_frame(self):
        if self._sent - self._arrived < 2:
            self._last_sign_of_life = time.perf_counter()
        pixels = self._draw()
        left, top, right, bottom = self._changed_box(pixels)
        self._sent += 1
        size = self.canvas.get_width_height()
        frame = {"type": "frame", "number": self._sent, "alt": self.alt, "x": left, "y": top, "size": size}
        self.send(frame, buffers=[self._as_png(pixels[top:bottom, left:right])])
        self._shown = pixels

    def _changed_box(self, pixels):
        """Where the picture differs from what the page shows: left, top, right, bottom; one pixel, if nowhere."""
        if self._shown is None:
            return 0, 0, *self.canvas.get_width_height()
        changed = pixels != self._shown
        rows, columns = (np.flatnonzero(changed.any(axis=axis)).tolist() for axis in (1, 0))
        return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if rows else (0, 0, 1, 1)

    def _draw(self):
        """Draw the picture and return its pixels, shape (height, width), each one number of red, green, blue, alpha."""
        if self._background is None:
            with plots.styled():  # ticks are made while they are drawn
                self.canvas.draw()  # leaves out what is animated
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
            self._background_and_slow = self._palette = self._shown = None
        if self._background_and_slow is None:
            self._over(self._background, self.slow_layer)
            self._background_and_slow = self.canvas.copy_from_bbox(self.figure.bbox)
        self._over(self._background_and_slow, self.moving)
        return np.array(self.canvas.buffer_rgba()).view(np.uint32)[..., 0]

    def _as_png(self, pixels):
        """Pack pixels in the few colours that were chosen for the picture when it was last drawn as a whole."""
        image = Image.fromarray(np.ascontiguousarray(pixels)[..., None].view(np.uint8)).convert("RGB")
        if self._palette is None:
            self._palette = _palette_for(image)
        stream = io.BytesIO()
        image.quantize(palette=self._palette, dither=Image.Dither.NONE).save(stream, "png", compress_level=6)
        return stream.getvalue()

    def _over(self, layer, artists):
        """Draw artists upon a kept layer."""
        self.canvas.restore_region(layer)
        for artist in artists:
            if artist.get_visible():
                artist.axes.draw_artist(artist)

    # ---- events in -------------------------------------------------------------------------------------------------

    def on_pointer(self, callback):
        """Call `callback(PointerEvent)` when the picture is pressed, dragged over, or released, inside some axes."""
        self._on_pointer = callback

    def on_keys(self, callbacks):
        """Call `callbacks[key]()` when that key (as browsers name it: "ArrowLeft", "p") is pressed on the picture."""
        self._on_key = dict(callbacks)
        self.heard_keys = list(callbacks)

    def _receive(self, _, message, buffers):
        self._last_sign_of_life = time.perf_counter()
        match message["type"]:
            case "arrived":
                self._arrived = max(self._arrived, message["number"])
                if self._frame_skipped:  # the newest state was skipped: the page must not be left with an older one
                    self.refresh()
            case "opened":
                self._arrived = self._sent  # or what was under way to a page that is gone would be waited for
                self._fit(message["width"])
                self.on_views(message["views"])
            case "resized":
                self._fit(message["width"])
            case "closed":
                self.on_views(message["views"])
            case "key":
                self._on_key[message["key"]]()
            case "pointer":
                self._point(message)

    def _fit(self, device_pixels):
        """Draw as many pixels across as the screen shows; the page needs the whole of the picture in any case."""
        enlarged = min(max(device_pixels / self.width, COARSEST), SHARPEST)
        self.figure.set_dpi(self._pixels_per_inch * enlarged)
        self._background = None
        self._send_frame()

    def _point(self, message):
        if self._on_pointer is None:
            return
        width, height = self.canvas.get_width_height()
        pixel = (message["x"] * width, (1 - message["y"]) * height)  # matplotlib counts from the bottom
        if message["kind"] == "hover":
            axes = self._axes_at(pixel)
            x, y = (0, 0) if axes is None else axes.transData.inverted().transform(pixel)
            self._on_pointer(PointerEvent("hover", axes, float(x), float(y)))
            return
        if message["kind"] == "down":
            self._dragged = self._axes_at(pixel)
        if self._dragged is not None:
            x, y = self._dragged.transData.inverted().transform(pixel)
            self._on_pointer(PointerEvent(message["kind"], self._dragged, float(x), float(y)))

    def _axes_at(self, pixel):
        return next((ax for ax in self.figure.axes if ax.get_visible() and ax.bbox.contains(*pixel)), None)


def arrow_keys(move):
    """What the arrow keys do on a picture: each calls `move(right, up)` with −1, 0 and 1."""
    ways = {"Left": (-1, 0), "Right": (1, 0), "Down": (0, -1), "Up": (0, 1)}
    return {f"Arrow{name}": partial(move, *way) for name, way in ways.items()}


def _palette_for(image):
    """Choose the colours of the frames to come: the course's own in all their shades, and this picture's others."""
    few = image.resize((image.width // 3, image.height // 3), Image.Resampling.NEAREST)  # is quicker to go through
    others = few.quantize(COLOURS // 2, method=Image.Quantize.MEDIANCUT).getpalette()
    colours = np.array([*plots.house_shades(COLOURS // 2), *others][: 3 * COLOURS]).reshape(-1, 3)
    colours[colours.min(axis=1) > 245] = 255  # no near-white beside white: paper stays white
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours.ravel().tolist())
    return palette
