from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from standoff.labels import Estimate, estimate

MEAN = "no articles"


def mean(tally: Mapping[str, float]) -> float | str:
    return tally.get("sum", 0) / tally["count"] if tally.get("count") else MEAN


def test_the_interval_of_a_mean_covers_it_as_often_as_it_says() -> None:
    """Of 200 samples of 40 draws, about 95 % of the intervals cover the true mean."""
    draw = random.Random(1)
    covered = 0
    for _ in range(200):
        tallies = [{"sum": draw.gauss(3, 1), "count": 1} for _ in range(40)]
        found = estimate(tallies, mean, resamples=200)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 3 <= found.high
    assert 0.88 <= covered / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval() -> None:
    tallies = [{"sum": number, "count": 1} for number in range(10)]
    assert estimate(tallies, mean) == estimate(tallies, mean)
    assert estimate(tallies, mean, seed=2) != estimate(tallies, mean)
    found = estimate(tallies, mean)
    assert found.value == 4.5
    assert found.low == pytest.approx(4.5 - 1.96 * (8.25 / 10) ** 0.5, abs=0.3)


def test_what_there_is_no_figure_or_no_interval_of() -> None:
    assert estimate([], mean) == Estimate(note=MEAN)
    assert estimate([{"sum": 2, "count": 1}], mean) == Estimate(2.0, note="one article: no interval")
    assert estimate([{"sum": 2, "count": 1}] * 3, mean, resamples=0) == Estimate(2.0)
    rare = [{"sum": 2, "count": 1}, *({"count": 0} for _ in range(3))]
    found = estimate(rare, mean, resamples=100)
    assert (found.value, found.low, found.high) == (2, 2, 2)
    assert found.note.startswith("interval over ")
    assert found.note.endswith(" of 100 resamples: there is none in the others")
    assert estimate(rare[:2], mean, resamples=1) == Estimate(2.0, note="too few articles have any: no interval")
