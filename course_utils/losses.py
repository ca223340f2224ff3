"""Losses: one number that says how wrong a prediction is.

A network answers with one score per class, the logits z. Softmax makes probabilities, ŷᵢ = exp(zᵢ) / Σⱼ exp(zⱼ),
and the cross-entropy −Σ yᵢ log ŷᵢ (natural log) is small when the true class, the 1 in the one-hot target y, was given
a high probability. The cost is the mean over examples. Its derivative is simple, (ŷ − y) / n: prediction minus target.

What a network is trained on is a function of (outputs, targets), both of shape (n, outputs) with an example in each
row, that gives the mean cost, a float, and its derivative with respect to the outputs, an array like them. Four stand
here: softmax_cross_entropy for classes; logistic_cross_entropy and tanh_squared_error for a yes or no, from one output;
squared_error for numbers.
"""

import functools

import numpy as np

from course_utils import require


def one_hot(labels, n_classes):
    """Turn class numbers into rows that are 1 at the class and 0 elsewhere, shape (n, n_classes).

    labels: integers from 0 to n_classes − 1, shape (n,), or a single one for a single row; ValueError for others.
    """
    labels = require.class_numbers(labels, n_classes)
    return np.eye(n_classes)[labels]


def softmax(logits):
    """Turn scores, shape (classes,) or (n, classes), into probabilities that sum to 1 per example."""
    logits = 1.0 * np.asarray(logits)  # whole numbers become floats
    # Subtracting the largest score leaves the ratio as it is, and keeps exp from overflowing.
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@np.errstate(divide="ignore")  # log 0 = −∞ is meant
def cross_entropy(probabilities, targets):
    """How surprised the prediction is by the truth: −Σ yᵢ log ŷᵢ of each example, in nats.

    Both of shape (classes,) or (n, classes); returns shape () or (n,). A true class that was given probability 0 costs
    infinity. ValueError for other shapes, for what is no probability, and for targets that do not sum to 1.
    """
    probabilities, targets = require.one_shape(probabilities, targets)
    require.probabilities(probabilities)
    require.shares(targets)
    counted = np.where(targets != 0, probabilities, 1)  # where y is 0, log 1 = 0 stands in for log ŷ
    return 0 - (targets * np.log(counted)).sum(axis=-1)  # "0 −", for a lone minus turns 0.0 into −0.0


def _checked(require_targets):
    """Put checks in front of a loss."""

    def with_checks(loss):
        @functools.wraps(loss)
        def checked_loss(outputs, targets):
            outputs, targets = require.one_shape(outputs, targets)
            require_targets(targets)
            require.finite("Outputs", outputs)
            return loss(outputs, targets)

        return checked_loss

    return with_checks


def unchecked(loss):
    """The loss without its checks, for a training loop, which checks its targets once and not at every step."""
    return getattr(loss, "__wrapped__", loss)  # where functools.wraps keeps it


@_checked(require.shares)
def softmax_cross_entropy(logits, targets):
    """The mean cross-entropy of softmax(logits), and its derivative with respect to the logits.

    log ŷᵢ = zᵢ − log Σⱼ exp(zⱼ) ("log-sum-exp") takes no logarithm of a probability rounded to 0. ValueError when the
    shapes differ, when a row of targets does not sum to 1, and for logits that are not finite.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=-1, keepdims=True)
    cost = np.log(totals).sum() - np.vdot(targets, shifted)
    return float(cost) / totals.size, (exponentials / totals - targets) / totals.size


@_checked(require.zero_to_one)
def logistic_cross_entropy(logits, targets):
    """The same for a yes or no: the sigmoid of a single logit z is the probability of target 1.

    −y log ŷ − (1 − y) log(1 − ŷ) = log(1 + exp(z)) − y z, which is the cross-entropy of softmax([z, 0]). ValueError
    when the shapes differ, for targets outside of 0 … 1, and for logits that are not finite.
    """
    cost = np.logaddexp(0, logits).sum() - np.vdot(targets, logits)
    return float(cost) / len(logits), (sigmoid(logits) - targets) / len(logits)


@_checked(require.zero_to_one)
def tanh_squared_error(outputs, targets):
    """½ (tanh(output) − t)², where t is −1 for target 0 and 1 for target 1; the loss of TensorFlow Playground.

    With (1 + tanh z) / 2 = softmax([2z, 0])₁ it is the summed squared error of both probabilities. Far on the wrong
    side tanh is flat: the derivative there is almost 0. ValueError as for logistic_cross_entropy.
    """
    answers = np.tanh(outputs)
    errors = answers - (2 * targets - 1)
    return _half_squares(errors), errors * (1 - answers**2) / len(errors)


@_checked(functools.partial(require.finite, "Targets"))
def squared_error(outputs, targets):
    """½ Σ (output − target)², summed over the outputs, for targets that are numbers of any size (regression).

    ValueError when the shapes differ, and for what is not finite.
    """
    errors = outputs - targets
    return _half_squares(errors), errors / len(errors)


_ALL = (softmax_cross_entropy, logistic_cross_entropy, tanh_squared_error, squared_error)
LOSSES = {loss.__name__: loss for loss in _ALL}


def _half_squares(errors):
    """The mean over the examples of ½ Σ error²."""
    return float(np.vdot(errors, errors)) / (2 * len(errors))


def sigmoid(z):
    """1 / (1 + exp(−z)), entry by entry, written as ½ + ½ tanh(z/2), which cannot overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def mean_squared_error(predictions, targets):
    """The mean of (prediction − target)², a float; ValueError when the shapes differ."""
    predictions, targets = require.one_shape(predictions, targets)
    return float(np.mean((predictions - targets) ** 2))


def accuracy(scores, labels):
    """The share (0 … 1) of examples whose highest score is at the true class; a tie goes to the first.

    scores: logits or probabilities, shape (n, classes); a row with a NaN in it is right for no class. From a single
    output, shape (n, 1), above 0 says class 1. labels: integers from 0 to classes − 1, shape (n,). ValueError for
    others.
    """
    scores, labels = require.scores_and_labels(scores, labels)
    return float(np.mean(most_likely(scores) == labels))


def most_likely(scores):
    """The class with the highest score, shape (n,), of scores in shape (n, classes) or (n, 1), where above 0 says 1."""
    return scores.argmax(axis=-1) if scores.shape[-1] > 1 else (scores[..., 0] > 0).astype(int)
