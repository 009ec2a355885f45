"""Lengths of time, and times that recur."""

from __future__ import annotations

from typing import Final

from standoff.dates.expression import Expression, Meaning
from standoff.dates.numbers import number_value, plain
from standoff.dates.rule import Rule, always, never
from standoff.dates.vocabulary import context_words

_RANKS: Final = "CEDE Y M W DTHTMTS"
"""The units of which lengths are put together, the longest first, two letters for each."""

_HALVES: Final = {"Y": "P6M", "TH": "PT30M", "DE": "P5Y", "CE": "P50Y"}
"""Half of a unit in whole smaller ones."""


def duration(found: Expression) -> Meaning | None:
    """Read "two weeks", but not the show "60 Minutes"."""
    is_show = found.text[found.end - 1].istitle() and (found.is_quoted or found.words[0] in ("48", "60"))
    return None if is_show else Meaning("DURATION", length(found.count, found.unit))


def one_unit(found: Expression) -> Meaning | None:
    """Read "a week", unless it says how much of something comes in it ("barrels a day")."""
    is_plural = found.before.endswith("s") and found.before not in context_words("no_plurals")
    is_plural = is_plural and found.before_as_written.islower()
    is_rate = (is_plural or found.before in ("percent", "cent", "%")) and found.after not in ("before", "after")
    if _is_score(found):
        return None
    if found.after == "-" and "old" in found.text[found.end + 1 : found.end + 2]:
        return None
    if is_rate or found.unit in ("TS", "WE") or (found.unit == "Q" and found.after == "of"):
        return None
    count = 1.5 if found.words[-1] == "half" else 0.5 if found.words[0] == "half" else 1.0
    return Meaning("DURATION", length(count, found.unit), "EQUAL_OR_MORE" if found.words[-1] == "more" else "")


def which_units(found: Expression) -> Meaning | None:
    """Read "the past three months", but not "will last three months"."""
    return None if found.words[0] == "last" and found.before in context_words("before_verbs") else duration(found)


def past_unit(found: Expression) -> Meaning | None:
    """Read "the past month", but not "the last day of the war"."""
    return None if found.has("last") and found.after == "of" else duration(found)


def half_unit(found: Expression) -> Meaning | None:
    """Read "half-hour", but not the half-century that somebody scored."""
    return None if _is_score(found) else Meaning("DURATION", length(0.5, found.unit))


def _is_score(found: Expression) -> bool:
    """Say whether a century is a score of cricket: "he hit a century"."""
    before = found.word(-2) if found.before == "a" else found.before
    return found.unit == "CE" and before in context_words("before_scores")


def long(found: Expression) -> Meaning:
    """Read "weeklong"."""
    return Meaning("DURATION", found.value("LONG"))


def total(found: Expression) -> Meaning | None:
    """Read "two hours and 30 minutes": each unit shorter than the one before it."""
    units = {**found.classes["UNIT"], **found.classes["UNITS"]}
    lengths, ranks, number = "", [], list[str]()
    for word in found.words:
        if word in units:
            unit, part = str(units[word]), length(number_value(number, found.numbers), str(units[word]))
            ranks.append(_RANKS.find(unit.rjust(2)))
            # "PT2H" and "PT30M" are "PT2H30M".
            lengths += part[1:] if "T" not in lengths else part[2:]
            number = []
        else:
            number.append(word)
    return Meaning("DURATION", f"P{lengths}") if ranks == sorted(set(ranks)) and ranks[0] >= 0 else None


def uncounted(found: Expression) -> Meaning | None:
    """Read "months of talks", but not "the days of the Shah" or "minutes of the meeting"."""
    behind = tuple(found.text[found.end : found.end + 2])
    are_written = found.words[0] == "minutes" and behind in (("of", "the"), ("of", "its"))
    return None if are_written or found.before in context_words("before_uncounted") else unnumbered(found)


def unnumbered(found: Expression) -> Meaning:
    """Read "for years"."""
    return Meaning("DURATION", length(None, found.unit))


def length(number: float | None, unit: str) -> str:
    """Return the TIMEX3 value of that many units, of which None says that nobody knows how many."""
    if number == 0.5 and unit in _HALVES:
        return _HALVES[unit]
    weeks = 2 if unit == "2W" else 1
    count, unit = "X" if number is None else plain(weeks * number), unit.removeprefix("2")
    return f"PT{count}{unit.removeprefix('T')}" if unit == "NI" or unit[0] == "T" else f"P{count}{unit}"


_EXTRA = "(more | full | straight | consecutive | whole | additional | entire | solid | trading | business | working)"
_TO = "((-)? (to | or | -) (-)? NUMBER)"
_PART = "(COUNT ANYUNIT)"
_AND = "((,)? (and)?)"
_BEFORE = "(for | in | within | over | after | took | take | takes | lasted | spent | a matter of | just | only)"

