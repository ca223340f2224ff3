"""One operation at a time: what notebook 03 asks you to write, and what people write by mistake.

g is the gradient that arrives from behind, dF/dout ("upstream").
"""

import numpy as np

from course_utils.exercises.exercise import Exercise, always, parts, wrong

random = np.random.default_rng(3)  # of all random inputs of this notebook, those of `layers` too

# Five pairs of inputs, small ones first, and what arrives from behind.
_NUMBERS = (
    (2.0, 3.0, 4.0),
    (1.0, 5.0, -2.0),
    (-3.0, 0.5, 2.0),
    (0.5, -1.0, 7.0),
    (4.0, 2.5, 0.25),
)

UPSTREAM_MISSING = "the upstream gradient g is left out"
GROWS = "When x grows by 1, F should grow by the gradient of x."


# Two operations, one after the other


def chain_two(g, x, y, r):
    """The gradient of x, where q = x + y and then q · r was computed and g has arrived."""
    dq = g * r
    return dq * 1


CHAIN = Exercise(
    chain_two,
    asks="First q = x + y is computed, then q · r, and g, the gradient of q · r, arrives. Return the gradient of x.",
    cases=(
        (1.0, 2.0, 3.0, 4.0),
        (2.0, 5.0, -1.0, 3.0),
        (-1.5, 0.5, 2.0, -2.0),
        (3.0, -1.0, 4.0, 0.5),
        (2.0, 1.0, 3.0, -1.5),
    ),
    properties=(
        always(lambda answer, g, x, y, r: np.isclose(answer(g, x, y, r), g * (x + 1 + y) * r - g * (x + y) * r), GROWS),
    ),
    hints=(
        "Go back one operation at a time: first the gradient of q, then that of x.",
        "The gradient of q is g · r. What does + do with what arrives?",
    ),
    wrong_answers=(
        wrong(lambda g, x, y, r: r, UPSTREAM_MISSING,
              "Begin with g and multiply by each local gradient."),
        wrong(lambda g, x, y, r: g * (r + 1), "the two local gradients are added",
              "Along a chain slopes are multiplied, r · 1. They add only over separate paths."),
        wrong(lambda g, x, y, r: g * (x + y), "the gradient of r is computed",
              "x + y is the slope along r. Along q the slope is r."),
        wrong(lambda g, x, y, r: g + r, "upstream and local gradient are added",
              "Along a chain slopes are multiplied: g · r · 1."),
        wrong(lambda g, x, y, r: g * (x + y) * r, "g is multiplied by the value of q · r",
              "A gradient needs the slopes of the operations, not the value that came out."),
        wrong(lambda g, x, y, r: (x + y) * r, "the value of q · r is computed once more",
              "That is the way forward. Back along the chain, g is multiplied by each slope: r, then 1."),
        wrong(lambda g, x, y, r: g, "g passes the product as if it were a sum",
              "q · r moves r times as much as q does: multiply by r."),
        wrong(lambda g, x, y, r: g * r * x, "the value of x is multiplied in",
              "The slope of x + y along x is 1, whatever x is."),
        wrong(lambda g, x, y, r: 2 * g * r, "x is counted twice",
              "x enters the sum once; the other share belongs to y."),
    ),
)  # fmt: skip


# Back through +


def add_backward(g, x, y):
    """The gradients of x and y, where x + y was computed and g has arrived."""
    return g, g


ADD = Exercise(
    add_backward,
    asks="Given the gradient g of the output of x + y, return the gradients of x and of y.",
    cases=_NUMBERS,
    properties=(
        always(lambda answer, g, x, y: np.isclose(answer(g, x, y)[0], g * (x + 1 + y) - g * (x + y)), GROWS),
    ),
    hints=(
        "If x grows by a little, by how much does x + y grow?",
        "Both local gradients are 1. Multiply each by g.",
    ),
    wrong_answers=(
        wrong(lambda g, x, y: (1, 1), UPSTREAM_MISSING,
              "The local gradients are 1 and 1: multiply them by what arrives, g."),
        wrong(lambda g, x, y: (g / 2, g / 2), "the gradient is shared out between the two inputs",
              "Each input moves the sum by as much as it moves itself: both get all of g."),
        wrong(lambda g, x, y: (g * x, g * y), "each input's own value is taken for its local gradient",
              "The slope of x + y along x is 1, whatever x is."),
        wrong(lambda g, x, y: (g * y, g * x), "the rule of a product is used",
              "For x · y the other factor is the slope. For x + y the slope is 1."),
        wrong(lambda g, x, y: (g, -g), "the second input gets the opposite sign",
              "That is the rule of x − y. In a sum both push the same way."),
        wrong(lambda g, x, y: (g * (x + y), g * (x + y)), "g is multiplied by the value of the sum",
              "A gradient needs the slope of the operation, not its value."),
    ),
    observe=parts("dx", "dy"),
)  # fmt: skip


