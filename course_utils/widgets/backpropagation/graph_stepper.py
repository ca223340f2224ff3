"""The graph stepper: a formula as a graph, to edit, to step forward through and to step back with the gradients."""

import html

from ipywidgets import FloatText, VBox

from course_utils.formatting import short_numbers
from course_utils.graph import Node
from course_utils.widgets.backpropagation import formula
from course_utils.widgets.backpropagation.chain_rule import ChainRule, remembered
from course_utils.widgets.backpropagation.graph_picture import GraphPicture
from course_utils.widgets.backpropagation.graph_presets import PRESETS
from course_utils.widgets.backpropagation.graph_traversal import Traversal
from course_utils.widgets.backpropagation.notation import NOTATION
from course_utils.widgets.shared.controls import button, check_box, choice, count_slider, number_box, row, text_box
from course_utils.widgets.shared.demo import Demo, close_all
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.status import StatusLine

OWN = "Your own formula"
NEAR = 40  # pixels from its middle in which a node is taken hold of
PIXELS_PER_NOTCH, NOTCH = 8, 0.1  # a drag upwards by so much raises a value by so much


class GraphStepper(Demo):
    """Step through the graph of a formula, one operation at a time, forward and back.

    expression: nothing, for the lecture's example; a node built from `variable`s; or a formula as text, whose
    variables take their values from the keywords, as in GraphStepper("relu(w * x + b)", w=2, x=3, b=-1).
    TypeError for anything else, ValueError for a graph that cannot be shown, both with the reason.
    """

    def __init__(self, expression=None, **values):
        # Beside the inputs, where the eye is; as high without a sentence as with one, or the picture would move.
        super().__init__(note=StatusLine(layout={"flex": "1 1 300px", "min_height": "46px"}))
        self._shown = None  # the preset that is shown, or OWN
        self.picture = GraphPicture()
        self.figure = LiveFigure(self.picture.figure, [])
        self._make_controls()
        if expression is None:
            self._show_preset(self.preset.value)
        else:
            self._set_graph(_as_node(expression, values))
            self._say_own()
        self.hear(self._drag, self._keys())
        buttons = [self.forward_button, self.backward_button, self.all_button, self.undo_button, self.reset_button]
        self.children = [
            row(self.preset, self.own),
            row(*buttons, self.moment),
            row(self.inputs, self.note),
            self.figure,
            row(self.predict, self.check),
            self.question,
            self.rule,
        ]

    def _make_controls(self):
        self.preset = choice("Graph", [*PRESETS, OWN], "Choose a graph to walk through", width=400, label_width=60)
        tooltip = "Write a formula as in Python, then press Enter. Known: " + formula.KNOWN
        placeholder = "relu(w * x + b), then Enter"
        self.own = text_box("or your own", tooltip, placeholder=placeholder, width=480, label_width=100)
        self._make_buttons()
        self.moment = count_slider("Step", 0, 100, "Go to any step of the walk", width=230, label_width=44)
        self.predict = check_box("Predict mode", "Type each gradient before it is shown", width=190)
        tooltip = "Beside each gradient, the value found by nudging: centred differences"
        self.check = check_box("Compare with nudging each number (≈)", tooltip, width=360)
        tooltip = "Your prediction of this gradient: 2, or 1 2; 3 4 for a matrix"
        placeholder = "a number, then Enter"
        self.answer = text_box("Gradient =", tooltip, placeholder=placeholder, width=330, label_width="auto")
        self.hint = StatusLine()
        self.question = VBox([row(self.answer, self.reveal_button), self.hint])
        self.inputs = row()
        self.rule = StatusLine("course-rule")
        self.listen(self.preset, self._show_preset)
        self.listen(self.own, self._show_own)
        self.listen(self.moment, lambda position: position != self.traversal.position and self._go_to(position))
        self.listen(self.predict, lambda _: self._show())
        self.listen(self.check, lambda _: self._show())
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
        """Call `action`; what goes wrong is said in words beside the inputs, and the traversal stays as it was."""
        self.note.say("")
        super().guard(action, *arguments)

    def fail(self, error):
        """Say what went wrong: what the user can mend, in its own words."""
        if isinstance(error, ValueError | TypeError | ArithmeticError):
            self.note.say(str(error))
        else:
            super().fail(error)

    @property
    def walk(self):
        """The traversal; tests/widgets/test_any_hand.py still asks for it by this name."""
        return self.traversal

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
        for node, value in self._first_values:
            node.value[...] = value
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
        self._answered = 0
        self.hint.say("")
        self._show()

    # ---- another graph, other inputs -------------------------------------------------------------------------------

    def _show_preset(self, name):
        if name == self._shown:
            return
        if name != OWN:
            self._set_graph(PRESETS[name]())
            self._shown = name
        else:
            try:
                self._show_own(self.own.value)
            finally:
                self.preset.value = self._shown  # where there was no formula, the graph is still the one before

    def _show_own(self, text):
        if not text:
            raise ValueError("Type a formula in the box at the right, such as relu(w * x + b), and press Enter.")
        present = {name: box.value for name, box in self._boxes() if isinstance(box, FloatText)}
        self._set_graph(_as_node(text, present))
        self._say_own()

    def _say_own(self):
        self._shown = self.preset.value = OWN

    def _set_graph(self, result):
        traversal = Traversal(result)
        self.picture.set_graph(traversal)  # refuses what cannot be drawn, before anything has changed
        self.traversal, self._answered, self._held = traversal, 0, None
        self.variables = [node for node in traversal.nodes if node.operation == "variable"]
        self._first_values = [(node, node.value.copy()) for node in self.variables]
        close_all(self.inputs.children)
        self.inputs.children = [self._input_box(node) for node in self.variables]
        self._go_to(0)

    def _input_box(self, node):
        name = self.picture.names[node]
        tooltip = f"The value of {name}: everything follows it"
        if node.value.ndim == 0:
            box = number_box(name, _typed(node.value), tooltip, width=130, label_width=36)
        else:
            box = text_box(name, tooltip, _typed(node.value), width=250, label_width=36)
        self.listen(box, lambda value: self._set_input(node, value))
        return box

    def _boxes(self):
        return [(node.name, box) for node, box in zip(self.variables, self.inputs.children, strict=True)]

    def _set_input(self, node, value):
        """Give a variable another value, and let all that is known by now follow."""
        before = node.value.copy()
        try:
            node.value[...] = formula.read_numbers(value, node.value.shape)
            self.traversal.go_to(self.traversal.position)
        except ValueError:
            node.value[...] = before
            self.traversal.go_to(self.traversal.position)
            self.inputs.children[self.variables.index(node)].value = _typed(before)
            raise
        self._show()

    def _drag(self, event):
        """Take hold of a variable in the picture and drag it up or down."""
        if event.kind == "down":
            self._held = self._at(event.x, event.y)
            self._held_from = event.y
            self._held_value = None if self._held is None else self._held.value.copy()
        elif event.kind == "move" and self._held is not None:
            notches = round((self._held_from - event.y) / PIXELS_PER_NOTCH)
            box = self.inputs.children[self.variables.index(self._held)]
            box.value = round(self._held_value.item() + NOTCH * notches, 6)

    def _at(self, x, y):
        """The variable with a single number that is drawn there, or None."""
        for node in self.variables:
            left, middle = self.picture.centre(node)
            if node.value.ndim == 0 and abs(x - left) < NEAR and abs(y - middle) < NEAR:
                return node
        return None

    # ---- predictions -----------------------------------------------------------------------------------------------

    def _asked(self):
        """The chain rules of the next backward step that are still to be predicted."""
        step = self.traversal.next
        if not self.predict.value or step is None or step.kind != "backward":
            return []
        return self._rules(step)[self._answered :]

    def _rules(self, step):
        """The chain rule for each operand of a step's node that has a gradient."""
        return [
            ChainRule(arrival, self.traversal, self.picture.names)
            for arrival, _ in self.traversal.contributions(step.node)
        ]

    def _predicted(self, text):
        asked = self._asked()
        if not text or not asked:
            return
        answer = formula.read_numbers(text)
        self.answer.value = ""
        if asked[0].is_right(answer):
            self._answer_known(f"Right: {html.escape(asked[0].words())}.")
        else:
            self.hint.say(asked[0].missing(answer, self._mistakable(asked[0])))

    def _mistakable(self, rule):
        """What a prediction may have been confused with: the other operand's gradient, and the sum so far."""
        others = [
            (f"the gradient of the other input, {other.names[other.parent]}", other.product)
            for other in self._rules(self.traversal.next)
            if other.operand != rule.operand
        ]
        earlier = [arrival.gradient for arrival in self.traversal.arrived.get(rule.parent, [])]
        if earlier:
            others.append(("the sum with what has come by another path", sum(earlier) + rule.product))
        return others

    def _reveal(self):
        if asked := self._asked():
            self._answer_known(f"{html.escape(asked[0].words())}.")

    def _answer_known(self, sentence):
        """Go on to the next question of this node, or take the step if there is none."""
        self._answered += 1
        if not self._asked():
            self._go_to(self.traversal.position + 1)
        self.hint.show(sentence)
        self._show_question()

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _show(self):
        """Draw all that is known; ValueError, when that is done, where a gradient cannot be had."""
        numerical, failure = None, None
        try:
            numerical = self._numerical_gradients() if self.check.value else None
        except ValueError as error:  # as when log(x) is nudged to the other side of 0
            failure = ValueError(f"Nudging cannot be done here: {error}")
        self.picture.show(self.traversal, numerical)
        self.figure.alt = self._describe()
        self.figure.redraw()
        self.rule.show(self._explain())
        self._show_moment()
        self._show_question()
        if failure:
            raise failure

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
            several = len(self.traversal.contributions(self.traversal.next.node)) > 1
            through = f" through {self.picture.names[self.traversal.next.node]}" if several else ""
            self.answer.description = f"{asked[0].target}{through} ="

    def _show_moment(self):
        traversal = self.traversal
        kind = traversal.next and traversal.next.kind
        with self.moment.hold_trait_notifications():
            self.moment.max, self.moment.value = len(traversal.steps), traversal.position
        self.forward_button.button_style = "primary" if kind == "forward" else ""
        self.backward_button.button_style = "primary" if kind in ("start", "backward") else ""

    def _explain(self):
        """The last step in symbols and numbers, as HTML."""
        step, names = self.traversal.last, self.picture.names
        if step is None:
            return "Press <b>Forward one node</b>: each circle computes its value from the values that lead to it."
        if step.kind == "forward":
            value = html.escape(short_numbers(step.node.value))
            line = html.escape(f"{names[step.node]} = {_in_symbols(step.node, names)}")
            return f'<b>Forward.</b> {line} = <b class="course-value">{value}</b>'
        if step.kind == "start":
            f = html.escape(names[step.node])
            return f'<b>Backward.</b> It starts with <i>∂{f}/∂{f}</i> = <b class="course-gradient">1</b>.'
        lines = [rule.line() for rule in self._rules(step)]
        return "<br>".join([*lines, *self._sums(step), self._memory(step)])

    def _sums(self, step):
        """A line for each parent whose contributions, more than one by now, have been added."""
        lines = []
        for parent in dict.fromkeys(step.node.parents):
            parts = [arrival.gradient for arrival in self.traversal.arrived.get(parent, [])]
            if len(parts) > 1:
                name = html.escape(self.picture.names[parent])
                total = " + ".join(_in_brackets(part) for part in parts)
                lines.append(
                    f'{name} is used more than once: <span class="course-gradient">its contributions add, '
                    f"{total} = <b>{short_numbers(parent.gradient)}</b></span>"
                )
        return lines

    def _memory(self, step):
        """What the step has read from the cache."""
        needed = [self.picture.names[node] for node in remembered(step)]
        if not needed:
            return '<span class="course-aside">Nothing had to be remembered for this step.</span>'
        values = html.escape(" and ".join(dict.fromkeys(needed)))
        return f'<span class="course-aside">Read from the cache of the forward pass: {values}.</span>'

    def _describe(self):
        traversal, names = self.traversal, self.picture.names
        known = [
            f"∂{names[traversal.result]}/∂{names[n]} = {short_numbers(n.gradient)}" for n in self._with_gradients()
        ]
        done = f"After {traversal.position} of {len(traversal.steps)} steps"
        if traversal.position < len(traversal.operations):
            return f"{done} some operations still wait for their values."
        result = f"{done} {names[traversal.result]} = {short_numbers(traversal.result.value)}"
        return f"{result}, with {', '.join(known)}." if known else f"{result}; no input has a gradient yet."

    def _with_gradients(self):
        return [node for node in self.variables if self.traversal.has_gradient(node)][:8]

    @property
    def text(self):
        """What the demo shows, in words."""
        traversal, names = self.traversal, self.picture.names
        written = f"{names[traversal.result]} = {formula.write(traversal.result, names)}"
        return f"A computational graph of {written[:200]}, values above its edges, gradients below. {self._describe()}"


