"""Suggestions for annotators: plain functions from an article to spans, each with its reason and how sure it is."""

from __future__ import annotations

from typing import Final

from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest.dictionary import ActorDictionary, read_dictionaries
from standoff.suggest.learned import Learned, Lesson, learn, threshold_of
from standoff.suggest.rules import VERSION, by_rules
from standoff.suggest.suggestion import Suggestion, fitted

__all__ = [
    "VERSION",
    "ActorDictionary",
    "Learned",
    "Lesson",
    "Suggestion",
    "learn",
    "read_dictionaries",
    "suggest",
    "version",
]

_SHORT: Final = 8


def suggest(
    article: Article,
    scheme: Scheme,
    *,
    threshold: float | None = None,
    model: Learned | None = None,
    dictionary: ActorDictionary | None = None,
) -> list[Suggestion]:
    """Return the spans that the suggesters propose for an article, in the order of its text.

    Only span types, attributes and values that the scheme has are proposed; each suggestion would pass
    `standoff.records.check_label_set` as a span.

    Parameters
    ----------
    threshold
        How sure a suggestion must be, from 0 to 1; by default what was measured for each span type.
    model
        What was learned from labels.
    dictionary
        More names of actors.
    """
    found = by_rules(article, dictionary)
    everything = found if model is None else model.improved(article, found)
    thresholds = {} if model is None else model.thresholds
    enough = (
        one
        for one in everything
        if one.score >= (thresholds.get(one.type, threshold_of(one.type)) if threshold is None else threshold)
    )
    return fitted(enough, scheme, article.text)


def version(model: Learned | None = None, dictionary: ActorDictionary | None = None) -> str:
    """Return the name of what suggestions are made with: another wherever they could be others."""
    parts = [VERSION]
    parts += [f"learned-{model.digest[:_SHORT]}"] if model else []
    parts += [f"actors-{dictionary.digest[:_SHORT]}"] if dictionary else []
    return "+".join(parts)
