"""Mistakes, driven by its controls without a browser."""

import numpy as np
import pytest

from course_utils.network import Network
from course_utils.optimizers import SGD
from course_utils.training import Trainer
from course_utils.widgets import Mistakes
from course_utils.widgets.mnist.mistakes_picture import SHOWN, percent


@pytest.fixture(scope="module")
def network(few_digits):
    """A network that has seen 600 digits six times: right on most of them, and wrong on some."""
    network = Network([784, 16, 10], dtype=np.float32)
    list(Trainer(network, SGD(0.1), *few_digits.train, batch_size=20).run(epochs=6))
    return network


@pytest.fixture
def demo(network, few_digits):
    demo = Mistakes(network, few_digits.train)
    yield demo
    demo.close()


def test_it_begins_with_the_most_confident_mistakes(demo):
    answers, wrong = demo.answers, np.flatnonzero(demo.answers.answers != demo.answers.labels)
    worst = wrong[answers.probabilities[wrong].argmax()]
    assert len(wrong) > SHOWN
    assert demo.picture.pairs.texts[0] == f"{answers.labels[worst]}→{answers.answers[worst]}"
    assert demo.picture.probabilities.texts[0] == percent(answers.probabilities[worst])
    np.testing.assert_array_equal(demo.picture.digits.get_array()[:28, :28].ravel(), demo.images[worst])
    assert demo.picture.title.get_text() == f"The most confident mistakes ({SHOWN} of {len(wrong)})"


def test_a_click_on_a_cell_shows_its_digits(demo, page):
    cell = demo._most_frequent_mistake()
    n = demo.answers.confusion(0)[cell]
    page.point("down", demo.picture.matrix_axes, cell[1] + 0.9, cell[0] + 0.1)
    assert demo.cell == cell
    assert demo.picture.pairs.texts == [f"{cell[0]}→{cell[1]}"] * min(n, SHOWN)
    assert demo.picture.title.get_text().startswith(f"{cell[0]} answered as {cell[1]}, most confident first (")
    x, y = demo.picture.frame.get_data()
    assert (min(x), max(x), min(y), max(y)) == (cell[1], cell[1] + 1, cell[0], cell[0] + 1)
    page.point("move", demo.picture.matrix_axes, 12, -3)  # beyond the corner
    assert demo.cell == (0, 9)
    page.point("up", demo.picture.matrix_axes, 5, 5)
    assert demo.cell == (0, 9)
    demo.all_button.click()
    assert demo.cell is None and np.isnan(demo.picture.frame.get_xdata()).all()


def test_what_is_left_of_an_earlier_cell_goes_away(demo):
    empty = next(map(tuple, np.argwhere(demo.answers.confusion(0) == 0).tolist()))
    demo.choose(empty)
    assert demo.picture.pairs.texts == demo.picture.probabilities.texts == []
    assert not demo.picture.digits.get_array().any()
    assert demo.picture.title.get_text().endswith("(none)")
    assert demo.figure.alt.endswith("There are none.")


def test_arrow_keys_go_from_cell_to_cell(demo, page):
    page.say(type="key", key="ArrowLeft")
    confusion = demo.answers.confusion(0)
    np.fill_diagonal(confusion, 0)
    assert confusion[demo.cell] == confusion.max()
    demo.choose((0, 8))
    for key, cell in [("Right", (0, 9)), ("Right", (0, 9)), ("Up", (0, 9)), ("Down", (1, 9)), ("Left", (1, 8))]:
        page.say(type="key", key=f"Arrow{key}")
        assert demo.cell == cell
    page.say(type="key", key="m")
    assert demo.cell is None


def test_the_matrix_shades_mistakes_and_no_right_answer(demo):
    shades, confusion = demo.picture.shades.get_array(), demo.answers.confusion(0)
    assert not np.diag(shades).any()
    np.testing.assert_array_equal(shades != 0, confusion - np.diag(np.diag(confusion)) > 0)
    right, wrong = (sum(map(int, labels.texts)) for labels in (demo.picture.right, demo.picture.wrong))
    assert (right + wrong, right) == demo.answers.how_many(0)


def test_the_counts_stand_in_their_cells(demo):
    confusion = demo.answers.confusion(0)
    for labels in (demo.picture.right, demo.picture.wrong):
        for text, (x, y) in zip(labels.texts, labels.artist.get_offsets(), strict=True):
            assert int(text) == confusion[int(y), int(x)]


def test_a_higher_threshold_answers_fewer_and_says_how_many_are_right(demo, page):
    demo.threshold.value = 0.6
    given = demo.answers.probabilities >= 0.6
    right = (demo.answers.answers == demo.answers.labels) & given
    assert 0 < right.sum() < given.sum() < 600
    share = right.sum() / given.sum()
    assert f"Answers <b>{given.sum()}</b> of 600 digits ({given.mean():.2%})" in demo.line.value
    assert f"right: <b>{right.sum()}</b> of these (<b>{share:.2%}</b>)" in demo.line.value
    assert f"mistakes: <b>{given.sum() - right.sum()}</b>" in demo.line.value
    x, y = demo.picture.point.get_data()
    assert (x[0], y[0]) == (pytest.approx(given.mean()), pytest.approx(share))
    assert all(float(text[:-1]) >= 60 for text in demo.picture.probabilities.texts)
    assert sum(map(int, demo.picture.right.texts)) == right.sum()


def test_dragging_on_the_curve_moves_the_threshold(demo, page):
    for threshold in (0.9, 0.5):
        coverage = (demo.answers.probabilities >= threshold).mean()
        page.point("down", demo.picture.curve_axes, coverage, 0.99)
        assert demo.threshold.value == threshold


def test_where_nothing_is_answered_it_says_so(few_digits):
    unsure = Network([784, 10])
    unsure.vector[:] = 0  # ten equal probabilities
    demo = Mistakes(unsure, few_digits.validation)
    demo.threshold.value = 0.2
    assert "Answers <b>none</b> of 100 digits: no probability is as high as 20 %" in demo.line.value
    assert demo.text.endswith("At a probability of 20 % or more it answers none of them.")
    assert np.isnan(demo.picture.point.get_xdata()).all()
    assert demo.picture.pairs.texts == []
    demo.close()


def test_a_network_without_mistakes_is_shown_too(network, few_digits):
    right = np.flatnonzero(Mistakes(network, few_digits.train).answers.answers == few_digits.train.labels)
    demo = Mistakes(network, [part[right] for part in few_digits.train])
    assert "answers all of them; of its answers, all are right" in demo.text
    assert demo.picture.title.get_text() == "The most confident mistakes (none)"
    assert len(demo.still()) > 1000
    demo.close()


def test_a_network_of_other_sizes_leaves_nothing_behind(few_digits):
    with pytest.raises(ValueError, match="784 inputs and 10 outputs"):
        Mistakes(Network([784, 16, 3]), few_digits.validation)


@pytest.mark.parametrize(
    ("probability", "text"), [(0.99996, "99.9%"), (1.0, "100.0%"), (0.1, "10.0%"), (0.29, "29.0%")]
)
def test_probabilities_are_rounded_down(probability, text):
    assert percent(probability) == text


def test_words_and_frames(demo, page):
    for threshold in (0, 0.9, 0.99):
        demo.threshold.value = threshold
        for cell in (None, (3, 3), (4, 9)):
            demo.choose(cell)
            assert 60 <= len(demo.text) <= 800 and demo.text.endswith(".")
            assert page.frames[-1][0]["alt"].startswith(demo.text)
    assert max(len(png) for _, png in page.frames) <= 40_000
