"""The tests, and the kernels they start, keep no marks of passed exercises from run to run."""

import os

os.environ["COURSE_PROGRESS_FILE"] = ""
