"""GraphStepper, driven by its controls without a browser."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils.graph import relu, variable
from course_utils.widgets import GraphStepper
from course_utils.widgets.backpropagation.graph_picture import MOST_NODES
from course_utils.widgets.backpropagation.graph_presets import OPENS_AT, PRESETS
from course_utils.widgets.backpropagation.graph_stepper import OWN
from course_utils.widgets.backpropagation.node_sizes import THICKEST, THINNEST, edge_width


def test_a_whole_pass_by_buttons(demo, gradients):
    for _ in range(4):
        demo.forward_button.click()
    assert [float(node.value) for node in demo.traversal.operations] == [6, -2, 4, 4]
    for _ in range(5):
        demo.backward_button.click()
    assert gradients(demo) == {"w1": 2, "x1": 3, "w2": 1, "x2": -2, "x3": 0}
    assert demo.text.endswith("∂F/∂x₁ = 3, ∂F/∂w₂ = 1, ∂F/∂x₂ = −2, ∂F/∂x₃ = 0.")


def test_a_whole_pass_by_keys(demo, open_page, gradients):
    page = open_page(demo.figure)
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"] * 5:
        page.say(type="key", key=key)
    assert gradients(demo) == {"w1": 2, "x1": 3, "w2": 1, "x2": -2, "x3": 0}
    page.say(type="key", key="u")
    assert demo.traversal.position == 8
    page.say(type="key", key="r")
    assert demo.traversal.position == 0
    page.say(type="key", key="a")
    page.say(type="key", key="a")
    assert demo.traversal.next is None


def test_the_wrong_direction_is_answered_in_words(demo):
    demo.backward_button.click()
    assert "First finish the forward pass" in demo.note.value
    assert demo.traversal.position == 0
    demo.all_button.click()
    assert demo.note.value == ""
    demo.forward_button.click()
    assert "Now go backward" in demo.note.value
    demo.all_button.click()
    demo.backward_button.click()
    assert "every input has its gradient" in demo.note.value


def test_values_stand_above_and_gradients_below(demo):
    demo.advance(9)
    place = {node: demo.picture.centre(node) for node in demo.traversal.nodes}
    shown = [(text.get_text(), text.get_position()) for text in demo.picture.axes.texts]
    for node in demo.traversal.nodes:
        x, y = place[node]
        for number, is_there in [
            (node.value, lambda below: -40 < below < 0),
            (node.gradient, lambda below: 0 < below < 40),
        ]:
            text = f"{float(number):.0f}".replace("-", "−")
            assert any(t == text and is_there(py - y) and 0 < px - x < 120 for t, (px, py) in shown), (node, text)


def test_an_infinite_gradient_is_said_and_the_traversal_stays_before_it():
    demo = GraphStepper("x**0.5", x=0)
    demo.advance(2)
    demo.backward_button.click()
    assert "** has no finite gradient at 0.0 and 0.5" in demo.note.value
    assert (demo.traversal.position, demo.moment.value) == (2, 2)
    demo.moment.value = 3
    assert (demo.traversal.position, demo.moment.value) == (2, 2)
    demo.close()


def test_where_nudging_fails_the_rest_is_shown():
    demo = GraphStepper("log(x)", x=1e-6)  # closer to 0 than a nudge is long
    demo.check.value = True
    demo.advance(3)
    assert "Nudging cannot be done here: log has no finite result" in demo.note.value
    assert demo.moment.value == demo.traversal.position == 3
    assert "∂F/∂x" in demo.text
    demo.close()


def test_in_predict_mode_an_infinite_gradient_is_no_question():
    demo = GraphStepper("x**0.5", x=0)
    demo.predict.value = True
    demo.advance(2)
    assert "** has no finite gradient" in demo.note.value
    assert demo.moment.value == demo.traversal.position == 2
    demo.close()


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_stepped_through_to_its_end(demo, name):
    demo.preset.value = name
    for _ in range(len(demo.traversal.steps)):
        demo.advance(1)
    assert demo.note.value == ""
    assert all(demo.traversal.has_gradient(node) for node in demo.variables)
    assert len(demo.inputs.children) == len(demo.variables)
    assert demo.moment.value == demo.moment.max == len(demo.traversal.steps)


def test_the_slider_goes_to_any_step(demo):
    demo.moment.value = 6
    assert demo.traversal.position == 6
    demo.moment.value = 2
    assert demo.traversal.position == 2
    demo.preset.value = "Softmax + cross-entropy"
    assert (demo.moment.value, demo.moment.max, demo.traversal.position) == (3, 3, 3)


# ---- predict mode


@pytest.fixture
def asked(demo):
    """The demo in predict mode, with the forward pass done and the start set."""
    demo.predict.value = True
    demo.advance(5)
    return demo


def test_predict_mode_reveals_only_what_was_answered(asked, plain):
    assert asked.question.layout.display == "flex"
    assert asked.answer.description == "∂F/∂a₃ through F ="
    asked.backward_button.click()
    assert "type the gradient first" in asked.note.value
    assert asked.traversal.position == 5
    asked.answer.value = "1"
    assert "Right: ∂F/∂a₃ = 1 × 1 = 1." in plain(asked.note)
    assert asked.traversal.position == 5  # the other input of max is still to come
    assert asked.answer.description == "∂F/∂x₃ through F ="
    assert asked.answer.value == ""
    asked.answer.value = "0"
    assert asked.traversal.position == 6


def test_a_wrong_prediction_is_told_the_missing_factor(asked, plain):
    asked.preset.value = "Lecture: 3 + 4, upstream 2"
    asked.answer.value = "7"
    assert "That is the value of q" in plain(asked.note)
    asked.answer.value = "2"
    assert asked.traversal.position == 4
    asked.answer.value = "1"
    assert "You gave the local gradient alone" in plain(asked.note)
    assert asked.traversal.position == 4
    asked.answer.value = "2"
    asked.answer.value = "2"
    assert asked.traversal.next is None
    assert asked.question.layout.display == "none"


def test_the_other_inputs_gradient_and_the_sum_so_far_are_recognised(asked, plain):
    asked.preset.value = "(x + y) · (x − y)"
    asked.answer.value = "5"
    assert "the gradient of the other input, a₂" in plain(asked.note)
    asked.advance(2)  # the gradients of × and − are out
    assert asked.answer.description == "∂F/∂x through a₁ ="
    asked.answer.value = "6"
    assert "the sum with what has come by another path" in plain(asked.note)


def test_show_me_reveals_and_goes_on(asked, gradients):
    for _ in range(8):
        asked.reveal_button.click()
    assert asked.traversal.next is None
    assert gradients(asked) == {"w1": 2, "x1": 3, "w2": 1, "x2": -2, "x3": 0}


def test_a_prediction_that_is_no_number_is_said(asked):
    asked.answer.value = "two"
    assert "is not read" in asked.note.value
    assert asked.traversal.position == 5


def test_matrices_are_predicted_too(asked, plain):
    asked.preset.value = "Two-layer network, matrices"
    asked.advance(4)
    assert asked.answer.description == "∂F/∂X through Z₁ ="
    asked.answer.value = "1 1"
    assert "Multiply the upstream gradient ∂F/∂Z₁ = [0.881, 0] by W₁: rows times" in plain(asked.note)
    asked.answer.value = "1.76 0"
    asked.answer.value = "0.88 0; 1.76 0"
    assert asked.answer.description == "∂F/∂W₁ ="
    asked.answer.value = "0.88 0; 1.76 0"
    assert "Turn the upstream gradient ∂F/∂W₁ᵀ = [0.881, 0; 1.76, 0] over" in plain(asked.note)
    asked.answer.value = "0.88 1.76; 0 0"
    assert asked.traversal.next is None


# ---- nudging


def test_nudged_gradients_stand_beside_the_others_on_demand(demo, box, texts):
    demo.advance(9)
    assert not any("≈" in text for text in texts(demo))
    demo.check.value = True
    assert {"≈ 2.000", "≈ 3.000", "≈ 1.000", "≈ −2.000", "≈ 0.000"} <= set(texts(demo))
    box(demo, "x₃").value = 4  # a tie
    assert "≈ 0.500" in texts(demo)
    demo.check.value = False
    assert not any("≈" in text for text in texts(demo))


def test_arrays_are_compared_as_a_whole(demo, texts):
    demo.preset.value = "Softmax + cross-entropy"
    demo.advance(3)
    demo.check.value = True
    assert "≈ same" in texts(demo)


# ---- expressions of one's own


def test_an_expression_built_of_variables(gradients):
    x = variable(2, "x")
    demo = GraphStepper((x * x + 1).sum())
    demo.advance(20)
    assert gradients(demo) == {"x": 4}
    assert demo.preset.value == OWN == demo.preset.label  # what the page shows
    demo.preset.value = "ReLU neuron"
    assert len(demo.variables) == 5
    demo.close()


def test_a_formula_as_text_takes_its_values_from_keywords(gradients):
    demo = GraphStepper("relu(w * x + b)", w=2, x=3, b=-1)
    demo.advance(20)
    assert gradients(demo) == {"w": 3, "x": 2, "b": 1}
    demo.close()


def test_a_formula_typed_into_the_box(demo, gradients):
    demo.own.value = "x1 * x1 + w1"
    assert demo.preset.value == OWN
    demo.advance(20)
    assert gradients(demo) == {"w1": 1, "x1": 4}  # the values of before are kept
    demo.own.value = "sin(x1)"
    assert "does not know sin" in demo.note.value
    assert gradients(demo) == {"w1": 1, "x1": 4}
    assert demo.own.value == "sin(x1)"  # to be mended
    demo.preset.value = "Sigmoid neuron"
    assert (demo.note.value, demo.own.value) == ("", "")


def test_asking_for_ones_own_without_a_formula_says_where_to_write_it(demo):
    demo.advance(3)
    before = demo.preset.value
    demo.preset.value = OWN
    assert "Type a formula in the box" in demo.note.value
    assert (demo.preset.value, demo.traversal.position) == (before, 3)  # what is shown is still the graph of before


def balanced(n):
    """The sum of n variables, added in pairs."""
    nodes = [variable(1.0, f"v{i}") for i in range(n)]
    while len(nodes) > 1:
        nodes = [a + b for a, b in zip(nodes[::2], nodes[1::2], strict=True)]
    return nodes[0]


@pytest.mark.parametrize(
    ("expression", "error", "says"),
    [
        (lambda: balanced(32), ValueError, f"63 nodes; more than {MOST_NODES} cannot be read"),
        (lambda: balanced(16), ValueError, "too tall to be drawn legibly"),
        (lambda: variable(1, "x") * variable(2, "x"), ValueError, "Two nodes of this graph are called 'x'"),
        (lambda: variable(1, "x"), ValueError, "no operation to step through"),
        (lambda: relu(variable([1.0, 2], "x")), ValueError, r"has the shape \(2,\). End with .sum\(\)"),
        (lambda: 3.0, TypeError, "this is a float. Build it from variables"),
        (lambda: np.array([1.0]), TypeError, "this is a ndarray"),
        (lambda: "x % 2", ValueError, "does not know x % 2"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_clear_words(expression, error, says):
    with pytest.raises(error, match=says):
        GraphStepper(expression())


def test_an_operation_without_words_is_refused(monkeypatch):
    from course_utils.graph import Node
    from course_utils.operations import OPERATIONS

    monkeypatch.setitem(OPERATIONS, "sin", (np.sin, lambda g, out, a: (g * np.cos(a),)))
    with pytest.raises(ValueError, match=r"has no words for sin\. It knows"):
        GraphStepper(Node("sin", (variable(1, "x"),)))


def test_a_refused_graph_leaves_the_present_one(demo):
    demo.advance(3)
    demo.own.value = "+".join(["x"] * 42)
    assert "42 nodes; more than" in demo.note.value
    demo.forward_button.click()
    assert demo.traversal.position == 4


def test_frames_stay_under_40_kB(demo, open_page):
    page = open_page(demo.figure)
    for name in PRESETS:
        demo.preset.value = name
        demo.check.value = True
        demo.advance(99)
    assert max(len(png) for _, png in page.frames) <= 40_000


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_opens_where_its_prompt_looks(demo, name):
    demo.preset.value = next(other for other in PRESETS if other != name)
    demo.preset.value = name
    assert demo.traversal.position == min(OPENS_AT.get(name, 0), len(demo.traversal.steps))
    demo.reset_button.click()
    assert demo.traversal.position == 0


def test_in_predict_mode_a_preset_opens_before_what_is_asked(demo):
    demo.predict.value = True
    demo.preset.value = "ReLU neuron"
    assert demo.traversal.last.kind == "start"
    assert demo.questions.open()


def test_edges_are_as_thick_as_their_gradients_are_large():
    widths = [edge_width(np.array(gradient)) for gradient in [0, 0.1, 1, -3, [0, 9], 1e6]]
    assert widths == sorted(widths)
    assert widths[0] == THINNEST
    assert widths[-1] == THICKEST


@pytest.mark.parametrize("compared", [False, True])
def test_nothing_is_cut_off_at_the_picture_s_edges(demo, compared):
    demo.check.value = compared
    for name in PRESETS:
        demo.preset.value = name
        demo.advance(99)
        drawn = [text.get_window_extent() for text in demo.picture.axes.texts]
        width, height = demo.picture.figure.bbox.size
        assert all(box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height for box in drawn), name


def pixels(demo):
    return np.asarray(Image.open(io.BytesIO(demo.figure.png())).convert("L"), int)


@pytest.mark.parametrize("compared", [False, True])
def test_each_step_changes_the_picture_and_what_stands_still_is_that_of_the_graph(demo, compared):
    demo.preset.value, demo.check.value = "Lecture: w₁ used twice", compared
    demo.moment.value = 0
    for position in range(1, len(demo.traversal.steps) + 1):
        before = pixels(demo)
        demo.moment.value = position
        shown = pixels(demo)
        assert np.abs(shown - before).max() > 100
        demo.figure.redraw_next()
        assert np.abs(shown - pixels(demo)).max() < 60  # now of other few colours, chosen for this picture


def test_what_nudging_finds_has_a_line_of_its_own(demo):
    demo.check.value = True
    demo.advance(9)
    boxes = [text.get_window_extent() for text in demo.picture.axes.texts]
    overlapping = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]
    assert overlapping == []
    lowest = min(box.y0 for box, text in zip(boxes, demo.picture.axes.texts, strict=True) if "≈" in text.get_text())
    legend = next(
        box for box, text in zip(boxes, demo.picture.axes.texts, strict=True) if text.get_text() == "value above"
    )
    assert lowest > legend.y1 + 4
