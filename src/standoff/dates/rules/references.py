"""Words for the past, the present and the future without a date."""

from __future__ import annotations

from standoff.dates.rule import Captures, Context, Meaning, Rule


def past(found: Captures, at: Context) -> Meaning | None:
    """Recently, the past."""
    return Meaning("DATE", "PAST_REF")


def present(found: Captures, at: Context) -> Meaning | None:
    """Now, at present."""
    return Meaning("DATE", "PRESENT_REF")


def future(found: Captures, at: Context) -> Meaning | None:
    """Soon, the future."""
    return Meaning("DATE", "FUTURE_REF")


RULES = (
    Rule("now", "now", present, "it is [now] open", "DATE PRESENT_REF"),
    Rule("at present", "(currently | presently | nowadays | these days | the present (time | day)? | the moment | this moment | this time)",
         present, "they [currently] hold talks", "DATE PRESENT_REF"),
    Rule("current", "current", present, "the [current] crisis", "DATE PRESENT_REF"),
    Rule("past", "(the past | the recent past | recently | previously | formerly | in the past)", past, "they [recently] met", "DATE PAST_REF"),
    Rule("once", "once", past, "[once] an ally", "DATE PAST_REF"),
    Rule("recent units", "(the)? (recent | past) (UNITS | times)", past, "in [recent weeks]", "DATE PAST_REF"),
    Rule("recent", "recent", past, "the [recent] attacks", "DATE PAST_REF"),
    Rule("at that time", "(at | by | from) [ (that | the) time ]", past, "nobody knew at [that time]", "DATE PAST_REF"),
    Rule("long ago", "((not)? (so)? long | (a)? long time) ago", past, "it was [long ago]", "DATE PAST_REF"),
    Rule("future", "(the (near | foreseeable | distant | immediate)? future | the (near | short) term)", future, "in [the near future]",
         "DATE FUTURE_REF"),
    Rule("soon", "(soon | one day | some day | someday)", future, "talks will [soon] begin", "DATE FUTURE_REF"),
    Rule("coming units", "(the)? (coming | future) UNITS", future, "in [the coming weeks]", "DATE FUTURE_REF"),
)
