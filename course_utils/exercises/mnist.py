"""What notebook 05 asks you to write, and what people write by mistake."""

import numpy as np

from course_utils.exercises.exercise import Exercise, always, wrong
from course_utils.losses import softmax
from course_utils.mnist import fit_into_box

NOTEBOOK = "05_mnist"

_random = np.random.default_rng(5)


# Counting mistakes


def confusion_matrix(labels, answers, n_classes):
    """How often examples of the class of a row got the answer of a column, shape (n_classes, n_classes)."""
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)  # counts[labels, answers] += 1 would count a pair only once
    return counts


def _of_some(chosen):
    """The matrix of those examples only, of which `chosen` says True or gives the places."""

    def counted(labels, answers, n_classes):
        picked = chosen(labels, answers)
        return confusion_matrix(labels[picked], answers[picked], n_classes)

    return counted


def _counted_once(labels, answers, n_classes):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    counts[labels, answers] += 1
    return counts


def _shares_of(axis):
    """The matrix divided by its sums along an axis; by the sum of all for None."""

    def shares(labels, answers, n_classes):
        counts = confusion_matrix(labels, answers, n_classes)
        return counts / counts.sum(axis=axis, keepdims=True)

    return shares


def _without_classes_that_lack(labels, answers, n_classes):
    return confusion_matrix(labels, answers, max(labels.max(), answers.max()) + 1)


def _counts_in_both_directions(labels, answers, n_classes):
    counts = confusion_matrix(labels, answers, n_classes)
    return counts + counts.T


