"""The lines of words under a picture."""

import html

from ipywidgets import HTML

LONGEST_ERROR = 300  # characters of it that are shown


class StatusLine(HTML):
    """A line that says how things stand, or one sentence that must not be missed.

    `look` is the class of style that it has ("course-status", "course-rule"). With `keeps_room`, an empty line takes
    as much room as a full one, so that what stands below does not move.
    """

    def __init__(self, look="course-status", keeps_room=True, **options):
        super().__init__(**options)
        self._look, self._keeps_room = look, keeps_room
        self._write("")

    def show(self, text):
        """Say how things stand; `text` is HTML."""
        tag = "span" if self._look == "course-status" else "div"  # a rule in several lines is a block of its own
        self._write(f'<{tag} class="{self._look}" role="status">{text}</{tag}>')

    def say(self, sentence):
        """Show a sentence that stands out and that screen readers speak at once; an empty one takes it away."""
        note = f'<span class="course-note" role="alert">{html.escape(sentence)}</span>'
        self._write(note if sentence else "")

    def fail(self, error):
        """Say what went wrong."""
        self.say(f"Stopped by an error: {type(error).__name__}: {error}"[:LONGEST_ERROR])

    def _write(self, text):
        self.value = text
        if not self._keeps_room:
            self.layout.display = None if text else "none"
