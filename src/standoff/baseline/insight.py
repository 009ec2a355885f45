"""What a classifier has learned, what more rows would bring, and where it is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from standoff.baseline.choice import Choice
from standoff.baseline.contest import MODEL, Contest
from standoff.baseline.family import grams_of
from standoff.baseline.linear import EVERY_TARGET
from standoff.baseline.model import StanceModel
from standoff.baseline.ngrams import count_matrix
from standoff.baseline.rows import Row, StanceData
from standoff.baseline.scores import Score
from standoff.baseline.trials import try_configuration, view_of

SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Shares of the training rows at which the learning curve is measured."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Macro F1 in cross-validation with a share of the training rows, `rows` of them on average."""

    share: float
    rows: int
    macro_f1: Score


def learning_curve(data: StanceData, choice: Choice) -> tuple[CurvePoint, ...]:
    """Measure the chosen configuration with growing shares of the training groups of each fold.

    The groups of a smaller share are among those of a larger one, in an order that is fixed.
    """
    numbers = np.unique(choice.groups)
    order = np.random.default_rng(0).permutation(len(numbers))
    rank = {int(number): int(place) for number, place in zip(numbers, order, strict=True)}
    points = []
    view = view_of(data.development, choice.chosen.configuration)
    for share in SHARES:
        limit = share * len(numbers)
        folds = [
            (np.array([place for place in kept if rank[int(choice.groups[place])] < limit], np.int64), left)
            for kept, left in choice.folds
        ]
        if all(len({data.development[place].label for place in kept}) > 1 for kept, _ in folds):
            trial = try_configuration(choice.chosen.configuration, data, view, folds, choice.groups)
            rows = sum(len(kept) for kept, _ in folds) // len(folds)
            points.append(CurvePoint(share, rows, trial.scores.macro_f1))
    return tuple(points)


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that the model got wrong, with the probability of what it said, in ``[0, 1]``."""

    row: Row
    predicted: str
    probability: float


def worst_errors(contest: Contest, count: int = 20) -> tuple[WrongRow, ...]:
    """Return the errors that the model was surest of, the surest first."""
    found = [
        WrongRow(row, said, float(probability))
        for row, said, probability in zip(contest.rows, contest.predicted[MODEL], contest.confidence, strict=True)
        if said != row.label
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.row.text))[:count])


@dataclass(frozen=True, slots=True)
class Telling:
    """The words that speak most for a class, the strongest first; `target` is empty for a model of all targets."""

    target: str
    label: str
    words: tuple[str, ...]


def telling_words(model: StanceModel, rows: Sequence[Row], count: int = 15) -> tuple[Telling, ...]:
    """Return the words that move the model most towards each class, of those in at least three training rows.

    The weight of a word is the sum of the weights of its n-grams: what it adds to the decision value of a text, before
    that is divided by the text's length. Where targets are marked, it is what the word adds far from the target.
    """
    weighing, by_target = model.classifiers.weighing, model.classifiers.by_target
    found = []
    for target, linear in sorted(by_target.items()):
        if target == EVERY_TARGET and len(by_target) > 1:
            continue
        own = [row for row in rows if target in (EVERY_TARGET, row.target)]
        counted = Counter(word for row in own for word in set(_WORD.findall(row.text.lower())))
        words = sorted(word for word, number in counted.items() if number >= _FEWEST_ROWS)
        grams = grams_of([Row(word) for word in words], model.configuration.features)
        counts = count_matrix(grams, weighing.index).multiply(weighing.idf).tocsr()
        known = np.flatnonzero(linear.weights.any(axis=1))
        # Of each word what it speaks for a class more than for the others on average.
        values = counts @ (linear.weights[known] - linear.weights.sum(axis=0) / max(1, len(known))).T
        for label, weights in zip((model.classes[number] for number in known), values.T, strict=True):
            order = np.argsort(-weights, kind="stable")[:count]
            found.append(Telling(target, label, tuple(words[place] for place in order if weights[place] > 0)))
    return tuple(found)


_WORD = re.compile(r"\S*\w\S*")
_FEWEST_ROWS = 3
