"""Pictures: the parts of them that can be right or wrong."""

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course_utils import plots


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_mosaic_lays_images_out_row_by_row():
    images = np.arange(1, 6)[:, None, None] * np.ones((5, 2, 2), int)
    large, corners = plots.mosaic(images, columns=2, gap=1, below=1)
    assert large.shape == (3 * 4, 2 * 3)
    assert corners.tolist() == [[0, 0], [3, 0], [0, 4], [3, 4], [0, 8]]
    for number, (x, y) in enumerate(corners, start=1):
        assert (large[y : y + 2, x : x + 2] == number).all()
    assert large.sum() == images.sum()  # all else is empty


def test_show_images_takes_flat_and_square_images(ax):
    flat = np.random.default_rng(0).integers(0, 255, (4, 784))
    one, _ = plots.show_images(ax, flat, columns=2)
    other, _ = plots.show_images(ax, flat.reshape(4, 28, 28), columns=2)
    assert np.array_equal(one.get_array(), other.get_array())


def test_place_axes_counts_pixels_from_the_upper_left():
    figure = plots.new_figure(400, 200)
    axes = plots.place_axes(figure, 100, 50, 200, 100)
    assert axes.bbox.bounds == pytest.approx((100, 50, 200, 100))
    axes = plots.place_axes(figure, 0, 0, 40, 20)
    assert axes.bbox.bounds == pytest.approx((0, 180, 40, 20))


def columns_of_ink(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    ink = (np.asarray(canvas.buffer_rgba())[..., :3] < 200).any(axis=2)
    return np.flatnonzero(ink.any(axis=0))


@pytest.fixture
def page():
    """Axes that fill a figure of 200 by 100 pixels, in whose data coordinates they are counted."""
    axes = plots.place_axes(plots.new_figure(200, 100), 0, 0, 200, 100)
    axes.set(xlim=(0, 200), ylim=(0, 100))
    axes.set_axis_off()
    return axes


def test_labels_are_drawn_at_their_places(page):
    labels = plots.Labels(page, np.array([[50, 50], [150, 50]]))
    labels.set(["7", "7 ✗"], [plots.BLUE, plots.ORANGE])
    columns = columns_of_ink(page.figure)
    left, right = columns[columns < 100], columns[columns > 100]
    assert (left.min() + left.max()) / 2 == pytest.approx(50, abs=2)
    assert (right.min() + right.max()) / 2 == pytest.approx(150, abs=2)
    assert np.ptp(right) > np.ptp(left)  # the cross makes it wider: no colour needed


@pytest.mark.parametrize(("align", "end"), [(0, np.min), (1, np.max)])
def test_labels_move_and_stand_left_or_right_of_their_place(page, align, end):
    labels = plots.Labels(page)
    labels.set(["rate 0.5"], plots.INK, [(120, 50)], align)
    assert end(columns_of_ink(page.figure)) == pytest.approx(120, abs=2)
    assert labels.texts == ["rate 0.5"]


def test_a_halo_keeps_a_label_readable_upon_a_line(page):
    page.axhline(50, color=plots.INK)
    labels = plots.Labels(page, [(100, 50)], halo=True)
    labels.set(["l"], plots.INK)
    assert np.diff(columns_of_ink(page.figure)).max() >= 3  # the line is interrupted beside the letter


def test_accuracy_axis_gives_each_tenth_of_the_errors_the_same_room(ax):
    plots.stretch_accuracy(ax)
    position = ax.transData.transform([(0, share) for share in (0, 0.9, 0.99)])[:, 1]
    assert position[1] - position[0] == pytest.approx(position[2] - position[1], rel=0.1)
    assert np.isfinite(ax.transData.transform([(0, 1.0)])).all()


def test_presenter_scale_makes_pictures_larger():
    try:
        plots.set_scale("presenter")
        large = plots.new_figure(400, 200)
    finally:
        plots.set_scale("notebook")
    assert large.bbox.width > 1.3 * plots.new_figure(400, 200).bbox.width == 1.3 * 400
    assert large.get_size_inches().tolist() == [4, 2]  # so all parts of it, and the type, keep their proportions
    with pytest.raises(ValueError, match="'huge' is not known; choose one of notebook, presenter"):
        plots.set_scale("huge")


def test_house_shades_hold_the_house_colours():
    shades = np.array(plots.house_shades(32)).reshape(-1, 3)
    assert len(shades) == 32
    for colour in (plots.BLUE, plots.ORANGE, "#ffffff"):
        wanted = 255 * np.array(matplotlib.colors.to_rgb(colour))
        assert np.abs(shades - wanted).sum(axis=1).min() < 40


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6, "6"),
        (-2.0, "−2"),
        (0.35667, "0.357"),
        (-0.0, "0"),
        (1234.5, "1234"),
        (12345, "1.2·10⁴"),
        (-1.5e-5, "−1.5·10⁻⁵"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_are_written_short_and_with_a_true_minus(value, text):
    assert plots.short_number(value) == text


def test_arrays_are_written_in_one_line():
    assert plots.short_numbers(2.5) == "2.5"
    assert plots.short_numbers([1, -3]) == "[1, −3]"
    assert plots.short_numbers([[1, 2], [3, 4]]) == "[1, 2; 3, 4]"


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


def test_the_map_of_a_cost_covers_the_range_and_is_lowest_at_its_minimum(ax):
    plots.draw_surface(ax, lambda points: np.sum((points - 0.5) ** 2, axis=-1), -2, 2)
    filled, lines = ax.collections
    assert filled.get_array().min() < filled.get_array().max()
    assert ax.get_xlim() == ax.get_ylim() == (-2, 2)
    innermost = lines.get_paths()[0].vertices
    np.testing.assert_allclose(innermost.mean(axis=0), 0.5, atol=0.05)


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
