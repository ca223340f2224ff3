"""Benchmarks: is the course quick enough? `python -m benchmarks` prints one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; ok is None where nothing could be compared."""

    what: str
    ours: str
    compared_with: str = ""
    ratio: str = ""
    target: str = ""
    ok: bool | None = None
