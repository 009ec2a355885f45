"""Words for the past, the present and the future without a date."""

from __future__ import annotations

from standoff.dates.expression import Expression, Meaning
from standoff.dates.rule import Rule, always, never
from standoff.dates.vocabulary import context_words

_PAST, _PRESENT, _FUTURE = (Meaning("DATE", f"{name}_REF") for name in ("PAST", "PRESENT", "FUTURE"))


def the_past(found: Expression) -> Meaning | None:
    """Read "the past", unless a number or a noun follows: "the past three summers", "the past leaders"."""
    return None if found.is_adjective else _PAST


def the_present(found: Expression) -> Meaning | None:
    """Read "the present", but not "the present government"."""
    return None if found.is_adjective else _PRESENT


def the_future(found: Expression) -> Meaning | None:
    """Read "in the future", but not "the future of the country"."""
    return None if found.after == "of" or found.before not in context_words("before_future") else _FUTURE


# fmt: off
RULES = (
    Rule("now", "now", always(_PRESENT), "it is [now] open", "DATE PRESENT_REF"),
    Rule("every now and then", "every now and (then | again)", never, "they met every now and then", ""),
    Rule("at present", "(currently | presently | nowadays | these days | the present (time | day))", always(_PRESENT),
         "they [currently] hold talks", "DATE PRESENT_REF"),
    Rule("the present", "the present", the_present, "until [the present]", "DATE PRESENT_REF"),
    Rule("the past", "the (recent)? past", the_past, "as in [the past]", "DATE PAST_REF"),
    Rule("recently", "(recently | lately)", always(_PAST), "they [recently] met", "DATE PAST_REF"),
    Rule("a while ago", "(a (little | short)? while | some (time | years) | moments) (ago | back)", always(_PAST),
         "they met [some time ago]", "DATE PAST_REF"),
    Rule("recent units", "(the)? (recent | past | previous) (UNITS (and UNITS)? | times)", always(_PAST),
         "in [recent weeks]", "DATE PAST_REF"),
    Rule("the other day", "the other (day | night | week)", always(_PAST), "they met [the other day]", "DATE PAST_REF"),
    Rule("that time", "at [ that time ]", always(_PAST), "nobody knew at [that time]", "DATE PAST_REF"),
    Rule("long ago", "((not)? (so)? long | (a)? long time) ago", always(_PAST), "it was [long ago]", "DATE PAST_REF"),
    Rule("the future", "the future", the_future, "in [the future]", "DATE FUTURE_REF"),
    Rule("the near future", "the ((near | distant | immediate) future | (near | short) term)", always(_FUTURE),
         "in [the near future]", "DATE FUTURE_REF"),
    Rule("future units", "(coming | upcoming | future) UNITS (and UNITS)?", always(_FUTURE),
         "in [coming weeks]", "DATE FUTURE_REF"),
    Rule("soon", "as soon as possible", always(_FUTURE), "leave [as soon as possible]", "DATE FUTURE_REF"),
    Rule("one day", "(will | would | could) [ (one day | some day | someday) ]", always(_FUTURE),
         "they will [one day] meet", "DATE FUTURE_REF"),
    Rule("as recently as", "as recently as", never, "as recently as possible", ""),
)
# fmt: on
