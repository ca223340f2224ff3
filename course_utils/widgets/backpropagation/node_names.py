"""What the nodes of a graph are called where they are drawn and written about."""

from course_utils.formatting import short_number

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def name_nodes(nodes):
    """A symbol for each node: its own name, the number of a constant, F for the result, a₁, a₂, … for operations.

    ValueError when two nodes have the same name.
    """
    names = {}
    for node in nodes:
        if node.name:
            name = _lower_digits(node.name)
            if name in names.values():
                raise ValueError(f"Two nodes of this graph are called {node.name!r}: give each a name of its own.")
            names[node] = name
    _add_name(names, nodes[-1], ["F", "f", "F′"])
    for node in nodes:
        if node.operation == "constant" and node.value.ndim == 0:
            names.setdefault(node, short_number(node.value.item()))
        letter = {"variable": "v", "constant": "y"}.get(node.operation, "a")
        alone = ["y"] if letter == "y" else []
        if node.operation == "T":
            alone = [f"{names[node.parents[0]]}ᵀ"]
        _add_name(names, node, [*alone, *(_lower_digits(f"{letter}{i}") for i in range(1, len(nodes) + 1))])
    return names


def _add_name(names, node, candidates):
    if node not in names:
        names[node] = next(name for name in candidates if name not in names.values())


def _lower_digits(name):
    """w1 → w₁: the digits at the end of a name are its index."""
    stem = name.rstrip("0123456789")
    return stem + name[len(stem) :].translate(SUBSCRIPTS) if stem else name
