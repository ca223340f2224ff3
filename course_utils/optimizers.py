"""Optimizers: how gradients become steps.

Gradient descent moves every parameter w against its gradient g by a learning rate α, w ← w − α g. Momentum steps along
a running sum of gradients, in which a zig-zag cancels and a steady slope adds up. RMSProp divides each step by the
recent size of that parameter's gradients, so that all move at a similar pace. Adam does both. An optimizer remembers
what it needs about one network: give each network its own.
"""

import numpy as np

from course_utils import require


class Optimizer:
    """What the optimizers have in common: a learning rate α that may be changed at any time.

    ValueError for anything but a finite number ≥ 0.
    """

    learning_rate = require.Checked(require.not_negative, "The learning rate")

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate


def _zeros(parameters, gradients):
    """What an optimizer begins with: a zero for each parameter; ValueError if the first gradients have other shapes."""
    for w, g in zip(parameters, gradients, strict=True):
        require.shape("gradient of a parameter", np.shape(g), w.shape)
    return [np.zeros_like(w) for w in parameters]


class SGD(Optimizer):
    """Gradient descent, with momentum μ if it is not 0: v ← μ v + g, w ← w − α v (Polyak, 1964)."""

    def __init__(self, learning_rate, momentum=0.0):
        super().__init__(learning_rate)
        self.momentum = require.share("The momentum", momentum)
        self._velocities = None

    def update(self, parameters, gradients):
        """Change each parameter array w in place, given its gradient g = d cost / dw, of the same shape."""
        self._velocities = self._velocities or _zeros(parameters, gradients)
        for w, g, v in zip(parameters, gradients, self._velocities, strict=True):
            if self.momentum:
                v *= self.momentum
                v += g
            w -= self.learning_rate * (v if self.momentum else g)


class RMSProp(Optimizer):
    """Steps in units of the gradient's recent size √s, with decay ρ: s ← ρ s + (1 − ρ) g², w ← w − α g / (√s + ε).

    Hinton, "Neural Networks for Machine Learning" (2012), lecture 6e.
    """

    def __init__(self, learning_rate, decay=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.decay, self.epsilon = require.share("The decay", decay), epsilon
        self._squares = None

    def update(self, parameters, gradients):
        """Change each parameter array w in place, given its gradient g = d cost / dw, of the same shape."""
        self._squares = self._squares or _zeros(parameters, gradients)
        for w, g, s in zip(parameters, gradients, self._squares, strict=True):
            s *= self.decay
            s += (1 - self.decay) * g**2
            w -= self.learning_rate * g / (np.sqrt(s) + self.epsilon)


class Adam(Optimizer):
    """Momentum and RMSProp together, each corrected for starting from 0.

    m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g². After t steps from 0 they are too small, by the factors 1 − β₁ᵗ and
    1 − β₂ᵗ; divided by these they are m̂ and ŝ, and w ← w − α m̂ / (√ŝ + ε). Kingma and Ba (2015), algorithm 1.
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = require.share("β₁", beta1), require.share("β₂", beta2), epsilon
        self._steps = 0
        self._means = self._squares = None

    def update(self, parameters, gradients):
        """Change each parameter array w in place, given its gradient g = d cost / dw, of the same shape."""
        self._means = self._means or _zeros(parameters, gradients)
        self._squares = self._squares or _zeros(parameters, gradients)
        self._steps += 1
        step_size = self.learning_rate / (1 - self.beta1**self._steps)
        square_share = 1 - self.beta2**self._steps
        for w, g, m, s in zip(parameters, gradients, self._means, self._squares, strict=True):
            m *= self.beta1
            m += (1 - self.beta1) * g
            s *= self.beta2
            s += (1 - self.beta2) * g**2
            w -= step_size * m / (np.sqrt(s / square_share) + self.epsilon)
