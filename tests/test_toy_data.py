"""Made-up points: each set looks as promised, and what makes no sense is refused."""

import numpy as np
import pytest

from course_utils.toy_data import CLASSIFICATION_SETS, REGRESSION_SETS, toy_data


@pytest.mark.parametrize("name", CLASSIFICATION_SETS | REGRESSION_SETS)
@pytest.mark.parametrize("noise", [0, 50])
def test_toy_sets_look_as_promised(name, noise):
    points, targets = toy_data(name, n=301, noise=noise, seed=3)
    assert points.shape == (301, 2)
    assert np.abs(points).max() < (7 if noise == 0 else 12)
    if name in REGRESSION_SETS:
        assert targets.dtype == np.float64
        assert np.abs(targets).max() <= 2.5
        assert abs(targets.mean()) < 0.2
    else:
        classes = 3 if name == "three" else 2
        shares = np.bincount(targets) / len(targets)
        assert len(shares) == classes
        assert np.abs(shares - 1 / classes).max() < 0.2
    again, _ = toy_data(name, n=301, noise=noise, seed=3)
    np.testing.assert_array_equal(points, again)
    other, _ = toy_data(name, n=301, noise=noise, seed=4)
    assert name == "spiral" or (points != other).any()


def test_toy_targets_follow_their_rule_without_noise():
    points, labels = toy_data("circle")
    np.testing.assert_array_equal(labels, np.hypot(*points.T) < 3)
    points, labels = toy_data("xor")
    np.testing.assert_array_equal(labels, points[:, 0] * points[:, 1] > 0)
    points, labels = toy_data("gauss")
    np.testing.assert_allclose(points[labels == 1].mean(axis=0), 2, atol=0.2)
    np.testing.assert_allclose(points[labels == 0].mean(axis=0), -2, atol=0.2)
    points, labels = toy_data("spiral", n=400)
    angle = np.arctan2(points[:, 1], points[:, 0]) - 3.5 * np.pi * np.hypot(*points.T) / 5
    inner = np.hypot(*points.T) > 0.1
    np.testing.assert_allclose(np.cos(angle[inner]), np.where(labels, -1, 1)[inner], atol=1e-6)
    points, targets = toy_data("plane")
    np.testing.assert_allclose(targets, points.sum(axis=1) / 10)
    points, targets = toy_data("multi-gauss", n=2000)
    near = np.linalg.norm(points - [0, 2.5], axis=1) < 0.5
    assert (targets[near] < -0.7).all()


def test_moons_cannot_be_parted_by_a_line_but_lie_apart():
    points, labels = toy_data("moons", n=400)
    ones = np.column_stack([points, np.ones(400)])
    line, *_ = np.linalg.lstsq(ones, 2.0 * labels - 1, rcond=None)
    assert ((ones @ line > 0) != labels).any()
    gaps = np.linalg.norm(points[labels == 0][:, None] - points[labels == 1], axis=2)
    assert gaps.min() > 0.5


@pytest.mark.parametrize("noise", [0, 50])
def test_noise_blurs(noise):
    points, labels = toy_data("xor", n=1000, noise=noise)
    wrong = np.mean(labels != (points.prod(axis=1) > 0))
    assert wrong == 0 if noise == 0 else wrong > 0.1


def test_unknown_toy_sets_are_refused():
    for name, noise in (("donut", 0), ("xor", 51), ("xor", -1)):
        with pytest.raises(ValueError, match="Choose from circle, xor"):
            toy_data(name, noise=noise)


@pytest.mark.parametrize("n", [-1, 0, 2.5, "3", None])
def test_a_number_of_points_that_makes_no_sense_is_refused(n):
    with pytest.raises(ValueError, match="number of points"):
        toy_data("circle", n)
