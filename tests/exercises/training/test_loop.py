"""The loop that notebook 04 asks for trains as the library's Trainer does."""

import numpy as np

from course_utils.exercises.training.loop import train
from course_utils.losses import one_hot
from course_utils.network import Network
from course_utils.optimizers import Adam
from course_utils.toy_data import toy_data
from course_utils.training import Trainer


def test_the_loop_is_the_trainers():
    points, labels = toy_data("circle", 50, seed=1)
    trained, by_hand = Network([2, 4, 2], seed=3), Network([2, 4, 2], seed=3)
    trainer = Trainer(trained, Adam(0.01), points, labels, batch_size=8, seed=5)
    expected = [report.train_cost for report in trainer.run(4)]
    costs = train(by_hand, Adam(0.01), points, one_hot(labels, 2), 8, 4, np.random.default_rng(5))
    np.testing.assert_allclose(costs, expected)
    np.testing.assert_allclose(by_hand.vector, trained.vector)
