"""The digits, and every way in which their files can be wrong."""

import gzip
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.mnist import (
    MNIST_FILES,
    DataFileError,
    Examples,
    fit_into_box,
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


def test_in_a_browser_there_are_fewer_digits_and_that_is_said_once(mnist, monkeypatch, capsys):
    monkeypatch.setattr("course_utils.mnist.sys", SimpleNamespace(platform="emscripten"))
    fewer = load_mnist()
    np.testing.assert_array_equal(fewer.train.images, mnist.train.images[:10_000])
    np.testing.assert_array_equal(fewer.validation.labels, mnist.validation.labels[:2_000])
    assert len(fewer.open_test_set().labels) == 10_000
    assert "10,000 of the 50,000 training digits and 2,000 of the 10,000" in capsys.readouterr().out
    load_mnist()
    assert capsys.readouterr().out == ""


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
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path / "dist"]
    subprocess.run(command, cwd=ROOT, check=True)
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


def drawings():
    """Dense or sparse ink in a rectangle of up to 60 × 60 pixels; it touches all four sides."""

    def drawn(height, width, share, seed):
        generator = np.random.default_rng(seed)
        ink = generator.uniform(0.2, 1, (height, width)) * (generator.random((height, width)) < share)
        ink[[0, -1], generator.integers(width, size=2)] = 1
        ink[generator.integers(height, size=2), [0, -1]] = 1
        return ink

    sides = st.integers(1, 60)
    return st.builds(drawn, sides, sides, st.floats(0.05, 1), st.integers(0, 2**32))


def placed(ink, n, top=0, left=0):
    """Put ink upon square paper of n × n pixels."""
    paper = np.zeros((n, n))
    paper[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return paper


def sides_and_centre(image):
    """Return the height and the width of the ink in an MNIST image, and its centre of mass (row, column)."""
    image = image.reshape(28, 28).astype(float)
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    centre = [image.sum(axis=axis) @ np.arange(28) / image.sum() for axis in (1, 0)]
    return (rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1), centre


@given(drawings(), st.integers(0, 40), st.integers(0, 40))
def test_where_on_the_paper_a_digit_was_drawn_does_not_matter(ink, top, left):
    there, here = fit_into_box(placed(ink, 100, top, left)), fit_into_box(placed(ink, 60))
    assert there.dtype == np.uint8 and there.shape == (784,)
    np.testing.assert_array_equal(there, here)


@given(drawings(), st.integers(2, 4), st.floats(1e-3, 1e3))
def test_how_large_and_how_dark_a_digit_was_drawn_does_not_matter(ink, times, darker):
    larger = placed(darker * np.kron(ink, np.ones((times, times))), 240)
    difference = fit_into_box(larger).astype(int) - fit_into_box(placed(ink, 60))
    assert np.abs(difference).max() <= 1


@given(drawings())
def test_the_ink_fills_a_box_of_20_pixels_around_its_centre_of_mass(ink):
    image = fit_into_box(placed(ink, 60))
    sides, centre = sides_and_centre(image)
    assert sides == tuple(max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    at_the_edge = [ends.any() for ends in (image.reshape(28, 28)[[0, -1]], image.reshape(28, 28)[:, [0, -1]])]
    for position, stopped in zip(centre, at_the_edge, strict=True):
        assert stopped or abs(position - 14) <= 0.51


@pytest.mark.parametrize("turned", [False, True])
def test_a_box_that_would_stand_out_of_the_image_stops_at_its_edge(turned):
    ink = np.zeros((40, 40))
    ink[:, :4], ink[-1] = 1, 0.01  # nearly all of it far to the left
    (height, width), (row, column) = sides_and_centre(fit_into_box(np.rot90(ink, 2 * turned)))
    assert (height, width) == (20, 20)
    assert row == pytest.approx(14, abs=0.55)
    assert column == pytest.approx(18.9 if turned else 8.1, abs=1)


def test_the_digits_of_mnist_are_in_that_form_already(mnist):
    for image in mnist.validation.images[:500]:
        fitted = fit_into_box(image.reshape(28, 28)).astype(int)
        assert np.abs(fitted - image).max() <= 1  # their darkest pixel is 254 or 255


def test_a_line_that_lies_across_two_pixels_makes_both_grey():
    ink = np.ones((30, 30))
    ink[:, 10] = 0  # a gap from 10/30 to 11/30 of the width: a third of the pixels 6 and 7, which meet at 10.5/30
    middle = fit_into_box(placed(ink, 50)).reshape(28, 28)[14]
    assert middle[middle > 0].tolist() == [255] * 6 + [170, 170] + [255] * 12


def test_an_empty_drawing_stays_empty():
    for empty in (np.zeros((280, 280)), np.zeros((5, 5), np.uint8), np.zeros((0, 0)), np.full((9, 9), -1.0)):
        np.testing.assert_array_equal(fit_into_box(empty), np.zeros(784, np.uint8))


@pytest.mark.parametrize("drawing", [np.zeros(784), np.zeros((20, 30)), np.zeros((28, 28, 3)), 5, []])
def test_what_is_no_square_image_is_refused(drawing):
    with pytest.raises(ValueError, match="The drawing, a square grey image, must have the shape"):
        fit_into_box(drawing)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_ink_must_be_finite(number):
    drawing = np.zeros((28, 28))
    drawing[3, 4] = number
    with pytest.raises(ValueError, match="The ink of a drawing must be finite numbers"):
        fit_into_box(drawing)
