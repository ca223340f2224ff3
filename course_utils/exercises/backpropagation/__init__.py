"""Notebook 03 asks first for one operation at a time, then for whole layers."""

from course_utils.exercises.backpropagation import layers, operations

NOTEBOOK = "03_backpropagation"
EXERCISES = (*operations.EXERCISES, *layers.EXERCISES)
