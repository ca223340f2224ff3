"""One operation at a time: what notebook 03 asks you to write, and what people write by mistake.

g is the gradient that arrives from behind, dF/dout ("upstream").
"""

import numpy as np

from course_utils.exercises.exercise import Exercise, Property, WrongAnswer

NOTEBOOK = "03_backpropagation"

random = np.random.default_rng(3)

# Five pairs of inputs, small ones first, and what arrives from behind.
_NUMBERS = (
    (2.0, 3.0, 4.0),
    (1.0, 5.0, -2.0),
    (-3.0, 0.5, 2.0),
    (0.5, -1.0, 7.0),
    (4.0, 2.5, 0.25),
)

UPSTREAM_MISSING = "the upstream gradient g is left out"


# Two operations, one after the other


def chain_two(g, x, y, r):
    """The gradient of x, where q = x + y and then q · r was computed and g has arrived."""
    dq = g * r
    return dq * 1


def _chain_without_upstream(g, x, y, r):
    return r


def _chain_added(g, x, y, r):
    return g * (r + 1)


def _chain_of_r(g, x, y, r):
    return g * (x + y)


def _chain_passed_on(g, x, y, r):
    return g


def _chain_times_x(g, x, y, r):
    return g * r * x


def _chain_counted_twice(g, x, y, r):
    return 2 * g * r


def _chain_foretells(answer, g, x, y, r):
    return np.isclose(answer(g, x, y, r), g * (x + 1 + y) * r - g * (x + y) * r)


CHAIN = Exercise(
    notebook=NOTEBOOK,
    name="chain_two",
    signature="chain_two(g, x, y, r)",
    asks="First q = x + y is computed, then q · r, and g, the gradient of q · r, arrives. Return the gradient of x.",
    answer=chain_two,
    cases=(
        (1.0, 2.0, 3.0, 4.0),
        (2.0, 5.0, -1.0, 3.0),
        (-1.5, 0.5, 2.0, -2.0),
        (3.0, -1.0, 4.0, 0.5),
    ),
    properties=(Property(_chain_foretells, "When x grows by 1, F should grow by the gradient of x."),),
    hints=(
        "Walk back one operation at a time: first the gradient of q, then that of x.",
        "The gradient of q is g · r. What does + do with what arrives?",
    ),
    wrong_answers=(
        WrongAnswer(_chain_without_upstream, UPSTREAM_MISSING, "Begin with g and multiply by each local gradient."),
        WrongAnswer(
            _chain_added,
            "the two local gradients are added",
            "Along a chain slopes are multiplied, r · 1. They add only over separate paths.",
        ),
        WrongAnswer(
            _chain_of_r, "the gradient of r is computed", "x + y is the slope along r. Along q the slope is r."
        ),
        WrongAnswer(
            _chain_passed_on,
            "g passes the product as if it were a sum",
            "q · r moves r times as much as q does: multiply by r.",
        ),
        WrongAnswer(
            _chain_times_x,
            "the value of x is multiplied in",
            "The slope of x + y along x is 1, whatever x is.",
        ),
        WrongAnswer(
            _chain_counted_twice,
            "x is counted twice",
            "x enters the sum once; the other share belongs to y.",
        ),
    ),
)


# Back through +


def add_backward(g, x, y):
    """The gradients of x and y, where x + y was computed and g has arrived."""
    return g, g


def _only_ones(g, x, y):
    return 1, 1


def _shared_out(g, x, y):
    return g / 2, g / 2


def _each_times_itself(g, x, y):
    return g * x, g * y


def _each_times_the_other(g, x, y):
    return g * y, g * x


def _second_turned_round(g, x, y):
    return g, -g


def _times_the_output(g, x, y):
    return g * (x + y), g * (x + y)


def _moves_as_measured(answer, g, x, y):
    """Whether the first gradient foretells what F = g · (x + y) does when x grows."""
    return np.isclose(answer(g, x, y)[0], g * (x + 1 + y) - g * (x + y))


