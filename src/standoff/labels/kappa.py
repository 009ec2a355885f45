"""Kappa: agreement on categories beyond chance, where every annotator judged every item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Ratings = Mapping[tuple[str, ...], float]
"""How many items got these values: one value an annotator, always in the same order of annotators.

Two annotators' ratings are their confusion matrix. Ratings add up: those of two articles together are their sum.
"""

NOTHING = "nothing to compare"


def observed_agreement(ratings: Ratings) -> float | str:
    """Return the share of pairs of annotators' values of the same item that are equal, 0 … 1, or why there is none.

    With two annotators, this is the share of items on which they agree. Items with a single value do not count.
    """
    agreed = pairs = 0.0
    for values, number in ratings.items():
        size = len(values)
        agreed += number * sum(count * (count - 1) for count in Counter(values).values())
        pairs += number * size * (size - 1)
    return agreed / pairs if pairs else NOTHING


def cohen_kappa(ratings: Ratings) -> float | str:
    """Return Cohen's kappa of two annotators, at most 1, or in words why there is none.

    κ = (p_o - p_e) / (1 - p_e), with p_o the share of items on which the two agree and p_e = Σ_c p_1c · p_2c the share
    expected if each kept their own distribution of values but judged at random (Cohen 1960, A coefficient of agreement
    for nominal scales, Educational and Psychological Measurement 20, 37-46).

    >>> round(cohen_kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}), 2)
    0.4
    """
    total = sum(ratings.values())
    if not total:
        return NOTHING
    first: dict[str, float] = {}
    second: dict[str, float] = {}
    for (one, other), number in ratings.items():
        first[one] = first.get(one, 0.0) + number
        second[other] = second.get(other, 0.0) + number
    observed = sum(number for (one, other), number in ratings.items() if one == other) / total
    expected = sum(count * second.get(value, 0.0) for value, count in first.items()) / total**2
    return _beyond_chance(observed, expected, ratings)


def fleiss_kappa(ratings: Ratings) -> float | str:
    """Return Fleiss' kappa of two or more annotators, at most 1, or in words why there is none.

    κ = (P - P_e) / (1 - P_e), with P the mean over items of the share of agreeing pairs of annotators and
    P_e = Σ_c p_c², p_c being the share of category c among all values (Fleiss 1971, Measuring nominal scale agreement
    among many raters, Psychological Bulletin 76, 378-382). Every item has the same number of values.
    """
    observed = observed_agreement(ratings)
    if isinstance(observed, str):
        return observed
    shares: dict[str, float] = {}
    for values, number in ratings.items():
        for value in values:
            shares[value] = shares.get(value, 0.0) + number
    total = sum(shares.values())
    return _beyond_chance(observed, sum((share / total) ** 2 for share in shares.values()), ratings)


def only_value(ratings: Ratings) -> str:
    """Say that all values are the same one; empty where they are not."""
    values = {value for row in ratings for value in row}
    return f"all values are {values.pop()!r}: nothing varies" if len(values) == 1 else ""


def _beyond_chance(observed: float, expected: float, ratings: Ratings) -> float | str:
    return only_value(ratings) or (observed - expected) / (1 - expected)
