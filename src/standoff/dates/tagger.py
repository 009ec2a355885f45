"""Finding TIMEX3 expressions in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from standoff.dates.expression import Meaning
from standoff.dates.grammar import Match, grammar
from standoff.dates.lexer import Tokens
from standoff.dates.moment import Moment
from standoff.dates.timex import Timex

_APPOSED: Final = ((), (",",))
_LINKED: Final = (("on",), ("of",))
_BEFORE_DAY: Final = (("(",), (")",), (")", "on"), (")", ","))
"""What may stand between a time and the day that it is of, in "2 p.m. (1400 GMT) on Friday"."""


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


def _merged(tokens: Tokens, matches: Iterable[Match]) -> list[Match]:
    """Make one expression of neighbours that are one: "noon on Friday", "Sunday, March 8"."""
    merged: list[Match] = []
    for match in matches:
        joined = _joined(tokens, merged[-1], match) if merged else None
        merged[-1:] = [joined] if joined else [*merged[-1:], match]
    for position in range(len(merged) - 1, 0, -1):
        left, right = merged[position - 1 : position + 1]
        if left.floating and not right.floating and _gap(tokens, left, right) in _BEFORE_DAY:
            day = Moment.of(right.meaning.value)
            if day and day.unit == "D":
                merged[position - 1] = replace(left, meaning=_on_day(left.meaning, day), floating=False)
    return merged


def _gap(tokens: Tokens, left: Match, right: Match) -> tuple[str, ...]:
    return tuple(tokens.words[left.end : min(right.begin, left.end + 3)])


def _joined(tokens: Tokens, left: Match, right: Match) -> Match | None:
    gap = _gap(tokens, left, right)
    if gap not in (*_APPOSED, *_LINKED):
        return None
    meaning = _time_of_day(left, right)
    if gap in _APPOSED:
        meaning = meaning or _time_of_day(right, left) or _same_date(left.meaning, right.meaning)
    return Match(left.begin, right.end, meaning, left.rule) if meaning else None


def _time_of_day(time: Match, of: Match) -> Meaning | None:
    """Return the time on that day, where one is a time and the other a day or, behind a clock time, a part of one."""
    day, part = Moment.of(of.meaning.value), of.meaning.value.partition("T")[2]
    clock, own = time.meaning.value.partition("T")[2], Moment.of(time.meaning.value)
    if time.meaning.type != "TIME" or day is None or day.unit != "D" or own is None:
        return None
    if not time.floating and own.day.isoweekday() != day.day.isoweekday():
        return None
    if part and part != clock and (part[0].isdigit() or not clock[:1].isdigit()):
        return None
    return _on_day(replace(time.meaning, value=_in_part(time, part)), day)


def _in_part(time: Match, part: str) -> str:
    """Return the value of a time, 12 hours later where only the words beside it say so: "6:30 this evening"."""
    day, _, clock = time.meaning.value.partition("T")
    is_open = time.rule in ("clock", "bare hour") and clock < "12"
    if is_open and (part in ("AF", "EV") or (part == "NI" and clock >= "05")):
        return f"{day}T{int(clock[:2]) + 12}{clock[2:]}"
    return time.meaning.value


def _on_day(time: Meaning, day: Moment) -> Meaning:
    return Meaning("TIME", f"{day.value}T{time.value.partition('T')[2]}", time.mod)


def _same_date(left: Meaning, right: Meaning) -> Meaning | None:
    is_same = left.type == right.type == "DATE" and left.value == right.value
    return left if is_same and not left.value.endswith("_REF") else None
