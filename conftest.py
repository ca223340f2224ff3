"""Settings of the tests and of the kernels that they start."""

import os

# No marks of passed exercises are kept from run to run.
os.environ["COURSE_PROGRESS_FILE"] = ""
# Matrix products on all cores wait for the slowest of them: beside a busy browser they take many times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
