"""The digits, and every way in which their files can be wrong."""

import gzip
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from course_utils.mnist import (
    MNIST_FILES,
    DataFileError,
    Examples,
    load_mnist,
    zeros_and_ones,
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
        pytest.skip("uv, which builds the wheel, is not on the PATH")
    command = ["uv", "build", "--quiet", "--wheel", "--out-dir", tmp_path / "dist", ROOT]
    subprocess.run(command, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    assert not (tmp_path / "data").exists()
    assert first_labels_seen_from(tmp_path / "installed", tmp_path) == "[5 0 4]"


def test_zeros_and_ones_have_two_features_of_mean_0_and_spread_1():
    images = np.zeros((6, 28, 28), np.uint8)
    images[[0, 3], 12:16, 12:16] = 255  # ones: ink in the middle
    images[[1, 4], 4:6, :] = [[[200]], [[255]]]  # zeros: none there
    X, labels = zeros_and_ones(Examples(images.reshape(6, 784), np.array([1, 0, 7, 1, 0, 2])))
    assert labels.tolist() == [1, 0, 1, 0]
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X.std(axis=0), 1)
    assert (X[labels == 1, 1] > 0).all() and (X[labels == 0, 1] < 0).all()
    assert X[0, 0] < X[1, 0] < X[3, 0]  # 16 pixels of ink, 56 pale ones, 56 dark ones
    assert len(zeros_and_ones(Examples(images.reshape(6, 784), np.array([1, 0, 7, 1, 0, 2])), first=2)[1]) == 2
