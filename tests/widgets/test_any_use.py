"""Whatever a user does, in whatever order: no exception, no number that is none, no control that says another thing.

Hypothesis draws what the page sends: controls moved, buttons pressed, text typed, pointer and keys on the picture, the
page opened, closed, left unanswered, and time that passes. `make soak` does it for longer.
"""

import asyncio
import html
import math
import re
from concurrent.futures import ThreadPoolExecutor

import ipywidgets
import numpy as np
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ipywidgets.widgets.widget import CallbackDispatcher

from course_utils import widgets
from course_utils.mnist import fit_into_box
from course_utils.network import Network
from course_utils.widgets.backpropagation import why_not_numerically as timing
from course_utils.widgets.backpropagation.graph_presets import PRESETS
from course_utils.widgets.backpropagation.graph_stepper import OWN
from course_utils.widgets.gradient_descent.straight_line_promise import Promise
from course_utils.widgets.mnist.draw_digit import shrink
from course_utils.widgets.mnist.drawing_pad import BRUSHES
from course_utils.widgets.shared import player
from course_utils.widgets.shared.demo import Demo

EXAMPLES = {None: (4, 40), "soak": (30, 100)}  # by profile: how many runs, of how many steps each
TYPED = [
    *("", " ", "2", "-3.5", "1e309", "nan", "inf", "-inf", "0", "1 2; 3 4", "1 2; 3", "[[1, 2], [3, 4]]", "1e-320"),
    *("x", "x**0.5", "log(x)", "relu(w*x+b)", "1/x", "x**x", "exp(exp(x))", "max(x, x)", "a*b+c*d", "sum(x)", "((((("),
    *("import os", "__import__('os')", "x" * 300, "<b>x</b>", "2*3", "w1*x1+w2*x2", "sigmoid(-x)*1e308*10"),
]
NUMBERS = [0.0, 1.0, -1.0, 0.5, -4.9, 3.7, 1e-300, 1e150, 1e308, -1e308, math.nan, math.inf, -math.inf]
NO_NUMBER = re.compile(r"\b(nan|inf|infinity)\b|∞", re.IGNORECASE)


def parts_of(box):
    """Return a box's controls, and those of the boxes in it, that can be reached now."""
    for child in getattr(box, "children", ()):
        if child.layout.display != "none":
            yield from parts_of(child)
            if not getattr(child, "disabled", False):
                yield child


def words_of(box):
    """Return all that a box and the boxes in it say in words."""
    said = " ".join(part.value for part in parts_of(box) if isinstance(part, ipywidgets.HTML))
    return html.unescape(re.sub("<[^>]*>", "", said))


def in_steps(slider, value):
    """Return the value that a page would make of this one: it counts the steps from the left end."""
    return round(slider.min + round((value - slider.min) / slider.step) * slider.step, 10)


