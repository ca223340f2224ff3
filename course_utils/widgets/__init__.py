"""The live demos. Each is built with no argument, shows itself as the last line of a cell, and is worked by hand."""

from course_utils.widgets.mnist_trainer import MnistTrainer

__all__ = ["MnistTrainer"]
