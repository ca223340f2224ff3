"""The PyTorch program beside notebook 05 reads the digits as well as ours does, where PyTorch is installed."""

import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils.data import load_mnist
from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.training import Trainer

PROGRAM = Path(__file__).parents[1] / "notebooks" / "mnist_in_pytorch.py"
SHORT = [(2, 0.3), (1, 0.03)]  # (epochs, learning rate)
# Six seeds each gave accuracies from 0.9754 to 0.9777 with ours, and from 0.9753 to 0.9775 with PyTorch: all twelve lie
# within 0.0024 of each other. Twice that is a difference that two seeds do not make.
MORE_THAN_SEEDS_DO = 0.005


def trained_with_ours(schedule):
    """Return the validation accuracy of the same training with `Trainer`."""
    mnist = load_mnist()
    network = Network([784, 128, 10], activation="relu", seed=0, dtype=np.float32)
    optimizer = SGD(schedule[0][1])
    trainer = Trainer(network, optimizer, *mnist.train, batch_size=32, validation=mnist.validation)
    for epochs, optimizer.learning_rate in schedule:
        *_, report = trainer.run(epochs)
    return report.validation_accuracy


def test_it_is_as_good_as_ours(capsys):
    pytest.importorskip("torch", reason="PyTorch is not installed: nothing to compare with")
    theirs = runpy.run_path(str(PROGRAM))["main"](SHORT)
    assert capsys.readouterr().out == f"validation accuracy {theirs:.2f}\n"
    assert theirs == pytest.approx(trained_with_ours(SHORT), abs=MORE_THAN_SEEDS_DO)


def test_without_pytorch_it_says_what_to_install():
    without = f"import runpy, sys; sys.modules['torch'] = None; runpy.run_path({str(PROGRAM)!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True)
    assert result.returncode == 1 and result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("This needs PyTorch, which is not installed: `uv pip install torch`")


def test_it_is_short_enough_to_read_beside_ours():
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= 60
