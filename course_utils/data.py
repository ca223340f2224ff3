"""Data: examples to learn from, and examples kept back to judge what was learned.

Training examples set the parameters, validation examples choose between settings, and
test examples are looked at once, at the end: the more often a set decides something,
the less it can say about new data. Here are the MNIST digits, small made-up sets to
play with, and the two ways to cut data up: into the three sets, and into minibatches.
"""

import gzip
import hashlib
import math
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

IMAGES, LABELS = 2051, 2049  # the magic numbers that open an IDX file of each kind
MNIST_FILES = {  # name: (magic number, number of examples, md5 once unpacked)
    "train-images-idx3-ubyte.gz": (IMAGES, 60_000, "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte.gz": (LABELS, 60_000, "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte.gz": (IMAGES, 10_000, "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte.gz": (LABELS, 10_000, "27ae3e4e09519cfbb04c329615203637"),
}


class DataFileError(ValueError):
    """A data file is missing or not what it should be; says which, and the remedy."""

    def __init__(self, path, expected, found):
        super().__init__(
            f"{path} should be {expected}, but is {found}: restore it with "
            "`git checkout -- data/mnist`, or install the package again."
        )


class Examples(NamedTuple):
    """Images as bytes, shape (n, 784), uint8 from 0 to 255, and labels (n,) 0 to 9."""

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Mnist:
    """50,000 digits to train on, 10,000 to choose with, and a test set kept closed."""

    train: Examples
    validation: Examples
    _test: Examples = field(repr=False)

    def open_test_set(self):
        """The 10,000 test digits: open them once, when every choice has been made."""
        return self._test


def load_mnist(folder=None):
    """Read and verify the four MNIST files (see data/README.md) into a Mnist.

    folder: where they are; by default, the copy that comes with the course. Raises
    DataFileError, with the remedy, for a file that is missing or damaged.
    """
    package = Path(__file__).parent
    if folder is None:  # an installed package carries them inside, a clone beside
        folder = package / "mnist"
        if not folder.is_dir():
            folder = package.parent / "data" / "mnist"
    images, labels, *test = [_read_idx(Path(folder) / name) for name in MNIST_FILES]
    return Mnist(
        Examples(images[:50_000], labels[:50_000]),
        Examples(images[50_000:], labels[50_000:]),
        Examples(*test),
    )


def _read_idx(path):
    """One file's bytes as an array, after every check that its contents allow."""
    magic, n, md5 = MNIST_FILES[path.name]
    kind, shape, header = ("images", (n, 784), 16) if magic == IMAGES else ("labels", (n,), 8)
    other = IMAGES + LABELS - magic
    size = header + math.prod(shape)
    payload = _unpack(path)
    found_magic, found_n = (int.from_bytes(payload[i : i + 4], "big") for i in (0, 4))
    found_md5 = hashlib.md5(payload, usedforsecurity=False).hexdigest()
    for is_right, expected, found in [
        (len(payload) >= header, f"{size:,} bytes", f"too short, {len(payload):,} bytes"),
        (found_magic != other, kind, f"the other kind of file (magic number {other}), swapped"),
        (found_magic == magic, f"{kind} (magic number {magic})", f"of magic number {found_magic}"),
        (found_n == n, f"{n:,} {kind}", f"{found_n:,} (are training and test set swapped?)"),
        (len(payload) >= size, f"{size:,} bytes", f"too short, {len(payload):,} bytes"),
        (found_md5 == md5, f"of md5 {md5}", f"of md5 {found_md5} (some bytes were changed)"),
    ]:
        if not is_right:
            raise DataFileError(path, expected, found)
    return np.frombuffer(payload, np.uint8, offset=header).reshape(shape)


def _unpack(path):
    """The bytes inside a gzip file, with a sentence for each way that can fail."""
    if not path.is_file():
        raise DataFileError(path, "a gzip file", "missing")
    packed = path.read_bytes()
    if packed[:2] != b"\x1f\x8b":
        hint = "a web page" if packed[:1] == b"<" else "perhaps unpacked by a browser"
        raise DataFileError(path, "a gzip file", f"not one ({hint})")
    try:
        return gzip.decompress(packed)
    except EOFError:
        found = f"cut short after {len(packed):,} bytes"
    except (gzip.BadGzipFile, zlib.error) as error:
        found = f"corrupt ({error})"
    raise DataFileError(path, "a whole gzip file", found)


def scale(images, dtype=np.float32):
    """Bytes from 0 to 255 as numbers from 0 to 1, in the same shape."""
    return np.divide(images, 255, dtype=dtype)


def minibatches(images, labels, batch_size, generator):
    """Yield (images, labels) batches that visit every example once, in a new random order.

    images: shape (n, …); labels: shape (n, …); the last batch holds what is left over.
    """
    order = generator.permutation(len(images))
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        yield images[chosen], labels[chosen]


def train_validation_test_split(images, labels, parts, generator):
    """Shuffle, and cut into three (images, labels) pairs that share no example.

    parts: three shares that sum to 1, like (0.8, 0.1, 0.1), or three counts that sum to
    the number of examples. Raises ValueError for anything else.
    """
    n = len(images)
    counts = parts if isinstance(parts[0], int) else np.rint(np.multiply(parts, n))
    if len(parts) != 3 or min(parts) < 0 or sum(parts) not in (n, 1):
        raise ValueError(f"Three parts must sum to 1 or to {n}, but got {parts}.")
    order = generator.permutation(n)
    cuts = np.cumsum(parts)
    return [(images[chosen], labels[chosen]) for chosen in np.split(order, cuts[:2])]


# Made-up points on a plane, x₁ and x₂ about −6 to 6, after TensorFlow Playground (Smilkov
# et al., 2017). Each function takes n points, which of them belong to class 1 (every
# second one), noise from 0 to 1, and a Generator; it returns points (n, 2) and targets (n,).


def toy_data(name, n=500, noise=0, seed=0):
    """Points (n, 2) and their targets (n,): classes 0 and 1, or numbers for regression.

    name: one of TOY_SETS; noise: 0 to 50. Raises ValueError for any other.
    """
    if name not in TOY_SETS or not 0 <= noise <= 50:
        raise ValueError(f"No toy set {name!r} with noise {noise}: 0 to 50, and {TOY_SETS}.")
    points, targets = _TOY_MAKERS[name](np.arange(n) % 2, noise / 100, np.random.default_rng(seed))
    return points, targets.astype(float if name in REGRESSION_SETS else int)


def _circle(classes, noise, generator):
    inner, outer = np.where(classes, [[0], [2.5]], [[3.5], [5]])
    points = _polar(generator.uniform(inner, outer), generator.uniform(0, 2 * np.pi, len(classes)))
    return points, np.hypot(*_moved(points, 5 * noise, generator).T) < 2.5


def _xor(classes, noise, generator):
    points = generator.uniform(-5, 5, (len(classes), 2))
    points += 0.3 * np.sign(points)  # leaves a gap along the axes
    return points, _moved(points, 5 * noise, generator).prod(axis=1) > 0


def _gauss(classes, noise, generator):
    centres = np.where(classes, 2, -2)[:, None]
    return centres + np.sqrt(0.5 + 7 * noise) * generator.normal(size=(len(classes), 2)), classes


def _spiral(classes, noise, generator):
    along = np.linspace(0, 1, len(classes))
    points = _polar(5 * along, 3.5 * np.pi * along + np.pi * classes)
    return _moved(points, noise, generator), classes


def _moons(classes, noise, generator):
    points = _polar(3.5, np.pi * (generator.uniform(size=len(classes)) + classes))
    return _moved(points + np.where(classes, 1, -1)[:, None] * [1.75, -0.75], 5 * noise, generator), classes


def _plane(classes, noise, generator):
    points = generator.uniform(-6, 6, (len(classes), 2))
    return points, _moved(points, 6 * noise, generator).sum(axis=1) / 10


def _multi_gauss(classes, noise, generator):
    points = generator.uniform(-6, 6, (len(classes), 2))
    centres = np.array([(x, y) for x in (-4, 0, 4) for y in (-2.5, 2.5)])
    offsets = _moved(points, 6 * noise, generator)[:, None] - centres
    hills = np.maximum(0, 1 - np.hypot(offsets[..., 0], offsets[..., 1]) / 2)
    return points, hills @ [-1, 1, 1, -1, -1, 1]


def _polar(radius, angle):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _moved(points, reach, generator):
    return points + reach * generator.uniform(-1, 1, points.shape)


_TOY_MAKERS = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
    "moons": _moons,
    "plane": _plane,
    "multi-gauss": _multi_gauss,
}
TOY_SETS = tuple(_TOY_MAKERS)
REGRESSION_SETS = ("plane", "multi-gauss")
