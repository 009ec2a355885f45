"""A TIMEX3 tagger for English news: finds dates, times, durations and sets, and resolves them."""

from standoff.dates.tagger import Timex, find

__all__ = ["Timex", "find"]
