"""The columns of spans and relations in the rows of the corpus, from columns of label sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from standoff.corpus.arrays import Numbers, attribute_encoder, edges, struct_lists, taken
from standoff.corpus.features import attribute_column
from standoff.corpus.labelsets import LabelColumns
from standoff.scheme import Attribute, Scheme


class SpanColumns:
    """The spans of some rows, column by column.

    Parameters
    ----------
    labels
        The label sets that have these spans.
    rows
        The number of the row of each label set; they rise.
    texts
        For each row, the canonical text that the offsets point into.

    Attributes
    ----------
    row
        The number of the row of each span.
    type, start, end
        The number of its type, and its half-open interval of code points.
    """

    def __init__(self, labels: LabelColumns, rows: Numbers, texts: Sequence[str], scheme: Scheme) -> None:
        self._labels = labels
        self._attributes = {
            attribute_column(type_, attribute): (type_.name, attribute)
            for type_ in scheme.spans.values()
            for attribute in type_.attributes.values()
        }
        self._made: dict[str, pa.Array] = {}
        self._texts = texts
        self._edges = list_edges(labels.span_edges, rows, len(texts))
        self.row: Numbers = rows[labels.owner]
        used, self._kind = np.unique(labels.kind, return_inverse=True)
        self._used = [labels.kinds[number] for number in used.tolist()]
        types = {name: index for index, name in enumerate(scheme.spans)}
        type_of = np.array([types[type_] for type_, _ in self._used], np.int64)
        self._kinds_of = {name: np.flatnonzero(type_of == index).tolist() for name, index in types.items()}
        self.type: Numbers = type_of[self._kind]
        self.start: Numbers = labels.start
        self.end: Numbers = labels.end

    def array(self, type_: pa.ListType) -> pa.ListArray:
        """Return the rows as an array of that type."""
        return struct_lists(self._edges, list(self._children(type_.value_type).values()), type_)

    @cached_property
    def surfaces(self) -> pa.StringArray:
        """The words of each span."""
        found: list[str] = []
        bounds, first, last = self._edges.tolist(), self.start.tolist(), self.end.tolist()
        for row, text in enumerate(self._texts):
            begin, stop = bounds[row], bounds[row + 1]
            found += [text[start:end] for start, end in zip(first[begin:stop], last[begin:stop], strict=True)]
        return pa.array(found, pa.string())

    def attribute(self, column: str, type_: pa.DataType) -> pa.Array:
        """Return an attribute of each span as its column has it; null where the span has no such attribute.

        Parameters
        ----------
        column
            The name of the column, which says the type and the attribute.
        """
        if column not in self._made:
            values = self._values_of_kinds(*self._attributes[column])
            self._made[column] = taken(pa.array(values, type_), self._kind)
        found = self._made[column]
        return found if found.type == type_ else found.cast(type_)

    def within(self, type_: pa.ListType, place: Numbers, starts: Numbers) -> pa.ListArray:
        """Return other rows, of parts of the texts, as an array of that type.

        Parameters
        ----------
        place
            The number of the part in which each span is, or -1; they do not fall but for -1.
        starts
            Where each part begins.
        """
        kept = np.flatnonzero(place >= 0)
        origin = starts[place[kept]]
        children = self._children(type_.value_type)
        if len(self.start):
            children = {name: taken(found, kept) for name, found in children.items()}
        children["start"] = pa.array(self.start[kept] - origin, pa.int32())
        children["end"] = pa.array(self.end[kept] - origin, pa.int32())
        offsets = np.searchsorted(place[kept], np.arange(len(starts) + 1))
        return struct_lists(offsets, list(children.values()), type_)

    def _values_of_kinds(self, type_: str, attribute: Attribute) -> list[int | str | None]:
        """Return what the column of an attribute has for each kind of span."""
        encode = attribute_encoder(attribute)
        values: list[int | str | None] = [None] * len(self._used)
        for kind in self._kinds_of[type_]:
            value = self._used[kind][1].get(attribute.name)
            values[kind] = None if value is None else encode(value)
        return values

    def _children(self, type_: pa.StructType) -> dict[str, pa.Array]:
        """Return the column of every field; they are made once."""
        if not len(self.start):
            return {field.name: pa.array([], field.type) for field in type_}
        own = {"id": self._labels.ids, "type": self.type, "start": self.start, "end": self.end, "text": self.surfaces}
        for name, values in own.items():
            if name not in self._made:
                self._made[name] = pa.array(values, type_.field(name).type)
        return {
            field.name: self.attribute(field.name, field.type) if field.name not in own else self._made[field.name]
            for field in type_
        }


def relation_lists(
    labels: LabelColumns, rows: Numbers, length: int, scheme: Scheme, type_: pa.ListType
) -> pa.ListArray:
    """Return a column of lists of relations, one list a row.

    Parameters
    ----------
    labels
        The label sets that have these relations.
    rows
        The number of the row of each label set; they rise.
    length
        How many rows there are.
    """
    types = {name: index for index, name in enumerate(scheme.relations)}
    values: dict[str, Any] = dict(labels.relations)
    values["type"] = [types[name] for name in values["type"].to_pylist()]
    children = [pa.array(values[field.name], field.type) for field in type_.value_type]
    return struct_lists(list_edges(labels.relation_edges, rows, length), children, type_)


def list_edges(bounds: Numbers, rows: Numbers, length: int) -> Numbers:
    """Return the `edges` of `length` lists, of which those of the numbers `rows` have the edges `bounds`."""
    counts = np.zeros(length, np.int64)
    counts[rows] = np.diff(bounds)
    return edges(counts)
