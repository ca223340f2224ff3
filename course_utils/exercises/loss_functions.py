"""What notebook 01 asks you to write, and what people write by mistake.

Rows are examples and columns are classes throughout.
"""

import numpy as np

from course_utils.exercises.exercise import Exercise, Property, WrongAnswer
from course_utils.losses import accuracy, cross_entropy, one_hot, softmax

NOTEBOOK = "01_loss_functions"

_random = np.random.default_rng(1)


# One-hot rows


def _labels_from_one(labels, n_classes):
    return np.eye(n_classes)[labels - 1]


def _one_hot_columns(labels, n_classes):
    return one_hot(labels, n_classes).T


def _label_in_place_of_one(labels, n_classes):
    return one_hot(labels, n_classes) * labels[:, np.newaxis]


def _as_many_classes_as_seen(labels, n_classes):
    return np.eye(labels.max() + 1)[labels]


def _every_label_in_every_row(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    rows[:, labels] = 1
    return rows


def _one_row_for_all(labels, n_classes):
    row = np.zeros(n_classes)
    row[labels] = 1
    return row


def _row_of_the_example(labels, n_classes):
    return np.eye(len(labels), n_classes)


def _has_single_ones(answer, labels, n_classes):
    return np.sum(answer(labels, n_classes), axis=1) == 1


ONE_HOT = Exercise(
    notebook=NOTEBOOK,
    name="one_hot",
    signature="one_hot(labels, n_classes)",
    asks=("Turn class numbers, counted from 0, into one row per label: 1 in the column of the class and 0 elsewhere."),
    answer=one_hot,
    cases=(
        (np.array([1]), 3),
        (np.array([0, 2]), 4),
        (np.array([2, 0, 1]), 3),
        (np.array([0, 0]), 2),
        (_random.integers(0, 10, 5), 10),
    ),
    properties=(Property(_has_single_ones, "Each row should hold one single 1."),),
    hints=(
        "Start from zeros: `np.zeros((len(labels), n_classes))`, a row for each label.",
        "Row i gets its 1 in column labels[i]. A loop over the rows will do.",
        "Without a loop: row k of `np.eye(n_classes)` is the one-hot row of class k.",
    ),
    wrong_answers=(
        WrongAnswer(
            _labels_from_one,
            "classes are counted from 1",
            "Label 0 belongs to the first column, which NumPy calls column 0.",
        ),
        WrongAnswer(
            _one_hot_columns,
            "each label fills a column instead of a row",
            "Rows are examples: the shape is `(len(labels), n_classes)`.",
        ),
        WrongAnswer(
            _label_in_place_of_one,
            "the label itself is written where the 1 belongs",
            "The column already tells the class; the number in it is always 1.",
        ),
        WrongAnswer(
            _as_many_classes_as_seen,
            "there are only as many columns as the largest label needs",
            "A class may be missing from these labels and still exist: use `n_classes`.",
        ),
        WrongAnswer(
            _every_label_in_every_row,
            "every row gets a 1 for every label",
            "`rows[:, labels]` means all rows; pair each row with its own label: "
            "`rows[np.arange(len(labels)), labels]`.",
        ),
        WrongAnswer(
            _one_row_for_all,
            "all labels share a single row",
            "Each label needs a row of its own, so the result has two dimensions.",
        ),
        WrongAnswer(
            _row_of_the_example,
            "the 1 stands at the example's own number instead of its label's",
            "Row i gets its 1 in column labels[i], not in column i.",
        ),
    ),
)


# Softmax


def _exponentials(logits):
    return np.exp(logits - logits.max(axis=-1, keepdims=True))


def _softmax_that_overflows(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)


def _softmax_down_the_columns(logits):
    return softmax(logits.T).T


def _softmax_of_the_whole_batch(logits):
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum()


def _softmax_with_one_maximum(logits):
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def _softmax_without_keepdims(logits):
    exponentials = _exponentials(logits)
    return exponentials / exponentials.sum(axis=-1)


def _softmax_of_divided_scores(logits):
    return softmax(logits / logits.max(axis=-1, keepdims=True))


def _softmax_in_place(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    return softmax(logits)


def _just_exponentials(logits):
    return np.exp(logits)


def _shares_without_exponentials(logits):
    return logits / logits.sum(axis=-1, keepdims=True)


def _softmax_of_minus(logits):
    return softmax(-logits)


def _hard_maximum(logits):
    return one_hot(logits.argmax(axis=-1), logits.shape[-1])


def _log_softmax(logits):
    return np.log(softmax(logits))


def _rows_sum_to_one(answer, logits):
    return np.isclose(np.sum(answer(logits), axis=-1), 1)


def _is_positive(answer, logits):
    return np.asarray(answer(logits)) >= 0


def _ignores_a_shift(answer, logits):
    return np.allclose(answer(logits), answer(logits + 5), atol=1e-6)


SOFTMAX = Exercise(
    notebook=NOTEBOOK,
    name="softmax",
    signature="softmax(logits)",
    asks=(
        "Turn each row of scores into probabilities: exp of each score, divided by the sum "
        "of the row's. It must work for scores of 1000, too."
    ),
    answer=softmax,
    cases=(
        (np.array([[3.0, -1.0]]),),
        (np.array([[0, 2], [1, 4]]),),
        (np.array([[1000.0, 999.0]]),),
        (np.array([[1000.0, 999.0], [-2.0, 1.0]]),),
        (np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 3.0]]),),
        (_random.normal(size=(4, 3)),),
        (_random.normal(size=(3, 3)),),
    ),
    properties=(
        Property(_rows_sum_to_one, "Each row of probabilities should sum to 1."),
        Property(_is_positive, "A probability is never negative."),
        Property(_ignores_a_shift, "Adding 5 to all scores of a row should change nothing."),
    ),
    hints=(
        "Two steps: `np.exp` makes every score positive, then each row is divided by its sum.",
        "`.sum(axis=-1, keepdims=True)` sums each row and keeps the shape fit for dividing.",
        "exp(1000) overflows. Subtract each row's largest score first: it cancels in the ratio.",
    ),
    wrong_answers=(
        WrongAnswer(
            _softmax_that_overflows,
            "exp is taken of large scores as they are, and exp(1000) overflows to infinity",
            "Subtract each row's largest score first: the ratio stays the same.",
        ),
        WrongAnswer(
            _softmax_down_the_columns,
            "each column is made to sum to 1",
            "Rows are examples, so each row has to sum to 1: use `axis=-1`.",
        ),
        WrongAnswer(
            _softmax_of_the_whole_batch,
            "the sum runs over the whole batch, so that all rows together sum to 1",
            "One row is one example: sum each row alone, with `axis=-1, keepdims=True`.",
        ),
        WrongAnswer(
            _softmax_with_one_maximum,
            "one maximum of the whole batch is subtracted from every row",
            "Next to a row of large scores, exp of the small ones becomes 0, and 0/0 is nan: "
            "take each row's own maximum.",
        ),
        WrongAnswer(
            _softmax_without_keepdims,
            "the row sums lose their dimension (no `keepdims=True`)",
            "Sums of shape (n,) are lined up with the columns; `keepdims=True` keeps "
            "them (n, 1), a column beside the rows.",
        ),
        WrongAnswer(
            _softmax_of_divided_scores,
            "the scores are divided by their maximum before the exp",
            "Subtract the maximum: a difference cancels in the ratio, a factor does not.",
        ),
        WrongAnswer(
            _softmax_in_place,
            "the array of logits is changed on the way (`-=` works in place)",
            "Write `shifted = logits - …`, which makes a new array.",
        ),
        WrongAnswer(
            _just_exponentials,
            "exp is taken and nothing is divided",
            "Divide each row of exponentials by its sum.",
        ),
        WrongAnswer(
            _exponentials,
            "the exponentials are divided by the row's largest, not by its sum",
            "exp(z − max) is exp(z) divided by the largest exponential. "
            "What makes a row sum to 1 is dividing by its sum.",
        ),
        WrongAnswer(
            _shares_without_exponentials,
            "the scores themselves are divided by their sum",
            "Scores can be negative; `np.exp` makes them positive before you divide.",
        ),
        WrongAnswer(
            _softmax_of_minus,
            "exp is taken of minus the scores",
            "The highest score should get the highest probability: no minus sign.",
        ),
        WrongAnswer(
            _hard_maximum,
            "the highest score takes the whole probability",
            "That is a hard maximum. Softmax leaves every class a share: start from `np.exp`.",
        ),
        WrongAnswer(
            _log_softmax,
            "the logarithm is taken of the probabilities",
            "Leave the last log out: the probabilities themselves are asked for.",
        ),
    ),
)


