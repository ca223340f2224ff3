"""Whether an answer is one's own work: what a graded text may say, and which functions of the course it may call.

Two looks, for neither sees all. The text is read before it runs: it may use NumPy, a few modules of Python's that
compute, and the course's maths, and nothing by which a function reaches what surrounds it. Then, while it runs, every
call from the answer into the course is seen, whatever name it went by.

What no look can tell: whether the text was found or copied. The course's functions are there to be read.
"""

import ast
import functools
import inspect
import os

from course_utils.exercises.checking.watch import LIBRARIES, THE_COURSE

FILE = "<the graded answer>"  # what Python calls the file of an answer that is graded
MODULES = {
    "numpy",
    "math",
    "cmath",
    "itertools",
    "functools",
    "collections",
    "statistics",
    "fractions",
    "random",
    "copy",
}
MATHS = {"losses", "gradients", "graph", "network", "optimizers", "data", "training"}
# By these a function would read or run what is not in its text: the frames of its callers, modules, files, names that
# are put together while it runs.
# fmt: off
REACHING = {
    "eval", "exec", "compile", "open", "input", "breakpoint", "help", "globals", "locals", "vars", "dir",
    "getattr", "setattr", "delattr", "format", "format_map",
    "f_back", "f_locals", "f_globals", "f_builtins", "tb_frame", "gi_frame", "cr_frame", "ag_frame", "currentframe",
    "sys", "os", "inspect", "builtins", "importlib", "subprocess", "ctypeslib", "testing", "f2py",
    "exercises", "checking",
}
# fmt: on


def not_allowed(text):
    """The first word of a text that a graded answer may not use; "" if there is none."""
    return next(filter(None, map(_reaches, ast.walk(ast.parse(text)))), "")


def _reaches(node):
    if isinstance(node, ast.Import):
        return next((alias.name for alias in node.names if not _may_be_imported(alias.name)), "")
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        return next((name for name in names if node.level or not _may_be_imported(name)), "")
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in REACHING or node.attr.startswith("_") else ""
    if isinstance(node, ast.Name):
        return node.id if node.id in REACHING or node.id.startswith("__") else ""
    return "match" if isinstance(node, ast.MatchClass) else ""  # its patterns read attributes


def _may_be_imported(name):
    first, *rest = name.split(".")
    if any(part in REACHING or part.startswith("_") for part in rest):
        return False
    return rest[:1] == [] or rest[0] in MATHS if first == "course_utils" else first in MODULES


class Borrowed:
    """Looks at each call while an answer runs; `.names` are the course's functions that it called and may not."""

    def __init__(self, exercise):
        self._allowed = _lent(exercise) | _given(exercise)
        self._asked = inspect.unwrap(exercise.answer).__code__
        self.names = []

    def __call__(self, frame):
        """Look at the frame of a function that is being called."""
        code = frame.f_code
        if not code.co_filename.startswith(THE_COURSE) or code in self._allowed:
            return
        # A generator that an answer returns runs later, when the check asks for its values.
        if code is self._asked or _is_a_generator_of_the_maths(code) or _is_called_by_the_answer(frame):
            self.names.append(code.co_qualname)


def _is_a_generator_of_the_maths(code):
    return bool(code.co_flags & inspect.CO_GENERATOR) and os.path.dirname(code.co_filename) == THE_COURSE


def _is_called_by_the_answer(frame):
    caller = frame.f_back
    while caller and caller.f_code.co_filename.startswith(LIBRARIES):  # NumPy's `vectorize`, for one
        caller = caller.f_back
    return caller is not None and caller.f_code.co_filename == FILE


def _lent(exercise):
    """The code of what the course's own answer uses from another lesson's module: there an answer may use it too."""
    answer = inspect.unwrap(exercise.answer)
    used = (answer.__globals__.get(name) for name in answer.__code__.co_names)
    return {
        each.__code__
        for function in used
        if inspect.isfunction(function) and function.__module__ != answer.__module__
        for each in (function, inspect.unwrap(function))
    }


def _given(exercise):
    """The code of what an answer is given: functions, and objects with their methods."""
    found = set()
    for argument in (argument for case in exercise.cases for argument in case):
        for owner in type(argument).__mro__:
            found |= {each.__code__ for each in map(_function_of, vars(owner).values()) if each}
        if inspect.isfunction(argument):
            found.add(argument.__code__)
    return found


def _function_of(value):
    """The function behind a method or a property."""
    if isinstance(value, property):
        value = value.fget
    elif isinstance(value, functools.cached_property):
        value = value.func
    return value if inspect.isfunction(value) else None
