"""Hints: each exercise has a few, and every next one says more. They come after a failed try, or when asked for."""

from collections import Counter

from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.verdict import panel

_given = Counter()  # how many of each exercise's hints have been given


class Hint:
    """One hint, as text and as a small panel in the notebook."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        return panel("not written yet", "Hint.", self.text)


def hint(name):
    """Give the next hint to an exercise; after the last it says how to see an answer. ValueError for no such name."""
    return Hint(next_hint(find(name)) or f"There are no more hints. `reveal({name!r})` shows one way to write it.")


def next_hint(exercise):
    """The first hint that has not been given yet, or ""."""
    step = _given[exercise.name]
    _given[exercise.name] += 1
    return exercise.hints[step] if step < len(exercise.hints) else ""


def begin_anew(name):
    """Give an exercise's hints from the first again."""
    _given[name] = 0
