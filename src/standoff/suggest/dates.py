"""Dates as suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from standoff import dates
from standoff.records import Article
from standoff.suggest.suggestion import Suggestion

_SCORE = 0.9


def suggest_dates(article: Article) -> Iterator[Suggestion]:
    """Return every TIMEX3 expression of an article."""
    for found in dates.find(article.text, article.dct):
        attributes = {"type": found.type, "value": found.value}
        if found.mod:
            attributes["mod"] = found.mod
        yield Suggestion("date", found.start, found.end, attributes, _SCORE, f"date rule: {found.rule}")
