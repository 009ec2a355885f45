"""Dawid and Skene's estimate of true values and of each annotator's error rates, from nothing but what they said."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Answers = Mapping[str, Sequence[str]]
"""What annotators said of one item: by annotator, one value, or several where the item was judged several times."""

_ITERATIONS: Final = 1000
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True)
class DawidSkene:
    """A fitted model.

    Parameters
    ----------
    prevalence
        How often each value is the true one, 0 … 1, summing to 1; in the order of values.
    confusion
        By annotator and true value, how often the annotator says each value, 0 … 1, summing to 1 (or all 0 where the
        annotator judged no item that has the true value).
    """

    prevalence: Mapping[str, float]
    confusion: Mapping[str, Mapping[str, Mapping[str, float]]]

    def posterior(self, answers: Answers) -> dict[str, float]:
        """Return the probability of each value being the true one of an item, given what annotators said of it.

        This is equation 2.5 of the paper, in logarithms so that many annotators do not underflow. Where what was said
        is impossible under the model, every value is as likely as it is in general.
        """
        logs = {
            value: _log(share)
            + sum(_log(self.confusion[name][value][said]) for name, found in answers.items() for said in found)
            for value, share in self.prevalence.items()
        }
        highest = max(logs.values())
        if highest == -math.inf:
            return dict(self.prevalence)
        weights = {value: math.exp(log - highest) for value, log in logs.items()}
        total = sum(weights.values())
        return {value: weight / total for value, weight in weights.items()}


def fit_dawid_skene(items: Sequence[Answers]) -> DawidSkene:
    """Fit the model by expectation maximisation.

    Annotators are taken to err independently of each other, given the true value. As in the paper, it starts from the
    share of each value in what was said of each item, so it follows the majority where nothing speaks against it, and
    the estimates are those of maximum likelihood, without a prior (A. P. Dawid and A. M. Skene 1979, Maximum likelihood
    estimation of observer error-rates using the EM algorithm, Applied Statistics 28, 20-28).

    Parameters
    ----------
    items
        What was said of each item; at least one answer in all.
    """
    values = sorted({value for answers in items for found in answers.values() for value in found})
    names = sorted({name for answers in items for name in answers})
    # Items of which the same was said have the same posterior: they are worked out once and weighed by their number.
    numbers = Counter(tuple(sorted((name, tuple(found)) for name, found in answers.items())) for answers in items)
    patterns = [(dict(pattern), number) for pattern, number in sorted(numbers.items())]
    posteriors = [_shares(answers, values) for answers, _ in patterns]
    model = _maximised(patterns, posteriors, values, names)
    for _ in range(_ITERATIONS):
        before, posteriors = posteriors, [model.posterior(answers) for answers, _ in patterns]
        model = _maximised(patterns, posteriors, values, names)
        steps = (abs(new[value] - old[value]) for new, old in zip(posteriors, before, strict=True) for value in values)
        if max(steps) < _TOLERANCE:
            break
    return model


def _shares(answers: Answers, values: Sequence[str]) -> dict[str, float]:
    said = [value for found in answers.values() for value in found]
    return {value: said.count(value) / len(said) for value in values}


def _maximised(
    patterns: Sequence[tuple[Answers, int]],
    posteriors: Sequence[Mapping[str, float]],
    values: Sequence[str],
    names: Sequence[str],
) -> DawidSkene:
    """Return the most likely parameters given how likely each value is for each item: equations 2.3 and 2.4."""
    counts = {name: {true: dict.fromkeys(values, 0.0) for true in values} for name in names}
    prevalence = dict.fromkeys(values, 0.0)
    for (answers, number), posterior in zip(patterns, posteriors, strict=True):
        for true in values:
            weight = number * posterior[true]
            prevalence[true] += weight
            for name, found in answers.items():
                for said in found:
                    counts[name][true][said] += weight
    return DawidSkene(
        prevalence=_normalised(prevalence),
        confusion={name: {true: _normalised(row) for true, row in rows.items()} for name, rows in counts.items()},
    )


def _normalised(row: Mapping[str, float]) -> dict[str, float]:
    total = sum(row.values())
    return {value: number / total if total else 0.0 for value, number in row.items()}


def _log(share: float) -> float:
    return math.log(share) if share > 0 else -math.inf