class AnyUse(RuleBasedStateMachine):
    """A demo in an event loop of its own, and someone who does anything with it.

    What can be reached depends on time, and what is drawn must not: a rule that finds nothing to do does nothing.
    """

    steps = 0
    errors = []  # noqa: RUF012 - what demos have shown in words; each test has a class of its own

    @initialize()
    def build(self):
        self.errors.clear()  # those of an earlier run
        self.loop = asyncio.new_event_loop()
        self.widgets_before = set(ipywidgets.widget._instances)
        self.demo = self.do(self.make)
        self.page = self.open_page(self.demo.figure)

    def do(self, action):
        """Do something as the kernel does it: in its event loop, where a run goes on only while one waits."""

        async def in_the_loop():
            return action()

        return self.loop.run_until_complete(in_the_loop())

    def controls(self, *kinds):
        return [part for part in parts_of(self.demo) if isinstance(part, kinds)]

    @rule(choice=st.integers(0, 99))
    def press(self, choice):
        if buttons := self.controls(ipywidgets.Button):
            self.do(buttons[choice % len(buttons)].click)

    @rule()
    def hear_the_page_say_it_back(self):
        """A page sends back what its sliders were set to, in their steps: nobody wished for it, so nothing changes."""
        for slider in self.controls(ipywidgets.SelectionSlider):
            self.do(lambda slider=slider: slider.set_state({"index": slider.index}))
        player, text = getattr(self.demo, "player", None), self.demo.text
        is_playing, steps = (player.playing, player.steps) if player else (False, 0)
        for slider in self.controls(ipywidgets.FloatSlider):
            self.do(lambda slider=slider: slider.set_state({"value": in_steps(slider, slider.value)}))
        if is_playing:
            assert player.steps >= steps  # it is still the same run
        else:
            assert self.demo.text == text

    @rule(choice=st.integers(0, 99), part=st.floats(0, 1))
    def move(self, choice, part):
        sliders = (ipywidgets.FloatSlider, ipywidgets.FloatLogSlider, ipywidgets.IntSlider)
        lists = (ipywidgets.Dropdown, ipywidgets.ToggleButtons, ipywidgets.SelectionSlider)
        if not (controls := self.controls(*sliders, *lists, ipywidgets.Checkbox)):
            return
        control = controls[choice % len(controls)]
        if isinstance(control, lists):
            state = {"index": round(part * (len(control.options) - 1))}
        elif isinstance(control, ipywidgets.Checkbox):
            state = {"value": part > 0.5}
        elif isinstance(control, ipywidgets.FloatLogSlider):
            state = {"value": control.base ** (control.min + part * (control.max - control.min))}
        else:
            state = {"value": in_steps(control, control.min + part * (control.max - control.min))}
        self.do(lambda: control.set_state(state))

    @rule(choice=st.integers(0, 99), text=st.sampled_from(TYPED), number=st.sampled_from(NUMBERS))
    def write(self, choice, text, number):
        if not (boxes := self.controls(ipywidgets.Text, ipywidgets.FloatText)):
            return
        box = boxes[choice % len(boxes)]
        self.do(lambda: box.set_state({"value": text if isinstance(box, ipywidgets.Text) else number}))

    @rule(kind=st.sampled_from(["down", "move", "up"]), x=st.floats(0, 1), y=st.floats(0, 1))
    def point(self, kind, x, y):
        self.do(lambda: self.page.say(type="pointer", kind=kind, x=x, y=y))

    @precondition(lambda self: hasattr(self.demo, "pad"))
    @rule(points=st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2)), min_size=1), brush=st.sampled_from([*BRUSHES]))
    def draw(self, points, brush):
        stroke, pad = [list(point) for point in points], self.demo.pad
        strokes = pad.strokes[:-2] if len(points) % 3 == 0 else [*pad.strokes, stroke]  # Undo comes, too
        self.do(lambda: pad.set_state({"strokes": strokes, "brush": brush}))

    @rule(choice=st.integers(0, 99))
    def type_a_key(self, choice):
        if keys := self.demo.figure.heard_keys:
            self.do(lambda: self.page.say(type="key", key=keys[choice % len(keys)]))

    @rule(what=st.sampled_from(["opened", "closed", "silent", "answering", "run again"]), views=st.integers(0, 2))
    def disturb(self, what, views):
        """Do what rarely happens: open or close a view, cut the line to the page, run the cell again."""
        if what == "opened":
            self.do(lambda: self.page.say(type="opened", views=views + 1, width=700 * (views + 0.5)))
        elif what == "closed":
            self.do(lambda: self.page.say(type="closed", views=views))
        elif what == "run again" and not views:
            self.close()
            self.build()
        else:
            self.page.answering = what != "silent"
            if self.page.answering:
                self.do(lambda: self.page.say(type="arrived", number=self.page.frames[-1][0]["number"]))

    @precondition(lambda self: hasattr(self.demo, "player"))
    @rule(play=st.booleans())
    def let_time_pass(self, play):
        if play:
            self.do(self.demo.player.play)
        self.loop.run_until_complete(asyncio.sleep(0.02))

    @precondition(lambda self: hasattr(self.demo, "advance"))
    @rule(n=st.integers(1, 5))
    def advance(self, n):
        self.do(lambda: self.demo.advance(n))

    @invariant()
    def no_number_that_is_none(self):
        type(self).steps += 1
        said = f"{words_of(self.demo)} {self.demo.figure.alt} {self.demo.text}"
        assert self.errors == []
        assert "Stopped by an error" not in said, said
        if not any(words in said for words in ("must be finite", "Only finite", "no number to compute with")):
            assert not NO_NUMBER.search(said), said

    @invariant()
    def at_most_one_run(self):
        tasks = asyncio.all_tasks(self.loop)
        assert len(tasks) <= 1
        assert len(player._playing) <= 1
        if (own := getattr(self.demo, "player", None)) is not None:
            assert own.playing == (own in player._playing) == (own.play_button.description == "Pause")
            assert own.scrub.disabled == (own.playing or len(own.history) < 2)
            assert 0 <= own.bar.value <= 1

    @invariant()
    def every_control_says_what_is_so(self):
        CONTROLS_SAY_WHAT_IS_SO[type(self.demo).__name__](self.demo)

    def close(self):
        self.do(self.demo.close)
        self.loop.run_until_complete(asyncio.sleep(0))
        assert not asyncio.all_tasks(self.loop)
        assert not player._playing
        assert set(ipywidgets.widget._instances) == self.widgets_before
        self.loop.close()

    def teardown(self):
        if hasattr(self, "demo"):
            self.close()


