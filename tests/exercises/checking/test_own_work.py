"""What a graded text may not say; a right answer in disguise is refused whichever of the two looks sees it."""

import gc
import inspect
import itertools
import linecache
import types

import numpy as np
import pytest
import student_answers

from course_utils.data import minibatches
from course_utils.exercises import check, grade
from course_utils.exercises.catalogue import find, of_kind
from course_utils.exercises.checking.own_work import Borrowed, _lent, not_allowed
from course_utils.exercises.checking.watch import Watch
from course_utils.exercises.exercise import Exercise

EXERCISES = of_kind(Exercise)
CELLS = itertools.count()
LENT = {"cost": {"cross_entropy"}, "descend": {"gradient_step"}, "train": {"minibatches"}}
# The answers to exercises in disguise: other parts of the course that come to the same.
DISGUISES = {
    "accuracy": """
from course_utils.losses import most_likely
def accuracy(scores, labels):
    return np.mean(most_likely(scores) == labels)""",
    "softmax": """
from course_utils.losses import softmax_cross_entropy
def softmax(logits):
    targets = np.eye(logits.shape[1])[np.zeros(len(logits), dtype=int)]
    return targets + len(logits) * softmax_cross_entropy(1.0 * logits, targets)[1]""",
    "centred_difference": """
from course_utils.gradients import numerical_gradient
def centred_difference(f, x, step):
    return numerical_gradient(f, x, step)""",
    "descend": """
from course_utils import gradients
def descend(gradient, start, learning_rate, steps, tolerance):
    return list(gradients.gradient_descent(gradient, start, learning_rate, steps, tolerance=tolerance))""",
    "momentum_step": """
from course_utils.optimizers import SGD
def momentum_step(w, g, velocity, learning_rate, momentum):
    sgd = SGD(learning_rate, momentum)
    moved = np.array(w, dtype=float)
    sgd.update([np.zeros_like(moved)], [np.array(velocity, dtype=float)])
    sgd.update([moved], [np.array(g, dtype=float)])
    return moved, momentum * velocity + g""",
    "relu_backward": """
from course_utils.graph import relu, variable
def relu_backward(g, x):
    x = variable(1.0 * np.asarray(x))
    (relu(x) * variable(1.0 * np.asarray(g))).sum().backward()
    return x.gradient""",
    "matmul_backward": """
from course_utils.graph import variable
def matmul_backward(dC, A, B):
    a, b = variable(1.0 * A), variable(1.0 * B)
    ((a @ b) * variable(1.0 * dC)).sum().backward()
    return a.gradient, b.gradient""",
    "logits_backward": """
from course_utils.losses import softmax_cross_entropy
def logits_backward(probabilities, targets):
    return softmax_cross_entropy(np.log(probabilities), targets)[1]""",
}
LAZY = """
from course_utils import gradients
def descend(gradient, start, learning_rate, steps, tolerance):
    return gradients.gradient_descent(gradient, start, learning_rate, steps, tolerance=tolerance)"""


def in_a_cell(text, name, **more):
    """The function that a cell defines, as a notebook has it: its text can be read again."""
    names = types.ModuleType("__main__").__dict__ | {"np": np} | more
    file = f"<cell {next(CELLS)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec"), names)
    return names[name]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_courses_own_function_is_refused_behind_any_name(exercise, monkeypatch, capsys):
    """Each passes its check; `np.theirs` is a name that no reading of the text can tell."""
    name, given = exercise.name, ", ".join(exercise.parameters)
    monkeypatch.setattr(np, "theirs", exercise.answer, raising=False)
    theirs = {"theirs": exercise.answer}
    answers = [
        exercise.answer,
        types.FunctionType(inspect.unwrap(exercise.answer).__code__, inspect.unwrap(exercise.answer).__globals__),
        in_a_cell(f"def {name}({given}):\n    return theirs({given})\n", name, **theirs),
        in_a_cell(f"def {name}(*given):\n    return np.theirs(*given)\n", name),
        in_a_cell(f"def {name}(*given):\n    return next(map(np.theirs, *[[each] for each in given]))\n", name),
        in_a_cell(
            f"def other(*given):\n    return np.theirs(*given)\n\n\n{name} = lambda *given: other(*given)\n", name
        ),
    ]
    assert [bool(check(name, answer).passed) for answer in answers] == [True] * 6
    assert [grade(name, answer, 2) for answer in answers] == [0] * 6
    said = capsys.readouterr().out
    assert said.count("calls the course's own") >= 3 and "passed" not in said


