"""A network's answers to digits: counted as scikit-learn does, kept back where they are not sure enough."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from course_utils.data import scale
from course_utils.losses import softmax
from course_utils.network import Network
from course_utils.widgets.mnist import answers as module
from course_utils.widgets.mnist.answers import Answers


@pytest.fixture(scope="module")
def network():
    return Network([784, 16, 10], seed=1, dtype=np.float32)


@pytest.fixture(scope="module")
def answers(network, few_digits):
    return Answers(network, few_digits.train)


def test_answers_and_probabilities_are_the_networks(answers, network, few_digits):
    outputs = network.forward(scale(few_digits.train.images))
    np.testing.assert_array_equal(answers.answers, network.predict(scale(few_digits.train.images)))
    np.testing.assert_allclose(answers.probabilities, softmax(outputs).max(axis=1), rtol=1e-5)


def test_pieces_are_put_together_in_order(answers, network, few_digits, monkeypatch):
    monkeypatch.setattr(module, "PIECE", 64)  # 600 is no multiple of it
    in_pieces = Answers(network, few_digits.train)
    np.testing.assert_array_equal(in_pieces.answers, answers.answers)
    np.testing.assert_allclose(in_pieces.probabilities, answers.probabilities, rtol=1e-5)


def test_no_more_than_a_piece_is_computed_at_a_time(network, few_digits, monkeypatch):
    sizes = []
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda x: sizes.append(len(x)) or forward(x))
    monkeypatch.setattr(module, "PIECE", 250)
    Answers(network, few_digits.train)
    assert sizes == [250, 250, 100]


@pytest.mark.parametrize("threshold", [0, 0.2, 0.3])
def test_rows_are_true_digits_and_columns_answers(answers, few_digits, threshold):
    given = answers.probabilities >= threshold
    assert given.sum() > 0
    expected = confusion_matrix(few_digits.train.labels[given], answers.answers[given], labels=range(10))
    np.testing.assert_array_equal(answers.confusion(threshold), expected)
    row, column = np.argwhere(expected != expected.T)[0]
    here = (few_digits.train.labels == row) & (answers.answers == column) & given
    assert answers.confusion(threshold)[row, column] == here.sum()


def test_a_probability_at_the_threshold_is_enough(answers):
    at = np.sort(answers.probabilities)[300]
    assert answers.how_many(at)[0] == 300
    assert answers.how_many(0) == (600, int((answers.answers == answers.labels).sum()))


def test_where_nothing_is_sure_enough_there_is_nothing_to_count(answers):
    assert answers.how_many(1.01) == (0, 0)
    assert answers.confusion(1.01).tolist() == [[0] * 10] * 10
    assert answers.places(1.01).size == 0


def test_the_most_confident_come_first(answers):
    mistakes = answers.places(0)
    assert set(mistakes) == set(np.flatnonzero(answers.answers != answers.labels))
    assert (np.diff(answers.probabilities[mistakes]) <= 0).all()
    cell = (int(answers.labels[mistakes[0]]), int(answers.answers[mistakes[0]]))
    in_cell = answers.places(0, cell)
    assert len(in_cell) == answers.confusion(0)[cell]
    assert in_cell[0] == mistakes[0]
    assert (np.diff(answers.probabilities[in_cell]) <= 0).all()
    sure = answers.places(0.3, cell)
    assert set(sure) == {place for place in in_cell if answers.probabilities[place] >= 0.3}


@pytest.mark.parametrize("sizes", [[784, 16, 2], [2, 10]])
def test_a_network_for_other_data_is_refused(sizes, few_digits):
    with pytest.raises(ValueError, match=r"784 inputs and 10 outputs, not \("):
        Answers(Network(sizes), few_digits.train)


def test_a_network_that_has_diverged_is_refused(few_digits):
    network = Network([784, 16, 10])
    network.vector[:] = np.nan
    with pytest.raises(ValueError, match="has diverged"):
        Answers(network, few_digits.train)


def test_images_and_labels_must_be_as_many(network, few_digits):
    with pytest.raises(ValueError, match="600 images and 599 labels"):
        Answers(network, (few_digits.train.images, few_digits.train.labels[1:]))
