"""What notebook 01 asks you to write, and what people write by mistake.

Rows are examples and columns are classes throughout. z are logits, p probabilities and y their one-hot targets.
"""

import numpy as np

from course_utils.exercises.exercise import Exercise, always, wrong
from course_utils.losses import accuracy, cross_entropy, one_hot, softmax

NOTEBOOK = "01_loss_functions"

_random = np.random.default_rng(1)


# One-hot rows


def _row_and_column_exchanged(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        rows[label, i] = 1
    return rows


ONE_HOT = Exercise(
    one_hot,
    asks="Turn class numbers, counted from 0, into one row per label: 1 in the column of the class and 0 elsewhere.",
    cases=(
        (np.array([1]), 3),
        (np.array([0, 2]), 4),
        (np.array([2, 0, 1]), 3),
        (np.array([0, 0]), 2),
        (np.array([1, 0, 0]), 4),
        (_random.integers(0, 10, 5), 10),
    ),
    properties=(
        always(lambda answer, labels, n: np.sum(answer(labels, n), axis=1) == 1, "Each row should hold one single 1."),
    ),
    hints=(
        "Start from zeros: `np.zeros((len(labels), n_classes))`, a row for each label.",
        "Row i gets its 1 in column labels[i]. A loop over the rows will do.",
        "Without a loop: row k of `np.eye(n_classes)` is the one-hot row of class k.",
    ),
    wrong_answers=(
        wrong(lambda labels, n: np.eye(n)[labels - 1], "classes are counted from 1",
              "Label 0 belongs to the first column, which NumPy calls column 0."),
        wrong(lambda labels, n: one_hot(labels, n).T, "each label fills a column instead of a row",
              "Rows are examples: the shape is `(len(labels), n_classes)`."),
        wrong(_row_and_column_exchanged, "the 1 of example i is written into row labels[i], column i",
              "Row first, then column: `rows[i, labels[i]] = 1`."),
        wrong(lambda labels, n: one_hot(labels, n) * labels[:, None], "the label itself is written where the 1 belongs",
              "The column already tells the class; the number in it is always 1."),
        wrong(lambda labels, _: np.eye(max(labels) + 1)[labels],
              "there are only as many columns as the largest label needs",
              "A class may be missing from these labels and still exist: use `n_classes`."),
        wrong(lambda labels, n: np.tile(one_hot(labels, n).max(axis=0), (len(labels), 1)),
              "every row gets a 1 for every label",
              "`rows[:, labels]` means all rows; pair each row with its own label: "
              "`rows[np.arange(len(labels)), labels]`."),
        wrong(lambda labels, n: one_hot(labels, n).max(axis=0), "all labels share a single row",
              "Each label needs a row of its own, so the result has two dimensions."),
        wrong(lambda labels, n: np.eye(len(labels), n),
              "the 1 stands at the example's own number instead of its label's",
              "Row i gets its 1 in column labels[i], not in column i."),
    ),
)  # fmt: skip


# Softmax


def _exponentials(z):
    return np.exp(z - z.max(axis=-1, keepdims=True))


def _divided_by_sum(values, axis=-1, keepdims=True):
    return values / values.sum(axis=axis, keepdims=keepdims)


def _log_softmax(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return softmax(z)


SOFTMAX = Exercise(
    softmax,
    asks=(
        "Turn each row of scores into probabilities: exp of each score, divided by the sum "
        "of the row's. It must work for scores of 1000, too."
    ),
    cases=(
        (np.array([[3.0, -1.0]]),),
        (np.array([[0, 2], [1, 4]]),),
        (np.array([[0.0, 0.0]]),),
        (np.array([[1000.0, 0.0]]),),
        (np.array([[2000.0, 0.0]]),),
        (np.array([[1000.0, 999.0]]),),
        (np.array([[400.0, 300.0]]),),
        (np.array([[150.0, -50.0]]),),
        (np.array([[900.0, 0.0, 0.0]]),),
        (np.array([[-1000.0, -1001.0, -4000.0]]),),
        (np.array([[1000.0, 999.0], [-2.0, 1.0]]),),
        (np.array([[740.0, 739.0], [0.0, 1.0]]),),
        (np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 3.0]]),),
        (_random.normal(size=(4, 3)),),
        (_random.normal(size=(3, 3)),),
    ),
    properties=(
        always(lambda answer, z: np.isclose(np.sum(answer(z), axis=-1), 1),
               "Each row of probabilities should sum to 1."),
        always(lambda answer, z: np.asarray(answer(z)) >= 0, "A probability is never negative."),
        always(lambda answer, z: np.allclose(answer(z), answer(z + 5), atol=1e-6),
               "Adding 5 to all scores of a row should change nothing."),
    ),
    hints=(
        "Two steps: `np.exp` makes every score positive, then each row is divided by its sum.",
        "`.sum(axis=-1, keepdims=True)` sums each row and keeps the shape fit for dividing.",
        "exp(1000) overflows. Subtract each row's largest score first: it cancels in the ratio.",
    ),
    wrong_answers=(
        wrong(lambda z: _divided_by_sum(np.exp(z)),
              "exp is taken of large scores as they are, and exp(1000) overflows to infinity",
              "Subtract each row's largest score first: the ratio stays the same."),
        wrong(lambda z: softmax(z.T).T, "each column is made to sum to 1",
              "Rows are examples, so each row has to sum to 1: use `axis=-1`."),
        wrong(lambda z: _divided_by_sum(np.exp(z - z.max()), axis=None),
              "the sum runs over the whole batch, so that all rows together sum to 1",
              "One row is one example: sum each row alone, with `axis=-1, keepdims=True`."),
        wrong(lambda z: _divided_by_sum(np.exp(z - z.max())),
              "one maximum of the whole batch is subtracted from every row",
              "Next to a row of large scores, exp of the small ones becomes 0, and 0/0 is nan: "
              "take each row's own maximum."),
        wrong(lambda z: _divided_by_sum(np.exp(z - z.min(axis=-1, keepdims=True))),
              "each row's smallest score is subtracted, so that exp of the largest can still overflow",
              "Any shift cancels in the ratio, but only the largest score leaves no exponent above 0: use `max`."),
        wrong(lambda z: _divided_by_sum(np.exp(z - z.mean(axis=-1, keepdims=True))),
              "each row's mean is subtracted, so that exp of the largest can still overflow",
              "With scores of 2000 and 0 the mean leaves exp(1000). The largest score leaves no exponent above 0."),
        wrong(lambda z: _divided_by_sum(_exponentials(z), keepdims=False),
              "the row sums lose their dimension (no `keepdims=True`)",
              "Sums of shape (n,) are lined up with the columns; `keepdims=True` keeps "
              "them (n, 1), a column beside the rows."),
        wrong(lambda z: softmax(z / z.max(axis=-1, keepdims=True)),
              "the scores are divided by their maximum before the exp",
              "Subtract the maximum: a difference cancels in the ratio, a factor does not."),
        wrong(lambda z: np.nan_to_num(_divided_by_sum(np.exp(z))), "nan is replaced by 0 after exp has overflowed",
              "The row's probabilities are lost by then. Subtract its largest score first, and nothing overflows."),
        wrong(lambda z: _divided_by_sum(np.exp(np.clip(z, -500, 500))), "scores beyond a limit are cut off",
              "1000 and 999 become equal so. Subtract the row's largest score instead: the ratio stays the same."),
        wrong(lambda z: 1 / (1 + np.exp(-z)), "each score goes through a sigmoid of its own",
              "The classes of a row share one total: divide exp of each score by the sum of the row's."),
        wrong(_in_place, "the array of logits is changed on the way (`-=` works in place)",
              "Write `shifted = logits - …`, which makes a new array."),
        wrong(np.exp, "exp is taken and nothing is divided", "Divide each row of exponentials by its sum."),
        wrong(_exponentials, "the exponentials are divided by the row's largest, not by its sum",
              "exp(z − max) is exp(z) divided by the largest exponential. "
              "What makes a row sum to 1 is dividing by its sum."),
        wrong(_divided_by_sum, "the scores themselves are divided by their sum",
              "Scores can be negative; `np.exp` makes them positive before you divide."),
        wrong(lambda z: softmax(-z), "exp is taken of minus the scores",
              "The highest score should get the highest probability: no minus sign."),
        wrong(lambda z: one_hot(z.argmax(axis=-1), z.shape[-1]), "the highest score takes the whole probability",
              "That is a hard maximum. Softmax leaves every class a share: start from `np.exp`."),
        wrong(_log_softmax, "the logarithm is taken of the probabilities",
              "Leave the last log out: the probabilities themselves are asked for."),
    ),
)  # fmt: skip


