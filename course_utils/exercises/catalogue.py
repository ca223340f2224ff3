"""All the exercises and missions, in the order of the lessons."""

import difflib

from course_utils.exercises import backpropagation, gradient_descent, loss_functions, mnist, training

LESSONS = (loss_functions, gradient_descent, backpropagation, training, mnist)
_EXERCISES = {exercise.name: exercise for lesson in LESSONS for exercise in lesson.EXERCISES}


def names(notebook=None):
    """The names of all exercises and missions, or of one notebook's, in the order of the lessons."""
    asked = [lesson for lesson in LESSONS if notebook in (None, lesson.NOTEBOOK)]
    return [exercise.name for lesson in asked for exercise in lesson.EXERCISES]


def of_kind(kind):
    """All that are an `Exercise`, or all that are a `Mission`, in the order of the lessons."""
    return [task for task in _EXERCISES.values() if isinstance(task, kind)]


def find(name):
    """The exercise of that name; a ValueError that suggests one where there is none."""
    if isinstance(name, str) and name in _EXERCISES:
        return _EXERCISES[name]
    near = difflib.get_close_matches(name, names(), 1) if isinstance(name, str) else []
    suggestion = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names())}."
    called = repr(name) if isinstance(name, str) else "a name that is not a text"
    raise ValueError(f"There is no exercise {called}. {suggestion}")
