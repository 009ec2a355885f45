"""A TIMEX3 tagger for English news: finds dates, times, durations and sets, and resolves them against a day.

The words are in ``words.toml``, the grammar in `standoff.dates.rules` and `standoff.dates.modifiers`.
"""

from standoff.dates.tagger import find
from standoff.dates.timex import Timex

__all__ = ["Timex", "find"]
