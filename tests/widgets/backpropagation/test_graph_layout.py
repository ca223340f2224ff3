"""The layout: every edge to the right, nothing on top of anything else, and few crossings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.graph import relu, variable
from course_utils.widgets.backpropagation.graph_layout import (
    _columns,
    _crossings,
    _fewest_crossings,
    _links,
    arrange,
    layers,
)
from course_utils.widgets.backpropagation.graph_presets import PRESETS

SIZE = (60, 50)


@st.composite
def graphs(draw):
    """A graph of up to twelve operations on a few variables, each operation on any nodes before it."""
    nodes = [variable(i + 1.0, f"x{i}") for i in range(draw(st.integers(1, 4)))]
    for _ in range(draw(st.integers(1, 12))):
        a, b = (draw(st.sampled_from(nodes)) for _ in range(2))
        nodes.append(a + b if draw(st.booleans()) else relu(a))
    return nodes[-1].order() if nodes[-1].parents else (nodes[-1] + 1).order()


@given(graphs())
def test_edges_lead_to_the_right_and_nothing_overlaps(nodes):
    layout = arrange(nodes, lambda _: SIZE, 4000, 4000)
    for node in nodes:
        for parent in node.parents:
            assert layout.layer[parent] < layout.layer[node]
    for i, node in enumerate(nodes):
        assert SIZE[1] / 2 <= layout.y[node] <= 4000 - SIZE[1] / 2
        for other in nodes[:i]:
            if layout.layer[other] == layout.layer[node]:
                assert abs(layout.y[other] - layout.y[node]) >= SIZE[1] - 1e-6
    assert all(b - a >= SIZE[0] for a, b in zip(layout.left, layout.left[1:], strict=False))


@given(graphs())
def test_an_edge_that_skips_layers_has_a_waypoint_in_each(nodes):
    layout = arrange(nodes, lambda _: SIZE, 4000, 4000)
    for node in nodes:
        for operand, parent in enumerate(node.parents):
            between = range(layout.layer[parent] + 1, layout.layer[node])
            assert [at for at, _ in layout.routes.get((node, operand), [])] == list(between)


@given(graphs())
@settings(max_examples=50)
def test_sorting_never_adds_crossings(nodes):
    layer = layers(nodes)
    columns, links = _columns(nodes, layer), _links(nodes, layer)
    assert _crossings(_fewest_crossings(columns, links), links) <= _crossings(columns, links)


@pytest.mark.parametrize("name", [name for name in PRESETS if "(x + y) · (x" not in name])
def test_the_presets_are_drawn_without_a_crossing(name):
    nodes = PRESETS[name]().order()
    layer = layers(nodes)
    links = _links(nodes, layer)
    assert _crossings(_fewest_crossings(_columns(nodes, layer), links), links) == 0


def test_inputs_stand_just_before_their_first_use():
    x, y = variable(1, "x"), variable(2, "y")
    result = relu(relu(relu(x))) + y
    layer = layers(result.order())
    assert layer[x] == 0
    assert layer[y] == layer[result] - 1


def test_what_does_not_fit_is_refused_with_the_reason():
    x = variable(1, "x")
    long = x
    for _ in range(20):
        long = relu(long)
    with pytest.raises(ValueError, match="too long to be drawn legibly: it has 21 layers"):
        arrange(long.order(), lambda _: SIZE, 1000, 400)
    tall = relu(sum((variable([1.0], f"x{i}") for i in range(3)), start=x).sum())
    with pytest.raises(ValueError, match="too tall to be drawn legibly"):
        arrange(tall.order(), lambda _: SIZE, 1000, 60)


def test_a_transpose_of_weights_stands_just_before_their_product_and_what_it_meets_before_that():
    x, w1, w2 = variable([[1.0, 2]], "X"), variable([[1.0, 2], [3, 4]], "W1"), variable([[1.0, 0], [2, 1]], "W2")
    first = x @ w1.T
    second = relu(first) @ w2.T
    layer = layers(second.order())
    assert [layer[node] for node in (x, w1, first.parents[1], first)] == [0, 0, 1, 2]
    assert [layer[node] for node in (w2, second.parents[1], second)] == [2, 3, 4]
