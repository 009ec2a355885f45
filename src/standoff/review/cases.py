"""Doubts as a queue of what a person is to decide, in the form in which adjudication has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from standoff.errors import errors_in
from standoff.labels import Case, QueueItem
from standoff.records import Article, LabelSet, Span, check_labels
from standoff.review.doubts import Doubt
from standoff.scheme import Scheme
from standoff.suggest.clauses import sentences

MODELS: Final = "standoff-review"
"""The annotator's name of what models hold to be likelier."""

POLICY: Final = "review"

_AROUND: Final = 120
"""So many code points are shown at most on each side of a label."""


def to_cases(
    doubts: Iterable[Doubt], labelled: Iterable[tuple[Article, LabelSet]], scheme: Scheme, *, tool: str
) -> list[QueueItem]:
    """Return a queue of doubts, the article with the likeliest error first, and in it likewise.

    What the models hold to be likelier is there as the labels of a machine annotator called `MODELS`.

    Parameters
    ----------
    doubts
        The likeliest first.
    labelled
        The articles with the labels that were examined.
    tool
        What examined them, with its version.
    """
    by_id = {article.id: (article, labels) for article, labels in labelled}
    by_article: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_article.setdefault(doubt.article_id, []).append(doubt)
    return [_item(*by_id[article_id], found, scheme, tool) for article_id, found in by_article.items()]


def context(article: Article, span: Span, marks: tuple[str, str] = ("[", "]")) -> str:
    """Return the sentences that a span is in, on one line and cut where they are long, with the span marked."""
    text = article.text
    start, end = span.start, span.end
    for first, last in sentences(text):
        if first < span.end and span.start < last:
            start, end = min(start, first), max(end, last)
    before, after = text[start : span.start], text[span.end : end]
    before = before if len(before) <= _AROUND else "…" + before[-_AROUND:].partition(" ")[2]
    after = after if len(after) <= _AROUND else after[:_AROUND].rpartition(" ")[0] + " …"
    return " ".join(f"{before}{marks[0]}{span.surface(text)}{marks[1]}{after}".split())


def _item(article: Article, labels: LabelSet, doubts: Sequence[Doubt], scheme: Scheme, tool: str) -> QueueItem:
    likelier = _likelier(doubts)
    proposed: dict[tuple[str, int, int], Span] = {}
    for number, span in enumerate(likelier.values(), 1):
        if not errors_in(check_labels([span], (), scheme, article.text)):
            proposed.setdefault((span.type, span.start, span.end), replace(span, id=f"p{number}"))
    cases = []
    for doubt in doubts:
        about = {"extent": "extent", "attribute": f"attributes.{doubt.attribute}"}.get(doubt.kind, "presence")
        candidates = {} if doubt.kind == "missing" else {labels.annotator: doubt.span.id}
        one = likelier.get(_key(doubt))
        other = proposed.get((one.type, one.start, one.end)) if one else None
        score = round(doubt.score, 4)
        if doubt.kind == "type" and other is not None:
            cases.append(Case(doubt.span.type, candidates, (about,), score, doubt.why))
            why = f"in the place of {doubt.span.type}"
            cases.append(Case(other.type, {MODELS: other.id}, (about,), score, why))
            continue
        if other is not None and doubt.kind != "presence":
            candidates[MODELS] = other.id
        if candidates:
            cases.append(Case(doubt.span.type, candidates, (about,), score, doubt.why))
    doubted = {doubt.span.id for doubt in doubts if doubt.kind != "missing"}
    models = replace(
        labels.with_labels(proposed.values(), ()),
        annotator=MODELS,
        origin="machine",
        tool=tool,
        lead_time=None,
        adjudication=None,
    )
    asked = labels.with_labels((span for span in labels.spans if span.id in doubted), ())
    return QueueItem(labels.article_id, labels.sha256, POLICY, tuple(cases), (asked, models))


def _likelier(doubts: Sequence[Doubt]) -> dict[tuple[str, ...], Span]:
    """Return what is likelier: one span for all doubts about the extent and the attributes of a label."""
    found: dict[tuple[str, ...], Span] = {}
    for doubt in doubts:
        proposal = doubt.proposal
        if proposal is None:
            continue
        key = _key(doubt)
        before = found.get(key)
        if before is None:
            found[key] = proposal
        elif doubt.kind == "extent":
            found[key] = replace(before, start=proposal.start, end=proposal.end)
        elif doubt.kind == "attribute":
            others = {name: value for name, value in before.attributes.items() if name != doubt.attribute}
            given = {name: value for name, value in proposal.attributes.items() if name == doubt.attribute}
            found[key] = replace(before, attributes={**others, **given})
    return found


def _key(doubt: Doubt) -> tuple[str, ...]:
    if doubt.kind in {"missing", "type"}:
        return (doubt.kind, doubt.span.type, str(doubt.span.start), str(doubt.span.end))
    return ("label", doubt.span.id)
