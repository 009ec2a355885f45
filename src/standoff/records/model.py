"""Articles, spans, relations and label sets.

Every offset is a code point offset into the article's canonical text, and every interval is half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Self

from standoff.text import sha256_hex

Origin = Literal["human", "imported", "machine"]


@dataclass(frozen=True)
class Article:
    """A news article.

    Parameters
    ----------
    id
        Unique among the articles of a corpus; for a seed file, the file's stem.
    dct
        The document creation time (TimeML): the day on which the article was published.
    text
        The canonical text (see `standoff.text.canonical`).
    origin
        How the article came about, such as ``machine-written``; empty where nobody said.
    """

    id: str
    dct: date
    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    origin: str = ""

    @cached_property
    def sha256(self) -> str:
        """The sha256 of the canonical text, as 64 hexadecimal digits: the name by which labels find their text."""
        return sha256_hex(self.text)

    @cached_property
    def utf8(self) -> bytes:
        """The canonical text as UTF-8."""
        return self.text.encode()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article with a type and attributes.

    Parameters
    ----------
    id
        Unique within its label set, of ``[A-Za-z0-9_-]``.
    start, end
        Half-open interval of code points, ``0 <= start < end <= len(text)``.
    """

    id: str
    type: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)

    def surface(self, text: str) -> str:
        """Return the words of the span in `text`, the canonical text of its article."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A directed relation between two spans of one label set; the three fields together are its key."""

    type: str
    from_id: str
    to_id: str

    @property
    def key(self) -> str:
        """The three fields as one text, by which an `Adjudication` names the relation."""
        return f"{self.type} {self.from_id} {self.to_id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one gold label was decided.

    Parameters
    ----------
    supporters
        The annotators who had it, sorted.
    how
        What settled each part that was not unanimous, by ``presence``, ``extent`` or the attribute, such as
        ``attributes.kind``: in words, such as ``2 of 3``.
    """

    supporters: tuple[str, ...]
    how: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjudication:
    """How a gold label set was made of the label sets of annotators.

    Parameters
    ----------
    policy
        Such as ``majority``, or ``prefer anna``; ``person`` or ``machine`` where one decided case by case.
    annotators
        Whose labels were adjudicated, sorted.
    open
        How many spans and relations are still to be decided by a person: where it is not 0, the gold is not complete.
    verdicts
        One for each span, by its id, and for each relation, by its `Relation.key`.
    decided_by
        The name of the person or machine that decided case by case; empty where none did.
    """

    policy: str
    annotators: tuple[str, ...]
    open: int = 0
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    decided_by: str = ""


@dataclass(frozen=True)
class LabelSet:
    """The labels of one article by one annotator.

    Spans are kept in the order of (start, end, type, id) and relations in the order of their fields, so that equal
    labels are equal objects.

    Parameters
    ----------
    sha256
        Of the canonical text that the offsets point into.
    origin
        ``human`` (through an annotation tool), ``imported`` (from another format) or ``machine``.
    tool
        What made or carried the labels, such as ``Label Studio 1.23.2``.
    created, updated
        Aware times in UTC.
    lead_time
        Seconds that the annotator spent, where known.
    adjudication
        For gold made of several annotators' labels: how.
    """

    article_id: str
    sha256: str
    scheme: str
    scheme_version: int
    annotator: str
    origin: Origin
    created: datetime
    updated: datetime
    tool: str = ""
    lead_time: float | None = None
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    adjudication: Adjudication | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(sorted(self.spans, key=span_order)))
        object.__setattr__(self, "relations", tuple(sorted(self.relations)))

    def span(self, span_id: str) -> Span | None:
        """Return the span with that id, or None."""
        return next((span for span in self.spans if span.id == span_id), None)

    def with_labels(self, spans: Iterable[Span], relations: Iterable[Relation]) -> Self:
        """Return a copy that has these spans and relations instead, with the verdicts on those that stay."""
        spans, relations = tuple(spans), tuple(relations)
        adjudication = self.adjudication
        if adjudication is not None:
            kept = {span.id for span in spans} | {relation.key for relation in relations}
            verdicts = {key: verdict for key, verdict in adjudication.verdicts.items() if key in kept}
            adjudication = replace(adjudication, verdicts=verdicts)
        return replace(self, spans=spans, relations=relations, adjudication=adjudication)


def span_order(span: Span) -> tuple[int, int, str, str]:
    """Return the sort key of a span within its label set."""
    return (span.start, span.end, span.type, span.id)
