"""Losses: one number that says how wrong a prediction is.

A network answers with one score per class, the logits z. Softmax makes probabilities, ŷᵢ = exp(zᵢ) / Σⱼ exp(zⱼ),
and the cross-entropy −Σ yᵢ log ŷᵢ (natural log) is small when the true class, the 1 in the one-hot target y, was given
a high probability. The cost is the mean over examples. Its derivative is simple, (ŷ − y) / n: prediction minus target.
"""

import numpy as np

from course_utils.requirements import require_shares


def one_hot(labels, n_classes):
    """Turn class numbers into rows that are 1 at the class and 0 elsewhere, shape (n, n_classes).

    labels: integers from 0 to n_classes − 1, shape (n,), or a single one for a single row; ValueError for others.
    """
    return np.eye(n_classes)[_class_numbers(labels, n_classes)]


def softmax(logits):
    """Turn scores, shape (classes,) or (n, classes), into probabilities that sum to 1 per example."""
    logits = 1.0 * np.asarray(logits)  # whole numbers become floats
    # Subtracting the largest score leaves the ratio as it is, and keeps exp from overflowing.
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def cross_entropy(probabilities, targets):
    """How surprised the prediction is by the truth: −Σ yᵢ log ŷᵢ of each example, in nats.

    Both of shape (classes,) or (n, classes); returns shape () or (n,). A true class that was given probability 0 costs
    infinity. ValueError for other shapes, for what is no probability, and for targets that do not sum to 1.
    """
    probabilities, targets = _of_one_shape(probabilities, targets)
    if not (probabilities.min() >= 0 and probabilities.max() <= 1 + 1e-6):  # room for rounding; NaN is neither
        raise ValueError("Probabilities must lie between 0 and 1: apply softmax first.")
    require_shares(targets)
    with np.errstate(divide="ignore"):  # log 0 = −∞ is meant; where y is 0, so is y log ŷ
        logs = np.log(probabilities, where=targets != 0, out=np.zeros_like(probabilities))
    return 0 - (targets * logs).sum(axis=-1)  # "0 −", for a lone minus turns 0.0 into −0.0


def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits), and its derivative with respect to the logits.

    log ŷᵢ = zᵢ − log Σⱼ exp(zⱼ) ("log-sum-exp") takes no logarithm of a probability rounded to 0. Both of shape
    (n, classes); returns a float and an array like logits. ValueError when the shapes differ, when a row of targets
    does not sum to 1, and for logits that are not finite.
    """
    logits, targets = _of_one_shape(logits, targets)
    require_shares(targets)
    if not np.isfinite(logits).all():
        raise ValueError("Logits must be finite numbers: NaN and ∞ have no softmax.")
    return unchecked_softmax_cross_entropy(logits, targets)


def unchecked_softmax_cross_entropy(logits, targets):
    """The same, for a training loop: floats whose shapes and sums were checked before; NaN where a run diverged."""
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

    scores: logits or probabilities, shape (n, classes); a row with a NaN in it is right for no class. labels: integers
    from 0 to classes − 1, shape (n,). ValueError for others.
    """
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1]:
        raise ValueError(f"Scores need shape (n, classes) and labels (n,), not {scores.shape} and {labels.shape}.")
    hits = scores.argmax(axis=1) == _class_numbers(labels, scores.shape[1])
    return float(np.mean(hits & ~np.isnan(scores).any(axis=1)))


def _class_numbers(labels, n_classes):
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"Labels must be integers, but their type is {labels.dtype}.")
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        raise ValueError(f"Labels must lie between 0 and {n_classes - 1}, not {labels.min()} to {labels.max()}.")
    return labels


def _of_one_shape(values, targets):
    values = 1.0 * np.asarray(values)  # whole numbers become floats, float32 stays float32
    targets = np.asarray(targets, values.dtype)
    if values.shape != targets.shape:
        raise ValueError(f"Predictions and targets must have one shape, not {values.shape} and {targets.shape}.")
    return values, targets
