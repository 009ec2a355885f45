"""Dates as suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.suggestion import Suggestion

_SCORE: Final = 0.9
_VAGUE_SCORE: Final = 0.75
"""For "now", "recently" and the like, on which annotators differ."""


def suggest_dates(article: Article) -> Iterator[Suggestion]:
    """Return every TIMEX3 expression of an article."""
    for found in dates.find(article.text, article.dct):
        attributes = {"type": found.type, "value": found.value}
        if found.mod:
            attributes["mod"] = found.mod
        score = _VAGUE_SCORE if found.value.endswith("_REF") else _SCORE
        yield Suggestion("date", found.start, found.end, attributes, score, f"date: {found.rule}")
