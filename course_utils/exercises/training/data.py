"""Batches, and examples kept back: what notebook 04 asks, and what people write by mistake.

Both are random, so no order is the right one. What is compared is what holds of every right answer, whatever way it
has of using the generator. The examples are made for it: all of an image's numbers are the number of its place in the
data, and its label is ten times that.
"""

import itertools

import numpy as np

from course_utils.data import minibatches, train_validation_test_split
from course_utils.exercises.exercise import Exercise, wrong

LABEL = 10  # times the image's number
UNUSED = np.random.default_rng(0).bit_generator.state


def new_generator():
    """A generator at its start, as each case has one."""
    return np.random.default_rng(0)


def is_used(generator):
    """Whether a generator has drawn anything since its start."""
    return generator.bit_generator.state != UNUSED


def examples(n):
    """So many images of three numbers, and their labels."""
    return np.arange(3.0 * n).reshape(n, 3) // 3, LABEL * np.arange(n)


def places(groups, image_shape):
    """For each (images, labels) pair, the examples' places in the data as images and labels tell them.

    None for anything but such pairs.
    """
    told = []
    for group in groups:
        if not isinstance(group, (tuple, list)) or len(group) != 2:
            return None
        images, labels = np.asarray(group[0]), np.asarray(group[1])
        if images.shape != (len(labels) if labels.ndim else -1, *image_shape):
            return None
        told.append((images[:, 0], labels / LABEL))
    return told


def are_neighbours(ids):
    """Whether these are places next to each other, in any order."""
    return np.ptp(ids) < len(ids)


def facts(told, n, generator, whole):
    """What should be so of groups of examples; `whole` says what such a group is part of."""
    ids, of_labels = (np.concatenate([pair[i] for pair in told]) for i in (0, 1))
    telling = [group for group, _ in told if 4 <= len(group) <= n / 2]  # others may be neighbours by chance
    return {
        "each label is with its own image": np.array_equal(ids, of_labels),
        f"every example is in {whole}": set(range(n)) <= set(ids),
        "no example is there twice": len(set(ids)) == len(ids),
        "the images come in a new order": not np.array_equal(ids, np.arange(len(ids))),
        "the labels come in a new order": not np.array_equal(of_labels, np.arange(len(ids))),
        "the examples are mixed before they are cut": len(telling) < 2 or not all(map(are_neighbours, telling)),
        "the generator that is given is used": is_used(generator),
    }


# Batches

PAIRS = "each batch is a pair of images and their labels"


def _batches_seen(batches, images, labels, batch_size, generator):
    """What is so of the batches; None stays None."""
    if batches is None:
        return None
    batches = list(itertools.islice(batches, 1000)) if hasattr(batches, "__iter__") else [batches]
    told = places(batches, images.shape[1:])
    if not told:
        return {PAIRS: False}
    sizes = [len(ids) for ids, _ in told]
    return {
        PAIRS: True,
        "no batch is larger than `batch_size`": max(sizes) <= batch_size,
        "no batch but the last is smaller than `batch_size`": min([batch_size, *sizes[:-1]]) == batch_size,
        "the sizes": sizes,
        **facts(told, len(images), generator, "a batch"),
    }


def _cut(images, labels, batch_size, order, order_of_labels=None):
    """Batches of these examples, in that order."""
    order_of_labels = order if order_of_labels is None else order_of_labels
    for start in range(0, len(order), batch_size):
        batch = slice(start, start + batch_size)
        yield images[order[batch]], labels[order_of_labels[batch]]


def _order(images, generator):
    return generator.permutation(len(images))


def _whole_batches_shuffled(images, labels, batch_size, generator):
    batches = list(_cut(images, labels, batch_size, np.arange(len(images))))
    return [batches[i] for i in generator.permutation(len(batches))]


def _given_are_shuffled(images, labels, batch_size, generator):
    order = _order(images, generator)
    images[:], labels[:] = images[order], labels[order]
    return _cut(images, labels, batch_size, np.arange(len(images)))