# fmt: off
RULES = (
    Rule("rate", "(NOISE | NUMBER) (a | an | per) UNIT", never, "1,000 a day", ""),
    Rule("age of what goes on", "[ NUMBER - UNIT - old ] (civil | labor | trade)? STRIFE", duration,
         "the [10-year-old] war", "DURATION P10Y"),
    Rule("age", f"NUMBER {_TO}? (-)? ANYUNIT (-)? (old | of age)", never, "she is 37 years old", ""),
    Rule("as many", "as many UNITS", never, "the second time in as many weeks", ""),
    Rule("quarter of a century", "(a | the (next | last | past))? quarter (-)? (of a)? century",
         always(Meaning("DURATION", "P25Y")),
         "for [a quarter of a century]", "DURATION P25Y"),
    Rule("quarter of something else", "(a | the | one | three)? (quarter | quarters) (-)? QUARTERED", never,
         "won in the quarter-finals by a quarter mile", ""),
    Rule("fraction", "NUMBER - quarters", never, "three-quarters of it", ""),
    Rule("between durations", "between [ NUMBER and NUMBER (- UNIT | UNITS) ]", duration,
         "for between [three and five years]", "DURATION P3Y"),
    Rule("duration", f"(the NUMBER | COUNT) (- plus | +)? {_EXTRA}? (-)? UNITS", duration,
         "for [two weeks]", "DURATION P2W"),
    Rule("duration of a number", "NUMBER UNIT", duration, "a [three hour] meeting", "DURATION PT3H"),
    Rule("compound duration", "(NUMBER | VAGUE) - ANYUNIT", duration, "the [19-year] war", "DURATION P19Y"),
    Rule("sum of durations", f"{_PART} {_AND} {_PART} ({_AND} {_PART})? ({_AND} {_PART})?", total,
         "for [two hours, 30 minutes and five seconds]", "DURATION PT2H30M5S"),
    Rule("sum of compounds", "NUMBER - UNIT (,)? (and)? NUMBER - UNIT", total,
         "a [six-hour, 30-minute] flight", "DURATION PT6H30M"),
    Rule("range of durations", f"NUMBER {_TO} ((-)? UNITS | - UNIT)", duration,
         "for [two to three weeks]", "DURATION P2W"),
    Rule("unit-long", "(a)? [ (NUMBER -)? UNIT - long ]", duration, "a [week-long] truce", "DURATION P1W"),
    Rule("long", "LONG", long, "a [weeklong] truce", "DURATION P1W"),
    Rule("many units", "(multi -) UNIT", unnumbered, "a [multi-year] plan", "DURATION PXY"),
    Rule("units-long", "(a)? [ UNITS - long ]", unnumbered, "a [years-long] war", "DURATION PXY"),
    Rule("all the unit", "all (UNIT | through the UNIT)", one_unit, "bombed [all day]", "DURATION P1D"),
    Rule("which units",
         f"(the | these | its | his | her | their)? (WHICH | first | latest | final) COUNT {_TO}? {_EXTRA}? ANYUNIT",
         which_units, "in [the past three months]", "DURATION P3M"),
    Rule("the past unit", "the (last | past | next) UNIT (HALF | or two)?", past_unit,
         "in [the past month]", "DURATION P1M"),
    Rule("one unit", f"(a | an | another | half a | half an) {_EXTRA}? UNIT (HALF)?", one_unit,
         "within [a week]", "DURATION P1W"),
    Rule("a unit or two", "(a | an) UNIT or (two | more)", one_unit, "in [a week or two]", "DURATION P1W"),
    Rule("half a unit", "(the (last | past | next))? half (-)? UNIT", half_unit,
         "a [half-hour] meeting", "DURATION PT30M"),
    Rule("unit that ended", "[ the (fiscal)? UNIT ] (ended | ending)", duration,
         "in [the year] ending May 31", "DURATION P1Y"),
    Rule("units", f"{_BEFORE} [ UNITS (or UNITS)? ]", unnumbered, "they argued for [weeks]", "DURATION PXW"),
    Rule("hundreds of units", "(MANY of)? MANY of UNITS", unnumbered, "for [hundreds of years]", "DURATION PXY"),
    Rule("units to come", "(the)? UNITS (ahead | to come)", unnumbered, "in [the weeks ahead]", "DURATION PXW"),
    Rule("over the units", "(over | through | in) [ the UNITS ] (since | after | before | following | leading)",
         unnumbered, "in [the weeks] before the vote", "DURATION PXW"),
    Rule("over the years", "(over | through | throughout | down) [ the UNITS ]", unnumbered,
         "changed over [the years]", "DURATION PXY"),
    Rule("units of",
         "[ UNITS ] (of | later | earlier | ahead | after | before | into | on end | in advance)",
         uncounted, "It took him [months] of talks", "DURATION PXM"),
    Rule("coming units", "(the)? (coming | next) UNITS (and UNITS)?", unnumbered,
         "in [the coming weeks]", "DURATION PXW"),
    Rule("a while", "(some time | a while)", always(Meaning("DURATION", "PXX")), "for [some time]", "DURATION PXX"),
)
# fmt: on
