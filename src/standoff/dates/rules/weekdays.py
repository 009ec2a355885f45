"""Days of the week: "Thursday", "last Monday", "the following Friday"."""

from __future__ import annotations

from standoff.dates.expression import Expression, Meaning
from standoff.dates.moment import Moment
from standoff.dates.nearest import nearest_weekday
from standoff.dates.rule import Rule, never
from standoff.dates.vocabulary import context_words


def weekday(found: Expression) -> Meaning:
    """Read a weekday: the last one, or the next one in the future tense, or one of no week, "on a Sunday"."""
    number = found.number("WEEKDAY")
    if found.before == "a" and not found.is_adjective:
        return Meaning("DATE", f"XXXX-WXX-{number}")
    day = nearest_weekday(number, found.created, found.tense)
    return Meaning.on("D", _after_weekday_before(found, number) or day)


def _after_weekday_before(found: Expression, number: int) -> Moment | None:
    """Return the day of a weekday that follows another one: "Monday to Wednesday", "Friday or Saturday"."""
    is_row = found.before in context_words("row") and found.word(-2) in found.classes["WEEKDAY"]
    if not is_row or found.history.day is None:
        return None
    day = nearest_weekday(number, found.history.day.day, "future")
    is_past = found.tense == "past" and found.before in ("and", "or")
    return None if is_past and day.day > found.created else day


def which_weekday(found: Expression) -> Meaning:
    """Read "last Monday", "this coming Monday", and "next Friday" as the one of next week."""
    number, which = found.number("WEEKDAY"), found.number("WHICH")
    if found.has("next"):
        return weekday_of_week(found)
    if which < 0 or found.has("past"):
        return Meaning.on("D", nearest_weekday(number, found.today.step(-1).day, "past"))
    if which > 0 or found.has("coming"):
        return Meaning.on("D", nearest_weekday(number, found.today.step(1).day, "future"))
    return Meaning.on("D", nearest_weekday(number, found.created, "past" if found.tense == "past" else "future"))


def that_weekday(found: Expression) -> Meaning:
    """Read "the following Monday", "that Monday", counted from the last date."""
    number, day = found.number("WEEKDAY"), found.anchor_day
    if found.has("previous", "preceding", "prior"):
        return Meaning.on("D", nearest_weekday(number, day.step(-1).day, "past"))
    return Meaning.on("D", nearest_weekday(number, day.step(0 if found.has("that") else 1).day, "future"))


def weekday_of_week(found: Expression) -> Meaning:
    """Read "Monday of next week"."""
    monday = found.today.step(1 - found.created.isoweekday())
    return Meaning.on("D", monday.step(found.number("WHICH"), "W").step(found.number("WEEKDAY") - 1))


_PAPERS = "(times | telegraph | mirror | mail | express | herald | independent | post | star)"
_NEXT = "(following | next | previous | preceding | prior)"
_WHICH = "(this past | this coming | this | this WHICH | the (coming | past) | WHICH)"

# fmt: off
RULES = (
    Rule("weekday", "WEEKDAY", weekday, "they met on [Thursday]", "DATE 2021-03-25"),
    Rule("name of a weekday",
         f"(bloody sunday | sunday {_PAPERS} | news sunday | (monday | sunday) night football | saturday night live)",
         never, "told the Sunday Times", ""),
    Rule("which weekday", f"{_WHICH} WEEKDAY", which_weekday, "they met [last Saturday]", "DATE 2021-03-20"),
    Rule("that weekday", f"(that | the {_NEXT}) WEEKDAY", that_weekday,
         "Due on May 1 and over on [the following Monday]", "DATE 2021-05-03"),
    Rule("weekday of a week", "WEEKDAY (of)? WHICH week", weekday_of_week,
         "on [Monday of next week]", "DATE 2021-03-29"),
)
# fmt: on
