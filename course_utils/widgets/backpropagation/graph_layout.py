"""Where the nodes of a graph stand in its picture: in layers from left to right, with few crossings.

A node's layer is the length of the longest path that leads to it, so that every edge leads to the right; an input
stands just before its first use, and the transpose of an input too. An edge that skips layers gets a waypoint in each
layer that it passes, and waypoints are placed like nodes: so the edge runs around what stands there. Within a layer the
order follows the barycentre: each item moves to the mean height of its neighbours, layer by layer, and the order with
the fewest crossings wins.
"""

from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 6
GAP = 12  # pixels, at least, from one layer to the next
WIDEST_GAP = 120
MOST_STRETCH = 1.7
WAYPOINT_HEIGHT = 22


@dataclass
class Layout:
    """The finished arrangement, in pixels from the upper left.

    left: of each layer. y: of each node. routes: for (child, operand), the (layer, y) of the waypoints on the edge.
    """

    left: list
    layer: dict
    y: dict = field(default_factory=dict)
    routes: dict = field(default_factory=dict)


def arrange(nodes, size, width, height):
    """Lay out `nodes` (parents before children) on a picture of `width` by `height` pixels.

    size(node) is the (width, height) that a node needs with its labels. ValueError if they do not fit.
    """
    layer = layers(nodes)
    columns = _columns(nodes, layer)
    left = _place_columns(columns, size, width)
    below = _links(nodes, layer)
    columns = _fewest_crossings(columns, below)
    heights = {item: _height(item, size) for column in columns for item in column}
    y = _place_in_columns(columns, below, heights, height)
    layout = Layout(left, layer)
    for column in columns:
        for item in column:
            if isinstance(item, tuple):
                child, operand, at = item
                layout.routes.setdefault((child, operand), []).append((at, y[item]))
            else:
                layout.y[item] = y[item]
    return layout


def layers(nodes):
    """The layer of each node: one to the right of its rightmost parent; inputs one to the left of their first use.

    An input turned over by a transpose goes with that; what it is multiplied by stands beside the input.
    """
    layer = {}
    for node in nodes:
        layer[node] = 1 + max((layer[parent] for parent in node.parents), default=-1)
    for node in reversed(nodes):
        if not node.parents or turns_an_input(node):
            uses = [child for child in nodes if node in child.parents]
            back = {child: 1 + any(map(turns_an_input, {*child.parents} - {node})) for child in uses}
            layer[node] = min((layer[child] - back[child] for child in uses), default=layer[node])
    return layer


def turns_an_input(node):
    """Whether a node is the transpose of an input, as of the weights in X Wᵀ."""
    return node.operation == "T" and not node.parents[0].parents


def _chain(child, operand, layer):
    """The parent, the waypoints (child, operand, layer) and the child that one edge leads along."""
    parent = child.parents[operand]
    return [parent, *((child, operand, at) for at in range(layer[parent] + 1, layer[child])), child]


def _columns(nodes, layer):
    """Each layer's items in the order in which a search back from the result meets them; a tree has no crossings."""
    columns = [[] for _ in range(max(layer.values()) + 1)]
    to_visit, seen = [nodes[-1]], set()
    while to_visit:
        item = to_visit.pop()
        if item in seen:
            continue
        seen.add(item)
        columns[item[2] if isinstance(item, tuple) else layer[item]].append(item)
        if not isinstance(item, tuple):
            for operand in reversed(range(len(item.parents))):
                to_visit += _chain(item, operand, layer)[:-1]
    return columns


def _links(nodes, layer):
    """For each item the items of the layer before that lead to it, each with the height at which it enters."""
    links = {}
    for child in nodes:
        links.setdefault(child, [])
        for operand in range(len(child.parents)):
            chain = _chain(child, operand, layer)
            for before, after in pairwise(chain):
                links.setdefault(after, []).append((before, operand / 10))
    return links


def _turned(before):
    """The same links seen from their other ends."""
    after = {}
    for item, sources in before.items():
        for source, height in sources:
            after.setdefault(source, []).append((item, height))
    return after


