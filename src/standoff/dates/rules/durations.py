"""Lengths of time, and times that recur."""

from __future__ import annotations

from standoff.dates.numbers import plain
from standoff.dates.rule import Captures, Context, Meaning, Rule


def duration(found: Captures, at: Context) -> Meaning | None:
    """So many units."""
    return Meaning("DURATION", _length(found.number(), found.unit))


def indefinite(found: Captures, at: Context) -> Meaning | None:
    """One unit with an article, unless it says how much of something comes in it ("barrels a day")."""
    if at.before.endswith("s") and at.before.islower() and at.before not in ("is", "was", "has", "as", "lasts", "takes"):
        return None
    return None if found.unit == "TS" else duration(found, at)


def indefinite_many(found: Captures, at: Context) -> Meaning | None:
    """An unnamed number of units: "for years"."""
    return Meaning("DURATION", _length(None, found.unit))


def vague(found: Captures, at: Context) -> Meaning | None:
    """A while, some time."""
    return Meaning("DURATION", "PXX")


def every_unit(found: Captures, at: Context) -> Meaning | None:
    """Every so many units."""
    number = 2.0 if found.has("other", "second") else found.number("NUMBER")
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
    return Meaning("SET", found.text("ADVERB"))


def nothing(found: Captures, at: Context) -> Meaning | None:
    """No date: the words of a rate, a name or an idiom."""
    return None


def _length(number: float | None, unit: str) -> str:
    count = "X" if number is None else plain(number)
    if unit[0] == "2":
        count, unit = ("X" if number is None else plain(2 * number)), unit[1:]
    return f"PT{count}{unit[1:]}" if unit[0] == "T" else f"PT{count}NI" if unit == "NI" else f"P{count}{unit}"


_EXTRA = "(more | full | straight | consecutive | whole | additional | entire | solid)"

RULES = (
    Rule("duration", f"COUNT {_EXTRA}? (-)? UNITS", duration, "for [two weeks]", "DURATION P2W"),
    Rule("compound duration", "NUMBER - ANYUNIT", duration, "the [19-year] war", "DURATION P19Y"),
    Rule("age", "[ NUMBER - ANYUNIT - old ]", duration, "the [8-month-old] truce", "DURATION P8M"),
    Rule("one unit", f"(a | an | one | half a | half an | another) {_EXTRA}? UNIT", indefinite, "within [a week]", "DURATION P1W"),
    Rule("duration of a number", "(NUMBER | VAGUE) (-)? UNIT", duration, "a [three hour] meeting", "DURATION PT3H"),
    Rule("range of durations", "NUMBER (to | or | -) NUMBER (-)? UNITS", duration, "for [two to three weeks]", "DURATION P2W"),
    Rule("which units", f"(the | these | its | his | her | their)? (WHICH | first | latest | final | past) COUNT {_EXTRA}? ANYUNIT", duration,
         "in [the past three months]", "DURATION P3M"),
    Rule("the past unit", "the (last | past) UNIT", duration, "in [the past month]", "DURATION P1M"),
    Rule("units", "(for | in | within | over | of | after | took | take | takes | lasted | last | spent | just) [ UNITS ]", indefinite_many,
         "they argued for [weeks]", "DURATION PXW"),
    Rule("units on end", "UNITS (of | or UNITS | later | earlier | ago)", indefinite_many, "after [months of] talks", "DURATION PXM"),
    Rule("rate", "(NOISE | NUMBER) (times)? (a | an | per) UNIT", nothing, "1,000 a day", ""),
    Rule("some time", "some time", vague, "for [some time]", "DURATION PXM"),
    Rule("every unit", "(every | each) ((other)? | NUMBER) ANYUNIT", every_unit, "[every two weeks]", "SET P2W"),
    Rule("times a unit", "(once | twice | NUMBER times) (a | an | every | per) ANYUNIT", every_unit, "met [twice a week]", "SET P1W"),
    Rule("every weekday", "(every | each) WEEKDAY (PART)?", every_weekday, "meets [every Monday]", "SET XXXX-WXX-1"),
    Rule("weekdays", "WEEKDAYS", every_weekday, "meets on [Mondays]", "SET XXXX-WXX-1"),
    Rule("every part", "(every | each) PART", every_part, "meets [every morning]", "SET XXXX-XX-XXTMO"),
    Rule("every month", "(every | each) MONTH", every_month, "meets [every July]", "SET XXXX-07"),
    Rule("every season", "(every | each) SEASON", every_season, "meets [every summer]", "SET XXXX-SU"),
    Rule("adverb", "ADVERB", adverb, "reports [daily]", "SET P1D"),
)
