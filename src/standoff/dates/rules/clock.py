"""Times of day, and parts of days."""

from __future__ import annotations

from standoff.dates.moment import Moment
from standoff.dates.nearest import nearest_weekday
from standoff.dates.rule import Captures, Context, Meaning, Rule


def clock(found: Captures, at: Context) -> Meaning | None:
    """A time by the clock, of the day that was last named."""
    text = found.text("CLOCK") if "CLOCK" in found else f"{found.int('DIGITS') if 'DIGITS' in found else found.int('SPELLED')}"
    hour, _, rest = text.partition(":")
    number = int(hour)
    if "MERIDIEM" in found:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + found.int("MERIDIEM")
    elif "PART" in found and number < 12 and found.text("PART") in ("AF", "EV", "NI"):
        number += 12
    if number > 24:
        return None
    zone = found.text("ZONE") if "ZONE" in found and found.text("ZONE") == "Z" else ""
    return Meaning("TIME", f"{at.anchor_day.value}T{number:02}:{rest or '00'}{zone}")


def named_hour(found: Captures, at: Context) -> Meaning | None:
    """Noon or midnight."""
    return Meaning("TIME", f"{at.anchor_day.value}T{found.text('HOUR')}")


def part_of_day(found: Captures, at: Context) -> Meaning | None:
    """A part of today or yesterday: "this morning", "last night"."""
    return Meaning("TIME", f"{at.today.step(-found.has('last')).value}T{found.text('PART')}")


def deictic_part(found: Captures, at: Context) -> Meaning | None:
    """A part of a day that is named by its distance from today: "yesterday morning"."""
    return Meaning("TIME", f"{at.today.step(found.int('DEICTIC')).value}T{found.text('PART')}")


def tonight(found: Captures, at: Context) -> Meaning | None:
    """The night of today."""
    return Meaning("TIME", f"{at.today.value}TNI")


def weekday_part(found: Captures, at: Context) -> Meaning | None:
    """A part of a weekday: "Friday evening"."""
    day = Moment("D", nearest_weekday(found.int("WEEKDAY"), at.created, at.tense))
    return Meaning("TIME", f"{day.value}T{found.text('PART')}")


def anaphoric_part(found: Captures, at: Context) -> Meaning | None:
    """A part of the day that was last named: "that night", "the next morning"."""
    days = 1 if found.has("next", "following") else -1 if found.has("previous") else 0
    return Meaning("TIME", f"{at.anchor_day.step(days).value}T{found.text('PART')}")


def early_hours(found: Captures, at: Context) -> Meaning | None:
    """The early hours of the day that was last named."""
    return Meaning("TIME", f"{at.anchor_day.value}TMO", "START")


def bare_part(found: Captures, at: Context) -> Meaning | None:
    """A part of the day that was last named, in a word that needs no article: "dawn", "overnight"."""
    if found.words[0] not in ("mid", "dawn", "dusk", "daybreak", "nightfall", "sunset", "sunrise", "overnight"):
        return None
    return Meaning("TIME", f"{at.anchor_day.value}T{found.text('PART')}")


RULES = (
    Rule("clock with a.m.", "(CLOCK | DIGITS | SPELLED) MERIDIEM (ZONE)?", clock, "at [7:15 p.m.]", "TIME 2021-03-27T19:15"),
    Rule("clock", "CLOCK (ZONE | hours)?", clock, "at [15:30]", "TIME 2021-03-27T15:30"),
    Rule("o'clock", "(DIGITS | SPELLED) o'clock ((in the | at) PART)?", clock, "at [nine o'clock in the evening]",
         "TIME 2021-03-27T21:00"),
    Rule("noon", "HOUR", named_hour, "until [noon]", "TIME 2021-03-27T12:00"),
    Rule("part of today", "(this | this coming | this past | last) PART", part_of_day, "resigned [this morning]", "TIME 2021-03-27TMO"),
    Rule("part of a near day", "DEICTIC PART", deictic_part, "left [yesterday morning]", "TIME 2021-03-26TMO"),
    Rule("tonight", "tonight", tonight, "speaks [tonight]", "TIME 2021-03-27TNI"),
    Rule("part of a weekday", "WEEKDAY (- | at)? PART", weekday_part, "left [Friday evening]", "TIME 2021-03-26TEV"),
    Rule("part of a near day behind", "(mid (-)?)? PART DEICTIC", deictic_part, "left in [mid-afternoon yesterday]", "TIME 2021-03-26TAF"),
    Rule("dawn", "(mid (-)?)? PART", bare_part, "left before [dawn]", "TIME 2021-03-27TMO"),
    Rule("early hours", "the early (morning)? hours", early_hours, "left in [the early hours]", "TIME 2021-03-27TMO START"),
    Rule("that night", "(that | the next | the following | the previous | the same | the) PART", anaphoric_part,
         "On Thursday he met them; [that night] he left", "TIME 2021-03-25TNI"),
)
