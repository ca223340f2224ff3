"""The live demos. Each is built with no argument, shows itself as the last line of a cell, and is worked by hand."""

from course_utils.widgets.graph_stepper import GraphStepper
from course_utils.widgets.matrices import Matrices
from course_utils.widgets.mnist_trainer import MnistTrainer
from course_utils.widgets.why_not_numerically import WhyNotNumerically

__all__ = ["GraphStepper", "Matrices", "MnistTrainer", "WhyNotNumerically"]
