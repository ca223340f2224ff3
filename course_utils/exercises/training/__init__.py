"""Notebook 04 asks for the parts of a training run, and then for networks that solve a mission."""

from course_utils.exercises.training import data, loop, optimizers
from course_utils.exercises.training.missions import MISSIONS

NOTEBOOK = "04_training"
EXERCISES = (data.MINIBATCHES, *optimizers.EXERCISES, data.SPLIT, *loop.EXERCISES, *MISSIONS)
