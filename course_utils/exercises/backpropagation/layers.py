"""Whole layers, and the check of their gradients: what notebook 03 asks, and what people write by mistake.

G is the gradient that arrives from behind. Rows are examples.
"""

import numpy as np

from course_utils.exercises.backpropagation.operations import random
from course_utils.exercises.exercise import Exercise, always, parts, wrong
from course_utils.losses import one_hot, softmax

# A bias that serves all examples


def bias_backward(G):
    """The gradient of b, where b was added to every row and the gradient G of the result has arrived."""
    return G.sum(axis=0)


BIAS = Exercise(
    bias_backward,
    asks="A bias b was added to each row, one row per example. Given the gradient G of the result, return that of b.",
    cases=(
        (np.array([[1.0, 2.0], [3.0, 5.0]]),),
        (np.array([[1.0, -2.0, 4.0], [0.5, 3.0, 1.0]]),),
        (random.normal(size=(4, 2)),),
        (random.normal(size=(3, 3)),),
    ),
    properties=(
        always(lambda answer, G: np.shape(answer(G)) == G.shape[1:],
               "There should be one number for each output, as in b."),
    ),
    hints=(
        "b is used once for each example. What happens to gradients of a variable that is used many times?",
        "Sum over the examples, which are the rows: `axis=0`.",
    ),
    wrong_answers=(
        wrong(lambda G: G, "every example keeps its own gradient",
              "One bias serves every example: its contributions add, over the rows."),
        wrong(lambda G: G.sum(axis=1), "the sum runs over the outputs",
              "Rows are examples: sum down the columns, `axis=0`."),
        wrong(lambda G: G.mean(axis=0), "the mean over the examples is taken",
              "The mean is in the cost already, and so 1/N is in G: here comes a sum."),
        wrong(lambda G: G.sum(), "everything is summed to one number",
              "Each output has a bias of its own: sum over the examples only."),
        wrong(lambda G: G[-1], "only the last example counts",
              "In a loop, `total = row` forgets the rows before: add each one."),
        wrong(lambda G: G[0], "only the first example counts",
              "Every example was moved by b: sum all their rows."),
    ),
)  # fmt: skip


# Softmax and cross-entropy


def logits_backward(probabilities, targets):
    """The gradient of the logits, where the mean cross-entropy of softmax(logits) was computed."""
    return (probabilities - targets) / len(targets)


def _predictions(n, classes):
    return softmax(random.normal(size=(n, classes))), one_hot(random.integers(0, classes, n), classes)


LOGITS = Exercise(
    logits_backward,
    asks=(
        "The cost is the mean over N examples of the cross-entropy of softmax(logits). Given the probabilities and "
        "the one-hot targets, a row per example, return the gradient of the logits."
    ),
    cases=(
        (np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]), np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])),
        _predictions(4, 3),
        _predictions(3, 5),
        _predictions(2, 2),
    ),
    properties=(
        always(lambda answer, p, y: np.isclose(np.sum(answer(p, y), axis=1), 0),
               "Each row should sum to 0: what one class gains, the others lose."),
    ),
    hints=(
        "For one example it is as simple as can be: prediction minus target.",
        "The cost is a mean, so each example counts for 1/N.",
    ),
    wrong_answers=(
        wrong(lambda p, y: p - y, "the division by N is missing",
              "The cost is a mean over N examples: divide by `len(targets)`."),
        wrong(lambda p, y: (y - p) / len(y), "the sign is turned round",
              "Too high a probability must push its score down when you step against the gradient: p − y."),
        wrong(lambda p, y: -y * (1 - p) / len(y), "each score is taken to move its own probability only",
              "A score moves all probabilities, for they sum to 1: wrong classes get p/N, not 0."),
        wrong(lambda p, y: (p - y) / y.size, "the division is by the number of all entries",
              "The mean runs over examples, not over classes: divide by `len(targets)`."),
        wrong(lambda p, y: (p - y) / y.shape[1], "the division is by the number of classes",
              "The mean runs over the N examples: divide by `len(targets)`."),
        wrong(lambda p, y: p - y / len(y), "only the targets are divided by N",
              "Python divides before it subtracts: put the difference into brackets."),
        wrong(lambda p, y: -np.log((p * y).sum(axis=1)).mean(), "the cost is returned, not its gradient",
              "The gradient has one number for each logit: prediction minus target, divided by N."),
        wrong(lambda p, y: p * (1 - p) * (p - y) / len(y), "the slope of a sigmoid is multiplied in",
              "Softmax and cross-entropy together leave just p − y: s (1 − s) has cancelled."),
        wrong(lambda p, y: (p - y) ** 2 / len(y), "the differences are squared",
              "That is a squared error. The gradient is the difference itself."),
        wrong(lambda p, y: -y / p / len(y), "backpropagation stops at the probabilities",
              "−y/p is the gradient of p. One step more, back through softmax, leaves p − y."),
    ),
)  # fmt: skip


