"""The models that are chosen from: which n-grams, how targets are used, which linear classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from standoff.baseline import ngrams
from standoff.baseline.ngrams import Grams
from standoff.baseline.rows import Row

Features = Literal["char", "char+word", "word"]
Scope = Literal["joint", "per-target", "pooled"]
Classifier = Literal["svm", "logistic", "bayes"]

CHARACTERS = (2, 6)
WORDS = (1, 2)


@dataclass(frozen=True)
class Configuration:
    """One member of the family.

    Parameters
    ----------
    features
        ``char``: TF-IDF of the n-grams of 2 to 6 characters within words; ``word``: of 1 and 2 words; or both.
    scope
        ``joint``: one classifier that is not told the target; ``per-target``: one classifier for each target;
        ``pooled``: one classifier that sees every n-gram by itself and once more together with the target (Daumé 2007).
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
    """Return the configurations that are tried on these rows, the simplest first; without targets only joint ones."""
    chosen = [
        Configuration("word", "joint", "bayes", 1.0),
        Configuration("word", "joint", "svm", 0.3),
        *_linear("char", "joint"),
        Configuration("char+word", "joint", "svm", 0.3),
    ]
    if all(row.target for row in rows):
        chosen += [
            *_linear("char", "per-target"),
            Configuration("char+word", "per-target", "svm", 0.3),
            Configuration("char", "pooled", "svm", 0.3),
            Configuration("char", "pooled", "svm", 1.0),
        ]
    return tuple(chosen)


def _linear(features: Features, scope: Scope) -> list[Configuration]:
    strengths: list[tuple[Classifier, float]] = [("svm", 0.1), ("svm", 0.3), ("svm", 1.0), ("logistic", 3.0)]
    return [Configuration(features, scope, classifier, strength) for classifier, strength in strengths]


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
    return ngrams.together(parts)
