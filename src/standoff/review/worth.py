"""Which articles are worth labelling next: where what was learned from labels is unsure, and no near-copies."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Final

from standoff.records import Article
from standoff.review.novelty import Content, Seen
from standoff.review.stances import learn_stances
from standoff.review.unsure import Learner, Pairs, Unsure, learn_actors
from standoff.scheme import Scheme

Progress = Callable[[int, int | None], None]

LEARNERS: Final[Mapping[str, Learner]] = MappingProxyType({"stance": learn_stances, "actor": learn_actors})
"""What learns from labels and is asked how unsure it is, by the span type that it is about."""

_AT_ONCE: Final = 100
"""Articles that a learner is asked about at once."""

_MUCH: Final = 0.5
"""From this share on, the reason says how much of an article is copied."""

_LENGTH: Final = 16
"""Digits of a sha256 that a place by lot is taken from."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What speaks for labelling an article, and how much (0 … 1).

    Parameters
    ----------
    unsure
        For each span type of which something could be learned, the share of articles that are likely to teach less.
    copied
        The share of it that stands in articles before it, five words at a time (0 … 1).
    why
        All of it in words.
    """

    article_id: str
    score: float
    unsure: Mapping[str, float]
    copied: float
    why: str


def rank_articles(
    articles: Iterable[Article],
    labelled: Pairs,
    scheme: Scheme,
    *,
    learners: Mapping[str, Learner] = LEARNERS,
    progress: Progress = lambda _done, _total: None,
) -> list[Worth]:
    """Return articles in the order in which they are worth labelling.

    Each comes before all that have a lower score beside the labelled articles and those before it in the order, so of
    several near-copies all but one come last. Where nothing could be learned, lots that are drawn from the articles'
    texts decide in the place of how unsure it is. The same articles and labels give the same order.

    Parameters
    ----------
    articles
        Those without labels.
    labelled
        Articles with labels; there may be none.
    learners
        What learns from labels and is asked how unsure it is, by a name.
    progress
        Called with the articles looked at and all of them.
    """
    ordered = sorted(articles, key=lambda article: (article.sha256, article.id))
    taught = sorted(labelled, key=lambda pair: (pair[0].sha256, pair[0].id))
    pupils = {name: pupil for name, learner in learners.items() if (pupil := learner(taught, scheme))}
    unsure: dict[str, list[Unsure]] = {name: [] for name in pupils}
    for first in range(0, len(ordered), _AT_ONCE):
        batch = ordered[first : first + _AT_ONCE]
        for name, pupil in pupils.items():
            unsure[name] += pupil.ask(batch)
        progress(first + len(batch), len(ordered))
    places = {name: _teaching(found, pupils[name].cues) for name, found in unsure.items()}
    # From a half on, so that an article with nothing copied that everybody is sure of comes before any near-copy.
    steady = [
        (1 + (fmean(place[index] for place in places.values()) if places else _lot(article))) / 2
        for index, article in enumerate(ordered)
    ]
    contents, seen = [Content.of(article.text) for article in ordered], Seen()
    for article, _ in taught:
        seen.add(Content.of(article.text))
    # Scores only fall as more is seen, so one that is still the highest when it is measured again is the highest.
    heap = [(-score, index) for index, score in enumerate(steady)]
    heapq.heapify(heap)
    ranked = []
    while heap:
        _, index = heapq.heappop(heap)
        copied = seen.copied(contents[index])
        score = steady[index] * (1 - copied)
        if heap and (-score, index) > heap[0]:
            heapq.heappush(heap, (-score, index))
            continue
        seen.add(contents[index])
        said = [found[index].said for found in unsure.values()] or ["nothing was learned from labels, so lots decide"]
        if copied >= _MUCH:
            said.insert(0, f"{copied:.0%} of it stands in articles before it")
        own = {name: place[index] for name, place in places.items()}
        ranked.append(Worth(ordered[index].id, score, own, copied, "; ".join(said)))
    return ranked


def _teaching(found: Sequence[Unsure], weight: float) -> list[float]:
    """Return how much each article is likely to teach beside the others (0 … 1)."""
    much, cues = _places([one.much for one in found]), _places([one.cues for one in found])
    return [(1 - weight) * one + weight * other for one, other in zip(much, cues, strict=True)]


def _lot(article: Article) -> float:
    """Return a number that is drawn by lot, always the same for the same text (0 … 1)."""
    return int(article.sha256[:_LENGTH], 16) / 16**_LENGTH


def _places(values: Sequence[float]) -> list[float]:
    """Return for each value the share of the others that are lower, equal ones half (0 … 1)."""
    ordered = sorted(values)
    others = max(1, len(values) - 1)
    first = {value: index for index, value in reversed(list(enumerate(ordered)))}
    last = {value: index for index, value in enumerate(ordered)}
    return [(first[value] + last[value]) / 2 / others for value in values]
