"""How fast networks learn: TensorFlow Playground's default problem, and MNIST.

MNIST: a 784-128-10 network, an epoch of 60,000 digits, batches of 128, float32. The playground: a 2-4-2-1 network with
tanh, 250 points, batches of 10, squared error; the same `Network` and `Trainer` as for MNIST, in float64.

Threads share the matrix products, but not the rest, and where two "cores" are the halves of one, waiting for each
other costs as much as it brings: so everything is measured with all threads, and with one. What is compared is run in
turn, again and again, and the ratio is the median of the ratios within each turn: a machine that is busy for a while
then slows both sides alike.
"""

import math
import os
import time
from statistics import median

import numpy as np
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from benchmarks import Row
from course_utils.data import load_mnist, scale
from course_utils.losses import accuracy, tanh_squared_error
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam
from course_utils.toy_data import toy_data
from course_utils.training import Trainer

SIZES, BATCH_SIZE = [784, 128, 10], 128
LEARNING_RATES = {SGD: 0.1, Adam: 0.001}
SAME_WORK = {"solver": "sgd", "momentum": 0, "learning_rate_init": LEARNING_RATES[SGD]}
TURNS = 9
PLAYGROUND_EPOCHS = 200  # in one turn
HIGHEST_RATE, SCHEDULED_EPOCHS = 0.2, 5  # for 98 %: the rate falls evenly to 0


def rows():
    """Yield the rows of this family."""
    with threadpool_limits(1):
        yield from playground_rows()
    mnist = load_mnist()
    pairs = zip(mnist.train, mnist.validation, strict=True)
    images, labels = (np.concatenate(pair) for pair in pairs)
    for threads in sorted({os.cpu_count(), 1}, reverse=True):
        with threadpool_limits(threads):
            yield from epoch_rows(images, labels, threads)
    yield from accuracy_rows(images, labels, mnist.open_test_set())


def playground_rows():
    """Yield how many epochs of TensorFlow Playground's default problem we do in a second, without drawing."""
    points, labels = toy_data("circle", n=250)
    what, target = "playground's problem, epochs/s", "≥ 1,000"
    mine, theirs = our_playground(points, labels), torch_playground(points, labels)
    if theirs is None:
        mine()
        ours = PLAYGROUND_EPOCHS / median(seconds(mine) for _ in range(TURNS))
        yield Row(what, f"{ours:,.0f}", "PyTorch, eager: not installed", "", target, ours >= 1000)
        return
    my_time, their_time, ratio = in_turn(mine, theirs)
    ours, compared = PLAYGROUND_EPOCHS / my_time, f"PyTorch, eager: {PLAYGROUND_EPOCHS / their_time:,.0f}"
    yield Row(what, f"{ours:,.0f}", compared, f"{ratio:.2f}×", target, ours >= 1000)


def epoch_rows(images, labels, threads):
    """Yield how long an epoch takes, against each of the others."""
    ours, ours_with_adam = (our_epoch(images, labels, make) for make in (SGD, Adam))
    same_work = sklearn_epoch(scale(images), labels, **SAME_WORK)
    products = bare_products(images)
    for what, mine, name, theirs, least in [
        ("MNIST epoch", ours, "PyTorch, eager", torch_epoch(images, labels, threads), 1.7),
        ("MNIST epoch", ours, "bare matrix products", products, 1 / 1.4),
        ("MNIST epoch", ours, "scikit-learn, same work", same_work, None),
        ("MNIST epoch, Adam", ours_with_adam, "sklearn's Adam, float64", sklearn_epoch(images / 255, labels), None),
        ("bare matrix products", products, "scikit-learn, same work", same_work, None),
    ]:
        what = f"{what}, s, {threads} thread{'s' * (threads > 1)}"
        target = f"≥ {least:.2f}×" if least else ""
        if theirs is None:
            yield Row(what, "", f"{name}: not installed", target=target)
            continue
        my_time, their_time, ratio = in_turn(mine, theirs)
        compared, is_met = f"{name}: {their_time:.3f}", ratio >= least if least else None
        yield Row(what, f"{my_time:.3f}", compared, f"{ratio:.2f}×", target, is_met)


def accuracy_rows(images, labels, test):
    """Yield how long it takes to classify 98 % of the test set, from the start."""
    runs = [time_to_98_percent(images, labels, test, seed) for seed in range(5)]
    times, epochs = zip(*runs, strict=True)
    what = "time to 98 % on the test set, seconds"
    detail = f"{median(epochs)} epochs (median of {len(times)} seeds)"
    yield Row(what, f"{median(times):.2f}", detail, "", "≤ 2", median(times) <= 2)


def time_to_98_percent(images, labels, test, seed):
    """Seconds of training, and epochs, until 98 % of the test set are right: looked at after each epoch."""
    network = Network(SIZES, seed=seed, dtype=np.float32)
    optimizer = SGD(HIGHEST_RATE, momentum=0.9)
    trainer = Trainer(network, optimizer, images, labels, batch_size=BATCH_SIZE, seed=seed)
    pixels = scale(test.images)
    spent = 0.0
    for epoch in range(1, SCHEDULED_EPOCHS + 1):
        spent += seconds(lambda: scheduled_epoch(trainer))
        if accuracy(network.forward(pixels), test.labels) >= 0.98:
            return spent, epoch
    return float("inf"), epoch


def scheduled_epoch(trainer):
    """Train for an epoch with a learning rate that falls evenly from step to step, to 0 at the end of the schedule."""
    end = math.floor(trainer.epoch) + 1
    while trainer.epoch < end:
        trainer.optimizer.learning_rate = HIGHEST_RATE * (1 - trainer.epoch / SCHEDULED_EPOCHS)
        trainer.step()


def in_turn(mine, theirs):
    """Both times in seconds, and how many times as long theirs takes: medians over several turns."""
    mine(), theirs()  # the first time is slower, and is not counted
    turns = [(seconds(mine), seconds(theirs)) for _ in range(TURNS)]
    my_time, their_time = (median(column) for column in zip(*turns, strict=True))
    return my_time, their_time, median(other / own for own, other in turns)


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


def our_playground(points, labels):
    """Make a function that trains our network on the playground's problem."""
    network = Network([2, 4, 2, 1], "tanh", loss=tanh_squared_error)
    trainer = Trainer(network, SGD(0.03), points, labels, batch_size=10)

    def epochs():
        for _ in range(PLAYGROUND_EPOCHS * len(points) // 10):
            trainer.step()

    return epochs


def torch_playground(points, labels):
    """Make a function that trains PyTorch's network on the playground's problem; None without PyTorch."""
    try:
        import torch
    except ImportError:
        return None
    linear, tanh = torch.nn.Linear, torch.nn.Tanh
    layers = linear(2, 4), tanh(), linear(4, 2), tanh(), linear(2, 1), tanh()
    network = torch.nn.Sequential(*layers).double()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.03)
    inputs, targets = torch.from_numpy(points), torch.from_numpy(2.0 * labels - 1)[:, None]

    def epochs():
        for _ in range(PLAYGROUND_EPOCHS):
            for chosen in torch.randperm(len(inputs)).split(10):
                optimizer.zero_grad()
                cost = ((network(inputs[chosen]) - targets[chosen]) ** 2).mean() / 2
                cost.backward()
                optimizer.step()
                cost.item()

    return epochs


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
