"""All the exercises, in the order of the lessons."""

import difflib

from course_utils.exercises import backpropagation, gradient_descent, loss_functions

_ALL = (*loss_functions.EXERCISES, *gradient_descent.EXERCISES, *backpropagation.EXERCISES)
_EXERCISES = {exercise.name: exercise for exercise in _ALL}


def names(notebook=None):
    """The names of all exercises, or of one notebook's, in the order of the lessons."""
    return [name for name, e in _EXERCISES.items() if notebook in (None, e.notebook)]


def find(name):
    """The exercise of that name; a ValueError that suggests one where there is none."""
    if isinstance(name, str) and name in _EXERCISES:
        return _EXERCISES[name]
    near = difflib.get_close_matches(name, names(), 1) if isinstance(name, str) else []
    suggestion = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names())}."
    called = repr(name) if isinstance(name, str) else "a name that is not a text"
    raise ValueError(f"There is no exercise {called}. {suggestion}")