# Back through ×


def multiply_backward(g, x, y):
    """The gradients of x and y, where x · y was computed and g has arrived."""
    return g * y, g * x


MULTIPLY = Exercise(
    multiply_backward,
    asks="Given the gradient g of the output of x · y, return the gradients of x and of y.",
    cases=_NUMBERS,
    properties=(
        always(lambda answer, g, x, y: np.isclose(answer(g, x, y)[0], g * (x + 1) * y - g * x * y), GROWS),
    ),
    hints=(
        "If x grows by 1, by how much does x · y grow?",
        "The local gradient of x is y, that of y is x. Multiply each by g.",
    ),
    wrong_answers=(
        wrong(lambda g, x, y: (g * x, g * y), "the two are swapped: x gets x and y gets y",
              "If x grows by 1, then x · y grows by y."),
        wrong(lambda g, x, y: (y, x), UPSTREAM_MISSING,
              "y and x are the local gradients: multiply both by what arrives, g."),
        wrong(lambda g, x, y: (g, g), "g is passed on as a sum would do",
              "In a product the other factor is the slope: with y = 0, x could not move it at all."),
        wrong(lambda g, x, y: (g * x * y, g * x * y), "g is multiplied by the value of the product",
              "The slope of x · y along x is y alone."),
        wrong(lambda g, x, y: (g * y, g * y), "both inputs get the gradient of x",
              "Each input's slope is the other input: g · y for x, g · x for y."),
        wrong(lambda g, x, y: (g + y, g + x), "upstream and local gradient are added",
              "Along a chain slopes are multiplied: g · y."),
    ),
    observe=parts("dx", "dy"),
)  # fmt: skip


# Back through max


def max_backward(g, x, y):
    """The gradients of x and y, where max(x, y) was computed and g has arrived. At a tie, x gets all."""
    return g * (x >= y), g * (x < y)


MAX = Exercise(
    max_backward,
    asks=(
        "Given the gradient g of the output of max(x, y), return the gradients of x and of y. "
        "At a tie, x gets all of it."
    ),
    cases=(
        (2.0, 3.0, 3.0),
        (2.0, 4.0, 3.0),
        (-5.0, -2.0, -1.0),
        (3.0, 0.0, 0.0),
        (0.5, 1.0, 2.0),
        (np.array([2.0, -1.0, 4.0]), np.array([1.0, 6.0, -2.0]), np.array([5.0, 6.0, -3.0])),
    ),
    properties=(
        always(lambda answer, g, x, y: np.isclose(sum(answer(g, x, y)), g),
               "The two gradients should sum to g: nothing is lost, nothing is doubled."),
    ),
    hints=(
        "Which of the two does the output follow, when each moves a little?",
        "`x >= y` is True where x is the larger one, and True counts as 1.",
    ),
    wrong_answers=(
        wrong(lambda g, x, y: (g * (x >= y), g * (y >= x)), "at a tie both inputs get the gradient",
              "That counts it twice: their sum would be 2g. Give it to x alone."),
        wrong(lambda g, x, y: (g * (x > y), g * (y > x)), "at a tie nobody gets the gradient",
              "Then it is lost, and what lies behind never learns. Give it to x."),
        wrong(lambda g, x, y: (g * ((x > y) + (x == y) / 2), g * ((y > x) + (x == y) / 2)),
              "a tie is split into halves",
              "That is fair and loses nothing. This course follows another convention: x gets all."),
        wrong(lambda g, x, y: (g * (x > y), g * (x <= y)), "at a tie y gets the gradient",
              "Either choice loses nothing. This course gives it to x: compare with `>=` for x and `<` for y."),
        wrong(lambda g, x, y: (g, g), "both inputs always get the gradient",
              "The smaller one does not move the maximum: its gradient is 0."),
        wrong(lambda g, x, y: (g * (x < y), g * (x >= y)), "the gradient goes to the smaller input",
              "The output follows the larger one, so that one gets g."),
        wrong(lambda g, x, y: (1.0 * (x >= y), 1.0 * (x < y)), UPSTREAM_MISSING,
              "1 and 0 are the local gradients: multiply them by what arrives, g."),
        wrong(lambda g, x, y: (g * (x > 0), g * (y > 0)), "each input is compared with 0, as in a ReLU",
              "The larger of the two inputs gets g: compare them with each other."),
        wrong(lambda g, x, y: (np.where(x >= y, g, -g), np.where(x >= y, -g, g)), "the smaller input gets −g",
              "The smaller input does not move the maximum at all: its gradient is 0."),
        wrong(lambda g, x, y: (g * x * (x >= y), g * y * (x < y)), "g is multiplied by the larger value",
              "Where the maximum follows x, it moves exactly as x does: the slope is 1."),
    ),
    observe=parts("dx", "dy"),
)  # fmt: skip


