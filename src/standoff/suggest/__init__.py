"""Suggestions for annotators: plain functions from an article to spans, each with its reason and how sure it is."""

from __future__ import annotations

from typing import Final

from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest.actors import suggest_actors
from standoff.suggest.dates import suggest_dates
from standoff.suggest.stances import suggest_stances
from standoff.suggest.suggestion import Suggestion, fitted
from standoff.suggest.threats import suggest_threats

__all__ = ["THRESHOLD", "VERSION", "Suggestion", "suggest"]

VERSION: Final = "rules-1"
"""The version of the suggesters, kept with what they suggest."""


THRESHOLD: Final = 0.7
"""How sure a suggestion must be where nobody says otherwise: less costs annotators more than it saves them."""


def suggest(article: Article, scheme: Scheme, *, threshold: float = THRESHOLD) -> list[Suggestion]:
    """Return the spans that the suggesters propose for an article, in the order of its text.

    Only span types, attributes and values that the scheme has are proposed; each suggestion would pass
    `standoff.records.check_label_set` as a span.

    Parameters
    ----------
    threshold
        How sure a suggestion must be, from 0 to 1.
    """
    threats = list(suggest_threats(article))
    # The words of a threat are not labelled again as a stance.
    stances = (one for one in suggest_stances(article) if not any(_overlap(one, threat) for threat in threats))
    everything = (*suggest_dates(article), *suggest_actors(article), *threats, *stances)
    return fitted((one for one in everything if one.score >= threshold), scheme, article.text)


def _overlap(one: Suggestion, other: Suggestion) -> bool:
    return one.start < other.end and other.start < one.end
