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
    """A function's source, followed by that of the helpers it calls from its own module."""
    module = inspect.getmodule(function)
    functions = [function]
    for each in functions:  # grows while helpers of helpers are found
        called = [getattr(module, name, None) for name in each.__code__.co_names]
        helpers = [helper for helper in called if inspect.isfunction(helper) and helper.__module__ == module.__name__]
        functions += [helper for helper in helpers if helper not in functions]
    return "\n\n".join(inspect.getsource(each).rstrip() for each in functions)


def reveal(name):
    """Show the course's own answer to an exercise; a ValueError where there is no such one."""
    return Answer(find(name))
