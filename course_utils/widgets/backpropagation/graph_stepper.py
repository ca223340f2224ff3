"""The graph stepper: a formula as a graph, to edit, to step forward through and to step back with the gradients."""

import html

from course_utils.widgets.backpropagation.formula import KNOWN, as_node, write
from course_utils.widgets.backpropagation.graph_picture import GraphPicture
from course_utils.widgets.backpropagation.graph_presets import OPENS_AT, PRESETS
from course_utils.widgets.backpropagation.graph_traversal import Traversal
from course_utils.widgets.backpropagation.inputs import Inputs
from course_utils.widgets.backpropagation.predictions import Questions, is_right, missing
from course_utils.widgets.backpropagation.step_words import describe, explain
from course_utils.widgets.backpropagation.typed_numbers import as_row, read_numbers
from course_utils.widgets.shared.controls import button, check_box, choice, count_slider, row, text_box
from course_utils.widgets.shared.demo import Demo
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

OWN = "Your own formula"


class GraphStepper(Demo):
    """Step through the graph of a formula, one operation at a time, forward and back.

    expression: nothing, for the lecture's example; a node built from `variable`s; or a formula as text, whose
    variables take their values from the keywords, as in GraphStepper("relu(w * x + b)", w=2, x=3, b=-1).
    TypeError for anything else, ValueError for a graph that cannot be shown, both with the reason.
    """

    def __init__(self, expression=None, **values):
        # Between the controls and the picture; as high without a sentence as with one, or the picture would move.
        super().__init__(note=StatusLine(layout={"min_height": "36px"}))
        self._shown = None  # the preset that is shown, or OWN
        self.picture = GraphPicture()
        self.figure = LiveFigure(self.picture.figure, [])
        self._make_controls()
        if expression is None:
            self._show_preset(self.preset.value)
        else:
            self._set_graph(as_node(expression, values))
            self._say_own()
        self.hear(self.values.drag, self._keys())
        buttons = [self.forward_button, self.backward_button, self.all_button, self.undo_button, self.reset_button]
        self.children = [
            row(self.preset, self.own),
            self.inputs,
            row(*buttons, self.moment),
            row(self.predict, self.check, self.question),
            self.note,
            self.figure,
            self.rule,
        ]

    def _make_controls(self):
        self.preset = choice("Graph", [*PRESETS, OWN], "Choose a graph to step through", width=360, label_width=60)
        tooltip = "Write a formula as in Python, then press Enter. Known: " + KNOWN
        placeholder = "relu(w * x + b), then Enter"
        self.own = text_box("or your own", tooltip, placeholder=placeholder, width=450, label_width=100)
        self._make_buttons()
        self.moment = count_slider("Step", 0, 100, "Go to any step", width=205, label_width=40)
        self.predict = check_box("Predict mode", "Type each gradient before it is shown", width=135)
        tooltip = "Beside each gradient, the value found by nudging: centred differences"
        self.check = check_box("Compare with nudging (≈)", tooltip, width=225)
        tooltip = "Your prediction of this gradient: 2, or 1 2; 3 4 for a matrix"
        placeholder = "a number, then Enter"
        self.answer = text_box("Gradient =", tooltip, placeholder=placeholder, width=340, label_width="auto")
        self.question = row(self.answer, self.reveal_button)
        self.values = Inputs(self.picture, self.listen, self._show)
        self.inputs = self.values.boxes
        self.rule = StatusLine("course-rule")
        self.listen(self.preset, self._show_preset)
        self.listen(self.own, self._show_own)
        self.listen(self.moment, lambda position: position != self.traversal.position and self._go_to(position))
        self.listen(self.predict, lambda _: self._show())
        self.listen(self.check, self._compare_with_nudging)
        self.listen(self.answer, self._predicted)

    def _make_buttons(self):
        def make(label, icon, tooltip, action):
            return button(label, icon, tooltip, self.guarded(action))

        self.forward_button = make(
            "Forward one node", "arrow-right", "Compute the next operation (key →)", self.forward
        )
        tooltip = "Hand the gradient back through one operation (key ←)"
        self.backward_button = make("Backward one node", "arrow-left", tooltip, self.backward)
        self.all_button = make("All", "fast-forward", "Go to the end of this pass (key a)", self.all)
        self.undo_button = make("Undo", "undo", "Take the last step back (key u)", self.undo)
        tooltip = "Back to the start, with the first inputs (key r)"
        self.reset_button = make("Reset", "refresh", tooltip, self.reset)
        self.reveal_button = make("Show me", "eye", "Reveal this gradient", self._reveal)

    def _keys(self):
        steps = {"ArrowRight": self.forward, "ArrowLeft": self.backward}
        return steps | {"a": self.all, "u": self.undo, "r": self.reset}

    def guard(self, action, *arguments):
        """Call `action`; what goes wrong is said in words above the picture, and the traversal stays as it was."""
        self.note.say("")
        super().guard(action, *arguments)

    def fail(self, error):
        """Say what went wrong: what the user can mend, in its own words."""
        if isinstance(error, ValueError | TypeError | ArithmeticError):
            self.note.say(str(error))
        else:
            super().fail(error)

    def let_go(self):
        """Let go of what is large."""
        super().let_go()
        self.values.picture = None

    # ---- steps -----------------------------------------------------------------------------------------------------

    def forward(self):
        """Compute the next operation."""
        if self.traversal.next is None or self.traversal.next.kind != "forward":
            self.note.say("Every operation has its value. Now go backward (←).")
            return
        self._go_to(self.traversal.position + 1)

    def backward(self):
        """Hand the gradient back through the next operation; in predict mode, ask for it first."""
        if self.traversal.next is None:
            self.note.say("The backward pass is complete: every input has its gradient.")
        elif self.traversal.next.kind == "forward":
            self.note.say("First finish the forward pass (→): going back needs its values.")
        elif self._asked():
            self.note.say("Predict mode: type the gradient first, or press Show me.")
        else:
            self._go_to(self.traversal.position + 1)

    def all(self):
        """Go to the end of this pass: first all values, then all gradients."""
        n_forward = len(self.traversal.operations)
        self._go_to(n_forward if self.traversal.position < n_forward else len(self.traversal.steps))

    def undo(self):
        """Take the last step back."""
        self._go_to(self.traversal.position - 1)

    def reset(self):
        """Go back to the start, with the inputs that the graph began with."""
        self.values.put_back()
        self._set_graph(self.traversal.result)

    def advance(self, n):
        """Do `n` steps here and now."""
        self.guard(self._go_to, self.traversal.position + n)

    def _go_to(self, position):
        before = self.traversal.position
        try:
            self.traversal.go_to(position)
        except ValueError:  # a gradient that is not finite: the traversal stays where it was
            self.traversal.go_to(before)
            self._show_moment()
            raise
        self.questions = Questions(self.traversal, self.picture.names)
        self.values.change = None
        self._show()

    # ---- another graph ---------------------------------------------------------------------------------------------

    def _show_preset(self, name):
        if name == self._shown:
            return
        if name != OWN:
            self._set_graph(PRESETS[name]())
            self._shown, self.own.value = name, ""  # a formula of before would seem to be that of this graph
            self._open_at(OPENS_AT.get(name, 0))
        else:
            self.preset.value = self._shown  # there is no formula yet: the graph is still the one before
            raise ValueError("Type a formula in the box at the right, such as relu(w * x + b), and press Enter.")

    def _open_at(self, step):
        """Go to a step; in predict mode to none that shows what is asked for."""
        before_gradients = len(self.traversal.operations) + 1
        self._go_to(min(step, before_gradients) if self.predict.value else step)

    def _show_own(self, text):
        if text:  # it is emptied when a preset is chosen
            self._set_graph(as_node(text, self.values.numbers()))
            self._say_own()

    def _say_own(self):
        self._shown = self.preset.value = OWN

    def _set_graph(self, result):
        traversal = Traversal(result)
        self._arrange(traversal)  # refuses what cannot be drawn, before anything has changed
        self.traversal = traversal
        self.values.set_graph(traversal)
        self.variables = self.values.variables
        self._go_to(0)

    # ---- predictions -----------------------------------------------------------------------------------------------

    def _asked(self):
        """The chain rules that are still to be predicted before the next step."""
        return self.questions.open() if self.predict.value else []

    def _predicted(self, text):
        asked = self._asked()
        if not text or not asked:
            return
        answer = as_row(read_numbers(text), asked[0].product.shape)
        self.answer.value = ""
        if is_right(asked[0], answer):
            self._answer_known(f"Right: {html.escape(asked[0].words())}.")
        else:
            self.note.say(missing(asked[0], answer, self.questions.mistakable(asked[0])))

    def _reveal(self):
        if asked := self._asked():
            self._answer_known(f"{html.escape(asked[0].words())}.")

    def _answer_known(self, sentence):
        """Go on to the next question of this node, or take the step if there is none."""
        self.questions.go_on()
        if not self._asked():
            self._go_to(self.traversal.position + 1)
        self.note.show(sentence)
        self._show_question()

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _show(self):
        """Draw all that is known; ValueError, when that is done, where a gradient cannot be had."""
        numerical, failure = None, None
        try:
            numerical = self._numerical_gradients() if self.check.value else None
        except ValueError as error:  # as when log(x) is nudged to the other side of 0
            failure = ValueError(f"Nudging cannot be done here: {error}")
        self.picture.show(self.traversal, numerical, self.values.change)
        self.figure.moving, self.figure.alt = self.picture.moving, self._known()
        self.figure.refresh()
        self.rule.show(explain(self.traversal, self.picture.names))
        self._show_moment()
        self._show_question()
        if failure:
            raise failure

    def _compare_with_nudging(self, _):
        self._arrange(self.traversal)
        self._show()

    def _arrange(self, traversal):
        """Draw what stays of a graph, for all pictures from the next one on; ValueError for one that is too large."""
        self.picture.set_graph(traversal, self.check.value)
        self.figure.redraw_next()

    def _numerical_gradients(self):
        return {
            node: self.traversal.numerical_gradient(node)
            for node in self.traversal.nodes
            if self.traversal.is_complete(node)
        }

    def _show_question(self):
        asked = self._asked()
        self.question.layout.display = "flex" if asked else "none"
        if asked:
            self.answer.description = self.questions.title()

    def _show_moment(self):
        traversal = self.traversal
        kind = traversal.next and traversal.next.kind
        with self.moment.hold_trait_notifications():
            self.moment.max, self.moment.value = len(traversal.steps), traversal.position
        self.forward_button.button_style = "primary" if kind == "forward" else ""
        self.backward_button.button_style = "primary" if kind in ("start", "backward") else ""

    def _known(self):
        """What is known by now, and what the last change of an input has done, in words."""
        known = describe(self.traversal, self.picture.names)
        return known if self.values.change is None else f"{known} {self.values.change.sentence()}"

    @property
    def text(self):
        """What the demo shows, in words."""
        traversal, names = self.traversal, self.picture.names
        written = f"{names[traversal.result]} = {write(traversal.result, names)}"
        return f"A computational graph of {written[:200]}, values above its edges, gradients below. {self._known()}"
