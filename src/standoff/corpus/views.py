"""The rows of every config: pure functions from articles to Arrow tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import attribute_encoder, lists_of, spread, table, taken
from standoff.corpus.blocks import Block
from standoff.corpus.features import stance_attributes, tag_column
from standoff.corpus.items import Item
from standoff.corpus.labelsets import columns_of
from standoff.corpus.spans import SpanColumns, relation_lists
from standoff.corpus.tokens import tag, tokenize_all
from standoff.records import Span
from standoff.scheme import Scheme, StanceRole

View = Callable[[Block, pa.Schema], tuple[pa.Table, Counter[str]]]
"""From articles to the table of one config, of that schema, and, by name, how many labels it could not hold."""

LOSSES: Final[Mapping[str, str]] = {
    "spans-across-sentences": "spans that cross the end of a sentence; they are in `articles`",
    "spans-in-same-type": "spans that nest in or cross a span of the same type, which has one tag a token",
    "spans-within-tokens": "spans that begin or end within a token",
    "further-holders": "further holders of one stance; the first in the text is given",
}
"""What each count of labels that a view could not hold means."""


def article_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row an article, with its gold labels."""
    items = block.items
    columns: dict[str, Any] = {
        "id": [item.article.id for item in items],
        "dct": [item.article.dct for item in items],
        "title": [item.article.title or None for item in items],
        "source": [item.article.source or None for item in items],
        "url": [item.article.url or None for item in items],
        "origin": [item.article.origin or None for item in items],
        "text": block.encoded.whole(),
        "sha256": [item.article.sha256 for item in items],
        "group": [item.group for item in items],
        "annotator": [item.annotator for item in items],
        "spans": block.spans.array(schema.field("spans").type),
        "relations": relation_lists(
            block.gold, block.gold_rows, len(items), block.scheme, schema.field("relations").type
        ),
    }
    return table(schema, columns), Counter()


def sentence_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every article, with the gold spans within it."""
    found = block.sentences
    days = {"dct": [item.article.dct for item in block.items]}
    columns = _repeated(_provenance(block.items) | days, found.item, schema)
    columns |= {"index": found.index, "start": found.start, "end": found.end}
    base = block.encoded.point_edges[found.item]
    edges = (block.encoded.places(edge + base) for edge in (found.start, found.end))
    columns["text"] = block.encoded.strings(*edges)
    columns["spans"] = block.spans.within(schema.field("spans").type, block.sentence_of_span, found.start)
    return table(schema, columns), Counter({"spans-across-sentences": int(np.sum(block.sentence_of_span < 0))})


def token_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every labelled article: its tokens, and their BIO tags for every span type."""
    block = block.labelled
    found, (starts, _) = block.sentences, block.sentence_edges
    tokens = tokenize_all(block.text, starts)
    inside = block.sentence_of_span >= 0
    first, last = block.span_edges
    tagging = tag(tokens, len(block.scheme.spans), (block.spans.type[inside], first[inside], last[inside]))
    offsets = np.append(np.searchsorted(tokens.starts, starts), len(tokens.starts))
    base = np.repeat(block.base[found.item], np.diff(offsets))
    lists: dict[str, Any] = {
        "tokens": tokens.words,
        "starts": pa.array(tokens.starts - base, pa.int32()),
        "ends": pa.array(tokens.ends - base, pa.int32()),
    }
    lists |= {tag_column(type_): tagging.tags[number] for number, type_ in enumerate(block.scheme.spans.values())}
    columns = _repeated(_provenance(block.items), found.item, schema) | {"index": found.index}
    columns |= {name: lists_of(values, offsets, schema.field(name).type) for name, values in lists.items()}
    losses = {
        "spans-across-sentences": int(np.sum(~inside)),
        "spans-in-same-type": tagging.nested,
        "spans-within-tokens": tagging.unaligned,
    }
    return table(schema, columns), Counter(losses)