# Cross-entropy


def _with_logarithm(log):
    """The formula with another logarithm, and 0 · log 0 = 0 as it should be."""

    def loss(probabilities, targets):
        logs = np.zeros_like(probabilities)
        log(probabilities, where=targets != 0, out=logs)
        return -(targets * logs).sum(axis=-1)

    return loss


def _without_minus(probabilities, targets):
    return -cross_entropy(probabilities, targets)


def _swapped(probabilities, targets):
    return -(probabilities * np.log(targets)).sum(axis=-1)


def _zero_times_infinity(probabilities, targets):
    return -(targets * np.log(probabilities)).sum(axis=-1)


def _entropy_of_the_prediction(probabilities, targets):
    return cross_entropy(probabilities, probabilities)


def _logs_of_all_classes(probabilities, targets):
    return -np.log(probabilities).sum(axis=-1)


def _both_sides(probabilities, targets):
    return cross_entropy(probabilities, targets) + cross_entropy(1 - probabilities, 1 - targets)


def _terms(probabilities, targets):
    return np.where(targets != 0, -targets * np.log(probabilities), 0)


def _sum_of_all_examples(probabilities, targets):
    return cross_entropy(probabilities, targets).sum()


def _mean_of_all_examples(probabilities, targets):
    return cross_entropy(probabilities, targets).mean()


