"""Networks: layers of weighted sums with a bend between them.

A layer maps a batch X (one example a row) to g(X Wᵀ + b). Its numbers W and b are what
training changes; the activation g is the bend without which many layers would be no
more than one. The last layer has no bend: its outputs are the logits. Backpropagation
walks back from G = d cost / d (X Wᵀ + b) with the chain rule: d cost / dW = Gᵀ X,
d cost / db = Σ of the rows of G, d cost / dX = G W, and so on to the layer before.
"""

import numpy as np

from course_utils.losses import softmax_cross_entropy


def _relu(z):
    return np.maximum(z, 0)


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # 1 / (1 + exp(−z)) that cannot overflow


# Each activation with its slope, written in terms of the activation's own output: the
# backward pass then needs no other memory. ReLU's slope at 0 is taken to be 0.
ACTIVATIONS = {
    "relu": (_relu, lambda output: output > 0),
    "tanh": (np.tanh, lambda output: 1 - output**2),
    "sigmoid": (_sigmoid, lambda output: output * (1 - output)),
    "linear": (lambda z: z, lambda output: 1),
}


class Network:
    """A fully connected network that classifies.

    sizes: numbers per layer, inputs first and classes last, as in [784, 128, 10].
    activation: "relu", "tanh", "sigmoid" or "linear". seed: of the random start.
    parameters: the list [W1, b1, W2, b2, …]; optimizers change its arrays in place.
    Raises ValueError for fewer than two sizes, a size below 1, or an unknown activation.
    """

    def __init__(self, sizes, activation="relu", seed=0, dtype=np.float64):
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(
                f"A network needs two or more sizes of at least 1, but got {sizes}."
            )
        if activation not in ACTIVATIONS:
            raise ValueError(
                f"The activation must be one of {', '.join(ACTIVATIONS)}, not {activation!r}."
            )
        self.sizes = tuple(sizes)
        self.activation = activation
        self.dtype = np.dtype(dtype)
        self.parameters = []
        generator = np.random.default_rng(seed)
        for n_inputs, n_outputs in zip(sizes[:-1], sizes[1:], strict=True):
            weights = generator.standard_normal((n_outputs, n_inputs))
            weights *= _spread(n_inputs, n_outputs, activation)
            self.parameters += [weights.astype(dtype), np.zeros(n_outputs, dtype)]

    def forward(self, x):
        """The logits, shape (n, classes), of inputs x, shape (n, inputs)."""
        return self._layer_outputs(x)[-1]

    def predict(self, x):
        """The class with the highest logit for each row of x: integers, shape (n,)."""
        return self.forward(x).argmax(axis=-1)

    def cost_and_gradients(self, x, targets):
        """The mean softmax cross-entropy of a batch, and how to change it.

        x: shape (n, inputs); targets: one-hot rows, shape (n, classes). Returns
        (cost, gradients): a float and d cost / d parameter, in the order of parameters.
        Raises ValueError when a shape does not fit.
        """
        _, slope = ACTIVATIONS[self.activation]
        *inputs, logits = self._layer_outputs(x)
        cost, upstream = softmax_cross_entropy(logits, targets)
        gradients = []
        for layer in reversed(range(len(inputs))):
            gradients[:0] = [upstream.T @ inputs[layer], upstream.sum(axis=0)]
            if layer > 0:  # nobody asks how to change the pixels
                weights = self.parameters[2 * layer]
                upstream = (upstream @ weights) * slope(inputs[layer])
        return cost, gradients

    def _layer_outputs(self, x):
        """What every layer passes on: x itself first, the logits last."""
        activate, _ = ACTIVATIONS[self.activation]
        outputs = [self._checked(x)]
        for weights, bias in zip(self.parameters[::2], self.parameters[1::2], strict=True):
            if len(outputs) > 1:  # z of the layer before is bent, the logits never are
                outputs[-1] = activate(outputs[-1])
            outputs.append(outputs[-1] @ weights.T + bias)
        return outputs

    def _checked(self, x):
        x = np.asarray(x)
        if x.ndim == 0 or x.shape[-1] != self.sizes[0]:
            raise ValueError(
                f"The network takes {self.sizes[0]} numbers per example, "
                f"but the inputs have shape {x.shape}."
            )
        if x.dtype == np.uint8:  # would work, and learn badly
            raise ValueError("These are raw bytes from 0 to 255: apply scale to them first.")
        return x.astype(self.dtype, copy=False)


def _spread(n_inputs, n_outputs, activation):
    """Standard deviation of the first weights, so that signals neither die nor explode.

    He et al., "Delving Deep into Rectifiers" (2015) for ReLU, which silences half of
    its inputs; Glorot and Bengio, "Understanding the difficulty of training deep
    feedforward neural networks" (2010) for the others.
    """
    if activation == "relu":
        return np.sqrt(2 / n_inputs)
    return np.sqrt(2 / (n_inputs + n_outputs))
