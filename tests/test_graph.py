"""The graph: the lecture's examples, gradients against nudging and PyTorch, and its conventions and errors."""

import gc
import inspect
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from course_utils import graph
from course_utils.gradients import numerical_gradient
from course_utils.graph import (
    exp,
    log,
    maximum,
    relu,
    sigmoid,
    softmax_cross_entropy,
    tanh,
    variable,
)
from course_utils.losses import one_hot
from course_utils.network import ACTIVATIONS, Network
from course_utils.operations import OPERATIONS

seeds = st.integers(0, 2**32 - 1)


def by_nudging(result, leaf):
    """Return d result / d leaf from centred differences, computing the same graph again and again."""
    slopes = numerical_gradient(lambda _: result.forward(), leaf.value)
    result.forward()  # leaves the nodes as they were
    return slopes


# The lecture's examples


def test_the_larger_example():
    w1, x1, w2, x2, x3 = (variable(value) for value in (3, 2, -2, 1, 3))
    first, second = w1 * x1, w2 * x2
    total = first + second
    F = maximum(total, x3)
    F.backward()
    assert [first.value, second.value, total.value, F.value] == [6, -2, 4, 4]
    assert [node.gradient for node in (x1, w1, x2, w2, x3)] == [3, 2, -2, 1, 0]
    assert [node.gradient for node in (F, total, first, second)] == [1, 1, 1, 1]


def test_the_small_example():
    x, y = variable(3), variable(4)
    q = x + y
    assert q.value == 7
    assert q.contributions(2) == [(x, 2), (y, 2)]
    (2 * q).backward()
    assert [q.gradient, x.gradient, y.gradient] == [2, 2, 2]


def test_the_first_graph():
    x, y, r = variable(2), variable(5), variable(-3)
    z = x + y + 1
    f = z * r
    f.backward()
    assert f.value == -24
    assert [x.gradient, y.gradient, z.gradient, r.gradient] == [-3, -3, -3, 8]


def test_the_tedious_derivative():
    """The square root of (the square root of (x − 1)(x + 2)) + 1, at x = 3."""
    x = variable(3)
    F = (((x - 1) * (x + 2)) ** 0.5 + 1) ** 0.5
    F.backward()
    root = np.sqrt(2 * 5)
    assert F.value == pytest.approx(np.sqrt(root + 1))
    assert x.gradient == pytest.approx(1 / (2 * np.sqrt(root + 1)) * 1 / (2 * root) * (2 * 3 + 1))


def test_the_matrix_rule():
    A, B = variable([[1, 2], [3, 4], [5, 6]]), variable([[1, 0, 2], [-1, 1, 0]])
    weights = np.arange(9).reshape(3, 3)  # becomes dC
    ((A @ B) * weights).sum().backward()
    np.testing.assert_array_equal(A.gradient, weights @ B.value.T)
    np.testing.assert_array_equal(B.gradient, A.value.T @ weights)


def test_a_variable_that_is_used_many_times_gets_the_sum():
    x = variable(3)
    for result, slope in ((x + x, 2), (x - x, 0), (x * x, 6), (x / x, 0), (x * x * x, 27), (maximum(x, x), 1)):
        result.backward()
        assert x.gradient == slope
    y = x
    for _ in range(10):  # 1024 paths lead back to x
        y = y + y
    y.backward()
    assert x.gradient == 1024


def test_the_example_in_the_docstring(capsys):
    lines = [line.strip() for line in inspect.getdoc(graph).splitlines() if line.startswith("    ")]
    exec("\n".join(lines), vars(graph).copy())
    assert capsys.readouterr().out.split() == lines[-1].split("# ")[1].split()


# Conventions


def test_a_tie_at_max_goes_to_the_first_and_counts_once():
    a, b = variable([1.0, 2, 3]), variable([1.0, 3, 2])
    maximum(a, b).sum().backward()
    np.testing.assert_array_equal(a.gradient, [1, 0, 1])
    np.testing.assert_array_equal(b.gradient, [0, 1, 0])


