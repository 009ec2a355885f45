"""Times of day, and parts of days."""

from __future__ import annotations

import re

from standoff.dates.expression import Expression, Meaning
from standoff.dates.moment import Moment
from standoff.dates.nearest import nearest_weekday
from standoff.dates.rule import Rule
from standoff.dates.rules.weekdays import which_weekday
from standoff.dates.vocabulary import context_words


def clock(found: Expression) -> Meaning | None:
    """Read a time by the clock, of the day that was last named."""
    written = found.value("CLOCK") if "CLOCK" in found else _dotted(found) or f"{found.number('DIGITS', 'SPELLED')}"
    hour, _, rest = written.partition(":")
    if len(found.words) == 1 and found.before not in context_words("before_clocks"):
        return None
    number = int(hour)
    if "MERIDIEM" in found:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + found.number("MERIDIEM")
    elif "PART" in found and number < 12 and found.value("PART") in ("AF", "EV", "NI"):
        number += 12
    return Meaning("TIME", f"{found.anchor_day.value}T{number:02}:{rest or '00'}")


def _dotted(found: Expression) -> str:
    """Return "7.30" as "7:30", or nothing where the number is not of that form."""
    return found.words[0].replace(".", ":") if re.fullmatch(r"\d{1,2}\.[0-5]\d", found.words[0]) else ""


def first_hour(found: Expression) -> Meaning | None:
    """Read the first hour of "9 to 11 a.m." and of "11 to 1 p.m.", which is one in the morning."""
    hour, _, rest = found.words[0].partition(":")
    first, second, half = int(hour), int(found.text[found.end + 1].partition(":")[0]), found.number("MERIDIEM")
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    half = 12 - half if first % 12 > second % 12 else half
    return Meaning("TIME", f"{found.anchor_day.value}T{first % 12 + half:02}:{rest or '00'}")


def without_colon(found: Expression) -> Meaning | None:
    """Read ``1330 GMT``, and ``1330 hours``, but not ``48 hours``."""
    digits = found.value("DIGITS")
    if len(digits) != 4:
        return None
    return Meaning("TIME", f"{found.anchor_day.value}T{digits[:2]}:{digits[2:]}")


def bare_hour(found: Expression) -> Meaning | None:
    """Read the hour of "9 this evening"; that it is in the evening is seen when the two are joined."""
    hour = found.number("DAY")
    return Meaning("TIME", f"{found.anchor_day.value}T{hour:02}:00") if hour <= 12 else None


def named_hour(found: Expression) -> Meaning | None:
    """Read noon and midnight."""
    if "DAY" in found and found.number("DAY") != 12:
        return None
    return Meaning("TIME", f"{found.anchor_day.value}T{found.value('HOUR')}")


def part_of_today(found: Expression) -> Meaning | None:
    """Read "this morning", "last night", "tonight", but not "the Tonight Show"."""
    if found.text[found.begin].istitle() and found.names_show:
        return None
    return _part(found.today.step(-found.has("last")), found)


def part_of_near_day(found: Expression) -> Meaning:
    """Read "yesterday morning"."""
    return _part(found.today.step(found.number("DEICTIC")), found)


def part_of_weekday(found: Expression) -> Meaning:
    """Read "Friday evening"."""
    return _part(nearest_weekday(found.number("WEEKDAY"), found.created, found.tense), found)


def part_of_which_weekday(found: Expression) -> Meaning | None:
    """Read "last Friday night"."""
    day = Moment.of(which_weekday(found).value)
    return _part(day, found) if day else None


def part_of_that_day(found: Expression) -> Meaning | None:
    """Read "that night", "the next morning", "dawn", "the early hours": of the day that was last named."""
    is_adjective = found.is_adjective and found.after != "of"
    if found.words[0] == "the" and len(found.words) == 2 and (found.has("overnight") or is_adjective):
        return None
    if found.has("before", "after") and found.after[:1].isalnum():
        return None
    days = 1 if found.has("next", "following", "after") else -1 if found.has("previous", "before") else 0
    return _part(found.anchor_day.step(days), found, "START" if found.has("hours") or found.has("early") else "")


def early_part(found: Expression) -> Meaning | None:
    """Read the part of a day in "by late afternoon", but not in "in late night talks"."""
    return None if found.is_adjective else part_of_that_day(found)


