"""A few made-up articles with all their labels right, as far as rules can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from standoff.records import Article, LabelSet, Span
from standoff.scheme import load_scheme
from standoff.suggest import suggest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = ("Iran", "Israel", "Russia", "Turkey", "Egypt", "France", "Serbia", "Greece", "Syria", "Yemen")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

Pairs = list[tuple[Article, LabelSet]]


@cache
def _pairs() -> tuple[tuple[Article, LabelSet], ...]:
    scheme = load_scheme()
    found = []
    for number, place in enumerate(PLACES):
        other, day = PLACES[number - 1], DAYS[number % 5]
        text = (
            f"{place} rejected the grain plan on {day}. The foreign ministry of {other} said on {day} that {other} "
            f"supports the grain plan.\n\n{place} threatened to attack {other} if talks fail next week. "
            f"Nobody in the village of number {number} heard of it, and the ferries went on as they always do."
        )
        article = Article(f"a{number}", date(2021, 3, 27), text)
        spans = tuple(
            Span(f"s{index}", one.type, one.start, one.end, one.attributes)
            for index, one in enumerate(suggest(article, scheme, threshold=0.0))
        )
        label_set = LabelSet(article.id, article.sha256, scheme.name, scheme.version, "anna", "human", NOW, NOW)
        found.append((article, replace(label_set, spans=spans)))
    return tuple(found)


def pairs() -> Pairs:
    """Return articles with what rules suggest as labels."""
    return list(_pairs())
