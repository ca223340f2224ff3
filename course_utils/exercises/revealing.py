"""reveal(name): the library's source of an answer, behind a click."""

import inspect

from course_utils.exercises.catalogue import find


class Answer:
    """The source of an exercise's answer; the notebook shows it when asked."""

    def __init__(self, exercise):
        self.name = exercise.name
        self.source = source(exercise.answer)

    def __repr__(self):
        return self.source

    def _repr_markdown_(self):
        return (
            f"<details><summary>Show one way to write <code>{self.name}</code></summary>\n\n"
            f"```python\n{self.source}\n```\n\n</details>"
        )


def source(function):
    """A function's source, followed by that of the private helpers it calls."""
    module = inspect.getmodule(function)
    called = function.__code__.co_names
    helpers = [getattr(module, name, None) for name in called if name.startswith("_")]
    functions = [function, *filter(inspect.isfunction, helpers)]
    return "\n\n".join(inspect.getsource(each).rstrip() for each in functions)


def reveal(name):
    """Show the course's own answer to an exercise; a ValueError where there is no such one."""
    return Answer(find(name))