def test_the_slope_of_relu_at_0_is_0():
    x = variable([-1, 0, 1])
    relu(x).sum().backward()
    np.testing.assert_array_equal(x.gradient, [0, 0, 1])


def test_x_to_the_0_is_flat_even_at_0():
    x = variable([0, 2])
    (x**0).sum().backward()
    np.testing.assert_array_equal(x.gradient, [0, 0])


@pytest.mark.parametrize(("base", "slope"), [(0, 0), (-2, 0), (3, 9 * np.log(3))])
def test_the_slope_along_an_exponent_is_0_where_the_base_is_not_positive(base, slope):
    x, p = variable(base), variable(2)
    (x**p).backward()
    assert p.gradient == pytest.approx(slope)


def test_constants_have_no_gradient():
    x = variable(2, "x")
    F = x**3 + 1
    F.backward()
    assert x.gradient == 12
    constants = [node for node in F.order() if node.operation == "constant"]
    assert [node.value for node in constants] == [3, 1]
    assert all(node.gradient is None for node in constants)


# Random graphs. A recipe is a list of (operation, which nodes it takes); it can be cooked by the graph or by PyTorch.

LEAF_SHAPES = [(), (1,), (3,), (2, 1), (1, 3), (2, 3)]
CAREFUL = 0.05  # how far to stay from kinks and poles, so that a nudge does not cross them
TWO = {
    "+": (operator.add, lambda a, b: True),
    "-": (operator.sub, lambda a, b: True),
    "*": (operator.mul, lambda a, b: True),
    "/": (operator.truediv, lambda a, b: np.min(np.abs(b)) > 4 * CAREFUL),
    "**": (operator.pow, lambda a, b: np.min(a) > 4 * CAREFUL and np.max(np.abs(b)) < 4),
    "@": (lambda a, b: a @ b.T, lambda a, b: np.ndim(a) == np.ndim(b) == 2),
}
ONE = {
    "**2": (lambda a: a**2, lambda a: True),
    "2**": (lambda a: 2**a, lambda a: np.max(a) < 4),
    "1-": (lambda a: 1 - a, lambda a: True),
    "1/": (lambda a: 1 / a, lambda a: np.min(np.abs(a)) > 4 * CAREFUL),
    "neg": (operator.neg, lambda a: True),
    "sum": (lambda a: a.sum(), lambda a: True),
    "mean": (lambda a: a.mean(), lambda a: True),
    "T": (lambda a: a.T, lambda a: np.ndim(a) == 2),
}
NAMED = {  # functions that both libraries offer under one name
    "maximum": lambda a, b: np.min(np.abs(a - b)) > CAREFUL,
    "relu": lambda a: np.min(np.abs(a)) > CAREFUL,
    "sigmoid": lambda a: True,
    "tanh": lambda a: True,
    "exp": lambda a: np.max(a) < 4,
    "log": lambda a: np.min(a) > 4 * CAREFUL,
}


def function_of(name, library):
    return getattr(library, name) if name in NAMED else (TWO | ONE)[name][0]


def is_safe(name, values):
    return (NAMED[name] if name in NAMED else (TWO | ONE)[name][1])(*values)


def cook(recipe, leaves, library):
    """Return one number from the leaves: the mean of everything that the recipe made and did not use."""
    nodes = list(leaves)
    for name, places in recipe:
        nodes.append(function_of(name, library)(*(nodes[place] for place in places)))
    used = {place for _, places in recipe for place in places}
    return sum(node.mean() for place, node in enumerate(nodes) if place not in used)


