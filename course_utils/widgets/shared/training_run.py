"""One network in training, as all demos that train need it: what happened, how good it is, and whether it diverged."""

import copy
import math

from course_utils.optimizers import SGD, Adam, RMSProp
from course_utils.training import evaluate_in_pieces
from course_utils.widgets.shared.run_record import RunRecord

OPTIMIZERS = {  # name: what makes it from a learning rate, and how a program writes that
    "SGD": (SGD, "SGD({rate!r})"),
    "Momentum": (lambda learning_rate: SGD(learning_rate, momentum=0.9), "SGD({rate!r}, momentum=0.9)"),
    "RMSProp": (RMSProp, "RMSProp({rate!r})"),
    "Adam": (Adam, "Adam({rate!r})"),
}
LEAPT = 40  # times the cost of guessing: no slip of one batch explains a cost above that
EXAMPLES_BETWEEN_EVALUATIONS = 10_000


def make_optimizer(name, learning_rate):
    """The optimizer of that name."""
    make, _ = OPTIMIZERS[name]
    return make(learning_rate)


def optimizer_code(name, learning_rate):
    """The program text that makes the optimizer of that name."""
    _, text = OPTIMIZERS[name]
    return text.format(rate=learning_rate)


class TrainingRun:
    """A run of `trainer` from its start, with `settings`, whose `code()` is the program that begins it.

    validation: (images, targets), evaluated in pieces between the steps: often at first, when much happens, later after
    every 10,000 examples. guessing: the cost of knowing nothing, from which divergence is told. `record` holds the
    curves and the marks of setting changes.
    """

    def __init__(self, settings, trainer, validation, guessing):
        self.trainer, self.network, self.record = trainer, trainer.network, RunRecord()
        self.accuracy = math.nan  # on the validation examples, when they were last evaluated
        self.seed, self._optimizer = settings.seed, settings.optimizer
        self._program, self._changes = settings.code(), []
        self._validation, self._guessing = validation, guessing
        self._pieces = None  # of the evaluation under way
        self._evaluated_at = None  # the step whose network was last evaluated
        self._has_leapt = False
        self.settle()

    # ---- steps -----------------------------------------------------------------------------------------------------

    def step(self):
        """Train on one batch, and go on evaluating. Returns a sentence if the run has diverged, else None."""
        seen_before = self.trainer.examples_seen
        cost = self.trainer.step()
        self.record.add_cost(self.trainer.epoch, cost, self.trainer.examples_seen - seen_before)
        if self._pieces is None and self.trainer.examples_seen >= self._next_evaluation:
            self._begin_evaluation()
        if self._pieces:
            next(self._pieces, None)
        return self._divergence(cost)

    def settle(self):
        """Evaluate the network as it stands, to the end."""
        if self._evaluated_at != self.trainer.steps:
            self._begin_evaluation()
        for _ in self._pieces or ():
            pass  # the next piece

    def _begin_evaluation(self):
        self._pieces = self._evaluation(self.trainer.epoch, copy.deepcopy(self.network))
        self._evaluated_at = self.trainer.steps
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
            return f"Diverged at step {self.trainer.steps:,}: {what}. Choose a smaller learning rate and press Reset."
        if cost > LEAPT * self._guessing and not self._has_leapt:
            self._has_leapt = True
            return (
                f"Diverged at step {self.trainer.steps:,}: the cost leapt to {cost:,.0f}, where guessing costs only "
                f"{self._guessing:.1f}. Each step overshoots. Choose a smaller learning rate and press Reset, "
                "or Play to watch on."
            )
        return None

    # ---- setting changes -------------------------------------------------------------------------------------------

    def set_learning_rate(self, rate, goes_on):
        """Go on with another learning rate, from the next step on. `goes_on`: see RunRecord.mark."""
        before = self.trainer.optimizer.learning_rate
        self.trainer.optimizer.learning_rate = rate
        self._has_leapt = False
        self._note("rate", f"{before:.2g}", f"{rate:.2g}", goes_on, f"trainer.optimizer.learning_rate = {rate!r}")

    def set_batch_size(self, size, goes_on):
        """Go on with another batch size, from the next step on."""
        before, self.trainer.batch_size = self.trainer.batch_size, size
        self._note("batch", str(before), str(size), goes_on, f"trainer.batch_size = {size!r}")

    def set_optimizer(self, name, goes_on):
        """Go on with another optimizer, which remembers nothing, at the same learning rate."""
        before, self._optimizer = self._optimizer, name
        rate = self.trainer.optimizer.learning_rate
        self.trainer.optimizer = make_optimizer(name, rate)
        self._note("", before, name, goes_on, f"trainer.optimizer = {optimizer_code(name, rate)}")

    def _note(self, name, before, after, goes_on, code):
        here = (self.trainer.steps, name)
        self._changes = [change for change in self._changes if change[:2] != here] + [(*here, code)]
        if self.trainer.steps:
            self.record.mark(self.trainer.epoch, name, before, after, goes_on)

    # ---- words -----------------------------------------------------------------------------------------------------

    def describe_settings(self):
        """Optimizer, learning rate and batch size, as they are now."""
        return (
            f"{self._optimizer}, learning rate {self.trainer.optimizer.learning_rate:.2g}, "
            f"batch size {self.trainer.batch_size}"
        )

    def code(self):
        """The program that trains like this run so far, setting changes included; it ends by printing the last cost."""
        lines, done = [self._program.rstrip(), ""], 0
        for step, _, code in [*self._changes, (self.trainer.steps, "", "")]:
            if step > done:
                lines += [f"for _ in range({step - done}):", "    cost = trainer.step()"]
                done = step
            if step < self.trainer.steps:
                lines.append(code)
        lines.append('print(f"cost of the last batch: {cost:.6f}")' if done else 'print("not trained yet")')
        return "\n".join(lines) + "\n"