def accuracy_and_cost(demo):
    picture = demo.picture
    assert [slider.value for slider in demo.sliders] == [
        slider.nearest(weight) for slider, weight in zip(demo.sliders, demo.weights, strict=True)
    ]
    assert np.abs(demo.weights).max() <= demo.picture.maps[0].ax.get_xlim()[1]
    if demo.player.playing or demo.player.scrub.value != 1:
        return  # the picture shows an earlier moment
    if demo.sweep.value == "One weight":
        assert picture.cost_curve.point.get_xdata() == [demo.weights[0]]
    else:
        x, y = picture.maps[1].point.get_data()
        assert (x[0], y[0]) == tuple(demo.weights)


def boundary_on_digits(demo):
    assert tuple(demo.path[0]) == demo.start
    assert len(demo.path) == len(demo.costs) == demo.player.steps + 1


def choosing_on_the_test_set(demo):
    assert (demo.settings.value, demo.examples.value) == (demo.k, demo.n)
    assert len(demo.right) == len(demo.fresh) == demo.repeats <= 20_000
    assert ((demo.k, demo.n) in demo.tried) == (demo.repeats > 0)
    assert all(np.isfinite(gap) for gap in demo.tried.values())
    assert demo.choice is None or len(demo.choice.right) == demo.k
    assert demo.player.playing or demo.player.steps == demo.repeats


def descend(demo):
    descent = demo.descent
    assert demo.learning_rate.value == demo.rate == descent.rates[-1][1] == descent.optimizer.learning_rate
    assert (demo.start_x.value, demo.start_y.value) == demo.start
    assert demo.start_x.value == descent.points[0][0]
    assert descent.points[0][1] == (0 if demo.weights.value == "one weight" else demo.start_y.value)
    assert demo.momentum.value == descent.optimizer.momentum
    assert descent.surface.name in (demo.surface.value, f"stretched {demo.surface.value}")
    if demo.surface.value == "bowl":
        assert descent.surface.curvature == demo.curvature.value
    assert demo.player.steps == descent.steps


def draw_digit(demo):
    drawing = demo.pad.image()
    assert (demo.image == (fit_into_box(drawing) if demo.fitted.value == "on" else shrink(drawing))).all()
    assert demo.probabilities.sum() == pytest.approx(1)
    assert demo.answer == (demo.probabilities.argmax() if drawing.any() else None)


def graph_stepper(demo):
    for node, box in zip(demo.variables, demo.inputs.children, strict=True):
        shown = box.value if isinstance(box, ipywidgets.FloatText) else [row.split() for row in box.value.split(";")]
        np.testing.assert_allclose(np.array(shown, dtype=float).reshape(node.value.shape), node.value, rtol=1e-4)
    assert all(np.isfinite(node.value).all() for node in demo.traversal.nodes if demo.traversal.has_value(node))
    assert all(np.isfinite(node.gradient).all() for node in demo.traversal.nodes if demo.traversal.has_gradient(node))
    assert (demo.moment.value, demo.moment.max) == (demo.traversal.position, len(demo.traversal.steps))
    graph = demo.traversal.result.order()
    if demo.preset.value != OWN:
        assert [n.operation for n in graph] == [n.operation for n in PRESETS[demo.preset.value]().order()]


