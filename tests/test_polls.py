"""The polls without a browser: complete questions, a state that can be driven, a text for anywhere."""

import pytest
import traitlets

from course_utils.polls import names, poll


@pytest.fixture(params=names())
def any_poll(request):
    return poll(request.param)


def test_the_polls_in_the_order_of_the_lessons():
    assert names() == ["weight_matrix", "relu", "data_splits", "a_tenth_better", "sure_of_a_letter"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("weight_matrix", "8 × 32"),
        ("relu", "It either stays the same or becomes zero."),
        ("data_splits", "Validation"),
        ("a_tenth_better", "That cannot be told from these two numbers"),
        ("sure_of_a_letter", "If it had to be a digit, then rather a four than the other nine"),
    ],
)
def test_the_right_choice(name, right):
    assert [choice["text"]["plain"] for choice in poll(name).choices if choice["right"]] == [right]


def test_the_words_that_make_the_questions_exact():
    assert "maps 32 inputs straight to 8 class scores" in poll("weight_matrix").text
    assert "is right where each example is a row" in poll("weight_matrix").choose("C")
    assert "B  It is multiplied by the same non-zero constant for every input." in poll("relu").text


def test_every_choice_has_feedback_of_its_own(any_poll):
    assert 3 <= len(any_poll.choices) <= 5
    feedback = [any_poll.choose(choice["letter"]) for choice in any_poll.choices]
    assert len(set(feedback)) == len(feedback)
    for text, choice in zip(feedback, any_poll.choices, strict=True):
        assert len(text) > 80
        assert text.startswith("Yes.") == choice["right"]


def test_formulas_are_closed_and_have_a_plain_form(any_poll):
    parts = [any_poll.question, *(choice[part] for choice in any_poll.choices for part in ("text", "feedback"))]
    for part in parts:
        assert part["latex"].count("$") % 2 == 0
        assert not set(part["plain"]) & set("$\\{}")


def test_one_can_choose_and_change_ones_mind():
    weights = poll("weight_matrix")
    weights.choose("C")
    weights.choose("B")
    assert weights.chosen == "B"
    with pytest.raises(ValueError, match="Choose one of A, B, C, D, not 'E'"):
        weights.choose("E")
    assert weights.chosen == "B"


def test_reset_forgets_all_but_the_mode():
    weights = poll("weight_matrix")
    weights.choose("C")
    weights.reveal()
    weights.counting, weights.counts = True, [3, 1, 4, 1]
    assert weights.revealed
    weights.reset()
    assert (weights.chosen, weights.revealed, weights.counts) == ("", False, [0, 0, 0, 0])
    assert weights.counting


def test_a_first_count_is_kept_beside_the_second():
    weights = poll("weight_matrix")
    weights.counts = [3, 1, 4, 1]
    weights.discuss()
    assert (weights.before, weights.counts) == ([3, 1, 4, 1], [0, 0, 0, 0])
    weights.reset()
    assert weights.before == []


def test_hands_are_whole_numbers_from_0():
    weights = poll("weight_matrix")
    for wrong in ([-1, 0, 0, 0], [0.5, 0, 0, 0], ["many", 0, 0, 0]):
        with pytest.raises(traitlets.TraitError):
            weights.counts = wrong


def test_the_text_stands_in_for_the_buttons():
    data, _ = poll("data_splits")._repr_mimebundle_()
    assert (
        data["text/plain"]
        == poll("data_splits").text
        == (
            "Poll: Which split?\n"
            "You train your network with the learning rates 0.1, 0.01, 0.001 and 0.0001. "
            "On which split do you compare them, to choose the best?\n"
            "  A  Train\n"
            "  B  Validation\n"
            "  C  Test\n"
            'Run this cell to choose with a click or a key, or write: print(poll("data_splits").choose("A"))'
        )
    )
    assert "application/vnd.jupyter.widget-view+json" in data


def test_an_unknown_name_is_an_error_that_helps():
    with pytest.raises(ValueError, match="There are: weight_matrix, relu, data_splits"):
        poll("weights")
