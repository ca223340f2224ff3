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
    passes = []
    forward = Network.forward
    monkeypatch.setattr(Network, "forward", lambda self, x: passes.append(1) or forward(self, x))
    measured = module.measure(2)
    sample = min(module.SAMPLE, 2 * module.INPUTS)
    assert len(passes) == measured.evaluations + 2 * sample * module.TRIES  # all of them, and the samples before
    network = Network([module.INPUTS, 2, module.CLASSES])
    assert measured.parameters == sum(parameter.size for parameter in network.parameters)
    assert not measured.is_estimate


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
    assert demo.invitation.get_visible()
    demo.advance(3)
    assert not demo.invitation.get_visible()
    assert [len(line.get_xdata()) for line in demo.lines] == [3, 3, 3, 3]
    assert list(demo.lines[0].get_ydata()) == [2 * m.parameters for m in demo.measured]
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
    assert "<b>25</b> numbers: nudging <b>50</b> passes" in demo.status()


def test_looking_back_shows_fewer_measurements(demo):
    demo.advance(4)
    demo.player.scrub.value = 0.25
    assert len(demo.lines[0].get_xdata()) == 1
