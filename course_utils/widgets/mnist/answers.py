"""What a network answers to digits, how sure it is of each answer, and how often which digit is taken for which."""

import numpy as np

from course_utils import require
from course_utils.data import scale
from course_utils.losses import softmax

PIXELS, CLASSES = 784, 10
PIECE = 1000  # examples that are computed at a time: more would only need memory


class Answers:
    """A network's answer to each of some examples, beside its label, both from 0 to 9 and of shape (n,).

    probabilities: what softmax gives the answer, the highest of ten, shape (n,). A network answers where that is not
    below a `threshold`. ValueError for a network of other sizes, and for one that has diverged.
    """

    def __init__(self, network, examples):
        images, labels = examples
        if (network.sizes[0], network.sizes[-1]) != (PIXELS, CLASSES):
            raise ValueError(f"A network for digits has {PIXELS} inputs and {CLASSES} outputs, not {network.sizes}.")
        require.pairs(images, labels)
        self.labels = np.asarray(labels)
        pieces = (images[start : start + PIECE] for start in range(0, len(images), PIECE))
        answers, probabilities = zip(*(_answered(network, piece) for piece in pieces), strict=True)
        self.answers, self.probabilities = np.concatenate(answers), np.concatenate(probabilities)

    def are_given(self, threshold):
        """Whether an example is answered, shape (n,)."""
        return self.probabilities >= threshold

    def how_many(self, threshold):
        """How many examples are answered, and how many of these answers are right."""
        given = self.are_given(threshold)
        return int(given.sum()), int((self.answers == self.labels)[given].sum())

    def confusion(self, threshold):
        """How often the digit of a row got the answer of a column, shape (10, 10)."""
        from sklearn.metrics import confusion_matrix  # only here: it takes longer to load than all the rest

        given = self.are_given(threshold)
        if not given.any():
            return np.zeros((CLASSES, CLASSES), dtype=int)
        return confusion_matrix(self.labels[given], self.answers[given], labels=range(CLASSES))

    def places(self, threshold, cell=None):
        """Where the examples of a cell (digit, answer) are, or all mistakes, the most confident answers first."""
        wanted = self.answers != self.labels
        if cell is not None:
            wanted = (self.labels == cell[0]) & (self.answers == cell[1])
        chosen = np.flatnonzero(wanted & self.are_given(threshold))
        return chosen[np.argsort(-self.probabilities[chosen], kind="stable")]


def _answered(network, images):
    """The answers to some images, and their probabilities."""
    with np.errstate(all="ignore"):
        outputs = network.forward(scale(images, network.dtype))
    if not np.isfinite(outputs).all():
        raise ValueError("The network has diverged: its outputs are not finite, so it has no answers to look at.")
    probabilities = softmax(outputs.astype(np.float64))  # in which 1 − 10⁻⁹ is not yet 1
    return probabilities.argmax(axis=1), probabilities.max(axis=1)
