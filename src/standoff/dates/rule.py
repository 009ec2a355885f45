"""What a rule is, what it sees and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from standoff.dates.moment import Moment, Unit
from standoff.dates.numbers import number_value
from standoff.dates.tense import Tense, tense_around

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The type, value and modifier of a TIMEX3 expression."""

    type: TimexType
    value: str
    mod: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The dates that went before, for expressions such as "that day".

    Parameters
    ----------
    last
        The last date of any length.
    day, quarter
        The last one that is a day, and that is a quarter of a year.
    """

    last: Moment | None = None
    day: Moment | None = None
    quarter: Moment | None = None

    def after(self, meaning: Meaning) -> History:
        """Return the history with one more expression."""
        moment = Moment.of(meaning.value) if meaning.type in ("DATE", "TIME") else None
        if moment is None:
            return self
        return History(
            moment,
            day=moment if moment.unit == "D" else self.day,
            quarter=moment if moment.unit == "Q" else self.quarter,
        )


@dataclass(frozen=True)
class Context:
    """Where an expression stands.

    Parameters
    ----------
    created
        The document creation time.
    history
        The dates before the expression.
    words
        The words of the text.
    begin, end
        The expression's place among them.
    """

    created: date
    history: History
    words: Sequence[str]
    begin: int
    end: int

    @property
    def today(self) -> Moment:
        """The day of the document creation time."""
        return Moment("D", self.created)

    @property
    def anchor(self) -> Moment:
        """What anaphoric expressions count from: the last date, or else today."""
        return self.history.last or self.today

    @property
    def anchor_day(self) -> Moment:
        """The last date that is a day, or else today."""
        return self.history.day or self.today

    @cached_property
    def tense(self) -> Tense:
        """The tense of the words around the expression."""
        return tense_around(self.words, self.begin, self.end)

    @property
    def before(self) -> str:
        """The word before the expression, or nothing at the beginning."""
        return self.words[self.begin - 1] if self.begin else ""

    @property
    def after(self) -> str:
        """The word behind the expression, or nothing at the end."""
        return self.words[self.end] if self.end < len(self.words) else ""


@dataclass(frozen=True)
class Captures:
    """What a pattern matched.

    Parameters
    ----------
    words
        The words of the expression, in lower case.
    named
        The words under each class and macro of the pattern; a name is absent where it matched nothing.
    classes
        The values of the words of each class.
    """

    words: Sequence[str]
    named: Mapping[str, Sequence[str]]
    classes: Mapping[str, Mapping[str, int | str]]

    def __contains__(self, name: str) -> bool:
        return name in self.named

    def has(self, *words: str) -> bool:
        """Say whether one of the words is in the expression."""
        return any(word in self.words for word in words)

    def text(self, name: str) -> str:
        """Return the value of the class `name`, or the word itself where it is a shape."""
        word = self.named[name][0]
        return str(self.classes[name][word]) if name in self.classes else word

    def int(self, name: str) -> int:
        """Return the number that the class, shape or macro `name` matched, or 0 where it matched nothing."""
        if name not in self.named:
            return 0
        word = self.named[name][0]
        if name in self.classes and word in self.classes[name]:
            return int(self.classes[name][word])
        return int(number_value(self.named[name], self._numbers) or 0)

    @cached_property
    def count(self) -> float | None:
        """The number that was named, 1 where none was, None for a vague one such as "several"."""
        words = next((self.named[name] for name in ("COUNT", "NUMBER", "VAGUE") if name in self.named), ())
        return number_value(words, self._numbers)

    @cached_property
    def unit(self) -> str:
        """The designator of the unit that was named, or of a day where none was."""
        word = next((self.named[name][0] for name in ("ANYUNIT", "UNIT", "UNITS") if name in self.named), "day")
        return str(self.classes["UNIT"].get(word) or self.classes["UNITS"][word])

    @property
    def _numbers(self) -> Mapping[str, int | str]:
        return {**self.classes["CARDINAL"], **self.classes["ORDINAL"], **self.classes["VAGUE"]}


Resolve = Callable[[Captures, Context], Meaning | None]
"""Gives an expression its meaning, or None where it is no date after all."""


@dataclass(frozen=True)
class Rule:
    """A pattern with the function that gives what it matches a meaning.

    Parameters
    ----------
    name
        Says in a suggestion why it was made.
    example
        A text with the expression in square brackets, read in an article of Saturday, 2021-03-27.
    meaning
        Type, value and modifier of the example, such as ``DATE 2021-05 START``.
    """

    name: str
    pattern: str
    resolve: Resolve
    example: str
    meaning: str


def nothing(found: Captures, at: Context) -> Meaning | None:  # noqa: ARG001 - every resolver has these parameters
    """Return no date: the words of a rate, an age or an idiom, which other rules would take for one."""
    return None


def on(unit: Unit, moment: Moment, mod: str = "") -> Meaning:
    """Return the date that is the stretch of that unit around `moment`."""
    return Meaning("DATE", moment.to(unit).value, mod)
