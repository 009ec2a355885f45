"""Words for the past, the present and the future without a date."""

from __future__ import annotations

from standoff.dates.rule import Captures, Context, Meaning, Rule, nothing


def past(found: Captures, at: Context) -> Meaning | None:
    """Recently, the past."""
    if found.words[-1] == "past" and at.after.isalnum():
        return None
    return Meaning("DATE", "PAST_REF")


def present(found: Captures, at: Context) -> Meaning | None:
    """Now, at present."""
    return Meaning("DATE", "PRESENT_REF")


def future(found: Captures, at: Context) -> Meaning | None:
    """Soon, the future."""
    return Meaning("DATE", "FUTURE_REF")


RULES = (
    Rule("now", "now", present, "it is [now] open", "DATE PRESENT_REF"),
    Rule("at present", "(currently | presently | nowadays | these days | the present (time | day)?)", present,
         "they [currently] hold talks", "DATE PRESENT_REF"),
    Rule("past", "(the (recent)? past | recently)", past, "they [recently] met", "DATE PAST_REF"),
    Rule("recent units", "(the)? (recent | past) (UNITS | times)", past, "in [recent weeks]", "DATE PAST_REF"),
    Rule("as recently as", "as recently as", nothing, "as recently as possible", ""),
    Rule("at that time", "at [ that time ]", past, "nobody knew at [that time]", "DATE PAST_REF"),
    Rule("long ago", "((not)? (so)? long | (a)? long time) ago", past, "it was [long ago]", "DATE PAST_REF"),
    Rule("future", "(the (near | distant | immediate)? future | the (near | short) term)", future,
         "in [the near future]", "DATE FUTURE_REF"),
    Rule("some day", "(will | would | could) [ (one day | some day | someday) ]", future, "they will [one day] meet",
         "DATE FUTURE_REF"),
)