ADD = Exercise(
    notebook=NOTEBOOK,
    name="add_backward",
    signature="add_backward(g, x, y)",
    asks="Given the gradient g of the output of x + y, return the gradients of x and of y.",
    answer=add_backward,
    cases=_NUMBERS,
    properties=(Property(_moves_as_measured, "When x grows by 1, F should grow by the gradient of x."),),
    hints=(
        "If x grows by a little, by how much does x + y grow?",
        "Both local gradients are 1. Multiply each by g.",
    ),
    wrong_answers=(
        WrongAnswer(_only_ones, UPSTREAM_MISSING, "The local gradients are 1 and 1: multiply them by what arrives, g."),
        WrongAnswer(
            _shared_out,
            "the gradient is shared out between the two inputs",
            "Each input moves the sum by as much as it moves itself: both get all of g.",
        ),
        WrongAnswer(
            _each_times_itself,
            "each input's own value is taken for its local gradient",
            "The slope of x + y along x is 1, whatever x is.",
        ),
        WrongAnswer(
            _each_times_the_other,
            "the rule of a product is used",
            "For x · y the other factor is the slope. For x + y the slope is 1.",
        ),
        WrongAnswer(
            _second_turned_round,
            "the second input gets the opposite sign",
            "That is the rule of x − y. In a sum both push the same way.",
        ),
        WrongAnswer(
            _times_the_output,
            "g is multiplied by the value of the sum",
            "A gradient needs the slope of the operation, not its value.",
        ),
    ),
)


# Back through ×


def multiply_backward(g, x, y):
    """The gradients of x and y, where x · y was computed and g has arrived."""
    return g * y, g * x


def _without_upstream(g, x, y):
    return y, x


def _as_for_a_sum(g, x, y):
    return g, g


def _times_the_product(g, x, y):
    return g * x * y, g * x * y


def _slopes_added(g, x, y):
    return g + y, g + x


def _product_moves_as_measured(answer, g, x, y):
    return np.isclose(answer(g, x, y)[0], g * (x + 1) * y - g * x * y)


MULTIPLY = Exercise(
    notebook=NOTEBOOK,
    name="multiply_backward",
    signature="multiply_backward(g, x, y)",
    asks="Given the gradient g of the output of x · y, return the gradients of x and of y.",
    answer=multiply_backward,
    cases=_NUMBERS,
    properties=(Property(_product_moves_as_measured, "When x grows by 1, F should grow by the gradient of x."),),
    hints=(
        "If x grows by 1, by how much does x · y grow?",
        "The local gradient of x is y, that of y is x. Multiply each by g.",
    ),
    wrong_answers=(
        WrongAnswer(
            _each_times_itself,
            "the two are swapped: x gets x and y gets y",
            "If x grows by 1, then x · y grows by y.",
        ),
        WrongAnswer(
            _without_upstream, UPSTREAM_MISSING, "y and x are the local gradients: multiply both by what arrives, g."
        ),
        WrongAnswer(
            _as_for_a_sum,
            "g is passed on as a sum would do",
            "In a product the other factor is the slope: with y = 0, x could not move it at all.",
        ),
        WrongAnswer(
            _times_the_product,
            "g is multiplied by the value of the product",
            "The slope of x · y along x is y alone.",
        ),
        WrongAnswer(
            _slopes_added,
            "upstream and local gradient are added",
            "Along a chain slopes are multiplied: g · y.",
        ),
    ),
)


# Back through max


def max_backward(g, x, y):
    """The gradients of x and y, where max(x, y) was computed and g has arrived. At a tie, x gets all."""
    return g * (x >= y), g * (x < y)


def _both_at_a_tie(g, x, y):
    return g * (x >= y), g * (y >= x)


def _nobody_at_a_tie(g, x, y):
    return g * (x > y), g * (y > x)


def _halves_at_a_tie(g, x, y):
    tie = g * (x == y) / 2
    return g * (x > y) + tie, g * (y > x) + tie


def _to_both(g, x, y):
    return g * (x == x), g * (y == y)


def _to_the_smaller(g, x, y):
    return g * (x < y), g * (x >= y)


def _max_without_upstream(g, x, y):
    return 1.0 * (x >= y), 1.0 * (x < y)


def _times_the_maximum(g, x, y):
    return g * x * (x >= y), g * y * (x < y)


def _keeps_the_sum(answer, g, x, y):
    first, second = answer(g, x, y)
    return np.isclose(first + second, g)


