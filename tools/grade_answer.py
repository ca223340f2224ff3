"""Judge one answer, given as text on the input, in this process alone; print whether it passes, and the verdict.

Use: python tools/grade_answer.py NAME < answer.py
"""

import json
import sys

from course_utils.exercises.catalogue import find
from course_utils.exercises.checking.grade import judge_text

verdict = judge_text(find(sys.argv[1]), sys.stdin.read())
print(json.dumps([verdict.passed, str(verdict).split("\n")[0]]))
