"""One network in training, as all demos that train need it: what happened, how good it is, and whether it diverged."""

import copy
import math

from course_utils.training import evaluate, evaluate_in_pieces
from course_utils.widgets.shared.run_record import RunRecord
from course_utils.widgets.shared.training_program import NUMPY, Change, make_optimizer, write_program

LEAPT = 40  # times the cost of guessing, or of the start: no slip of one batch explains a cost above that
EXAMPLES_BETWEEN_EVALUATIONS = 10_000


# How a mark on the curves calls a setting, and how it writes its value.
ON_A_MARK = {
    "learning_rate": ("rate", "{:.2g}".format),
    "batch_size": ("batch", str),
    "optimizer": ("", str),
    "penalty": ("penalty", str),
    "penalty_rate": ("λ", "{:.2g}".format),
    "noise": ("noise", str),
    "own_points": ("points", len),
}


class TrainingRun:
    """A run of `trainer` from its start, with `settings`, whose `code()` is the program that begins it.

    validation: (images, targets), evaluated in pieces between the steps: often at first, when much happens, later after
    every 10,000 examples. training: (inputs, targets) of the training examples, where they are few: then both costs
    are evaluated whenever the run settles, and the training cost is exact, not a running mean over batches.
    guessing: the cost of knowing nothing, from which divergence is told. `record` holds the curves and the marks of
    setting changes; `settings` is a copy of this run's own, which follows its changes.
    """

    def __init__(self, settings, trainer, validation, guessing, training=None):
        self.trainer, self.network, self.record = trainer, trainer.network, RunRecord()
        self.settings, self.first_settings = settings.copy(), settings.copy()
        self.accuracy = math.nan  # on the validation examples, when they were last evaluated
        self.changes = []
        self._training, self._validation, self._guessing = training, validation, guessing
        self._pieces = None  # of the evaluation under way
        self._evaluated_at = None  # the step whose network was last evaluated
        self._has_leapt = False
        self.settle()
        at_start = 0 if training is None else self.record.train_cost.newest[1]
        self._leap = LEAPT * max(guessing, at_start)

    @property
    def steps(self):
        """How many steps have been done."""
        return self.trainer.steps

    @property
    def epoch(self):
        """Passes over the training examples so far."""
        return self.trainer.epoch

    # ---- steps -----------------------------------------------------------------------------------------------------

    def step(self):
        """Train on one batch, and go on evaluating. Returns a sentence if the run has diverged, else None."""
        seen_before = self.trainer.examples_seen
        cost = self.trainer.step()
        if self._training is None:
            self.record.add_cost(self.epoch, cost, self.trainer.examples_seen - seen_before)
            self._go_on_evaluating()
        return self._divergence(cost)

    def settle(self):
        """Evaluate the network as it stands, to the end."""
        if self._training is not None:
            self._evaluate_exactly()
            return
        if self._evaluated_at != self.steps:
            self._begin_evaluation()
        for _ in self._pieces or ():
            pass  # the next piece

    def _evaluate_exactly(self):
        self.record.train_cost.add(self.epoch, evaluate(self.network, *self._training)[0])
        if self._validation is not None:
            cost, self.accuracy = evaluate(self.network, *self._validation)
            self.record.add_validation(self.epoch, cost, self.accuracy)

    def _go_on_evaluating(self):
        if self._pieces is None and self.trainer.examples_seen >= self._next_evaluation:
            self._begin_evaluation()
        if self._pieces:
            next(self._pieces, None)

    def _begin_evaluation(self):
        self._pieces = self._evaluation(self.epoch, copy.deepcopy(self.network))
        self._evaluated_at = self.steps
        seen = self.trainer.examples_seen
        # It takes as long as some 50 steps.
        self._next_evaluation = min(1.3 * seen + 500, seen + EXAMPLES_BETWEEN_EVALUATIONS)

    def _evaluation(self, epoch, network):
        """Evaluate the network as it was at that epoch, one piece at each step, and record the end."""
        for scores in evaluate_in_pieces(network, *self._validation):  # noqa: B007 (the last ones are used)
            yield
        cost, self.accuracy = scores
        self.record.add_validation(epoch, cost, self.accuracy)
        self._pieces = None

    def _divergence(self, cost):
        """The sentence that stops a run whose cost has run away, or None."""
        if self.trainer.diverged:
            what = (
                "its numbers are too large to compute with" if math.isfinite(cost) else "the cost is no longer a number"
            )
            return f"Diverged at step {self.steps:,}: {what}. Choose a smaller learning rate and press Reset."
        if cost > self._leap and not self._has_leapt:
            self._has_leapt = True
            return (
                f"Diverged at step {self.steps:,}: the cost leapt to {cost:,.0f}, where guessing costs only "
                f"{self._guessing:.1f}. Each step overshoots. Choose a smaller learning rate and press Reset, "
                "or Play to watch on."
            )
        return None

    # ---- setting changes -------------------------------------------------------------------------------------------

    def change(self, name, value, goes_on=False):
        """Go on with another value of a setting, from the next step on. `goes_on`: see RunRecord.mark."""
        before = getattr(self.settings, name)
        self.settings.set(**{name: value})
        self._apply(name, value)
        self._has_leapt &= name != "learning_rate"  # with another rate it is told again
        label, written = ON_A_MARK[name]
        self._note(Change(self.steps, name, value), label, str(written(before)), str(written(value)), goes_on)

    def _apply(self, name, value):
        """Let the trainer go on with that; another optimizer remembers nothing, and has the same learning rate."""
        if name == "learning_rate":
            self.trainer.optimizer.learning_rate = value
        elif name == "optimizer":
            self.trainer.optimizer = make_optimizer(value, self.settings.learning_rate)
        else:
            setattr(self.trainer, name, value)

    def _note(self, change, label, before, after, goes_on):
        """Keep a change for the program, in place of one of the same name at the same step, and mark it."""
        earlier = [other for other in self.changes if (other.step, other.name) != (change.step, change.name)]
        self.changes = [*earlier, change]
        if self.steps:
            self.record.mark(self.epoch, label, before, after, goes_on)

    # ---- words -----------------------------------------------------------------------------------------------------

    def describe_settings(self):
        """Optimizer, learning rate and batch size, as they are now."""
        now = self.settings
        return f"{now.optimizer}, learning rate {now.learning_rate:.2g}, batch size {now.batch_size}"

    def code(self):
        """The program that trains like this run so far, setting changes included; it ends by printing a cost."""
        return self._write(self.first_settings.code(), NUMPY)

    def _write(self, beginning, language):
        return write_program(beginning, self.first_settings, self.changes, self.steps, language)
