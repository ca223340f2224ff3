"""Draw a digit, see what the network sees of it, and what it says."""

import functools

import numpy as np
from ipywidgets import VBox

from course_utils import plots
from course_utils.data import load_mnist, scale
from course_utils.losses import softmax
from course_utils.mnist import fit_into_box
from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.training import Trainer
from course_utils.widgets.mnist.drawing_pad import DrawingPad, as_points
from course_utils.widgets.shared.controls import row, switch
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

ON, OFF = "on", "off"
EMPTY = "Nothing is drawn yet."


class DrawDigit(Demo):
    """A pad, the 28 × 28 pixels that a network sees of it, and the probability that it gives to each digit.

    `network` has 784 inputs and 10 outputs (ValueError for another); without one, a small one is trained in a moment.
    `image` is what it sees (uint8, shape (784,)), `probabilities` what it gives, shape (10,), and `answer` the digit of
    the highest; None while nothing is drawn, and from a network that has diverged.
    """

    def __init__(self, network=None):
        network = network or quick_network()
        if (network.sizes[0], network.sizes[-1]) != (784, 10):
            raise ValueError(f"DrawDigit needs a network of 784 inputs and 10 outputs, not {network.sizes}.")
        super().__init__()
        self.network = network
        self.add_class("course-draw-digit")
        self.pad, self.said = DrawingPad(), StatusLine()
        tooltip = "On: as MNIST's digits were made. Off: the pad is only shrunk to 28 × 28 pixels"
        self.fitted = switch("Centre and scale", [ON, OFF], tooltip, 60, width=300)
        self.picture = SeenPicture()
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.pad.observe(lambda _: self.guard(self._look), ["strokes", "brush"])
        self.listen(self.fitted, lambda _: self._look())
        beside = VBox([self.figure, self.fitted, self.said, self.note], layout={"flex": "1 1 400px", "min_width": "0"})
        self.children = [row(self.pad, beside)]
        self._look()

    def draw(self, strokes):
        """Put other strokes on the pad: lists of points (x, y), from (0, 0) at the upper left to (1, 1)."""
        self.pad.strokes = [as_points(stroke).tolist() for stroke in strokes]

    def clear(self):
        """Take everything off the pad."""
        self.draw([])

    @property
    def text(self):
        """What the demo shows, in words."""
        if self.answer is None:
            return (
                f"{self._sentence()} The pad is for mouse, finger, pen or keys, and the network reads it as you draw."
            )
        n, seen = len(self.pad.strokes), "centred and scaled" if self.fitted.value == ON else "shrunk to 28 × 28 pixels"
        strokes = f"{n} stroke{'s' if n > 1 else ''}"
        second = np.argsort(self.probabilities)[-2]
        return (
            f"{self._sentence()} Its second choice is {second}, with {percent(self.probabilities[second])}. "
            f"It sees a drawing of {strokes}, {seen}."
        )

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.network = self.pad = None

    def _look(self):
        """Let the network look at the pad as it is now, and show what it says."""
        drawing = self.pad.image()
        self.image = fit_into_box(drawing) if self.fitted.value == ON else shrink(drawing)
        with np.errstate(all="ignore"):  # a network that has diverged can still be shown a digit
            self.probabilities = softmax(self.network.forward(scale(self.image)))
        knows = self.image.any() and np.isfinite(self.probabilities).all()
        self.answer = int(self.probabilities.argmax()) if knows else None
        self.picture.draw(self.image, self.probabilities if knows else np.zeros(10), self.answer)
        self.figure.alt = self.text
        self.figure.refresh()
        self.said.show(self._sentence())
        self.note.say("")

    def _sentence(self):
        if not self.image.any():
            return EMPTY
        if self.answer is None:
            return "The network has no answer: it has diverged."
        return f"The network says {self.answer}, with {percent(self.probabilities[self.answer])}."


class SeenPicture:
    """The figure: the image that the network sees, and a bar for the probability of each digit."""

    @plots.styled()
    def __init__(self):
        self.figure = plots.new_figure(620, 320)
        seen, said = (plots.place_axes(self.figure, left, 38, width, 270) for left, width in ((8, 270), (322, 288)))
        seen.set(title="What the network sees", xticks=[], yticks=[])
        seen.spines[["top", "right"]].set_visible(True)
        self.seen = seen.imshow(np.zeros((28, 28)), vmin=0, vmax=255)
        seen.set(xlim=(-0.8, 27.8), ylim=(27.8, -0.8))  # room for the frame around it
        said.set(title="What it says", xticks=[], yticks=range(10), xlim=(0, 1.5), ylim=(9.6, -0.6))
        said.spines["bottom"].set_visible(False)
        said.tick_params(axis="y", length=0)
        self.bars = said.barh(range(10), np.zeros(10), height=0.72)
        self.percents = plots.Labels(said, weight="normal")
        self.moving = [self.seen, *self.bars, self.percents.artist]

    def draw(self, image, probabilities, answer):
        """Show an image and the probabilities, the answer's in blue."""
        self.seen.set_data(image.reshape(28, 28))
        for digit, (bar, probability) in enumerate(zip(self.bars, probabilities, strict=True)):
            bar.set(width=probability, color=plots.BLUE if digit == answer else plots.GREY)
        words = [] if answer is None else [percent(probability) for probability in probabilities]
        self.percents.set(words, plots.INK, np.stack([probabilities + 0.03, np.arange(10)], axis=1), align=0)


def shrink(drawing):
    """The whole of a drawing, shape (280, 280), as 28 × 28 pixels, wherever the ink is: uint8, shape (784,)."""
    return np.rint(drawing.reshape(28, 10, 28, 10).mean(axis=(1, 3))).astype(np.uint8).ravel()


def percent(probability):
    """A probability in whole per cent; never 100 % for what is less than certain."""
    return "over 99 %" if 0.995 <= probability < 1 else f"{100 * probability:.0f} %"


@functools.cache
def quick_network():
    """A network with 128 hidden units that has seen the first 10,000 digits twice."""
    images, labels = load_mnist().train
    network = Network([784, 128, 10], dtype=np.float32)
    trainer = Trainer(network, SGD(0.1, momentum=0.9), images[:10_000], labels[:10_000], batch_size=64)
    list(trainer.run(2))
    return network
