"""yours_or_ours(name, answer): your function where it passes its check, and the library's until then."""

from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.check import check


def yours_or_ours(name, answer):
    """Return `answer` if it passes its check, else the course's own function; prints which of the two it is.

    ValueError where there is no such exercise.
    """
    ours = find(name).answer
    if check(name, answer).passed:
        print(f"{name}: yours")
        return answer
    print(f"{name}: the library's, until yours passes its check")
    return ours
