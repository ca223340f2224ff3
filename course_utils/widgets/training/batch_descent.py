"""Descents whose gradients come from batches: a line is fitted to points, and every point has a gradient of its own."""

import math

import numpy as np

from course_utils.data import minibatches
from course_utils.surfaces import Surface
from course_utils.widgets.gradient_descent.descent import Descent

N = 100  # points


class LineFit:
    """The fit of ŷ = w₁ + w₂ x to points: the cost is the mean over them of ½ (ŷ − y)².

    inputs: shape (n, 2), a 1 and x for each point; targets: their y, shape (n,). `surface` is the cost over w₁ and w₂.
    """

    def __init__(self, n=N, seed=0):
        generator = np.random.default_rng(seed)
        x = generator.uniform(-0.4, 1.6, n)  # not around 0: so the ellipses are long, and lie aslant
        self.inputs = np.stack([np.ones(n), x], axis=1)
        self.targets = 0.5 + 0.5 * x + generator.normal(0, 0.6, n)
        lowest = tuple(np.linalg.lstsq(self.inputs, self.targets)[0].tolist())
        self.surface = Surface("line fit", self._cost, self._slopes, minima=(lowest,), domain=(-2, 3))
        self.curvatures = np.linalg.eigvalsh(self.inputs.T @ self.inputs / n)  # the least, and the largest

    def __len__(self):
        return len(self.targets)

    def _errors(self, w1, w2):
        """ŷ − y of every point, on a new last axis."""
        return self.inputs @ [w1, w2] - self.targets if np.ndim(w1) == 0 else self._errors_on_a_grid(w1, w2)

    def _errors_on_a_grid(self, w1, w2):
        return np.stack([w1, w2], axis=-1) @ self.inputs.T - self.targets

    def _cost(self, w1, w2):
        return (self._errors(w1, w2) ** 2).mean(axis=-1) / 2

    def _slopes(self, w1, w2):
        return tuple(np.moveaxis(self._errors(w1, w2) @ self.inputs / len(self), -1, 0))

    def gradients(self, weights):
        """The gradient of each point alone, shape (n, 2)."""
        return self._errors(*weights)[:, np.newaxis] * self.inputs

    def batch_gradients(self, weights, size, count, generator):
        """The gradients of so many random batches of `size` points, shape (count, 2)."""
        order = generator.permuted(np.tile(np.arange(len(self)), (count, 1)), axis=1)
        return self.gradients(weights)[order[:, :size]].mean(axis=1)

    def noise(self, weights, size):
        """How far the gradient of a random batch of `size` lies from the full one: the root of the mean square.

        It is σ/√size for points drawn with replacement, and a little less without: 0 where the batch is everything.
        """
        n = len(self)
        return math.sqrt(self.gradients(weights).var(axis=0).sum() / size * (n - size) / (n - 1))


class BatchDescent(Descent):
    """A descent on the cost of `fit`, a LineFit, by the gradients of batches; `batch_size` may be changed at any time.

    Every epoch is shuffled anew. `used` holds how many points had been used after each step.
    """

    def __init__(self, fit, optimizer, start, batch_size, seed=0):
        super().__init__(fit.surface, optimizer, start)
        self.fit, self.used, self._size, self._sized_at = fit, [0], batch_size, 0
        self._generator = np.random.default_rng(seed)
        self._batch = fit.inputs, fit.targets

    @property
    def batch_size(self):
        """Points in a batch, the last one of an epoch aside."""
        return self._size

    @batch_size.setter
    def batch_size(self, size):
        self._size, self._sized_at = size, self.steps

    @property
    def next_size(self):
        """How many points the next step will use: at the end of an epoch, what is left over."""
        return min(self._size, len(self.fit) - self.used[-1] % len(self.fit))

    def gradient(self, point):
        """The mean gradient there of the batch drawn last; before the first step, of all points."""
        inputs, targets = self._batch
        return (inputs @ point - targets) @ inputs / len(targets)

    def step(self):
        """Draw a batch, and do one step with its gradient."""
        if self.used[-1] % len(self.fit) == 0:
            self._batches = minibatches(self.fit.inputs, self.fit.targets, lambda: self._size, self._generator)
        self._batch = next(self._batches)
        super().step()
        self.used.append(self.used[-1] + len(self._batch[1]))

    def excess(self, steps=-1):
        """The cost above the lowest possible, after so many steps."""
        return self.costs[steps] - self.surface.value(self.surface.minima[0])

    def circling(self):
        """How far above the minimum it is on average, if it circles around there; None if not, or not yet known.

        In a window so long that without noise the cost above the minimum would fall at least to an eighth, it has
        stayed about what it was in the window before.
        """
        if self._size >= len(self.fit) or self.rate == 0:
            return None
        epoch = math.ceil(len(self.fit) / self._size)
        window = epoch * math.ceil(1 / (self.rate * self.curvature_along_the_valley * epoch))
        if self.steps - max(self._sized_at, self.rates[-1][0]) < 2 * window:
            return None
        lowest = self.surface.value(self.surface.minima[0])
        now, before = (
            np.mean(self.costs[i : i + window]) - lowest for i in (self.steps + 1 - window * k for k in (1, 2))
        )
        return float(now) if 0.6 < now / before < 1.6 else None

    @property
    def curvature_along_the_valley(self):
        """The least curvature of the cost, along the ellipses."""
        return self.fit.curvatures[0]
