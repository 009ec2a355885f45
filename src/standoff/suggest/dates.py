"""Dates as suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.suggestion import Suggestion

_SCORE: Final = 0.9
_VAGUE_SCORE: Final = 0.75
"""For "now", "recently" and the like, on which annotators differ."""


def suggest_dates(article: Article, times: Sequence[dates.Timex] | None = None) -> Iterator[Suggestion]:
    """Return every TIMEX3 expression of an article.

    Parameters
    ----------
    times
        What `standoff.dates.find` found in it, if that is known.
    """
    for found in dates.find(article.text, article.dct) if times is None else times:
        attributes = {"type": found.type, "value": found.value}
        if found.mod:
            attributes["mod"] = found.mod
        score = _VAGUE_SCORE if found.value.endswith("_REF") else _SCORE
        yield Suggestion("date", found.start, found.end, attributes, score, f"date: {found.rule}")