def bare_part(found: Expression) -> Meaning | None:
    """Read those parts of a day that need no article."""
    bare = ("mid", "dawn", "dusk", "daybreak", "nightfall", "sunset", "sunrise", "overnight")
    is_name = found.text[found.begin].istitle() and found.before_as_written[:1].isupper()
    return part_of_that_day(found) if found.words[0] in bare and not is_name else None


def _part(day: Moment, found: Expression, mod: str = "") -> Meaning:
    part = found.value("PART") if "PART" in found else "MO" if found.has("hours") else "NI"
    return Meaning("TIME", f"{day.value}T{part}", mod)


_AT = "(at | by | until | till | before | after | around | about | since)"

# fmt: off
RULES = (
    Rule("clock with a.m.", "(CLOCK | DIGITS | SPELLED) MERIDIEM (ZONE)?", clock,
         "at [7:15 p.m.]", "TIME 2021-03-27T19:15", floating=True),
    Rule("first of two hours", "[ (CLOCK | DAY) ] (to | and | or | until | -) (CLOCK | DAY) MERIDIEM", first_hour,
         "between [7] and 9 p.m.", "TIME 2021-03-27T19:00", floating=True),
    Rule("clock", "CLOCK (ZONE | hours)?", clock, "at [15:30]", "TIME 2021-03-27T15:30", floating=True),
    Rule("clock without colon", "DIGITS ZONE", without_colon, "at [1330 GMT]", "TIME 2021-03-27T13:30", floating=True),
    Rule("hours by the clock", "(at | by | until | from) [ DIGITS hours ]", without_colon,
         "at [1330 hours]", "TIME 2021-03-27T13:30", floating=True),
    Rule("o'clock", "(DIGITS | SPELLED) o'clock ((in the | at) PART)?", clock,
         "at [nine o'clock in the evening]", "TIME 2021-03-27T21:00", floating=True),
    Rule("hour in a part", f"{_AT} [ DIGITS in the PART ]", clock,
         "at [9 in the evening]", "TIME 2021-03-27T21:00", floating=True),
    Rule("bare hour", f"{_AT} [ DAY ] (this PART | tonight | (on)? (WEEKDAY | DEICTIC) PART)", bare_hour,
         "at [9 this evening]", "TIME 2021-03-27T21:00", floating=True),
    Rule("noon", "(DAY)? HOUR (ZONE)?", named_hour, "until [noon]", "TIME 2021-03-27T12:00", floating=True),
    Rule("part of today", "(this | this coming | this past | last) PART", part_of_today,
         "left [this morning]", "TIME 2021-03-27TMO"),
    Rule("tonight", "tonight", part_of_today, "speaks [tonight]", "TIME 2021-03-27TNI"),
    Rule("part of a near day", "(DEICTIC PART | (mid (-)?)? PART DEICTIC)", part_of_near_day,
         "left [yesterday morning]", "TIME 2021-03-26TMO"),
    Rule("part of a weekday", "WEEKDAY (- | at)? PART (ZONE)?", part_of_weekday,
         "left [Friday evening]", "TIME 2021-03-26TEV"),
    Rule("part of which weekday", "(this (past | coming)? | WHICH) WEEKDAY PART", part_of_which_weekday,
         "left [last Friday night]", "TIME 2021-03-26TNI"),
    Rule("part of that day", "(that (same)? | the (next | following | previous | same)? | the early) PART",
         part_of_that_day, "On Thursday he met them; [that night] he left", "TIME 2021-03-25TNI", floating=True),
    Rule("part of the day before", "the PART (before | after)", part_of_that_day,
         "On Thursday they met, not [the night before]", "TIME 2021-03-24TNI"),
    Rule("early part", "(by | until | before | after | since | in (the)?) (early | late) (-)? [ PART ]", early_part,
         "left by [late afternoon]", "TIME 2021-03-27TAF END", floating=True),
    Rule("early hours", "(the)? (early | wee | small | predawn | pre) (-)? (PART)? hours", part_of_that_day,
         "left in [the early hours]", "TIME 2021-03-27TMO START", floating=True),
    Rule("bare part", "(mid (-)?)? PART", bare_part, "left before [dawn]", "TIME 2021-03-27TMO", floating=True),
)
# fmt: on