def _filled_up(images, labels, batch_size, generator):
    order = _order(images, generator)
    n_batches = -(-len(images) // batch_size)
    return _cut(images, labels, batch_size, np.resize(order, n_batches * batch_size))


def _of_similar_size(images, labels, batch_size, generator):
    for chosen in np.array_split(_order(images, generator), -(-len(images) // batch_size)):
        yield images[chosen], labels[chosen]


def _with_replacement(images, labels, batch_size, generator):
    return _cut(images, labels, batch_size, generator.integers(len(images), size=len(images)))


MINIBATCHES = Exercise(
    minibatches,
    asks=(
        "Yield pairs (images, labels) of `batch_size` examples each, every example once, in a new random order; "
        "the last pair holds what is left over. `generator` draws the order; `images` and `labels` are not changed."
    ),
    cases=(
        (*examples(14), 4, new_generator()),
        (*examples(15), 5, new_generator()),
        (*examples(17), 100, new_generator()),
        (*examples(14), 1, new_generator()),
        (*examples(23), 7, new_generator()),
        (*examples(16), 15, new_generator()),
    ),
    properties=(),
    hints=(
        "`order = generator.permutation(len(images))` holds each place once, in a random order.",
        "`for start in range(0, len(order), batch_size):` is where the batches begin. "
        "`order[start : start + batch_size]` are the places of one; at the end a slice simply holds fewer.",
        "The same places choose both: `yield images[chosen], labels[chosen]`.",
    ),
    wrong_answers=(
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, g)[: len(x) // min(size, len(x)) * size]),
              "what is left over at the end is dropped",
              "The last batch may be smaller than the others: yield it too, so that every example is used."),
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, g)[: len(x) // size * size]) if size <= len(x) else [],
              "only full batches are yielded",
              "The last batch may be smaller than the others, even if it is the only one: yield it too."),
        wrong(lambda x, y, size, g: _cut(x, y, size, np.arange(len(x))), "nothing is shuffled",
              "Draw an order first, `generator.permutation(len(images))`, and cut that into batches."),
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, g), _order(x, g)),
              "images and labels are shuffled apart",
              "Two orders take the labels from their images: draw one, and use it for both."),
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, g), np.arange(len(x))), "only the images are shuffled",
              "The labels must follow: `labels[chosen]` with the same places."),
        wrong(_with_replacement, "each example is drawn without a look at those before",
              "Some come twice then, and some never. `generator.permutation` holds each place once."),
        wrong(_whole_batches_shuffled, "neighbours in the data stay together in a batch",
              "Shuffle the examples before you cut them into batches, not the batches, nor only inside of one."),
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, np.random.default_rng(1))),
              "a generator of its own draws the order",
              "Whoever calls it decides on the seed: use the `generator` that is given."),
        wrong(_given_are_shuffled, "the arrays that are given are shuffled themselves",
              "Whoever called it still needs them as they were: `images[order]` makes a new array."),
        wrong(_filled_up, "the last batch is filled up with examples that were there before",
              "The last batch may be smaller: every example comes once."),
        wrong(_of_similar_size, "all batches are made about equally large",
              "Each takes `batch_size` examples, and only the last holds what is left over."),
        wrong(lambda x, y, size, g: itertools.islice(minibatches(x, y, size, g), 1), "only the first batch comes",
              "Does the function end after one round? `yield` goes on with the loop, `return` ends it."),
        wrong(lambda x, y, size, g: minibatches(x, y, len(x), g), "all examples are in one batch",
              "Cut the order into pieces of `batch_size`."),
        wrong(lambda x, y, size, g: minibatches(x, y, size + 1, g), "each batch holds one example too many",
              "A slice ends before its second number: `order[start : start + batch_size]`."),
        wrong(lambda x, y, size, g: _cut(x, y, size, _order(x, g)[1:]), "one example of the order is left out",
              "Places begin at 0, and a slice ends before its second number: cut up the whole order."),
    ),
    observe=_batches_seen,
)  # fmt: skip


# Training, validation, test

THREE = "three pairs of images and their labels come back"


def _parts_seen(parts, images, labels, fractions, generator):
    """What is so of the three parts; None stays None."""
    if parts is None:
        return None
    parts = list(itertools.islice(parts, 10)) if hasattr(parts, "__iter__") else []
    told = places(parts, images.shape[1:])
    if not told or len(told) != 3:
        return {THREE: False}
    training, validation, test = (set(ids) for ids, _ in told)
    sizes = [len(ids) for ids, _ in told]
    shares = np.equal(sizes, _sizes(len(images), fractions))
    return {
        THREE: True,
        "the size of training is the first fraction of all": shares[0],
        "the size of validation is the second fraction of all": shares[1],
        "the size of the test is the third fraction of all": shares[2],
        "training and validation share no example": not training & validation,
        "training and test share no example": not training & test,
        "validation and test share no example": not validation & test,
        "the sizes": sizes,
        **facts(told, len(images), generator, "one of the three"),
    }


def _sizes(n, fractions):
    return np.rint(np.multiply(fractions, n)).astype(int)


def _split(images, labels, fractions, order, order_of_labels=None):
    """Cut these examples, in that order, by the fractions."""
    order_of_labels = order if order_of_labels is None else order_of_labels
    cuts = np.cumsum(_sizes(len(images), fractions))[:2]
    pieces = zip(np.split(order, cuts), np.split(order_of_labels, cuts), strict=True)
    return [(images[one], labels[other]) for one, other in pieces]


def _each_from_the_start(x, y, fractions, g):
    order = _order(x, g)
    return [(x[order[:size]], y[order[:size]]) for size in _sizes(len(x), fractions)]


def _test_is_validation(x, y, fractions, g):
    train, validation, _ = _split(x, y, fractions, _order(x, g))
    return train, validation, validation


