"""What every demo has in common: a box of controls and a picture, a still, a sentence, and a clean end."""

import base64
import io
from functools import partial
from weakref import WeakSet

from IPython import get_ipython
from ipywidgets import VBox, Widget
from PIL import Image, ImageDraw, ImageFont

from course_utils.plots import INK
from course_utils.widgets.shared.live_figure import COLOURS
from course_utils.widgets.shared.status import StatusLine

STILL = "A still picture. To make it live, run this cell: Shift+Enter."
LINE = 28  # pixels: the height of that line

_open_demos = WeakSet()


class Demo(VBox):
    """A box that holds a demo's controls and its live figure.

    A demo sets `self.figure` (a LiveFigure), gives `text`, and puts its parts into `self.children`, among them
    `self.note`, which says what went wrong. Where widgets cannot be shown (GitHub, a printed page, a notebook not yet
    trusted), its still picture and its text stand in. Running its cell again closes the demo that the cell had made
    before.
    """

    def __init__(self, note=None):
        super().__init__()
        self.add_class("course-demo")
        self.figure = self.picture = None
        self.note = note or StatusLine(keeps_room=False)
        self._made_by = _running_cell()
        for earlier in list(_open_demos):
            if earlier._made_by is not None and earlier._was_made_by_earlier_run_of(self._made_by):
                earlier.close()
        _open_demos.add(self)

    @property
    def text(self):
        """One paragraph that says in words what the picture shows now."""
        raise NotImplementedError

    def still(self):
        """The picture as it is now, as PNG bytes."""
        return self.figure.png()

    def listen(self, control, action):
        """Call `action(new value)`, guarded, when the user moves `control`."""
        control.observe(lambda change: self.guard(action, change["new"]), "value")

    def hear(self, pointer=None, keys=None):
        """Call `pointer(event)` for the pointer on the picture, and `keys[key]()` for a key on it, both guarded."""
        if pointer is not None:
            self.figure.on_pointer(self.guarded(pointer))
        if keys is not None:
            self.figure.on_keys({key: self.guarded(action) for key, action in keys.items()})

    def guarded(self, action, *arguments):
        """That action, guarded, to be called later: by a button or a key."""
        return partial(self.guard, action, *arguments)

    def guard(self, action, *arguments):
        """Call `action`; an error in it is not lost but shown in words."""
        try:
            action(*arguments)
        except Exception as error:
            self.fail(error)

    def fail(self, error):
        """Say what went wrong."""
        self.note.fail(error)

    def close(self):
        """Take everything the demo has put into the page away, and let go of it."""
        if self in _open_demos:
            _open_demos.discard(self)
            close_all([self])
            self.children = ()
            self.let_go()
        super().close()

    def let_go(self):
        """Let go of what is large: the notebook's Out list keeps the demo itself, but need not keep its parts."""
        self.figure = self.picture = None

    def _was_made_by_earlier_run_of(self, cell):
        return cell is not None and self._made_by[0] == cell[0] and self._made_by[1] != cell[1]

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, *metadata = bundle if isinstance(bundle, tuple) else (bundle,)
        still = as_still(self.still())
        data = {**data, "text/plain": self.text, "image/png": base64.b64encode(still).decode()}
        return (data, *metadata) if metadata else data


def as_still(png):
    """The picture with a line below it that says how to make it live: where it is seen, the demo itself is not."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = picture.size
    still = Image.new("RGB", (width, height + LINE), "white")
    still.paste(picture)
    middle = (width / 2, height + LINE / 2)
    ImageDraw.Draw(still).text(middle, STILL, fill=INK, font=ImageFont.load_default(0.6 * LINE), anchor="mm")
    stream = io.BytesIO()
    still.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "png")
    return stream.getvalue()


def _running_cell():
    """Which cell is running, and which of its runs: (cell, run), or None outside of JupyterLab."""
    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return None
    request = shell.get_parent()
    cell = request.get("metadata", {}).get("cellId")
    return cell and (cell, request["header"]["msg_id"])


def close_all(widgets):
    """Close widgets with all that they hold; their layouts and styles are widgets too."""
    for widget in widgets:
        close_all(getattr(widget, "children", ()))
        for model in (getattr(widget, "style", None), widget.layout):
            if model is not None:
                model.close()
        Widget.close(widget)
