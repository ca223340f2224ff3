"""Layers, matrices and arrows."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_a_layer_shows_its_inputs_weights_biases_and_outputs(ax):
    plots.draw_layer(ax, [[2, -4, 0], [1, 3, 7]], [1, 3, 2], [-3, 0])
    assert [text.get_text() for text in ax.texts[:6]] == ["2", "−4", "0", "1", "3", "7"]
    assert [text.get_text() for text in ax.texts[6:]] == ["1", "3", "2", "−13", "24", "bias −3", "bias 0"]
    styles = [(line.get_color(), line.get_linestyle()) for line in ax.lines]
    assert styles == [(plots.BLUE, "-"), (plots.ORANGE, "--"), (plots.GREY, "-"), *[(plots.BLUE, "-")] * 3]
    assert ax.lines[5].get_linewidth() > ax.lines[4].get_linewidth() > ax.lines[3].get_linewidth()
    inputs, outputs = ([text.get_position() for text in texts] for texts in (ax.texts[6:9], ax.texts[9:11]))
    assert inputs == [(0, 1), (0, 0), (0, -1)]  # from the top down
    ends = [tuple(map(tuple, line.get_xydata())) for line in ax.lines]
    assert ends == [(start, end) for end in outputs for start in inputs]  # a row of weights for each output


def test_a_matrix_is_drawn_entry_by_entry_between_brackets():
    ax = plots.new_figure(300, 200).add_subplot()
    plots.draw_matrix(ax, [[1, -2, 3], [4, 5, 6]], 10, 20, cell=(30, 20), highlight=[(0, 1)])
    texts = {text.get_text(): text.get_position() for text in ax.texts}
    assert list(texts) == ["1", "−2", "3", "4", "5", "6"]
    assert texts["1"] < texts["−2"] < texts["3"]
    assert texts["4"][1] > texts["1"][1]  # y grows downwards
    assert len(ax.lines) == 2
    (pale,) = ax.patches
    assert pale.get_window_extent().contains(*ax.transData.transform(texts["−2"]))
    assert plots.matrix_size([1, 2, 3], (30, 20)) == (42, 60)  # a vector is a column


def test_arrow_heads_end_at_the_tips_and_never_outgrow_the_arrow(ax):
    ax.set(xlim=(0, 10), ylim=(0, 10))
    starts, ends = np.array([[1, 1], [2, 2], [3, 3]]), np.array([[5, 1], [2, 2.01], [3, 3]])
    heads = plots.arrow_heads(ax, starts, ends, size=10)
    assert heads.shape == (3, 3, 2)
    np.testing.assert_allclose(heads[:, 0], ends)
    in_pixels = ax.transData.transform(heads.reshape(-1, 2)).reshape(3, 3, 2)
    lengths = np.linalg.norm(in_pixels[:, 0] - in_pixels[:, 1:].mean(axis=1), axis=1)
    whole = np.linalg.norm(ax.transData.transform(ends) - ax.transData.transform(starts), axis=1)
    np.testing.assert_allclose(lengths, np.minimum(10 * ax.figure.dpi / 100, whole), atol=1e-6)


@pytest.mark.parametrize("weights", [(2.0, 0.0), (-0.3, 4.0)])
def test_a_half_plane_is_where_the_weights_count_in_favour(weights):
    line, side = plots.half_plane(weights, reach=5)
    np.testing.assert_allclose(line @ weights, 0, atol=1e-12)
    np.testing.assert_allclose(np.hypot(*line.T), 5)
    np.testing.assert_allclose(side[:2], line)
    np.testing.assert_allclose(side[2:] @ weights, 10 * np.hypot(*weights))
