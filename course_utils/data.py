"""Data: examples to learn from, and examples kept back to judge what was learned.

Training examples set the parameters, validation examples choose between settings, test examples are looked at once,
at the end: the more a set has decided, the less it says about new data. Here are MNIST, two cuts, and made-up sets.
"""

import gzip
import hashlib
import math
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

IMAGES, LABELS = 0x803, 0x801  # magic numbers that open an IDX file; the last byte counts its dimensions
MNIST_FILES = {  # name: (magic number, shape in memory, md5 of the unpacked file)
    "train-images-idx3-ubyte.gz": (IMAGES, (60_000, 784), "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte.gz": (LABELS, (60_000,), "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte.gz": (IMAGES, (10_000, 784), "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte.gz": (LABELS, (10_000,), "27ae3e4e09519cfbb04c329615203637"),
}


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
    """Read and verify the MNIST files, in the folder given or the course's own; DataFileError if one is damaged."""
    if folder is None:  # installed, the files lie inside the package; in a clone, beside it
        inside, beside = Path(__file__).parent / "mnist", Path(__file__).parents[1] / "data/mnist"
        folder = inside if inside.is_dir() else beside
    images, labels, *test = [_read_idx(Path(folder) / name) for name in MNIST_FILES]
    train = Examples(images[:50_000], labels[:50_000])
    return Mnist(train, Examples(images[50_000:], labels[50_000:]), Examples(*test))


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


def scale(images, dtype=np.float32):
    """Turn bytes from 0 to 255 into numbers from 0 to 1 of the same shape; ValueError for what is scaled already."""
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise ValueError(f"scale takes bytes (uint8) from 0 to 255, not {images.dtype}: are these scaled already?")
    return np.divide(images, 255, dtype=dtype)


def minibatches(images, labels, batch_size, generator):
    """Yield (images, labels) batches, every example once, in a new random order; the last holds what is left over.

    ValueError for a batch size that is no whole number ≥ 1, and unless there is a label for each image.
    """
    batch_size = positive_whole("The batch size", batch_size)
    require_pairs(images, labels)
    order = generator.permutation(len(images))
    for chosen in np.split(order, range(batch_size, len(order), batch_size)):
        yield images[chosen], labels[chosen]


def positive_whole(name, value):
    """The value as an int; ValueError, with the name of what it is, unless it is a whole number ≥ 1."""
    if not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number ≥ 1, not {value!r}.")
    return int(value)


def require_pairs(images, labels):
    """ValueError unless there are examples, and each image has a label."""
    if len(images) != len(labels) or len(images) == 0:
        raise ValueError(f"Every image needs a label, but there are {len(images)} images and {len(labels)} labels.")


def train_validation_test_split(images, labels, fractions, generator):
    """Shuffle and cut into three (images, labels) pairs by fractions, such as (0.8, 0.1, 0.1), which must sum to 1."""
    if len(fractions) != 3 or min(fractions) < 0 or not math.isclose(sum(fractions), 1):
        raise ValueError(f"Three fractions that sum to 1 are needed, not {fractions}.")
    require_pairs(images, labels)
    order = generator.permutation(len(images))
    cuts = np.rint(np.cumsum(fractions[:2]) * len(order)).astype(int)
    return [(images[chosen], labels[chosen]) for chosen in np.split(order, cuts)]


def toy_data(name, n=500, noise=0, seed=0):
    """Make n points on a plane, shape (n, 2), and their targets, shape (n,): 0 and 1, or floats for regression.

    name: any of TensorFlow Playground's sets (Smilkov et al., 2017), or moons. noise: 0 to 50. ValueError for others.
    """
    n = positive_whole("The number of points", n)
    if name not in (makers := CLASSIFICATION_SETS | REGRESSION_SETS) or not 0 <= noise <= 50:
        raise ValueError(f"Choose from {', '.join(makers)} and noise 0 to 50, not {name}, {noise}.")
    points, targets = makers[name](np.arange(n) % 2, noise / 100, np.random.default_rng(seed))
    return points, targets.astype(float if name in REGRESSION_SETS else int)


# Made from the wanted classes, noise from 0 to 0.5, and a generator. In some sets noise moves the points, in others the
# border: the targets are read off a moved copy.


def _circle(classes, noise, generator):
    radius = generator.uniform(np.where(classes, 0, 3.5), np.where(classes, 2.5, 5))
    points = _polar(radius, generator.uniform(0, 2 * np.pi, len(classes)))
    return points, np.linalg.norm(_moved(points, 5 * noise, generator), axis=1) < 2.5


def _xor(classes, noise, generator):
    points = generator.uniform(-5, 5, (len(classes), 2))
    points += 0.3 * np.sign(points)  # leaves a gap along the axes
    return points, _moved(points, 5 * noise, generator).prod(axis=1) > 0


def _gauss(classes, noise, generator):
    centres = np.where(classes, 2, -2)[:, None]
    return generator.normal(centres, np.sqrt(0.5 + 7 * noise), (len(classes), 2)), classes


def _spiral(classes, noise, generator):
    along = np.linspace(0, 1, len(classes))
    points = _polar(5 * along, np.pi * (3.5 * along + classes))
    return _moved(points, noise, generator), classes


def _moons(classes, noise, generator):
    points = _polar(3.5, np.pi * (generator.uniform(size=len(classes)) + classes))
    points += np.where(classes, 1, -1)[:, None] * [1.75, 0.75]
    return _moved(points, 5 * noise, generator), classes


def _plane(classes, noise, generator):
    points = generator.uniform(-6, 6, (len(classes), 2))
    return points, _moved(points, 6 * noise, generator).sum(axis=1) / 10


def _multi_gauss(classes, noise, generator):
    points = generator.uniform(-6, 6, (len(classes), 2))
    centres = [(x, y) for x in (-4, 0, 4) for y in (-2.5, 2.5)]
    distances = np.linalg.norm(_moved(points, 6 * noise, generator)[:, None] - centres, axis=2)
    return points, np.maximum(0, 1 - distances / 2) @ [-1, 1, 1, -1, -1, 1]


def _polar(radius, angle):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _moved(points, reach, generator):
    return points + reach * generator.uniform(-1, 1, points.shape)


CLASSIFICATION_SETS = dict(circle=_circle, xor=_xor, gauss=_gauss, spiral=_spiral, moons=_moons)
REGRESSION_SETS = {"plane": _plane, "multi-gauss": _multi_gauss}
