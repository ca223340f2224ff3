"""How fast a 784-128-10 network learns MNIST (an epoch: 60,000 digits, batches of 128, float32).

Threads share the matrix products, but not the rest, and where two "cores" are the halves of one, waiting for each
other costs as much as it brings: so everything is measured with all threads, and with one. What is compared is run in
turn, again and again, and the ratio is the median of the ratios within each turn: a machine that is busy for a while
then slows both sides alike.
"""

import os
import time
from statistics import median

import numpy as np
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from benchmarks import Row
from course_utils.data import load_mnist, scale
from course_utils.losses import accuracy
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam
from course_utils.training import Trainer

SIZES, BATCH_SIZE = [784, 128, 10], 128
LEARNING_RATES = {SGD: 0.1, Adam: 0.001}
SAME_WORK = {"solver": "sgd", "momentum": 0, "learning_rate_init": LEARNING_RATES[SGD]}
TURNS = 9


def rows():
    """Yield the rows of this family."""
    mnist = load_mnist()
    pairs = zip(mnist.train, mnist.validation, strict=True)
    images, labels = (np.concatenate(pair) for pair in pairs)
    for threads in sorted({os.cpu_count(), 1}, reverse=True):
        with threadpool_limits(threads):
            yield from epoch_rows(images, labels, threads)
    yield from accuracy_rows(images, labels, mnist.open_test_set())


def epoch_rows(images, labels, threads):
    """Yield how long an epoch takes, against each of the others."""
    ours, ours_with_adam = (our_epoch(images, labels, make) for make in (SGD, Adam))
    same_work = sklearn_epoch(scale(images), labels, **SAME_WORK)
    products = bare_products(images)
    for what, mine, name, theirs, least in [
        ("MNIST epoch", ours, "PyTorch, eager", torch_epoch(images, labels, threads), 1.5),
        ("MNIST epoch", ours, "bare matrix products", products, 0.67),
        ("MNIST epoch", ours, "scikit-learn, same work", same_work, 5),
        ("MNIST epoch, Adam", ours_with_adam, "sklearn's Adam, float64", sklearn_epoch(images / 255, labels), None),
        ("bare matrix products", products, "scikit-learn, same work", same_work, None),
    ]:
        what = f"{what}, s, {threads} thread{'s' * (threads > 1)}"
        target = f"≥ {least}×" if least else ""
        if theirs is None:
            yield Row(what, "", f"{name}: not installed", target=target)
            continue
        mine(), theirs()  # the first time is slower, and is not counted
        turns = [(seconds(mine), seconds(theirs)) for _ in range(TURNS)]
        my_time, their_time = (median(column) for column in zip(*turns, strict=True))
        ratio = median(other / own for own, other in turns)
        compared, is_met = f"{name}: {their_time:.3f}", ratio >= least if least else None
        yield Row(what, f"{my_time:.3f}", compared, f"{ratio:.2f}×", target, is_met)


def accuracy_rows(images, labels, test):
    """Yield how long it takes to classify 98 % of the test set, from the start."""
    runs = [time_to_98_percent(images, labels, test, seed) for seed in range(5)]
    times, epochs = zip(*runs, strict=True)
    what = "time to 98 % on the test set, seconds"
    detail = f"{median(epochs)} epochs (median of {len(times)} seeds)"
    yield Row(what, f"{median(times):.1f}", detail, "", "< 60", median(times) < 60)


def time_to_98_percent(images, labels, test, seed):
    """Seconds of training, and epochs, until 98 % of the test set are right."""
    network = Network(SIZES, seed=seed, dtype=np.float32)
    optimizer = SGD(LEARNING_RATES[SGD], momentum=0.9)
    trainer = Trainer(network, optimizer, images, labels, batch_size=BATCH_SIZE, seed=seed)
    pixels = scale(test.images)
    spent = 0.0
    for epoch in range(1, 51):
        spent += seconds(lambda: next(trainer.run(1)))
        if accuracy(network.forward(pixels), test.labels) >= 0.98:
            return spent, epoch
    return float("inf"), epoch


def seconds(action):
    """How long the action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def our_epoch(images, labels, optimizer_class):
    """Make a function that trains our network for an epoch."""
    network = Network(SIZES, dtype=np.float32)
    optimizer = optimizer_class(LEARNING_RATES[optimizer_class])
    trainer = Trainer(network, optimizer, images, labels, batch_size=BATCH_SIZE)
    return lambda: next(trainer.run(1))


def sklearn_epoch(pixels, labels, **settings):
    """Make a function that trains scikit-learn's network for an epoch."""
    classifier = MLPClassifier(SIZES[1:-1], batch_size=BATCH_SIZE, alpha=0, **settings)
    return lambda: classifier.partial_fit(pixels, labels, classes=np.arange(10))


def torch_epoch(images, labels, threads):
    """Make a function that trains PyTorch's network for an epoch; None without PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(threads)
    network = torch.nn.Sequential(
        torch.nn.Linear(SIZES[0], SIZES[1]), torch.nn.ReLU(), torch.nn.Linear(SIZES[1], SIZES[2])
    )
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATES[SGD])
    pixels, classes = torch.from_numpy(scale(images)), torch.from_numpy(labels.astype(np.int64))

    def epoch():
        for chosen in torch.randperm(len(pixels)).split(BATCH_SIZE):
            optimizer.zero_grad()
            cost = torch.nn.functional.cross_entropy(network(pixels[chosen]), classes[chosen])
            cost.backward()
            optimizer.step()
            cost.item()  # as ours returns it, and as anybody who watches needs it

    return epoch


def bare_products(images):
    """Make a function that does an epoch's matrix products and nothing else."""
    x = scale(images[:BATCH_SIZE])
    weights, _, last_weights, _ = Network(SIZES, dtype=np.float32).parameters
    hidden = x @ weights.T
    upstream = hidden @ last_weights.T

    def epoch():
        for _ in range(0, len(images), BATCH_SIZE):
            x @ weights.T  # the way there
            hidden @ last_weights.T
            upstream.T @ hidden  # the way back; none leads to the pixels
            upstream @ last_weights
            hidden.T @ x

    return epoch
