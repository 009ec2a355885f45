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
    """

    pattern: str
    mod: str
    types: str


BEFORE: Final = (
    Modifier("(the | as)? (very)? (early | earlier) ((in | on))? (the)?", "START", "DATE TIME"),
    Modifier("(the)? (beginning | start | onset) of (the)?", "START", "DATE TIME DURATION"),
    Modifier("(the)? (mid | middle of | midst of | midway through) (-)? (the)?", "MID", "DATE TIME DURATION"),
    Modifier("(the)? (late | later) (in | on)? (the)?", "END", "DATE TIME"),
    Modifier("(the)? (end | close) of (the)?", "END", "DATE TIME DURATION"),
    Modifier("(about | around | approximately | roughly | some)", "APPROX", "DATE TIME DURATION"),
    Modifier("(nearly | almost | (just)? under | less than | fewer than | not quite)", "LESS_THAN", "DURATION DATE"),
    Modifier("(more than | over | (just)? over | upwards of | longer than)", "MORE_THAN", "DURATION DATE"),
    Modifier("(at least | no less than | not less than | no fewer than)", "EQUAL_OR_MORE", "DURATION"),
    Modifier("(up to | at most | no more than | not more than | as much as)", "EQUAL_OR_LESS", "DURATION"),
    Modifier("sometime", "", "DATE"),
)
BEHIND: Final = (
    Modifier("(or | and) (later | beyond | after)", "ON_OR_AFTER", "DATE"),
    Modifier("or (earlier | before)", "ON_OR_BEFORE", "DATE"),
    Modifier("or (more | longer)", "EQUAL_OR_MORE", "DURATION"),
    Modifier("or (less | fewer)", "EQUAL_OR_LESS", "DURATION"),
    Modifier("or so", "APPROX", "DURATION DATE"),
)
