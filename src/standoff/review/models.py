"""What models of other articles say of labels: how likely each is, out of fold, and how likely wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Final

from standoff.errors import MissingExtraError
from standoff.review.candidates import Candidate, Example

FOLDS: Final = 5
_STRENGTH: Final = 3.0
"""Inverse strength of the penalty of the classifiers."""


@dataclass
class Rows:
    """What one classifier is trained on and asked about."""

    features: list[Mapping[str, float]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)
    about: list[tuple[Example, Candidate]] = field(default_factory=list)

    def add(self, one: Example, candidate: Candidate, features: Mapping[str, float], answer: str, fold: int) -> None:
        """Add a candidate of an example with what is seen of it and what the labels say of it."""
        self.features.append(features)
        self.answers.append(answer)
        self.folds.append(fold)
        self.about.append((one, candidate))


def check_installed() -> None:
    """Raise `MissingExtraError` where scikit-learn is missing."""
    if find_spec("sklearn") is None:
        raise MissingExtraError(
            "finding label errors needs scikit-learn", hint="install it with: pip install 'standoff[baseline]'"
        )


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which linear algebra has one thread: more would wait for each other."""
    from threadpoolctl import threadpool_limits

    context: AbstractContextManager[Any] = threadpool_limits(1)
    return context


def out_of_fold(rows: Rows) -> list[dict[str, float]]:
    """Return for every row how likely each answer is, by a classifier trained on the rows of other folds.

    Where all rows have the same answer, nothing is said.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    found: list[dict[str, float]] = [{} for _ in rows.features]
    if len(set(rows.answers)) < 2:
        return found
    matrix = DictVectorizer().fit_transform(rows.features)
    for fold in sorted(set(rows.folds)):
        train = [index for index, other in enumerate(rows.folds) if other != fold]
        ask = [index for index, other in enumerate(rows.folds) if other == fold]
        answers = [rows.answers[index] for index in train]
        if len(set(answers)) < 2:
            for index in ask:
                found[index] = dict.fromkeys(answers, 1.0)
            continue
        model: Any = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3)
        model.fit(matrix[train], answers)
        for index, chances in zip(ask, model.predict_proba(matrix[ask]), strict=True):
            found[index] = dict(zip(map(str, model.classes_), map(float, chances), strict=True))
    return found


def how_wrong(
    chances: Sequence[float], given: Sequence[int], others: Sequence[int], expected: float
) -> Iterator[tuple[int, float]]:
    """Yield those rows that are given a label with how likely it is wrong (0 … 1), by Bayes' rule.

    Parameters
    ----------
    chances
        How likely the label is for each row, as the models say. They are calibrated first (Platt scaling): by how often
        the label is given to rows of which the models say the same.
    given, others
        The rows that have the label, and those that do not: wrong labels are expected to look like these.
    expected
        How many of the given are expected to be wrong before anything is looked at; at most half of them are.
    """
    from sklearn.linear_model import LogisticRegression

    if not given or not others:
        return
    share = min(0.5, expected / len(given))
    # Those that are expected to be wrong would make the rest look less sure than they are.
    kept = sorted(given, key=lambda index: chances[index])[round(share * len(given)) :]
    model = LogisticRegression(C=100)
    model.fit(_log_odds(chances, [*kept, *others]), [True] * len(kept) + [False] * len(others))
    if model.coef_[0, 0] <= 0:  # what models say tells nothing, as for a value that was given once
        yield from ((index, share) for index in given)
        return
    right = model.predict_proba(_log_odds(chances, given))[:, 1]
    for index, chance in zip(given, map(float, right), strict=True):
        for_right = (1 - share) * chance / len(given)
        for_wrong = share * (1 - chance) / len(others)
        yield index, for_wrong / (for_wrong + for_right)


def _log_odds(chances: Sequence[float], rows: Sequence[int]) -> Any:
    import numpy as np

    kept = np.clip(np.asarray([chances[index] for index in rows]), 1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept))[:, np.newaxis]
