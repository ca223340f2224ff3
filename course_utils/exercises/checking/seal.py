"""The seal of the test set: it is opened once, for one network, and that is kept in the progress file.

The entry stands among the names of what has passed, where other versions of the course leave it alone. Nothing that a
first look prints depends on the day or on what is in the file.
"""

import hashlib
from datetime import datetime

from course_utils.exercises.checking.progress import passed, record

ENTRY = "test set opened "


def open_test_set(mnist, network):
    """Return the test digits of `mnist`, say what this look means, and note when it was and for which network."""
    before = sorted(entry for entry in passed() if entry.startswith(ENTRY))
    seal = f"for {'-'.join(map(str, network.sizes))} ({_fingerprint(network)})"
    print(_meaning(before, seal))
    record(f"{ENTRY}{datetime.now():%Y-%m-%d %H:%M:%S} {seal}")
    return mnist.open_test_set()


def _meaning(before, seal):
    if not before:
        return "The test set is open, for the first time. Judge by it once: nothing that you change from here on."
    when, _, whose = before[-1].removeprefix(ENTRY).partition(" for ")
    if seal == f"for {whose}":
        return f"The test set was opened before, on {when}, for the same network: the number will be the same."
    return (
        f"The test set was opened before, on {when}, for another network. If what you saw then has led you to a "
        "change, it is a second validation set by now, and its number flatters you."
    )


def _fingerprint(network):
    """Eight characters that other weights do not share."""
    return hashlib.sha256(network.vector.tobytes()).hexdigest()[:8]
