"""What a check says, as text and as a small panel in the notebook."""

import html
from dataclasses import dataclass

MARKS = {"passed": "✓", "not written yet": "○", "not yet": "→"}
# Blue for a pass, orange for "not yet", both from the reader's theme; the mark and the words
# say the same without colour.
COLOURS = {
    "passed": "var(--jp-brand-color1, #1976d2)",
    "not written yet": "var(--jp-border-color1, #9e9e9e)",
    "not yet": "var(--jp-warn-color1, #f57c00)",
}
PANEL = (
    "border-left: 5px solid {colour}; padding: 0.5em 1em; line-height: 1.5; "
    "background: var(--jp-layout-color1, white); color: var(--jp-content-font-color1, black)"
)
NUMBERS = "margin: 0; color: inherit; background: none; white-space: pre-wrap"
CELL = "padding: 0.1em 1em 0.1em 0; text-align: left; vertical-align: top; border: none"


@dataclass(frozen=True)
class Verdict:
    """The answer to one try: `.passed`, `.message`, and what the notebook shows."""

    name: str
    status: str
    message: str
    evidence: tuple = ()  # pairs of a label and a value written out
    hints: tuple = ()
    more: str = ""  # what else there is

    @property
    def passed(self):
        """Whether the exercise is solved."""
        return self.status == "passed"

    def __repr__(self):
        lines = [f"{MARKS[self.status]} {self.name}: {self.status}. {self.message}"]
        more = [("more", self.more)] if self.more else []
        for label, text in (*self.evidence, *(("hint", hint) for hint in self.hints), *more):
            first, *rest = text.split("\n")
            lines += [f"  {label:<9} {first}", *(" " * 12 + line for line in rest)]
        return "\n".join(lines)

    def _repr_html_(self):
        heading = f"{MARKS[self.status]} {self.name}: {self.status}."
        rows = "".join(_row(label, text) for label, text in self.evidence)
        table = f'<table style="margin: 0.5em 0; border: none">{rows}</table>' if rows else ""
        hints = "".join(f"<div><b>Hint.</b> {_prose(hint)}</div>" for hint in self.hints)
        more = f"<div>{_prose(self.more)}</div>" if self.more else ""
        return panel(self.status, heading, self.message, table + hints + more)


def panel(status, heading, text, more=""):
    """A small panel as HTML: a heading, a text, and more HTML."""
    start = f'<div style="{PANEL.format(colour=COLOURS[status])}">'
    return f"{start}<div><b>{html.escape(heading)}</b> {_prose(text)}</div>{more}</div>"


def _row(label, text):
    value = f'<pre style="{NUMBERS}">{html.escape(text)}</pre>'
    return (
        f'<tr style="background: none"><td style="{CELL}">{html.escape(label)}</td><td style="{CELL}">{value}</td></tr>'
    )


def _prose(text):
    """Prose as HTML, with what stands between backticks as code."""
    pieces = html.escape(text).split("`")
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces))
