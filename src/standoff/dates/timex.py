"""What the tagger finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 expression.

    Parameters
    ----------
    start, end
        Half-open interval of code points.
    type
        ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
    value
        The TIMEX3 value, resolved against the document creation time.
    mod
        The TIMEX3 modifier, or nothing.
    rule
        The name of the rule that found it.
    """

    start: int
    end: int
    type: str
    value: str
    mod: str = ""
    rule: str = ""