# Back through ReLU


def relu_backward(g, x):
    """The gradient of x, where max(x, 0) was computed and g has arrived. At 0 the slope is taken to be 0."""
    return g * (x > 0)


RELU = Exercise(
    relu_backward,
    asks="Given the gradient g of max(x, 0), entry by entry, return the gradient of x. The slope at 0 is 0.",
    cases=(
        (np.array([-2.0, 3.0]), np.array([1.0, -1.0])),
        (np.array([-5.0, 2.0]), np.array([0.0, 2.0])),
        (np.array([3.0, -4.0, 2.0]), np.array([-1.0, 2.0, 0.5])),
        (np.array([0.0, 1.0]), np.array([1.0, 2.0])),
        (random.normal(size=(2, 3)), random.normal(size=(2, 3))),
    ),
    properties=(
        always(lambda answer, g, x: np.asarray(answer(g, x))[x < 0] == 0,
               "Where x was negative, nothing should come back."),
    ),
    hints=(
        "Where x > 0 the output moves as x does; where x < 0 it does not move.",
        "`x > 0` is True where the gradient may pass, and True counts as 1.",
    ),
    wrong_answers=(
        wrong(lambda g, x: g * (g > 0), "the mask is made from the gradient that arrives",
              "The forward input decides: pass where x > 0. This is why x is kept in the cache."),
        wrong(lambda g, x: g * (x >= 0), "the gradient passes at x = 0",
              "There is no slope at 0; this course takes 0, so compare with `>`."),
        wrong(lambda g, x: 1.0 * (x > 0), UPSTREAM_MISSING,
              "The mask is the local gradient: multiply it by g."),
        wrong(lambda g, x: np.maximum(g, 0) * (x > 0), "negative gradients are cut off too",
              "A negative gradient passes whole where x > 0: only the sign of x counts."),
        wrong(lambda g, x: g, "every gradient passes",
              "Where x was below 0 the output stood still at 0: there the gradient is 0."),
        wrong(lambda g, x: np.maximum(x, 0), "the output of the ReLU is computed once more",
              "That is the way forward. On the way back g passes where x > 0."),
        wrong(lambda g, x: np.maximum(g * x, 0), "the ReLU is applied to g · x",
              "x decides only whether g passes: `g * (x > 0)`."),
        wrong(lambda g, x: g * np.sign(x), "g is turned round where x is negative",
              "There the output stands still at 0, and its slope is 0, not −1."),
        wrong(lambda g, x: np.where(x > 0, g, x), "x itself comes back where it is not positive",
              "Where x is not above 0, the gradient is 0."),
        wrong(lambda g, x: g * np.maximum(x, 0), "g is multiplied by the output of the ReLU",
              "The slope is 1 where it fires, however strongly it fires."),
    ),
)  # fmt: skip


# Back through the sigmoid


def sigmoid_backward(g, x):
    """The gradient of x, where s = 1 / (1 + exp(−x)) was computed and g has arrived."""
    s = 1 / (1 + np.exp(-x))
    return g * s * (1 - s)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