@st.composite
def recipes(draw):
    """Draw leaf values and a recipe whose values stay of a moderate size, away from kinks."""
    generator = np.random.default_rng(draw(seeds))
    shapes = draw(st.lists(st.sampled_from(LEAF_SHAPES), min_size=1, max_size=4))
    leaves = [generator.choice([-1, 1], shape) * generator.uniform(0.2, 2, shape) for shape in shapes]
    nodes, recipe = [variable(leaf) for leaf in leaves], []
    for name in draw(st.lists(st.sampled_from([*TWO, *ONE, *NAMED]), min_size=4, max_size=14)):
        n_operands = 2 if name in TWO or name == "maximum" else 1
        places = [draw(st.integers(0, len(nodes) - 1)) for _ in range(n_operands)]
        operands = [nodes[place] for place in places]
        try:
            if not is_safe(name, [node.value for node in operands]):
                continue
            made = function_of(name, graph)(*operands)
        except ValueError:  # the shapes do not fit
            continue
        if np.max(np.abs(made.value)) < 30:
            nodes.append(made)
            recipe.append((name, places))
    return leaves, recipe


def backward_and_leaves(leaves, recipe):
    variables = [variable(leaf) for leaf in leaves]
    result = cook(recipe, variables, graph)
    result.backward()
    return result, variables


@settings(max_examples=1200)
@given(recipes())
def test_random_graphs_agree_with_nudging(drawn):
    result, variables = backward_and_leaves(*drawn)
    for leaf in variables:
        slopes = by_nudging(result, leaf)
        assert leaf.gradient.shape == leaf.value.shape
        np.testing.assert_allclose(leaf.gradient, slopes, rtol=1e-4, atol=1e-6 * max(1, np.max(np.abs(slopes))))


@settings(max_examples=500)
@given(recipes())
def test_random_graphs_agree_with_pytorch(drawn):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    leaves, recipe = drawn
    result, variables = backward_and_leaves(leaves, recipe)
    tensors = [torch.tensor(leaf, dtype=torch.float64, requires_grad=True) for leaf in leaves]
    expected = cook(recipe, tensors, torch)
    expected.backward()
    np.testing.assert_allclose(result.value, expected.item(), rtol=1e-10)
    for leaf, tensor in zip(variables, tensors, strict=True):
        np.testing.assert_allclose(leaf.gradient, tensor.grad.numpy(), rtol=1e-8, atol=1e-10)


def test_random_graphs_use_every_operation():
    """Else an operation could be wrong and no random graph would tell."""
    drawn = set()

    @settings(max_examples=300, database=None, derandomize=True)
    @given(recipes())
    def collect(example):
        leaves, recipe = example
        drawn.update(node.operation for node in cook(recipe, [variable(leaf) for leaf in leaves], graph).order())

    collect()
    assert drawn >= set(OPERATIONS) - {"softmax_cross_entropy"}


