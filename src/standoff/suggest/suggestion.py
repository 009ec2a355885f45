"""A suggested span, and how suggestions are made to fit a scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from standoff import timex3
from standoff.records import Relation, Span
from standoff.scheme import Scheme, SpanType

_WIDER: Final = {"unspecified": "other"}
"""Values that version 2 of ``news-conflict`` tells apart, and what they were before."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that goes from a suggested span to another.

    Parameters
    ----------
    type
        The relation type.
    to_type, start, end
        The type and extent of the span that it goes to, which is suggested too.
    score
        How sure it is, from 0 to 1, if both spans are right.
    why
        The rule that it comes from, in words.
    """

    type: str
    to_type: str
    start: int
    end: int
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A span that an annotator may accept.

    Parameters
    ----------
    type
        The span type.
    start, end
        Half-open interval of code points into the article's canonical text.
    attributes
        Values of the span type's attributes.
    score
        How sure it is, from 0 to 1: the share of such suggestions that is expected to be right.
    why
        The rule or entry that it comes from, in words.
    links
        The relations that go from it.
    """

    type: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    score: float = 1.0
    why: str = ""
    links: tuple[Link, ...] = ()


def to_labels(suggestions: Iterable[Suggestion]) -> tuple[list[Span], list[Relation]]:
    """Return suggestions as the spans and relations of a label set; the first span has the id ``s1``."""
    found = list(suggestions)
    ids = {(one.type, one.start, one.end): f"s{rank}" for rank, one in enumerate(found, 1)}
    spans = [
        Span(id_, one.type, one.start, one.end, one.attributes) for id_, one in zip(ids.values(), found, strict=True)
    ]
    relations = {
        Relation(link.type, id_, ids[link.to_type, link.start, link.end])
        for id_, one in zip(ids.values(), found, strict=True)
        for link in one.links
        if (link.to_type, link.start, link.end) in ids
    }
    return spans, sorted(relations)


def fitted(suggestions: Iterable[Suggestion], scheme: Scheme, text: str) -> list[Suggestion]:
    """Return those suggestions that the scheme has room for, in the order of the text.

    Attributes and values that the scheme does not have are left out, and so is a suggestion that then lacks a required
    one. Of two of one type with the same extent, the one with the higher score stays.
    """
    best: dict[tuple[int, int, str], Suggestion] = {}
    for suggestion in suggestions:
        type_ = scheme.spans.get(suggestion.type)
        surface = text[suggestion.start : suggestion.end]
        if type_ is None or not surface or surface != surface.strip():
            continue
        attributes = _valid(suggestion.attributes, type_)
        if any(attribute.required and name not in attributes for name, attribute in type_.attributes.items()):
            continue
        key = (suggestion.start, suggestion.end, suggestion.type)
        if key not in best or suggestion.score > best[key].score:
            best[key] = replace(suggestion, attributes=attributes)
    return [best[key] for key in sorted(best)]


def _valid(attributes: Mapping[str, str], type_: SpanType) -> dict[str, str]:
    timex_type = attributes.get("type")
    attributes = {name: _in_scheme(value, name, type_) for name, value in attributes.items()}
    return {
        name: attributes[name]
        for name, attribute in type_.attributes.items()
        if name in attributes
        and not attribute.problem_with(attributes[name])
        and (
            attribute.kind != "timex3"
            or timex_type not in timex3.TYPES
            or timex3.is_value(attributes[name], timex_type)
        )
    }


def _in_scheme(value: str, name: str, type_: SpanType) -> str:
    """Return a value, or the wider one of a scheme that does not tell it apart."""
    attribute, wider = type_.attributes.get(name), _WIDER.get(value)
    return wider if attribute and wider and attribute.problem_with(value) else value
