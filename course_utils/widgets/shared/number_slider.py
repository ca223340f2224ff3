"""A slider for numbers that both the hand on it and the demo may move."""

import numpy as np
from ipywidgets import SelectionSlider

from course_utils.formatting import fixed


class NumberSlider(SelectionSlider):
    """A slider from `low` to `high` in steps; `value` is one of these numbers.

    The page knows only the number of the step, a whole number. A slider of floats sends back what it was set to, with a
    last digit of its own: by then a demo that moves its sliders itself, as when a point is dragged, has gone on, and
    would be thrown back.
    """

    def __init__(self, value, *, low, high, step, digits=2, **options):
        self._numbers = np.round(np.arange(round((high - low) / step) + 1) * step + low, 10)
        super().__init__(options=[(fixed(number, digits), float(number)) for number in self._numbers], **options)
        self.move_to(value)

    def move_to(self, value):
        """Go to the step that is nearest to `value`."""
        self.index = int(np.abs(self._numbers - value).argmin())
