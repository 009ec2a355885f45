"""Words before and behind an expression that modify it and become part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Modifier:
    """Words that modify an expression.

    Parameters
    ----------
    pattern
        The words, in the language of `standoff.dates.pattern`.
    mod
        The TIMEX3 modifier; nothing where TIMEX3 has none.
    types
        The types of expression that they modify.
    example
        A text with the modified expression in square brackets, read in an article of Saturday, 2021-03-27.
    meaning
        Its type, value and modifier.
    counted
        Whether they modify only an expression that begins with a number.
    """

    pattern: str
    mod: str
    types: str
    example: str
    meaning: str
    counted: bool = False


# fmt: off
BEFORE: Final = (
    Modifier("(the)? (very)? early (- | in | on)? (the)?", "START", "DATE TIME",
             "met [early on Friday]", "DATE 2021-03-26 START"),
    Modifier("earlier (the)?", "START", "DATE TIME", "met [earlier this month]", "DATE 2021-03 START"),
    Modifier("(the)? (beginning | start | onset) of (the)?", "START", "DATE TIME",
             "since [the beginning of March]", "DATE 2021-03 START"),
    Modifier("(the)? (mid | middle of | midst of) (-)? (the)?", "MID", "DATE TIME",
             "since [mid-2019]", "DATE 2019 MID"),
    Modifier("(the)? (very)? late (- | in | on)? (the)?", "END", "DATE TIME", "in [the late 1990s]", "DATE 199 END"),
    Modifier("(the)? (first | early) (half | part) of (the)?", "START", "DATE TIME",
             "in [the first half of the 20th century]", "DATE 19 START"),
    Modifier("(the)? (second | latter | last) (half | part) of (the)?", "END", "DATE TIME",
             "in [the latter half of the 1980s]", "DATE 198 END"),
    Modifier("end -", "END", "DATE", "by [end-2019]", "DATE 2019 END"),
    Modifier("later (the)?", "END", "DATE TIME", "will meet [later this month]", "DATE 2021-03 END"),
    Modifier("(the)? (end | close) of (the)?", "END", "DATE TIME", "at [the end of 2019]", "DATE 2019 END"),
    Modifier("(just)? (about | around | approximately | roughly | some)", "APPROX", "DATE TIME DURATION",
             "for [about two weeks]", "DURATION P2W APPROX", counted=True),
    Modifier("(nearly | almost | (just)? under | less than | fewer than | not quite)", "LESS_THAN", "DURATION DATE",
             "for [nearly 20 years]", "DURATION P20Y LESS_THAN", counted=True),
    Modifier("(no more than | not more than | up to | at most | as much as)", "EQUAL_OR_LESS", "DURATION",
             "for [up to two weeks]", "DURATION P2W EQUAL_OR_LESS", counted=True),
    Modifier("(more than | just over | well over | upwards of | longer than)", "MORE_THAN", "DURATION DATE",
             "for [more than two weeks]", "DURATION P2W MORE_THAN", counted=True),
    Modifier("(for | after | of | by | last | lasted | took | take | been) [ over ]", "MORE_THAN", "DURATION",
             "for [over two weeks]", "DURATION P2W MORE_THAN", counted=True),
    Modifier("(at least | no less than | not less than | no fewer than)", "EQUAL_OR_MORE", "DURATION",
             "for [at least two weeks]", "DURATION P2W EQUAL_OR_MORE"),
    Modifier("(nearly | almost)", "APPROX", "SET", "meet [nearly every Monday]", "SET XXXX-WXX-1 APPROX"),
    Modifier("sometime (in)?", "", "DATE", "will meet [sometime next year]", "DATE 2022"),
)
BEHIND: Final = (
    Modifier("(or later | and beyond | or beyond)", "ON_OR_AFTER", "DATE",
             "due in [2022 or later]", "DATE 2022 ON_OR_AFTER"),
    Modifier("or earlier", "ON_OR_BEFORE", "DATE", "built in [2019 or earlier]", "DATE 2019 ON_OR_BEFORE"),
    Modifier("or (more | longer)", "EQUAL_OR_MORE", "DURATION",
             "for [two weeks or more]", "DURATION P2W EQUAL_OR_MORE"),
    Modifier("or (less | fewer)", "EQUAL_OR_LESS", "DURATION", "for [two weeks or less]", "DURATION P2W EQUAL_OR_LESS"),
    Modifier("or so", "APPROX", "DATE DURATION", "for [a week or so]", "DURATION P1W APPROX"),
)
# fmt: on