# Single operations


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), seeds)
def test_stretched_operands_get_the_sum_of_their_gradients(shapes, seed):
    generator = np.random.default_rng(seed)
    a, b = (variable(generator.uniform(1, 2, shape)) for shape in shapes.input_shapes)
    weights = generator.standard_normal(shapes.result_shape)
    for combine in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
        result = (combine(a, b) * weights).sum()
        result.backward()
        for leaf in (a, b):
            assert leaf.gradient.shape == leaf.value.shape
            np.testing.assert_allclose(leaf.gradient, by_nudging(result, leaf), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("shapes", [((2, 3), (3, 4)), ((2, 3), (3,)), ((3,), (3, 4)), ((3,), (3,)), ((1, 1), (1,))])
def test_matrices_and_vectors_multiply(shapes):
    generator = np.random.default_rng(0)
    a, b = (variable(generator.standard_normal(shape)) for shape in shapes)
    product = a @ b
    np.testing.assert_array_equal(product.value, a.value @ b.value)
    result = (product * generator.standard_normal(product.value.shape)).sum()
    result.backward()
    for leaf in (a, b):
        np.testing.assert_allclose(leaf.gradient, by_nudging(result, leaf), atol=1e-8)


@pytest.mark.parametrize("shape", [(3,), (1, 3), (4, 3)])
def test_softmax_cross_entropy(shape):
    generator = np.random.default_rng(1)
    logits = variable(3 * generator.standard_normal(shape))
    cost = softmax_cross_entropy(logits, one_hot(generator.integers(3, size=shape[:-1]), 3))
    cost.backward()
    np.testing.assert_allclose(logits.gradient, by_nudging(cost, logits), atol=1e-8)
    (5 * cost).backward()
    np.testing.assert_allclose(logits.gradient / 5, by_nudging(cost, logits), atol=1e-8)


def test_softmax_cross_entropy_agrees_with_pytorch():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    scores, labels = np.random.default_rng(2).standard_normal((5, 4)), np.array([0, 3, 1, 1, 2])
    logits, tensor = variable(scores), torch.tensor(scores, requires_grad=True)
    cost = softmax_cross_entropy(logits, one_hot(labels, 4))
    expected = torch.nn.functional.cross_entropy(tensor, torch.tensor(labels))
    cost.backward()
    expected.backward()
    assert cost.value == pytest.approx(expected.item())
    np.testing.assert_allclose(logits.gradient, tensor.grad.numpy(), atol=1e-12)


def test_sigmoid_and_softmax_do_not_overflow():
    x = variable([-1000, 1000])
    sigmoid(x).sum().backward()
    np.testing.assert_array_equal(sigmoid(x).value, [0, 1])
    np.testing.assert_array_equal(x.gradient, [0, 0])
    assert softmax_cross_entropy(x, [1, 0]).value == 2000


def test_numbers_arrays_and_nodes_mix_on_either_side():
    x, row = variable(4), np.array([1.0, 2.0])
    for other in (2, 2.0, True, np.float64(2), np.array(2), [1, 2], row):
        for combine in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
            assert np.all(combine(x, other).value == combine(4.0, np.asarray(other, float)))
            assert np.all(combine(other, x).value == combine(np.asarray(other, float), 4.0))
    assert (row @ variable([3, 4])).value == (variable([3, 4]) @ row).value == 11
    assert np.all((-x).value == -4)
    assert sum([x, x, x]).value == 12
    assert maximum(1, 2).value == 2
    x += 1
    assert x.value == 5


def logits_of(network, variables, x):
    nonlinearity = {"relu": relu, "tanh": tanh, "sigmoid": sigmoid, "linear": lambda z: z}[network.activation]
    for layer, (weights, bias) in enumerate(zip(variables[::2], variables[1::2], strict=True)):
        x = (nonlinearity(x) if layer else x) @ weights.T + bias
    return x


@given(st.sampled_from(sorted(ACTIVATIONS)), st.lists(st.integers(1, 5), min_size=2, max_size=4), seeds)
def test_the_network_written_by_hand_agrees(activation, sizes, seed):
    generator = np.random.default_rng(seed)
    network = Network(sizes, activation, seed)
    for bias in network.parameters[1::2]:
        bias += generator.standard_normal(bias.shape)
    x = generator.standard_normal((6, sizes[0]))
    targets = one_hot(generator.integers(sizes[-1], size=6), sizes[-1])
    variables = [variable(parameter) for parameter in network.parameters]
    cost = softmax_cross_entropy(logits_of(network, variables, x), targets)
    cost.backward()
    by_hand_cost, by_hand = network.cost_and_gradients(x, targets)
    assert cost.value == pytest.approx(by_hand_cost)
    for leaf, gradient in zip(variables, by_hand, strict=True):
        np.testing.assert_allclose(leaf.gradient, gradient, atol=1e-12)


# The machinery


def test_backward_twice_gives_the_same():
    x = variable(3)
    shared = x * x
    F = shared * shared
    for _ in range(3):
        F.backward()
        assert [x.gradient, shared.gradient, F.gradient] == [108, 18, 1]
    shared.backward()
    assert [x.gradient, shared.gradient] == [6, 1]


def test_order_has_each_node_once_and_parents_first():
    x, y = variable(1, "x"), variable(2, "y")
    F = (x * y + x) * (x * y)
    order = F.order()
    assert len(order) == len(set(order)) == 6
    assert order[-1] is F
    for place, node in enumerate(order):
        assert set(node.parents) <= set(order[:place])


def test_stepping_by_hand_does_what_backward_does():
    x, y = variable(2), variable(3)
    F = x * y + x
    product = F.parents[0]
    steps = F.start_backward()
    assert steps == [F, product]
    assert [x.gradient, y.gradient, F.gradient] == [0, 0, 1]
    F.backward_step()
    assert [x.gradient, y.gradient, product.gradient] == [1, 0, 1]  # one of the two uses of x
    assert product.contributions(product.gradient) == [(x, 3), (y, 2)]
    assert x.gradient == 1  # looking changes nothing
    product.backward_step()
    assert [x.gradient, y.gradient] == [4, 2]


def test_a_gradient_that_was_looked_at_does_not_change_afterwards():
    x = variable([1, 2])
    F = (x * x).sum()
    product = F.parents[0]
    F.start_backward()
    seen = [x.gradient, product.gradient]
    F.backward_step()
    product.backward_step()
    np.testing.assert_array_equal(seen, np.zeros((2, 2)))


def test_values_are_computed_once_and_again_on_request(monkeypatch):
    calls = []
    forward, backward = OPERATIONS["exp"]
    monkeypatch.setitem(OPERATIONS, "exp", (lambda a: calls.append(1) or forward(a), backward))
    x = variable(0)
    F = exp(x) * 2
    F.backward()
    assert len(calls) == 1
    x.value[...] = 1
    assert F.value == 2  # not yet
    assert F.forward() == pytest.approx(2 * np.e)
    x.value = 2
    assert F.forward() == pytest.approx(2 * np.e**2)
    assert len(calls) == 3
    F.backward()
    assert x.gradient == pytest.approx(2 * np.e**2)


def test_forward_steps_one_by_one():
    x = variable(1)
    y = x + 1
    z = y * 3
    x.value[...] = 5
    z.forward_step()
    assert z.value == 6  # y has not moved yet
    y.forward_step()
    z.forward_step()
    assert z.value == 18


def test_a_chain_of_50_000_nodes():
    x = variable(1.0)
    y = x
    for _ in range(50_000):
        y = y + 1
    y.backward()
    assert (y.value, x.gradient) == (50_001, 1)
    assert y.forward() == 50_001
    repr(y)
    del y  # must not recurse either
    gc.collect()


def test_graphs_are_freed_without_waiting_for_the_garbage_collector():
    gc.collect()
    gc.disable()
    try:
        before = sum(type(thing) is graph.Node for thing in gc.get_objects())
        F = tanh(variable(1) * variable(2))
        F.backward()
        del F
        assert sum(type(thing) is graph.Node for thing in gc.get_objects()) == before
    finally:
        gc.enable()


def test_a_graph_shares_no_memory_with_what_it_was_given():
    array = np.array([1.0, 2.0])
    x = variable(array)
    F = (x * array).sum()
    array[:] = 99
    F.backward()
    np.testing.assert_array_equal(x.gradient, [1, 2])
    y = x + x
    z = y.sum()
    z.backward()
    x.gradient[:] = 7
    np.testing.assert_array_equal(y.gradient, [1, 1])


def test_a_name_is_shown():
    x = variable(2, "x")
    assert (x.name, x.operation, x.parents) == ("x", "variable", ())
    y = x * x
    assert (y.name, y.operation, y.parents) == ("", "*", (x, x))
    y.name = "area"
    assert repr(y) == "<area: 4.0, gradient None>"


# Errors


@pytest.mark.parametrize(
    ("mistake", "error", "message"),
    [
        (lambda: variable([1, 2]) + np.ones(3), ValueError, r"\+ does not fit the shapes \(2,\) and \(3,\)"),
        (lambda: variable(np.ones((2, 3))) @ np.ones((2, 3)), ValueError, r"@ .* \(2, 3\) and \(2, 3\)"),
        (lambda: variable(2) @ [1, 2], ValueError, r"@ does not fit the shapes \(\) and \(2,\)"),
        (lambda: variable(np.ones((2, 2, 2))) @ np.ones((2, 2)), ValueError, r"\(2, 2, 2\) and \(2, 2\)"),
        (lambda: softmax_cross_entropy(variable(np.ones((3, 3))), [0, 1, 2]), ValueError, r"\(3, 3\) and \(3,\)"),
        (lambda: softmax_cross_entropy(variable([1, 2]), variable([0, 1])), TypeError, "Targets are given"),
        (lambda: log(variable(0)), ValueError, "log has no finite result at 0.0"),
        (lambda: log(variable([1, -1])), ValueError, r"log has no finite result at \[ 1\. -1\.\]"),
        (lambda: 1 / variable(0), ValueError, "/ has no finite result at 1.0 and 0.0"),
        (lambda: variable(-2) ** 0.5, ValueError, r"\*\* has no finite result at -2.0 and 0.5"),
        (lambda: exp(variable(1000)), ValueError, "exp has no finite result at 1000.0"),
        (lambda: (variable([1, 2]) * 2).backward(), ValueError, r"shape \(2,\): call .sum\(\) or .mean\(\) first"),
        (lambda: variable(1) + "a", TypeError, "computes with numbers, not with str"),
        (lambda: None * variable(1), TypeError, "computes with numbers, not with NoneType"),
        (lambda: relu([1, None]), TypeError, "computes with numbers, not with list"),
        (lambda: variable(variable(1)), TypeError, "computes with numbers, not with Node"),
        (lambda: variable(1j), TypeError, "computes with numbers, not with complex"),
        (lambda: np.exp(variable(1)), TypeError, "ufunc"),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(mistake, error, message):
    with pytest.raises(error, match=message) as caught:
        mistake()
    assert "\n" not in str(caught.value)


def test_a_failed_forward_keeps_the_last_value():
    x = variable(1)
    F = log(x)
    x.value[...] = 0
    with pytest.raises(ValueError, match="log"):
        F.forward()
    assert F.value == 0
    x.value[...] = np.e
    assert F.forward() == pytest.approx(1)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, [1.0, np.nan]])
def test_only_finite_numbers_come_in(value):
    with pytest.raises(ValueError, match="w must be finite"):
        variable(value, "w")
    x = variable(np.ones(np.shape(value)), "x")
    F = (x * 2).sum()
    x.value = np.array(value)
    with pytest.raises(ValueError, match="x must be finite"):
        F.forward()


@pytest.mark.parametrize("formula", [lambda x: x**0.5, lambda x: (x * 0) ** 0.5 * x, lambda x: (x**2) ** 0.25])
def test_an_infinite_gradient_is_said(formula):
    F = formula(variable(0.0, "x"))
    with pytest.raises(ValueError, match="has no finite gradient at"):
        F.backward()


def test_an_infinite_slope_along_a_constant_is_nobodys():
    x = variable(2.0, "x")
    F = x * variable(0.0, operation="constant") ** 0.5
    F.backward()
    assert x.gradient == 0


@pytest.mark.parametrize(
    ("logits", "targets", "message"),
    [([1, 2, 3], [0, 1], "one shape"), ([1, 2], [1, 1], "sum to 1"), ([[1, 2]], [0, 1], "one shape")],
)
def test_targets_that_do_not_fit_are_refused(logits, targets, message):
    with pytest.raises(ValueError, match=message):
        softmax_cross_entropy(variable(logits, "z"), targets)
