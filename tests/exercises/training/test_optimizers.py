"""The steps that notebook 04 asks for are those of the library's optimizers, over many steps."""

import numpy as np
import pytest

from course_utils.exercises.training.optimizers import adam_step, momentum_step, rmsprop_step
from course_utils.optimizers import SGD, Adam, RMSProp


@pytest.mark.parametrize(
    ("optimizer", "step", "n_remembered", "settings"),
    [
        (SGD(0.1, momentum=0.9), momentum_step, 1, (0.1, 0.9)),
        (SGD(0.1), momentum_step, 1, (0.1, 0.0)),
        (RMSProp(0.01), rmsprop_step, 1, (0.01, 0.9, 1e-8)),
        (Adam(0.01), adam_step, 2, (0.01, 0.9, 0.999, 1e-8)),
    ],
)
def test_the_steps_are_the_librarys(optimizer, step, n_remembered, settings):
    random = np.random.default_rng(0)
    start = random.normal(size=(2, 3))
    parameter, w, remembered = start.copy(), start, [np.zeros((2, 3))] * n_remembered
    for t in range(1, 21):
        g = random.normal(size=(2, 3))
        optimizer.update([parameter], [g])
        number = (t,) if step is adam_step else ()
        w, *remembered = step(w, g, *remembered, *number, *settings)
        np.testing.assert_allclose(w, parameter, rtol=1e-12)
