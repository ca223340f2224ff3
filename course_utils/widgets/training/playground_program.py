"""What the playground does, as a program: in NumPy with the course's own module, and in PyTorch.

Both take the same points, the same random start and the same batches, so they give the same numbers.
"""

from dataclasses import replace

from course_utils.widgets.shared.training_program import NUMPY, Language, optimizer_code

IN_NUMPY = """\
import numpy as np

from course_utils.data import features, toy_data, train_validation_test_split
from course_utils.losses import {loss}, one_hot
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam, RMSProp
from course_utils.training import Trainer, evaluate

{data}

network = Network({sizes}, "{activation}", seed={seed}, loss={loss}){zeros}
optimizer = {optimizer}
trainer = {trainer}
"""

IN_PYTORCH = """\
import numpy as np
import torch

from course_utils.data import features, toy_data, train_validation_test_split
from course_utils.losses import one_hot
from course_utils.network import Network

{data}

network = Network({sizes}, "{activation}", seed={seed})  # for the same random start{zeros}
layers = []
for W, b in network.layers:
    layer = torch.nn.Linear(*W.T.shape, dtype=torch.float64)
    layer.weight.data[:], layer.bias.data[:] = torch.tensor(W), torch.tensor(b)
    layers += [layer, {torch_activation}]
model = torch.nn.Sequential(*layers[:-1])


def cost_of(outputs, targets):
    {torch_loss}


def step():
    global order
    if len(order) == 0:  # a new epoch
        order = generator.permutation(len(inputs))
    chosen, order = order[:batch_size], order[batch_size:]
    optimizer.zero_grad()
    cost_of(model(inputs[chosen]), targets[chosen]).backward()
    before = [layer.weight.detach().clone() for layer in layers[::2]]
    optimizer.step()
    if penalty != "none":
        shrink(before, optimizer.param_groups[0]["lr"] * penalty_rate)


@torch.no_grad()
def shrink(before, rate):
    for layer, w in zip(layers[::2], before):
        pulled = layer.weight - rate * (torch.sign(w) if penalty == "L1" else w)
        if penalty == "L1":  # what is pulled across 0 stays at 0
            pulled[layer.weight * pulled < 0] = 0
        layer.weight[:] = pulled


batch_size, penalty, penalty_rate = {batch_size}, "{penalty}", {penalty_rate}
optimizer = {torch_optimizer}
"""

TORCH_ACTIVATIONS = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid", "linear": "Identity"}
TORCH_LOSSES = {
    "tanh_squared_error": "return ((torch.tanh(outputs) - (2 * targets - 1)) ** 2).sum() / (2 * len(targets))",
    "squared_error": "return ((outputs - targets) ** 2).sum() / (2 * len(targets))",
    "logistic_cross_entropy": "return torch.nn.functional.binary_cross_entropy_with_logits(outputs, targets)",
    "softmax_cross_entropy": "return torch.nn.functional.cross_entropy(outputs, targets)",
}
TORCH_OPTIMIZERS = {
    "SGD": "SGD(model.parameters(), lr={rate!r})",
    "Momentum": "SGD(model.parameters(), lr={rate!r}, momentum=0.9)",
    "RMSProp": "RMSprop(model.parameters(), lr={rate!r}, alpha=0.9)",
    "Adam": "Adam(model.parameters(), lr={rate!r})",
}


def beginning(settings, language):
    """The first lines of the program: the data, and the network at its start."""
    text, data = {"numpy": (IN_NUMPY, data_code), "pytorch": (IN_PYTORCH, data_in_torch)}[language]
    now = settings.values()
    return text.format(
        **now
        | {
            "data": data(settings),
            "sizes": settings.sizes,
            "loss": settings.loss_function.__name__,
            "zeros": "\nnetwork.vector[:] = 0" if settings.start == "zeros" else "",
            "optimizer": optimizer_code(settings.optimizer, settings.learning_rate),
            "trainer": trainer_code(settings, "optimizer"),
            "torch_activation": f"torch.nn.{TORCH_ACTIVATIONS[settings.activation]}()",
            "torch_loss": TORCH_LOSSES[settings.loss_function.__name__],
            "torch_optimizer": torch_optimizer(settings.optimizer, settings.learning_rate),
        }
    )


