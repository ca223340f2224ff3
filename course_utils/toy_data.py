"""Toy data: made-up points on a plane, small enough to see at a glance what a network makes of them."""

import numpy as np

from course_utils import require


def toy_data(name, n=500, noise=0, seed=0):
    """Make n points on a plane, shape (n, 2), and their targets, shape (n,): 0 and 1, or floats for regression.

    name: any of TensorFlow Playground's sets (Smilkov et al., 2017), moons, or three, whose targets are 0, 1 and 2.
    noise: 0 to 50. ValueError for others.
    """
    n = require.positive_whole("The number of points", n)
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
    return generator.normal(np.where(classes, 2, -2)[:, None], np.sqrt(0.5 + 7 * noise), (len(classes), 2)), classes


def _spiral(classes, noise, generator):
    along = np.linspace(0, 1, len(classes))
    return _moved(_polar(5 * along, np.pi * (3.5 * along + classes)), noise, generator), classes


def _moons(classes, noise, generator):
    points = _polar(3.5, np.pi * (generator.uniform(size=len(classes)) + classes))
    points += np.where(classes, 1, -1)[:, None] * [1.75, 0.75]
    return _moved(points, 5 * noise, generator), classes


def _three(classes, noise, generator):
    thirds = np.arange(len(classes)) % 3
    return generator.normal(_polar(3, 2 * np.pi / 3 * thirds), np.sqrt(0.5 + 7 * noise)), thirds


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


CLASSIFICATION_SETS = dict(circle=_circle, xor=_xor, gauss=_gauss, spiral=_spiral, moons=_moons, three=_three)
REGRESSION_SETS = {"plane": _plane, "multi-gauss": _multi_gauss}
