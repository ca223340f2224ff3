"""Optimizers: how a gradient becomes a step.

Gradient descent moves every parameter w against its gradient g by a learning rate α:
w ← w − α g. Momentum steps along a running sum of gradients, so that a zig-zag cancels
and a steady slope adds up. RMSProp divides each step by the recent size of that
parameter's gradients, so that all parameters move at a similar pace. Adam does both.
An optimizer remembers what it needs for one network: give each network its own.
"""

import math

import numpy as np


class Optimizer:
    """What the optimizers share: a learning rate that may be changed at any time."""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    @property
    def learning_rate(self):
        """α, the length of a step; a ValueError refuses all but finite numbers ≥ 0."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value):
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not 0 <= number < math.inf:
            raise ValueError(f"The learning rate must be a finite number ≥ 0, not {value!r}.")
        self._learning_rate = number

    def update(self, parameters, gradients):
        """Change each parameter array in place, given d cost / d parameter."""
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent, with momentum μ if it is not 0: v ← μ v + g, w ← w − α v.

    Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    """

    def __init__(self, learning_rate, momentum=0.0):
        super().__init__(learning_rate)
        self.momentum = _share("momentum", momentum)
        self._velocities = None

    def update(self, parameters, gradients):
        """Change each parameter array in place, given d cost / d parameter."""
        directions = self._with_momentum(gradients) if self.momentum else gradients
        for parameter, direction in zip(parameters, directions, strict=True):
            parameter -= self.learning_rate * direction

    def _with_momentum(self, gradients):
        self._velocities = self._velocities or _zeros_like(gradients)
        for velocity, gradient in zip(self._velocities, gradients, strict=True):
            velocity *= self.momentum
            velocity += gradient
        return self._velocities


class RMSProp(Optimizer):
    """Steps in units of the gradient's recent size: s ← ρ s + (1 − ρ) g²,
    w ← w − α g / (√s + ε), with decay ρ.

    Hinton, "Neural Networks for Machine Learning", lecture 6e (2012).
    """

    def __init__(self, learning_rate, decay=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.decay = _share("decay", decay)
        self.epsilon = epsilon
        self._squares = None

    def update(self, parameters, gradients):
        """Change each parameter array in place, given d cost / d parameter."""
        self._squares = self._squares or _zeros_like(parameters)
        for w, g, square in zip(parameters, gradients, self._squares, strict=True):
            square *= self.decay
            square += (1 - self.decay) * g**2
            w -= self.learning_rate * g / (np.sqrt(square) + self.epsilon)


class Adam(Optimizer):
    """Momentum and RMSProp together: m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g²,
    w ← w − α m̂ / (√ŝ + ε).

    m and s start at 0, so after t steps they are too small by the factors 1 − β₁ᵗ and
    1 − β₂ᵗ; m̂ and ŝ are divided by these. Kingma and Ba, "Adam: A Method for
    Stochastic Optimization" (2015), algorithm 1.
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1 = _share("beta1", beta1)
        self.beta2 = _share("beta2", beta2)
        self.epsilon = epsilon
        self._steps = 0
        self._means = self._squares = None

    def update(self, parameters, gradients):
        """Change each parameter array in place, given d cost / d parameter."""
        self._means = self._means or _zeros_like(parameters)
        self._squares = self._squares or _zeros_like(parameters)
        self._steps += 1
        mean_share = 1 - self.beta1**self._steps
        square_share = 1 - self.beta2**self._steps
        states = zip(parameters, gradients, self._means, self._squares, strict=True)
        for w, g, mean, square in states:
            mean *= self.beta1
            mean += (1 - self.beta1) * g
            square *= self.beta2
            square += (1 - self.beta2) * g**2
            size = np.sqrt(square / square_share) + self.epsilon
            w -= (self.learning_rate / mean_share) * mean / size


def _zeros_like(arrays):
    return [np.zeros_like(array) for array in arrays]


def _share(name, value):
    """A number of 0 or more and below 1: how much of the past is kept at each step."""
    if not 0 <= value < 1:
        raise ValueError(f"The {name} must be at least 0 and below 1, not {value!r}.")
    return value