CONFUSION_MATRIX = Exercise(
    confusion_matrix,
    asks=(
        "Count how often each class got each answer: in row i and column j stands how many examples of class i "
        "were answered j. Labels and answers are class numbers from 0 to n_classes − 1."
    ),
    cases=(
        (np.array([0]), np.array([1]), 2),
        (np.array([1, 1]), np.array([0, 0]), 2),
        (np.array([0, 1, 1]), np.array([0, 1, 1]), 3),
        (np.array([2, 0, 2, 1]), np.array([1, 0, 1, 0]), 3),
        (np.array([1, 1, 1, 0, 2]), np.array([0, 0, 1, 0, 1]), 4),
        (np.array([0, 3, 3, 3, 0, 1]), np.array([2, 1, 3, 1, 2, 1]), 4),
        (_random.integers(0, 3, 25), _random.integers(0, 3, 25), 3),
        (_random.integers(0, 5, 40), _random.integers(0, 4, 40), 5),
    ),
    properties=(
        always(lambda answer, labels, answers, n: np.sum(answer(labels, answers, n)) == len(labels),
               "Each example counts once, so the whole matrix should sum to the number of examples."),
    ),
    hints=(
        "Begin with zeros: `np.zeros((n_classes, n_classes), dtype=int)`.",
        "Each example adds 1 in the row of its label and the column of its answer.",
        "In a loop: `counts[labels[i], answers[i]] += 1`. Without one: `np.add.at(counts, (labels, answers), 1)`.",
    ),
    wrong_answers=(
        wrong(lambda labels, answers, n: confusion_matrix(answers, labels, n),
              "rows stand for the answers and columns for the true classes",
              "The true class chooses the row and the answer the column: `counts[label, answer]`."),
        wrong(_counted_once, "a pair of true class and answer counts only once, however often it comes",
              "`counts[labels, answers] += 1` reads all counts first and then writes, so a pair that comes twice gets "
              "the same 1 twice. `np.add.at` adds each of them, and so does `+=` in a loop."),
        wrong(_shares_of(1), "each row is divided by its sum",
              "The counts themselves are asked for, not their shares of a true class."),
        wrong(_shares_of(0), "each column is divided by its sum",
              "The counts themselves are asked for, not their shares of an answer."),
        wrong(_shares_of(None), "the counts are divided by the number of examples",
              "The counts themselves are asked for, not their shares of all examples."),
        wrong(_of_some(lambda labels, answers: labels != answers), "only the mistakes are counted",
              "What is right counts too: it stands on the diagonal, where label and answer agree."),
        wrong(_of_some(lambda labels, answers: labels == answers), "only the right answers are counted",
              "A mistake counts too: it stands in the row of the label and the column of the answer."),
        wrong(lambda labels, answers, n: confusion_matrix(labels - 1, answers - 1, n),
              "the classes are taken to begin at 1",
              "They begin at 0: class k has row k and column k, without a − 1. An index of −1 is the last."),
        wrong(_without_classes_that_lack, "only classes that occur in this batch have room",
              "Every class has its row and its column, also one that does not occur: `n_classes` says how many."),
        wrong(_counts_in_both_directions, "each example is counted in both directions",
              "A 4 answered as 9 is another mistake than a 9 answered as 4: count only `counts[label, answer]`."),
        wrong(lambda labels, answers, n: confusion_matrix(labels, labels, n), "the label stands in for the answer, too",
              "The row is that of the label, the column that of the answer."),
        wrong(lambda labels, answers, n: confusion_matrix(answers, answers, n),
              "the answer stands in for the label, too",
              "The row is that of the label, the column that of the answer."
              " What does your function do with `labels`?"),
        wrong(_of_some(lambda labels, answers: slice(-1)), "the last example is not counted",
              "`range(len(labels))` reaches all of them: it ends before its number, not at it."),
        wrong(_of_some(lambda labels, answers: slice(1, None)), "the first example is not counted",
              "Indices begin at 0: `range(len(labels))`."),
        wrong(_of_some(lambda labels, answers: slice(1)), "only the first example is counted",
              "Does `return` stand inside the loop? Then it ends after one round."),
        wrong(lambda labels, answers, n: np.diag(confusion_matrix(labels, answers, n)),
              "only the right answers of each class are counted",
              "That is the diagonal. The mistakes have their places beside it, in rows and columns."),
        wrong(lambda labels, answers, n: np.bincount(labels, minlength=n), "only the labels are counted",
              "That is what each row sums to. The columns divide it up, by answer."),
        wrong(lambda labels, answers, n: np.bincount(answers, minlength=n), "only the answers are counted",
              "That is what each column sums to. The rows divide it up, by true class."),
        wrong(lambda labels, answers, n: np.mean(labels == answers), "the accuracy is computed",
              "The accuracy is one number. Here every pair of label and answer has its own count."),
        wrong(lambda labels, answers, n: np.tile(np.bincount(answers, minlength=n), (n, 1)),
              "each example counts in every row, whatever its label",
              "Are all rows one and the same list? `[[0] * n_classes] * n_classes` repeats a single one; "
              "`np.zeros((n_classes, n_classes))` has rows of their own."),
        wrong(lambda labels, answers, n: np.outer(np.bincount(labels, minlength=n), np.bincount(answers, minlength=n)),
              "each label is paired with every answer",
              "A loop inside a loop meets all pairs. Example i has one label and one answer: "
              "`for label, answer in zip(labels, answers)`."),
        wrong(lambda labels, answers, n: confusion_matrix(labels, answers, n)[::-1],
              "the last class has the first row", "Class 0 has the first row, and the first column."),
    ),
)  # fmt: skip


# Answering only when sure


def predict_with_reject(probabilities, threshold):
    """The most likely class of each row, −1 where its probability is below the threshold; shape (n,)."""
    is_sure = probabilities.max(axis=1) >= threshold
    return np.where(is_sure, probabilities.argmax(axis=1), -1)


def _with_instead(rejected):
    """Predict, with something else than −1 for a rejected example."""

    def predict(p, threshold):
        return np.where(p.max(axis=1) >= threshold, p.argmax(axis=1), rejected(p))

    return predict


def _where(is_sure):
    """Predict, with another rule for being sure, a function of the probabilities and the threshold."""
    return lambda p, threshold: np.where(is_sure(p, threshold), p.argmax(axis=1), -1)


def _first_beyond(p, threshold):
    return np.where((p >= threshold).any(axis=1), (p >= threshold).argmax(axis=1), -1)


def _last_of_the_most_likely(p, threshold):
    last = p.shape[1] - 1 - p[:, ::-1].argmax(axis=1)
    return np.where(p.max(axis=1) >= threshold, last, -1)


