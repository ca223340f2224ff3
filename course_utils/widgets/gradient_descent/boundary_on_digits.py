"""Gradient descent on real digits: the boundary between zeros and ones sweeps over them while the cost falls."""

import numpy as np

from course_utils import gradients
from course_utils.formatting import fixed, short_number
from course_utils.mnist import load_mnist, zeros_and_ones
from course_utils.widgets.gradient_descent.boundary_picture import WEIGHTS, BoundaryPicture
from course_utils.widgets.shared.controls import WHOLE, log_slider
from course_utils.widgets.shared.live_figure import LiveFigure
from course_utils.widgets.shared.player import PlayedDemo, Player
from course_utils.widgets.shared.two_weights import Classifier

START = (2.0, 0.0)  # where almost every digit is misread, so that the boundary has far to go
MOST_STEPS = 2000
FLAT = 1e-4  # a slope that nobody can tell from zero


class BoundaryOnDigits(PlayedDemo):
    """Two weights learn to tell zeros from ones, by full-batch gradient descent with a step function of your own.

    gradient_step: takes point, gradient and learning rate, and returns the next point; the library's if not given.
    The weights w are those of the ones; those of the zeros are −w. A click on the map is another start.
    """

    def __init__(self, gradient_step=gradients.gradient_step):
        super().__init__()
        X, labels = zeros_and_ones(load_mnist().train)
        self.classifier = Classifier(2 * X, labels)  # softmax feels the difference of the scores: w·x − (−w·x) = w·2x
        self.gradient_step, self.start = gradient_step, START
        tooltip = "Length of a step per unit of slope. Acts on the next step of the running descent"
        self.learning_rate = log_slider("Learning rate α", 0.1, (-2, 2, 0.05), tooltip, digits=2, width=WHOLE)
        self.listen(self.learning_rate, lambda _: None)  # so that the player shows its effect at once
        self.picture = BoundaryPicture(self.classifier)
        self.figure = LiveFigure(self.picture.figure, self.picture.moving)
        self.hear(self._point)
        self.player = Player(self, bar=None, speed="4 steps/s")
        self.children = [self.player, self.learning_rate, self.figure, self.player.below]
        self.player.reset()

    def restart(self):
        """Begin again at the start."""
        self.path, self.costs = [np.array(self.start)], []
        self._judge()

    def ended(self):
        """A sentence if the slope is almost 0, or after very many steps."""
        if np.linalg.norm(self.gradient) < FLAT:
            return f"After {len(self.path) - 1:,} steps the slope is almost 0, and so is every further step."
        if len(self.path) > MOST_STEPS:
            return f"{MOST_STEPS:,} steps, and not there yet. Try another learning rate, and press Reset."
        return None

    def step(self):
        """Do one step with the step function."""
        self.path.append(np.asarray(self.gradient_step(self.path[-1].copy(), self.gradient, self.learning_rate.value)))
        self._judge()

    def _judge(self):
        cost, self.gradient = self.classifier.cost_and_gradient(self.path[-1])
        self.costs.append(cost)

    def _point(self, event):
        """Begin again from the place that is pressed, or dragged to, on the map."""
        if event.axes is self.picture.map_axes:
            self.start = tuple(float(weight) for weight in np.clip(np.round((event.x, event.y), 1), *WEIGHTS))
            self.player.reset()

    def snapshot(self):
        """How many steps have been done: the demo keeps all its points."""
        return len(self.path) - 1

    def draw(self, steps):
        """Draw the boundary and the descent as they were after so many steps."""
        standing_changed = self.picture.draw(np.array(self.path[: steps + 1]), self.costs[: steps + 1])
        self.figure.alt = self._describe(steps)
        self.figure.redraw() if standing_changed else self.figure.refresh()

    def right(self, steps):
        """How many digits are read rightly after so many steps; where both scores are equal, it says zero."""
        return int(np.sum(~self.classifier.misread(self.path[steps])))

    def status(self):
        """The line under the picture."""
        steps = self.snapshot()
        return (
            f"Step <b>{steps:,}</b> · cost <b>{short_number(self.costs[-1])}</b> · "
            f"slope <b>{short_number(np.linalg.norm(self.gradient), 2)}</b> · "
            f"right for <b>{self.right(steps)}</b> of {len(self.classifier.labels)} digits"
        )

    def _describe(self, steps):
        w1, w2 = map(fixed, self.path[steps])
        return (
            f"After {steps} steps the weights are ({w1}, {w2}) and the cost is {fixed(self.costs[steps], 3)}; "
            f"the boundary has {self.right(steps)} of {len(self.classifier.labels)} digits on the right side."
        )

    @property
    def text(self):
        """What the demo shows, in words."""
        return "Gradient descent learns to tell zeros from ones. " + self._describe(self.snapshot())
