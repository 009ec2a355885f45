"""The rows of every config: pure functions from articles to Arrow tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
from datasets import Features

from standoff.corpus.arrays import RelationLists, SpanLists, attribute_encoder, table
from standoff.corpus.features import stance_attributes, tag_column
from standoff.corpus.items import Item
from standoff.corpus.tokens import tag, tokenize
from standoff.records import Span
from standoff.scheme import Scheme, StanceRole

View = Callable[[Sequence[Item], Scheme, Features], tuple[pa.Table, Counter[str]]]
"""From articles to the table of one config and, by name, how many labels it could not hold."""

LOSSES: Final[Mapping[str, str]] = {
    "spans-across-sentences": "spans that cross the end of a sentence; they are in `articles`",
    "spans-in-same-type": "spans that nest in or cross a span of the same type, which has one tag a token",
    "spans-within-tokens": "spans that begin or end within a token",
    "further-holders": "further holders of one stance; the first in the text is given",
}
"""What each count of labels that a view could not hold means."""


def article_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row an article, with its gold labels."""
    spans, relations = SpanLists(scheme), RelationLists(scheme)
    for item in items:
        spans.append(item.spans, item.article.text)
        relations.append(item.relations)
    columns: dict[str, Any] = {
        "id": [item.article.id for item in items],
        "dct": [item.article.dct for item in items],
        "title": [item.article.title or None for item in items],
        "source": [item.article.source or None for item in items],
        "url": [item.article.url or None for item in items],
        "origin": [item.article.origin or None for item in items],
        "text": [item.article.text for item in items],
        "sha256": [item.article.sha256 for item in items],
        "group": [item.group for item in items],
        "annotator": [item.annotator for item in items],
        "spans": spans,
        "relations": relations,
    }
    return table(features.arrow_schema, columns), Counter()


def sentence_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every article, with the gold spans within it."""
    columns: dict[str, Any] = {name: [] for name in features}
    columns["spans"] = spans = SpanLists(scheme)
    losses: Counter[str] = Counter()
    for item in items:
        losses["spans-across-sentences"] += len(item.spans)
        for index, ((start, end), inside) in enumerate(item.spans_by_sentence()):
            _append(columns, _provenance(item) | {"dct": item.article.dct, "index": index, "start": start, "end": end})
            columns["text"].append(item.article.text[start:end])
            spans.append(inside, item.article.text, origin=start)
            losses["spans-across-sentences"] -= len(inside)
    return table(features.arrow_schema, columns), losses


def token_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every labelled article: its tokens, and their BIO tags for every span type."""
    columns: dict[str, Any] = {name: [] for name in features}
    losses: Counter[str] = Counter()
    for item in items:
        if item.gold is None:
            continue
        losses["spans-across-sentences"] += len(item.spans)
        for index, ((start, end), inside) in enumerate(item.spans_by_sentence()):
            found = tokenize(item.article.text, start, end)
            row = {
                "index": index,
                "tokens": [item.article.text[left:right] for left, right in found],
                "starts": [left for left, _ in found],
                "ends": [right for _, right in found],
            }
            for type_ in scheme.spans.values():
                tagging = tag(found, [span for span in inside if span.type == type_.name])
                row[tag_column(type_)] = tagging.tags
                losses["spans-in-same-type"] += tagging.nested
                losses["spans-within-tokens"] += tagging.unaligned
            losses["spans-across-sentences"] -= len(inside)
            _append(columns, _provenance(item) | row)
    return table(features.arrow_schema, columns), losses


def stance_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row a stance span of every labelled article with its sentence, and one a sentence without any."""
    role = scheme.stance
    columns: dict[str, Any] = {name: [] for name in features}
    losses: Counter[str] = Counter()
    for item in items:
        if item.gold is None or role is None:
            continue
        stances = [span for span in item.spans if span.type == role.span]
        rows = [_stance_row(item, span, scheme, role, losses) for span in stances]
        rows += [
            dict.fromkeys(features) | {"start": start, "end": end, "label": len(scheme.stance_labels) - 1}
            for start, end in item.sentences
            if not any(span.start < end and start < span.end for span in stances)
        ]
        for row in sorted(rows, key=lambda row: (row["start"], row["span_start"] or 0, row["span_end"] or 0)):
            text = item.article.text[row["start"] : row["end"]]
            _append(columns, row | _provenance(item) | {"dct": item.article.dct, "text": text})
    return table(features.arrow_schema, columns), losses


def annotation_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row a label set, of every annotator."""
    pairs = [(item, labels) for item in items for labels in item.label_sets]
    spans, relations = SpanLists(scheme), RelationLists(scheme)
    for item, labels in pairs:
        spans.append(labels.spans, item.article.text)
        relations.append(labels.relations)
    columns: dict[str, Any] = {
        "article_id": [item.article.id for item, _ in pairs],
        "sha256": [item.article.sha256 for item, _ in pairs],
        "dct": [item.article.dct for item, _ in pairs],
        "annotator": [labels.annotator for _, labels in pairs],
        "origin": [labels.origin for _, labels in pairs],
        "tool": [labels.tool or None for _, labels in pairs],
        "scheme": [labels.scheme for _, labels in pairs],
        "scheme_version": [labels.scheme_version for _, labels in pairs],
        "created": [labels.created for _, labels in pairs],
        "updated": [labels.updated for _, labels in pairs],
        "lead_time": [labels.lead_time for _, labels in pairs],
        "spans": spans,
        "relations": relations,
    }
    return table(features.arrow_schema, columns), Counter()


VIEWS: Final[Mapping[str, View]] = {
    "articles": article_rows,
    "sentences": sentence_rows,
    "tokens": token_rows,
    "stance": stance_rows,
    "annotations": annotation_rows,
}
"""The view that makes the rows of each config."""


def _provenance(item: Item) -> dict[str, Any]:
    return {"article_id": item.article.id, "group": item.group, "annotator": item.annotator}


def _append(columns: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        columns[name].append(value)


def _stance_row(item: Item, span: Span, scheme: Scheme, role: StanceRole, losses: Counter[str]) -> dict[str, Any]:
    """Return what the row of a stance span says, but for where it is from."""
    covered = [(start, end) for start, end in item.sentences if start < span.end and span.start < end]
    start, end = covered[0][0], covered[-1][1]
    holders = _related(item, span, role.holder)
    losses["further-holders"] += max(0, len(holders) - 1)
    attributes = scheme.spans[role.span].attributes
    row: dict[str, Any] = {
        "start": start,
        "end": end,
        "span_start": span.start - start,
        "span_end": span.end - start,
        "holder": holders[0].surface(item.article.text) if holders else None,
        "target": span.attributes.get(role.target),
        "label": attribute_encoder(attributes[role.label])(span.attributes[role.label]),
    }
    for column, attribute in stance_attributes(scheme).items():
        value = span.attributes.get(attribute.name)
        row[column] = None if value is None else attribute_encoder(attribute)(value)
    return row


def _related(item: Item, span: Span, relation: str) -> list[Span]:
    """Return the spans that a relation of that type leads to from `span`, in the order of the text."""
    targets = {found.to_id for found in item.relations if found.type == relation and found.from_id == span.id}
    return [other for other in item.spans if other.id in targets]
