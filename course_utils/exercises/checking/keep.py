"""The functions that have passed, kept as text: a later notebook builds with what an earlier one has brought about.

Each is a small module of its own, `your_parts/softmax.py` for one, in the folder of the progress file. It holds the
function as it stood when it passed, after what it uses of its notebook: imports, numbers, and other functions. Where
nothing is kept in files, the text lives as long as the session.
"""

import ast
import contextlib
import inspect
import symtable
import sys
import textwrap
from types import ModuleType

from course_utils.exercises.checking.progress import progress_file, write_whole
from course_utils.exercises.checking.watch import THE_COURSE

FOLDER = "your_parts"
_kept_here = {}  # the text of each function, by the name of its exercise


def keep(name, answer):
    """Keep the text of the answer to an exercise: one from the course, or without a text, is left alone."""
    if not inspect.isfunction(answer) or answer.__module__.partition(".")[0] in ("course_utils", FOLDER):
        return
    with contextlib.suppress(OSError, ValueError):
        text = _kept_here[name] = named(name, answer)
        path = kept_in(name)
        if path:
            path.parent.mkdir(exist_ok=True)
            write_whole(path, text)


def kept(name):
    """Return the function that was kept for an exercise, or None; raises whatever its text raises when it is run."""
    path = kept_in(name)
    with contextlib.suppress(OSError):
        if path:
            _kept_here[name] = path.read_text(encoding="utf-8")
    if name not in _kept_here:
        return None
    names = {"__name__": f"{FOLDER}.{name}"}
    exec(compile(_kept_here[name], str(path), "exec"), names)
    return names.get(name)


def kept_in(name):
    """The path of the file for an exercise's answer; None where nothing is kept in files."""
    progress = progress_file()
    return progress and progress.parent / FOLDER / f"{name}.py"


def named(name, function):
    """The text of a function, as `written_out` has it, which gives it the name of its exercise."""
    alias = "" if function.__name__ in (name, "<lambda>") else f"\n\n{name} = {function.__name__}\n"
    return written_out(function) + alias


def written_out(function):
    """The text of a function, after that of all it uses, as a module; ValueError if there is no such text."""
    imports, numbers, functions, texts = {}, {}, [function], []
    for each in functions:  # grows while functions are found that it uses
        texts.insert(0, _text(each))
        for name in sorted(names_used(texts[0]) & each.__globals__.keys()):
            value = each.__globals__[name]
            if isinstance(value, ModuleType):
                imports[name] = f"import {value.__name__} as {name}"
            elif _home(value):
                imports[name] = f"from {_home(value)} import {value.__name__} as {name}"
            elif isinstance(value, bool | int | float | complex | str):
                numbers[name] = f"{name} = {value!r}"
            elif inspect.isfunction(value) and value not in functions:
                functions.append(value)
    head = "\n".join([*imports.values(), *numbers.values()])
    return "\n\n\n".join(filter(None, [head, *texts])) + "\n"


def _text(function):
    """The lines that define a function, and nothing that would do something else if they were run again."""
    if inspect.unwrap(function).__code__.co_filename.startswith(THE_COURSE):
        raise ValueError(f"{function.__name__} is the course's own.")
    try:
        text = textwrap.dedent(inspect.getsource(function)).rstrip()
        definitions = ast.parse(text).body
    except (OSError, TypeError, SyntaxError) as error:
        raise ValueError(f"There is no text of {function.__name__}.") from error
    if not all(isinstance(node, ast.FunctionDef) or _is_named_lambda(node) for node in definitions):
        raise ValueError(f"{function.__name__} is defined within a larger statement.")
    return text


def _is_named_lambda(node):
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)


def names_used(text):
    """Every name in a text that stands for something from outside."""
    tables = [symtable.symtable(text, "", "exec")]
    for table in tables:  # grows while functions are found within functions
        tables += table.get_children()
    used = [(table, symbol) for table in tables for symbol in table.get_symbols() if symbol.is_referenced()]
    return {symbol.get_name() for table, symbol in used if table is tables[0] or symbol.is_global()}


def _home(value):
    """The module that a function can be imported from; "" for one that was written in a notebook."""
    module = getattr(value, "__module__", None)
    there = getattr(sys.modules.get(module), getattr(value, "__name__", ""), None)
    return module if there is value and module.partition(".")[0] not in ("__main__", FOLDER) else ""