@pytest.mark.parametrize("name", DISGUISES)
def test_what_comes_to_the_same_in_the_course_is_refused(name, capsys):
    answer = in_a_cell(DISGUISES[name], name)
    assert check(name, answer).passed, check(name, answer)
    assert grade(name, answer, 1) == 0
    assert "calls the course's own" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("class Zero:\n    value = 0.0\n", "zero = Zero.value"),
        ("zeros = np.zeros(1)\n", "zero = zeros[0]"),
        ("zeros = [0.0]\n", "zero = zeros[0]"),
        ("", "zero = float('{}'.format(0))"),
    ],
)
def test_a_right_answer_is_refused_for_what_docs_grading_names_and_earns_its_points_as_it_says(outside, inside):
    def answer(before, within):
        text = (
            f"{before}def softmax(logits):\n{within}    powers = np.exp(logits + zero - logits.max(axis=1)[:, None])\n"
        )
        return in_a_cell(f"{text}    return powers / powers.sum(axis=1, keepdims=True)\n", "softmax")

    refused = answer(outside, f"    {inside}\n")
    instead = answer(
        "", "".join(f"    {line}\n" for line in [*outside.splitlines(), inside.replace("'{}'.format(0)", "f'{0}'")])
    )
    assert [bool(check("softmax", each).passed) for each in (refused, instead)] == [True, True]
    assert [grade("softmax", each, 1) for each in (refused, instead)] == [0, 1]


def test_a_generator_of_the_course_that_nobody_holds_any_more_is_no_call_of_the_answer():
    batches = minibatches(np.zeros(4), np.zeros(4), 2, np.random.default_rng(0))
    next(batches)
    garbage = [batches]
    garbage.append(garbage)
    del batches, garbage
    borrowed = Borrowed(find("one_hot"))
    Watch(3, on_call=borrowed).run(gc.collect)
    assert borrowed.names == []


def test_what_the_courses_answer_uses_of_an_earlier_lesson_is_lent():
    lent = {exercise.name: {code.co_name for code in _lent(exercise)} - {"inner"} for exercise in EXERCISES}
    assert {name: names for name, names in lent.items() if names} == LENT


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("import numpy as np\nfrom math import exp\nfrom course_utils.losses import cross_entropy", ""),
        ("def f(x):\n    _rows, values = x.shape\n    return np.random.default_rng(0)", ""),
        ("import sys", "sys"),
        ("import scipy.special", "scipy.special"),
        ("from sklearn.metrics import confusion_matrix", "sklearn.metrics.confusion_matrix"),
        ("from course_utils.exercises.catalogue import find", "course_utils.exercises.catalogue.find"),
        ("from course_utils import exercises", "course_utils.exercises"),
        ("from course_utils.mnist import fit_into_box", "course_utils.mnist.fit_into_box"),
        ("from random import _os", "random._os"),
        ("from . import losses", "None.losses"),
        ("def f(x):\n    return course_utils.exercises", "exercises"),
        ("def f(x):\n    return eval('softmax')(x)", "eval"),
        ("def f(x):\n    return f.__globals__", "__globals__"),
        ("def f(x):\n    return __import__('sys')", "__import__"),
        ("def f(x):\n    return (each for each in x).gi_frame.f_back", "f_back"),
        ("def f(x):\n    return '{0.gi_frame.f_back.f_locals}'.format(x)", "format"),
        ("def f(x):\n    match x:\n        case object(gi_frame=frame):\n            return frame", "match"),
        ("def f(x):\n    return np.ma.core.inspect.currentframe()", "currentframe"),
    ],
)
def test_the_first_word_that_reaches_around_is_named(text, word):
    assert not_allowed(text) == word


def test_a_function_that_is_given_may_be_called():
    """The cost that `numerical_gradient` is given is one of the course's, and so are the methods of a network."""
    assert grade("numerical_gradient", student_answers.numerical_gradient__copies, 1) == 1
    assert grade("train", student_answers.train__vector, 1) == 1


def test_a_generator_of_the_course_that_is_handed_on_is_seen():
    """It runs only when the check asks for its values, and then nothing of the answer is running any more."""
    descend = in_a_cell(LAZY, "descend")
    borrowed = Borrowed(next(exercise for exercise in EXERCISES if exercise.name == "descend"))
    points = []
    Watch(3, on_call=borrowed).run(lambda: points.extend(descend(lambda point: point, 1.0, 0.5, 3, 0.0)))
    assert points == [1.0, 0.5, 0.25, 0.125] and set(borrowed.names) == {"gradient_descent"}
