"""Runs that are pinned: their curves stay on the plots, for the next run to be compared with."""

import html

from ipywidgets import HTML

from course_utils.plots import INK, styled
from course_utils.widgets.shared.controls import button

MOST_PINS = 3
STYLES = [(0, (1, 1)), (0, (5, 1, 1, 1)), (0, (3, 1, 1, 1, 1, 1))]


class PinsPanel(HTML):
    """The list of what is pinned, to stand below the picture, and its two `buttons`, to stand with the player's.

    `on_pin` and `on_unpin` are called when the buttons are pressed; each has a tooltip. `pinned` is what is to be
    drawn, the oldest first: another list after every change.
    """

    def __init__(self, on_pin, pin_tooltip, on_unpin, unpin_tooltip):
        super().__init__()
        self.pinned, self._sentences = [], []
        self.buttons = [
            button("Pin", "thumb-tack", pin_tooltip, on_pin),
            button("Unpin", "eraser", unpin_tooltip, on_unpin),
        ]

    def pin(self, thing, sentence):
        """Keep `thing`, which `sentence` describes; the oldest goes where there are too many."""
        self.pinned = [*self.pinned, thing][-MOST_PINS:]
        self._sentences = [*self._sentences, sentence][-MOST_PINS:]
        self.value = "".join(
            f'<div class="course-status"><b>{letter}</b> pinned: {html.escape(words)}</div>'
            for letter, words in lettered(self._sentences)
        )

    def clear(self):
        """Let go of all that is pinned."""
        self.pinned, self._sentences, self.value = [], [], ""


class PinnedCurves:
    """The curves of pinned runs: lines in one `color`, each run with a line style and a letter of its own."""

    def __init__(self, color):
        self.artists, self._color, self._drawn = [], color, None

    def draw(self, pins, curves_of):
        """Draw these pins in place of those before. Returns whether anything changed.

        curves_of: a function of a pin that gives axes, x and y of each of its curves.
        """
        if pins is self._drawn:
            return False
        self._drawn = pins
        self._draw_anew(pins, curves_of)
        return True

    @styled()
    def _draw_anew(self, pins, curves_of):
        for artist in self.artists:
            artist.remove()
        self.artists = []
        letter_at_the_end = {"xytext": (4, 3), "textcoords": "offset points", "weight": "bold", "color": INK}
        for (letter, pin), style in zip(lettered(pins), STYLES, strict=False):
            for axes, x, y in curves_of(pin):
                self.artists += axes.plot(x, y, color=self._color, linestyle=style, linewidth=2)
                end = axes.annotate(letter, (x[-1], y[-1]), annotation_clip=True, **letter_at_the_end)
                self.artists.append(end)


def lettered(pins):
    """Give each of the pins a letter: ("A", pin), ("B", pin) and so on."""
    return zip("ABC", pins, strict=False)