def stance_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a stance span of every labelled article with its sentence, and one a sentence without any."""
    block, role = block.labelled, block.scheme.stance
    losses: Counter[str] = Counter()
    if role is None:
        return schema.empty_table(), losses
    found, (starts, ends) = block.sentences, block.sentence_edges
    there = np.flatnonzero(block.spans.type == list(block.scheme.spans).index(role.span))
    begin, end = (edge[there] for edge in block.span_edges)
    # The sentences that a stance span covers a part of.
    first, after = np.searchsorted(ends, begin, "right"), np.searchsorted(starts, end, "left")
    covered = np.zeros(len(starts) + 1, np.int64)
    np.add.at(covered, first, 1)
    np.add.at(covered, after, -1)
    bare = np.flatnonzero(np.cumsum(covered)[:-1] == 0)
    left, right = np.append(first, bare), np.append(after - 1, bare)
    row_start = starts[left]
    span_start, span_end = (np.append(edge - starts[first], np.zeros(len(bare), np.int64)) for edge in (begin, end))
    order = np.lexsort((span_end, span_start, row_start))
    is_stance = order < len(there)
    item = found.item[left][order]
    local_start, local_end = found.start[left][order], found.end[right][order]
    texts = [item.article.text for item in block.items]
    bounds = zip(item.tolist(), local_start.tolist(), local_end.tolist(), strict=True)
    days = {"dct": [item.article.dct for item in block.items]}
    columns: dict[str, Any] = {
        name: taken(pa.array(values, schema.field(name).type), item)
        for name, values in (_provenance(block.items) | days).items()
    }
    columns |= {"start": local_start, "end": local_end, "text": [texts[at][low:high] for at, low, high in bounds]}
    no_span = {"mask": ~is_stance}
    columns["span_start"] = pa.array(span_start[order], pa.int32(), **no_span)
    columns["span_end"] = pa.array(span_end[order], pa.int32(), **no_span)
    rows = [_stance_row(block.items[at], span, block.scheme, role, losses) for at, span in block.spans.some(there)]
    places = np.flatnonzero(is_stance)
    rows = [rows[number] for number in order[is_stance].tolist()]
    columns["label"] = np.full(len(order), len(block.scheme.stance_labels) - 1)
    columns["label"][places] = [row["label"] for row in rows]
    for name in schema.names:
        if name not in columns:
            columns[name] = spread([row[name] for row in rows], places, len(order), schema.field(name).type)
    return table(schema, columns), losses


def annotation_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a label set, of every annotator."""
    pairs = [(item, labels) for item in block.items for labels in item.label_sets]
    rows = np.arange(len(pairs))
    is_gold = len(pairs) == len(block.items) and all(item.gold is labels for item, labels in pairs)
    found = block.gold if is_gold else columns_of([labels for _, labels in pairs])
    texts = [item.article.text for item, _ in pairs]
    spans = block.spans if is_gold else SpanColumns(found, rows, texts, block.scheme)
    columns: dict[str, Any] = {
        "article_id": [item.article.id for item, _ in pairs],
        "sha256": [item.article.sha256 for item, _ in pairs],
        "dct": [item.article.dct for item, _ in pairs],
        "tool": [tool or None for tool in found.head["tool"].to_pylist()],
        "spans": spans.array(schema.field("spans").type),
        "relations": relation_lists(found, rows, len(rows), block.scheme, schema.field("relations").type),
    }
    for name in schema.names:
        if name not in columns:
            columns[name] = found.head[name].cast(schema.field(name).type)
    return table(schema, columns), Counter()


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


def _repeated(columns: Mapping[str, list[Any]], places: NDArray[np.int64], schema: pa.Schema) -> dict[str, Any]:
    """Return columns of the values at those places."""
    rows = pa.array(places)
    return {name: pa.array(values, schema.field(name).type).take(rows) for name, values in columns.items()}


def _stance_row(item: Item, span: Span, scheme: Scheme, role: StanceRole, losses: Counter[str]) -> dict[str, Any]:
    """Return what the row of a stance span says, but for where it is."""
    holders = _related(item, span, role.holder)
    losses["further-holders"] += max(0, len(holders) - 1)
    attributes = scheme.spans[role.span].attributes
    row: dict[str, Any] = {
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
    if not item.relations:
        return []
    targets = {found.to_id for found in item.relations if found.type == relation and found.from_id == span.id}
    return [other for other in item.spans if other.id in targets]
