"""A mistake of notebook 01 that the library's own functions would refuse is known all the same."""

import numpy as np

from course_utils.exercises import check


def test_the_loss_of_yes_or_no_questions_is_recognised():
    verdict = check("cross_entropy", lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=-1))
    assert "the other classes are charged log(1 − ŷ) as well" in verdict.message