# A network of two layers


def two_layer_backward(G, X, Z1, W2):
    """The gradients of W1, b1, W2, b2, where Z1 = X W1ᵀ + b1, H = relu(Z1), logits = H W2ᵀ + b2 and G has arrived."""
    H = np.maximum(Z1, 0)
    dW2, db2 = G.T @ H, G.sum(axis=0)
    dZ1 = (G @ W2) * (Z1 > 0)
    dW1, db1 = dZ1.T @ X, dZ1.sum(axis=0)
    return dW1, db1, dW2, db2


def _layers(G, X, dZ1, into_second):
    """The four gradients, from those of Z1 and what the second layer was given."""
    return dZ1.T @ X, dZ1.sum(axis=0), G.T @ into_second, G.sum(axis=0)


def _biases_not_summed(G, X, Z1, W2):
    dW1, _, dW2, _ = two_layer_backward(G, X, Z1, W2)
    return dW1, (G @ W2) * (Z1 > 0), dW2, G


def _ordered_by_kind(G, X, Z1, W2):
    dW1, db1, dW2, db2 = two_layer_backward(G, X, Z1, W2)
    return dW1, dW2, db1, db2


def _network(n, inputs, hidden, classes):
    sizes = [(n, classes), (n, inputs), (n, hidden), (classes, hidden)]
    return tuple(random.normal(size=size).round(1) for size in sizes)


# One hidden unit stands exactly at 0, where the slope of ReLU is taken to be 0.
_AT_ZERO = (
    np.array([[1.0, -2.0]]),
    np.array([[3.0, 0.5]]),
    np.array([[0.0, 2.0]]),
    np.array([[1.0, 2.0], [-1.0, 0.5]]),
)


def _has_the_shape_of_its_weights(answer, G, X, Z1, W2):
    dW1, _, dW2, _ = answer(G, X, Z1, W2)
    return np.shape(dW1) == (Z1.shape[1], X.shape[1]) and np.shape(dW2) == W2.shape


TWO_LAYERS = Exercise(
    two_layer_backward,
    asks=(
        "The network is Z1 = X @ W1.T + b1, H = relu(Z1), logits = H @ W2.T + b2, with a row per example. Given the "
        "gradient G of the logits, return the gradients of W1, b1, W2 and b2, in this order."
    ),
    cases=(_AT_ZERO, _network(2, 2, 2, 2), _network(3, 2, 4, 3), _network(4, 3, 3, 3), _network(5, 4, 2, 2)),
    properties=(
        always(_has_the_shape_of_its_weights, "A gradient should have the shape of its weights: (outputs, inputs)."),
    ),
    hints=(
        "Compute H again first. The second layer is a matrix product and a sum: you know both rules.",
        "With W of shape (outputs, inputs): dW = Gᵀ·(what the layer was given), and what it was given gets G·W.",
        "Between the layers stands the ReLU: multiply by (Z1 > 0) before you use the same rules again.",
    ),
    wrong_answers=(
        wrong(lambda G, X, Z1, W2: _layers(G, X, (G @ W2) * (Z1 > 0), Z1), "dW2 is made with Z1 instead of H",
              "The second layer was given relu(Z1): it is H that dW2 needs."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, (G @ W2) * (Z1 >= 0), np.maximum(Z1, 0)),
              "the gradient passes where Z1 = 0",
              "The slope of ReLU at 0 is taken to be 0: compare with `>`."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, (G @ W2) * np.maximum(Z1, 0), np.maximum(Z1, 0)),
              "the gradient of H is multiplied by H",
              "The slope of ReLU is 1 or 0, however large H is: multiply by (Z1 > 0)."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, (G @ W2) * (Z1 < 0), np.maximum(Z1, 0)),
              "the gradient passes where Z1 is negative",
              "There the ReLU stands still at 0: multiply by (Z1 > 0)."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, G @ W2, np.maximum(Z1, 0)), "the ReLU is left out on the way back",
              "Multiply G·W2 by (Z1 > 0) before it goes on to the first layer."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, np.maximum(G @ W2, 0), np.maximum(Z1, 0)),
              "the mask of the ReLU is made from the gradient that arrives",
              "The forward input decides what passes: (Z1 > 0)."),
        wrong(lambda G, X, Z1, W2: _layers(G, X, (G @ W2.T) * (Z1 > 0), np.maximum(Z1, 0)),
              "the gradient of H is G·W2ᵀ",
              "W2 has shape (outputs, inputs), so G @ W2 fits. A square W2 hides the mistake."),
        wrong(lambda *given: [gradient.T for gradient in two_layer_backward(*given)],
              "the gradients of the weights are transposed",
              "A gradient has the shape of its weights, (outputs, inputs): G.T @ H."),
        wrong(_ordered_by_kind, "the weights come first and the biases last",
              "The order is layer by layer: dW1, db1, dW2, db2."),
        wrong(_biases_not_summed, "the gradients of the biases are not summed",
              "A bias serves every example: `.sum(axis=0)`."),
        wrong(lambda *given: [gradient / len(given[0]) for gradient in two_layer_backward(*given)],
              "everything is divided by N once more",
              "The 1/N of the mean is in G already."),
    ),
    observe=parts("dW1", "db1", "dW2", "db2"),
)  # fmt: skip


