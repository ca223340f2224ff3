"""Two descents on the score of the same ten images, one with each loss: what RaceOfTwoLosses shows."""

from course_utils.losses import sigmoid, softmax_cross_entropy

BEST = 0.9  # nine of ten images are of the class that z stands for
NEAR = 0.02  # a racer whose p is so close to the best has arrived
MOST_STEPS = 500


def probability(z):
    """The softmax of the scores (z, 0), its first entry."""
    return float(sigmoid(z))


def mean_cross_entropy(z):
    """The cost −0.9 log p − 0.1 log(1 − p) of the ten images, and its slope p − 0.9."""
    cost, slopes = softmax_cross_entropy([[z, 0.0]], [[BEST, 1 - BEST]])
    return cost, float(slopes[0, 0])


def mean_squared_error(z):
    """The cost 0.9 (1 − p)² + 0.1 p² of the ten images, and its slope 2p(1 − p)(p − 0.9)."""
    p = probability(z)
    return BEST * (1 - p) ** 2 + (1 - BEST) * p**2, 2 * p * (1 - p) * (p - BEST)


class Racer:
    """Gradient descent on z with one loss: z ← z − α · slope, until it arrives.

    loss: gives the cost and its slope at a score z. `path` holds every z so far, the start first, `chances` and `costs`
    the p and the cost there. A new `rate` acts on the next step.
    """

    def __init__(self, name, loss, start, rate):
        self.name, self.loss, self.rate = name, loss, rate
        self.path, self.chances, self.costs = [], [], []
        self._go_to(float(start))

    def step(self):
        """Do one step, or stand still if it has arrived."""
        if not self.has_arrived():
            self._go_to(self.path[-1] - self.rate * self.slope)

    def _go_to(self, z):
        cost, self.slope = self.loss(z)
        for kept, newest in ((self.path, z), (self.chances, probability(z)), (self.costs, cost)):
            kept.append(newest)

    def has_arrived(self):
        """Whether its newest p is close to the best."""
        return abs(self.chances[-1] - BEST) < NEAR

    def at(self, step):
        """The score z after so many steps of the race."""
        return self.path[min(step, len(self.path) - 1)]

    def news(self, step):
        """Where it is after so many steps of the race, in words."""
        if self.has_arrived() and step >= len(self.path) - 1:
            return f"arrived after {steps_in_words(len(self.path) - 1)}"
        return f"not arrived after {steps_in_words(step)}" if step else "at the start"


def steps_in_words(n):
    """A number of steps."""
    return "1 step" if n == 1 else f"{n} steps"
