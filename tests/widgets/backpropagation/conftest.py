"""What the tests of several modules of this room begin with."""

import pytest

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
