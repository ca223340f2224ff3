"""What is said of an answer that is not right: whatever it does, there is a sentence for it."""

import itertools
import sys

import numpy as np
import pytest

from course_utils.exercises import check
from course_utils.exercises.checking.diagnose import diagnose, try_cases
from course_utils.exercises.checking.watch import Watch
from course_utils.exercises.exercise import Exercise, always, parts, wrong
from course_utils.losses import one_hot, softmax

# It goes wrong, in one way or another


def raises(logits):
    raise KeyError("a\nb" * 500)


def raises_something_unprintable(logits):
    class Nasty(Exception):
        def __str__(self):
            raise ValueError

    raise Nasty


def raises_something_with_a_long_name(logits):
    raise type("A" * 10**6, (Exception,), {})


def recurses(logits):
    return recurses(logits)


def exits(logits):
    sys.exit(3)


def raises_an_interrupt(logits):
    raise KeyboardInterrupt


def eats_memory(logits):
    return np.zeros((10**6, 10**9))


def returns_a_generator(logits):
    return itertools.count()


def returns_a_million_lists(logits):
    return [[1], [1, 2]] * 510_000


def returns_itself(logits):
    itself = []
    itself.append(itself)
    return itself


def returns_a_trap(logits):
    class Trap:
        def __array__(self, *_, **__):
            raise SystemExit

    return Trap()


def takes_nothing():
    return 1


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (raises, "Your function stops with an error."),
        (raises_something_unprintable, "Your function stops with an error."),
        (raises_something_with_a_long_name, "Your function stops with an error."),
        (recurses, "Your function calls itself and never comes to an end."),
        (exits, "Your function ends the program: return a value instead."),
        (raises_an_interrupt, "Your function stops with an error."),
        (eats_memory, "Your function stops with an error."),
        (returns_a_generator, "returns a value of type count, where numbers are asked for."),
        (returns_a_million_lists, "returns a value of type list, where numbers are asked for."),
        (lambda z: np.zeros(10**7), "of type ndarray, where numbers are asked for."),
        (returns_itself, "Your function calls itself and never comes to an end."),
        (returns_a_trap, "Your function ends the program: return a value instead."),
        (takes_nothing, "Your function stops with an error."),
        (lambda z: "0.5", "returns a value of type str, where numbers are asked for."),
        (lambda z: softmax(z) + 0j, "of type ndarray, where numbers are asked for."),
        (lambda z: [[1.0], [1.0, 2.0]], "returns rows of different lengths"),
        (lambda z: print(softmax(z)), "prints its answer: end it with `return` instead."),
        (lambda z: softmax(z) * np.nan, "Some of your numbers are not finite"),
        (lambda z: softmax(z)[:, 0], "The shape is (1,) where (1, 2) is expected."),
        (lambda z: softmax(z).ravel(), "The numbers are right, but the shape is (2,)"),
        (lambda z: softmax(z).T, "with rows and columns exchanged"),
        (lambda z: softmax(z) * 0.9 + 0.01, "Each row of probabilities should sum to 1."),
        (lambda z: softmax(z) if len(z) > 1 else None, "returns None: does every path end"),
    ],
)
def test_whatever_goes_wrong_is_said(answer, says):
    verdict = check("softmax", answer)
    assert not verdict.passed
    assert says in verdict.message
    assert len(str(verdict)) < 1200
    assert len(verdict._repr_html_()) < 4000


# It is right in part


def test_a_changed_input_is_noticed():
    def in_place(labels, n_classes):
        answer = one_hot(labels, n_classes)
        labels += 1
        return answer

    verdict = check("one_hot", in_place)
    assert "changes the array that it is given" in verdict.message
    assert dict(verdict.evidence)["got"].endswith("and the input has changed")
    assert check("one_hot", one_hot).passed  # the cases are still what they were


def test_an_answer_that_happens_to_be_right_still_needs_the_properties():
    """All inputs tried have scores below 5 or above 100; only a shift leads in between."""

    def right_where_it_is_tried(logits):
        return logits if 5 < logits.max() < 100 else softmax(logits)

    verdict = check("softmax", right_where_it_is_tried)
    assert verdict.message == "Adding 5 to all scores of a row should change nothing."
    assert [label for label, _ in verdict.evidence] == ["input"]  # the numbers are right there


def test_a_mistake_is_recognised_beside_another_one():
    """Base 10, and nan where a probability is 0: the base explains most of it."""
    verdict = check("cross_entropy", lambda p, y: -(y * np.log10(p)).sum(axis=-1))
    assert "the logarithm has base 10" in verdict.message


def seen(result, argument):
    """What should be so of a result, and what should not."""
    return {"it is positive": result > 0, "it is what was given": result == argument}


TWICE = Exercise(
    lambda x: 2 * x,
    asks="Return twice x.",
    cases=((1.0,), (2.0,)),
    properties=(),
    hints=(),
    wrong_answers=(),
    observe=seen,
)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: -x, "It is not so, and should be: it is positive."),
        (lambda x: x, "It is so, and should not be: it is what was given."),
    ],
)
def test_what_should_be_so_of_a_result_is_said_as_it_is_written(answer, sentence):
    assert diagnose(TWICE, answer, try_cases(TWICE, answer, Watch(3)), Watch(3)).sentence == sentence


def sum_and_square(x):
    total = x + 1
    return total**2, total


SQUARE = Exercise(
    sum_and_square,
    asks="Return the square of x + 1, and x + 1.",
    cases=((1.0,), (2.0,), (4.0,)),
    properties=(
        always(lambda answer, x: np.isclose(answer(x)[0], answer(x)[1] ** 2), "One should be the square of the other."),
    ),
    hints=(),
    wrong_answers=(wrong(lambda x: (x**2, x), "1 is left out", "Add 1."),),
    observe=parts("square", "total"),
    computed=("total", "square"),
)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: (x**2, x), "Your output equals what you get when 1 is left out."),
        (lambda x: (x**3, x), "Your `total` equals what you get when 1 is left out."),
        (lambda x: (x**2, x + 1), "One should be the square of the other."),  # though the square alone is a known one
        (lambda x: (np.sqrt((x + 3) ** 4), x + 3),
         "total is the first that is wrong. For total: Your numbers are the right ones plus 2.0 on every input."),
    ],
)  # fmt: skip
def test_of_several_results_the_one_that_is_computed_first_is_told(answer, sentence):
    assert diagnose(SQUARE, answer, try_cases(SQUARE, answer, Watch(3)), Watch(3)).sentence == sentence