MAX = Exercise(
    notebook=NOTEBOOK,
    name="max_backward",
    signature="max_backward(g, x, y)",
    asks=(
        "Given the gradient g of the output of max(x, y), return the gradients of x and of y. "
        "At a tie, x gets all of it."
    ),
    answer=max_backward,
    cases=(
        (2.0, 3.0, 3.0),
        (2.0, 4.0, 3.0),
        (-5.0, -2.0, -1.0),
        (3.0, 0.0, 0.0),
        (np.array([2.0, -1.0, 4.0]), np.array([1.0, 6.0, -2.0]), np.array([5.0, 6.0, -3.0])),
    ),
    properties=(Property(_keeps_the_sum, "The two gradients should sum to g: nothing is lost, nothing is doubled."),),
    hints=(
        "Which of the two does the output follow, when each moves a little?",
        "`x >= y` is True where x is the larger one, and True counts as 1.",
    ),
    wrong_answers=(
        WrongAnswer(
            _both_at_a_tie,
            "at a tie both inputs get the gradient",
            "That counts it twice: their sum would be 2g. Give it to x alone.",
        ),
        WrongAnswer(
            _nobody_at_a_tie,
            "at a tie nobody gets the gradient",
            "Then it is lost, and what lies behind never learns. Give it to x.",
        ),
        WrongAnswer(
            _halves_at_a_tie,
            "a tie is split into halves",
            "That is fair and loses nothing. This course follows another convention: x gets all.",
        ),
        WrongAnswer(
            _to_both,
            "both inputs always get the gradient",
            "The smaller one does not move the maximum: its gradient is 0.",
        ),
        WrongAnswer(
            _to_the_smaller,
            "the gradient goes to the smaller input",
            "The output follows the larger one, so that one gets g.",
        ),
        WrongAnswer(
            _max_without_upstream,
            UPSTREAM_MISSING,
            "1 and 0 are the local gradients: multiply them by what arrives, g.",
        ),
        WrongAnswer(
            _times_the_maximum,
            "g is multiplied by the larger value",
            "Where the maximum follows x, it moves exactly as x does: the slope is 1.",
        ),
    ),
)


# Back through ReLU


def relu_backward(g, x):
    """The gradient of x, where max(x, 0) was computed and g has arrived. At 0 the slope is taken to be 0."""
    return g * (x > 0)


def _mask_from_the_gradient(g, x):
    return g * (g > 0)


def _slope_one_at_zero(g, x):
    return g * (x >= 0)


def _relu_without_upstream(g, x):
    return 1.0 * (x > 0)


def _negative_gradients_cut(g, x):
    return np.maximum(g, 0) * (x > 0)


def _everything_passes(g, x):
    return 1.0 * g


def _times_the_activation(g, x):
    return g * np.maximum(x, 0)


def _blocks_where_it_was_off(answer, g, x):
    return np.asarray(answer(g, x))[x < 0] == 0


RELU = Exercise(
    notebook=NOTEBOOK,
    name="relu_backward",
    signature="relu_backward(g, x)",
    asks="Given the gradient g of max(x, 0), entry by entry, return the gradient of x. The slope at 0 is 0.",
    answer=relu_backward,
    cases=(
        (np.array([-2.0, 3.0]), np.array([1.0, -1.0])),
        (np.array([-5.0, 2.0]), np.array([0.0, 2.0])),
        (np.array([3.0, -4.0, 2.0]), np.array([-1.0, 2.0, 0.5])),
        (random.normal(size=(2, 3)), random.normal(size=(2, 3))),
    ),
    properties=(Property(_blocks_where_it_was_off, "Where x was negative, nothing should come back."),),
    hints=(
        "Where x > 0 the output moves as x does; where x < 0 it does not move.",
        "`x > 0` is True where the gradient may pass, and True counts as 1.",
    ),
    wrong_answers=(
        WrongAnswer(
            _mask_from_the_gradient,
            "the mask is made from the gradient that arrives",
            "The forward input decides: pass where x > 0. This is why x is kept in the cache.",
        ),
        WrongAnswer(
            _slope_one_at_zero,
            "the gradient passes at x = 0",
            "There is no slope at the bend; this course takes 0, so compare with `>`.",
        ),
        WrongAnswer(_relu_without_upstream, UPSTREAM_MISSING, "The mask is the local gradient: multiply it by g."),
        WrongAnswer(
            _negative_gradients_cut,
            "negative gradients are cut off too",
            "A negative gradient passes whole where x > 0: only the sign of x counts.",
        ),
        WrongAnswer(
            _everything_passes,
            "every gradient passes",
            "Where x was below 0 the output stood still at 0: there the gradient is 0.",
        ),
        WrongAnswer(
            _times_the_activation,
            "g is multiplied by the output of the ReLU",
            "The slope is 1 where it fires, however strongly it fires.",
        ),
    ),
)


# Back through the sigmoid


