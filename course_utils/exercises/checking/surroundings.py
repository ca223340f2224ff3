"""What a function that is checked must leave as it is: the names that others compute with, the folder, the dice.

While it runs, some doors are closed: what would end the kernel, ask for input, or take the watch away raises an error
that says so. Afterwards every name of NumPy, of the library and of Python's own functions has the meaning it had, and
the check says what was changed. Names under which a function has kept something from before are out of reach.
"""

import _thread
import builtins
import contextlib
import functools
import math
import operator
import os
import random
import signal
import sys
import threading
import time
from types import ModuleType

import numpy as np

CLOSED = (
    (builtins, "input"),
    (os, "_exit"),
    (os, "abort"),
    (os, "kill"),
    (signal, "raise_signal"),
    (_thread, "interrupt_main"),
    (sys, "setprofile"),
    (sys, "setrecursionlimit"),
    (sys, "settrace"),
)
GUARDED = (builtins, math, random, os, time, np, np.linalg, np.random)
SLEEP = time, "sleep"
MISSING = object()


@contextlib.contextmanager
def undisturbed(sleep):
    """Keep the surroundings; yields a list that holds the names of what was changed, once all is put back.

    sleep: a function of seconds, which stands in for `time.sleep`.
    """
    opened = {(module, name): getattr(module, name) for module, name in (*CLOSED, SLEEP) if hasattr(module, name)}
    doors = {(module, name): _closed(module, name) for module, name in opened} | {SLEEP: sleep}
    folder, variables, dice = os.getcwd(), dict(os.environ), (random.getstate(), np.random.get_state())  # noqa: NPY002
    changed = []
    for (module, name), door in doors.items():
        setattr(module, name, _for_this_thread(door, opened[module, name]))
    places = [(label, owner, dict(_names(owner))) for label, owner in _places(len(sys.modules))]
    try:
        yield changed
    finally:
        for label, owner, before in places:
            changed += [f"{label}.{name}" for name in _put_back(owner, before)]
        for (module, name), function in opened.items():
            setattr(module, name, function)
        random.setstate(dice[0])
        np.random.set_state(dice[1])  # noqa: NPY002
        if dict(os.environ) != variables:
            os.environ.clear()
            os.environ.update(variables)
            changed.append("os.environ")
        if _folder() != folder:
            os.chdir(folder)
            changed.append("the working directory")


def _for_this_thread(door, opened):
    """What leads to the door in this thread alone: the kernel has others, which sleep and must go on as ever."""
    here = threading.get_ident()

    def lead(*arguments, **options):
        return (door if threading.get_ident() == here else opened)(*arguments, **options)

    return lead


def _closed(module, name):
    def door(*_, **__):
        raise RuntimeError(f"{module.__name__}.{name} does not work in a check")

    return door


@functools.lru_cache(maxsize=1)
def _places(n_modules):
    """All that holds names, while so many modules are loaded: modules, and the library's classes and tables."""
    places = [(module.__name__, module) for module in GUARDED]
    for module_name, module in list(sys.modules.items()):
        if module_name.partition(".")[0] == "course_utils":
            places.append((module_name, module))
            for name, value in vars(module).items():
                is_own_class = isinstance(value, type) and value.__module__ == module_name
                if is_own_class or type(value) is dict:
                    places.append((f"{module_name}.{name}", value))
    return places


def _names(owner):
    return owner if isinstance(owner, dict) else vars(owner)


def _put_back(owner, before):
    """Give every name its value again, and return those that had another."""
    now = _names(owner)
    if len(now) == len(before) and all(map(operator.is_, now.values(), before.values())):
        return []
    changed = [name for name, value in before.items() if now.get(name, MISSING) is not value]
    # A module that was imported meanwhile may have put its name into another.
    new = [name for name in now.keys() - before.keys() if not isinstance(now[name], ModuleType)]
    for name in changed:
        _assign(owner, name, before[name])
    for name in new:
        _remove(owner, name)
    return [*map(str, changed), *sorted(map(str, new))]


def _assign(owner, name, value):
    if isinstance(owner, dict):
        owner[name] = value
    else:
        setattr(owner, name, value)


def _remove(owner, name):
    if isinstance(owner, dict):
        del owner[name]
    else:
        delattr(owner, name)


def _folder():
    try:
        return os.getcwd()
    except FileNotFoundError:
        return None