def matrices(demo):
    size = demo._results()[demo.followed.value].shape
    assert (demo.row.max, demo.column.max) == size
    assert demo._entry() == (demo.row.value - 1, demo.column.value - 1)
    assert [*demo.a.shape, *demo.b.shape] == [int(digit) for digit in re.findall(r"\d", demo.shape.value)]


def mnist_trainer(demo):
    assert demo.learning_rate.value == demo.settings.learning_rate == demo.trainer.optimizer.learning_rate
    assert demo.batch_size.value == demo.settings.batch_size == demo.trainer.batch_size
    assert demo.optimizer.value == demo.settings.optimizer
    assert demo.run.describe_settings().startswith(f"{demo.optimizer.value}, ")
    waits = demo.player.reset_button.button_style == "warning"
    assert (demo.hidden_units.value == demo.network.sizes[1]) is not waits
    assert demo.player.playing or demo.player.steps == demo.trainer.steps


def mistakes(demo):
    threshold, answers = demo.threshold.value, demo.answers
    answered, right = answers.how_many(threshold)
    confusion = answers.confusion(threshold)
    assert (confusion.sum(), confusion.trace()) == (answered, right)
    assert ("none" in words_of(demo)) == (answered == 0)
    assert right == 0 or f"right: {right:,} of these" in words_of(demo)
    assert demo.cell is None or {*demo.cell} <= {*range(10)}
    n = answered - right if demo.cell is None else confusion[demo.cell]
    assert len(answers.places(threshold, demo.cell)) == n
    assert len(demo.picture.pairs.texts) == min(n, 16)


def nudge_one_weight(demo):
    assert demo.picture.here.get_xdata() == [demo.weight.value]
    assert demo.picture.now.get_xdata() == [demo.nudge.value]


def optimizer_race(demo):
    assert [slider.value for slider in demo.rates] == [racer.rate for racer in demo.racers]
    assert all(racer.surface is demo.ground and tuple(racer.points[0]) == demo.start for racer in demo.racers)
    assert demo.ground.name == demo.surface.value
    assert all(racer.steps <= demo.steps <= 450 for racer in demo.racers)
    assert demo.player.playing or demo.player.steps == demo.steps


def paths_of_descent(demo):
    assert demo.learning_rate.value == demo.rate
    assert all(descent.rate == demo.rate and tuple(descent.points[0]) == demo.start for descent in demo.descents)
    assert [descent.batch_size for descent in demo.descents] == [100, demo.batch_size.value, 1]
    assert demo.picture.cost_axes.get_xlabel() == demo.counted.value
    assert demo.player.playing or demo.player.steps == demo.clock


def playground(demo):
    settings, run, controls = demo.settings, demo.run, demo.controls
    assert settings.values() == run.settings.values()
    for name in ("batch_size", "optimizer", "penalty", "noise", "dataset", "activation", "loss", "start"):
        assert getattr(controls, name).value == getattr(settings, name)
    assert controls.learning_rate.value == controls.learning_rate.nearest(settings.learning_rate)
    trainer = run.trainer
    assert (trainer.optimizer.learning_rate, trainer.batch_size) == (settings.learning_rate, settings.batch_size)
    assert (trainer.penalty, trainer.penalty_rate) == (settings.penalty, settings.penalty_rate)
    assert list(run.network.sizes) == settings.sizes
    assert controls.hidden.value == " ".join(map(str, settings.hidden))
    assert controls.point.value == demo._look.point <= controls.point.max == len(run.train.labels)
    assert np.isfinite(run.network.vector).all() or trainer.diverged
    assert demo.player.playing or demo.player.steps == run.steps


def price_of_probability(demo):
    assert all(point.get_xdata() == [demo.probability.value] for point in demo.picture.pull_points)


def race_of_two_losses(demo):
    assert [slider.value for slider in demo.rates] == [racer.rate for racer in demo.racers]
    assert all(racer.path[0] == demo.start.value for racer in demo.racers)
    assert all(len(racer.path) - 1 <= demo.steps <= 500 for racer in demo.racers)
    assert demo.player.playing or demo.player.steps == demo.steps


