"""Suggestions for annotators: plain functions from an article to spans, each with its reason and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest.dictionary import ActorDictionary, read_dictionaries
from standoff.suggest.evidence import SHORT, Evidence
from standoff.suggest.learned import Learned, Lesson, learn, threshold_of
from standoff.suggest.linking import linked
from standoff.suggest.rules import VERSION, by_rules
from standoff.suggest.suggestion import Link, Suggestion, fitted, to_labels

__all__ = [
    "VERSION",
    "ActorDictionary",
    "Evidence",
    "Learned",
    "Lesson",
    "Link",
    "Suggestion",
    "learn",
    "read_dictionaries",
    "suggest",
    "to_labels",
    "version",
]


def suggest(
    article: Article,
    scheme: Scheme,
    *,
    threshold: float | None = None,
    model: Learned | None = None,
    dictionary: ActorDictionary | None = None,
    evidence: Evidence | None = None,
) -> list[Suggestion]:
    """Return the spans that the suggesters propose for an article with their relations, in the order of its text.

    Only types, attributes and values that the scheme has are proposed: as labels (`to_labels`) suggestions would pass
    `standoff.records.check_label_set`.

    Parameters
    ----------
    threshold
        How sure a suggestion must be, and a relation of it, from 0 to 1; by default what was measured for each span
        type, before any evidence, and any relation.
    model
        What was learned from labels.
    dictionary
        More names of actors.
    evidence
        A trained stance model, which makes stances surer or less sure.
    """
    found = by_rules(article, dictionary)
    everything = found if model is None else model.improved(article, found)
    if threshold is None:
        # They were measured on scores without evidence.
        thresholds = {} if model is None else model.thresholds
        everything = [one for one in everything if one.score >= thresholds.get(one.type, threshold_of(one.type))]
    if evidence is not None:
        everything = evidence.weighed(article, list(everything))
    enough = everything if threshold is None else (one for one in everything if one.score >= threshold)
    shown = linked(article, fitted(enough, scheme, article.text), scheme)
    return shown if threshold is None else list(_surer(shown, threshold))


def _surer(suggestions: list[Suggestion], threshold: float) -> Iterator[Suggestion]:
    """Return what is sure enough; no relation goes to a pronoun that is not."""
    sure = [one for one in suggestions if one.score >= threshold]
    ends = {(one.type, one.start, one.end) for one in sure}
    for one in sure:
        links = (link for link in one.links if (link.to_type, link.start, link.end) in ends)
        yield replace(one, links=tuple(link for link in links if link.score >= threshold))


def version(
    model: Learned | None = None, dictionary: ActorDictionary | None = None, evidence: Evidence | None = None
) -> str:
    """Return the name of what suggestions are made with: another wherever they could be others."""
    parts = [VERSION]
    parts += [f"learned-{model.digest[:SHORT]}"] if model else []
    parts += [f"actors-{dictionary.digest[:SHORT]}"] if dictionary else []
    parts += [f"stance-{evidence.digest[:SHORT]}"] if evidence else []
    return "+".join(parts)
