"""An expression that a rule has matched, with all that its meaning depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from standoff.dates.moment import FRACTIONS, UNITS, Moment, Unit
from standoff.dates.numbers import number_value
from standoff.dates.tense import Tense, tense_around
from standoff.dates.vocabulary import context_words

_OPENING: Final = frozenset("\"“'‘`")
_CLOSING: Final = frozenset("\"”'’")

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The type, value and modifier of a TIMEX3 expression."""

    type: TimexType
    value: str
    mod: str = ""

    @classmethod
    def on(cls, unit: Unit, moment: Moment, mod: str = "") -> Meaning:
        """Return the date that is the stretch of that unit around `moment`."""
        return cls("DATE", moment.to(unit).value, mod)


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
        day = moment if moment.unit == "D" else self.day
        return History(moment, day, moment if moment.unit == "Q" else self.quarter)


@dataclass(frozen=True)
class Expression:
    """What a pattern matched, and where it stands.

    Parameters
    ----------
    created
        The day from which "today" and "last week" are counted.
    history
        The dates before the expression.
    text
        The words of the whole text.
    begin, end
        The place of the expression among them.
    named
        The words in lower case under each class, shape and macro of the pattern; absent where it matched nothing.
    classes
        The values of the words of each class.
    """

    created: date
    history: History
    text: Sequence[str]
    begin: int
    end: int
    named: Mapping[str, Sequence[str]]
    classes: Mapping[str, Mapping[str, int | str]]

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of the expression, in lower case."""
        return [word.lower() for word in self.text[self.begin : self.end]]

    @property
    def before(self) -> str:
        """The word before the expression in lower case, or nothing at the beginning of the text."""
        return self.word(-1)

    def word(self, offset: int) -> str:
        """Return the word that many places from the beginning, in lower case, or nothing outside the text."""
        place = self.begin + offset
        return self.text[place].lower() if 0 <= place < len(self.text) else ""

    @property
    def before_as_written(self) -> str:
        """The word before the expression as it stands, or nothing at the beginning of the text."""
        return self.text[self.begin - 1] if self.begin else ""

    @property
    def is_quoted(self) -> bool:
        """Whether the expression stands in quotation marks alone, as the name of something."""
        behind = self.text[self.end : self.end + 2]
        return self.before in _OPENING and bool(_CLOSING.intersection(behind if behind[:1] == [","] else behind[:1]))

    @property
    def names_show(self) -> bool:
        """Whether the expression, if it has a capital, is a name: "Today" in quotation marks, the Today show."""
        return self.is_quoted or self.after.lower() in ("show", "program", "programme")

    @property
    def is_adjective(self) -> bool:
        """Whether what follows is most likely a noun that the expression belongs to."""
        is_over = self.after in context_words("after_adverbs")
        is_over = is_over or (self.before in ("in", "during") and self.after in context_words("subjects"))
        return self.after.isalnum() and not is_over

    @property
    def after(self) -> str:
        """The word behind the expression as it stands, or nothing at the end of the text."""
        return self.text[self.end] if self.end < len(self.text) else ""

    @property
    def today(self) -> Moment:
        """The day from which "today" is counted."""
        return Moment("D", self.created)

    @property
    def anchor(self) -> Moment:
        """What "the following week" is counted from: the last date, or else today."""
        return self.history.last or self.today

    @property
    def anchor_day(self) -> Moment:
        """What "the following day" is counted from: the last date that is a day, or else today."""
        return self.history.day or self.today

    @cached_property
    def tense(self) -> Tense:
        """The tense of the words around the expression."""
        return tense_around(self.text, self.begin, self.end)

    def __contains__(self, name: str) -> bool:
        return name in self.named

    def has(self, *words: str) -> bool:
        """Say whether one of the words is in the expression."""
        return any(word in self.words for word in words)

    def value(self, name: str) -> str:
        """Return the value of the class `name`, or the word itself where it is a shape."""
        word = " ".join(self.named[name][0].split())
        return str(self.classes[name][word]) if name in self.classes else word

    def number(self, *names: str) -> int:
        """Return the number that the first of the classes, shapes and macros that matched names; 0 where none did."""
        for name in names:
            if name in self.named:
                value = self.value(name) if name in self.classes else None
                return int(value) if value is not None else int(number_value(self.named[name], self.numbers) or 0)
        return 0

    @cached_property
    def count(self) -> float | None:
        """The number of units, 1 where none was named, 1.5 in "a year and a half", None for a vague one."""
        words = next((self.named[name] for name in ("COUNT", "NUMBER", "VAGUE") if name in self.named), None)
        if words is None:
            return 1.5 if "HALF" in self else 1.0
        number = number_value(words, self.numbers)
        return number + 0.5 if number and "HALF" in self else number

    @cached_property
    def unit(self) -> str:
        """The designator of the unit that was named, or of a day where none was."""
        word = next((self.named[name][0] for name in ("ANYUNIT", "UNIT", "UNITS") if name in self.named), "day")
        return str(self.classes["UNIT"].get(word) or self.classes["UNITS"][word])

    @cached_property
    def calendar_unit(self) -> Unit | None:
        """The unit that was named if it is one of the calendar, a day or longer."""
        return self.unit if self.unit in UNITS else None

    @property
    def steps(self) -> tuple[Unit | None, int | None]:
        """The unit and the whole number of it, or of the unit below it ("half a century" is 50 years)."""
        unit, count = self.calendar_unit, self.count
        if count is None or unit is None or count == int(count):
            return unit, None if count is None else int(count)
        smaller, factor = FRACTIONS.get(unit, (None, 1))
        return smaller, int(count * factor)

    @property
    def numbers(self) -> Mapping[str, int | str]:
        """The values of number words."""
        return {**self.classes["CARDINAL"], **self.classes["ORDINAL"], **self.classes["VAGUE"]}