def _fewest_crossings(columns, before):
    best, after = columns, _turned(before)
    for sweep in range(SWEEPS):
        neighbours, order = (before, columns) if sweep % 2 == 0 else (after, columns[::-1])
        place = {item: i for column in columns for i, item in enumerate(column)}

        def barycentre(item, neighbours=neighbours, place=place):
            return _mean([place[other] + height for other, height in neighbours.get(item, [])], place[item])

        arranged = []
        for column in order:
            arranged.append(sorted(column, key=barycentre))
            place |= {item: i for i, item in enumerate(arranged[-1])}
        columns = arranged if sweep % 2 == 0 else arranged[::-1]
        if _crossings(columns, before) < _crossings(best, before):
            best = columns
    return best


def _mean(numbers, otherwise):
    return sum(numbers) / len(numbers) if numbers else otherwise


def _crossings(columns, before):
    """How many pairs of links cross."""
    place = {item: i for column in columns for i, item in enumerate(column)}
    count = 0
    for column in columns:
        ends = [(place[source], place[item] + height) for item in column for source, height in before.get(item, [])]
        count += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[:i])
    return count


def _place_columns(columns, size, width):
    """The left edge of each layer; what room is left goes in equal parts between them."""
    widths = [max((size(item)[0] for item in column if not isinstance(item, tuple)), default=0) for column in columns]
    free = width - sum(widths)
    gaps = max(len(columns) - 1, 1)
    if free < GAP * (len(columns) - 1):
        raise ValueError(
            f"This graph is too long to be drawn legibly: it has {len(columns)} layers. Take a part of the formula."
        )
    gap = min(free / gaps, WIDEST_GAP)
    start = (free - gap * (len(columns) - 1)) / 2
    return [start + sum(widths[:i]) + gap * i for i in range(len(columns))]


def _height(item, size):
    return WAYPOINT_HEIGHT if isinstance(item, tuple) else size(item)[1]


def _place_in_columns(columns, before, heights, height):
    """The y of each item: near its neighbours, with the room that it needs."""
    for column in columns:
        if sum(heights[item] for item in column) > height:
            raise ValueError(
                f"This graph is too tall to be drawn legibly: {len(column)} nodes and edges stand one above the other. "
                "Take a part of the formula."
            )
    after = _turned(before)
    neighbours = {item: [other for other, _ in before.get(item, []) + after.get(item, [])] for item in heights}
    y = {item: height / 2 for column in columns for item in column}
    for _ in range(3 * len(columns)):
        for column in columns:
            wishes = [_mean([y[n] for n in neighbours[item]], y[item]) for item in column]
            y |= zip(column, _spread(wishes, [heights[item] for item in column], height), strict=True)
    return _fill(y, heights, height)


def _fill(y, heights, height):
    """The same arrangement in the middle of the picture, drawn apart to use the height."""
    top = min(y[item] - heights[item] / 2 for item in y)
    bottom = max(y[item] + heights[item] / 2 for item in y)
    between = max(y.values()) - min(y.values())
    stretch = min(MOST_STRETCH, 1 + (height - (bottom - top)) / max(between, 1))
    middle = (top + bottom) / 2
    return {item: height / 2 + stretch * (place - middle) for item, place in y.items()}


def _spread(wishes, heights, height):
    """Positions in the order of the wishes and close to them, each with its height free around it."""
    down, edge = [], 0
    for wish, own in zip(wishes, heights, strict=True):
        down.append(max(wish, edge + own / 2))
        edge = down[-1] + own / 2
    up, edge = [], height
    for wish, own in zip(wishes[::-1], heights[::-1], strict=True):
        up.append(min(wish, edge - own / 2))
        edge = up[-1] - own / 2
    middle = [(a + b) / 2 for a, b in zip(down, up[::-1], strict=True)]
    low = min(y - own / 2 for y, own in zip(middle, heights, strict=True))
    high = max(y + own / 2 for y, own in zip(middle, heights, strict=True))
    shift = max(0, -low) - max(0, high - height)
    return [y + shift for y in middle]
