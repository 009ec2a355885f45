"""Times that recur."""

from __future__ import annotations

from standoff.dates.expression import Expression, Meaning
from standoff.dates.rule import Rule
from standoff.dates.rules.durations import length
from standoff.dates.vocabulary import context_words


def every_unit(found: Expression) -> Meaning:
    """Read "every two weeks", "twice a week"."""
    return Meaning("SET", length(2 if found.has("other") else found.count, found.unit))


def times_a_unit(found: Expression) -> Meaning:
    """Read "three times a week"."""
    return Meaning("SET", length(1, str(found.classes["UNIT"][found.named["UNIT"][0]])))


def every_weekday(found: Expression) -> Meaning:
    """Read "every Monday", "Monday mornings"."""
    part = f"T{found.value('PART' if 'PART' in found else 'PARTS')}" if "PART" in found or "PARTS" in found else ""
    return Meaning("SET", f"XXXX-WXX-{found.number('WEEKDAY', 'WEEKDAYS')}{part}")


def weekends(_: Expression) -> Meaning:
    """Read "on weekends"."""
    return Meaning("SET", "XXXX-WXX-WE")


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
    precedes_noun = found.after.islower() and found.after not in context_words("after_adverbs")
    is_adjective = precedes_noun or found.before in context_words("determiners")
    stands_beside_name = found.after[:1].isupper() or found.before_as_written[:1].isupper()
    is_name = found.text[found.begin].istitle() and stands_beside_name
    return None if is_adjective or is_name else Meaning("SET", found.value("ADVERB"))


def times_daily(found: Expression) -> Meaning:
    """Read "twice daily"."""
    return Meaning("SET", found.value("ADVERB"))


# fmt: off
RULES = (
    Rule("every unit", "(every | each) ((other)? | COUNT) ANYUNIT", every_unit, "[every two weeks]", "SET P2W"),
    Rule("units a unit", "(NUMBER ANYUNIT | an hour) (a | an | every | per | each) UNIT", times_a_unit,
         "works [five days a week]", "SET P1W"),
    Rule("times a unit", "(once | twice | (NUMBER | several | many) times) (a | an | every | each | per) UNIT",
         times_a_unit, "met [twice a week]", "SET P1W"),
    Rule("times daily", "(once | twice | NUMBER times) ADVERB", times_daily, "taken [twice daily]", "SET P1D"),
    Rule("unit after unit", "UNIT after UNIT", times_a_unit, "bombed [night after night]", "SET PT1NI"),
    Rule("every weekday", "(every | each) (other | first | second | third | last)? WEEKDAY (PART)?", every_weekday,
         "meets [every Monday]", "SET XXXX-WXX-1"),
    Rule("weekdays", "(WEEKDAYS | WEEKDAY PARTS)", every_weekday, "meets on [Mondays]", "SET XXXX-WXX-1"),
    Rule("weekends", "(on | at) [ weekends ]", weekends, "meets on [weekends]", "SET XXXX-WXX-WE"),
    Rule("every part", "(every | each) PART", every_part, "meets [every morning]", "SET XXXX-XX-XXTMO"),
    Rule("every month", "(every | each) MONTH", every_month, "meets [every July]", "SET XXXX-07"),
    Rule("every season", "(every | each) SEASON", every_season, "meets [every summer]", "SET XXXX-SU"),
    Rule("adverb", "ADVERB", adverb, "reports [daily]", "SET P1D"),
)
# fmt: on
