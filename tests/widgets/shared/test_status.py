"""StatusLine: how things stand, and what must not be missed."""

import pytest

from course_utils.widgets.shared.status import LONGEST_ERROR, StatusLine


@pytest.fixture
def make():
    made = []

    def make_one(*arguments, **options):
        made.append(StatusLine(*arguments, **options))
        return made[-1]

    yield make_one
    for line in made:
        line.layout.close()
        line.style.close()
        line.close()


def test_it_shows_html_with_the_role_of_a_status(make):
    line = make()
    assert line.value == ""
    line.show("cost <b>2</b>")
    assert line.value == '<span class="course-status" role="status">cost <b>2</b></span>'
    rule = make("course-rule")
    rule.show("F = x")
    assert rule.value == '<div class="course-rule" role="status">F = x</div>'


def test_a_sentence_has_the_role_of_an_alert_and_is_text(make):
    line = make()
    line.say("x < 3: try again.")
    assert line.value == '<span class="course-note" role="alert">x &lt; 3: try again.</span>'
    line.say("")
    assert line.value == ""


def test_an_error_is_named_and_cut(make):
    line = make()
    line.fail(ValueError("broken part"))
    assert "Stopped by an error: ValueError: broken part" in line.value
    line.fail(type("A" * 10**6, (Exception,), {})("b" * 10**6))
    assert len(line.value) < LONGEST_ERROR + 100


def test_an_empty_line_takes_room_unless_it_is_told_not_to(make):
    line, hiding = make(), make(keeps_room=False)
    assert (line.layout.display, hiding.layout.display) == (None, "none")
    hiding.say("Look here.")
    assert hiding.layout.display is None
    hiding.say("")
    assert hiding.layout.display == "none"