def data_code(settings):
    """The lines that make the inputs and targets for training."""
    s = settings
    placed = [point[:2] for point in s.placed]
    lines = [
        f'points, labels = toy_data("{s.dataset}", {s.n}, noise={s.noise}, seed={s.data_seed})',
        f"share = {s.train_percent} / 100  # for training; the rest is for validation and test",
        "shares = (share, (1 - share) / 2, (1 - share) / 2)",
        f"split = train_validation_test_split(points, labels, shares, np.random.default_rng({s.data_seed}))",
        "points, labels = split[0]",
    ]
    if s.is_yours:
        lines = [f"points, labels = np.array({placed}), np.array({s.placed_labels()})"]
    elif placed:
        added = f"np.append(points, {placed}, axis=0), np.append(labels, {s.placed_labels()})"
        lines.append(f"points, labels = {added}")
    targets = "one_hot(labels, 3)" if s.n_classes == 3 else "labels[:, np.newaxis].astype(float)"
    lines.append(f"inputs, targets = features(points, {s.features}), {targets}")
    return "\n".join(lines)


def trainer_code(settings, optimizer):
    """The expression that makes a trainer."""
    s = settings
    options = f'batch_size={s.batch_size}, seed={s.seed}, penalty="{s.penalty}", penalty_rate={s.penalty_rate!r}'
    return f"Trainer(\n    network, {optimizer}, inputs, targets, {options}\n)"


def data_in_torch(settings):
    """The same lines for PyTorch, where a new epoch begins with them."""
    return (
        f"{data_code(settings)}\ninputs, targets = torch.tensor(inputs), torch.tensor(targets)\n"
        f"order, generator = [], np.random.default_rng({settings.seed})"
    )


def torch_optimizer(name, learning_rate):
    """The expression that makes PyTorch's optimizer of that name."""
    return f"torch.optim.{TORCH_OPTIMIZERS[name].format(rate=learning_rate)}"


def _weights_code(weights, layer_of):
    """One line for each weight set by hand: {(layer, row, column): number}, where column −1 is the bias."""
    return "\n".join(
        f"{layer_of(layer, column == -1)}[{row if column == -1 else f'{row}, {column}'}] = {number!r}"
        for (layer, row, column), number in weights.items()
    )


def _layer_in_numpy(layer, is_bias):
    return f"network.layers[{layer}][{int(is_bias)}]"


def _layer_in_torch(layer, is_bias):
    return f"layers[{2 * layer}].{'bias' if is_bias else 'weight'}.data"


def _new_data_in_numpy(_, now):
    return f"{data_code(now)}\ntrainer = {trainer_code(now, 'trainer.optimizer')}"


PLAYGROUND_NUMPY = replace(
    NUMPY,
    steps="for _ in range({n}):\n    trainer.step()",
    changes=NUMPY.changes
    | {
        "penalty": lambda penalty, now: f'trainer.penalty = "{penalty}"',
        "penalty_rate": lambda rate, now: f"trainer.penalty_rate = {rate!r}",
        "noise": _new_data_in_numpy,
        "own_points": _new_data_in_numpy,
        "weights": lambda weights, now: _weights_code(weights, _layer_in_numpy),
    },
    trained=(ending := 'print(f"training cost: {evaluate(network, inputs, targets)[0]:.8f}")'),
    untrained=ending,
)
PLAYGROUND_PYTORCH = Language(
    steps="for _ in range({n}):\n    step()",
    changes={
        "learning_rate": lambda rate, now: f'optimizer.param_groups[0]["lr"] = {rate!r}',
        "batch_size": lambda size, now: f"batch_size = {size!r}",
        "optimizer": lambda name, now: f"optimizer = {torch_optimizer(name, now.learning_rate)}",
        "penalty": lambda penalty, now: f'penalty = "{penalty}"',
        "penalty_rate": lambda rate, now: f"penalty_rate = {rate!r}",
        "noise": lambda noise, now: data_in_torch(now),
        "own_points": lambda points, now: data_in_torch(now),
        "weights": lambda weights, now: _weights_code(weights, _layer_in_torch),
    },
    trained=(ending := 'print(f"training cost: {cost_of(model(inputs), targets).item():.8f}")'),
    untrained=ending,
)
LANGUAGES = {"numpy": PLAYGROUND_NUMPY, "pytorch": PLAYGROUND_PYTORCH}
