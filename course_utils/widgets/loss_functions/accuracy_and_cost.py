"""Why not accuracy? Sweep the weights of a real classifier: accuracy jumps, the cost glides."""

from functools import partial

import numpy as np

from course_utils.data import load_mnist
from course_utils.formatting import fixed
from course_utils.widgets.loss_functions.sweep_picture import LARGEST_WEIGHT, SweepPicture
from course_utils.widgets.loss_functions.threes_and_eights import digits_and_features
from course_utils.widgets.shared.controls import button, row, slider, switch
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.two_weights import Classifier

START = (-2.5, 1.0)
ONE, TWO = "One weight", "Two weights"
LEARNING_RATE = 5.0
FLAT = 5e-4  # a slope below this counts as none


class AccuracyAndCost(PlayedDemo):
    """Threes and eights told apart by two weights: accuracy in stairs, beside the cost, which has a slope everywhere.

    Playing follows the cost, of w₁ alone where only that one is swept. `mnist` is what `load_mnist()` returns, loaded
    if not given.
    """

    def __init__(self, mnist=None):
        super().__init__()
        images, labels, features = digits_and_features(mnist or load_mnist())
        self.classifier = Classifier(features, labels)
        self._make_controls()
        self.picture = SweepPicture(images, self.classifier)
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        shifts = {"Left": (-0.1, 0), "Right": (0.1, 0), "Down": (0, -0.1), "Up": (0, 0.1)}
        keys = {f"Arrow{key}": partial(self._shift, shift) for key, shift in shifts.items()}
        keys["a"] = self.follow_accuracy
        self.player = Player(self, buttons=[self.accuracy_button], keys=keys, bar=None, speed="15 steps/s")
        self.player.step_button.description = "Follow the cost"
        self.player.step_button.tooltip = (
            f"One step of w against the cost's gradient: w − {LEARNING_RATE:.0f} · gradient (key s on the picture)"
        )
        self.children = [self.player, self.sweep, row(*self.sliders), self.figure, self.player.below]
        self.move_to(START)

    def _make_controls(self):
        tooltips = ["Curves over w₁, while w₂ stays", "Maps over both weights"]
        sweep = {"button_width": 120, "width": 420, "label_width": 60}
        self.sweep = switch("Sweep", [ONE, TWO], "How many weights are swept", tooltips=tooltips, **sweep)
        self.listen(self.sweep, lambda _: self.player.show_present())
        self.sliders = [self._slider(0, "w₁", "left half"), self._slider(1, "w₂", "middle")]
        self.accuracy_button = button(
            "Follow the accuracy",
            "ban",
            "One step of w along the accuracy's gradient (key a on the picture)",
            self.guarded(self.follow_accuracy),
        )

    def _slider(self, axis, name, part):
        tooltip = f"Weight of: ink in the {part}. Also: drag in the picture at the right, or arrow keys on it"
        made = slider(name, START[axis], (-LARGEST_WEIGHT, LARGEST_WEIGHT, 0.01), tooltip, label_width=40)
        self.listen(made, partial(self._set_weight, axis))
        return made

    # ---- what the controls do --------------------------------------------------------------------------------------

    @property
    def weights(self):
        """Where it is now, shape (2,)."""
        return self.path[-1]

    def move_to(self, weights):
        """Begin at these weights, at the nearest that the sliders have."""
        self._start = [each.nearest(weight) for each, weight in zip(self.sliders, weights, strict=True)]
        self.player.reset()
        self._start = START  # which the Reset button goes back to

    def follow_accuracy(self):
        """Try to climb the accuracy, whose gradient shows no way."""
        self.player.pause()
        if self.classifier.stands_at_a_jump(self.weights):
            self.player.say("Just here the accuracy jumps: it has no gradient at all.")
        else:
            rate = f"{LEARNING_RATE:.0f}"
            self.player.say(f"The gradient of the accuracy is 0: w + {rate} · 0 = w. No step, no learning.")

    def _set_weight(self, axis, value):
        if value != self.sliders[axis].nearest(self.weights[axis]):
            self.move_to(np.where(np.arange(2) == axis, value, self.weights))

    def _shift(self, change):
        self.move_to(self.weights + change)

    def _point(self, event):
        if event.axes in self.picture.curve_axes:
            self.move_to((np.clip(event.x, *event.axes.get_xlim()), self.weights[1]))
        elif event.axes in self.picture.map_axes:
            self.move_to((event.x, event.y))

    # ---- what the player asks for ----------------------------------------------------------------------------------

    def restart(self):
        """Begin again at the start."""
        self.path = [np.array(self._start)]
        self._move_sliders()

    def ended(self):
        """A sentence where the cost has no slope left to follow."""
        if np.hypot(*self._gradient()) >= FLAT:
            return None
        if self.sweep.value == ONE:
            return "Along w₁ the cost has no slope left to follow: this is the lowest point of its curve."
        return "The cost has no slope left to follow: this is the bottom."

    def step(self):
        """Do one step of gradient descent on the cost, within the picture."""
        weights = self.weights - LEARNING_RATE * self._gradient()
        self.path.append(np.clip(weights, -LARGEST_WEIGHT, LARGEST_WEIGHT))
        self._move_sliders()
        return self.ended()

    def snapshot(self):
        """How many steps have been done: the whole path is kept."""
        return len(self.path) - 1

    def draw(self, steps):
        """Draw the classifier as it was after so many steps, and the way there."""
        standing_changed = self.picture.draw(np.array(self.path[: steps + 1]), self.sweep.value == TWO, LEARNING_RATE)
        self.figure.alt = self._description(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def status(self):
        """The line under the picture."""
        cost, gradient = self.classifier.cost_and_gradient(self.weights)
        return (
            f"Step <b>{len(self.path) - 1}</b> · <b>{self.classifier.right(self.weights)}</b> right · cost "
            f"<b>{cost:.3f}</b> · its slopes: <b>{fixed(gradient[0], 3)}</b> along w₁, "
            f"<b>{fixed(gradient[1], 3)}</b> along w₂"
        )

    def _gradient(self):
        """The slopes of the cost here, of the weights that are swept."""
        return self.classifier.cost_and_gradient(self.weights)[1] * (1, self.sweep.value == TWO)

    def _move_sliders(self):
        for each, weight in zip(self.sliders, self.weights, strict=True):
            each.value = weight

    # ---- what is shown ---------------------------------------------------------------------------------------------

    @property
    def text(self):
        """What the picture shows now, in words."""
        return self._description(len(self.path) - 1)

    def _description(self, steps):
        weights = self.path[steps]
        cost, gradient = self.classifier.cost_and_gradient(weights)
        slope = "jumps" if self.classifier.stands_at_a_jump(weights) else "has the gradient 0"
        return (
            f"Handwritten threes (class 0) and eights (class 1) are told apart by two weights, w₁ = "
            f"{fixed(weights[0])} and w₂ = {fixed(weights[1])}: {self.classifier.right(weights)} are right. "
            f"The accuracy {slope} here; the cost is {cost:.3f}, with a slope of {fixed(gradient[0], 3)} along w₁ "
            f"and {fixed(gradient[1], 3)} along w₂."
        )