def _mean_over_classes(probabilities, targets):
    return cross_entropy(probabilities, targets) / probabilities.shape[-1]


def _losses_of_classes(probabilities, targets):
    return _terms(probabilities, targets).sum(axis=0)


def _squared_errors(probabilities, targets):
    return ((probabilities - targets) ** 2).sum(axis=-1)


def _is_never_negative(answer, probabilities, targets):
    return np.asarray(answer(probabilities, targets)) >= -1e-6


_SLIDE = np.array([[0.2, 0.7, 0.1]]), np.array([[0, 1, 0]])
_BATCH = np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]), np.array([[0, 1, 0], [0, 1, 0]])
_SURE = np.array([[1.0, 0.0], [0.25, 0.75]]), np.array([[1, 0], [1, 0]])
_RANDOM = softmax(_random.normal(size=(4, 3))), one_hot(_random.integers(0, 3, 4), 3)
_SQUARE = softmax(_random.normal(size=(3, 3))), one_hot(_random.integers(0, 3, 3), 3)
_WIDE = softmax(_random.normal(size=(3, 5))), one_hot(_random.integers(0, 5, 3), 5)

CROSS_ENTROPY = Exercise(
    notebook=NOTEBOOK,
    name="cross_entropy",
    signature="cross_entropy(probabilities, targets)",
    asks=(
        "For each row, −Σ yᵢ log ŷᵢ with the natural logarithm: one number per example. "
        "A class whose target is 0 adds nothing, even where its probability is 0."
    ),
    answer=cross_entropy,
    cases=(_SLIDE, _BATCH, _SURE, _RANDOM, _SQUARE, _WIDE),
    properties=(Property(_is_never_negative, "A cross-entropy is never negative."),),
    hints=(
        "Only the true class counts: its loss is minus the log of its probability.",
        "`targets * np.log(probabilities)` is 0 at every other class; sum over each row with `axis=-1`.",
        "log 0 is −∞, and 0 · −∞ is nan. Pick the true class's probability first, "
        "`(targets * probabilities).sum(axis=-1)`, and take its log.",
    ),
    wrong_answers=(
        WrongAnswer(
            _with_logarithm(np.log10),
            "the logarithm has base 10",
            "Cross-entropy takes the natural logarithm, which NumPy calls `np.log`.",
        ),
        WrongAnswer(
            _with_logarithm(np.log2),
            "the logarithm has base 2",
            "Base 2 counts bits, base e counts nats: here `np.log` is asked for.",
        ),
        WrongAnswer(
            _without_minus,
            "the minus sign is missing",
            "The log of a probability is negative; the minus makes it a loss to bring down.",
        ),
        WrongAnswer(
            _swapped,
            "log is taken of the targets and not of the probabilities",
            "y weighs, log ŷ is weighed: `targets * np.log(probabilities)`. The targets hold zeros, whose log is −∞.",
        ),
        WrongAnswer(
            _zero_times_infinity,
            "0 · log 0 is computed, which gives nan",
            "Such a class should add 0. Pick the true class's probability first, "
            "`(targets * probabilities).sum(axis=-1)`, then take the log.",
        ),
        WrongAnswer(
            _entropy_of_the_prediction,
            "the logs are weighed by the probabilities instead of the targets",
            "Σ ŷ log ŷ never looks at the truth: weigh with `targets`.",
        ),
        WrongAnswer(
            _logs_of_all_classes,
            "the logs of all classes are added up",
            "Multiply by `targets` first: only the true class counts.",
        ),
        WrongAnswer(
            _both_sides,
            "the other classes are charged log(1 − ŷ) as well",
            "That is the loss of separate yes-or-no questions. "
            "Here the classes share one total of 1, and the true one's term is enough.",
        ),
        WrongAnswer(
            _terms,
            "the terms are left standing class by class",
            "Add up each row with `.sum(axis=-1)`: one number per example.",
        ),
        WrongAnswer(
            _sum_of_all_examples,
            "the losses of all examples are added to one number",
            "Sum over the classes only, `axis=-1`, so that each example keeps its loss.",
        ),
        WrongAnswer(
            _mean_of_all_examples,
            "the losses of all examples are averaged",
            "Averaging is the next exercise, the cost. Here each example keeps its own loss.",
        ),
        WrongAnswer(
            _mean_over_classes,
            "the terms of a row are averaged instead of summed",
            "The formula has a Σ over the classes: `.sum(axis=-1)`, not `.mean`.",
        ),
        WrongAnswer(
            _losses_of_classes,
            "the sum runs down each column",
            "Rows are examples: sum along each row, `axis=-1`.",
        ),
        WrongAnswer(
            _squared_errors,
            "the squared differences are added up",
            "That is a squared error, the other common loss. Here take `np.log`.",
        ),
    ),
)


