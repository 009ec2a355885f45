"""The rows of every config: pure functions from articles to Arrow tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import lists_of, one_array, table, unmasked
from standoff.corpus.blocks import Block
from standoff.corpus.features import tag_column
from standoff.corpus.items import Item
from standoff.corpus.labelsets import columns_of
from standoff.corpus.spans import SpanColumns, relation_lists
from standoff.corpus.stances import stance_rows
from standoff.corpus.tokens import tag, tokenize_all

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
    columns["text"] = block.sentence_texts
    columns["spans"] = block.spans.within(schema.field("spans").type, block.sentence_of_span, found.start)
    return table(schema, columns), Counter({"spans-across-sentences": int(np.sum(block.sentence_of_span < 0))})


def token_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a sentence of every labelled article: its tokens, and their BIO tags for every span type."""
    block = block.labelled
    found, (starts, _) = block.sentences, block.sentence_edges
    tokens = tokenize_all(block.encoded, starts)
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
            columns[name] = unmasked(one_array(found.head[name]).cast(schema.field(name).type))
    return table(schema, columns), Counter()


VIEWS: Final[Mapping[str, View]] = {
    "articles": article_rows,
    "sentences": sentence_rows,
    "tokens": token_rows,
    "stance": stance_rows,
    "annotations": annotation_rows,
}
"""The view that makes the rows of each config."""

OF_ALL: Final = ("articles", "sentences")
"""The configs in which articles without labels have rows."""


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
