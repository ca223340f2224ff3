"""What the maths asks of its inputs. Each is refused with a ValueError, in one sentence that says what is wrong.

`name` is what to call the value in that sentence. What fits is returned, in the type that the maths computes with.
"""

import math
import zipfile
from numbers import Real

import numpy as np


class Checked:
    """An attribute that may be set at any time, and is checked whenever it is, by `check(name, value)`.

    Only to set it is special: to read it finds the value in the object itself, as quickly as any other.
    """

    def __init__(self, check, name):
        self.check, self.name = check, name

    def __set_name__(self, owner, attribute):
        self.attribute = attribute

    def __set__(self, instance, value):
        vars(instance)[self.attribute] = self.check(self.name, value)


def positive_whole(name, value):
    """A whole number ≥ 1, as an int."""
    if not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number ≥ 1, not {value!r}.")
    return int(value)


def not_negative(name, value):
    """A finite number ≥ 0, as a float."""
    if not isinstance(value, Real) or not 0 <= value < math.inf:
        raise ValueError(f"{name} must be a finite number ≥ 0, not {value!r}.")
    return float(value)


def positive(name, value):
    """A number above 0."""
    if not value > 0:
        raise ValueError(f"{name} must be positive, not {value!r}.")


def some_of(name, known, chosen):
    """One or more of the values that are known."""
    if not chosen or set(chosen) - set(known):
        raise ValueError(f"Choose one or more {name} from {_listed(known)}, not {chosen}.")


def share(name, value):
    """A number from 0 to below 1: which share of what was before is kept."""
    if not isinstance(value, Real) or not 0 <= value < 1:
        raise ValueError(f"{name} must be a number from 0 to below 1, not {value!r}.")
    return value


def one_of(known):
    """Make a check for one of the values that are known."""

    def check(name, value):
        if value not in known:
            raise ValueError(f"{name} must be one of {_listed(known)}, not {_listed([value])}.")
        return value

    return check


def shape(name, found, expected):
    """The expected shape: NumPy would stretch one array to fit the other."""
    if found != expected:
        raise ValueError(f"The {name} must have the shape {expected}, not {found}.")


def writable_floats(values):
    """Floats that can be written into: the very same array where it is one, else a copy."""
    return np.require(values, np.result_type(np.asarray(values), 0.0), "W")


def one_shape(values, targets):
    """Two arrays of one shape, as floats."""
    values = 1.0 * np.asarray(values)  # whole numbers become floats, float32 stays float32
    targets = np.asarray(targets, values.dtype)
    if values.shape != targets.shape:
        raise ValueError(f"Predictions and targets must have one shape, not {values.shape} and {targets.shape}.")
    return values, targets


def single_number(value):
    """An array that holds one number, from which backpropagation can begin."""
    if value.size != 1:
        raise ValueError(f"Backward needs one number, not shape {value.shape}: call .sum() or .mean() first.")


def vectors_or_matrices(*arrays):
    """Arrays that a matrix product is made of."""
    if any(array.ndim > 2 for array in arrays):
        raise ValueError("Only vectors and matrices can be multiplied.")


def finite(name, values):
    """Finite numbers only."""
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite numbers, not {np.array2string(np.asarray(values), threshold=9)}.")


def finite_result(what_has_none_at, operands, *results):
    """Results that are finite numbers."""
    if not all(np.isfinite(result).all() for result in results):
        raise ValueError(f"{what_has_none_at} {' and '.join(map(str, operands))}.")


def numbers(value):
    """Numbers, as an array; a TypeError for what is none."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"A graph computes with numbers, not with {type(value).__name__}.")
    return array


def shares(targets):
    """Targets that are ≥ 0 and sum to 1 for each example, as one-hot targets do."""
    if not (targets.min(initial=0) >= 0 and np.allclose(targets.sum(axis=-1), 1)):
        raise ValueError("The targets of each example must be ≥ 0 and sum to 1, as those that one_hot makes.")


def zero_to_one(targets):
    """Targets between 0 and 1."""
    if not (targets.min(initial=0) >= 0 and targets.max(initial=1) <= 1):
        raise ValueError("Targets for a single output must be 0 or 1, or a probability between them.")


def probabilities(values):
    """Numbers between 0 and 1, with some room for rounding; NaN is not."""
    if not (values.min() >= 0 and values.max() <= 1 + 1e-6):
        raise ValueError("Probabilities must lie between 0 and 1: apply softmax first.")


def class_numbers(labels, n_classes):
    """Integers from 0 to n_classes − 1, as an array."""
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"Labels must be integers, but their type is {labels.dtype}.")
    if labels.size and not 0 <= labels.min() <= labels.max() < n_classes:
        raise ValueError(f"Labels must lie between 0 and {n_classes - 1}, not {labels.min()} to {labels.max()}.")
    return labels


def scores_and_labels(scores, labels):
    """Scores of shape (n, classes), and as many labels: −1, which is no class, for a row with a NaN in it."""
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1]:
        raise ValueError(f"Scores need shape (n, classes) and labels (n,), not {scores.shape} and {labels.shape}.")
    labels = class_numbers(labels, max(2, scores.shape[1]))
    return scores, np.where(np.isnan(scores).any(axis=1), -1, labels)


def bytes_to_scale(images):
    """Bytes, which nobody has scaled yet."""
    if images.dtype != np.uint8:
        raise ValueError(f"scale takes bytes (uint8) from 0 to 255, not {images.dtype}: are these scaled already?")


def pairs(images, labels):
    """A label for each image, and at least one of them."""
    if len(images) != len(labels) or len(images) == 0:
        raise ValueError(f"Every image needs a label, but there are {len(images)} images and {len(labels)} labels.")


def validation(report):
    """A report with a validation cost, which only a diverged run may lack."""
    if math.isnan(report.validation_cost) and not report.diverged:
        raise ValueError("Early stopping needs a Trainer with validation examples.")


def three_fractions(fractions):
    """Three shares of a whole."""
    if len(fractions) != 3 or min(fractions) < 0 or not math.isclose(sum(fractions), 1):
        raise ValueError(f"Three fractions that sum to 1 are needed, not {fractions}.")


def sizes(values):
    """The sizes of a network's layers, as a tuple of ints."""
    if len(values) < 2 or not all(isinstance(size, int | np.integer) and size >= 1 for size in values):
        raise ValueError(f"A network needs two or more sizes, whole numbers of at least 1, not {values}.")
    return tuple(map(int, values))


def floating(dtype):
    """A type of numbers with fractions."""
    if not np.issubdtype(dtype, np.floating):
        raise ValueError(f"Weights are fractions: the dtype must be float64 or float32, not {np.dtype(dtype)}.")
    return np.dtype(dtype)


def inputs(x, n_inputs):
    """Examples for a network, shape (n, n_inputs), as an array; raw bytes would run, and learn badly."""
    x = np.asarray(x)
    if x.ndim == 0 or x.shape[-1] != n_inputs:
        raise ValueError(f"Inputs need shape (n, {n_inputs}), but they have {x.shape}.")
    if x.dtype == np.uint8:
        raise ValueError("Inputs are raw bytes from 0 to 255: apply course_utils.data.scale first.")
    return x


def saved_arrays(file, *names):
    """The arrays of these names from an .npz file."""
    try:
        with open(file, "rb") as stream, np.load(stream, allow_pickle=False) as saved:
            return [saved[name] for name in names]
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{file} holds no saved network, or is damaged ({error}): save it anew.") from None


def _listed(values):
    return ", ".join(getattr(value, "__name__", str(value)) for value in values)
