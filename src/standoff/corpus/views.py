"""The rows of every config: pure functions from articles to Arrow tables."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from datasets import Features

from standoff.corpus.arrays import RelationLists, SpanLists, attribute_encoder, lists_of, table
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
    spans = SpanLists(scheme)
    losses: Counter[str] = Counter()
    starts: list[int] = []
    ends: list[int] = []
    texts: list[str] = []
    for item in items:
        text, found = item.article.text, item.sentences
        starts += [start for start, _ in found]
        ends += [end for _, end in found]
        texts += [text[start:end] for start, end in found]
        if not item.spans:
            spans.append_empty(len(found))
            continue
        losses["spans-across-sentences"] += len(item.spans)
        for (start, _), inside in item.spans_by_sentence():
            spans.append(inside, text, origin=start)
            losses["spans-across-sentences"] -= len(inside)
    numbers = [len(item.sentences) for item in items]
    columns = _repeated(_provenance(items) | {"dct": [item.article.dct for item in items]}, numbers, features)
    columns["index"] = [index for number in numbers for index in range(number)]
    return table(features.arrow_schema, columns | {"start": starts, "end": ends, "text": texts, "spans": spans}), losses


def token_rows(items: Sequence[Item], scheme: Scheme, features: Features) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every labelled article: its tokens, and their BIO tags for every span type."""
    items = [item for item in items if item.gold is not None]
    tokens: list[str] = []
    starts, ends = array("i"), array("i")
    # One byte a tag, and most are 0: without spans there is nothing to do.
    tags = {type_.name: bytearray() for type_ in scheme.spans.values()}
    offsets = [0]
    losses: Counter[str] = Counter()
    for item in items:
        text = item.article.text
        losses["spans-across-sentences"] += len(item.spans)
        for (start, end), inside in item.spans_by_sentence():
            found = tokenize(text, start, end)
            first = len(tokens)
            tokens += [text[left:right] for left, right in found]
            starts.extend([left for left, _ in found])
            ends.extend([right for _, right in found])
            offsets.append(len(tokens))
            for column in tags.values():
                column.extend(bytes(len(found)))
            for name in {span.type for span in inside}:
                tagging = tag(found, [span for span in inside if span.type == name])
                tags[name][first:] = bytes(tagging.tags)
                losses["spans-in-same-type"] += tagging.nested
                losses["spans-within-tokens"] += tagging.unaligned
            losses["spans-across-sentences"] -= len(inside)
    numbers = [len(item.sentences) for item in items]
    columns = _repeated(_provenance(items), numbers, features)
    columns["index"] = [index for number in numbers for index in range(number)]
    lists = {"tokens": tokens, "starts": np.frombuffer(starts, np.int32), "ends": np.frombuffer(ends, np.int32)}
    lists |= {tag_column(type_): np.frombuffer(tags[type_.name], np.uint8) for type_ in scheme.spans.values()}
    for name, values in lists.items():
        columns[name] = lists_of(values, offsets, features.arrow_schema.field(name).type)
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
            more = {"article_id": item.article.id, "group": item.group, "annotator": item.annotator}
            _append(columns, row | more | {"dct": item.article.dct, "text": text})
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


def _provenance(items: Sequence[Item]) -> dict[str, list[Any]]:
    return {
        "article_id": [item.article.id for item in items],
        "group": [item.group for item in items],
        "annotator": [item.annotator for item in items],
    }


def _repeated(columns: Mapping[str, list[Any]], numbers: Sequence[int], features: Features) -> dict[str, Any]:
    """Return columns in which the n-th value is repeated as often as the n-th of `numbers` says."""
    places = pa.array([place for place, number in enumerate(numbers) for _ in range(number)], pa.int32())
    schema = features.arrow_schema
    return {name: pa.array(values, schema.field(name).type).take(places) for name, values in columns.items()}


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
