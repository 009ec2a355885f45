"""Lengths of time, and times that recur."""

from __future__ import annotations

from standoff.dates.numbers import plain
from standoff.dates.rule import Captures, Context, Meaning, Rule, nothing


_HALF = 0.5
_HALVES = {"TH": "PT30M", "DE": "P5Y", "CE": "P50Y"}
_AFTER_ADVERB = frozenset("in on at by for from to through until since over and or but with under against as because if when where that".split())


def duration(found: Captures, at: Context) -> Meaning | None:
    """So many units."""
    return Meaning("DURATION", _length(found.count, found.unit))


def indefinite(found: Captures, at: Context) -> Meaning | None:
    """One unit with an article, unless it says how much of something comes in it ("barrels a day")."""
    if at.before.endswith("s") and at.before.islower() and at.before not in ("is", "was", "has", "as", "lasts", "takes"):
        return None
    if found.unit == "TS" or (found.unit == "Q" and at.after == "of"):
        return None
    count = 1.5 if found.words[-1] == "half" else 0.5 if found.words[0] == "half" else 1.0
    return Meaning("DURATION", _length(count, found.unit))


def indefinite_many(found: Captures, at: Context) -> Meaning | None:
    """An unnamed number of units: "for years"."""
    return Meaning("DURATION", _length(None, found.unit))


def vague(found: Captures, at: Context) -> Meaning | None:
    """A while, some time."""
    return Meaning("DURATION", "PXX")


def every_unit(found: Captures, at: Context) -> Meaning | None:
    """Every so many units."""
    number = 2.0 if found.has("other", "second") else found.count
    return Meaning("SET", _length(number, found.unit))


def every_weekday(found: Captures, at: Context) -> Meaning | None:
    """Every Monday, Mondays."""
    name = "WEEKDAY" if "WEEKDAY" in found else "WEEKDAYS"
    part = f"T{found.text('PART')}" if "PART" in found else ""
    return Meaning("SET", f"XXXX-WXX-{found.int(name)}{part}")


def every_part(found: Captures, at: Context) -> Meaning | None:
    """Every morning."""
    return Meaning("SET", f"XXXX-XX-XXT{found.text('PART')}")


def every_month(found: Captures, at: Context) -> Meaning | None:
    """Every July."""
    return Meaning("SET", f"XXXX-{found.int('MONTH'):02}")


def every_season(found: Captures, at: Context) -> Meaning | None:
    """Every summer."""
    return Meaning("SET", f"XXXX-{found.text('SEASON')}")


def adverb(found: Captures, at: Context) -> Meaning | None:
    """Daily, annually."""
    is_adjective = at.after.islower() and at.after not in _AFTER_ADVERB
    return None if is_adjective else Meaning("SET", found.text("ADVERB"))


def _length(number: float | None, unit: str) -> str:
    if number == _HALF and unit in _HALVES:
        return _HALVES[unit]
    count = "X" if number is None else plain(number)
    if unit[0] == "2":
        count, unit = ("X" if number is None else plain(2 * number)), unit[1:]
    return f"PT{count}{unit[1:]}" if unit[0] == "T" else f"PT{count}NI" if unit == "NI" else f"P{count}{unit}"


_EXTRA = "(more | full | straight | trading | business | working | consecutive | whole | additional | entire | solid)"

RULES = (
    Rule("coming units", "(the)? (coming | next) UNITS", indefinite_many, "in [the coming weeks]", "DURATION PXW"),
    Rule("year that ended", "[ the (fiscal)? UNIT ] (ended | ending)", indefinite, "in [the year] ending May 31", "DURATION P1Y"),
    Rule("unit-long", "(a)? [ (NUMBER -)? UNIT - long ]", duration, "a [week-long] truce", "DURATION P1W"),
    Rule("three quarters", "NUMBER - quarters", nothing, "three-quarters of it", ""),
    Rule("duration", f"(the NUMBER | COUNT) {_EXTRA}? (-)? UNITS", duration, "for [two weeks]", "DURATION P2W"),
    Rule("age in years", "NUMBER (-)? ANYUNIT (-)? (old | of age)", nothing, "she is 37 years old", ""),
    Rule("compound duration", "(NUMBER | VAGUE) - ANYUNIT", duration, "the [19-year] war", "DURATION P19Y"),
    Rule("one unit", f"(a | an | half a | half an | another) {_EXTRA}? UNIT (and a half)?", indefinite, "within [a week]", "DURATION P1W"),
    Rule("duration of a number", "NUMBER UNIT", duration, "a [three hour] meeting", "DURATION PT3H"),
    Rule("range of durations", "NUMBER (to | or | -) NUMBER (-)? UNITS", duration, "for [two to three weeks]", "DURATION P2W"),
    Rule("which units", f"(the | these | its | his | her | their)? (WHICH | first | latest | final) COUNT {_EXTRA}? ANYUNIT", duration,
         "in [the past three months]", "DURATION P3M"),
    Rule("the past unit", "the (last | past) UNIT", duration, "in [the past month]", "DURATION P1M"),
    Rule("units", "(for | in | within | over | after | took | take | takes | lasted | last | spent | just | only) [ UNITS (or UNITS)? ]", indefinite_many,
         "they argued for [weeks]", "DURATION PXW"),
    Rule("units on end", "[ UNITS ] (of | later | ahead)", indefinite_many, "it took him [months] of talks", "DURATION PXM"),
    Rule("rate", "(NOISE | NUMBER) (times)? (a | an | per) UNIT", nothing, "1,000 a day", ""),
    Rule("a while", "(some time | a while | a long time)", vague, "for [some time]", "DURATION PXX"),
    Rule("every unit", "(every | each) ((other)? | NUMBER) ANYUNIT", every_unit, "[every two weeks]", "SET P2W"),
    Rule("times a unit", "(once | twice | NUMBER times) (a | an | every | per) ANYUNIT", every_unit, "met [twice a week]", "SET P1W"),
    Rule("every weekday", "(every | each) WEEKDAY (PART)?", every_weekday, "meets [every Monday]", "SET XXXX-WXX-1"),
    Rule("weekdays", "WEEKDAYS", every_weekday, "meets on [Mondays]", "SET XXXX-WXX-1"),
    Rule("every part", "(every | each) PART", every_part, "meets [every morning]", "SET XXXX-XX-XXTMO"),
    Rule("every month", "(every | each) MONTH", every_month, "meets [every July]", "SET XXXX-07"),
    Rule("every season", "(every | each) SEASON", every_season, "meets [every summer]", "SET XXXX-SU"),
    Rule("adverb", "ADVERB", adverb, "reports [daily]", "SET P1D"),
)
