"""The models that are chosen from: which n-grams, how targets are used, which linear classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from standoff.baseline import ngrams
from standoff.baseline.ngrams import Grams
from standoff.baseline.rows import Row

Features = Literal["char", "char+word", "word"]
Scope = Literal["joint", "per-target", "pooled", "marked"]
Classifier = Literal["svm", "logistic", "bayes"]

CHARACTERS = (2, 6)
WORDS = (1, 2)
NEAR = (3, 8)
"""How many words before and after a marked target are looked at apart."""

ROWS_PER_TARGET = 20
"""Rows that targets must have on average for a classifier of their own."""


@dataclass(frozen=True)
class Configuration:
    """One member of the family.

    Parameters
    ----------
    features
        ``char``: TF-IDF of the n-grams of 2 to 6 characters within words; ``word``: of 1 and 2 words; or both.
    scope
        ``joint``: one classifier that is not told the target; ``per-target``: one classifier for each target;
        ``pooled``: one classifier that sees every n-gram by itself and once more together with the target (Daumé 2007);
        ``marked``: one classifier that also sees the target's name, and apart from the rest of the text the words
        before and after the place where the target is named.
    classifier
        Linear SVM or logistic regression (one against the rest, classes balanced), or complement naive Bayes.
    strength
        C of the first two, alpha of the third.
    """

    features: Features
    scope: Scope
    classifier: Classifier
    strength: float

    @property
    def name(self) -> str:
        """The configuration in a few words."""
        symbol = "alpha" if self.classifier == "bayes" else "C"
        return f"{self.features} n-grams, {self.scope}, {self.classifier} {symbol}={self.strength:g}"


def family_for(rows: Sequence[Row]) -> tuple[Configuration, ...]:
    """Return the configurations that are tried on these rows, the simplest first.

    Those with a part for each target are tried where every row has a target and targets have 20 rows on average, and
    marked ones where at least half of the rows say where their target is named.
    """
    chosen = [
        Configuration("word", "joint", "bayes", 1.0),
        Configuration("word", "joint", "svm", 0.3),
        Configuration("char", "joint", "svm", 0.1),
        Configuration("char", "joint", "svm", 0.3),
        Configuration("char", "joint", "svm", 1.0),
        Configuration("char", "joint", "logistic", 3.0),
        Configuration("char+word", "joint", "svm", 0.3),
    ]
    targets = {row.target for row in rows}
    if "" not in targets and len(rows) >= ROWS_PER_TARGET * len(targets):
        chosen += [
            Configuration("char", "per-target", "svm", 0.1),
            Configuration("char", "per-target", "svm", 0.3),
            Configuration("char", "per-target", "svm", 1.0),
            Configuration("char", "per-target", "logistic", 3.0),
            Configuration("char+word", "per-target", "svm", 0.3),
            Configuration("char", "pooled", "svm", 0.3),
            Configuration("char", "pooled", "svm", 1.0),
        ]
    if sum(row.mark is not None for row in rows) * 2 >= len(rows):
        chosen += [
            Configuration("char", "marked", "svm", 0.1),
            Configuration("char", "marked", "svm", 0.3),
            Configuration("char+word", "marked", "svm", 0.3),
        ]
    return tuple(chosen)


def grams_of(rows: Sequence[Row], features: Features, scope: Scope) -> Grams:
    """Return the n-grams that a configuration sees in the rows."""
    texts = [row.text for row in rows]
    parts = []
    if "char" in features:
        parts.append(ngrams.char_grams(texts, *CHARACTERS))
    if "word" in features:
        parts.append(ngrams.word_grams(texts, *WORDS))
    if scope == "pooled":
        parts += [ngrams.crossed(part, [row.target for row in rows]) for part in parts]
    if scope == "marked":
        parts += _around_marks(rows)
    return ngrams.together(parts)


def _around_marks(rows: Sequence[Row]) -> list[Grams]:
    before = [row.text[: row.mark[0]].split() if row.mark else [] for row in rows]
    after = [row.text[row.mark[1] :].split() if row.mark else [] for row in rows]
    views = {"target": [row.target for row in rows]}
    for reach in NEAR:
        left = [" ".join(words[-reach:]) for words in before]
        right = [" ".join(words[:reach]) for words in after]
        views |= {
            f"before {reach}": left,
            f"after {reach}": right,
            f"around {reach}": list(map(" ".join, zip(left, right, strict=True))),
        }
    low, high = CHARACTERS
    return [ngrams.tagged(ngrams.char_grams(texts, low, high - 1), name) for name, texts in views.items()]