def scores_to_loss(demo):
    step = demo.step
    assert f"loss {step.loss:.3f}" in words_of(demo)
    assert list(demo.true_class.options) == list(range(len(step.scores)))
    assert demo.true_class.value == step.true_class
    shown = [[slider.value for slider in row if slider.layout.display != "none"] for row in demo.weights]
    assert [row for row in shown if row] == step.weights.tolist()
    assert [slider.value for slider in demo.inputs] == step.inputs.tolist()


def steepest_direction(demo):
    assert demo.turned.value == demo.angle
    assert demo.picture.now.get_xdata() == [demo.angle]
    assert demo.picture.all_slopes.get_visible() == demo.gradient.value


def straight_line_promise(demo):
    assert demo.picture.now.get_xdata()[0] == demo.step.value
    assert demo.picture.line_marks[3].get_xdata()[0] == demo.w1.value
    assert demo.promise == Promise((demo.w1.value, demo.w2.value), demo.step.value)


def when_to_stop(demo):
    settings, run = demo.settings, demo.run
    for name in ("n", "units", "patience", "penalty_rate"):
        assert getattr(demo, name).value == getattr(settings, name)
    assert len(demo.data["training"].points) == settings.n and run.network.sizes[1] == settings.units
    assert run.trainer.penalty_rate == run.settings.penalty_rate == settings.penalty_rate
    assert demo.epoch == run.trainer.epoch <= 500
    assert np.isfinite(run.network.vector).all()
    assert demo.player.playing or demo.player.steps == demo.epoch


def why_not_numerically(demo):
    assert demo.player.playing or demo.player.bar.value == len(demo.measured) / len(timing.WIDTHS)


CONTROLS_SAY_WHAT_IS_SO = {
    "AccuracyAndCost": accuracy_and_cost,
    "BoundaryOnDigits": boundary_on_digits,
    "ChoosingOnTheTestSet": choosing_on_the_test_set,
    "Descend": descend,
    "DrawDigit": draw_digit,
    "GraphStepper": graph_stepper,
    "Matrices": matrices,
    "Mistakes": mistakes,
    "MnistTrainer": mnist_trainer,
    "NudgeOneWeight": nudge_one_weight,
    "OptimizerRace": optimizer_race,
    "PathsOfDescent": paths_of_descent,
    "Playground": playground,
    "PriceOfProbability": price_of_probability,
    "RaceOfTwoLosses": race_of_two_losses,
    "ScoresToLoss": scores_to_loss,
    "SteepestDirection": steepest_direction,
    "StraightLinePromise": straight_line_promise,
    "WhenToStop": when_to_stop,
    "WhyNotNumerically": why_not_numerically,
}


def raises_what_a_callback_raises(dispatcher, *arguments, **options):
    """Stands in for ipywidgets' own, which shows an exception and goes on."""
    values = [callback(*arguments, **options) for callback in list(dispatcher.callbacks)]
    return values[-1] if values else None


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", widgets.__all__)
def test_no_hand_can_do_any_harm(name, few_digits, open_page, monkeypatch, request):
    monkeypatch.setattr(CallbackDispatcher, "__call__", raises_what_a_callback_raises)
    monkeypatch.setattr(timing, "PATIENCE", 0.005)

    class Use(AnyUse):
        errors = []  # noqa: RUF012

    monkeypatch.setattr(Demo, "fail", lambda demo, error: Use.errors.append(repr(error)))

    demo, network = getattr(widgets, name), Network([784, 16, 10])
    with_few_digits = {
        "MnistTrainer": lambda: demo(few_digits),
        "Mistakes": lambda: demo(network, few_digits.validation),
    }
    Use.make = staticmethod(with_few_digits.get(name, demo))
    Use.open_page = staticmethod(open_page)
    profile = request.config.getoption("--hypothesis-profile")
    examples, steps = EXAMPLES[profile]
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        derandomize=profile is None,
        phases=[Phase.generate],  # to shrink an example takes minutes, and one of a hundred steps can be read
    )
    with ThreadPoolExecutor(max_workers=1) as thread:  # whatever loop the browser tests have left in this one
        thread.submit(run_state_machine_as_test, Use, settings=chosen).result()
    assert Use.steps >= {None: 100, "soak": 2000}[profile]
    print(f"{name}: {Use.steps} steps")
