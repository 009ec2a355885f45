"""Lengths of time, and times that recur."""

from __future__ import annotations

from typing import Final

from standoff.dates.expression import Expression, Meaning
from standoff.dates.numbers import plain
from standoff.dates.rule import Rule, always, never
from standoff.dates.vocabulary import context_words

_HALVES: Final = {"TH": "PT30M", "DE": "P5Y", "CE": "P50Y"}
"""Half of a unit in whole smaller ones."""


def duration(found: Expression) -> Meaning:
    """Read "two weeks"."""
    return Meaning("DURATION", _length(found.count, found.unit))


def one_unit(found: Expression) -> Meaning | None:
    """Read "a week", unless it says how much of something comes in it ("barrels a day")."""
    is_rate = found.before.endswith("s") and found.before not in ("is", "was", "has", "as", "lasts", "takes")
    if is_rate or found.unit == "TS" or (found.unit == "Q" and found.after == "of"):
        return None
    count = 1.5 if found.words[-1] == "half" else 0.5 if found.words[0] == "half" else 1.0
    return Meaning("DURATION", _length(count, found.unit))


def half_unit(found: Expression) -> Meaning:
    """Read "half-hour"."""
    return Meaning("DURATION", _length(0.5, found.unit))


def unnumbered(found: Expression) -> Meaning:
    """Read "for years"."""
    return Meaning("DURATION", _length(None, found.unit))


def every_unit(found: Expression) -> Meaning:
    """Read "every two weeks", "twice a week"."""
    return Meaning("SET", _length(2 if found.has("other") else found.count, found.unit))


def times_a_unit(found: Expression) -> Meaning:
    """Read "three times a week"."""
    return Meaning("SET", _length(1, found.unit))


def every_weekday(found: Expression) -> Meaning:
    """Read "every Monday", "Monday mornings"."""
    part = f"T{found.value('PART' if 'PART' in found else 'PARTS')}" if "PART" in found or "PARTS" in found else ""
    return Meaning("SET", f"XXXX-WXX-{found.number('WEEKDAY', 'WEEKDAYS')}{part}")


def every_part(found: Expression) -> Meaning:
    """Read "every morning"."""
    return Meaning("SET", f"XXXX-XX-XXT{found.value('PART')}")


def every_month(found: Expression) -> Meaning:
    """Read "every July"."""
    return Meaning("SET", f"XXXX-{found.number('MONTH'):02}")


def every_season(found: Expression) -> Meaning:
    """Read "every summer"."""
    return Meaning("SET", f"XXXX-{found.value('SEASON')}")


def adverb(found: Expression) -> Meaning | None:
    """Read "annually", but not "the daily toll": an adjective is followed by its noun."""
    is_adjective = found.after.islower() and found.after not in context_words("after_adverbs")
    is_name = found.text[found.begin].istitle() and found.after[:1].isupper()
    return None if is_adjective or is_name else Meaning("SET", found.value("ADVERB"))


def _length(number: float | None, unit: str) -> str:
    if number == 0.5 and unit in _HALVES:
        return _HALVES[unit]
    weeks = 2 if unit == "2W" else 1
    count, unit = "X" if number is None else plain(weeks * number), unit.removeprefix("2")
    return f"PT{count}{unit.removeprefix('T')}" if unit == "NI" or unit[0] == "T" else f"P{count}{unit}"


_EXTRA = "(more | full | straight | consecutive | whole | additional | entire | solid | trading | business | working)"
_BEFORE = "(for | in | within | over | after | took | take | takes | lasted | last | spent | just | only)"

# fmt: off
RULES = (
    Rule("rate", "(NOISE | NUMBER) (times)? (a | an | per) UNIT", never, "1,000 a day", ""),
    Rule("age", "NUMBER (-)? ANYUNIT (-)? (old | of age)", never, "she is 37 years old", ""),
    Rule("as many", "as many UNITS", never, "the second time in as many weeks", ""),
    Rule("quarter of a century", "(a)? quarter (-)? (of a)? century", always(Meaning("DURATION", "P25Y")),
         "for [a quarter of a century]", "DURATION P25Y"),
    Rule("fraction", "NUMBER - quarters", never, "three-quarters of it", ""),
    Rule("duration", f"(the NUMBER | COUNT) {_EXTRA}? (-)? UNITS", duration, "for [two weeks]", "DURATION P2W"),
    Rule("duration of a number", "NUMBER UNIT", duration, "a [three hour] meeting", "DURATION PT3H"),
    Rule("compound duration", "(NUMBER | VAGUE) - ANYUNIT", duration, "the [19-year] war", "DURATION P19Y"),
    Rule("range of durations", "NUMBER (to | or | -) NUMBER (-)? UNITS", duration,
         "for [two to three weeks]", "DURATION P2W"),
    Rule("unit-long", "(a)? [ (NUMBER -)? UNIT - long ]", duration, "a [week-long] truce", "DURATION P1W"),
    Rule("which units",
         f"(the | these | its | his | her | their)? (WHICH | first | latest | final) COUNT {_EXTRA}? ANYUNIT",
         duration, "in [the past three months]", "DURATION P3M"),
    Rule("the past unit", "the (last | past) UNIT", duration, "in [the past month]", "DURATION P1M"),
    Rule("one unit", f"(a | an | another | half a | half an) {_EXTRA}? UNIT (and a half)?", one_unit,
         "within [a week]", "DURATION P1W"),
    Rule("half a unit", "half - UNIT", half_unit, "a [half-hour] meeting", "DURATION PT30M"),
    Rule("unit that ended", "[ the (fiscal)? UNIT ] (ended | ending)", one_unit,
         "in [the year] ending May 31", "DURATION P1Y"),
    Rule("units", f"{_BEFORE} [ UNITS (or UNITS)? ]", unnumbered, "they argued for [weeks]", "DURATION PXW"),
    Rule("units of", "[ UNITS ] (of | later | earlier | ahead | after | before)", unnumbered,
         "It took him [months] of talks", "DURATION PXM"),
    Rule("coming units", "(the)? (coming | next) UNITS", unnumbered, "in [the coming weeks]", "DURATION PXW"),
    Rule("a while", "(some time | a while)", always(Meaning("DURATION", "PXX")), "for [some time]", "DURATION PXX"),
    Rule("every unit", "(every | each) ((other)? | NUMBER) ANYUNIT", every_unit, "[every two weeks]", "SET P2W"),
    Rule("times a unit", "(once | twice | NUMBER times) (a | an | every | per) UNIT", times_a_unit,
         "met [twice a week]", "SET P1W"),
    Rule("unit after unit", "UNIT after UNIT", times_a_unit, "bombed [night after night]", "SET PT1NI"),
    Rule("every weekday", "(every | each) WEEKDAY (PART)?", every_weekday, "meets [every Monday]", "SET XXXX-WXX-1"),
    Rule("weekdays", "(WEEKDAYS | WEEKDAY PARTS)", every_weekday, "meets on [Mondays]", "SET XXXX-WXX-1"),
    Rule("every part", "(every | each) PART", every_part, "meets [every morning]", "SET XXXX-XX-XXTMO"),
    Rule("every month", "(every | each) MONTH", every_month, "meets [every July]", "SET XXXX-07"),
    Rule("every season", "(every | each) SEASON", every_season, "meets [every summer]", "SET XXXX-SU"),
    Rule("adverb", "ADVERB", adverb, "reports [daily]", "SET P1D"),
)
# fmt: on
