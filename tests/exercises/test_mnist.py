"""The answers of notebook 05 that stand beside their exercise: they agree with scikit-learn, and with the network."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix as theirs

from course_utils.exercises.mnist import confusion_matrix, predict_with_reject
from course_utils.losses import most_likely, softmax


@pytest.mark.parametrize("n_classes", [2, 5, 10])
def test_the_confusion_matrix_is_scikit_learns(n_classes):
    labels, answers = np.random.default_rng(n_classes).integers(0, n_classes - 1, (2, 300))  # one class is missing
    expected = theirs(labels, answers, labels=range(n_classes))
    np.testing.assert_array_equal(confusion_matrix(labels, answers, n_classes), expected)


def test_labels_as_the_digits_have_them_are_counted_too():
    labels = np.array([3, 3, 9], dtype=np.uint8)
    assert confusion_matrix(labels, np.array([3, 5, 9]), 10)[[3, 3, 9], [3, 5, 9]].tolist() == [1, 1, 1]


def test_with_a_threshold_of_0_every_answer_is_the_most_likely_class():
    probabilities = softmax(np.random.default_rng(0).normal(size=(50, 10)))
    np.testing.assert_array_equal(predict_with_reject(probabilities, 0.0), most_likely(probabilities))
    assert (predict_with_reject(probabilities, 1.0) == -1).all()


def test_exactly_those_below_the_threshold_are_rejected():
    probabilities = np.array([[0.25, 0.75], [0.5, 0.5], [0.625, 0.375]])
    assert predict_with_reject(probabilities, 0.625).tolist() == [1, -1, 0]
