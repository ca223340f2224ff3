"""The training loop that notebook 04 asks for is the one of `Trainer`."""

import numpy as np

from course_utils.data import minibatches
from course_utils.exercises.training.loop import training_loop
from course_utils.losses import squared_error
from course_utils.network import Network
from course_utils.optimizers import Adam
from course_utils.training import Trainer


def test_the_loop_is_the_librarys():
    random = np.random.default_rng(0)
    x, targets = random.normal(size=(10, 3)), random.normal(size=(10, 2))
    ours, theirs = (Network([3, 4, 2], "tanh", loss=squared_error) for _ in range(2))
    trainer = Trainer(theirs, Adam(0.1), x, targets, batch_size=4, seed=5)
    batches = minibatches(x, targets, 4, np.random.default_rng(5))
    costs = training_loop(ours, Adam(0.1), lambda: next(batches), 3)
    assert costs == [trainer.step() for _ in range(3)]
    np.testing.assert_array_equal(ours.vector, theirs.vector)
