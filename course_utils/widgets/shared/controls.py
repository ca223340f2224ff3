"""The controls of every demo: their widths, their labels and their tooltips are set here, once.

A slider that a demo moves itself, as when a point is dragged, reports that to the demo as if the user had done it. So a
demo holds each such number once, outside the slider, and sets it before the slider: the report then says nothing new.
"""

import math
from functools import partial

import numpy as np
from ipywidgets import (
    Button,
    Checkbox,
    Dropdown,
    FloatProgress,
    FloatSlider,
    FloatText,
    HBox,
    IntSlider,
    SelectionSlider,
    Text,
    ToggleButton,
    ToggleButtons,
    VBox,
)
from traitlets import validate

from course_utils.formatting import fixed, significant

# How wide a control is: a part of the row, or so many pixels, or the whole row where there are fewer.
WHOLE = {"width": "97%"}
HALF = {"width": "48%", "min_width": "22em"}
THIRD = {"width": "32%", "min_width": "16.5em"}
BUTTON = {"width": "auto", "padding": "0 14px"}
LABEL = 118  # pixels: the width of a label, where nothing else is said
TYPE = 15  # pixels: the size of the words in a control. Widths go with it, for on a projector it grows


def row(*controls):
    """Controls side by side, in as many lines as they need."""
    return HBox(controls, layout={"flex_flow": "row wrap"})


def button(label, icon, tooltip, action=None):
    """A button that calls `action()` when it is pressed."""
    made = Button(description=label, icon=icon, tooltip=tooltip, layout=BUTTON)
    if action is not None:
        made.on_click(lambda _: action())
    return made


def fold(*controls):
    """Settings that few need, hidden at first. Returns the button that shows them, and the box that holds them."""
    tooltip = "Show or hide further settings"
    opener = ToggleButton(description="More", icon="sliders", tooltip=tooltip, layout=BUTTON)
    box = VBox(controls, layout={"display": "none"})
    opener.observe(lambda change: setattr(box.layout, "display", None if change["new"] else "none"), "value")
    return opener, box


def drawers(label, tooltip, **rows):
    """Rows of controls of which one at most is open. Returns the switch that opens them, and the box of them all."""
    closed = "Closed"
    boxes = {name: VBox(controls, layout={"display": "none"}) for name, controls in rows.items()}
    opener = switch(label, [closed, *boxes], tooltip, 84, width={"width": "auto"}, label_width=92)

    def show(change):
        for name, box in boxes.items():
            box.layout.display = None if name == change["new"] else "none"

    opener.observe(show, "value")
    return opener, VBox(list(boxes.values()))


def slider(label, value, scale, tooltip, *, digits=2, **look):
    """A slider for the numbers of `scale`: (lowest, highest, step), written with `digits` after the point."""
    low, high, step = scale
    numbers = np.round(np.arange(round((high - low) / step) + 1) * step + low, 10)
    return NumberSlider(label, value, numbers, partial(fixed, digits=digits), tooltip, **look)


def log_slider(label, value, powers, tooltip, *, digits=14, writer=significant, **look):
    """A slider for powers of ten: `powers` is (lowest, highest, step), the steps counted from `value`.

    The numbers are rounded to so many digits. `writer` makes the text beside the slider out of the number.
    """
    (low, high, step), power = powers, math.log10(value)
    steps = np.arange(math.ceil(round((low - power) / step, 6)), math.floor(round((high - power) / step, 6)) + 1)
    exact = [10.0**low, *value * 10.0 ** (step * steps), 10.0**high]
    return NumberSlider(
        label, value, sorted({float(f"{number:.{digits}g}") for number in exact}), writer, tooltip, **look
    )


def choice(label, options, tooltip, value=None, **look):
    """A list that unfolds, to choose one of `options` from; the first, if no `value` is given."""
    value = next(iter(options)) if value is None else value
    return Dropdown(options=list(options), value=value, description=label, tooltip=tooltip, **_look(**look))


def choice_slider(label, options, value, tooltip, **look):
    """A slider over `options`, whatever they are."""
    return SelectionSlider(options=options, value=value, description=label, tooltip=tooltip, **_look(**look))


def switch(label, options, tooltip, button_width, tooltips=(), **look):
    """A few `options` as buttons, of which one is pressed."""
    made = ToggleButtons(options=options, description=label, tooltip=tooltip, tooltips=tooltips, **_look(**look))
    made.style.button_width = in_type(button_width)
    return made


def count_slider(label, low, high, tooltip, **look):
    """A slider for whole numbers, whose ends a demo may move."""
    return IntSlider(low, min=low, max=high, description=label, tooltip=tooltip, **_look(**look))


def share_slider(label, tooltip, **look):
    """A slider from 0 to 1, at 1 now, with no number beside it."""
    return FloatSlider(1, min=0, max=1, readout=False, description=label, tooltip=tooltip, **_look(**look))


def progress_bar(label, **look):
    """A bar that fills from 0 to 1."""
    return FloatProgress(0, min=0, max=1, description=label, **_look(**look))


def check_box(label, tooltip, width):
    """A box to tick."""
    return Checkbox(description=label, tooltip=tooltip, indent=False, layout={"width": in_type(width)})


def text_box(label, tooltip, value="", placeholder="", **look):
    """A line to type in, which is read when Enter is pressed."""
    options = {"description": label, "tooltip": tooltip, "placeholder": placeholder, **_look(**look)}
    return Text(value, continuous_update=False, **options)


def number_box(label, value, tooltip, step=0.5, **look):
    """A box for one number of any size."""
    return FloatText(value, step=step, description=label, tooltip=tooltip, **_look(**look))


def in_type(pixels):
    """A width as CSS writes it: so many pixels, and more where the type is larger."""
    return f"{pixels / TYPE:.4g}em"


def _look(width=HALF, label_width=LABEL):
    layout = width if isinstance(width, dict) else {"width": in_type(width), "max_width": "100%"}
    label_width = label_width if isinstance(label_width, str) else in_type(label_width)
    return {"layout": layout, "style": {"description_width": label_width}}


class NumberSlider(SelectionSlider):
    """A slider whose `value` is one of `numbers`, in rising order, written beside it as `writer` does.

    The page knows only the number of the step, a whole number. A slider of floats sends back what it was set to, with a
    last digit of its own: by then a demo that moves its sliders itself, as when a point is dragged, has gone on, and
    would be thrown back.
    """

    def __init__(self, label, value, numbers, writer, tooltip, **look):
        self._numbers = np.array(numbers)
        options = [(writer(number), number) for number in self._numbers.tolist()]
        value = self.nearest(value)
        super().__init__(options=options, value=value, description=label, tooltip=tooltip, **_look(**look))

    def nearest(self, value):
        """The step that is nearest to `value`."""
        return float(self._numbers[np.abs(self._numbers - value).argmin()])

    @validate("value")
    def _validate_value(self, proposal):
        """Any number may be set: the slider goes to the nearest that it has."""
        return self.nearest(proposal["value"])
