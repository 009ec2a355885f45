"""Saying of many label sets at once which have no fault; what is wrong with any other, the plain checks say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from standoff.corpus.arrays import one_array
from standoff.corpus.labelsets import LabelColumns
from standoff.corpus.span_ids import SpanIds
from standoff.records import ANNOTATOR, SPAN_ID, Span, check_attributes
from standoff.scheme import Scheme

Flags = NDArray[np.bool_]

_ID_BYTES = np.array([bool(SPAN_ID.fullmatch(chr(byte))) for byte in range(256)])


def are_sound(labels: LabelColumns, scheme: Scheme) -> Flags:
    """Say of each label set whether `standoff.records.check_label_set` would find nothing without the text.

    Its sha256 and its adjudication are not looked at, nor is whether a span has an id at all, which is a fault of form.
    """
    faulty = ~_heads(labels.head, scheme)
    ids = SpanIds(labels)
    if len(labels.ids):
        faulty[labels.owner[_faulty_spans(labels, scheme)]] = True
        faulty[labels.owner[ids.twice()]] = True
    if len(labels.relations["type"]):
        faulty[_with_faulty_relations(labels, ids, scheme)] = True
    return ~faulty


class Edges:
    """The ends of the spans of label sets, to be compared with texts one by one."""

    def __init__(self, labels: LabelColumns) -> None:
        self._bounds = (labels.span_edges * 2).tolist()
        self._places: list[int] = np.stack([labels.start, labels.end - 1], axis=1).ravel().tolist()
        reach = np.zeros(len(labels), np.int64)
        np.maximum.at(reach, labels.owner, labels.end)
        self._reach = reach.tolist()

    def fit(self, row: int, text: str) -> bool:
        """Say whether the spans of a label set that has no other fault lie in the text, with no white space at ends."""
        if self._reach[row] > len(text):
            return False
        places = self._places[self._bounds[row] : self._bounds[row + 1]]
        return not any(map(str.isspace, [text[place] for place in places]))


def _heads(head: pa.Table, scheme: Scheme) -> Flags:
    names = one_array(head["annotator"]).dictionary_encode()
    sound = np.array([bool(ANNOTATOR.fullmatch(name)) for name in names.dictionary.to_pylist()], np.bool_)
    spent = head["lead_time"]
    in_time = pc.and_(pc.greater_equal(spent, 0.0), pc.less(spent, float("inf")))
    rules = (
        pc.equal(head["scheme"], scheme.name),
        pc.equal(head["scheme_version"], scheme.version),
        pc.less_equal(head["created"], head["updated"]),
        pc.fill_null(in_time, True),  # noqa: FBT003
    )
    found: Flags = sound[names.indices.to_numpy()]
    for rule in rules:
        found &= rule.to_numpy()
    return found


def _faulty_spans(labels: LabelColumns, scheme: Scheme) -> NDArray[np.int64]:
    """Return numbers of spans that have a fault, at least one of every label set that has such spans."""
    kinds = np.array([_is_sound(*kind, scheme) for kind in labels.kinds], np.bool_)
    faulty = ~kinds[labels.kind] | (labels.start < 0) | (labels.start >= labels.end)
    same = np.ones(max(0, len(labels.ids) - 1), np.bool_)
    types = np.unique([type_ for type_, _ in labels.kinds], return_inverse=True)[1]
    for key in (labels.owner, labels.start, labels.end, types[labels.kind]):
        same &= key[1:] == key[:-1]
    faulty[1:] |= same
    return np.concatenate([np.flatnonzero(faulty), _odd_ids(labels.ids)])


def _is_sound(type_: str, attributes: Any, scheme: Scheme) -> bool:
    known = scheme.spans.get(type_)
    return known is not None and next(check_attributes(Span("", type_, 0, 1, attributes), known, ""), None) is None


def _odd_ids(ids: pa.Array) -> NDArray[np.int64]:
    """Return the numbers of ids that have a character which no id may have."""
    _, offsets, data = ids.buffers()
    edges = np.frombuffer(offsets, np.int32)[ids.offset : ids.offset + len(ids) + 1]
    found = np.frombuffer(data, np.uint8)[edges[0] : edges[-1]]
    odd = np.flatnonzero(~_ID_BYTES[found]) + edges[0]
    found_in: NDArray[np.int64] = np.searchsorted(edges, odd, "right") - 1
    return found_in


def _with_faulty_relations(labels: LabelColumns, ids: SpanIds, scheme: Scheme) -> NDArray[np.int64]:
    """Return the numbers of label sets that have a relation with a fault."""
    owner = labels.owner_of_relation
    columns = labels.relations
    types = list(scheme.relations.values())
    names = pa.array([type_.name for type_ in types], pa.string())
    number = pc.fill_null(pc.index_in(columns["type"], value_set=names), -1).to_numpy().astype(np.int64)
    faulty: Flags = number < 0
    type_names = np.array([type_ for type_, _ in labels.kinds])
    for column, allowed in (
        ("from_id", [type_.from_types for type_ in types]),
        ("to_id", [type_.to_types for type_ in types]),
    ):
        # The last row and the last column stand for what is not there.
        fits = np.zeros((len(types) + 1, len(type_names) + 1), np.bool_)
        for row, some in enumerate(allowed):
            fits[row, :-1] = np.isin(type_names, some)
        span = ids.find(owner, columns[column])
        faulty |= ~fits[number, np.where(span < 0, len(type_names), np.append(labels.kind, 0)[span])]
    same = owner[1:] == owner[:-1]
    for column in columns.values():
        same &= pc.equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    faulty[1:] |= same
    return owner[faulty]
