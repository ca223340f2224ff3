"""Losses: one number that says how wrong a prediction is.

A network answers with one score per class, the logits z. Softmax makes probabilities, ŷᵢ = exp(zᵢ) / Σⱼ exp(zⱼ),
and the cross-entropy −Σ yᵢ log ŷᵢ (natural log) is small when the true class, the 1 in the one-hot target y, was given
a high probability. The cost is the mean over examples. Its derivative is simple, (ŷ − y) / n: prediction minus target.
"""

import numpy as np


def one_hot(labels, n_classes):
    """Turn class numbers into rows that are 1 at the class and 0 elsewhere, shape (n, n_classes).

    labels: integers from 0 to n_classes − 1, shape (n,), or a single one for a single row; ValueError for others.
    """
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"Labels must be integers, but their type is {labels.dtype}.")
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        raise ValueError(f"Labels must lie between 0 and {n_classes - 1}, not {labels.min()} to {labels.max()}.")
    return np.eye(n_classes)[labels]


def softmax(logits):
    """Turn scores, shape (classes,) or (n, classes), into probabilities that sum to 1 per example."""
    logits = 1.0 * np.asarray(logits)  # whole numbers become floats
    # Subtracting the largest score leaves the ratio as it is, and keeps exp from overflowing.
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def cross_entropy(probabilities, targets):
    """How surprised the prediction is by the truth: −Σ yᵢ log ŷᵢ of each example, in nats.

    Both of shape (classes,) or (n, classes); returns shape () or (n,). A true class that was given probability 0 costs
    infinity. ValueError for other shapes and for what is no probability.
    """
    probabilities, targets = _of_one_shape(probabilities, targets)
    if probabilities.min() < 0 or probabilities.max() > 1 + 1e-6:  # room for rounding
        raise ValueError("Probabilities must lie between 0 and 1: apply softmax first.")
    with np.errstate(divide="ignore"):  # log 0 = −∞ is meant; where y is 0, so is y log ŷ
        logs = np.log(probabilities, where=targets != 0, out=np.zeros_like(probabilities))
    return 0 - (targets * logs).sum(axis=-1)  # "0 −", for a lone minus turns 0.0 into −0.0


def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits), and its derivative with respect to the logits.

    log ŷᵢ = zᵢ − log Σⱼ exp(zⱼ) ("log-sum-exp") takes no logarithm of a probability rounded to 0. Both of shape
    (n, classes), rows of targets sum to 1; ValueError when the shapes differ. Returns a float and an array like logits.
    """
    logits, targets = _of_one_shape(logits, targets)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=-1, keepdims=True)
    costs = np.log(totals) - (targets * shifted).sum(axis=-1, keepdims=True)
    return float(costs.mean()), (exponentials / totals - targets) / costs.size


def mean_squared_error(predictions, targets):
    """The mean of (prediction − target)², a float; ValueError when the shapes differ."""
    predictions, targets = _of_one_shape(predictions, targets)
    return float(np.mean((predictions - targets) ** 2))


def accuracy(scores, labels):
    """The share (0 … 1) of examples whose highest score is at the true class; a tie goes to the first.

    scores: logits or probabilities, shape (n, classes); labels: integers, shape (n,). ValueError for other shapes.
    """
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1]:
        raise ValueError(f"Scores need shape (n, classes) and labels (n,), not {scores.shape} and {labels.shape}.")
    return float(np.mean(scores.argmax(axis=1) == labels))


def _of_one_shape(values, targets):
    values = 1.0 * np.asarray(values)  # whole numbers become floats, float32 stays float32
    targets = np.asarray(targets, values.dtype)
    if values.shape != targets.shape:
        raise ValueError(f"Predictions and targets must have one shape, not {values.shape} and {targets.shape}.")
    return values, targets