# Cross-entropy


def _terms(p, y):
    return np.where(y != 0, -y * np.log(p), 0)


_SLIDE = np.array([[0.2, 0.7, 0.1]]), np.array([[0, 1, 0]])
_BATCH = np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]), np.array([[0, 1, 0], [0, 1, 0]])
_SURE = np.array([[1.0, 0.0], [0.25, 0.75]]), np.array([[1, 0], [1, 0]])
_ZERO = np.array([[0.0, 0.25, 0.75]]), np.array([[0, 1, 0]])
_IMPOSSIBLE = np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([[1, 0], [1, 0]])  # the truth was given probability 0
_RANDOM = softmax(_random.normal(size=(4, 3))), one_hot(_random.integers(0, 3, 4), 3)
_SQUARE = softmax(_random.normal(size=(3, 3))), one_hot(_random.integers(0, 3, 3), 3)
_WIDE = softmax(_random.normal(size=(3, 5))), one_hot(_random.integers(0, 5, 3), 5)

CROSS_ENTROPY = Exercise(
    cross_entropy,
    asks=(
        "For each row, −Σ yᵢ log ŷᵢ with the natural logarithm: one number per example. "
        "A class whose target is 0 adds nothing, even where its probability is 0."
    ),
    cases=(_SLIDE, _ZERO, _BATCH, _SURE, _IMPOSSIBLE, _RANDOM, _SQUARE, _WIDE),
    properties=(
        always(lambda answer, p, y: ~(np.asarray(answer(p, y)) < -1e-6), "A cross-entropy is never negative."),
    ),
    hints=(
        "Only the true class counts: its loss is minus the log of its probability.",
        "`targets * np.log(probabilities)` is 0 at every other class; sum over each row with `axis=-1`.",
        "log 0 is −∞, and 0 · −∞ is nan. Pick the true class's probability first, "
        "`(targets * probabilities).sum(axis=-1)`, and take its log.",
    ),
    wrong_answers=(
        wrong(lambda p, y: cross_entropy(p, y) / np.log(10), "the logarithm has base 10",
              "Cross-entropy takes the natural logarithm, which NumPy calls `np.log`."),
        wrong(lambda p, y: cross_entropy(p, y) / np.log(2), "the logarithm has base 2",
              "Base 2 counts bits, base e counts nats: here `np.log` is asked for."),
        wrong(lambda p, y: -cross_entropy(p, y), "the minus sign is missing",
              "The log of a probability is negative; the minus makes it a loss to bring down."),
        wrong(lambda p, y: -(p * np.log(y)).sum(axis=-1), "log is taken of the targets and not of the probabilities",
              "y weighs, log ŷ is weighed: `targets * np.log(probabilities)`. "
              "The targets hold zeros, whose log is −∞."),
        wrong(lambda p, y: -(y * np.log(p)).sum(axis=-1), "0 · log 0 is computed, which gives nan",
              "Such a class should add 0. Pick the true class's probability first, "
              "`(targets * probabilities).sum(axis=-1)`, then take the log."),
        wrong(lambda p, y: -np.nan_to_num((y * np.log(p)).sum(axis=-1)), "nan is replaced by 0 after the sum",
              "One 0 · log 0 makes the whole sum nan, and then the loss of the true class is lost with it: "
              "leave classes out whose target is 0, before you add."),
        wrong(lambda p, y: -np.nan_to_num(y * np.log(p)).sum(axis=-1), "nan and infinity are replaced by numbers",
              "0 · log 0 becomes 0, as it should; but a true class with probability 0 costs infinity. "
              "Pick the true class's probability, `(targets * probabilities).sum(axis=-1)`, and take its log."),
        wrong(lambda p, y: cross_entropy(np.maximum(p, 1e-9), y), "probabilities of 0 are raised to a tiny number",
              "A truth that was held impossible costs infinity, and a tiny number hides that. "
              "Pick the true class's probability, `(targets * probabilities).sum(axis=-1)`, and take its log."),
        wrong(lambda p, y: cross_entropy(np.where(p == 0, 1, p), y), "probabilities of 0 are replaced by 1",
              "log 1 is 0, so that the worst mistake costs nothing. Pick the true class's probability first, "
              "`(targets * probabilities).sum(axis=-1)`: then only its log counts."),
        wrong(lambda p, y: -np.log(p * y).sum(axis=-1), "the log is taken of the products with the targets",
              "Where a target is 0 that is log 0. Add up the products first, and take the log of the sum."),
        wrong(lambda p, y: 1 - (p * y).sum(axis=-1), "1 minus the true class's probability is taken",
              "The loss is minus its logarithm, which grows without limit as the probability falls to 0."),
        wrong(lambda p, y: -np.log(p.max(axis=-1)), "the highest probability is taken, whatever the target",
              "The loss asks for the probability of the true class: `(targets * probabilities).sum(axis=-1)`."),
        wrong(lambda p, y: -np.log(1 - (p * y).sum(axis=-1)), "the log is taken of 1 minus the probability",
              "A sure and right answer should cost nothing: take the log of the true class's probability itself."),
        wrong(lambda p, y: cross_entropy(p, p), "the logs are weighed by the probabilities instead of the targets",
              "Σ ŷ log ŷ never looks at the truth: weigh with `targets`."),
        wrong(lambda p, y: -np.log(p).sum(axis=-1), "the logs of all classes are added up",
              "Multiply by `targets` first: only the true class counts."),
        wrong(lambda p, y: (_terms(p, y) + _terms(1 - p, 1 - y)).sum(axis=-1),
              "the other classes are charged log(1 − ŷ) as well",
              "That is the loss of separate yes-or-no questions. "
              "Here the classes share one total of 1, and the true one's term is enough."),
        wrong(_terms, "the terms are left standing class by class",
              "Add up each row with `.sum(axis=-1)`: one number per example."),
        wrong(lambda p, y: cross_entropy(p, y).sum(), "the losses of all examples are added to one number",
              "Sum over the classes only, `axis=-1`, so that each example keeps its loss."),
        wrong(lambda p, y: cross_entropy(p, y).mean(), "the losses of all examples are averaged",
              "Averaging is the next exercise, the cost. Here each example keeps its own loss."),
        wrong(lambda p, y: cross_entropy(p, y) / p.shape[-1], "the terms of a row are averaged instead of summed",
              "The formula has a Σ over the classes: `.sum(axis=-1)`, not `.mean`."),
        wrong(lambda p, y: _terms(p, y).sum(axis=0), "the sum runs down each column",
              "Rows are examples: sum along each row, `axis=-1`."),
        wrong(lambda p, y: ((p - y) ** 2).sum(axis=-1), "the squared differences are added up",
              "That is a squared error, the other common loss. Here take `np.log`."),
    ),
)  # fmt: skip