# The cost


def cost(probabilities, targets):
    """The mean of the examples' cross-entropies."""
    return cross_entropy(probabilities, targets).mean()


def _cost_per_class(probabilities, targets):
    return cost(probabilities, targets) / probabilities.shape[-1]


def _sum_over_number_of_classes(probabilities, targets):
    return cross_entropy(probabilities, targets).sum() / probabilities.shape[-1]


def _cost_without_minus(probabilities, targets):
    return -cost(probabilities, targets)


def _cost_with_nan(probabilities, targets):
    return _zero_times_infinity(probabilities, targets).mean()


def _cost_in_base_10(probabilities, targets):
    return cost(probabilities, targets) / np.log(10)


def _cost_in_base_2(probabilities, targets):
    return cost(probabilities, targets) / np.log(2)


def _cost_after_another_softmax(probabilities, targets):
    return cost(softmax(probabilities), targets)


def _log_of_the_mean(probabilities, targets):
    return -np.log((probabilities * targets).sum(axis=-1).mean())


def _worst_loss(probabilities, targets):
    return cross_entropy(probabilities, targets).max()


def _mean_of_squares(probabilities, targets):
    return ((probabilities - targets) ** 2).mean()


COST = Exercise(
    notebook=NOTEBOOK,
    name="cost",
    signature="cost(probabilities, targets)",
    asks="The mean over the examples of their cross-entropies: one number for the whole batch.",
    answer=cost,
    cases=(_SLIDE, _BATCH, _SURE, _RANDOM, _SQUARE, _WIDE),
    properties=(Property(_is_never_negative, "A cost of cross-entropies is never negative."),),
    hints=(
        "`cross_entropy(probabilities, targets)` gives one loss per example. What is their mean?",
        "`.mean()` adds up and divides by how many there are.",
    ),
    wrong_answers=(
        WrongAnswer(
            _sum_of_all_examples,
            "the losses are added up and not divided",
            "Take the mean, so that a batch of 10 and one of 1000 can be compared.",
        ),
        WrongAnswer(
            cross_entropy,
            "every example keeps its own loss",
            "Those are the right losses. The cost is one number: their `.mean()`.",
        ),
        WrongAnswer(
            _cost_per_class,
            "the mean runs over the classes as well",
            "Sum over the classes first; only the examples are averaged.",
        ),
        WrongAnswer(
            _sum_over_number_of_classes,
            "the sum is divided by the number of classes",
            "Divide by the number of examples, which is `len(targets)`.",
        ),
        WrongAnswer(
            _cost_without_minus,
            "the minus sign of the losses is missing",
            "Each loss is minus a log, and so positive.",
        ),
        WrongAnswer(
            _cost_with_nan,
            "some 0 · log 0 turns the whole mean into nan",
            "A class whose target is 0 adds 0: `cross_entropy` of the course does it right.",
        ),
        WrongAnswer(
            _cost_in_base_10,
            "the losses are taken with logarithms of base 10",
            "Use the natural logarithm, `np.log`.",
        ),
        WrongAnswer(
            _cost_in_base_2,
            "the losses are taken with logarithms of base 2",
            "That counts bits. The natural logarithm is `np.log`.",
        ),
        WrongAnswer(
            _cost_after_another_softmax,
            "softmax is applied to what are probabilities already",
            "A second softmax flattens them: pass the probabilities as they come.",
        ),
        WrongAnswer(
            _log_of_the_mean,
            "the probabilities are averaged first and the log comes last",
            "The order matters: take each example's loss, then average the losses.",
        ),
        WrongAnswer(
            _worst_loss,
            "only the worst example counts",
            "All examples count alike: use `.mean()`, not `.max()`.",
        ),
        WrongAnswer(
            _mean_of_squares,
            "the squared differences are averaged",
            "That is the mean squared error; here average the cross-entropies.",
        ),
    ),
)


