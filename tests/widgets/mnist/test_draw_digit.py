"""DrawDigit without a browser: strokes become an image, the image an answer."""

import json
from pathlib import Path

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from course_utils.data import scale
from course_utils.losses import softmax
from course_utils.mnist import fit_into_box
from course_utils.network import Network
from course_utils.widgets.mnist.draw_digit import OFF, ON, DrawDigit, percent, quick_network, shrink
from course_utils.widgets.mnist.drawing_pad import BRUSHES, DrawingPad

DRAWN = json.loads(Path(__file__).with_name("drawn_digits.json").read_text(encoding="utf-8"))
DIGITS = [(int(digit), strokes) for digit, drawings in DRAWN.items() for strokes in drawings]
FOUR = DRAWN["4"][0]


@pytest.fixture
def demo():
    demo = DrawDigit()
    yield demo
    demo.close()


def right(demo):
    """Return how many of the drawn digits the network reads right."""
    count = 0
    for digit, strokes in DIGITS:
        demo.draw(strokes)
        count += demo.answer == digit
    return count


# ---- the pad ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("brush", BRUSHES)
def test_a_stroke_is_as_wide_as_the_brush_and_has_round_ends(brush):
    pad = DrawingPad(strokes=[[[0.2, 0.5], [0.8, 0.5]]], brush=brush)
    ink, width = pad.image() > 0, BRUSHES[brush] * 280
    assert ink[:, 140].sum() == pytest.approx(width, abs=1.5)
    across = np.flatnonzero(ink[140])
    assert (across[0], across[-1]) == pytest.approx((0.2 * 280 - width / 2, 0.8 * 280 + width / 2), abs=1.5)
    assert ink[:, across[0]].sum() < width / 2


def test_a_single_point_is_a_dot():
    ink = DrawingPad(strokes=[[[0.25, 0.5]]]).image() > 0
    rows, columns = np.nonzero(ink)
    assert (rows.mean(), columns.mean()) == pytest.approx((140, 70), abs=1)
    assert ink.sum() == pytest.approx(np.pi * (0.04 * 280) ** 2, rel=0.1)


def test_a_turning_stroke_has_no_gap():
    ink = DrawingPad(strokes=[[[0.2, 0.2], [0.8, 0.5], [0.2, 0.8]]], brush="thick").image() > 0
    assert ink[140, round(0.8 * 280) + 12]


def test_what_lies_off_the_pad_is_not_seen():
    assert not DrawingPad(strokes=[[[-0.5, 0.5], [-0.4, 1e300]]]).image().any()
    assert DrawingPad(strokes=[[[0.5, 0.5], [1e300, 0.5]]]).image()[140, -1] == 255


BAD_STROKES = [[0.1, 0.2], [[0.1]], [[0.1, 0.2, 0.3]], [[0.1, float("nan")]], [[0.1, "a"]], [[0.1, 0.2], [0.3]], [], 5]


@pytest.mark.parametrize("stroke", BAD_STROKES)
def test_what_is_no_stroke_is_refused(demo, stroke):
    demo.draw(FOUR)
    with pytest.raises(ValueError, match=r"A stroke is a list of points \(x, y\), finite numbers, not "):
        demo.draw([stroke])
    with pytest.raises(ValueError, match="A stroke is a list of points"):
        demo.pad.strokes = [stroke]
    assert demo.pad.strokes == FOUR


def test_strokes_of_the_page_are_not_sent_back_to_it():
    """It has drawn on by the time that they would arrive."""
    pad, sent = DrawingPad(), []
    pad._send = lambda message, buffers=None: sent.append(message)
    pad.set_state({"strokes": [[[0.1234, 0.5], [1.5, -0.2]]]})
    assert pad.strokes == [[[0.1234, 0.5], [1.5, -0.2]]]
    assert not any("strokes" in message.get("state", {}) for message in sent)


# ---- what the network sees, and says ---------------------------------------------------------------------------------


def test_the_network_sees_the_drawing_in_the_form_of_mnist(demo):
    demo.draw(FOUR)
    np.testing.assert_array_equal(demo.image, fit_into_box(demo.pad.image()))
    np.testing.assert_allclose(demo.probabilities, softmax(demo.network.forward(scale(demo.image))))
    assert demo.probabilities.shape == (10,)
    assert demo.probabilities.sum() == pytest.approx(1)
    assert demo.answer == demo.probabilities.argmax() == 4
    second = max(set(range(10)) - {4}, key=lambda digit: demo.probabilities[digit])
    assert f"Its second choice is {second}, with " in demo.text
    assert "The network says 4, with " in demo.said.value
    assert demo.text.startswith("The network says 4, with ") and "2 strokes, centred and scaled" in demo.text


