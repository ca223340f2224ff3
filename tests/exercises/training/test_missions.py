"""The missions: the reference and the playground solve each; what is almost right is refused by its own sentence."""

import numpy as np
import pytest

from course_utils.data import toy_data
from course_utils.exercises import check
from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.try_mission import SEEDS
from course_utils.exercises.exercise import Trained
from course_utils.exercises.training.missions import MISSIONS, trained
from course_utils.losses import logistic_cross_entropy, squared_error, tanh_squared_error
from course_utils.network import Network
from course_utils.widgets import Playground

each_mission = pytest.mark.parametrize("mission", MISSIONS, ids=lambda mission: mission.name)


@each_mission
def test_the_reference_solves_it_from_three_of_five_seeds(mission):
    def judged(seed):
        def train(**changes):
            return Trained(seed, *mission.answer(seed, **changes))

        return mission.judge(train(), train)

    assert sum(judged(seed) == "" for seed in SEEDS) >= 3
    assert check(mission.name, mission.answer).passed


def own(data, names, hidden, activation="tanh", loss=logistic_cross_entropy, n=250, noise=0, edit=None, **settings):
    """An answer of one's own making: another network, other data, other settings."""

    def train(seed, **changes):
        points, labels = toy_data(data, n, noise=noise, seed=seed)
        network = Network([len(names), *hidden, 1], activation, seed=seed, loss=loss)
        if edit:
            edit(network)
        return trained(
            network, names, points, labels, seed, {"learning_rate": 0.1, "epochs": 100, **settings, **changes}
        )

    return train


def zeros_but(*numbers):
    """Set all weights to 0, and then the first of the first layer to these."""

    def edit(network):
        network.vector[:] = 0
        network.vector[: len(numbers)] = numbers

    return edit


ALL = ["x1", "x2", "x1^2", "x2^2", "x1 x2", "sin x1", "sin x2"]
SQUARED = {"loss": tanh_squared_error}
PLANE = {"data": "plane", "names": ["x1", "x2"], "loss": squared_error, "activation": "relu"}
OVERFITTING = {"data": "gauss", "names": ["x1", "x2"], "hidden": [8, 8], "n": 30, "noise": 40, "epochs": 200}

NEAR_MISSES = [
    ("few_units_for_xor", own("xor", ["x1", "x2"], [4], "relu"), "3 hidden units are allowed, and there are 4"),
    ("few_units_for_xor", own("xor", ["x1", "x2"], [2, 2], "relu"), "3 hidden units are allowed, and there are 4"),
    ("few_units_for_xor", own("xor", ["x1", "x2", "x1 x2"], [1]), "x1 x2 would make it too easy"),
    ("few_units_for_xor", own("xor", ["x1", "x2"], [3], "tanh"), "95% of 1,000 fresh points must be right"),
    ("few_units_for_xor", own("xor", ["x1", "x2"], [2], "relu"), "95% of 1,000 fresh points must be right"),
    ("few_units_for_xor", own("circle", ["x1", "x2"], [3], "relu"), "95% of 1,000 fresh points must be right"),
    ("small_network_for_spiral", own("spiral", ALL, [4], epochs=200), "3 hidden units are allowed, and there are 4"),
    ("small_network_for_spiral", own("spiral", ["x1", "x2"], [3], epochs=200), "90% of 1,000 fresh points"),
    ("small_network_for_spiral", own("spiral", ["x1", "x2", "sin x1", "sin x2"], [3], epochs=5), "90% of 1,000 fresh"),
    ("break_the_symmetry", own("circle", ["x1", "x2"], [3], edit=zeros_but()), "95% of 1,000 fresh points"),
    ("break_the_symmetry", own("circle", ["x1", "x2"], [3], edit=zeros_but(1, 0, -1)), "95% of 1,000 fresh points"),
    ("break_the_symmetry", own("circle", ["x1", "x2"], [3]), "At most 3 weights may begin at another value than 0"),
    ("break_the_symmetry", own("circle", ["x1^2", "x2^2"], [], edit=zeros_but()), "x1^2 would make hidden units need"),
    ("rate_that_diverges", own(hidden=[], **PLANE, learning_rate=0.1), "With a learning rate of 0.1 it does not"),
    ("rate_that_diverges", own(hidden=[], **PLANE, learning_rate=3), "but with a third of it too"),
    (
        "rate_that_diverges",
        own(hidden=[8, 8], **PLANE, learning_rate=3),
        "A third of 3 must learn the plane",
    ),
    (
        "kill_a_feature",
        own("circle", ALL, [], penalty="L2", penalty_rate=0.1, learning_rate=0.01),
        "Five features must",
    ),
    (
        "kill_a_feature",
        own("circle", ALL, [], penalty="L1", penalty_rate=0.1, learning_rate=0.3),
        "Five features must",
    ),
    ("kill_a_feature", own("circle", ["x1^2", "x2^2"], []), "All seven features must be chosen, and 2 are"),
    ("kill_a_feature", own("xor", ALL, [], penalty="L1", penalty_rate=0.1, learning_rate=0.01, epochs=200), "95% of"),
    ("overfit_and_cure", own(**OVERFITTING), "choose L1 or L2"),
    ("overfit_and_cure", own(**OVERFITTING, penalty="L2", penalty_rate=0.0001), "The penalty must take a quarter off"),
    (
        "overfit_and_cure",
        own(**OVERFITTING | {"n": 500, "epochs": 50}, penalty="L2", penalty_rate=0.03),
        "must be twice the training cost",
    ),
]


