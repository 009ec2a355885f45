"""What rules and tables alone suggest."""

from __future__ import annotations

from typing import Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.actors import suggest_actors
from standoff.suggest.dates import suggest_dates
from standoff.suggest.dictionary import ActorDictionary
from standoff.suggest.stances import suggest_stances
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.threats import suggest_threats

VERSION: Final = "rules-9"
"""The version of the rules and tables: another wherever they suggest something else."""


def by_rules(article: Article, dictionary: ActorDictionary | None = None) -> list[Suggestion]:
    """Return everything that rules and tables find in an article, however unsure.

    Parameters
    ----------
    dictionary
        More names of actors.
    """
    times = dates.find(article.text, article.dct)
    threats = list(suggest_threats(article))
    # The words of a threat are not labelled again as a stance.
    stances = (one for one in suggest_stances(article, times) if not any(_overlap(one, threat) for threat in threats))
    return [*suggest_dates(article, times), *suggest_actors(article, dictionary), *threats, *stances]


def _overlap(one: Suggestion, other: Suggestion) -> bool:
    return one.start < other.end and other.start < one.end
