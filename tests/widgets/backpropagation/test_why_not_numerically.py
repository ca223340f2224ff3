"""WhyNotNumerically: counts that are true, times that were measured."""

import numpy as np
import pytest

from course_utils.network import Network
from course_utils.widgets import WhyNotNumerically
from course_utils.widgets.backpropagation import why_not_numerically as module


@pytest.fixture
def demo():
    demo = WhyNotNumerically()
    yield demo
    demo.close()


def test_the_counts_are_those_of_a_real_run(monkeypatch):
    network = Network([module.INPUTS, 2, module.CLASSES])
    x, targets = np.ones((module.EXAMPLES, module.INPUTS)), np.eye(module.CLASSES)[[0] * module.EXAMPLES]
    passes = []
    forward = Network.forward
    monkeypatch.setattr(Network, "forward", lambda self, x: passes.append(1) or forward(self, x))
    monkeypatch.setattr(module, "_timed_in_turns", lambda actions, rounds=1: [len([action()]) for action in actions])
    monkeypatch.setattr(module, "PATIENCE", 1e6)
    _, is_estimate = module._time_nudging(network, x, targets)
    measured = module.Measurement(network.vector.size, 1, is_estimate, 6, 2)
    assert len(passes) == measured.evaluations + 2 * module.SAMPLE  # all of them, and the sample before
    assert not is_estimate
    assert module.measure(2).parameters == network.vector.size
    assert measured.in_forward_passes == 3


def test_ways_that_are_compared_take_turns(monkeypatch):
    monkeypatch.setattr(module, "ROUND", 0)
    calls = []
    times = module._timed_in_turns([lambda: calls.append("a"), lambda: calls.append("b")], rounds=3)
    assert calls == ["a", "b"] * 4  # the first of them warm up
    assert all(seconds > 0 for seconds in times)


def test_a_large_network_is_measured_by_a_sample(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0)
    measured = module.measure(8)
    assert measured.is_estimate
    assert measured.numerical > 0


def test_measuring_leaves_the_weights_as_they_were():
    network = Network([module.INPUTS, 4, module.CLASSES], seed=0)
    before = [parameter.copy() for parameter in network.parameters]
    x, targets = np.ones((2, module.INPUTS)), np.eye(module.CLASSES)[:2]
    module._time_nudging(network, x, targets)
    assert all(np.array_equal(*pair) for pair in zip(before, network.parameters, strict=True))


def test_it_measures_ever_larger_networks_and_concludes(demo):
    demo.advance(3)
    assert [len(line.get_xdata()) for line in demo.lines] == [3, 3, 3, 3]
    assert list(demo.lines[2].get_ydata()) == [2 * m.parameters for m in demo.measured]
    assert "3 of 10 networks have been timed" in demo.text
    demo.advance(99)
    assert len(demo.measured) == len(module.WIDTHS)
    assert demo.measured[-1].numerical > 100 * demo.measured[-1].backpropagation
    assert "times as fast" in demo.note.value
    assert "101,770 numbers" in demo.note.value
    demo.player.reset_button.click()
    assert demo.measured == []


def test_the_status_names_the_newest_measurement(demo):
    assert "Press <b>Play</b>" in demo.status()
    demo.advance(1)
    assert "<b>53</b> numbers: nudging <b>106</b> forward passes" in demo.status()


def test_looking_back_shows_fewer_measurements(demo):
    demo.advance(4)
    demo.player.scrub.value = 0.25
    assert len(demo.lines[0].get_xdata()) == 1


def test_before_it_is_played_an_earlier_measurement_stands_there_faint(demo):
    assert len(module.EARLIER) == len(module.WIDTHS)
    labels = [text.get_text() for text in demo.times.get_legend().get_texts()]
    assert "faint: another computer" in labels
    assert demo.measured == []
