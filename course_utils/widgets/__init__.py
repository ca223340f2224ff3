"""The live demos. Each is built with no argument, shows itself as the last line of a cell, and is worked by hand."""

from course_utils.widgets.accuracy_and_cost import AccuracyAndCost
from course_utils.widgets.descend import Descend
from course_utils.widgets.graph_stepper import GraphStepper
from course_utils.widgets.matrices import Matrices
from course_utils.widgets.mnist_trainer import MnistTrainer
from course_utils.widgets.nudge_one_weight import NudgeOneWeight
from course_utils.widgets.price_of_probability import PriceOfProbability
from course_utils.widgets.scores_to_loss import ScoresToLoss
from course_utils.widgets.straight_line_promise import StraightLinePromise
from course_utils.widgets.why_not_numerically import WhyNotNumerically

__all__ = [
    "AccuracyAndCost",
    "Descend",
    "GraphStepper",
    "Matrices",
    "MnistTrainer",
    "NudgeOneWeight",
    "PriceOfProbability",
    "ScoresToLoss",
    "StraightLinePromise",
    "WhyNotNumerically",
]