PREDICT_WITH_REJECT = Exercise(
    predict_with_reject,
    asks=(
        "The class with the highest probability of each row, or −1 where that probability is below the threshold. "
        "At the threshold itself the class is still the answer. Where two classes share the highest probability, the "
        "first of them counts, as it does for `argmax`."
    ),
    cases=(
        (np.array([[0.25, 0.75]]), 0.5),
        (np.array([[0.375, 0.625]]), 0.75),
        (np.array([[0.25, 0.75]]), 0.75),
        (np.array([[0.25, 0.75], [0.5, 0.5]]), 0.5),
        (np.array([[0.125, 0.875], [0.625, 0.375]]), 0.75),
        (np.array([[0.375, 0.625], [0.5, 0.5]]), 0.75),
        (np.array([[0.25, 0.75], [1.0, 0.0]]), 0.0),
        (np.array([[0.25, 0.25, 0.5], [0.125, 0.375, 0.5]]), 0.3125),
        (np.array([[0.25, 0.375, 0.375], [0.5, 0.25, 0.25], [0.125, 0.25, 0.625]]), 0.25),
        (np.array([[0.125, 0.25, 0.625], [0.5, 0.25, 0.25], [0.0, 1.0, 0.0]]), 1.0),
        (np.array([[0.375, 0.5, 0.125], [0.125, 0.125, 0.75], [0.375, 0.25, 0.375], [0.0, 0.25, 0.75]]), 0.5),
        (softmax(2 * _random.normal(size=(4, 4))), 0.6),
        (softmax(2 * _random.normal(size=(12, 3))), 0.7),
        (softmax(_random.normal(size=(6, 5))), 0.3),
    ),
    properties=(
        always(lambda answer, p, threshold: np.isin(answer(p, threshold), np.arange(-1, p.shape[1])),
               "Each answer should be a class number or −1."),
    ),
    hints=(
        "`probabilities.argmax(axis=1)` is the most likely class of each row, and `probabilities.max(axis=1)` how "
        "likely that is.",
        "Compare the highest probability of each row with the threshold: with `>=`, for at the threshold it is enough.",
        "`np.where(condition, a, b)` takes a where the condition is True, and b elsewhere.",
    ),
    wrong_answers=(
        wrong(_where(lambda p, threshold: p.max(axis=1) > threshold), "a probability at the threshold is rejected",
              "Only what is below the threshold is rejected: answer where the probability is `>=` it."),
        wrong(_where(lambda p, threshold: p.max(axis=1) < threshold), "the sure ones are rejected",
              "Below the threshold the answer is −1, at it and above the class."),
        wrong(_where(lambda p, threshold: p.max(axis=1) <= threshold),
              "all that is above the threshold is rejected",
              "The other way round: −1 where the highest probability is below the threshold."),
        wrong(lambda p, threshold: p.argmax(axis=1), "no example is rejected",
              "Compare the highest probability of each row with the threshold. (The sum of a row is always 1.)"),
        wrong(lambda p, threshold: np.full(len(p), -1), "every example is rejected",
              "Only where the highest probability of its row is below the threshold is an example rejected."),
        wrong(lambda p, threshold: np.where(p.max(axis=1) >= threshold, p.max(axis=1), -1),
              "the highest probability itself is the answer",
              "The answer is the place of the highest probability in its row: `argmax` instead of `max`."),
        wrong(_with_instead(lambda p: np.nan), "nan stands for a rejected example",
              "A rejected example gets −1, which no class has for its number; so all answers stay whole numbers."),
        wrong(_with_instead(lambda p: 0), "0 stands for a rejected example",
              "0 is a class: nobody could tell a rejected example from one of class 0. Reject with −1."),
        wrong(_with_instead(lambda p: p.shape[1]), "a rejected example gets the number of classes",
              "A rejected example gets −1 here."),
        wrong(_with_instead(lambda p: 1), "a rejected example gets 1",
              "Is the minus sign missing? 1 is a class; reject with −1."),
        wrong(lambda p, threshold: p.argmax(axis=1)[p.max(axis=1) >= threshold], "rejected examples are left out",
              "Every example keeps its place: −1 stands where it is rejected."),
        wrong(_where(lambda p, threshold: p.max() >= threshold), "the highest probability of the whole batch decides",
              "Each row decides for itself: `.max(axis=1)`."),
        wrong(_where(lambda p, threshold: (p.max(axis=1) >= threshold).all()),
              "one unsure example has all of them rejected",
              "Each row decides for itself: `np.where` with a condition for every row, without `all`."),
        wrong(_where(lambda p, threshold: p.argmax(axis=1) >= threshold),
              "the number of the class is compared with the threshold",
              "Compare the probability of that class, `.max(axis=1)`, not its number."),
        wrong(_where(lambda p, threshold: p.min(axis=1) >= threshold),
              "the lowest probability is compared with the threshold",
              "How sure the answer is says the highest of the row: `.max(axis=1)`."),
        wrong(lambda p, threshold: np.where(p.max(axis=1) >= threshold, p.argmin(axis=1), -1),
              "the least likely class is the answer", "The answer is the most likely class: `argmax`."),
        wrong(_where(lambda p, threshold: p.mean(axis=1) >= threshold), "the mean of a row is compared",
              "The mean is 1 / classes in every row. How sure the answer is says the highest of the row."),
        wrong(_first_beyond, "the first class that reaches the threshold is the answer",
              "More than one may reach it: the most likely class is the answer, `argmax` of the probabilities."),
        wrong(lambda p, threshold: (p >= threshold).argmax(axis=1),
              "argmax is taken of the comparison with the threshold",
              "That finds the first class that reaches the threshold, and 0 where none does. Take `argmax` of the "
              "probabilities, and compare `max` of them."),
        wrong(_last_of_the_most_likely, "of classes that share the highest probability the last is the answer",
              "The first of them counts: `argmax` finds it, and a loop does with `>`, not with `>=`."),
        wrong(lambda p, threshold: p.max(axis=1) >= threshold, "whether an example is answered is returned",
              "That is the condition. The answers are asked for: `np.where(condition, classes, -1)`."),
        wrong(lambda p, threshold: np.where(p >= threshold, p, -1), "each probability is compared for itself",
              "One answer for each row: compare its highest probability, and give that one's class."),
        wrong(lambda p, threshold: predict_with_reject(p, threshold) + 1, "1 is added to every answer",
              "Classes begin at 0, and a rejected example gets −1."),
        wrong(lambda p, threshold: predict_with_reject(p[:1], threshold), "only the first example is answered",
              "Does `return` stand inside the loop? Then it ends after one round."),
        wrong(lambda p, threshold: predict_with_reject(p, 0.5), "the threshold is always ½",
              "The threshold is an argument: compare with `threshold`."),
    ),
)  # fmt: skip