def _as_node(expression, values):
    """The last node of an expression that someone has written; or the reason why it cannot be shown."""
    if isinstance(expression, str):
        expression = formula.parse(expression, values)
    if not isinstance(expression, Node):
        kind = type(expression).__name__
        raise TypeError(
            f"The stepper shows graphs, and this is a {kind}. Build it from variables, as in "
            "x = variable(2, 'x'), or write the formula as text, as in GraphStepper('x * x + 1', x=2)."
        )
    if not expression.parents:
        raise ValueError("This is an input alone: there is no operation to step through.")
    if expression.value.ndim:
        raise ValueError(f"The last node has the shape {expression.value.shape}. End with .sum() or .mean().")
    unknown = {node.operation for node in expression.order() if node.parents} - set(NOTATION)
    if unknown:
        raise ValueError(f"The stepper has no words for {', '.join(sorted(unknown))}. It knows {formula.KNOWN}.")
    return expression


def _typed(value):
    """What the box of an input holds for this value: a number, or a matrix as one would type it."""
    return value.item() if value.ndim == 0 else formula.type_numbers(value)


def _in_symbols(node, names):
    """One operation on the names of its operands, as in w₁ × x₁."""
    notation = NOTATION[node.operation]
    return (notation.line or notation.formula).format(a=names[node.parents[0]], b=names[node.parents[-1]])


def _in_brackets(value):
    text = short_numbers(value)
    return f"({text})" if text.startswith("−") else text