def sigmoid_backward(g, x):
    """The gradient of x, where s = 1 / (1 + exp(−x)) was computed and g has arrived."""
    s = 1 / (1 + np.exp(-x))
    return g * s * (1 - s)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _formula_in_the_input(g, x):
    return g * x * (1 - x)


def _sigmoid_without_upstream(g, x):
    return _sigmoid(x) * (1 - _sigmoid(x))


def _times_the_sigmoid(g, x):
    return g * _sigmoid(x)


def _as_for_tanh(g, x):
    return g * (1 - _sigmoid(x) ** 2)


def _only_one_minus(g, x):
    return g * (1 - _sigmoid(x))


def _is_steepest_in_the_middle(answer, g, x):
    return np.abs(answer(g, x)) <= np.abs(g) / 4 + 1e-9


SIGMOID = Exercise(
    notebook=NOTEBOOK,
    name="sigmoid_backward",
    signature="sigmoid_backward(g, x)",
    asks="Given the gradient g of the output of s = 1 / (1 + exp(−x)), return the gradient of x.",
    answer=sigmoid_backward,
    cases=((2.0, 0.0), (2.0, 1.0), (-3.0, -2.0), (np.array([1.0, 4.0]), np.array([0.5, 3.0]))),
    properties=(Property(_is_steepest_in_the_middle, "The slope of a sigmoid is never more than 1/4."),),
    hints=(
        "First compute the output s again.",
        "The local gradient is s (1 − s), in terms of the output. Multiply it by g.",
    ),
    wrong_answers=(
        WrongAnswer(
            _formula_in_the_input,
            "x (1 − x) is taken",
            "The formula is in the output: s (1 − s) with s = 1 / (1 + exp(−x)).",
        ),
        WrongAnswer(_sigmoid_without_upstream, UPSTREAM_MISSING, "s (1 − s) is the local gradient: multiply it by g."),
        WrongAnswer(
            _times_the_sigmoid,
            "g is multiplied by the value of the sigmoid",
            "The slope is s (1 − s): it is small where s is near 1, too.",
        ),
        WrongAnswer(
            _as_for_tanh,
            "1 − s² is taken",
            "That is the slope of tanh in terms of its output. The sigmoid's is s (1 − s).",
        ),
        WrongAnswer(_only_one_minus, "1 − s is taken", "One factor is missing: the slope is s (1 − s)."),
    ),
)


# A variable that is used many times


def accumulate(gradients, name, contribution):
    """Add a contribution to the gradient of that name, the first or a further one, and return the dictionary."""
    gradients[name] = gradients.get(name, 0) + contribution
    return gradients


def _overwrites(gradients, name, contribution):
    gradients[name] = contribution
    return gradients


def _adds_in_place(gradients, name, contribution):
    if name not in gradients:
        gradients[name] = contribution
    else:
        gradients[name] += contribution
    return gradients


def _keeps_the_first(gradients, name, contribution):
    gradients.setdefault(name, contribution)
    return gradients


def _multiplies(gradients, name, contribution):
    gradients[name] = gradients.get(name, 1) * contribution
    return gradients


def _averages(gradients, name, contribution):
    gradients[name] = (gradients[name] + contribution) / 2 if name in gradients else contribution
    return gradients


def _expects_an_entry(gradients, name, contribution):
    gradients[name] = gradients[name] + contribution
    return gradients


def _in_order_of_names(gradients):
    """The gradients of a dictionary, as numbers that can be compared; anything else as it is."""
    if not isinstance(gradients, dict):
        return gradients
    return [gradients[name] for name in sorted(gradients)]


def _twice_is_double(answer, gradients, name, contribution):
    before = gradients.get(name, 0) + 0
    once = answer(gradients, name, contribution)
    return np.allclose(answer(once, name, contribution)[name], before + 2 * contribution)


_SHARED = np.array([1.0, 2.0])  # one array that is the gradient of two nodes, as behind a +

