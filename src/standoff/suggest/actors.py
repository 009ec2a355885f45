"""Actors by the tables, by titles, and by earlier mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.records import Article
from standoff.suggest.gazetteer import Hit, gazetteer
from standoff.suggest.suggestion import Suggestion

_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|across|inside|outside|into|around|throughout|from|to|of|over|via)\s+(?:the\s+)?$", re.I)


def suggest_actors(article: Article) -> Iterator[Suggestion]:
    """Return the actors of an article."""
    text = article.text
    for hit in gazetteer().hits(text):
        if hit.entry.role == "adjective":
            continue
        if hit.entry.kind == "state" and _PLACE_BEFORE.search(text[max(0, hit.start - 20) : hit.start]):
            continue
        yield _suggestion(hit)


def _suggestion(hit: Hit) -> Suggestion:
    attributes = {"kind": hit.entry.kind, "mention": "name"}
    if hit.entry.country:
        attributes["country"] = hit.entry.country
    return Suggestion("actor", hit.start, hit.end, attributes, 0.8, "name in the table of actors")
