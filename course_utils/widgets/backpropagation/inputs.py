"""The inputs of a graph: a box for each variable, and variables that are dragged in the picture."""

from ipywidgets import FloatText

from course_utils.widgets.backpropagation.change import Change, Start
from course_utils.widgets.backpropagation.typed_numbers import read_numbers, type_numbers
from course_utils.widgets.shared.controls import number_box, row, text_box
from course_utils.widgets.shared.demo import close_all

NEAR = 40  # pixels from its middle in which a node is taken hold of
PIXELS_PER_NOTCH, NOTCH = 8, 0.1  # a drag upwards by so much raises a value by so much


class Inputs:
    """The variables of one graph after another, each with a box in the row `boxes`.

    change: what the last edit or drag has done, if the gradient of its variable was known; None after the next step.

    listen(box, action): has `action` called with what is put into a box. changed(): called when a value has changed.
    """

    def __init__(self, picture, listen, changed):
        self.picture, self._listen, self._changed = picture, listen, changed
        self.boxes, self.change = row(), None

    def set_graph(self, traversal):
        """Show the variables of another graph, which the picture has arranged."""
        self.traversal, self._held, self.change = traversal, None, None
        self.variables = [node for node in traversal.nodes if node.operation == "variable"]
        self._first_values = [node.value.copy() for node in self.variables]
        close_all(self.boxes.children)
        self.boxes.children = [self._make_box(node) for node in self.variables]

    def put_back(self):
        """Give every variable the value that it began with."""
        for node, value in zip(self.variables, self._first_values, strict=True):
            node.value[...] = value

    def numbers(self):
        """The single numbers in the boxes, by the names of their variables."""
        pairs = zip(self.variables, self.boxes.children, strict=True)
        return {node.name: box.value for node, box in pairs if isinstance(box, FloatText)}

    def drag(self, event):
        """Take hold of a variable in the picture and drag it up or down."""
        if event.kind == "down":
            self._held = self._at(event.x, event.y)
            self._held_from = event.y
            self._held_start = None if self._held is None else self._start(self._held)
        elif event.kind == "up":
            self._held = None
        elif event.kind == "move" and self._held is not None:
            notches = round((self._held_from - event.y) / PIXELS_PER_NOTCH)
            self._box(self._held).value = round(self._held_start.value.item() + NOTCH * notches, 6)

    def _at(self, x, y):
        """The variable with a single number that is drawn there, or None."""
        for node in self.variables:
            left, middle = self.picture.centre(node)
            if node.value.ndim == 0 and abs(x - left) < NEAR and abs(y - middle) < NEAR:
                return node
        return None

    def _box(self, node):
        return self.boxes.children[self.variables.index(node)]

    def _make_box(self, node):
        name = self.picture.names[node]
        tooltip = f"The value of {name}: everything follows it"
        if node.value.ndim == 0:
            box = number_box(name, _typed(node.value), tooltip, width=110, label_width=32)
        else:
            box = text_box(name, tooltip, _typed(node.value), width=185, label_width=32)
        self._listen(box, lambda value: self._set(node, value))
        return box

    def _set(self, node, value):
        """Give a variable another value, and let all that is known by now follow."""
        start = self._held_start if node is self._held else self._start(node)
        before = node.value.copy()
        try:
            node.value[...] = read_numbers(value, node.value.shape)
            self.traversal.go_to(self.traversal.position)
        except ValueError:
            node.value[...] = before
            self.traversal.go_to(self.traversal.position)
            self._box(node).value = _typed(before)
            raise
        self.change = self._change_since(start, node)
        self._changed()

    def _start(self, node):
        gradient = node.gradient if self.traversal.is_complete(node) else None
        return Start(node.value.copy(), gradient, self.traversal.result.value.item())

    def _change_since(self, start, node):
        """The change since then; None where no gradient was known, or nothing has changed, or numbers overflow."""
        if start.gradient is None or (start.value == node.value).all():
            return None
        names, result = self.picture.names, self.traversal.result
        change = Change(names[node], names[result], start, node.value.copy(), result.value.item())
        return change if change.can_be_written else None


def _typed(value):
    """What a box holds for this value: a number, or a matrix as one would type it."""
    return value.item() if value.ndim == 0 else type_numbers(value)