# The check by nudging


def gradients_agree(computed, nudged):
    """Whether two gradients agree: their largest difference is a millionth of the largest entry, or less."""
    difference = np.max(np.abs(computed - nudged))
    return difference <= 1e-6 * np.max(np.abs(computed) + np.abs(nudged))


def _is_small(difference, a, b):
    return difference <= 1e-6 * np.max(np.abs(a) + np.abs(b))


CHECK = Exercise(
    gradients_agree,
    asks=(
        "Return True if the largest difference between two gradients is at most 1e-6 times the largest "
        "|computed| + |nudged|, and False otherwise."
    ),
    cases=(
        (np.array([1.0, -2.0]), np.array([1.0 + 1e-9, -2.0 - 1e-9])),
        (np.array([1.0, 2.0]), np.array([1.5, 2.5])),
        (np.array([4e-9, 2e-9]), np.array([2e-9, 1e-9])),
        (np.array([1.0, 0.0]), np.array([1.0, 1e-11])),
        (np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 3.0])),
        (np.array([3.0, 4.0]), np.array([4.0, 3.0])),
        (np.array([0.0, 0.0]), np.array([0.0, 0.0])),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0])),
        (np.array([1.0, 2.0]), np.array([0.0, 0.0])),
        (np.array([0.0, 0.0]), np.array([1.0, 2.0])),
        (np.array([1.0, -2.0]), np.array([-1.0, 2.0])),
        (np.array([-2.0, -1.0]), np.array([-2.0, -1.0 + 1e-7])),
        (np.array([1.0]), np.array([1.0 + 1e-8])),  # 5e-9 of |computed| + |nudged|
        (np.array([1.0]), np.array([1.0 + 6e-7])),  # 3e-7
        (np.array([1.0]), np.array([1.0 + 1.5e-6])),  # 7.5e-7
        (np.array([1.0]), np.array([1.0 + 3e-6])),  # 1.5e-6
        (np.array([1.0]), np.array([1.0 + 6e-6])),  # 3e-6
        (np.array([1.0]), np.array([1.0005])),
        (np.array([0.01]), np.array([0.01 + 1.5e-8])),  # 7.5e-7, in small numbers
        (np.array([0.01]), np.array([0.01 + 1.5e-6])),
        (np.array([0.01]), np.array([0.01001])),
        (np.array([100.0, 1.0]), np.array([100.0001, 1.0])),
        (np.array([100.0, 1.0]), np.array([100.0, 1.0003])),
        (np.array([100.0, 1.0, 1.0]), np.array([100.0, 1.00015, 1.0])),
        (np.array([1.0, 2.0, 3.0]), np.array([1.5, 2.5, 3.0])),
        (np.array([-100.0, 1.0]), np.array([-100.0001, 1.0])),  # the largest is a negative one
        (np.array([1.0, 2.0, 3.0]), np.array([1.5, 2.0, 3.0])),
        (np.ones(8), np.where(np.arange(8) == 5, 1 + 4e-6, 1.0)),
        (np.ones(8), np.where(np.arange(8) == 5, 1 + 8e-6, 1.0)),
    ),
    properties=(
        always(lambda answer, a, b: answer(a, b) == answer(b, a),
               "It should not matter which of the two comes first."),
    ),
    hints=(
        "`np.max(np.abs(computed - nudged))` is the largest difference. Large or small compared with what?",
        "Compare it with 1e-6 times the size of the gradients: a difference of 1e-8 is much, if all are 1e-8.",
    ),
    wrong_answers=(
        wrong(lambda a, b: _is_small(np.max(a - b), a, b), "the sign of the difference is kept",
              "Without an absolute value any gradient that is too small passes: `np.abs`."),
        wrong(lambda a, b: np.max(np.abs(a - b)) <= 1e-6, "the difference is compared with a fixed 1e-6",
              "If all gradients are tiny, that passes everything: compare with their own size."),
        wrong(lambda a, b: np.max(np.abs(a - b)) < 1e-6 * np.max(np.abs(a) + np.abs(b)),
              "two gradients of zeros count as different",
              "A difference of 0 is at most 1e-6 times 0: compare with `<=`, and multiply by the size instead of "
              "dividing by it, for 0 / 0 is nan."),
        wrong(np.allclose, "`np.allclose` decides with its own tolerances",
              "It lets 1e-5 pass, and any difference of 1e-8: write the comparison yourself."),
        wrong(lambda a, b: np.max(np.abs(a - b)) <= 1e-6 * np.max(np.abs(b)),
              "the difference is compared with the nudged gradient alone",
              "Add the two sizes, |computed| + |nudged|: then it does not matter which of them comes first."),
        wrong(lambda a, b: np.sum(np.abs(a - b)) <= 1e-6 * np.sum(np.abs(a) + np.abs(b)),
              "the sums are compared",
              "A wrong entry gets lost among many right ones: take the largest difference, and the largest size."),
        wrong(lambda a, b: np.linalg.norm(a - b) <= 1e-6 * np.linalg.norm(np.abs(a) + np.abs(b)),
              "the length of the difference is compared with the length of all sizes",
              "A wrong entry gets lost among many right ones: `np.max` of the differences, and of the sizes."),
        wrong(lambda a, b: _is_small(np.max(np.abs(a) - np.abs(b)), a, b), "the sizes are subtracted",
              "−1 and 1 have one size and differ by 2: subtract first, then take `np.abs`."),
        wrong(lambda a, b: np.max(np.abs(a - b)) <= 1e-6 * np.abs(np.max(a + b)),
              "the two gradients are added with their signs",
              "A large negative entry should count, too: |computed| + |nudged|."),
        wrong(lambda a, b: np.max(np.abs(a - b)) > 1e-6 * np.max(np.abs(a) + np.abs(b)),
              "the comparison is turned round",
              "True should mean that they agree: `<=`."),
        wrong(lambda a, b: _is_small(np.median(np.abs(a - b)), a, b), "the median difference is taken",
              "Half of the entries may be wrong then: take the largest difference, `np.max`."),
        wrong(lambda a, b: _is_small(np.abs(a - b)[0], a, b), "only the first entry is looked at",
              "Does `return` stand inside the loop? All entries have to agree."),
        wrong(lambda a, b: np.max(np.abs(a - b)) <= 1e-6 * np.max(np.abs(a)),
              "the difference is compared with one of the two gradients, not with both",
              "Add the two sizes, |computed| + |nudged|: then it does not matter which of them is wrong."),
        wrong(lambda a, b: _is_small(np.max(np.abs(a - b)) / 1000, a, b), "a thousandth is still taken as agreement",
              "Centred differences are better than that: ask for 1e-6, and small mistakes are found too."),
        wrong(lambda a, b: _is_small(100 * np.max(np.abs(a - b)), a, b), "a difference of 1e-8 is asked for",
              "Nudging is an estimate, and round-off alone can be larger than that: ask for 1e-6."),
        wrong(lambda a, b: _is_small(np.mean(np.abs(a - b)), a, b), "the mean difference is taken",
              "One wrong entry among many right ones has to be found: take the largest difference, `np.max`."),
        wrong(lambda a, b: np.all(np.abs(a - b) <= 1e-6 * (np.abs(a) + np.abs(b))),
              "each entry is compared with its own size",
              "Nudging never finds an exact 0: compare all with the largest entry."),
        wrong(lambda a, b: np.all(a == b), "exact equality is asked for",
              "Nudging is an estimate, with round-off: leave it a little room."),
        wrong(lambda a, b: _is_small(np.min(np.abs(a - b)), a, b), "one entry that agrees is enough",
              "All entries have to agree: take the largest difference, `np.max`."),
        wrong(lambda a, b: _is_small(np.abs(np.linalg.norm(a) - np.linalg.norm(b)), a, b),
              "only the lengths of the two gradients are compared",
              "[3, 4] and [4, 3] have one length and point different ways: compare entry by entry."),
    ),
)  # fmt: skip


EXERCISES = (BIAS, LOGITS, TWO_LAYERS, CHECK)