def test_the_picture_shows_just_that(demo):
    demo.draw(FOUR)
    picture = demo.picture
    np.testing.assert_array_equal(np.asarray(picture.seen.get_array()).ravel(), demo.image)
    np.testing.assert_allclose([bar.get_width() for bar in picture.bars], demo.probabilities)
    assert picture.percents.texts == [percent(probability) for probability in demo.probabilities]
    colours = [bar.get_facecolor() for bar in picture.bars]
    assert [digit for digit in range(10) if colours[digit] != colours[0]] == [4]
    assert demo.figure.alt == demo.text


def test_switched_off_the_pad_is_only_shrunk(demo):
    small = [[[0.1 + 0.3 * x, 0.1 + 0.3 * y] for x, y in stroke] for stroke in FOUR]
    demo.draw(small)
    fitted = demo.image
    demo.fitted.value = OFF
    seen = demo.image.reshape(28, 28)
    np.testing.assert_array_equal(demo.image, shrink(demo.pad.image()))
    assert seen[:14, :14].any() and not seen[14:].any() and not seen[:, 14:].any()
    assert "shrunk to 28 × 28 pixels" in demo.text
    demo.fitted.value = ON
    np.testing.assert_array_equal(demo.image, fitted)


def test_shrinking_averages_ten_by_ten_pixels():
    drawing = np.zeros((280, 280), np.uint8)
    drawing[10:20, 20:25] = 255
    seen = shrink(drawing).reshape(28, 28)
    assert seen.dtype == np.uint8
    assert seen[1, 2] == 128 and seen.sum() == 128


def test_an_empty_pad_is_said_to_be_empty(demo):
    for empty in (lambda: None, lambda: (demo.draw(FOUR), demo.clear()), lambda: demo.draw([[(2, 2)]])):
        empty()
        assert demo.answer is None
        assert demo.said.value.count("Nothing is drawn yet.") == 1
        assert demo.text.startswith("Nothing is drawn yet.")
        assert not demo.image.any()
        assert [bar.get_width() for bar in demo.picture.bars] == [0] * 10
        assert demo.picture.percents.texts == []
        assert demo.probabilities.sum() == pytest.approx(1)


def test_another_brush_is_answered_too(demo):
    demo.draw(FOUR)
    demo.pad.brush = "thin"
    thin = demo.image.sum(dtype=int)
    demo.pad.brush = "thick"
    assert demo.image.sum(dtype=int) > 1.3 * thin


def test_every_message_of_the_pad_is_answered_by_one_frame(demo, open_page):
    page = open_page(demo.figure)
    before = len(page.frames)
    for end in range(1, 1 + len(FOUR[0])):
        demo.pad.set_state({"strokes": [FOUR[0][:end]]})
    assert len(page.frames) - before == len(FOUR[0])
    assert page.frames[-1][0]["alt"] == demo.text


def test_the_digits_drawn_by_hand_are_read(demo):
    counts = {}
    for fitted in (ON, OFF):
        demo.fitted.value = fitted
        counts[fitted] = right(demo)
    print(f"of {len(DIGITS)} drawn digits are right: {counts[ON]} centred and scaled, {counts[OFF]} only shrunk")
    assert len(DIGITS) == 20 and sorted({digit for digit, _ in DIGITS}) == list(range(10))
    assert counts[ON] >= 16
    assert counts[ON] > counts[OFF]


def test_where_and_how_large_a_digit_is_drawn_does_not_matter_unless_switched_off(demo):
    corner = [[[0.35 * x, 0.35 * y] for x, y in stroke] for stroke in DRAWN["3"][0]]
    demo.draw(corner)
    assert demo.answer == 3
    demo.fitted.value = OFF
    assert demo.answer != 3


# ---- networks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [[784, 9], [783, 10], [2, 3, 1], [10, 784]])
def test_another_network_is_refused(sizes):
    before = set(_instances)
    with pytest.raises(ValueError, match=r"DrawDigit needs a network of 784 inputs and 10 outputs, not \("):
        DrawDigit(Network(sizes))
    assert set(_instances) == before, "nothing is left behind"


def test_a_network_of_ones_own_is_asked():
    network = Network([784, 10])
    network.vector[:] = 0
    network.layers[0][1][7] = 2.0
    demo = DrawDigit(network)
    demo.draw(FOUR)
    assert demo.answer == 7
    assert demo.probabilities[7] == pytest.approx(np.exp(2) / (9 + np.exp(2)))
    demo.close()


def test_a_network_that_has_diverged_has_no_answer():
    network = Network([784, 10])
    network.vector[:] = np.nan
    demo = DrawDigit(network)
    demo.draw(FOUR)
    assert demo.answer is None
    assert "no answer: it has diverged" in demo.said.value
    assert "nan" not in demo.text
    demo.close()


def test_without_a_network_one_is_trained_once():
    assert quick_network() is quick_network()
    assert quick_network().sizes == (784, 128, 10)


@pytest.mark.parametrize(
    ("probability", "words"), [(0, "0 %"), (0.004, "0 %"), (0.97, "97 %"), (0.9949, "99 %"), (0.9951, "over 99 %")]
)
def test_no_probability_below_1_is_called_100_per_cent(probability, words):
    assert percent(probability) == words
    assert percent(1) == "100 %"
