"""Networks: layers of weighted sums with a nonlinearity between them.

A layer turns a batch X (one example a row) into g(X Wᵀ + b). Training changes its numbers W and b; without the
nonlinearity g, the activation, many layers could do no more than one. The last layer has none: its outputs go to the
loss. Backpropagation goes back through the layers by the chain rule: given the upstream gradient
G = d cost / d (X Wᵀ + b), d cost / dW = Gᵀ X, d cost / db = the sum of the rows of G, and d cost / dX = G W, which
leads to the layer before.
"""

from itertools import chain, pairwise

import numpy as np

from course_utils import require
from course_utils.losses import LOSSES, most_likely, sigmoid, softmax_cross_entropy, unchecked
from course_utils.operations import back_through_relu, back_through_sigmoid, back_through_tanh, relu


def _back_through_linear(g, h):
    return (g,)


# Each activation h = g(z) with its way back, which needs h alone.
ACTIVATIONS = {
    "relu": (relu, back_through_relu),
    "tanh": (np.tanh, back_through_tanh),
    "sigmoid": (sigmoid, back_through_sigmoid),
    "linear": (np.positive, _back_through_linear),
}


class Network:
    """A fully connected network.

    sizes: numbers per layer, inputs first and outputs last, as in [784, 128, 10]. seed: of the random start. loss: a
    function of (outputs, targets), as in `losses`. vector: every parameter, one after the other, the point that
    gradient descent moves; layers: [(W1, b1), (W2, b2), …] and parameters: [W1, b1, W2, b2, …] are views of it, to be
    changed in place. ValueError for impossible sizes, an unknown activation, and a dtype without fractions.
    """

    activation = require.Checked(require.one_of(ACTIVATIONS), "The activation")

    def __init__(self, sizes, activation="relu", seed=0, dtype=np.float64, loss=softmax_cross_entropy):
        self.sizes, self.activation, self.loss = require.sizes(sizes), activation, loss
        n_parameters = sum((n_inputs + 1) * n_outputs for n_inputs, n_outputs in pairwise(self.sizes))
        self.vector = np.zeros(n_parameters, require.floating(dtype))
        self.layers = self._cut(self.vector)
        generator = np.random.default_rng(seed)
        for weights, _ in self.layers:
            n_outputs, n_inputs = weights.shape
            # With these variances signals keep about their size from layer to layer: He et al., "Delving Deep into
            # Rectifiers" (2015) for ReLU, which silences half of its inputs, and Glorot and Bengio, "Understanding the
            # difficulty of training deep feedforward neural networks" (2010), known as Xavier, for linear and tanh
            # (which shrinks them slowly, to about a quarter in ten layers). For sigmoid they do not: its slope is ¼ at
            # most, so differences between inputs fade from layer to layer.
            variance = 2 / n_inputs if activation == "relu" else 2 / (n_inputs + n_outputs)
            weights[...] = np.sqrt(variance) * generator.standard_normal(weights.shape)

    @property
    def dtype(self):
        """The type of all parameters: float64, or float32, which is quicker and less exact."""
        return self.vector.dtype

    @property
    def parameters(self):
        """The views [W1, b1, W2, b2, …]."""
        return list(chain(*self.layers))

    def forward(self, x):
        """The outputs, shape (n, outputs), for inputs x, shape (n, inputs)."""
        return self.activations(x)[-1]

    def predict(self, x):
        """The class with the highest output, shape (n,); from a single output, 1 where it is above 0."""
        return most_likely(self.forward(x))

    def activations(self, x):
        """What every layer gives, [x, h1, …, outputs], for x of shape (n, inputs); ValueError for another shape."""
        x = require.inputs(x, self.sizes[0])
        activate, _ = ACTIVATIONS[self.activation]
        values = [x.astype(self.dtype, copy=False)]
        for number, (weights, bias) in enumerate(self.layers, start=1):
            z = values[-1] @ weights.T
            z += bias
            values.append(activate(z) if number < len(self.layers) else z)
        return values

    def cost_and_gradients(self, x, targets):
        """The mean cost of a batch, a float, and d cost / d parameter, a list like parameters.

        x: shape (n, inputs); targets: shape (n, outputs), whose sense is not checked here, step after step. ValueError
        when a shape does not fit.
        """
        targets = np.atleast_2d(np.asarray(targets, self.dtype))  # a single example is a batch of one
        cost, gradient = self.cost_and_gradient_vector(np.atleast_2d(x), targets)
        return cost, list(chain(*self._cut(gradient)))

    def cost_and_gradient_vector(self, x, targets):
        """The same, with every slope in one new array, in the order of `vector`."""
        *inputs, outputs = self.activations(x)
        require.shape("targets", targets.shape, outputs.shape)
        _, backward = ACTIVATIONS[self.activation]
        cost, upstream = unchecked(self.loss)(outputs, targets)
        gradient = np.empty_like(self.vector)
        slopes = self._cut(gradient)
        for layer in reversed(range(len(inputs))):
            d_weights, d_bias = slopes[layer]
            np.matmul(upstream.T, inputs[layer], out=d_weights)
            upstream.sum(axis=0, out=d_bias)
            if layer > 0:  # nobody asks how to change the pixels
                (upstream,) = backward(upstream @ self.layers[layer][0], inputs[layer])
        return cost, gradient

    def save(self, file):
        """Write the network to a file, for `Network.load`; ValueError for a loss that is not the course's own."""
        loss = require.one_of(LOSSES)("The loss of a network to save", self.loss.__name__)
        with open(file, "wb") as stream:  # savez would give the file another name
            np.savez(stream, vector=self.vector, sizes=self.sizes, activation=self.activation, loss=loss)

    @classmethod
    def load(cls, file):
        """Read a network that `save` has written; ValueError for a file that holds none or is damaged."""
        vector, sizes, activation, loss = require.saved_arrays(file, "vector", "sizes", "activation", "loss")
        loss = LOSSES[require.one_of(LOSSES)("The loss", str(loss))]
        network = cls(sizes.tolist(), str(activation), dtype=vector.dtype, loss=loss)
        require.shape("vector of parameters", vector.shape, network.vector.shape)
        network.vector[:] = vector
        return network

    def __setstate__(self, state):
        """Give a copy layers of its own, which are views of its own vector."""
        vars(self).update(state)
        self.layers = self._cut(self.vector)

    def _cut(self, vector):
        """Views of a vector in the shapes of the layers: [(W1, b1), (W2, b2), …]."""
        layers, start = [], 0
        for n_inputs, n_outputs in pairwise(self.sizes):
            end = start + n_inputs * n_outputs
            layers.append((vector[start:end].reshape(n_outputs, n_inputs), vector[end : end + n_outputs]))
            start = end + n_outputs
        return layers
