"""The settings of the MNIST demo, and the training that they begin."""

import numpy as np
import traitlets

from course_utils.network import Network
from course_utils.training import Trainer
from course_utils.widgets.shared.settings import Settings
from course_utils.widgets.shared.training_program import OPTIMIZERS, make_optimizer, optimizer_code

PROGRAM = """\
import numpy as np

from course_utils.data import load_mnist
from course_utils.network import Network
from course_utils.optimizers import SGD, Adam, RMSProp
from course_utils.training import Trainer

train = load_mnist().train
network = Network([784, {hidden_units}, 10], seed={seed}, dtype=np.float32)
optimizer = {optimizer}
trainer = Trainer(network, optimizer, train.images, train.labels, batch_size={batch_size}, seed={seed})
"""


class MnistSettings(Settings):
    """What can be chosen. `seed` is that of the random start and of the shuffling."""

    learning_rate = traitlets.Float(0.1, min=1e-4, max=10.0)
    batch_size = traitlets.Enum([2**power for power in range(11)], 64)  # 1 … 1024
    optimizer = traitlets.Enum(list(OPTIMIZERS), "SGD")
    hidden_units = traitlets.Enum([16, 32, 64, 128, 256, 512], 128)
    seed = traitlets.Int(0, min=0)

    def trainer(self, train, validation):
        """A trainer at the start, for (images, labels) pairs of digits."""
        network = Network([784, self.hidden_units, 10], seed=self.seed, dtype=np.float32)
        optimizer = make_optimizer(self.optimizer, self.learning_rate)
        options = {"batch_size": self.batch_size, "seed": self.seed, "validation": validation}
        return Trainer(network, optimizer, *train, **options)

    def code(self):
        """The program that does the same."""
        optimizer = optimizer_code(self.optimizer, self.learning_rate)
        return PROGRAM.format(**self.values() | {"optimizer": optimizer})
