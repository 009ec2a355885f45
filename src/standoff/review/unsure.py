"""How unsure a tagger of actors is about articles without labels, when it learned from the labels so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.suggest.actors import suggest_actors
from standoff.suggest.learned import LEARNED_TYPE
from standoff.suggest.learned.tagger import train
from standoff.suggest.learned.words import Word, word_rows

Pairs = Sequence[tuple[Article, LabelSet]]

_DOUBTFUL: Final = 0.5
"""Nats of a word that is called doubtful: so much has one that is an actor's with a chance of 20 %."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """How unsure what was learned is about an article.

    Parameters
    ----------
    much
        The higher, the more unsure; to be compared only with what the same pupil says of other articles.
    said
        All of it in words.
    cues
        How rich it is in words that what is learned hangs on; likewise.
    """

    much: float
    said: str
    cues: float = 0.0


@dataclass(frozen=True, slots=True)
class Pupil:
    """What was learned from labels.

    Parameters
    ----------
    ask
        Says of each article how unsure it is.
    cues
        How much richness in cues counts (0 … 1); the rest is how unsure it is.
    """

    ask: Callable[[Sequence[Article]], Sequence[Unsure]]
    cues: float = 0.0


Learner = Callable[[Pairs, Scheme], Pupil | None]
"""Learns from labelled articles; nothing where they do not suffice."""


def learn_actors(labelled: Pairs, scheme: Scheme) -> Pupil | None:
    """Learn a tagger of actors, as unsure as the mean entropy of its words' tags; nothing where no actor is marked."""
    spans = [[span for span in labels.spans if span.type == LEARNED_TYPE] for _, labels in labelled]
    if LEARNED_TYPE not in scheme.spans or not any(spans):
        return None
    tagger = train(_taught(labelled, spans))

    def ask(articles: Sequence[Article]) -> list[Unsure]:
        return [_unsure([one for row in _rows(article) for one in tagger.entropies(row)]) for article in articles]

    return Pupil(ask)


def _taught(labelled: Pairs, spans: Sequence[Sequence[Span]]) -> list[tuple[Sequence[Word], Sequence[Span]]]:
    return [(row, own) for (article, _), own in zip(labelled, spans, strict=True) for row in _rows(article)]


def _rows(article: Article) -> list[list[Word]]:
    return list(word_rows(article, list(suggest_actors(article))))


def _unsure(entropies: Sequence[float]) -> Unsure:
    doubtful = sum(one > _DOUBTFUL for one in entropies)
    said = f"of {doubtful} of its {len(entropies)} words it is doubtful whether they are an {LEARNED_TYPE}'s"
    return Unsure(sum(entropies) / max(1, len(entropies)), said)
