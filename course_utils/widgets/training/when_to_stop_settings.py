"""The settings of WhenToStop: its data, its network and the training; and the program that does the same."""

from typing import NamedTuple

import numpy as np
import traitlets

from course_utils.data import toy_data
from course_utils.losses import logistic_cross_entropy
from course_utils.network import Network
from course_utils.optimizers import Adam
from course_utils.training import Trainer
from course_utils.widgets.shared.settings import Settings

EPOCHS = 500  # the most
SIZES = [50, 200, 800]
N_VALIDATION, N_FRESH = 200, 1000
NOISE = 40
OPTIMIZER, LEARNING_RATE, BATCH_SIZE = "Adam", 0.01, 10

PROGRAM = f"""\
from course_utils.data import toy_data
from course_utils.losses import logistic_cross_entropy
from course_utils.network import Network
from course_utils.optimizers import Adam
from course_utils.training import Trainer, early_stopping

points, classes = toy_data("xor", {N_VALIDATION + N_FRESH + max(SIZES)}, noise={NOISE}, seed={{seed}})
validation = points[:{N_VALIDATION}], classes[:{N_VALIDATION}]
train = points[{N_VALIDATION + N_FRESH}:][:{{n}}], classes[{N_VALIDATION + N_FRESH}:][:{{n}}]

network = Network([2, {{units}}, {{units}}, 1], "tanh", seed={{seed}}, loss=logistic_cross_entropy)
options = {{{{"penalty": "L2", "penalty_rate": {{penalty_rate}}, "batch_size": {BATCH_SIZE}, "seed": {{seed}}}}}}
trainer = Trainer(network, Adam({LEARNING_RATE}), *train, validation=validation, **options)
for report in early_stopping(trainer.run({EPOCHS}), network, patience={{patience}}):
    pass
print(f"epoch {{{{report.epoch}}}} was the last; the weights kept cost {{{{trainer.evaluate()[0]:.3f}}}} on validation")
"""


class Examples(NamedTuple):
    """Points on the plane, shape (n, 2), and their classes 0 and 1, shape (n, 1)."""

    points: np.ndarray
    targets: np.ndarray


class WhenToStopSettings(Settings):
    """What can be chosen. `seed` is that of the points, the random start and the shuffling."""

    n = traitlets.Enum(SIZES, 50)  # points to train on
    units = traitlets.Enum([1, 2, 4, 16], 16)  # in each of two hidden layers
    penalty_rate = traitlets.Enum([0.0, 0.01, 0.03, 0.1, 0.3, 1.0], 0.0)  # L2
    patience = traitlets.Enum([1, 2, 5, 10, 20, 50, 100, 200], 20)
    seed = traitlets.Int(0, min=0)

    def data(self):
        """Examples by what they are for: with more for training, the others stay as they are."""
        points, classes = toy_data("xor", N_VALIDATION + N_FRESH + max(SIZES), noise=NOISE, seed=self.seed)
        cuts = [N_VALIDATION, N_VALIDATION + N_FRESH, N_VALIDATION + N_FRESH + self.n]
        pairs = zip(np.split(points, cuts), np.split(classes[:, np.newaxis].astype(float), cuts), strict=True)
        validation, fresh, train, _ = (Examples(*pair) for pair in pairs)
        return {"training": train, "validation": validation, "fresh points": fresh}

    def trainer(self, train):
        """A trainer at its start."""
        network = Network([2, self.units, self.units, 1], "tanh", seed=self.seed, loss=logistic_cross_entropy)
        options = {"penalty": "L2", "penalty_rate": self.penalty_rate, "batch_size": BATCH_SIZE, "seed": self.seed}
        return Trainer(network, Adam(LEARNING_RATE), *train, **options)

    def code(self):
        """The program that trains with these settings and stops early."""
        return PROGRAM.format(**self.values())
