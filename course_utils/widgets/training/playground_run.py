"""A run of the playground: besides what every training run can do, its weights and its points change while it runs."""

from course_utils.training import evaluate
from course_utils.widgets.shared.training_program import Change
from course_utils.widgets.shared.training_run import TrainingRun
from course_utils.widgets.training.playground_program import LANGUAGES

NEW_EXAMPLES = ("noise", "own_points")  # settings that are another set of examples for the same network


class PlaygroundRun(TrainingRun):
    """A run from the start that `settings` say. `train`, `validation` and `test` are its Points."""

    def __init__(self, settings):
        self.train, self.validation, self.test = settings.data()
        self._steps_before, self._epochs_before = 0, 0.0  # those of earlier trainers, with other examples
        self.times_tested = 0
        examples, validation = self._examples(settings)
        trainer = settings.trainer(examples)
        super().__init__(settings, trainer, validation, settings.guessing(), training=examples)

    @property
    def steps(self):
        """How many steps have been done, with all the examples there were."""
        return self._steps_before + self.trainer.steps

    @property
    def epoch(self):
        """Passes over the training examples so far; with other examples it goes on from where it was."""
        return self._epochs_before + self.trainer.epoch

    @property
    def costs(self):
        """The training and the validation cost when they were last evaluated; None where there is no validation."""
        curves = self.record.train_cost, self.record.validation_cost
        return tuple(curve.newest and curve.newest[1] for curve in curves)

    def weight(self, place):
        """The weight at a place: (layer, row, column), where column −1 is the row's bias."""
        array, index = self._at(place)
        return float(array[index])

    def set_weight(self, place, number, goes_on=False):
        """Give one weight another value, from the next step on."""
        array, index = self._at(place)
        before = float(array[index])
        array[index] = number
        here = [change.value for change in self.changes if (change.step, change.name) == (self.steps, "weights")]
        change = Change(self.steps, "weights", {**(here[0] if here else {}), place: number})
        self._note(change, "weight", f"{before:.2f}", f"{number:.2f}", goes_on)

    def open_test_set(self):
        """The cost and the accuracy on the test points, which decide nothing as long as they are opened once."""
        self.times_tested += 1
        return evaluate(self.network, *self.settings.examples(self.test))

    def repeat(self, settings, steps, without=()):
        """Train from the start of other settings in the same way, changes included, but not those called `without`."""
        run = PlaygroundRun(settings)
        changes = [change for change in self.changes if change.name not in without and change.step <= steps]
        for change in changes:
            run.train_to(change.step)
            run.replay(change)
        run.train_to(steps)
        return run

    def train_to(self, step):
        """Train until so many steps have been done; a run that has diverged cannot."""
        while self.steps < step and not self.trainer.diverged:
            self.trainer.step()

    def replay(self, change):
        """Do what another run did."""
        if change.name == "weights":
            for place, number in change.value.items():
                self.set_weight(place, number)
        else:
            self.change(change.name, change.value)

    def program(self, language):
        """The program that trains like this run so far, in "numpy" or "pytorch"; ValueError for another language."""
        if language not in LANGUAGES:
            raise ValueError(f"The program can be written in {' or '.join(LANGUAGES)}, not in {language!r}.")
        return self._write(self.first_settings.code(language), LANGUAGES[language])

    def _at(self, place):
        layer, row, column = place
        weights, bias = self.network.layers[layer]
        return (bias, (row,)) if column == -1 else (weights, (row, column))

    def _examples(self, settings):
        """Inputs and targets for training and for validation, where there are any."""
        validation = None if self.validation is None else settings.examples(self.validation)
        return settings.examples(self.train), validation

    def _apply(self, name, value):
        if name not in NEW_EXAMPLES:
            super()._apply(name, value)
            return
        self.train, self.validation, self.test = self.settings.data()
        self._steps_before, self._epochs_before = self.steps, self.epoch
        self._training, self._validation = self._examples(self.settings)
        self.trainer = self.settings.trainer(self._training, self.network, self.trainer.optimizer)
