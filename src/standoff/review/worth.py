"""Which articles are worth labelling next: where suggestions are unsure, where suggesters differ, and what is new."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Article, LabelSet
from standoff.review.novelty import Content, Seen
from standoff.scheme import Scheme
from standoff.suggest.clauses import sentences
from standoff.suggest.learned import LEARNED_TYPE, Learned, label, learn_tagger
from standoff.suggest.learned.folds import rule_scores
from standoff.suggest.rules import VERSION, by_rules
from standoff.suggest.suggestion import Suggestion, fitted

Progress = Callable[[int, int | None], None]

_LIKELY: Final = 0.5
_UNSURE: Final = (0.2, 0.8)
"""Between these scores a suggestion is called unsure in the reason that is given."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each of the three counts; they sum to 1, so that a score is from 0 to 1."""

    unsure: float
    differing: float
    new: float


WEIGHTS: Final = Weights(1 / 3, 1 / 3, 1 / 3)


@dataclass(frozen=True, slots=True)
class Worth:
    """What speaks for labelling an article, and how much (0 … 1).

    Parameters
    ----------
    unsure
        How unsure the suggestions are, a sentence: the sum of 4 · p · (1 - p) over their scores, by the sentences.
    differing
        The share of actors on which rules and what was learned from labels differ (0 … 1); 0 where nothing was learned.
    new
        The share of its words that no article before it has (0 … 1).
    copied
        The share of it that stands in articles before it, five words at a time (0 … 1).
    why
        All of it in words.
    """

    article_id: str
    score: float
    unsure: float
    differing: float
    new: float
    copied: float
    why: str


@dataclass(frozen=True, slots=True)
class _Signals:
    article: Article
    content: Content
    unsure: float
    differing: float
    said: str


def rank_articles(
    articles: Iterable[Article],
    labelled: Sequence[tuple[Article, LabelSet]],
    scheme: Scheme,
    *,
    weights: Weights = WEIGHTS,
    progress: Progress = lambda _done, _total: None,
) -> list[Worth]:
    """Return articles in the order in which they are worth labelling.

    Each comes before all that have a lower score beside the labelled articles and those before it in the order, so of
    several near-copies all but one come last. What is unsure and what differs counts by its place among all articles.
    The same articles and labels give the same order.

    Parameters
    ----------
    articles
        Those without labels.
    labelled
        Articles with labels; there may be none.
    weights
        How much each of what speaks for an article counts.
    progress
        Called with the articles looked at and all of them.
    """
    ordered = sorted(articles, key=lambda article: (article.sha256, article.id))
    model = _learned(labelled, scheme)
    found = []
    for done, article in enumerate(ordered, 1):
        found.append(_signals(article, model, scheme))
        progress(done, len(ordered))
    seen = Seen()
    for article, _ in labelled:
        seen.add(Content.of(article.text))
    unsure, differing = _places([one.unsure for one in found]), _places([one.differing for one in found])
    steady = [weights.unsure * one + weights.differing * other for one, other in zip(unsure, differing, strict=True)]

    def score(index: int) -> float:
        content = found[index].content
        return (steady[index] + weights.new * seen.new_words(content)) * (1 - seen.copied(content))

    # Scores only fall as more is seen, so one that is still the highest when it is measured again is the highest.
    heap = [(-score(index), index) for index in range(len(found))]
    heapq.heapify(heap)
    ranked = []
    while heap:
        _, index = heapq.heappop(heap)
        now = score(index)
        if heap and (-now, index) > heap[0]:
            heapq.heappush(heap, (-now, index))
            continue
        ranked.append(_worth(found[index], now, seen))
        seen.add(found[index].content)
    return ranked


def _learned(labelled: Sequence[tuple[Article, LabelSet]], scheme: Scheme) -> Learned | None:
    if not any(labels.spans for _, labels in labelled):
        return None
    ordered = sorted(labelled, key=lambda pair: (pair[0].sha256, pair[0].id))
    examples = [label(article, labels, scheme) for article, labels in ordered]
    tagger, attributes = learn_tagger(examples, scheme)
    return Learned(
        scheme=scheme.name,
        scheme_version=scheme.version,
        rules=VERSION,
        thresholds={},
        scores=rule_scores(examples),
        tagger=tagger,
        attributes=attributes,
        about={},
    )


def _signals(article: Article, model: Learned | None, scheme: Scheme) -> _Signals:
    ruled = by_rules(article)
    found = fitted(model.improved(article, ruled) if model else ruled, scheme, article.text)
    lowest, highest = _UNSURE
    doubtful = sum(lowest < one.score < highest for one in found)
    said = f"{doubtful} of {len(found)} suggestions are unsure"
    differing = 0.0
    if model is not None and model.tagger is not None:
        ours, theirs = _actors(fitted(ruled, scheme, article.text)), _actors(found)
        union = len(ours | theirs)
        differing = len(ours ^ theirs) / union if union else 0.0
        said += f", rules and what was learned differ on {len(ours ^ theirs)} of {union} {LEARNED_TYPE}s"
    number = max(1, sum(1 for _ in sentences(article.text)))
    unsure = sum(4 * one.score * (1 - one.score) for one in found) / number
    return _Signals(article, Content.of(article.text), unsure, differing, said)


def _actors(suggestions: Iterable[Suggestion]) -> set[tuple[int, int]]:
    return {(one.start, one.end) for one in suggestions if one.type == LEARNED_TYPE and one.score >= _LIKELY}


def _worth(one: _Signals, score: float, seen: Seen) -> Worth:
    new, copied = seen.new_words(one.content), seen.copied(one.content)
    why = f"{one.said}, {new:.0%} of its words are new"
    if copied >= 0.5:
        why = f"{copied:.0%} of it stands in articles before it; {why}"
    return Worth(one.article.id, score, one.unsure, one.differing, new, copied, why)


def _places(values: Sequence[float]) -> list[float]:
    """Return for each value the share of the others that are lower, equal ones half (0 … 1)."""
    ordered = sorted(values)
    others = max(1, len(values) - 1)
    first = {value: index for index, value in reversed(list(enumerate(ordered)))}
    last = {value: index for index, value in enumerate(ordered)}
    return [(first[value] + last[value]) / 2 / others for value in values]
