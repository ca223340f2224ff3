"""How many points each exercise has as homework: the one table to change."""

from course_utils.exercises.catalogue import LESSONS
from course_utils.exercises.exercise import Exercise

OTHER_THAN_ONE = {  # what takes several steps
    "two_layer_backward": 2,
    "early_stopping": 2,
    "train": 2,
    "fit_into_box": 2,
}
# The missions of the playground have none: they are solved with the mouse, and no notebook holds that.
POINTS = {
    lesson.NOTEBOOK: {
        task.name: OTHER_THAN_ONE.get(task.name, 1) for task in lesson.EXERCISES if isinstance(task, Exercise)
    }
    for lesson in LESSONS
}