# Accuracy


def _compares_the_highest_score(scores, labels):
    return np.mean(scores.max(axis=1) == labels)


def _compares_every_number(scores, labels):
    return np.mean((scores > 0.5) == one_hot(labels, scores.shape[1]))


def _counts(scores, labels):
    return (scores.argmax(axis=1) == labels).sum()


def _percent(scores, labels):
    return 100 * accuracy(scores, labels)


def _error_rate(scores, labels):
    return 1 - accuracy(scores, labels)


def _best_example_of_each_class(scores, labels):
    return np.mean(scores.argmax(axis=0) == labels)


def _lowest_score(scores, labels):
    return accuracy(-scores, labels)


def _hits(scores, labels):
    return scores.argmax(axis=1) == labels


def _mean_score_of_the_truth(scores, labels):
    return scores[np.arange(len(labels)), labels].mean()


def _predictions(scores, labels):
    return scores.argmax(axis=1)


def _is_a_share(answer, scores, labels):
    share = np.asarray(answer(scores, labels))
    return (share >= 0) & (share <= 1)


_LOGITS = _random.normal(size=(6, 4))

ACCURACY = Exercise(
    notebook=NOTEBOOK,
    name="accuracy",
    signature="accuracy(scores, labels)",
    asks=(
        "The share of examples, from 0 to 1, whose highest score stands at the true class. "
        "The labels are class numbers."
    ),
    answer=accuracy,
    cases=(
        (np.array([[0.2, 0.7, 0.1]]), np.array([1])),
        (np.array([[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]), np.array([1, 2])),
        (np.array([[1, 3], [2, 0], [5, 4]]), np.array([0, 0, 0])),
        (np.array([[2.0, 1.0, 0.5], [0.1, 1.5, 2.5], [3.0, 2.0, 4.0]]), np.array([0, 1, 2])),
        (_LOGITS, np.where(np.arange(6) < 4, _LOGITS.argmax(axis=1), 0)),
    ),
    properties=(Property(_is_a_share, "An accuracy lies between 0 and 1."),),
    hints=(
        "`scores.argmax(axis=1)` is the class that each row bets on.",
        "Compare those classes with `labels`: True where they agree, False elsewhere.",
        "True counts as 1 and False as 0, so `np.mean` of the comparison is the share of hits.",
    ),
    wrong_answers=(
        WrongAnswer(
            _compares_the_highest_score,
            "the highest score itself is compared with the label",
            "You need its place, not its value: `argmax` instead of `max`.",
        ),
        WrongAnswer(
            _compares_every_number,
            "every score is compared with the one-hot target",
            "An example counts once, as a hit or not: compare `argmax` of each row with its label.",
        ),
        WrongAnswer(
            _counts,
            "the hits are counted",
            "Divide by the number of examples: `np.mean` instead of `np.sum`.",
        ),
        WrongAnswer(
            _percent,
            "the share is given in per cent",
            "Leave it between 0 and 1: no factor of 100.",
        ),
        WrongAnswer(
            _error_rate,
            "the misses are counted instead of the hits",
            "Use `==`, not `!=`.",
        ),
        WrongAnswer(
            _best_example_of_each_class,
            "the best example of each class is searched for (`axis=0`)",
            "Rows are examples: `argmax(axis=1)` finds the best class of each.",
        ),
        WrongAnswer(
            _lowest_score,
            "the lowest score wins",
            "The network bets on its highest score: `argmax`, not `argmin`.",
        ),
        WrongAnswer(
            _hits,
            "every example keeps its True or False",
            "Those are the hits. The accuracy is one number: their mean.",
        ),
        WrongAnswer(
            _mean_score_of_the_truth,
            "the scores of the true classes are averaged",
            "Accuracy does not ask how high the score is, only whether it is the row's highest.",
        ),
        WrongAnswer(
            _predictions,
            "the predicted classes are returned",
            "Compare them with `labels`, and take the mean of the comparison.",
        ),
    ),
)


EXERCISES = (ONE_HOT, SOFTMAX, CROSS_ENTROPY, COST, ACCURACY)
