"""How a verdict is shown: as text, and as a panel."""

from course_utils.exercises import check
from course_utils.losses import accuracy


def test_digits_are_added_until_a_difference_shows():
    verdict = check("accuracy", lambda scores, labels: accuracy(scores, labels) + 2e-5)
    assert dict(verdict.evidence)["got"] == "1.00002"


def test_the_panel_says_the_same_and_lets_no_markup_through():
    def raises_markup(logits):
        raise ValueError("<script>alert(1)</script>")

    verdict = check("softmax", raises_markup)
    page = verdict._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page
    for text in ("→ softmax: not yet.", verdict.message, "logits = [[3.0, −1.0]]"):
        assert text in page
