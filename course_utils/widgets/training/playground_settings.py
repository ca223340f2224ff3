"""The settings of the playground: the data, the network, the training; and the data that they make."""

from dataclasses import dataclass

import numpy as np
import traitlets

from course_utils.data import FEATURES, features, toy_data, train_validation_test_split
from course_utils.losses import (
    logistic_cross_entropy,
    one_hot,
    softmax_cross_entropy,
    squared_error,
    tanh_squared_error,
)
from course_utils.network import ACTIVATIONS, Network
from course_utils.toy_data import CLASSIFICATION_SETS, REGRESSION_SETS
from course_utils.training import PENALTIES, Trainer
from course_utils.widgets.shared.settings import Settings
from course_utils.widgets.shared.training_program import OPTIMIZERS, make_optimizer
from course_utils.widgets.training.playground_program import beginning

YOURS = "yours"  # a data set of the points that you have placed
FIRST_POINTS = [(2.5, 2.5, 1), (-2.5, 2.5, 0), (-2.5, -2.5, 1), (2.5, -2.5, 0)]  # what it begins with
REACH = 6  # how far the plane goes in each direction
MOST_POINTS = 300  # of one's own
MOST_LAYERS, MOST_UNITS = 6, 8
LOSSES = ["squared error", "cross-entropy"]


@dataclass(frozen=True)
class Points:
    """Points on the plane, shape (n, 2), and their labels, shape (n,): classes, or numbers for a regression."""

    points: np.ndarray
    labels: np.ndarray


class PlaygroundSettings(Settings):
    """What can be chosen. `seed` is that of the random start and of the shuffling, `data_seed` that of the points."""

    dataset = traitlets.Enum([*CLASSIFICATION_SETS, *REGRESSION_SETS, YOURS], "circle")
    noise = traitlets.Int(0, min=0, max=50)
    n = traitlets.Int(500, min=20, max=1000)  # points, for training, validation and test together
    train_percent = traitlets.Int(50, min=10, max=90)
    data_seed = traitlets.Int(0, min=0)
    features = traitlets.List(traitlets.Enum(list(FEATURES)), ["x1", "x2"], minlen=1, maxlen=len(FEATURES))
    hidden = traitlets.List(traitlets.Int(min=1, max=MOST_UNITS), [4, 2], maxlen=MOST_LAYERS)
    activation = traitlets.Enum(list(ACTIVATIONS), "tanh")
    loss = traitlets.Enum(LOSSES, LOSSES[0])
    optimizer = traitlets.Enum(list(OPTIMIZERS), "SGD")
    learning_rate = traitlets.Float(0.03, min=1e-5, max=10.0)
    batch_size = traitlets.Int(10, min=1, max=30)
    penalty = traitlets.Enum(list(PENALTIES), "none")
    penalty_rate = traitlets.Float(0.0, min=0.0, max=10.0)
    start = traitlets.Enum(["random", "zeros"], "random")
    seed = traitlets.Int(0, min=0)
    own_points = traitlets.List(
        traitlets.Tuple(
            traitlets.Float(min=-REACH, max=REACH), traitlets.Float(min=-REACH, max=REACH), traitlets.Int(min=0, max=2)
        ),
        maxlen=MOST_POINTS,
    )

    features.tag(allowed=f"a list of one or more of {', '.join(FEATURES)}")
    hidden.tag(allowed=f"a list of at most {MOST_LAYERS} whole numbers from 1 to {MOST_UNITS}")
    own_points.tag(allowed=f"a list of at most {MOST_POINTS} points [x₁, x₂, class] within ±{REACH}")

    @property
    def is_regression(self):
        """Whether the targets are numbers, not classes."""
        return self.dataset in REGRESSION_SETS

    @property
    def is_yours(self):
        """Whether all points are placed by hand."""
        return self.dataset == YOURS

    @property
    def n_classes(self):
        """How many classes there are; 0 for a regression."""
        return 0 if self.is_regression else 3 if self.dataset == "three" else 2

    @property
    def loss_function(self):
        """A function of `course_utils.losses`; for a regression and for three classes there is one only."""
        if self.is_regression:
            return squared_error
        if self.n_classes == 3:
            return softmax_cross_entropy
        return {"squared error": tanh_squared_error, "cross-entropy": logistic_cross_entropy}[self.loss]

    @property
    def sizes(self):
        """Numbers per layer, inputs first; two classes, as a number, need one output."""
        return [len(self.features), *self.hidden, 3 if self.n_classes == 3 else 1]

    def data(self):
        """The training, validation and test points; points placed by hand are for training."""
        placed = self._placed_points()
        if self.is_yours:
            return placed, None, None
        points, labels = toy_data(self.dataset, self.n, noise=self.noise, seed=self.data_seed)
        share = self.train_percent / 100
        shares = (share, (1 - share) / 2, (1 - share) / 2)
        parts = train_validation_test_split(points, labels, shares, np.random.default_rng(self.data_seed))
        train, validation, test = (Points(*part) for part in parts)
        train = Points(np.append(train.points, placed.points, axis=0), np.append(train.labels, placed.labels))
        return train, validation, test

    @property
    def placed(self):
        """The points placed by hand, [(x₁, x₂, class), …]; four to begin with, where there would be none at all."""
        return self.own_points or (FIRST_POINTS if self.is_yours else [])

    def placed_labels(self):
        """Their labels: the classes; for a regression −1 for class 0, and 1 for others."""
        if self.is_regression:
            return [2.0 * min(label, 1) - 1 for *_, label in self.placed]
        return [min(label, self.n_classes - 1) for *_, label in self.placed]

    def _placed_points(self):
        places = np.reshape([point[:2] for point in self.placed], (-1, 2))
        return Points(places, np.array(self.placed_labels(), float if self.is_regression else int))

    def examples(self, points):
        """Inputs and targets for the network, shapes (n, features) and (n, outputs), from Points."""
        targets = one_hot(points.labels, 3) if self.n_classes == 3 else points.labels[:, np.newaxis]
        return features(points.points, self.features), targets.astype(float)

    def network(self):
        """The network at its start."""
        network = Network(self.sizes, self.activation, seed=self.seed, loss=self.loss_function)
        if self.start == "zeros":
            network.vector[:] = 0
        return network

    def trainer(self, examples, network=None, optimizer=None):
        """A trainer for these inputs and targets; one that goes on has a network and an optimizer already."""
        optimizer = optimizer or make_optimizer(self.optimizer, self.learning_rate)
        penalty = {"penalty": self.penalty, "penalty_rate": self.penalty_rate}
        return Trainer(
            network or self.network(), optimizer, *examples, batch_size=self.batch_size, seed=self.seed, **penalty
        )

    def guessing(self):
        """The cost of giving every point the same answer: 0, or the same probability for each class."""
        targets = self.examples(self.data()[0])[1]
        network = Network([1, self.sizes[-1]], loss=self.loss_function)
        network.vector[:] = 0
        return network.cost_and_gradients(np.zeros((len(targets), 1)), targets)[0]

    def code(self, language="numpy"):
        """The program that builds what these settings say."""
        return beginning(self, language)
