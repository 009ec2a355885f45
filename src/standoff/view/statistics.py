"""The figures of the statistics section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from standoff.labels import Agreement, Estimate
from standoff.view.layers import Layer, Source

_MOST_PERIODS = 60


@dataclass(frozen=True, slots=True)
class Total:
    """How much one source labelled.

    Parameters
    ----------
    hours
        Time that it took, where all label sets of the source say so.
    """

    source: Source
    articles: int
    spans: int
    relations: int
    hours: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles are how far; an annotator's pass over an article is one label set."""

    articles: int
    labelled: int
    twice: int
    adjudicated: int


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week from Monday, or a month.

    Parameters
    ----------
    index
        Its place among all periods from the first to the last.
    label_sets
        How many were made in it.
    so_far
        How many were made until its end.
    """

    index: int
    start: date
    label_sets: int
    so_far: int


def totals(layers: Mapping[str, Sequence[Layer]]) -> tuple[Total, ...]:
    """Return what each source labelled: annotators in the order of their names, then gold, then suggestions."""
    by_source: dict[Source, list[Layer]] = {}
    for found in layers.values():
        for layer in found:
            by_source.setdefault(layer.source, []).append(layer)
    return tuple(
        Total(
            source,
            articles=len(found),
            spans=sum(len(layer.spans) for layer in found),
            relations=sum(len(layer.relations) for layer in found),
            hours=_hours([layer.lead_time for layer in found]),
        )
        for source, found in sorted(by_source.items(), key=lambda item: source_order(item[0]))
    )


def source_order(source: Source) -> tuple[int, str]:
    """Return the sort key of a source: annotators first, then gold, then suggestions."""
    return (("annotator", "gold", "suggestions").index(source.kind), source.name)


def coverage(articles: int, layers: Mapping[str, Sequence[Layer]]) -> Coverage:
    """Return how many articles have labels, labels by two or more annotators, and gold."""
    kinds = [Counter(layer.source.kind for layer in found) for found in layers.values()]
    return Coverage(
        articles,
        labelled=sum(kind["annotator"] > 0 for kind in kinds),
        twice=sum(kind["annotator"] > 1 for kind in kinds),
        adjudicated=sum(kind["gold"] > 0 for kind in kinds),
    )


def count_types(layers: Mapping[str, Sequence[Layer]]) -> Counter[tuple[Source, str]]:
    """Return how many spans of each type each source has."""
    return Counter((layer.source, span.type) for found in layers.values() for layer in found for span in layer.spans)


def count_values(layers: Mapping[str, Sequence[Layer]]) -> Counter[tuple[Source, str, str, str]]:
    """Return how often each source gave an attribute a value, by (source, span type, attribute, value)."""
    return Counter(
        (layer.source, span.type, attribute, value)
        for found in layers.values()
        for layer in found
        for span in layer.spans
        for attribute, value in span.attributes.items()
    )


def periods(days: Iterable[date]) -> tuple[str, tuple[Period, ...]]:
    """Return ``day``, ``week`` or ``month``, whichever gives a plot of readable width, and all such periods in order.

    Parameters
    ----------
    days
        On which label sets were made, one for each.

    >>> [(period.label_sets, period.so_far) for period in periods([date(2026, 5, 4), date(2026, 5, 6)])[1]]
    [(1, 1), (0, 1), (1, 2)]
    """
    days = sorted(days)
    for unit in ("day", "week", "month"):
        made = Counter(_period_start(day, unit) for day in days)
        starts = _all_starts(min(made), max(made), unit) if made else []
        if len(starts) <= _MOST_PERIODS:
            break
    so_far = list(accumulate(made[start] for start in starts))
    return unit, tuple(Period(index, start, made[start], so_far[index]) for index, start in enumerate(starts))


def ticks(agreement: Agreement | None) -> tuple[float, float, float]:
    """Return the ticks of the axis on which figures of agreement stand: from 0, or from -1 if one is below 0."""
    if agreement is None:
        return (0, 0.5, 1)
    estimates: list[Estimate] = [
        *(found for row in agreement.spans for found in (row.f1_exact, row.f1_relaxed, row.alpha_u)),
        *(found for row in agreement.attributes for found in (row.agreed, row.kappa)),
        *(row.f1 for row in agreement.relations),
    ]
    ends = [end for found in estimates for end in (found.value, found.low) if end is not None]
    return (-1, 0, 1) if min(ends, default=0) < 0 else (0, 0.5, 1)


def _hours(seconds: Sequence[float | None]) -> float | None:
    known = [value for value in seconds if value is not None]
    return sum(known) / 3600 if known and len(known) == len(seconds) else None


def _period_start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _all_starts(first: date, last: date, unit: str) -> list[date]:
    # A step of 31 days from the first of a month always ends in the next one.
    step = timedelta(days={"day": 1, "week": 7, "month": 31}[unit])
    starts = [first]
    while starts[-1] < last:
        starts.append(_period_start(starts[-1] + step, unit))
    return starts
