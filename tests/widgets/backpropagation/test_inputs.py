"""The inputs of the stepper: edited, dragged, and put back when they are refused."""

import numpy as np
import pytest

from course_utils.widgets import GraphStepper
from course_utils.widgets.backpropagation.graph_presets import PRESETS


def test_editing_an_input_moves_everything_that_is_known(demo, gradients, box):
    demo.advance(9)
    box(demo, "x₃").value = 5
    assert demo.traversal.position == 9
    assert gradients(demo) == {"w1": 0, "x1": 0, "w2": 0, "x2": 0, "x3": 1}
    assert "F = 5" in demo.text
    demo.reset_button.click()
    assert box(demo, "x₃").value == 3
    assert float(demo.traversal.result.value) == 4


def test_an_input_that_cannot_be_computed_is_refused_and_undone(box):
    demo = GraphStepper("log(x)", x=2)
    demo.advance(3)
    box(demo, "x").value = -1
    assert "log has no finite result" in demo.note.value
    assert float(demo.variables[0].value) == 2
    assert float(demo.variables[0].gradient) == 0.5
    assert box(demo, "x").value == 2
    box(demo, "x").value = 4
    assert demo.note.value == ""
    assert float(demo.variables[0].gradient) == 0.25
    demo.close()


def test_dragging_a_variable_in_the_picture_changes_it(demo, open_page, gradients, box):
    page = open_page(demo.figure)
    demo.advance(9)
    x3 = demo.variables[-1]
    pixel = demo.picture.axes.transData.transform(demo.picture.centre(x3))
    width, height = demo.figure.canvas.get_width_height()
    x, y = pixel[0] / width, 1 - pixel[1] / height
    page.say(type="pointer", kind="down", x=x, y=y)
    page.say(type="pointer", kind="move", x=x, y=y - 0.4)
    page.say(type="pointer", kind="up", x=x, y=y - 0.4)
    assert float(x3.value) > 4
    assert box(demo, "x₃").value == float(x3.value)
    assert gradients(demo)["x3"] == 1


def drag(page, demo, node, upwards):
    """Take hold of a variable in the picture and drag it by a part of the picture's height."""
    width, height = demo.figure.canvas.get_width_height()
    x, y = demo.picture.axes.transData.transform(demo.picture.centre(node)) / (width, height)
    page.say(type="pointer", kind="down", x=x, y=1 - y)
    page.say(type="pointer", kind="move", x=x, y=1 - y - upwards)


def test_a_drag_to_what_cannot_be_computed_stops_where_it_was(open_page, box):
    demo = GraphStepper("log(x)", x=0.3)
    page = open_page(demo.figure)
    demo.advance(3)
    drag(page, demo, demo.variables[0], upwards=-0.4)
    assert "log has no finite result" in demo.note.value
    assert box(demo, "x").value == float(demo.variables[0].value) == 0.3
    demo.close()


def test_a_held_variable_is_let_go_with_its_graph(demo, open_page):
    page = open_page(demo.figure)
    drag(page, demo, demo.variables[-1], upwards=0.1)
    demo.own.value = "a * b"
    page.say(type="pointer", kind="move", x=0.5, y=0.1)
    assert [box.value for box in demo.inputs.children] == [1, 2]
    assert demo.note.value == ""


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_changes_neither_box_nor_graph(demo, value, gradients, box):
    demo.advance(9)
    before = gradients(demo)
    box(demo, "x₁").value = value
    assert "Only finite numbers" in demo.note.value
    assert box(demo, "x₁").value == 2
    assert gradients(demo) == before
    demo.own.value = "x1 * w"
    assert [float(node.value) for node in demo.variables] == [1, 2]
    with pytest.raises(ValueError, match="w must be finite"):
        GraphStepper("relu(w * x + b)", w=value)


def test_a_matrix_that_is_refused_is_put_back(demo):
    demo.preset.value = next(name for name in PRESETS if "atri" in name)
    first = demo.inputs.children[0]
    before = first.value
    first.value = "1 2; x"
    assert "is not read" in demo.note.value
    assert first.value == before


def test_matrices_are_edited_as_text(demo, box):
    demo.preset.value = "Two-layer network, matrices"
    before = float(demo.traversal.result.value)
    box(demo, "W₁").value = "1 0; 0 1"
    assert float(demo.traversal.result.value) != before
    box(demo, "W₁").value = "1 0 0"
    assert "keeps its shape, (2, 2)" in demo.note.value
    box(demo, "W₁").value = "a"
    assert "is not read" in demo.note.value
    assert demo.variables[1].value.tolist() == [[1, 0], [0, 1]]


def test_a_change_is_compared_with_what_the_gradient_promised(demo, box, texts):
    demo.advance(9)
    box(demo, "x₁").value = 2.4
    assert "x₁ from 2 to 2.4:  gradient × change = 3 × 0.4 = 1.2" in texts(demo)
    assert "F changed by 1.2" in texts(demo)
    assert demo.text.endswith("F changed by 1.2.")
    box(demo, "x₃").value = 6  # the gradient was 0: it knows nothing of the other side of max
    assert "x₃ from 3 to 6:  gradient × change = 0 × 3 = 0" in texts(demo)
    assert "F changed by 0.8" in texts(demo)
    demo.undo_button.click()
    assert demo.values.change is None


def test_a_whole_drag_is_one_change(demo, open_page, box):
    page = open_page(demo.figure)
    demo.advance(9)
    drag(page, demo, demo.variables[0], upwards=0.1)
    drag_on = demo.values.change
    page.say(type="pointer", kind="move", x=0.5, y=0.2)
    assert (drag_on.start.value, drag_on.start.result) == (3, 4)
    assert demo.values.change.start is drag_on.start
    page.say(type="pointer", kind="up", x=0.5, y=0.2)
    before = float(demo.variables[0].value)
    box(demo, "w₁").value = before + 1
    assert demo.values.change.start.value == before
    box(demo, "w₁").value = before + 1  # nothing has changed
    demo.reset_button.click()
    assert demo.values.change is None


def test_where_no_gradient_is_known_yet_none_is_given_away(demo, box):
    demo.advance(5)
    box(demo, "x₁").value = 2.4
    assert demo.values.change is None
