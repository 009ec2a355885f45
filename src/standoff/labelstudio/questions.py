"""What a person is asked about an article: labels to begin with, and what is doubtful about them, in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from standoff.labels import Case, QueueItem
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import Scheme

_SHOWN: Final = 60
_ATTRIBUTE: Final = "attributes."


@dataclass(frozen=True)
class Question:
    """A queue line as a person meets it.

    Parameters
    ----------
    spans, relations
        What the person begins with: all that is settled, and one candidate for each case. A required attribute that is
        open is left out, so that Label Studio insists on it.
    notes
        What is asked about a span, by its id.
    to_decide
        All that is asked, a line each.
    candidates
        Everybody's labels, sorted by annotator.
    """

    article: Article
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    notes: Mapping[str, str]
    to_decide: str
    candidates: tuple[LabelSet, ...]


def make_question(
    item: QueueItem, article: Article, settled: LabelSet | None, whole: Mapping[str, LabelSet], scheme: Scheme
) -> Question:
    """Return what a person is asked about an article.

    Parameters
    ----------
    settled
        The labels that the person begins with: gold so far; None where there is none.
    whole
        All labels of those annotators, by name, of whom more is known than the candidates in the queue.
    """
    sheet = _Sheet(item, article, scheme)
    if settled is not None:
        sheet.spans = {span.id: span for span in settled.spans}
        sheet.relations = list(settled.relations)
    for case in item.cases:
        if not _is_relation(case):
            sheet.add_span(case)
    for case in item.cases:
        if _is_relation(case):
            sheet.add_relation(case)
    everybody = {labels.annotator: labels for labels in item.candidates} | dict(whole)
    lines = [sheet.describe(case) for case in item.cases]
    return Question(
        article=article,
        spans=tuple(sheet.spans.values()),
        relations=tuple(sheet.relations),
        notes=sheet.notes,
        to_decide="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        candidates=tuple(labels for _, labels in sorted(everybody.items())),
    )


@dataclass
class _Sheet:
    """What a person begins with, as it grows case by case."""

    item: QueueItem
    article: Article
    scheme: Scheme
    spans: dict[str, Span] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    """The id here of the span that stands for a candidate, by annotator and the candidate's id."""

    @property
    def names(self) -> Sequence[str]:
        """Whose candidates there are."""
        return [labels.annotator for labels in self.item.candidates]

    def labels(self, annotator: str) -> LabelSet:
        """Return the candidates of an annotator."""
        return next(labels for labels in self.item.candidates if labels.annotator == annotator)

    def candidates(self, case: Case) -> dict[str, Span]:
        """Return the spans that a case is about, by annotator."""
        found = {name: self.labels(name).span(id_) for name, id_ in case.candidates.items()}
        return {name: span for name, span in found.items() if span is not None}

    def add_span(self, case: Case) -> None:
        """Put one candidate of a case in, unless a span with its words is there already."""
        found = self.candidates(case)
        by_words = {(span.type, span.start, span.end): span.id for span in self.spans.values()}
        there = [by_words[words] for span in found.values() if (words := (span.type, span.start, span.end)) in by_words]
        if there:
            id_ = there[0]
        else:
            first = next(iter(found.values()))
            id_ = _new_id(first)
            self.spans[id_] = replace(first, id=id_)
        span = self.spans[id_]
        self.spans[id_] = replace(span, attributes=self._without_open(span, case))
        self.notes[id_] = " ".join(part for part in (self.notes.get(id_), self.describe(case)) if part)
        self.places |= {(name, span.id): id_ for name, span in found.items()}

    def add_relation(self, case: Case) -> None:
        """Put one candidate of a case in, unless it is there already or one of its ends is not."""
        for annotator, relation in self._relations(case):
            from_id, to_id = self._place(annotator, relation.from_id), self._place(annotator, relation.to_id)
            if from_id and to_id and from_id != to_id:
                added = Relation(relation.type, from_id, to_id)
                if added not in self.relations:
                    self.relations.append(added)
                return

    def describe(self, case: Case) -> str:
        """Return what is asked about a case in a line."""
        what = self._relation_words(case) if _is_relation(case) else self._span_words(case)
        asked = [*(self._asked(case, about) for about in case.open), *([case.why] if case.why else [])]
        score = "" if case.score is None else f" ({case.score:.2f})"
        return f"{what}: {'; '.join(asked)}{score}" if asked else f"{what}{score}"

    def _asked(self, case: Case, about: str) -> str:
        having, lacking = list(case.candidates), [name for name in self.names if name not in case.candidates]
        if about == "presence":
            return f"{_and(having)} marked it" + (f", {_and(lacking)} did not" if lacking else "")
        if about == "ends":
            return "its ends are to be decided"
        found = self.candidates(case)
        if about == "extent":
            return "where it begins and ends: " + ", ".join(
                f"{name} {self._quoted(span)}" for name, span in found.items()
            )
        attribute = about.removeprefix(_ATTRIBUTE)
        values = ", ".join(f"{name} {span.attributes.get(attribute, 'none')}" for name, span in found.items())
        return f"{attribute}: {values}"

    def _without_open(self, span: Span, case: Case) -> dict[str, str]:
        attributes = self.scheme.spans[span.type].attributes
        is_asked = {name for name in attributes if attributes[name].required and f"{_ATTRIBUTE}{name}" in case.open}
        return {name: value for name, value in span.attributes.items() if name not in is_asked}

    def _relations(self, case: Case) -> Iterator[tuple[str, Relation]]:
        for name, key in case.candidates.items():
            yield from ((name, relation) for relation in self.labels(name).relations if relation.key == key)

    def _place(self, annotator: str, span_id: str) -> str | None:
        """Return the id of the span here that stands for an annotator's."""
        if (annotator, span_id) in self.places:
            return self.places[annotator, span_id]
        span = self.labels(annotator).span(span_id)
        if span is None:
            return None
        alike = [other for other in self.spans.values() if other.type == span.type and other.overlaps(span)]
        best = max(alike, key=lambda other: _common(other, span), default=None)
        return best.id if best else None

    def _span_words(self, case: Case) -> str:
        span = next(iter(self.candidates(case).values()))
        return f"{self.scheme.spans[span.type].title} {self._quoted(span)}"

    def _relation_words(self, case: Case) -> str:
        annotator, relation = next(self._relations(case))
        ends = (self.labels(annotator).span(relation.from_id), self.labels(annotator).span(relation.to_id))
        from_words, to_words = (self._quoted(end) if end else "?" for end in ends)
        return f"{self.scheme.relations[relation.type].title} {from_words} → {to_words}"

    def _quoted(self, span: Span) -> str:
        words = " ".join(span.surface(self.article.text).split())
        return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + '…'}”"


def _is_relation(case: Case) -> bool:
    # A relation is named by its key, which has spaces; the id of a span has none.
    return any(" " in id_ for id_ in case.candidates.values())


def _new_id(span: Span) -> str:
    return "q" + hashlib.sha256(f"{span.type} {span.start} {span.end}".encode()).hexdigest()[:12]


def _common(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (one.end - one.start + other.end - other.start - common)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