@pytest.mark.parametrize(("name", "answer", "words"), NEAR_MISSES)
def test_a_near_miss_is_refused_and_told_what_is_missing(name, answer, words):
    verdict = check(name, answer)
    assert verdict.status == "not yet"
    missing = [text for label, text in verdict.evidence if label.startswith("seed") and text != "solved"]
    assert len(missing) >= 3
    assert any(words in text for text in missing), missing


PLAYED = {
    "few_units_for_xor": (
        {"dataset": "xor", "hidden": [3], "activation": "relu", "learning_rate": 0.1, "loss": "cross-entropy"},
        100,
    ),
    "small_network_for_spiral": (
        {
            "dataset": "spiral",
            "features": ["x1", "x2", "sin x1", "sin x2"],
            "hidden": [3],
            "learning_rate": 0.01,
            "optimizer": "Adam",
        },
        400,
    ),
    "break_the_symmetry": ({"hidden": [3], "start": "zeros", "learning_rate": 0.1}, 100),
    "rate_that_diverges": ({"dataset": "plane", "hidden": [8], "activation": "relu", "learning_rate": 0.1}, 20),
    "kill_a_feature": (
        {"features": ALL, "hidden": [], "learning_rate": 0.01, "penalty": "L1", "penalty_rate": 0.1},
        200,
    ),
    "overfit_and_cure": (
        {
            "dataset": "gauss",
            "n": 60,
            "noise": 40,
            "hidden": [8, 8],
            "learning_rate": 0.1,
            "loss": "cross-entropy",
            "penalty": "L2",
            "penalty_rate": 0.03,
        },
        200,
    ),
}


@each_mission
def test_the_playground_solves_it(mission):
    settings, epochs = PLAYED[mission.name]
    demo = Playground()
    demo.settings.set(**settings)
    assert check(mission.name, demo.train).status == "not written yet"
    if mission.name == "break_the_symmetry":
        for place, number in {(0, 0, 0): 1.0, (0, 1, 1): 1.0, (0, 2, 0): 0.5}.items():
            demo.run.set_weight(place, number)
    demo.player.advance(epochs * int(np.ceil(len(demo.run.train.labels) / 10)))
    assert check(mission.name, demo.train).passed


@each_mission
def test_a_mission_has_hints_and_an_answer_to_read(mission):
    assert find(mission.name) is mission
    assert mission.asks.endswith(".") and len(mission.hints) >= 2
