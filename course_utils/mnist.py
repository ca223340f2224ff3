"""MNIST: 70,000 handwritten digits, read from the files that come with the course, every byte of them verified."""

import functools
import gzip
import hashlib
import math
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import require

IMAGES, LABELS = 0x803, 0x801  # magic numbers that open an IDX file; the last byte counts its dimensions
MNIST_FILES = {  # name: (magic number, shape in memory, md5 of the unpacked file)
    "train-images-idx3-ubyte.gz": (IMAGES, (60_000, 784), "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte.gz": (LABELS, (60_000,), "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte.gz": (IMAGES, (10_000, 784), "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte.gz": (LABELS, (10_000,), "27ae3e4e09519cfbb04c329615203637"),
}

# NumPy in a browser has no fast matrix products: an epoch with all digits takes it some twenty seconds.
TRAIN_IN_A_BROWSER, VALIDATION_IN_A_BROWSER = 10_000, 2_000


class DataFileError(ValueError):
    """A data file is missing or damaged; says what was expected, what is there, the remedy."""

    def __init__(self, path, expected, found):
        remedy = "restore it with `git checkout -- data/mnist` or install the package again"
        super().__init__(f"{path} should be {expected} but is {found}: {remedy}.")


class Examples(NamedTuple):
    """Digits: images are uint8 from 0 to 255, shape (n, 784), labels uint8, shape (n,)."""

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Mnist:
    """50,000 digits to train on, 10,000 to choose with, and a test set that stays closed."""

    train: Examples
    validation: Examples
    _test: Examples = field(repr=False)

    def open_test_set(self):
        """Return the 10,000 test digits: open them once, when every choice has been made."""
        return self._test


def load_mnist(folder=None):
    """Read and verify the MNIST files, in the folder given or the course's own; DataFileError if one is damaged.

    In a browser it returns the first of the digits to train on and to choose with, and says so.
    """
    if folder is None:  # installed, the files lie inside the package; in a clone, beside it
        inside, beside = Path(__file__).parent / "mnist_files", Path(__file__).parents[1] / "data/mnist"
        folder = inside if inside.is_dir() else beside
    images, labels, *test = [_read_idx(Path(folder) / name) for name in MNIST_FILES]
    train, validation = Examples(images[:50_000], labels[:50_000]), Examples(images[50_000:], labels[50_000:])
    if sys.platform == "emscripten":
        train, validation = _first(TRAIN_IN_A_BROWSER, train), _first(VALIDATION_IN_A_BROWSER, validation)
        _say_that_these_are_fewer()
    return Mnist(train, validation, Examples(*test))


def _first(n, examples):
    return Examples(*(part[:n] for part in examples))


@functools.cache  # says it once
def _say_that_these_are_fewer():
    print(
        f"NumPy is slow in a browser. So these are {TRAIN_IN_A_BROWSER:,} of the 50,000 training digits and "
        f"{VALIDATION_IN_A_BROWSER:,} of the 10,000 validation digits; the numbers differ a little from the text's."
    )


def zeros_and_ones(examples, first=2000):
    """The zeros and ones among the first of some examples, each as two features: returns X, shape (n, 2), and labels.

    The features are the ink in all and the ink in the middle, 8 × 8 pixels; both are shifted and scaled to mean 0 and
    spread 1. A one has its ink in the middle, where a zero has a hole.
    """
    chosen = np.flatnonzero(examples.labels[:first] <= 1)
    images = examples.images[chosen].reshape(-1, 28, 28) / 255
    X = np.stack([images.mean(axis=(1, 2)), images[:, 10:18, 10:18].mean(axis=(1, 2))], axis=1)
    return (X - X.mean(axis=0)) / X.std(axis=0), examples.labels[chosen]


def fit_into_box(drawing):
    """Bring a drawing into the form of the MNIST digits: uint8 from 0 (paper) to 255, shape (784,).

    drawing: a square grey image of any size, shape (n, n), ink > 0, in whatever units. As the digits of MNIST were
    (http://yann.lecun.com/exdb/mnist/), it is scaled so that the longer side of the ink is 20 pixels, and moved so that
    its centre of mass is in the middle of 28 × 28 pixels: at pixel (14, 14), counted from 0. The darkest ink becomes
    255. No ink gives zeros. ValueError for what is no square image, and for NaN and infinity.
    """
    ink = np.maximum(np.asarray(drawing, float), 0)
    require.shape("drawing, a square grey image,", ink.shape, ink.shape[:1] * 2 or ("n", "n"))
    require.finite("The ink of a drawing", ink)
    image = np.zeros((28, 28), np.uint8)
    if ink.any():
        rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] / ink.max()
        height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
        ink = _averaging(ink.shape[0], height) @ ink @ _averaging(ink.shape[1], width).T
        top, left = _start(ink.sum(axis=1)), _start(ink.sum(axis=0))
        image[top : top + height, left : left + width] = np.rint(255 * ink)
    return image.ravel()


def _averaging(n, parts):
    """A matrix, shape (parts, n): row i averages n pixels over the i-th of equal parts, which may cut pixels."""
    edges, pixels = np.linspace(0, n, parts + 1)[:, None], np.arange(n)
    overlap = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    return overlap.clip(0) * parts / n


def _start(ink):
    """Where a box begins in 28 pixels, if its centre of mass shall be at pixel 14; never outside of them."""
    centre = ink @ np.arange(len(ink)) / ink.sum()
    start = math.ceil(13.5 - centre - 1e-9)  # of two starts as good, the smaller: round-off must not decide
    return min(max(start, 0), 28 - len(ink))


def _read_idx(path):
    magic, shape, md5 = MNIST_FILES[path.name]
    header, payload = 4 + 4 * (magic % 256), _unpacked(path)
    found_magic, found_n = (int.from_bytes(payload[start : start + 4]) for start in (0, 4))
    found_md5 = hashlib.md5(payload, usedforsecurity=False).hexdigest()
    kinds = {IMAGES: "images (magic number 2051)", LABELS: "labels (magic number 2049)"}
    for expected, found, unit in [
        (kinds[magic], kinds.get(found_magic, f"of unknown kind ({found_magic})"), ""),
        (f"{shape[0]:,}", f"{found_n:,}", " examples"),
        (f"{header + math.prod(shape):,}", f"{len(payload):,}", " bytes long"),
        (f"of md5 {md5}", f"of md5 {found_md5}", ""),
    ]:
        if found != expected:
            raise DataFileError(path, expected + unit, found + unit)
    return np.frombuffer(payload, np.uint8, offset=header).reshape(shape)


def _unpacked(path):
    if not path.is_file():
        raise DataFileError(path, "a gzip file", "missing")
    if (packed := path.read_bytes())[:2] != b"\x1f\x8b":
        raise DataFileError(path, "a gzip file", "something else (did a browser unpack it?)")
    try:
        return gzip.decompress(packed)
    except EOFError:
        raise DataFileError(path, "a whole gzip file", "cut short") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataFileError(path, "a sound gzip file", f"corrupt ({error})") from None
