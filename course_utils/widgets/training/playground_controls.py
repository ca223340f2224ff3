"""The controls of the playground: five to begin with, and the rest in drawers."""

from course_utils.data import FEATURES
from course_utils.network import ACTIVATIONS
from course_utils.training import PENALTIES
from course_utils.widgets.shared.controls import (
    THIRD,
    NumberSlider,
    button,
    check_box,
    choice,
    choice_slider,
    count_slider,
    drawers,
    number_box,
    row,
    text_box,
)
from course_utils.widgets.shared.training_program import OPTIMIZERS
from course_utils.widgets.training.playground_picture import FEATURE_NAMES
from course_utils.widgets.training.playground_presets import PRESETS
from course_utils.widgets.training.playground_settings import LOSSES, PlaygroundSettings

LEARNING_RATES = [float(f"{lead}e{power}") for power in range(-5, 1) for lead in (1, 1.5, 2, 3, 5, 7)] + [10.0]
PENALTY_RATES = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
OWN = "your own settings"  # in the list of presets, where it is none of them
CHOOSE, MOVE, FLIP, REMOVE = "chooses a point", "moves a point", "flips a point", "removes a point"
ADD = {"adds an orange point": 0, "adds a blue point": 1, "adds a grey point": 2}


class PlaygroundControls:
    """Makes the controls, binds them to `settings`, and says in which `rows` they stand."""

    def __init__(self, settings):
        names = PlaygroundSettings
        self.preset = choice(
            "Try", [*PRESETS, OWN], "Sets the playground up, and says what to look for", width=300, label_width=34
        )
        self.dataset = choice("Data", names.dataset.values, "Which points to learn", width=170, label_width=44)
        tooltip = "Units in each hidden layer, at most six layers of 1 to 8: 4 2. Empty for none. Begins anew"
        self.hidden = text_box("Hidden layers", tooltip, placeholder="none", width=208, label_width=108)
        tooltip = "Length of a step. Acts on the next step of the running training"
        self.learning_rate = NumberSlider(
            "Learning rate", settings.learning_rate, LEARNING_RATES, "{:g}".format, tooltip
        )
        tooltip = "Points whose gradients are averaged in one step. Acts on the next step"
        self.batch_size = choice_slider("Batch size", list(range(1, 31)), settings.batch_size, tooltip)
        self._make_data_controls()
        self._make_network_controls()
        self._make_training_controls(settings)
        self._make_inside_controls()
        self.text = text_box(
            "Settings", "Copy this line to keep the settings, or paste one and press Enter", width={"width": "76%"}
        )
        self.with_weights = check_box("with the weights", "Put all weights into the line, too", 150)
        self.opener, self.drawers = drawers(
            "All settings",
            "Show more settings: of the data, the network, the training; look inside; keep",
            Data=[row(self.noise, self.train_percent, self.n), row(self.new_data)],
            Network=[row(*self.features), row(self.activation, self.loss, self.start)],
            Training=[
                row(self.optimizer, self.penalty, self.penalty_rate),
                row(self.open_test_set, self.discretize, self.show_validation),
            ],
            Inside=[
                row(self.click, self.point, self.next_layer),
                row(self.neuron, self.weight, self.value, self.as_matrix),
            ],
            Keep=[row(self.text, self.with_weights)],
        )
        for name in names.names():
            control = getattr(self, name, None)
            if name not in ("features", "hidden") and control is not None:
                settings.bind(name, control)
        self.rows = [
            row(self.preset, self.dataset, self.hidden),
            row(self.learning_rate, self.batch_size),
            self.opener,
            self.drawers,
        ]

    def _make_data_controls(self):
        self.noise = count_slider(
            "Noise",
            0,
            50,
            "How noisy the points, or their classes, are. Acts while it runs",
            width=THIRD,
            label_width=70,
        )
        tooltip = "The share of the points to train on; the rest is halved into validation and test. Begins anew"
        self.train_percent = count_slider("Training %", 10, 90, tooltip, width=THIRD, label_width=90)
        self.n = count_slider("Points", 20, 1000, "How many points in all. Begins anew", width=THIRD, label_width=60)
        self.new_data = button("New data", "refresh", "Other points of the same kind. Begins anew")

    def _make_network_controls(self):
        self.features = [
            check_box(name, f"Whether {name} is an input of the network (key {number})", 84)
            for number, name in enumerate(FEATURE_NAMES, start=1)
        ]
        self.activation = choice(
            "Activation",
            ACTIVATIONS,
            "The nonlinearity of hidden units. Begins anew",
            "tanh",
            width=190,
            label_width=80,
        )
        self.loss = choice(
            "Loss", LOSSES, "For two classes; others have one loss only. Begins anew", width=210, label_width=44
        )
        tooltip = "Where every weight begins. Begins anew"
        self.start = choice("Start", ["random", "zeros"], tooltip, width=150, label_width=46)

    def _make_training_controls(self, settings):
        self.optimizer = choice(
            "Optimizer", OPTIMIZERS, "How gradients become steps. Acts on the next step", width=210, label_width=80
        )
        tooltip = "What pulls the weights towards 0. Acts on the next step"
        self.penalty = choice("Penalty", PENALTIES, tooltip, width=150, label_width=64)
        tooltip = "How hard the penalty pulls. Acts on the next step"
        self.penalty_rate = NumberSlider(
            "Penalty rate", settings.penalty_rate, PENALTY_RATES, "{:g}".format, tooltip, width=THIRD, label_width=92
        )
        self.open_test_set = button(
            "Open the test set", "envelope-open", "Judge this network by points that decided nothing"
        )
        self.discretize = check_box("Only the classes", "Show which class is said, not how surely (key d)", 150)
        self.show_validation = check_box("Validation points", "Show them too, as hollow marks", 150)

    def _make_inside_controls(self):
        options = [CHOOSE, *ADD, MOVE, FLIP, REMOVE]
        self.click = choice("A click", options, "What a click on the output does", width=240, label_width=56)
        tooltip = "The training point whose forward pass is shown; 0 for none (keys [ and ])"
        self.point = count_slider("Point", 0, 1, tooltip, width=THIRD, label_width=50)
        self.next_layer = button("Next layer", "step-forward", "Take the point's forward pass one layer on (key .)")
        self.neuron = choice(
            "Neuron", ["none"], "Whose weighted sum to write out (or click on it)", width=160, label_width=60
        )
        self.weight = choice(
            "Weight", ["none"], "Which of its weights to change (or click on the link)", width=150, label_width=60
        )
        self.value = number_box(
            "Value", 0.0, "Type a value and press Enter. Acts on the next step", step=0.1, width=160, label_width=46
        )
        self.as_matrix = check_box("as a matrix", "Show all weights of the layer, a row for each neuron", 120)

    def show_features(self, chosen):
        """Tick the boxes of these features."""
        for name, box in zip(FEATURES, self.features, strict=True):
            box.value = name in chosen
