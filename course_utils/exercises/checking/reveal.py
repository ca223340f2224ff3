"""reveal(name): the library's source of an answer, behind a click.

The library also refuses what does not fit: in decorators, and in statements that call `require`. An answer to an
exercise needs neither, so both are left out, and of the docstring all but the first sentence. Where `require` hands on
what it was given, that stands in its place.
"""

import ast
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
    functions = [inspect.unwrap(function)]
    for each in functions:  # grows while helpers of helpers are found
        called = [getattr(module, name, None) for name in each.__code__.co_names]
        helpers = [helper for helper in called if inspect.isfunction(helper) and helper.__module__ == module.__name__]
        functions += [helper for helper in helpers if helper not in functions]
    return "\n\n".join(map(_without_checks, functions))


def _without_checks(function):
    """The lines of a function, without what only refuses wrong input."""
    source = inspect.getsource(function).rstrip()
    lines, definition = source.split("\n"), ast.parse(source).body[0]
    left_out = set(range(1, definition.lineno))  # decorators
    for statement in ast.walk(definition):
        checks = [node for node in ast.walk(statement) if _is_check(node)]
        if isinstance(statement, ast.Assign) and checks and not _is_check(statement.value):
            line = statement.lineno - 1
            for node in checks:
                lines[line] = lines[line].replace(
                    ast.get_source_segment(source, node), ast.get_source_segment(source, node.args[-1])
                )
        elif isinstance(statement, ast.Expr | ast.Assign) and checks:
            left_out.update(range(statement.lineno, statement.end_lineno + 1))
    documentation = definition.body[0]
    if ast.get_docstring(definition) and documentation.end_lineno > documentation.lineno:
        lines[documentation.lineno - 1] += '"""'
        left_out.update(range(documentation.lineno + 1, documentation.end_lineno + 1))
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in left_out)


def _is_check(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("require.")


def reveal(name):
    """Show the course's own answer to an exercise; a ValueError where there is no such one."""
    return Answer(find(name))
