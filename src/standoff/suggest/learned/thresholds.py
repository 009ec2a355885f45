"""How sure a suggestion must be, and whether it is as sure as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Final

TOLERANCE: Final = 0.7
"""The share of right ones among suggestions below which they cost annotators more than they save."""

THRESHOLDS: Final[Mapping[str, float]] = MappingProxyType({"actor": 0.5, "date": 0.5, "stance": 0.5, "threat": 0.5})
"""The threshold of each span type where nothing was learned.

``standoff learn --dry-run`` finds on the articles in ``seeds/`` that everything can be shown. Since rules were written
with these at hand, and their labels are a machine's, nothing is shown that by its score is likelier wrong than right.
"""

ENOUGH: Final = 20
"""With fewer suggestions of a type nothing is measured."""

NEVER: Final = 1.01
"""The threshold of a type whose suggestions are right too seldom at any score."""

_BINS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

Scored = tuple[float, bool]
"""How sure a suggestion was, and whether it was right."""


def lowest_threshold(scored: Sequence[Scored], tolerance: float) -> float:
    """Return the lowest threshold at which the share of right suggestions is at least `tolerance`.

    Parameters
    ----------
    scored
        Suggestions of one type, none of which had a part in how sure they are.

    Returns
    -------
    float
        0 where all can be shown, `NEVER` where none can.
    """
    ordered = sorted(scored, reverse=True)
    best, right, seen = NEVER, 0, 0
    for score, group in groupby(ordered, key=lambda item: item[0]):
        verdicts = [is_right for _, is_right in group]
        right, seen = right + sum(verdicts), seen + len(verdicts)
        if right >= tolerance * seen:
            best = score
    return 0.0 if ordered and best == ordered[-1][0] else best


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions that say that they are about equally sure.

    Parameters
    ----------
    low, high
        Their scores, ``low <= score < high``.
    count
        How many there are.
    said
        Their mean score.
    right
        The share that is right.
    """

    low: float
    high: float
    count: int
    said: float
    right: float


def reliability(scored: Sequence[Scored]) -> list[Bin]:
    """Return how often suggestions of each score are right, for scores that occur."""
    bins = []
    for low, high in pairwise(_BINS):
        found = [(score, right) for score, right in scored if low <= score < high]
        if found:
            said = sum(score for score, _ in found) / len(found)
            share = sum(right for _, right in found) / len(found)
            bins.append(Bin(low, min(high, 1.0), len(found), said, share))
    return bins


def calibration_error(scored: Sequence[Scored]) -> float:
    """Return the expected calibration error: the mean distance of what is said from what is right, weighed by count.

    (Naeini, Cooper and Hauskrecht 2015.)
    """
    return sum(one.count * abs(one.said - one.right) for one in reliability(scored)) / len(scored)


def threshold_of(type_: str) -> float:
    """Return the threshold of a span type where nothing was learned."""
    return THRESHOLDS.get(type_, TOLERANCE)