SIGMOID = Exercise(
    sigmoid_backward,
    asks="Given the gradient g of the output of s = 1 / (1 + exp(−x)), return the gradient of x.",
    cases=((2.0, 0.0), (2.0, 1.0), (-3.0, -2.0), (np.array([1.0, 4.0]), np.array([0.5, 3.0])),
           (np.array([[1.0, 4.0], [2.0, -1.0]]), np.array([[0.5, 3.0], [-1.0, 0.0]]))),
    properties=(
        always(lambda answer, g, x: np.abs(answer(g, x)) <= np.abs(g) / 4 + 1e-9,
               "The slope of a sigmoid is never more than 1/4."),
    ),
    hints=(
        "First compute the output s again.",
        "The local gradient is s (1 − s), in terms of the output. Multiply it by g.",
    ),
    wrong_answers=(
        wrong(lambda g, x: g * x * (1 - x), "x (1 − x) is taken",
              "The formula is in the output: s (1 − s) with s = 1 / (1 + exp(−x))."),
        wrong(lambda g, x: _sigmoid(x) * (1 - _sigmoid(x)), UPSTREAM_MISSING,
              "s (1 − s) is the local gradient: multiply it by g."),
        wrong(lambda g, x: g * _sigmoid(x), "g is multiplied by the value of the sigmoid",
              "The slope is s (1 − s): it is small where s is near 1, too."),
        wrong(lambda g, x: _sigmoid(x), "the sigmoid itself is returned",
              "That is the way forward. The slope is s (1 − s), and g multiplies it."),
        wrong(lambda g, x: g * _sigmoid(g) * (1 - _sigmoid(g)), "the sigmoid is computed of g",
              "The sigmoid was computed of x: s = 1 / (1 + exp(−x))."),
        wrong(lambda g, x: g * _sigmoid(x) - _sigmoid(x), "1 − s stands without brackets",
              "Python computes `s * 1 - s` as (s · 1) − s: write `s * (1 - s)`."),
        wrong(lambda g, x: g * (1 + np.exp(-x)) * -np.exp(-x), "1 + exp(−x) stands without brackets",
              "Python computes `1 / 1 + np.exp(-x)` as (1 / 1) + exp(−x): write `1 / (1 + np.exp(-x))`."),
        wrong(lambda g, x: g * (1 - np.tanh(x) ** 2), "the slope of tanh is used",
              "tanh is another curve: the sigmoid is s = 1 / (1 + exp(−x)), and its slope s (1 − s)."),
        wrong(lambda g, x: g * np.exp(-x), "exp(−x) is taken for the slope",
              "The whole fraction has to be differentiated: its slope is s (1 − s)."),
        wrong(lambda g, x: g * (1 - _sigmoid(x) ** 2), "1 − s² is taken",
              "That is the slope of tanh in terms of its output. The sigmoid's is s (1 − s)."),
        wrong(lambda g, x: g * (1 - _sigmoid(x)), "1 − s is taken",
              "One factor is missing: the slope is s (1 − s)."),
    ),
)  # fmt: skip


# A variable that is used many times


def accumulate(gradients, name, contribution):
    """Add a contribution to the gradient of that name, the first or a further one, and return the dictionary."""
    gradients[name] = gradients.get(name, 0) + contribution
    return gradients


def _adds_in_place(gradients, name, new):
    if name not in gradients:
        gradients[name] = new
    else:
        gradients[name] += new
    return gradients


def _twice_is_double(answer, gradients, name, new):
    before = gradients.get(name, 0) + 0
    once = answer(gradients, name, new)
    return np.allclose(answer(once, name, new)[name], before + 2 * new)


_SHARED = np.array([1.0, 2.0])  # one array that is the gradient of two nodes, as behind a +

