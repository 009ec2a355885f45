"""Figures with their uncertainty: a coefficient of all articles, and its interval over resampled ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SEED = 20210327
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Parameters
    ----------
    value
        None where there is no such figure; `note` says why.
    low, high
        The interval; None where `value` is, or where there is nothing to resample.
    note
        What a reader must know to read the figure rightly.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


def estimate(
    tallies: Sequence[Mapping[Key, float]],
    coefficient: Callable[[Mapping[Key, float]], float | str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """Return a coefficient of all articles with its percentile bootstrap interval over articles.

    Articles are drawn with replacement, because labels within an article depend on each other (Efron and Tibshirani
    1993, An Introduction to the Bootstrap, ch. 13). The same seed draws the same articles for every coefficient.

    Parameters
    ----------
    tallies
        One an article; what is known of several articles together is the sum of their tallies.
    coefficient
        From a tally to the figure, or to the reason in words why there is none.
    resamples
        How many times articles are drawn; 0 for no interval.
    """
    total = {
        key: sum(tally.get(key, 0) for tally in tallies) for key in sorted({k for t in tallies for k in t}, key=str)
    }
    value = coefficient({key: number for key, number in total.items() if number})
    if isinstance(value, str):
        return Estimate(note=value)
    if len(tallies) < 2 or resamples < 1:
        return Estimate(value, note="one article: no interval" if resamples else "")
    columns = {key: [tally.get(key, 0) for tally in tallies] for key in total}
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    found, undefined = [], 0
    for _ in range(resamples):
        picks = draw.choices(range(len(tallies)), k=len(tallies))
        sums = {key: sum(map(column.__getitem__, picks)) for key, column in columns.items()}
        figure = coefficient({key: number for key, number in sums.items() if number})
        if isinstance(figure, str):
            undefined += 1
        else:
            found.append(figure)
    if len(found) < 2:
        return Estimate(value, note="too few articles have any: no interval")
    bounds = quantiles(found, n=40, method="inclusive")
    note = f"interval over {len(found)} of {resamples} resamples: there is none in the others" if undefined else ""
    return Estimate(value, bounds[0], bounds[-1], note)
