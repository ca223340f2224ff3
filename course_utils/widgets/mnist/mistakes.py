"""What a network gets wrong: which digit is taken for which, how sure it is of it, and what rejecting would help."""

import numpy as np

from course_utils.data import load_mnist
from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.training import Trainer
from course_utils.widgets.mnist.answers import CLASSES, Answers
from course_utils.widgets.mnist.mistakes_picture import SHOWN, MistakesPicture, percent
from course_utils.widgets.shared.controls import button, choice_slider, row
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure, arrow_keys
from course_utils.widgets.shared.status import StatusLine

PERCENTS = [0, *range(20, 91, 10), *range(91, 100), 99.5, 99.8, 99.9, 99.95, 99.98, 99.99]  # thresholds


class Mistakes(Demo):
    """A network's confusion matrix, the digits behind each of its cells, and answers kept back where it is not sure.

    network: one with 784 inputs and 10 outputs, looked at as it is now; without one, a small one is trained on 10,000
    digits. examples: `Examples`, MNIST's validation digits if none are given. ValueError for a network of other sizes,
    and for one that has diverged.
    """

    def __init__(self, network=None, examples=None):
        mnist = load_mnist() if network is None or examples is None else None
        images, labels = mnist.validation if examples is None else examples
        answers = Answers(network or trained_in_a_moment(mnist.train), (images, labels))
        super().__init__()
        self.images, self.answers = images, answers
        self.cell = None  # (true digit, answer), or None for the mistakes of all cells
        self._make_controls()
        self.line = StatusLine()
        self._shares = {threshold: self._shares_at(threshold) for _, threshold in self.threshold.options}
        curve = np.array([shares for shares in self._shares.values() if shares is not None])
        self.picture = MistakesPicture(curve)
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point, {**arrow_keys(lambda right, up: self.go(-up, right)), "m": self.choose})
        self.children = [row(self.threshold, self.all_button), self.figure, self.line, self.note]
        self._show()

    def _make_controls(self):
        options = [(f"{percents} %", percents / 100) for percents in PERCENTS]
        tooltip = (
            "Answer only where the answer's probability is at least this; the other digits are rejected. "
            "Also: drag along the curve"
        )
        self.threshold = choice_slider("Sure at least", options, 0.0, tooltip)
        tooltip = "Show the mistakes of all cells, the most confident first (key m on the picture)"
        self.all_button = button("Most confident mistakes", "list-ol", tooltip, self.guarded(self.choose))
        self.listen(self.threshold, lambda _: self._show())

    # ---- what the controls do --------------------------------------------------------------------------------------

    def choose(self, cell=None):
        """Show the digits of a cell (true digit, answer), or the mistakes of all cells."""
        self.cell = cell
        self._show()

    def go(self, down, right):
        """Go to a neighbour of the cell that is chosen; if none is, to the most frequent mistake."""
        if self.cell is None:
            self.choose(self._most_frequent_mistake())
        else:
            self.choose(tuple(np.clip(np.add(self.cell, (down, right)), 0, CLASSES - 1).tolist()))

    def _point(self, event):
        if event.kind == "up":
            return
        if event.axes is self.picture.matrix_axes:
            self.choose(tuple(min(max(int(place), 0), CLASSES - 1) for place in (event.y, event.x)))
        elif event.axes is self.picture.curve_axes:
            some = {threshold: shares[0] for threshold, shares in self._shares.items() if shares is not None}
            self.threshold.value = min(some, key=lambda threshold: abs(some[threshold] - event.x))

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        shares = self._shares[self.threshold.value]
        beginning = f"A network is shown {len(self.images):,} handwritten digits"
        if shares is None:
            return f"{beginning}. At a probability of {self._sure()} it answers none of them."
        answered, right = map(_in_words, shares)
        return (
            f"{beginning} and answers {answered} of them; of its answers, {right} are right. Shown: {self._chosen()}."
        )

    def _show(self):
        threshold = self.threshold.value
        confusion, places = self.answers.confusion(threshold), self.answers.places(threshold, self.cell)
        self.picture.draw(confusion, self.cell, self._shares[threshold])
        first = places[:SHOWN]
        of_these = [part[first] for part in (self.answers.labels, self.answers.answers, self.answers.probabilities)]
        title = f"{self._chosen()} ({_some_of(len(first), len(places))})"
        self.picture.draw_digits(title[0].upper() + title[1:], self.images[first], *of_these)
        self.figure.alt = f"{self.text} {self._details(confusion, places)}"
        self.figure.refresh()
        self.line.show(self._status())
        self.note.say("")

    def _status(self):
        answered, right = self.answers.how_many(self.threshold.value)
        n = len(self.images)
        if not answered:
            return f"Answers <b>none</b> of {n:,} digits: no probability is as high as {self._sure()}"
        return (
            f"Answers <b>{answered:,}</b> of {n:,} digits ({answered / n:.2%}) · right: <b>{right:,}</b> of these "
            f"(<b>{right / answered:.2%}</b>) · mistakes: <b>{answered - right:,}</b>"
        )

    def _chosen(self):
        if self.cell is None:
            return "the most confident mistakes"
        digit, answer = self.cell
        return f"{digit} answered as {answer}, most confident first"

    def _details(self, confusion, places):
        """The number of digits that are chosen, and the first of them."""
        if not len(places):
            return "There are none."
        first = places[0]
        label, answer, probability = (
            part[first] for part in (self.answers.labels, self.answers.answers, self.answers.probabilities)
        )
        return (
            f"There are {len(places):,}; the first is a {label}, answered as {answer} with a probability of "
            f"{percent(probability)}."
        )

    def _sure(self):
        return f"{self.threshold.label} or more"

    def _shares_at(self, threshold):
        """The share of the digits that is answered, and the share of these that is right; None without answers."""
        answered, right = self.answers.how_many(threshold)
        return (answered / len(self.images), right / answered) if answered else None

    def _most_frequent_mistake(self):
        confusion = self.answers.confusion(self.threshold.value)
        np.fill_diagonal(confusion, 0)
        return tuple(map(int, np.unravel_index(confusion.argmax(), confusion.shape)))

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.images = self.answers = None


def trained_in_a_moment(train):
    """A small network after one epoch on the first 10,000 digits: good enough to be wrong in ways worth a look."""
    network = Network([784, 32, 10], dtype=np.float32)
    images, labels = (part[:10_000] for part in train)
    list(Trainer(network, SGD(0.3), images, labels, batch_size=32).run(epochs=1))
    return network


def _in_words(share):
    """A share in per cent, as exact as it is from one computer to the next."""
    return "all" if share == 1 else "over 99%" if share > 0.99 else f"{share:.0%}"


def _some_of(shown, n):
    return f"{shown} of {n:,}" if shown < n else f"{n or 'none'}"