ACCUMULATE = Exercise(
    accumulate,
    asks=(
        "`gradients` is a dictionary from names to gradients. Add the contribution to the gradient of `name`, "
        "which may have one already or not, and return the dictionary. Change no array in place."
    ),
    cases=(
        ({"x": 2.0}, "x", 3.0),
        ({"x": 4.0, "y": -1.0}, "y", 5.0),
        ({}, "x", 3.0),
        ({"w": 6.0}, "w", -2.5),
        ({"x": _SHARED, "y": _SHARED}, "x", np.array([10.0, 20.0])),
        ({"a": _SHARED, "b": _SHARED, "c": _SHARED}, "b", np.array([0.5, -1.0])),
        ({"b": 2.0}, "x", 1.5),
    ),
    properties=(always(_twice_is_double, "The same contribution, given twice, should count twice."),),
    hints=(
        "What stands there already, and what if nothing does? `gradients.get(name, 0)` answers both.",
        "A sum makes a new array; `+=` changes the old one, which others may share.",
    ),
    wrong_answers=(
        wrong(lambda gradients, name, new: gradients | {name: new}, "the new contribution replaces what was there",
              "`=` forgets what came by another path: a variable that is used twice gets the sum."),
        wrong(_adds_in_place, "an array is changed in place, and another gradient with it",
              "After a + both inputs hold the very same array. Write `a = a + b`, which makes a new one."),
        wrong(lambda gradients, name, new: gradients, "the dictionary comes back as it was",
              "Store the sum: `gradients[name] = …`."),
        wrong(lambda gradients, name, new: gradients.get(name, 0) + new,
              "the sum alone is returned, not the dictionary",
              "Store the sum under its name, `gradients[name] = …`, and return `gradients`."),
        wrong(lambda gradients, name, new: {name: new} | gradients, "only the first contribution is kept",
              "Every path counts: add what comes later."),
        wrong(lambda gradients, name, new: gradients | {name: gradients.get(name, 1) * new},
              "the contributions are multiplied",
              "Slopes are multiplied along one path; over several paths they add."),
        wrong(lambda gradients, name, new: gradients | {name: gradients.get(name, new) + new},
              "the first contribution is counted twice",
              "Where nothing stands yet, start from 0: `gradients.get(name, 0)`."),
        wrong(lambda gradients, name, new: gradients | {name: gradients.get(name, 0) - new},
              "the contribution is subtracted",
              "Every path adds its share."),
        wrong(lambda gradients, name, new: gradients | {name: (gradients.get(name, new) + new) / 2},
              "the mean of the contributions is taken",
              "Two ways to move F move it twice as much: take the sum."),
        wrong(lambda gradients, name, new: gradients | {name: gradients[name] + new},
              "the name is expected to be there already",
              "The first contribution finds nothing: start from 0 with `gradients.get(name, 0)`."),
    ),
)  # fmt: skip


# Back through a matrix product


def matmul_backward(dC, A, B):
    """The gradients of A and B, where C = A B was computed and dC has arrived."""
    return dC @ B.T, A.T @ dC


def _matrices(n, inner, m):
    return tuple(random.integers(-3, 4, size).astype(float) for size in [(n, m), (n, inner), (inner, m)])


MATMUL = Exercise(
    matmul_backward,
    asks="Given the gradient dC of C = A @ B, return the gradients dA and dB.",
    cases=(
        (np.array([[1.0, -1.0], [2.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0, 0.0], [1.0, 3.0]])),
        _matrices(2, 2, 2),
        _matrices(2, 3, 4),
        tuple(0.5 * matrix for matrix in _matrices(2, 2, 3)),
        _matrices(3, 1, 2),
        _matrices(3, 3, 3),
    ),
    properties=(
        always(lambda answer, dC, A, B: [gradient.shape for gradient in answer(dC, A, B)] == [A.shape, B.shape],
               "dA should have the shape of A, and dB that of B."),
    ),
    hints=(
        "dA has the shape of A, dB that of B. Which products of dC with B or A have these shapes?",
        "Each gradient is dC times the other matrix, transposed, on the side where that one stood.",
    ),
    wrong_answers=(
        wrong(lambda dC, A, B: (dC @ B.T, dC @ A.T), "dB is computed as dC·Aᵀ",
              "A stood on the left, and there Aᵀ belongs: dB = Aᵀ·dC. Square matrices hide it; nudging B shows it."),
        wrong(lambda dC, A, B: (B.T @ dC, dC @ A.T), "the right factors stand in the wrong order",
              "B stood on the right of A, so Bᵀ stands on the right of dC; Aᵀ on its left."),
        wrong(lambda dC, A, B: (dC @ B, A @ dC), "nothing is transposed",
              "Check the shapes with (2 × 3)(3 × 4): only the transposed matrices fit."),
        wrong(lambda dC, A, B: (A.T @ dC, dC @ B.T), "dA and dB are exchanged",
              "dA is made with B, and dB with A: dC·Bᵀ first."),
        wrong(lambda dC, A, B: (np.ones_like(dC) @ B.T, A.T @ np.ones_like(dC)),
              "the upstream gradient dC is left out",
              "Ones stand where dC belongs: only F = the sum of C has these gradients."),
    ),
    observe=parts("dA", "dB"),
)  # fmt: skip


EXERCISES = (CHAIN, ADD, MULTIPLY, MAX, RELU, SIGMOID, ACCUMULATE, MATMUL)
