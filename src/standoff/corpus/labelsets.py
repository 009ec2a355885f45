"""Label sets as columns: what a build keeps of them, and what the rows of the corpus are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import Numbers, edges, lists_of, one_array, ranges, taken
from standoff.records import FlatLabels, LabelSet, Relation, Span

HEAD: Final = pa.schema(
    {
        "article_id": pa.string(),
        "sha256": pa.string(),
        "scheme": pa.string(),
        "scheme_version": pa.int64(),
        "annotator": pa.string(),
        "origin": pa.string(),
        "tool": pa.string(),
        "created": pa.timestamp("us", "UTC"),
        "updated": pa.timestamp("us", "UTC"),
        "lead_time": pa.float64(),
    }
)
"""What a label set says beside its labels."""

RELATIONS: Final = pa.schema({"type": pa.string(), "from_id": pa.string(), "to_id": pa.string()})

_SPAN = pa.struct({"id": pa.string(), "start": pa.int64(), "end": pa.int64(), "kind": pa.int32()})
_RELATION = pa.struct(list(RELATIONS))
_STORED = {"spans": pa.list_(_SPAN), "relations": pa.list_(_RELATION)}
_KINDS = b"kinds"
_MOST = 1 << 62
"""No offset is so large: one that is larger, or as far below 0, is kept as this, and is a fault all the same."""

SpanKind = tuple[str, Mapping[str, str]]
"""The type of a span and its attributes."""


class SpanKinds:
    """Kinds of spans by their numbers, read where they are asked for.

    Parameters
    ----------
    json
        Each kind as JSON: an array of the type and an object of the attributes.
    """

    def __init__(self, json: Sequence[bytes]) -> None:
        self.json = json
        self._read: dict[int, SpanKind] = {}

    def __len__(self) -> int:
        return len(self.json)

    def __getitem__(self, number: int) -> SpanKind:
        found = self._read.get(number)
        if found is None:
            type_, attributes = orjson.loads(self.json[number])
            found = self._read[number] = type_, attributes
        return found

    def __iter__(self) -> Iterator[SpanKind]:
        return map(self.__getitem__, range(len(self)))


@dataclass(frozen=True)
class LabelColumns:
    """Label sets, numbered from 0.

    Parameters
    ----------
    head
        Has at least the columns `HEAD`.
    ids, start, end, kind
        Of each span, in the order of a `LabelSet`; its kind is a number among `kinds`.
    span_edges, relation_edges
        Where the spans and the relations of each label set begin, and where those of a next one would.
    relations
        The columns `RELATIONS`, in the order of a `LabelSet`.
    """

    head: pa.Table
    span_edges: Numbers
    ids: pa.Array
    start: Numbers
    end: Numbers
    kind: Numbers
    kinds: SpanKinds
    relation_edges: Numbers
    relations: Mapping[str, pa.Array]

    def __len__(self) -> int:
        return len(self.head)

    @classmethod
    def of(cls, labels: FlatLabels) -> LabelColumns:
        """Return label sets as columns."""
        head = {name: pa.array(_values(name, labels.head[name]), field.type) for name, field in _fields(HEAD)}
        found = cls(
            head=pa.table(head),
            span_edges=edges(labels.span_counts),
            ids=pa.array(labels.ids, pa.string()),
            start=_offsets(labels.starts),
            end=_offsets(labels.ends),
            kind=np.array(labels.kinds, np.int64),
            kinds=SpanKinds([orjson.dumps(kind) for kind in labels.known.found]),
            relation_edges=edges(labels.relation_counts),
            relations={
                name: pa.array(values, pa.string())
                for name, values in zip(RELATIONS.names, labels.relations, strict=True)
            },
        )
        return found._in_order()

    @classmethod
    def of_sets(cls, label_sets: Sequence[LabelSet]) -> LabelColumns:
        """Return label sets as columns."""
        flat = FlatLabels()
        for labels in label_sets:
            flat.append(labels)
        return cls.of(flat)

    @classmethod
    def joined(cls, parts: Sequence[LabelColumns]) -> LabelColumns:
        """Return the label sets of all parts, of which there is one at least, one after the other."""
        if len(parts) == 1:
            return parts[0]
        first = np.cumsum([0, *(len(part.kinds) for part in parts)])
        return cls(
            head=pa.concat_tables([part.head for part in parts]).combine_chunks(),
            span_edges=edges(np.concatenate([np.diff(part.span_edges) for part in parts])),
            ids=pa.concat_arrays([part.ids for part in parts]),
            start=np.concatenate([part.start for part in parts]),
            end=np.concatenate([part.end for part in parts]),
            kind=np.concatenate([part.kind + before for part, before in zip(parts, first[:-1], strict=True)]),
            kinds=SpanKinds([json for part in parts for json in part.kinds.json]),
            relation_edges=edges(np.concatenate([np.diff(part.relation_edges) for part in parts])),
            relations={name: pa.concat_arrays([part.relations[name] for part in parts]) for name in RELATIONS.names},
        )

    def take(self, rows: Numbers) -> LabelColumns:
        """Return the label sets of those numbers."""
        span_edges, spans = ranges(self.span_edges, rows)
        relation_edges, relations = ranges(self.relation_edges, rows)
        return LabelColumns(
            head=pa.table({name: taken(one_array(self.head[name]), rows) for name in self.head.column_names}),
            span_edges=span_edges,
            ids=taken(self.ids, spans),
            start=self.start[spans],
            end=self.end[spans],
            kind=self.kind[spans],
            kinds=self.kinds,
            relation_edges=relation_edges,
            relations={name: taken(values, relations) for name, values in self.relations.items()},
        )

    @cached_property
    def owner(self) -> Numbers:
        """The number of the label set of each span."""
        return np.repeat(np.arange(len(self)), np.diff(self.span_edges))

    @cached_property
    def owner_of_relation(self) -> Numbers:
        """The number of the label set of each relation."""
        return np.repeat(np.arange(len(self)), np.diff(self.relation_edges))

    @cached_property
    def annotators(self) -> list[str]:
        """Whose each label set is."""
        found: list[str] = self.head["annotator"].to_pylist()
        return found

    def spans(self, row: int) -> tuple[Span, ...]:
        """Return the spans of a label set."""
        part = slice(*self.span_edges[row : row + 2].tolist())
        found = (self.ids[part].to_pylist(), *(of[part].tolist() for of in (self.kind, self.start, self.end)))
        kinds = self.kinds
        return tuple(
            Span(id_, kinds[kind][0], start, end, kinds[kind][1]) for id_, kind, start, end in zip(*found, strict=True)
        )

    def relations_of(self, row: int) -> tuple[Relation, ...]:
        """Return the relations of a label set."""
        first, last = self.relation_edges[row : row + 2].tolist()
        columns = (self.relations[name].slice(first, last - first).to_pylist() for name in RELATIONS.names)
        return tuple(Relation(*values) for values in zip(*columns, strict=True))

    def to_table(self) -> pa.Table:
        """Return them as a table of one row each, which `from_table` reads."""
        spans = [self.ids, *(pa.array(found) for found in (self.start, self.end)), pa.array(self.kind, pa.int32())]
        lists = {
            "spans": lists_of(pa.StructArray.from_arrays(spans, fields=list(_SPAN)), self.span_edges, _STORED["spans"]),
            "relations": lists_of(
                pa.StructArray.from_arrays([self.relations[name] for name in RELATIONS.names], fields=list(_RELATION)),
                self.relation_edges,
                _STORED["relations"],
            ),
        }
        table = pa.table({name: self.head[name] for name in self.head.column_names} | lists)
        return table.replace_schema_metadata({_KINDS: b"\n".join(self.kinds.json)})

    @classmethod
    def from_table(cls, table: pa.Table) -> LabelColumns:
        """Return the label sets of a table that `to_table` made."""
        spans, relations = (one_array(table[name]) for name in _STORED)
        ids, start, end, kind = (spans.values.field(name) for name in ("id", "start", "end", "kind"))
        return cls(
            head=table.select([name for name in table.column_names if name not in _STORED]).replace_schema_metadata(),
            span_edges=spans.offsets.to_numpy().astype(np.int64),
            ids=ids,
            start=start.to_numpy(),
            end=end.to_numpy(),
            kind=kind.to_numpy().astype(np.int64),
            kinds=SpanKinds(table.schema.metadata[_KINDS].splitlines()),
            relation_edges=relations.offsets.to_numpy().astype(np.int64),
            relations={name: relations.values.field(name) for name in RELATIONS.names},
        )

    def _in_order(self) -> LabelColumns:
        """Return the same with the spans of each label set in their order, but for ids where all else is equal."""
        names = sorted({type_ for type_, _ in self.kinds})
        rank = np.array([names.index(type_) for type_, _ in self.kinds], np.int64)[self.kind]
        keys = (self.owner, self.start, self.end, rank)
        later = np.zeros(max(0, len(self.kind) - 1), np.bool_)
        equal = ~later
        for key in keys:
            step = np.diff(key)
            later |= equal & (step > 0)
            equal &= step == 0
        if (later | equal).all():
            return self
        order = np.lexsort(keys[::-1])
        moved = {name: getattr(self, name)[order] for name in ("start", "end", "kind")}
        return replace(self, ids=self.ids.take(pa.array(order)), **moved)


@dataclass(frozen=True)
class StoredLabels:
    """A label set among `LabelColumns`, of which objects are made only where they are asked for."""

    columns: LabelColumns
    row: int

    @property
    def annotator(self) -> str:
        """Whose it is."""
        return self.columns.annotators[self.row]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Its spans."""
        return self.columns.spans(self.row)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Its relations."""
        return self.columns.relations_of(self.row)


def columns_of(label_sets: Sequence[LabelSet | StoredLabels]) -> LabelColumns:
    """Return some label sets, of which either all or none are stored in the same columns."""
    if not label_sets:
        return _none()
    first = label_sets[0]
    if isinstance(first, StoredLabels):
        return first.columns.take(np.array([labels.row for labels in label_sets if isinstance(labels, StoredLabels)]))
    return LabelColumns.of_sets([labels for labels in label_sets if isinstance(labels, LabelSet)])


@cache
def _none() -> LabelColumns:
    return LabelColumns.of_sets([])


def _fields(schema: pa.Schema) -> Iterator[tuple[str, pa.Field]]:
    return zip(schema.names, schema, strict=True)


def _values(name: str, values: list[Any]) -> list[Any]:
    if name == "lead_time":
        return [None if value is None else float(value) for value in values]
    return [min(value, _MOST) for value in values] if name == "scheme_version" else values


def _offsets(values: list[int]) -> NDArray[np.int64]:
    try:
        found = np.array(values, np.int64)
    except OverflowError:
        found = np.array([max(-_MOST, min(value, _MOST)) for value in values], np.int64)
    return np.clip(found, -_MOST, _MOST)
