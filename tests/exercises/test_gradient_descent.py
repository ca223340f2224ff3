"""The loop of notebook 02 has an answer of its own, written out: it descends as the library does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course_utils.exercises.gradient_descent import descend
from course_utils.gradients import gradient_descent
from course_utils.surfaces import bowl


@given(
    start=st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
    rate=st.floats(0.01, 0.6),
    steps=st.integers(0, 30),
    tolerance=st.floats(0, 2),
)
def test_descend_takes_the_steps_of_the_library(start, rate, steps, tolerance):
    gradient = bowl(curvature=3, ratio=4).gradient
    expected = list(gradient_descent(gradient, start, rate, steps, tolerance=tolerance))
    np.testing.assert_allclose(descend(gradient, start, rate, steps, tolerance), expected)
