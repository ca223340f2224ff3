"""Runs that were pinned: their curves stay on the plots, for the next run to be compared with."""

from course_utils.plots import INK

MOST_PINS = 3
STYLES = [(0, (1, 1)), (0, (5, 1, 1, 1)), (0, (3, 1, 1, 1, 1, 1))]


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
        for artist in self.artists:
            artist.remove()
        self.artists, self._drawn = [], pins
        for (letter, pin), style in zip(lettered(pins), STYLES, strict=False):
            for axes, x, y in curves_of(pin):
                self.artists += axes.plot(x, y, color=self._color, linestyle=style, linewidth=2)
                self.artists.append(
                    axes.annotate(
                        letter, (x[-1], y[-1]), xytext=(4, 3), textcoords="offset points", weight="bold", color=INK,
                        annotation_clip=True,
                    )
                )  # fmt: skip
        return True


def lettered(pins):
    """Give each of the pins a letter: ("A", pin), ("B", pin) and so on."""
    return zip("ABC", pins, strict=False)