def _test_from_training(x, y, fractions, g):
    order = _order(x, g)
    train, validation, _ = _split(x, y, fractions, order)
    chosen = order[: _sizes(len(x), fractions)[2]]
    return train, validation, (x[chosen], y[chosen])


def _trained_on_everything(x, y, fractions, g):
    order = _order(x, g)
    _, validation, test = _split(x, y, fractions, order)
    return (x[order], y[order]), validation, test


def _shuffled_after_the_cut(x, y, fractions, g):
    return [(a[order], b[order]) for a, b in _split(x, y, fractions, np.arange(len(x))) for order in [_order(a, g)]]


def _fraction_of_the_rest(x, y, fractions, g):
    order = _order(x, g)
    first = _sizes(len(x), fractions)[0]
    second = first + round(fractions[1] * (len(x) - first))
    return [(x[chosen], y[chosen]) for chosen in np.split(order, [first, second])]


def _one_left_out(x, y, fractions, g):
    order = _order(x, g)
    first, second = np.cumsum(_sizes(len(x), fractions))[:2]
    return [(x[chosen], y[chosen]) for chosen in (order[:first], order[first + 1 : second], order[second + 1 :])]


def _given_are_split(x, y, fractions, g):
    order = _order(x, g)
    x[:], y[:] = x[order], y[order]
    return _split(x, y, fractions, np.arange(len(x)))


SPLIT = Exercise(
    train_validation_test_split,
    asks=(
        "Shuffle the examples and cut them into three by `fractions`, such as (0.8, 0.1, 0.1): return the pairs "
        "(images, labels) for training, for validation and for the test. In the inputs tried, the sizes come "
        "out whole. `generator` draws the order; `images` and `labels` are not changed."
    ),
    cases=(
        (*examples(16), (0.5, 0.25, 0.25), new_generator()),
        (*examples(20), (0.8, 0.1, 0.1), new_generator()),
        (*examples(20), (0.6, 0.3, 0.1), new_generator()),
        (*examples(40), (0.5, 0.125, 0.375), new_generator()),
    ),
    properties=(),
    hints=(
        "`order = generator.permutation(len(images))` holds each place once, in a random order. Cut that into three.",
        "Where are the two cuts? `round(fractions[0] * len(images))` is the first; the second comes "
        "`round(fractions[1] * len(images))` later.",
        "For each of the three, the same places choose both: `(images[chosen], labels[chosen])`.",
    ),
    wrong_answers=(
        wrong(lambda x, y, f, g: _split(x, y, f, np.arange(len(x))), "the examples are cut as they come",
              "Data are often sorted, and then no part stands for the whole: shuffle before you cut."),
        wrong(_shuffled_after_the_cut, "each part is shuffled after the cut",
              "Neighbours in the data stay in one part: shuffle all examples first, then cut."),
        wrong(_each_from_the_start, "all three parts begin at the start of the order",
              "They overlap: each part begins where the one before ends."),
        wrong(_test_is_validation, "the test examples are those for validation",
              "Choosing by them uses them up. The test gets the third piece of the order."),
        wrong(_test_from_training, "the test examples are among those for training",
              "What was learned by heart proves nothing: the test gets the third piece of the order."),
        wrong(_trained_on_everything, "the training part holds all examples",
              "Those for validation and the test must not be trained on: the first piece ends at the first cut."),
        wrong(lambda x, y, f, g: _split(x, y, f, _order(x, g), _order(x, g)), "images and labels are shuffled apart",
              "Two orders take the labels from their images: draw one, and use it for both."),
        wrong(lambda x, y, f, g: _split(x, y, f, _order(x, g), np.arange(len(x))), "only the images are shuffled",
              "The labels must follow: `labels[chosen]` with the same places."),
        wrong(_fraction_of_the_rest, "the second fraction is taken of what the first has left",
              "All fractions are of all examples: the second cut lies `fractions[0] + fractions[1]` of the way along."),
        wrong(lambda x, y, f, g: [train_validation_test_split(x, y, f, g)[i] for i in (0, 2, 1)],
              "validation and test have changed places",
              "The order is training, validation, test: `fractions[1]` is the share for validation."),
        wrong(_one_left_out, "an example is lost at each cut",
              "A slice begins at its first number and ends before its second: `order[:first]`, then "
              "`order[first:second]`."),
        wrong(lambda x, y, f, g: train_validation_test_split(x, y, f, np.random.default_rng(1)),
              "a generator of its own draws the order",
              "Whoever calls it decides on the seed: use the `generator` that is given."),
        wrong(_given_are_split, "the arrays that are given are shuffled themselves",
              "Whoever called it still needs them as they were: `images[order]` makes a new array."),
    ),
    observe=_parts_seen,
)  # fmt: skip


EXERCISES = (MINIBATCHES, SPLIT)
