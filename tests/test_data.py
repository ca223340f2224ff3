"""The digits, every way in which their files can be wrong, and the ways to cut data up."""

import gzip
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.data import (
    CLASSIFICATION_SETS,
    MNIST_FILES,
    REGRESSION_SETS,
    DataFileError,
    load_mnist,
    minibatches,
    scale,
    toy_data,
    train_validation_test_split,
)

ROOT = Path(__file__).parents[1]
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = MNIST_FILES


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be damaged."""
    return Path(shutil.copytree(ROOT / "data" / "mnist", tmp_path / "copy"))


def test_mnist_is_split_into_views_of_bytes(mnist):
    sets = [mnist.train, mnist.validation, mnist.open_test_set()]
    assert [len(images) for images, _ in sets] == [50_000, 10_000, 10_000]
    for images, labels in sets:
        assert images.shape == (len(labels), 784)
        assert images.dtype == labels.dtype == np.uint8
        assert np.unique(labels).tolist() == list(range(10))
    assert mnist.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert mnist.validation.labels[:6].tolist() == [3, 8, 6, 9, 6, 4]
    assert sets[2][1][:5].tolist() == [7, 2, 1, 0, 4]
    assert mnist.train.images.base is not None, "a copy would double the memory"
    assert mnist.train.images.ctypes.data + 50_000 * 784 == mnist.validation.images.ctypes.data


def test_the_test_set_is_closed_until_asked_for(mnist):
    public = {name for name in dir(mnist) if not name.startswith("_")}
    assert public == {"train", "validation", "open_test_set"}
    assert "_test" not in repr(mnist)
    with pytest.raises(AttributeError):
        mnist.train = None


def rewrite(change):
    """A damage that changes the unpacked bytes and packs them again."""
    return lambda path: path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes())), 1))


def flip(contents, position):
    return contents[:position] + bytes([contents[position] ^ 1]) + contents[position + 1 :]


DAMAGES = {  # what was done: (file, how, what the sentence says)
    "missing": (TEST_LABELS, Path.unlink, "should be a gzip file but is missing"),
    "unpacked": (
        TEST_LABELS,
        lambda path: path.write_bytes(gzip.decompress(path.read_bytes())),
        r"should be a gzip file but is something else \(did a browser unpack it\?\)",
    ),
    "web page": (
        TEST_IMAGES,
        lambda path: path.write_text("<!DOCTYPE html><title>404</title>"),
        "should be a gzip file but is something else",
    ),
    "empty": (TRAIN_IMAGES, lambda path: path.write_bytes(b""), "is something else"),
    "truncated": (
        TRAIN_IMAGES,
        lambda path: path.write_bytes(path.read_bytes()[:100_000]),
        "should be a whole gzip file but is cut short",
    ),
    "last byte lost": (
        TEST_LABELS,
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        "should be a whole gzip file but is cut short",
    ),
    "bit flipped in the checksum": (
        TEST_LABELS,
        lambda path: path.write_bytes(flip(path.read_bytes(), -6)),
        r"should be a sound gzip file but is corrupt \(CRC",
    ),
    "bit flipped in the middle": (
        TRAIN_IMAGES,
        lambda path: path.write_bytes(flip(path.read_bytes(), 3_000_000)),
        r"should be a sound gzip file but is corrupt \(",
    ),
    "bits flipped at the start": (
        TEST_LABELS,
        lambda path: path.write_bytes(gzip.compress(b"")[:10] + b"\xff" * 30),
        r"should be a sound gzip file but is corrupt \(.*invalid block type",
    ),
    "bit flipped before packing": (
        TEST_IMAGES,
        rewrite(lambda payload: flip(payload, 5000)),
        "should be of md5 2646ac647ad5339dbf082846283269ea but is of md5 ",
    ),
    "too short inside": (
        TEST_IMAGES,
        rewrite(lambda payload: payload[:5000]),
        "should be 7,840,016 bytes long but is 5,000 bytes long",
    ),
    "nothing inside": (TEST_IMAGES, rewrite(lambda payload: b""), "is of unknown kind"),
    "wrong magic number": (
        TEST_LABELS,
        rewrite(lambda payload: b"\0\0\x08\x07" + payload[4:]),
        r"should be labels \(magic number 2049\) but is of unknown kind \(2055\)",
    ),
    "labels where images belong": (
        TRAIN_IMAGES,
        lambda path: shutil.copy(path.with_name(TRAIN_LABELS), path),
        r"should be images \(magic number 2051\) but is labels \(magic number 2049\)",
    ),
    "images where labels belong": (
        TEST_LABELS,
        lambda path: shutil.copy(path.with_name(TEST_IMAGES), path),
        r"should be labels \(magic number 2049\) but is images \(magic number 2051\)",
    ),
    "test set where training belongs": (
        TRAIN_LABELS,
        lambda path: shutil.copy(path.with_name(TEST_LABELS), path),
        "should be 60,000 examples but is 10,000 examples",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_gets_one_sentence_with_the_remedy(folder, damage):
    name, harm, says = DAMAGES[damage]
    harm(folder / name)
    with pytest.raises(DataFileError, match=says) as caught:
        load_mnist(folder)
    sentence = str(caught.value)
    assert sentence.startswith(str(folder / name))
    assert "git checkout -- data/mnist" in sentence
    assert "install the package again" in sentence
    assert "\n" not in sentence
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_missing_folder_names_the_first_file(tmp_path):
    with pytest.raises(DataFileError, match=r"train-images-idx3-ubyte\.gz should be a gzip file"):
        load_mnist(tmp_path / "nowhere")


def first_labels_seen_from(package_folder, working_directory):
    code = "from course_utils.data import load_mnist as load; print(load().train.labels[:3])"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(package_folder)},
        cwd=working_directory,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_a_clone_finds_its_files_from_any_working_directory(tmp_path):
    assert first_labels_seen_from(ROOT, tmp_path) == "[5 0 4]"


def test_an_installed_package_brings_its_files(tmp_path):
    if shutil.which("uv") is None:
        pytest.skip("uv builds the wheel")
    command = ["uv", "build", "--quiet", "--wheel", "--out-dir", tmp_path / "dist", ROOT]
    subprocess.run(command, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    assert not (tmp_path / "data").exists()
    assert first_labels_seen_from(tmp_path / "installed", tmp_path) == "[5 0 4]"


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
        assert np.unique(targets).tolist() == [0, 1]
        assert 0.3 < targets.mean() < 0.7
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


@pytest.mark.parametrize("n", [-1, 0, 2.5, "3", None])
def test_a_number_of_points_that_makes_no_sense_is_refused(n):
    with pytest.raises(ValueError, match="number of points"):
        toy_data("circle", n)
