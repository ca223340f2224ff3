"""The exercise that is shown to those who write one is a whole one."""

import inspect

from course_utils.exercises import check, checking, exercise


def test_the_example_works_and_takes_some_ten_lines(monkeypatch):
    written = [line for line in exercise.__doc__.split("\n") if line.startswith("    ")]
    names = dict(vars(exercise))
    exec(inspect.cleandoc("\n".join(written)), names)
    monkeypatch.setattr(checking.check, "find", lambda name: names["DOUBLE"])
    assert check("double", lambda x: x + x).passed
    for wrong in names["DOUBLE"].wrong_answers:
        assert check("double", wrong.function).message == f"Your output equals what you get when {wrong.when}."
    table = [line for line in written if "wrong(" in line]
    assert len(written) - len(table) <= 12