# What the network sees of a drawing


def drawing(ink, n, top, left, times=1):
    """A drawing of n by n pixels: `ink` with each of its pixels `times` as large, from (top, left) on."""
    ink = np.kron(ink, np.ones((times, times), dtype=int))
    paper = np.zeros((n, n), dtype=ink.dtype)
    paper[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return paper


def _tall(dark, pale):
    """The letter L, 20 by 9 pixels, with a pale spot."""
    ink = np.zeros((20, 9), dtype=np.asarray(dark).dtype)
    ink[:, :4] = ink[15:] = dark
    ink[9:11, :2] = pale
    return ink


def _seven(dark, pale):
    """The digit 7, 20 by 13 pixels, with a pale end."""
    ink = np.zeros((20, 13), dtype=np.asarray(dark).dtype)
    ink[:2] = ink[:, 6:9] = dark
    ink[17:, 6:9] = pale
    return ink


def _speckled():
    """Four times as many pixels, among them some of which the mean must be taken."""
    ink = np.kron(_tall(5, 5), np.ones((2, 2), dtype=int))
    ink[20:24, :4] = np.tile([[4, 0], [0, 0]], (2, 2))
    return drawing(ink, 50, 9, 3)


def _cut_out(drawing):
    rows, columns = (np.flatnonzero(drawing.any(axis=axis)) for axis in (1, 0))
    return drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _means(ink, height, width):
    """The ink in another size, where each pixel is the mean of those that it covers."""
    cut = ink.repeat(height, axis=0).repeat(width, axis=1)
    return cut.reshape(height, ink.shape[0], width, ink.shape[1]).mean(axis=(1, 3))


def _every_so_many(ink, height, width):
    """The ink in another size, by taking some of its pixels."""
    rows, columns = (np.arange(new) * old // new for new, old in zip((height, width), ink.shape, strict=True))
    return ink[np.ix_(rows, columns)]


def _in_proportion(shape, side=20):
    return [round(side * each / max(shape)) for each in shape]


def _start_of_mass(ink, middle=14):
    """Where a box begins in 28 by 28 pixels, if its centre of mass is to be in the middle."""
    centres = [np.average(np.arange(n), weights=ink.sum(axis=1 - axis)) for axis, n in enumerate(ink.shape)]
    return [round(middle - centre) for centre in centres]


def _bytes(ink):
    return np.rint(255 * ink / ink.max())


def _fit(size=_in_proportion, scaled=_means, start=_start_of_mass, cut_out=_cut_out, shades=_bytes):
    """What fits a drawing into the box, with one step done in another way."""

    def fit(drawing):
        image = np.zeros((28, 28))
        if drawing.any():
            ink = cut_out(drawing)
            ink = scaled(ink, *size(ink.shape))
            top, left = start(ink)
            image[top : top + ink.shape[0], left : left + ink.shape[1]] = shades(ink)
        return image.ravel()

    return fit


FIT_INTO_BOX = Exercise(
    fit_into_box,
    asks=(
        "Bring a drawing into the form of the MNIST digits, 784 whole numbers. A drawing is a square of numbers, 0 for "
        "paper, above it for ink. Cut out the box around the ink; scale it so that its longer side is 20 pixels, where "
        "each new pixel is the mean of those it covers; lay it into 28 × 28 pixels so that its centre of mass is as "
        "near to row 14 and column 14, counted from 0, as whole pixels allow. The darkest ink becomes 255, and no ink "
        "gives zeros. In the inputs tried, each new pixel covers a whole number of old ones: 1 by 1, 2 by 2, or 3 by 3."
    ),
    cases=(
        (np.zeros((20, 20)),),
        (drawing(_tall(1.0, 0.2), 20, 0, 0),),
        (drawing(_tall(255, 51), 28, 8, 19),),
        (drawing(_tall(0.5, 0.1)[:, ::-1], 28, 0, 0),),
        (drawing(_seven(9, 2), 22, 1, 6),),
        (drawing(_tall(0.25, 0.05).T, 30, 20, 5),),
        (drawing(_tall(1.0, 0.2).T, 44, 20, 3, times=2),),
        (drawing(_seven(10, 4), 62, 1, 20, times=3),),
        (_speckled(),),
    ),
    properties=(
        always(lambda answer, drawing: np.max(answer(drawing)) == 255 * np.any(drawing),
               "The darkest ink should become 255, whatever number it had."),
        always(lambda answer, drawing: np.allclose(answer(drawing), answer(2 * drawing)),
               "Twice as much ink everywhere should change nothing."),
    ),
    hints=(
        "The box: `rows = np.flatnonzero(drawing.any(axis=1))` are the rows with ink, from `rows[0]` to `rows[-1]`; "
        "`axis=0` gives the columns. Without any, return `np.zeros(784)`.",
        "`k = max(box.shape) // 20` old pixels go into a new one, down and across. For a box of h by w pixels, "
        "`box.reshape(h // k, k, w // k, k).mean(axis=(1, 3))` takes the mean of each k by k of them.",
        "The centre of mass counts rows by their ink: `centre = np.average(np.arange(h), weights=box.sum(axis=1))`. "
        "The box begins at row `round(14 - centre)`, and columns likewise.",
    ),
    wrong_answers=(
        wrong(_fit(start=lambda ink: [(28 - side) // 2 for side in ink.shape]),
              "the box around the ink is put in the middle, not its centre of mass",
              "Rows and columns count by their ink: an L has its centre of mass lower than its box, and further left."),
        wrong(_fit(size=lambda shape: (20, 20)), "the drawing is stretched until both sides are 20 pixels",
              "The longer side becomes 20 pixels; the other is scaled by the same factor."),
        wrong(_fit(size=lambda shape: _in_proportion(shape, 28)), "the longer side becomes 28 pixels",
              "The digits of MNIST have their ink in 20 pixels, and paper around it."),
        wrong(_fit(cut_out=lambda drawing: drawing),
              "the whole drawing is scaled to 20 pixels, with the paper around the ink",
              "Cut out the box around the ink first: where someone drew, and how small, shall not matter."),
        wrong(lambda drawing: np.rint(255 * _means(drawing, 28, 28) / max(1e-9, drawing.max())).ravel(),
              "the whole drawing is scaled to 28 by 28 pixels",
              "Cut out the box around the ink first, bring that to 20 pixels, and move it."),
        wrong(lambda drawing: 255 - fit_into_box(drawing), "ink and paper have changed their places",
              "In the digits of MNIST paper is 0 and ink is up to 255."),
        wrong(_fit(shades=lambda ink: ink / ink.max()), "the darkest ink becomes 1",
              "The digits of MNIST are bytes: the darkest ink becomes 255. `scale` makes it 1 later."),
        wrong(_fit(shades=lambda ink: np.rint(255 * ink)), "the ink is multiplied by 255 as it is",
              "Not every drawing has 1 for its darkest ink: divide by the largest number first."),
        wrong(_fit(shades=np.rint), "the numbers of the drawing stay as they are",
              "Whatever number the darkest ink has, it becomes 255: divide by the largest, and multiply by 255."),
        wrong(_fit(shades=lambda ink: 255 * (ink > 0)), "all ink becomes 255, however pale it is",
              "Pale ink stays paler than dark ink: divide by the largest number, do not ask whether it is above 0."),
        wrong(_fit(shades=lambda ink: np.floor(255 * ink / ink.max())), "fractions are cut off, not rounded",
              "An array of bytes cuts off what stands behind the point: round first, `np.rint`."),
        wrong(_fit(shades=lambda ink: 255 * ink / ink.max()), "nothing is rounded",
              "Pixels are whole numbers: `np.rint`, or `np.round`, of what you have."),
        wrong(_fit(scaled=_every_so_many), "some pixels are taken and others left out",
              "Where pixels become fewer, each new one is the mean of those it covers; else thin strokes get lost."),
        wrong(_fit(start=lambda ink: _start_of_mass(ink, 13)), "the centre of mass is at row 13 and column 13",
              "Row 14 and column 14, counted from 0."),
        wrong(_fit(start=lambda ink: (4, 4)), "each box begins at row 4 and column 4",
              "Where it begins depends on its centre of mass, which is to be at row 14 and column 14."),
        wrong(_fit(start=lambda ink: (0, 0)), "the box is put into the upper left corner",
              "It begins where its centre of mass comes to row 14 and column 14."),
        wrong(_fit(start=lambda ink: _start_of_mass(ink)[::-1]), "the shifts of rows and columns are exchanged",
              "The sums along `axis=1` are those of the rows, and say how far down the box goes."),
        wrong(_fit(start=lambda ink: _start_of_mass(ink > 0)),
              "pale ink weighs as much as dark ink in the centre of mass",
              "Rows and columns weigh as much as their ink: sum the numbers, not whether they are above 0."),
        wrong(lambda drawing: fit_into_box(drawing.T), "rows and columns are exchanged",
              "The image must stand as it was drawn: rows come first, in the drawing and in the image."),
        wrong(lambda drawing: fit_into_box(drawing).reshape(28, 28)[:, ::-1].ravel(), "left and right are exchanged",
              "The image must stand as it was drawn, with column 0 at the left."),
        wrong(lambda drawing: fit_into_box(drawing).reshape(28, 28)[::-1].ravel(), "top and bottom are exchanged",
              "The image must stand as it was drawn, with row 0 at the top."),
    ),
)  # fmt: skip


EXERCISES = (CONFUSION_MATRIX, PREDICT_WITH_REJECT, FIT_INTO_BOX)