ACCUMULATE = Exercise(
    notebook=NOTEBOOK,
    name="accumulate",
    signature="accumulate(gradients, name, contribution)",
    asks=(
        "`gradients` is a dictionary from names to gradients. Add the contribution to the gradient of `name`, "
        "which may have one already or not, and return the dictionary. Change no array in place."
    ),
    answer=accumulate,
    cases=(
        ({"x": 2.0}, "x", 3.0),
        ({"x": 4.0, "y": -1.0}, "y", 5.0),
        ({}, "x", 3.0),
        ({"w": 6.0}, "w", -2.5),
        ({"x": _SHARED, "y": _SHARED}, "x", np.array([10.0, 20.0])),
        ({"a": _SHARED, "b": _SHARED, "c": _SHARED}, "b", np.array([0.5, -1.0])),
        ({"b": 2.0}, "x", 1.5),
    ),
    properties=(Property(_twice_is_double, "The same contribution, given twice, should count twice."),),
    hints=(
        "What stands there already, and what if nothing does? `gradients.get(name, 0)` answers both.",
        "A sum makes a new array; `+=` changes the old one, which others may share.",
    ),
    wrong_answers=(
        WrongAnswer(
            _overwrites,
            "the new contribution replaces what was there",
            "`=` forgets what came by another path: a variable that is used twice gets the sum.",
        ),
        WrongAnswer(
            _adds_in_place,
            "an array is changed in place, and another gradient with it",
            "After a + both inputs hold the very same array. Write `a = a + b`, which makes a new one.",
        ),
        WrongAnswer(
            _keeps_the_first,
            "only the first contribution is kept",
            "Every path counts: add what comes later.",
        ),
        WrongAnswer(
            _multiplies,
            "the contributions are multiplied",
            "Slopes are multiplied along one path; over several paths they add.",
        ),
        WrongAnswer(
            _averages,
            "the mean of the contributions is taken",
            "Two ways to move F move it twice as much: take the sum.",
        ),
        WrongAnswer(
            _expects_an_entry,
            "the name is expected to be there already",
            "The first contribution finds nothing: start from 0 with `gradients.get(name, 0)`.",
        ),
    ),
    observe=_in_order_of_names,
)


# Back through a matrix product


def matmul_backward(dC, A, B):
    """The gradients of A and B, where C = A B was computed and dC has arrived."""
    return dC @ B.T, A.T @ dC


def _slides_formula(dC, A, B):
    return dC @ B.T, dC @ A.T


def _wrong_order(dC, A, B):
    return B.T @ dC, dC @ A.T


def _no_transposes(dC, A, B):
    return dC @ B, A @ dC


def _other_factors(dC, A, B):
    return A.T @ dC, dC @ B.T


def _product_without_upstream(dC, A, B):
    ones = np.ones_like(dC)
    return ones @ B.T, A.T @ ones


def _has_the_shapes(answer, dC, A, B):
    dA, dB = answer(dC, A, B)
    return (dA.shape, dB.shape) == (A.shape, B.shape)


def _matrices(n, inner, m):
    return tuple(random.integers(-3, 4, size).astype(float) for size in [(n, m), (n, inner), (inner, m)])


MATMUL = Exercise(
    notebook=NOTEBOOK,
    name="matmul_backward",
    signature="matmul_backward(dC, A, B)",
    asks="Given the gradient dC of C = A @ B, return the gradients dA and dB.",
    answer=matmul_backward,
    cases=(
        (np.array([[1.0, -1.0], [2.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0, 0.0], [1.0, 3.0]])),
        _matrices(2, 2, 2),
        _matrices(2, 3, 4),
        _matrices(3, 1, 2),
        _matrices(3, 3, 3),
    ),
    properties=(Property(_has_the_shapes, "dA should have the shape of A, and dB that of B."),),
    hints=(
        "dA has the shape of A, dB that of B. Which products of dC with B or A have these shapes?",
        "Each gradient is dC times the other matrix, transposed, on the side where that one stood.",
    ),
    wrong_answers=(
        WrongAnswer(
            _slides_formula,
            "dB is computed as dC·Aᵀ",
            "A stood on the left, and there Aᵀ belongs: dB = Aᵀ·dC. Square matrices hide it; nudging B shows it.",
        ),
        WrongAnswer(
            _wrong_order,
            "the right factors stand in the wrong order",
            "B stood on the right of A, so Bᵀ stands on the right of dC; Aᵀ on its left.",
        ),
        WrongAnswer(
            _no_transposes,
            "nothing is transposed",
            "Check the shapes with (2 × 3)(3 × 4): only the transposed matrices fit.",
        ),
        WrongAnswer(
            _other_factors,
            "dA and dB are exchanged",
            "dA is made with B, and dB with A: dC·Bᵀ first.",
        ),
        WrongAnswer(
            _product_without_upstream,
            "the upstream gradient dC is left out",
            "Ones stand where dC belongs: only F = the sum of C has these gradients.",
        ),
    ),
)


EXERCISES = (CHAIN, ADD, MULTIPLY, MAX, RELU, SIGMOID, ACCUMULATE, MATMUL)
