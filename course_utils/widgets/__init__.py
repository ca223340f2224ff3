"""The live demos. Each is built with no argument, shows itself as the last line of a cell, and is worked by hand."""

from course_utils.widgets.accuracy_and_cost import AccuracyAndCost
from course_utils.widgets.mnist_trainer import MnistTrainer
from course_utils.widgets.price_of_probability import PriceOfProbability
from course_utils.widgets.scores_to_loss import ScoresToLoss

__all__ = ["AccuracyAndCost", "MnistTrainer", "PriceOfProbability", "ScoresToLoss"]
