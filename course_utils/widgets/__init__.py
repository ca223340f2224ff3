"""The live demos, in the order of the lessons.

Each is built with no argument, shows itself as the last line of a cell, and is worked by hand.

- 01 loss functions: ScoresToLoss, AccuracyAndCost, PriceOfProbability, RaceOfTwoLosses
- 02 gradient descent: NudgeOneWeight, SteepestDirection, StraightLinePromise, Descend, BoundaryOnDigits
- 03 backpropagation: WhyNotNumerically, GraphStepper, Matrices
- 04 training: PathsOfDescent, OptimizerRace, ChoosingOnTheTestSet, WhenToStop, Playground
- 05 MNIST: MnistTrainer, Mistakes, DrawDigit
"""

from course_utils.widgets.backpropagation.graph_stepper import GraphStepper
from course_utils.widgets.backpropagation.matrices import Matrices
from course_utils.widgets.backpropagation.why_not_numerically import WhyNotNumerically
from course_utils.widgets.gradient_descent.boundary_on_digits import BoundaryOnDigits
from course_utils.widgets.gradient_descent.descend import Descend
from course_utils.widgets.gradient_descent.nudge_one_weight import NudgeOneWeight
from course_utils.widgets.gradient_descent.steepest_direction import SteepestDirection
from course_utils.widgets.gradient_descent.straight_line_promise import StraightLinePromise
from course_utils.widgets.loss_functions.accuracy_and_cost import AccuracyAndCost
from course_utils.widgets.loss_functions.price_of_probability import PriceOfProbability
from course_utils.widgets.loss_functions.race_of_two_losses import RaceOfTwoLosses
from course_utils.widgets.loss_functions.scores_to_loss import ScoresToLoss
from course_utils.widgets.mnist.draw_digit import DrawDigit
from course_utils.widgets.mnist.mistakes import Mistakes
from course_utils.widgets.mnist.mnist_trainer import MnistTrainer
from course_utils.widgets.training.choosing_on_the_test_set import ChoosingOnTheTestSet
from course_utils.widgets.training.optimizer_race import OptimizerRace
from course_utils.widgets.training.paths_of_descent import PathsOfDescent
from course_utils.widgets.training.playground import Playground
from course_utils.widgets.training.when_to_stop import WhenToStop

__all__ = [  # noqa: RUF022 (in the order of the lessons)
    "ScoresToLoss",
    "AccuracyAndCost",
    "PriceOfProbability",
    "RaceOfTwoLosses",
    "NudgeOneWeight",
    "SteepestDirection",
    "StraightLinePromise",
    "Descend",
    "BoundaryOnDigits",
    "WhyNotNumerically",
    "GraphStepper",
    "Matrices",
    "PathsOfDescent",
    "OptimizerRace",
    "ChoosingOnTheTestSet",
    "WhenToStop",
    "Playground",
    "MnistTrainer",
    "DrawDigit",
    "Mistakes",
]
