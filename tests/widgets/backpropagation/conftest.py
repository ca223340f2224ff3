"""What the tests of several modules of this room begin with."""

import re

import pytest

from course_utils.widgets import GraphStepper
from course_utils.widgets.backpropagation.chain_rule import chain_rules
from course_utils.widgets.backpropagation.graph_traversal import Traversal
from course_utils.widgets.backpropagation.node_names import name_nodes


@pytest.fixture
def rules_at_last():
    """A function from a result to the chain rules of its traversal's last step, by the names of the parents."""

    def rules(result):
        traversal = Traversal(result)
        traversal.go_to(len(traversal.steps))
        rules = chain_rules(traversal.last.node, traversal, name_nodes(traversal.nodes))
        return {rule.names[rule.parent]: rule for rule in rules}

    return rules


@pytest.fixture
def demo():
    """The stepper, with the lecture's example."""
    demo = GraphStepper()
    yield demo
    demo.close()


@pytest.fixture
def plain():
    """A function: what an HTML widget says, without its tags."""
    return lambda widget: re.sub("<[^>]*>", " ", widget.value.replace("<br>", "\n"))


@pytest.fixture
def gradients():
    """A function: the gradients that the stepper's variables have by now."""
    return lambda demo: {n.name: float(n.gradient) for n in demo.variables if demo.traversal.has_gradient(n)}


@pytest.fixture
def box():
    """A function: the box of the input that is called so."""
    return lambda demo, name: next(box for box in demo.inputs.children if box.description == name)


@pytest.fixture
def texts():
    """A function: all that is written in the stepper's picture."""
    return lambda demo: [text.get_text() for text in demo.picture.axes.texts]
