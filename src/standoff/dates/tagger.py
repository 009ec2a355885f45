"""Finding TIMEX3 expressions in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from standoff.dates.expression import Meaning
from standoff.dates.grammar import Match, grammar
from standoff.dates.lexer import Tokens
from standoff.dates.moment import Moment
from standoff.dates.timex import Timex

_APPOSED: Final = ((), (",",))
_LINKED: Final = (("on",), ("of",))


def find(text: str, dct: date, *, narrative: bool = False) -> list[Timex]:
    """Return the TIMEX3 expressions of an English text, in order and without overlaps.

    Parameters
    ----------
    text
        Any text; offsets are code points into it.
    dct
        The document creation time, from which "today" and "last year" are counted.
    narrative
        Count them from the last date that the text names instead, as suits a text without a dateline such as a history.

    >>> [(found.value, found.rule) for found in find("They leave two days after May 1.", date(2021, 3, 27))]
    [('P2D', 'duration'), ('2021-05-01', 'month day')]
    """
    tokens = grammar().lexer.tokens(text)
    found = _merged(tokens, grammar().matches(tokens, dct, narrative=narrative))
    return [
        Timex(
            tokens.starts[one.begin],
            tokens.ends[one.end - 1],
            one.meaning.type,
            one.meaning.value,
            one.meaning.mod,
            one.rule,
        )
        for one in found
    ]


def _merged(tokens: Tokens, matches: Iterable[Match]) -> Iterator[Match]:
    """Make one expression of neighbours that are one: "noon on Friday", "Sunday, March 8"."""
    last: Match | None = None
    for match in matches:
        joined = _joined(tokens, last, match) if last else match
        if last and not joined:
            yield last
        last = joined or match
    if last:
        yield last


def _joined(tokens: Tokens, left: Match, right: Match) -> Match | None:
    gap = tuple(tokens.words[left.end : right.begin])
    if gap not in (*_APPOSED, *_LINKED):
        return None
    meaning = _time_of_day(left.meaning, right.meaning)
    if gap in _APPOSED:
        meaning = meaning or _time_of_day(right.meaning, left.meaning) or _same_date(left.meaning, right.meaning)
    return Match(left.begin, right.end, meaning, left.rule) if meaning else None


def _time_of_day(time: Meaning, day: Meaning) -> Meaning | None:
    """Return the time on that day, where one is a time and the other a day or, behind a clock time, a part of one."""
    moment, part = Moment.of(day.value), day.value.partition("T")[2]
    if time.type != "TIME" or moment is None or moment.unit != "D":
        return None
    if part and (part[0].isdigit() or not time.value.partition("T")[2][:1].isdigit()):
        return None
    return Meaning("TIME", f"{moment.value}T{time.value.partition('T')[2]}", time.mod)


def _same_date(left: Meaning, right: Meaning) -> Meaning | None:
    return left if left.type == right.type == "DATE" and left.value == right.value else None
