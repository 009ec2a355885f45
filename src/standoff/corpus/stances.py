"""The rows of the config ``stance``."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import Numbers, table, taken, unmasked
from standoff.corpus.blocks import Block
from standoff.corpus.features import attribute_column, stance_attributes
from standoff.corpus.span_ids import SpanIds
from standoff.scheme import StanceRole


def stance_rows(block: Block, schema: pa.Schema) -> tuple[pa.Table, Counter[str]]:
    """One row a stance span of every labelled article with its sentence, and one a sentence without any."""
    block, role = block.labelled, block.scheme.stance
    if role is None:
        return schema.empty_table(), Counter()
    spans = block.spans
    stances = np.flatnonzero(spans.type == list(block.scheme.spans).index(role.span))
    first, last, bare = _sentences_of(block, stances)
    starts, _ = block.sentence_edges
    begin, end = (edge[stances] - starts[first] for edge in block.span_edges)
    nothing = np.zeros(len(bare), np.int64)
    left, right = np.append(first, bare), np.append(last, bare)
    begin, end = np.append(begin, nothing), np.append(end, nothing)
    order = np.lexsort((end, begin, starts[left]))
    left, right, begin, end = left[order], right[order], begin[order], end[order]
    span = np.append(stances, nothing - 1)[order]
    holder, further = _holders(block, role)
    type_ = block.scheme.spans[role.span]
    label = spans.attribute(attribute_column(type_, type_.attributes[role.label]), schema.field("label").type)
    found = block.sentences
    columns: dict[str, Any] = {
        "dct": [item.article.dct for item in block.items],
        "article_id": [item.article.id for item in block.items],
        "group": [item.group for item in block.items],
        "annotator": [item.annotator for item in block.items],
    }
    columns = {name: taken(pa.array(some, schema.field(name).type), found.item[left]) for name, some in columns.items()}
    columns |= {
        "start": found.start[left],
        "end": found.end[right],
        "text": _texts(block, left, right),
        "span_start": pa.array(begin, pa.int32(), mask=span < 0),
        "span_end": pa.array(end, pa.int32(), mask=span < 0),
        "holder": _where_there(spans.surfaces, np.where(span < 0, -1, np.append(holder, -1)[span])),
        "target": _where_there(
            spans.attribute(attribute_column(type_, type_.attributes[role.target]), pa.string()), span
        ),
        "label": unmasked(_where_there(label, span).fill_null(len(block.scheme.stance_labels) - 1)),
    }
    for name, attribute in stance_attributes(block.scheme).items():
        values = spans.attribute(attribute_column(type_, attribute), schema.field(name).type)
        columns[name] = _where_there(values, span)
    return table(schema, columns), Counter({"further-holders": further})


def _sentences_of(block: Block, stances: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the first and the last sentence that each stance covers a part of, and those that none does."""
    starts, ends = block.sentence_edges
    begin, end = (edge[stances] for edge in block.span_edges)
    first, after = np.searchsorted(ends, begin, "right"), np.searchsorted(starts, end, "left")
    covered = np.zeros(len(starts) + 1, np.int64)
    np.add.at(covered, first, 1)
    np.add.at(covered, after, -1)
    return first, after - 1, np.flatnonzero(np.cumsum(covered)[:-1] == 0)


def _texts(block: Block, left: Numbers, right: Numbers) -> pa.Array:
    """Return the text from the begin of one sentence to the end of another, for each pair of them."""
    several = np.flatnonzero(left != right)
    found, place = block.sentences, left.copy()
    place[several] = len(found.item) + np.arange(len(several))
    bounds = (found.item[left[several]], found.start[left[several]], found.end[right[several]])
    texts = [
        block.items[at].article.text[low:high] for at, low, high in zip(*(b.tolist() for b in bounds), strict=True)
    ]
    return taken(pa.concat_arrays([block.sentence_texts, pa.array(texts, pa.string())]), place)


def _holders(block: Block, role: StanceRole) -> tuple[Numbers, int]:
    """Return the number of the first holder of each span, or -1, and how many further ones there are."""
    labels = block.gold
    holder = np.full(len(labels.ids), -1)
    kept = np.flatnonzero(np.array(labels.relations["type"]) == role.holder)
    if not len(kept):
        return holder, 0
    ids = SpanIds(labels)
    owner = labels.owner_of_relation[kept]
    pairs = np.stack([ids.find(owner, labels.relations[name].take(pa.array(kept))) for name in ("from_id", "to_id")])
    is_stance = block.spans.type[pairs[0]] == list(block.scheme.spans).index(role.span)
    pairs = np.unique(pairs[:, is_stance & (pairs >= 0).all(axis=0)], axis=1)
    # They are sorted: of each stance, the holder that is written last is the first in the text.
    holder[pairs[0][::-1]] = pairs[1][::-1]
    return holder, int(pairs.shape[1] - len(np.unique(pairs[0])))


def _where_there(values: pa.Array, places: NDArray[np.int64]) -> pa.Array:
    """Return the values at those places, and null where the place is -1."""
    return unmasked(values.take(pa.array(places, mask=places < 0)))
