"""Networks: layers of weighted sums with a bend between them.

A layer turns a batch X (one example a row) into g(X Wᵀ + b). Training changes its numbers W and b; the activation g is
the bend without which many layers could do no more than one. The last layer has no bend: its outputs are the logits.
Backpropagation walks back through the layers by the chain rule: given the upstream gradient G = d cost / d (X Wᵀ + b),
d cost / dW = Gᵀ X, d cost / db = the sum of the rows of G, and d cost / dX = G W, which leads to the layer before.
"""

from itertools import pairwise

import numpy as np

from course_utils.losses import unchecked_softmax_cross_entropy

# Each activation with its slope, written in terms of the activation's own output, so that nothing
# else has to be remembered for the way back. At 0, ReLU's slope is taken to be 0.
ACTIVATIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda output: output > 0),
    "tanh": (np.tanh, lambda output: 1 - output**2),
    # the same curve as 1 / (1 + exp(−z)), but this form cannot overflow
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(0.5 * z), lambda output: output * (1 - output)),
    "linear": (lambda z: z, lambda output: 1),
}


class Network:
    """A fully connected network that classifies.

    sizes: numbers per layer, inputs first and classes last, as in [784, 128, 10]. seed: of the random start.
    parameters: [W1, b1, W2, b2, …], changed in place by optimizers. ValueError for impossible sizes, an activation that
    is not known, and a dtype without fractions.
    """

    def __init__(self, sizes, activation="relu", seed=0, dtype=np.float64):
        if len(sizes) < 2 or not all(isinstance(size, int | np.integer) and size >= 1 for size in sizes):
            raise ValueError(f"A network needs two or more sizes, whole numbers of at least 1, not {sizes}.")
        if activation not in ACTIVATIONS:
            raise ValueError(f"The activation must be one of {', '.join(ACTIVATIONS)}, not {activation!r}.")
        if not np.issubdtype(dtype, np.floating):
            raise ValueError(f"Weights are fractions: the dtype must be float64 or float32, not {np.dtype(dtype)}.")
        self.sizes, self.activation, self.dtype = tuple(sizes), activation, np.dtype(dtype)
        self.parameters = []
        generator = np.random.default_rng(seed)
        for n_inputs, n_outputs in pairwise(sizes):
            # With these variances signals neither fade nor explode from layer to layer: He et al., "Delving Deep into
            # Rectifiers" (2015) for ReLU, which silences half of its inputs, and Glorot and Bengio, "Understanding the
            # difficulty of training deep feedforward neural networks" (2010), known as Xavier, for the others.
            variance = 2 / n_inputs if activation == "relu" else 2 / (n_inputs + n_outputs)
            weights = np.sqrt(variance) * generator.standard_normal((n_outputs, n_inputs))
            self.parameters += [weights.astype(dtype), np.zeros(n_outputs, dtype)]

    def forward(self, x):
        """The logits, shape (n, classes), for inputs x, shape (n, inputs)."""
        _, logits = self._remembering_forward(x)
        return logits

    def predict(self, x):
        """The class with the highest logit, shape (n,), for inputs x, shape (n, inputs)."""
        return self.forward(x).argmax(axis=-1)

    def cost_and_gradients(self, x, targets):
        """The mean softmax cross-entropy of a batch, a float, and d cost / d parameter, a list like parameters.

        x: shape (n, inputs); targets: shape (n, classes), one-hot or other shares that sum to 1 in each row, which is
        not checked here, step after step. ValueError when a shape does not fit.
        """
        _, slope = ACTIVATIONS[self.activation]
        inputs, logits = self._remembering_forward(np.atleast_2d(x))  # a single example is a batch of one
        targets = np.atleast_2d(np.asarray(targets, self.dtype))
        if targets.shape != logits.shape:
            raise ValueError(f"Logits and targets must have one shape, not {logits.shape} and {targets.shape}.")
        cost, upstream = unchecked_softmax_cross_entropy(logits, targets)
        gradients = []
        for layer in reversed(range(len(inputs))):
            gradients = [upstream.T @ inputs[layer], upstream.sum(axis=0), *gradients]
            if layer > 0:  # nobody asks how to change the pixels
                upstream = (upstream @ self.parameters[2 * layer]) * slope(inputs[layer])
        return cost, gradients

    def _remembering_forward(self, x):
        """What each layer was given, which the way back needs, and the logits."""
        x = np.asarray(x)
        if x.ndim == 0 or x.shape[-1] != self.sizes[0]:
            raise ValueError(f"Inputs need shape (n, {self.sizes[0]}), but they have {x.shape}.")
        if x.dtype == np.uint8:  # would run, and learn badly
            raise ValueError("Inputs are raw bytes from 0 to 255: apply course_utils.data.scale first.")
        activate, _ = ACTIVATIONS[self.activation]
        *hidden, (last_weights, last_bias) = zip(self.parameters[::2], self.parameters[1::2], strict=True)
        inputs = [x.astype(self.dtype, copy=False)]
        for weights, bias in hidden:
            inputs.append(activate(inputs[-1] @ weights.T + bias))
        return inputs, inputs[-1] @ last_weights.T + last_bias
