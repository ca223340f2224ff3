"""The ways to scale data and to cut it up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.data import FEATURES, features, minibatches, scale, train_validation_test_split


def test_scale_maps_bytes_to_zero_to_one():
    every_byte = np.arange(256, dtype=np.uint8).reshape(2, 128)
    scaled = scale(every_byte)
    assert scaled.dtype == np.float32
    assert scaled.shape == (2, 128)
    np.testing.assert_allclose(scaled.ravel() * 255, np.arange(256), rtol=1e-6)
    assert (scaled.min(), scaled.max()) == (0, 1)
    assert scale(every_byte, np.float64).dtype == np.float64


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 9))
def test_minibatches_visit_every_example_once(n, batch_size, seed):
    numbers = np.arange(n)
    batches = list(minibatches(numbers, -numbers, batch_size, np.random.default_rng(seed)))
    sizes = [len(images) for images, _ in batches]
    assert sizes[:-1] == [batch_size] * (len(sizes) - 1)
    assert 1 <= sizes[-1] <= batch_size
    images, labels = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    np.testing.assert_array_equal(np.sort(images), numbers)
    np.testing.assert_array_equal(labels, -images)


def test_rows_are_what_a_batch_is_made_of():
    images, targets = np.arange(20).reshape(10, 2), np.arange(30).reshape(10, 3)
    for some_images, some_targets in minibatches(images, targets, 4, np.random.default_rng(0)):
        assert some_images.shape[1:] == (2,) and some_targets.shape[1:] == (3,)
        np.testing.assert_array_equal(some_images[:, 0] // 2, some_targets[:, 0] // 3)


def test_minibatches_come_in_a_new_order_each_time():
    generator, numbers = np.random.default_rng(0), np.arange(100)
    first, second = (list(minibatches(numbers, numbers, 100, generator)) for _ in range(2))
    assert (first[0][0] != numbers).any()
    assert (first[0][0] != second[0][0]).any()


@given(st.integers(3, 60), st.sampled_from([(0.8, 0.1, 0.1), (0.6, 0.2, 0.2), (1, 0, 0)]))
def test_the_three_sets_share_nothing_and_lose_nothing(n, fractions):
    numbers = np.arange(n)
    sets = train_validation_test_split(numbers, -numbers, fractions, np.random.default_rng(n))
    assert len(sets) == 3
    for (images, labels), fraction in zip(sets, fractions, strict=True):
        assert abs(len(images) - fraction * n) <= 1
        np.testing.assert_array_equal(labels, -images)
    np.testing.assert_array_equal(np.sort(np.concatenate([images for images, _ in sets])), numbers)


def test_the_split_is_shuffled():
    numbers = np.arange(100)
    (train, _), *_ = train_validation_test_split(numbers, numbers, (0.5, 0.25, 0.25), np.random.default_rng(0))
    assert train.max() > 60


@pytest.mark.parametrize("fractions", [(0.5, 0.5), (0.5, 0.5, 0.5), (1.2, -0.1, -0.1)])
def test_fractions_that_are_no_split_are_refused(fractions):
    with pytest.raises(ValueError, match="Three fractions that sum to 1"):
        train_validation_test_split(np.ones(9), np.ones(9), fractions, np.random.default_rng(0))


@pytest.mark.parametrize("scaled", [np.ones((1, 2)), np.ones((1, 2), np.float32), np.array([[0, 255]]), [[0.5]]])
def test_what_is_scaled_already_is_refused(scaled):
    with pytest.raises(ValueError, match="scale takes bytes"):
        scale(scaled)


@pytest.mark.parametrize("batch_size", [-1, 0, 2.5, "3", None, np.nan])
def test_a_batch_size_that_makes_no_sense_is_refused(batch_size):
    with pytest.raises(ValueError, match="whole number ≥ 1"):
        next(minibatches(np.ones((4, 1)), np.ones(4), batch_size, np.random.default_rng(0)))


@pytest.mark.parametrize(("images", "labels"), [(3, 4), (4, 3), (0, 0)])
def test_every_image_needs_a_label(images, labels):
    images, labels, generator = np.ones((images, 1)), np.ones(labels), np.random.default_rng(0)
    with pytest.raises(ValueError, match="Every image needs a label"):
        next(minibatches(images, labels, 2, generator))
    with pytest.raises(ValueError, match="Every image needs a label"):
        train_validation_test_split(images, labels, (0.5, 0.25, 0.25), generator)


def test_the_batch_size_is_asked_before_every_batch():
    sizes = iter([3, 1, 4, 9])
    numbers = np.arange(10)
    batches = list(minibatches(numbers, numbers, lambda: next(sizes), np.random.default_rng(0)))
    assert [len(images) for images, _ in batches] == [3, 1, 4, 2]
    assert sorted(np.concatenate([images for images, _ in batches])) == list(range(10))
    with pytest.raises(ValueError, match="whole number ≥ 1"):
        next(minibatches(numbers, numbers, lambda: 0, np.random.default_rng(0)))


def test_features_are_their_formulas():
    points = np.array([[1.0, 2.0], [-3.0, 0.5]])
    x1, x2 = points.T
    columns = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_array_equal(features(points, list(FEATURES)), np.stack(columns, axis=1))
    np.testing.assert_array_equal(features(points, ["x2", "x1"]), points[:, ::-1])


@pytest.mark.parametrize("names", [[], ["x3"], ["x1", "cos x1"]])
def test_unknown_features_are_refused(names):
    with pytest.raises(ValueError, match="Choose one or more features from x1, x2"):
        features(np.ones((3, 2)), names)


@pytest.mark.parametrize("shape", [(3, 3), (2,), (3, 1)])
def test_features_need_points_on_a_plane(shape):
    with pytest.raises(ValueError, match=r"points must have the shape \(2,\)"):
        features(np.ones(shape), ["x1"])
