"""The models that are chosen from: which n-grams, how targets are used, which linear classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from standoff.baseline import ngrams
from standoff.baseline.given import given_stances
from standoff.baseline.ngrams import Grams
from standoff.baseline.rows import Row
from standoff.baseline.surroundings import cue_kinds, cue_words, surroundings
from standoff.baseline.tokens import tokens_of

Features = Literal["char", "char+word", "word", "char+word+cue", "word+cue", "span"]
Scope = Literal["joint", "per-target", "pooled", "blended", "marked", "given"]
Classifier = Literal["svm", "logistic", "bayes"]

CHARACTERS = (2, 6)
WORDS = (1, 2)
ROWS_PER_TARGET = 20
"""Rows that targets must have on average for a classifier of their own."""

MOST_TARGETS = 20
"""How many targets there may be for that: a model keeps the weights of all n-grams for each."""


@dataclass(frozen=True)
class Configuration:
    """One member of the family.

    Parameters
    ----------
    features
        ``char``: TF-IDF of the n-grams of 2 to 6 characters within words; ``word``: of 1 and 2 words; or both.
        ``char+word+cue``: both and the cues and negations of the text, weighed apart.
        ``word+cue``: words, cues and their places around a marked target; see `standoff.baseline.surroundings`.
        ``span``: what can be seen of a stance whose words are given; see `standoff.baseline.given`.
    scope
        ``joint``: one classifier that is not told the target; ``per-target``: one classifier for each target;
        ``pooled``: one classifier that sees every n-gram by itself and once more together with the target (Daumé 2007);
        ``blended``: the mean of per-target and pooled classifiers; ``marked``: one classifier that is told the target
        and where in the text it is named; ``given``: one that is told which words express the stance, its target and
        its holder.
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
        kind = "n-grams" if self.features in ("char", "word", "char+word") else "features"
        return f"{self.features} {kind}, {self.scope}, {self.classifier} {symbol}={self.strength:g}"


def family_for(rows: Sequence[Row]) -> tuple[Configuration, ...]:
    """Return the configurations that are tried on these rows, the simplest first.

    Those with a part for each target are tried where every row has a target, and at most 20 targets have 20 rows on
    average; marked ones, instead of those with the cues of the whole text, where at least half of the rows say where
    their target is named; those with a given stance
    where every row says which words express it.
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
    marked = sum(row.mark is not None for row in rows) * 2 >= len(rows)
    if not marked:
        chosen += [
            Configuration("char+word+cue", "joint", "svm", 0.3),
            Configuration("char+word+cue", "joint", "logistic", 3.0),
        ]
    targets = {row.target for row in rows}
    if "" not in targets and len(targets) <= MOST_TARGETS and len(rows) >= ROWS_PER_TARGET * len(targets):
        chosen += [
            Configuration("char", "per-target", "svm", 0.1),
            Configuration("char", "per-target", "svm", 0.3),
            Configuration("char", "per-target", "logistic", 1.0),
            Configuration("char", "per-target", "logistic", 3.0),
            Configuration("char+word", "per-target", "svm", 0.3),
            Configuration("char", "pooled", "svm", 0.3),
            Configuration("char", "pooled", "logistic", 3.0),
            Configuration("char", "blended", "logistic", 1.0),
            Configuration("char", "blended", "logistic", 3.0),
        ]
    if marked:
        chosen += [
            Configuration("word+cue", "marked", "svm", 0.05),
            Configuration("word+cue", "marked", "svm", 0.1),
            Configuration("word+cue", "marked", "svm", 0.2),
            Configuration("word+cue", "marked", "logistic", 1.0),
        ]
    if rows and all(row.span for row in rows):
        chosen += [
            Configuration("span", "given", "svm", 0.05),
            Configuration("span", "given", "svm", 0.1),
            Configuration("span", "given", "svm", 0.3),
            Configuration("span", "given", "logistic", 1.0),
        ]
    return tuple(chosen)


def grams_of(rows: Sequence[Row], features: Features) -> Grams:
    """Return the n-grams that configurations with these features see, in blocks of which each is weighed by itself."""
    if features == "word+cue":
        return ngrams.blocks(surroundings(rows))
    if features == "span":
        return ngrams.blocks(given_stances(rows))
    texts = [row.text for row in rows]
    if features == "char+word+cue":
        view = tokens_of([Row(text) for text in texts])
        cues = ngrams.together([*cue_kinds(view), *cue_words(view)])
        return ngrams.blocks([ngrams.char_grams(texts, *CHARACTERS), ngrams.word_grams(texts, *WORDS), cues])
    parts = []
    if "char" in features:
        parts.append(ngrams.char_grams(texts, *CHARACTERS))
    if "word" in features:
        parts.append(ngrams.word_grams(texts, *WORDS))
    return ngrams.blocks([ngrams.together(parts)])
