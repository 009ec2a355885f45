"""Words before and behind an expression that modify it, and become part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from standoff.dates.rule import Meaning


@dataclass(frozen=True)
class Modifier:
    """Words that modify an expression.

    Parameters
    ----------
    pattern
        The words.
    mod
        The TIMEX3 modifier.
    types
        The types of expression that they modify.
    counted
        Whether they modify only an expression that begins with a number.
    """

    pattern: str
    mod: str
    types: str
    counted: bool = False


BEFORE: Final = (
    Modifier("(the)? (very)? early (in | on)? (the)?", "START", "DATE TIME"),
    Modifier("earlier (the)?", "START", "DATE TIME"),
    Modifier("(the)? (beginning | start | onset) of (the)?", "START", "DATE TIME"),
    Modifier("(the)? (mid | middle of | midst of) (-)? (the)?", "MID", "DATE TIME"),
    Modifier("(the)? late (in | on)? (the)?", "END", "DATE TIME"),
    Modifier("later (the)?", "END", "DATE TIME"),
    Modifier("(the)? (end | close) of (the)?", "END", "DATE TIME"),
    Modifier("(just)? (about | around | approximately | roughly | some)", "APPROX", "DATE TIME DURATION", counted=True),
    Modifier("(nearly | almost | (just)? under | less than | fewer than | not quite)", "LESS_THAN", "DURATION DATE", counted=True),
    Modifier("(no more than | not more than | up to | at most | as much as)", "EQUAL_OR_LESS", "DURATION", counted=True),
    Modifier("(at least | no less than | not less than | no fewer than)", "EQUAL_OR_MORE", "DURATION"),
    Modifier("(more than | just over | well over | upwards of | longer than)", "MORE_THAN", "DURATION DATE", counted=True),
    Modifier("(for | after | of | by | last | lasted | took | take | been) [ over ]", "MORE_THAN", "DURATION", counted=True),
    Modifier("sometime", "", "DATE"),
)
BEHIND: Final = (
    Modifier("(or later | and beyond | or beyond)", "ON_OR_AFTER", "DATE"),
    Modifier("or earlier", "ON_OR_BEFORE", "DATE"),
    Modifier("or (more | longer)", "EQUAL_OR_MORE", "DURATION"),
    Modifier("or (less | fewer)", "EQUAL_OR_LESS", "DURATION"),
    Modifier("or so", "APPROX", "DURATION DATE"),
)