# The cost


def cost(probabilities, targets):
    """The mean of the examples' cross-entropies."""
    return cross_entropy(probabilities, targets).mean()


COST = Exercise(
    cost,
    asks="The mean over the examples of their cross-entropies: one number for the whole batch.",
    cases=(_SLIDE, _ZERO, _BATCH, _SURE, _IMPOSSIBLE, _RANDOM, _SQUARE, _WIDE),
    properties=(
        always(lambda answer, p, y: ~(np.asarray(answer(p, y)) < -1e-6),
               "A cost of cross-entropies is never negative."),
    ),
    hints=(
        "`cross_entropy(probabilities, targets)` gives one loss per example. What is their mean?",
        "`.mean()` adds up and divides by how many there are.",
    ),
    wrong_answers=(
        wrong(lambda p, y: cross_entropy(p, y).sum(), "the losses are added up and not divided",
              "Take the mean, so that a batch of 10 and one of 1000 can be compared."),
        wrong(cross_entropy, "every example keeps its own loss",
              "Those are the right losses. The cost is one number: their `.mean()`."),
        wrong(lambda p, y: cost(p, y) / p.shape[-1], "the mean runs over the classes as well",
              "Sum over the classes first; only the examples are averaged."),
        wrong(lambda p, y: cross_entropy(p, y).sum() / p.shape[-1], "the sum is divided by the number of classes",
              "Divide by the number of examples, which is `len(targets)`."),
        wrong(lambda p, y: -cost(p, y), "the minus sign of the losses is missing",
              "Each loss is minus a log, and so positive."),
        wrong(lambda p, y: -(y * np.log(p)).sum(axis=-1).mean(), "some 0 · log 0 turns the whole mean into nan",
              "A class whose target is 0 adds 0: `cross_entropy` of the course does it right."),
        wrong(lambda p, y: cost(p, y) / np.log(10), "the losses are taken with logarithms of base 10",
              "Use the natural logarithm, `np.log`."),
        wrong(lambda p, y: cost(p, y) / np.log(2), "the losses are taken with logarithms of base 2",
              "That counts bits. The natural logarithm is `np.log`."),
        wrong(lambda p, y: cost(softmax(p), y), "softmax is applied to what are probabilities already",
              "A second softmax flattens them: pass the probabilities as they come."),
        wrong(lambda p, y: -np.log((p * y).sum(axis=-1).mean()),
              "the probabilities are averaged first and the log comes last",
              "The order matters: take each example's loss, then average the losses."),
        wrong(lambda p, y: cross_entropy(p, y)[0], "only the first example's loss is returned",
              "Average the losses of all examples: `.mean()`."),
        wrong(lambda p, y: cross_entropy(p, y)[0] / len(y), "the loop ends after its first example",
              "Does `return` stand inside the loop? Add up all losses first, and divide behind the loop."),
        wrong(lambda p, y: cross_entropy(p, y)[-1] / len(y), "only the last example's loss is divided by N",
              "In a loop, `total = loss` forgets the losses before: add each one, `total += loss`."),
        wrong(lambda p, y: np.median(cross_entropy(p, y)), "the median of the losses is taken",
              "The mean is asked for: their sum, divided by how many there are."),
        wrong(lambda p, y: cross_entropy(np.maximum(p, 1e-9), y).mean(), "an infinite loss is replaced by a number",
              "A truth that was held impossible costs infinity, and so does the mean: leave it as it is."),
        wrong(lambda p, y: -np.log((p * y).mean()), "the mean runs over the products with the targets",
              "Take the loss of each example first, then the mean of the losses."),
        wrong(lambda p, y: cross_entropy(p, y).max(), "only the worst example counts",
              "All examples count alike: use `.mean()`, not `.max()`."),
        wrong(lambda p, y: ((p - y) ** 2).mean(), "the squared differences are averaged",
              "That is the mean squared error; here average the cross-entropies."),
    ),
)  # fmt: skip


