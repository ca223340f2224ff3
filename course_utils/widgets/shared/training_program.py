"""A training run written down as a program: what it began with, the setting changes, and the steps between them."""

from dataclasses import dataclass

from course_utils.optimizers import SGD, Adam, RMSProp

OPTIMIZERS = {  # name: what makes it from a learning rate, and how a program writes that
    "SGD": (SGD, "SGD({rate!r})"),
    "Momentum": (lambda learning_rate: SGD(learning_rate, momentum=0.9), "SGD({rate!r}, momentum=0.9)"),
    "RMSProp": (RMSProp, "RMSProp({rate!r})"),
    "Adam": (Adam, "Adam({rate!r})"),
}


def make_optimizer(name, learning_rate):
    """The optimizer of that name."""
    make, _ = OPTIMIZERS[name]
    return make(learning_rate)


def optimizer_code(name, learning_rate):
    """The program text that makes the optimizer of that name."""
    _, text = OPTIMIZERS[name]
    return text.format(rate=learning_rate)


@dataclass(frozen=True)
class Change:
    """A setting change on the way: after so many steps, `name` became `value`."""

    step: int
    name: str
    value: object


@dataclass(frozen=True)
class Language:
    """How a program writes what happens in a run.

    steps: the text that trains for {n} steps. changes: for each name a function of its value and of the settings at
    that moment, which gives the text of the change. trained and untrained: the last lines.
    """

    steps: str
    changes: dict
    trained: str
    untrained: str


NUMPY = Language(
    steps="for _ in range({n}):\n    cost = trainer.step()",
    changes={
        "learning_rate": lambda rate, now: f"trainer.optimizer.learning_rate = {rate!r}",
        "batch_size": lambda size, now: f"trainer.batch_size = {size!r}",
        "optimizer": lambda name, now: f"trainer.optimizer = {optimizer_code(name, now.learning_rate)}",
    },
    trained='print(f"cost of the last batch: {cost:.6f}")',
    untrained='print("not trained yet")',
)


def write_program(beginning, settings, changes, steps, language):
    """The program of a run.

    beginning: its first lines. settings: those that it began with. changes: what was changed on the way, in order.
    steps: how many have been done.
    """
    lines, done, now = [beginning.rstrip(), ""], 0, settings.copy()
    for change in changes:
        if change.step > done:
            lines.append(language.steps.format(n=change.step - done))
            done = change.step
        if change.name in now.names():
            now.set(**{change.name: change.value})
        lines.append(language.changes[change.name](change.value, now))
    if steps > done:
        lines.append(language.steps.format(n=steps - done))
    lines.append(language.trained if steps else language.untrained)
    return "\n".join(lines) + "\n"
