"""Losses: one number that says how wrong a prediction is.

A network answers with one score per class, the logits z. Softmax turns them into
probabilities, ŷᵢ = exp(zᵢ) / Σⱼ exp(zⱼ), and the cross-entropy −Σ yᵢ log ŷᵢ (natural
log) is small when the true class, the 1 in the one-hot target y, was given a high
probability. The cost is the mean over the examples. Taken together the two have a
simple derivative, (ŷ − y) / number of examples: prediction minus target.
"""

import numpy as np


def one_hot(labels, n_classes):
    """Turn class numbers into rows that are 1 at the class and 0 elsewhere.

    labels: integers from 0 to n_classes − 1, shape (n,). Returns float64, shape
    (n, n_classes). Raises ValueError for labels that are not such integers.
    """
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"Labels must be integers, but their type is {labels.dtype}.")
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        raise ValueError(
            f"Labels must lie between 0 and {n_classes - 1}, "
            f"but run from {labels.min()} to {labels.max()}."
        )
    return np.eye(n_classes)[labels]


def softmax(logits):
    """Turn scores into probabilities that are positive and sum to 1.

    logits: shape (classes,) or (n, classes). Returns the same shape.
    """
    logits = _as_floats(logits)
    # Subtracting the largest score changes nothing in the ratio, and keeps exp from
    # overflowing: the largest exponential is exp(0) = 1.
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def cross_entropy(probabilities, targets):
    """How surprised the prediction is by the truth, in nats: −Σ yᵢ log ŷᵢ per example.

    probabilities and targets: shape (classes,) or (n, classes). Returns shape () or
    (n,); infinity where the true class was given probability 0. Raises ValueError when
    the shapes differ or a probability is outside 0 … 1.
    """
    probabilities, targets = _as_floats(probabilities), np.asarray(targets)
    _require_same_shape("probabilities", probabilities, targets)
    if probabilities.min() < 0 or probabilities.max() > 1 + 1e-6:  # allows for round-off
        raise ValueError("Probabilities must lie between 0 and 1: apply softmax first.")
    # Only classes with a target count: 0 · log 0 is 0 here, not NaN.
    logs = np.zeros_like(probabilities)
    with np.errstate(divide="ignore"):  # log 0 = −∞ is the right answer, no accident
        np.log(probabilities, where=targets != 0, out=logs)
    return np.where(targets != 0, targets * -logs, 0).sum(axis=-1, dtype=logs.dtype)


def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits), and its derivative.

    log softmax(z)ᵢ = zᵢ − log Σⱼ exp(zⱼ) ("log-sum-exp") needs no logarithm of a
    probability that was rounded to 0, so the cost stays finite for any finite score.
    logits and targets: shape (n, classes), each row of targets sums to 1. Returns
    (cost, d cost / d logits): a float and an array like logits. Raises ValueError when
    the shapes differ.
    """
    logits, targets = _as_floats(logits), np.asarray(targets)
    _require_same_shape("logits", logits, targets)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=-1, keepdims=True)
    cost = (np.log(totals) - (targets * shifted).sum(axis=-1, keepdims=True)).mean()
    gradient = (exponentials / totals - targets) / len(logits)
    return float(cost), gradient


def mean_squared_error(predictions, targets):
    """The mean of (prediction − target)² over all numbers, as a float.

    Both of one shape; raises ValueError when the shapes differ.
    """
    predictions, targets = _as_floats(predictions), np.asarray(targets)
    _require_same_shape("predictions", predictions, targets)
    return float(np.mean((predictions - targets) ** 2))


def accuracy(scores, labels):
    """The share (0 … 1) of examples whose highest score is at the true class.

    scores: logits or probabilities, shape (n, classes); labels: class numbers, shape
    (n,). A tie goes to the first class. Raises ValueError when the shapes do not fit.
    """
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1]:
        raise ValueError(
            f"Scores need shape (n, classes) and labels (n,), "
            f"but they have {scores.shape} and {labels.shape}."
        )
    return float(np.mean(scores.argmax(axis=1) == labels))


def _as_floats(values):
    """The values as an array of floats; float32 stays float32."""
    values = np.asarray(values)
    return values if np.issubdtype(values.dtype, np.floating) else values.astype(float)


def _require_same_shape(name, values, targets):
    if values.shape != targets.shape:
        raise ValueError(
            f"The {name} and the targets must have one shape, "
            f"but they have {values.shape} and {targets.shape}."
        )