# Accuracy


def _is_a_share(answer, scores, labels):
    share = np.asarray(answer(scores, labels))
    return (share >= 0) & (share <= 1)


_LOGITS = _random.normal(size=(6, 4))

ACCURACY = Exercise(
    accuracy,
    asks=(
        "The share of examples, from 0 to 1, whose highest score stands at the true class. "
        "The labels are class numbers. If two classes share the highest score, the first of them counts, as it does "
        "for `argmax`."
    ),
    cases=(
        (np.array([[0.2, 0.7, 0.1]]), np.array([1])),
        (np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]), np.array([1, 2])),
        (np.array([[0, 1], [2, 1]]), np.array([1, 0])),
        (np.array([[1, 3], [2, 0], [5, 4]]), np.array([0, 0, 0])),
        (np.array([[3, 2], [0, 2], [5, 4], [1, 7]]), np.array([1, 0, 0, 0])),
        (np.array([[2.0, 1.0, 0.5], [0.1, 1.5, 2.5], [3.0, 2.0, 4.0]]), np.array([0, 1, 2])),
        (np.array([[2, 2, 1]]), np.array([1])),  # a tie: class 0 is the bet
        (np.array([[0.5, 3.0, 3.0], [1.0, 1.0, 1.0], [4.0, 0.0, 4.0]]), np.array([1, 0, 2])),
        (_LOGITS, np.where(np.arange(6) < 4, _LOGITS.argmax(axis=1), 0)),
    ),
    properties=(always(_is_a_share, "An accuracy lies between 0 and 1."),),
    hints=(
        "`scores.argmax(axis=1)` is the class that each row bets on.",
        "Compare those classes with `labels`: True where they agree, False elsewhere.",
        "True counts as 1 and False as 0, so `np.mean` of the comparison is the share of hits.",
    ),
    wrong_answers=(
        wrong(lambda scores, labels: np.mean(scores.max(axis=1) == labels),
              "the highest score itself is compared with the label",
              "You need its place, not its value: `argmax` instead of `max`."),
        wrong(lambda scores, labels: np.mean((scores > 0.5) == one_hot(labels, scores.shape[1])),
              "every score is compared with the one-hot target",
              "An example counts once, as a hit or not: compare `argmax` of each row with its label."),
        wrong(lambda scores, labels: (scores.argmax(axis=1) == labels).sum(), "the hits are counted",
              "Divide by the number of examples: `np.mean` instead of `np.sum`."),
        wrong(lambda scores, labels: np.mean(np.argmax(scores) == labels), "argmax looks at the whole table at once",
              "`argmax(axis=1)` finds the best class of each row."),
        wrong(lambda scores, labels: (scores[0].argmax() == labels[0]) / len(labels),
              "only the first example counts",
              "Does `return` stand inside the loop? Then it ends after one round."),
        wrong(lambda scores, labels: 100 * accuracy(scores, labels), "the share is given in per cent",
              "Leave it between 0 and 1: no factor of 100."),
        wrong(lambda scores, labels: 1 - accuracy(scores, labels), "the misses are counted instead of the hits",
              "Use `==`, not `!=`."),
        wrong(lambda scores, labels: np.mean(scores.argmax(axis=0) == labels),
              "the best example of each class is searched for (`axis=0`)",
              "Rows are examples: `argmax(axis=1)` finds the best class of each."),
        wrong(lambda scores, labels: accuracy(-scores, labels), "the lowest score wins",
              "The network bets on its highest score: `argmax`, not `argmin`."),
        wrong(lambda scores, labels: np.mean((scores == scores.max(axis=1, keepdims=True))[range(len(labels)), labels]),
              "every class that shares the highest score counts as the one bet on",
              "At a tie the first of them is the bet, and no other: `argmax(axis=1)` picks it."),
        wrong(lambda scores, labels: accuracy(scores[:, ::-1], scores.shape[1] - 1 - labels),
              "at a tie the last class is the one bet on",
              "At a tie the first class counts: `argmax(axis=1)` picks it, and a loop does with `>`, not with `>=`."),
        wrong(lambda scores, labels: np.mean(scores.argmax(axis=1) == labels) == 1, "all examples have to be hits",
              "The share of the hits is asked for: `np.mean` of the comparison."),
        wrong(lambda scores, labels: np.any(scores.argmax(axis=1) == labels), "one hit is enough",
              "How many are hits, out of all? `np.mean` of the comparison says it."),
        wrong(lambda scores, labels: accuracy(scores, labels) / scores.shape[1],
              "the hits are divided by the number of all scores",
              "Divide by the number of examples: `len(labels)`."),
        wrong(lambda scores, labels: scores.argmax(axis=1) == labels, "every example keeps its True or False",
              "Those are the hits. The accuracy is one number: their mean."),
        wrong(lambda scores, labels: scores[np.arange(len(labels)), labels].mean(),
              "the scores of the true classes are averaged",
              "Accuracy does not ask how high the score is, only whether it is the row's highest."),
        wrong(lambda scores, labels: scores.argmax(axis=1), "the predicted classes are returned",
              "Compare them with `labels`, and take the mean of the comparison."),
    ),
)  # fmt: skip


EXERCISES = (ONE_HOT, SOFTMAX, CROSS_ENTROPY, COST, ACCURACY)
