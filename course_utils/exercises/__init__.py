"""The notebooks' exercises: what they ask, how an answer is checked, what each mistake means.

`check(name, answer)` tries a function and says how it does, `hint(name)` gives a hint, `reveal(name)`
shows the course's own, `progress(notebook)` sums up, `names()` lists them all, and
`yours_or_ours(name, answer)` is your function once it passes. `grade(name, answer, points)` judges
homework. The library is the answer key: where it has the function, that is the right answer. The
others stand beside their exercise.
"""

from course_utils.exercises.catalogue import names
from course_utils.exercises.checking.check import check
from course_utils.exercises.checking.grade import grade
from course_utils.exercises.checking.hints import hint
from course_utils.exercises.checking.progress import progress
from course_utils.exercises.checking.reveal import reveal
from course_utils.exercises.checking.seal import open_test_set
from course_utils.exercises.checking.stand_in import yours_or_ours

__all__ = ["check", "grade", "hint", "names", "open_test_set", "progress", "reveal", "yours_or_ours"]
