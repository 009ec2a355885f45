"""How unsure a classifier of stances is about the sentences of articles, when it learned from the labels so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from math import sqrt
from statistics import fmean
from typing import Final

from standoff.records import Article, LabelSet
from standoff.review.unsure import Pairs, Pupil, Unsure
from standoff.scheme import Scheme
from standoff.suggest.clauses import sentences

NEUTRAL: Final = "neutral"
"""The stance that takes no side, beside the class of sentences without one."""

CLASSIFIER: Final = ("char+word+cue", "joint", "logistic", 3.0)
"""The member of the family of `standoff train` that is asked: one that needs no target and is learned in a second."""

FEWEST: Final = 50
"""Sentences that must be labelled before a classifier is asked: with fewer, what it is sure of says little."""

_PACKAGES: Final = ("matplotlib", "scipy", "skops", "sklearn")
"""What the baseline needs."""

_MOST: Final = 0.5

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")

_DOUBTFUL: Final = 0.6
"""Below this, the chance of the likeliest class is called doubtful."""


def learn_stances(labelled: Pairs, scheme: Scheme) -> Pupil | None:
    """Learn a classifier of the stances of sentences, as unsure as the likeliest class lacks to 1 on average.

    Nothing is learned from fewer than `FEWEST` sentences or fewer than two classes, and where the packages of the
    baseline are not installed.
    """
    given = [one for article, labels in labelled for one in stances_of(article, labels, scheme)]
    classes = sorted({label for _, label in given})
    if len(given) < FEWEST or len(classes) < 2 or not all(map(find_spec, _PACKAGES)):
        return None
    from standoff.baseline.family import Configuration
    from standoff.baseline.model import fit_model
    from standoff.baseline.rows import Row

    model = fit_model([Row(text, label) for text, label in given], classes, Configuration(*CLASSIFIER))

    def ask(articles: Sequence[Article]) -> list[Unsure]:
        texts = [[text for _, _, text in _sentences(article)] for article in articles]
        rows = [Row(text) for found in texts for text in found]
        chances = iter(model.predict(rows).probabilities.max(axis=1).tolist())
        return [unsure_of([next(chances) for _ in found], [are_cues(text) for text in found]) for found in texts]

    sideless = fmean(label in (NEUTRAL, scheme.stance.none) for _, label in given) if scheme.stance else 0.0
    return Pupil(ask, cues_of(sideless))


def cues_of(sideless: float) -> float:
    """Return whether cues count (1) or how unsure it is (0), by the share of labels so far that take no side (0 … 1).

    Where most take none, what a classifier is unsure of is seldom one of the few that do, and cues find these.
    """
    return float(sideless > _MOST)


def stances_of(article: Article, labels: LabelSet, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Return each sentence with the stance of the first span in it, or with the class of those without one."""
    role = scheme.stance
    if role is None:
        return
    spans = sorted(
        (one.start, one.end, one.attributes.get(role.label, role.none)) for one in labels.spans if one.type == role.span
    )
    for start, end, text in _sentences(article):
        found = [label for first, last, label in spans if first < end and start < last]
        yield text, found[0] if found else role.none


def _sentences(article: Article) -> Iterator[tuple[int, int, str]]:
    for start, end in sentences(article.text):
        if text := article.text[start:end].strip():
            yield start, end, text


def are_cues(text: str) -> list[bool]:
    """Return for each word whether it speaks well or ill of something."""
    from standoff.baseline.cues import word

    return [bool(word(token).cue) for token in _WORD.findall(text)]


def unsure_of(chances: Sequence[float], cues: Sequence[Sequence[bool]]) -> Unsure:
    """Return how unsure an article is, and how rich in cues.

    Parameters
    ----------
    chances
        The chance of each sentence's likeliest class (0 … 1).
    cues
        For each word of each sentence whether it is a cue.
    """
    if not chances:
        return Unsure(0.0, "it has no sentence")
    doubtful, total = sum(one < _DOUBTFUL for one in chances), sum(map(sum, cues))
    said = (
        f"the stance of {doubtful} of its {len(chances)} sentences is doubtful, {total} of its words are for or against"
    )
    # By the root of the length: by the length, a sentence of two words would be the richest.
    return Unsure(1 - fmean(chances), said, fmean(sum(one) / sqrt(max(1, len(one))) for one in cues))
