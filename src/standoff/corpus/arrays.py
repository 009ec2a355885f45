"""Arrow arrays of spans and relations, built column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.features import attribute_column
from standoff.records import Relation, Span
from standoff.scheme import Attribute, Scheme

Numbers = NDArray[np.int64]


class SpanColumns:
    """The spans of some rows, column by column.

    Parameters
    ----------
    rows
        The spans of each row, and the canonical text that their offsets point into.

    Attributes
    ----------
    row
        The number of the row of each span.
    type, start, end
        The number of its type, and its half-open interval of code points.
    """

    def __init__(self, rows: Sequence[tuple[Sequence[Span], str]], scheme: Scheme) -> None:
        self._scheme = scheme
        self._spans = [span for spans, _ in rows for span in spans]
        self._texts = [text[span.start : span.end] for spans, text in rows for span in spans]
        types = {name: index for index, name in enumerate(scheme.spans)}
        counts = [len(spans) for spans, _ in rows]
        self._offsets = np.cumsum([0, *counts])
        self._made: dict[str, pa.Array] = {}
        self.row: Numbers = np.repeat(np.arange(len(counts)), counts)
        self.type: Numbers = np.array([types[span.type] for span in self._spans], np.int64)
        self.start: Numbers = np.array([span.start for span in self._spans], np.int64)
        self.end: Numbers = np.array([span.end for span in self._spans], np.int64)

    def array(self, type_: pa.ListType) -> pa.ListArray:
        """Return the rows as an array of that type."""
        return _lists(self._offsets, list(self._children(type_.value_type).values()), type_)

    def some(self, places: Numbers) -> Iterator[tuple[int, Span]]:
        """Yield some of the spans, each with the number of its row."""
        for place, row in zip(places.tolist(), self.row[places].tolist(), strict=True):
            yield row, self._spans[place]

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
        children = {name: taken(found, kept) for name, found in self._children(type_.value_type).items()}
        children["start"] = pa.array(self.start[kept] - origin, pa.int32())
        children["end"] = pa.array(self.end[kept] - origin, pa.int32())
        offsets = np.searchsorted(place[kept], np.arange(len(starts) + 1))
        return _lists(offsets, list(children.values()), type_)

    def _children(self, type_: pa.StructType) -> dict[str, pa.Array]:
        """Return the column of every field; they are made once."""
        if not self._made:
            made = {
                "id": [span.id for span in self._spans],
                "type": self.type,
                "start": self.start,
                "end": self.end,
                "text": self._texts,
            }
            self._made = {field.name: pa.array(made[field.name], field.type) for field in type_ if field.name in made}
            for number, span_type in enumerate(self._scheme.spans.values()):
                places = np.flatnonzero(self.type == number)
                attributes = [self._spans[place].attributes for place in places.tolist()]
                for attribute in span_type.attributes.values():
                    name = attribute_column(span_type, attribute)
                    encode = attribute_encoder(attribute)
                    values = [found.get(attribute.name) for found in attributes]
                    encoded = [None if value is None else encode(value) for value in values]
                    self._made[name] = spread(encoded, places, len(self._spans), type_.field(name).type)
        return {field.name: self._made[field.name] for field in type_}


class RelationLists:
    """A column of lists of relations, one list a row."""

    def __init__(self, scheme: Scheme) -> None:
        self._types = {name: index for index, name in enumerate(scheme.relations)}
        self._columns: dict[str, list[Any]] = {"type": [], "from_id": [], "to_id": []}
        self._offsets = [0]

    def append(self, relations: Iterable[Relation]) -> None:
        """Add a row."""
        for relation in relations:
            self._columns["type"].append(self._types[relation.type])
            self._columns["from_id"].append(relation.from_id)
            self._columns["to_id"].append(relation.to_id)
        self._offsets.append(len(self._columns["type"]))

    def array(self, type_: pa.ListType) -> pa.ListArray:
        """Return the rows as an array of that type."""
        children = [pa.array(self._columns[field.name], field.type) for field in type_.value_type]
        return _lists(self._offsets, children, type_)


def attribute_encoder(attribute: Attribute) -> Callable[[str], int | str]:
    """Return the function from a value of an attribute to what its column stores: the class, or the value itself."""
    if attribute.kind != "choice":
        return str
    return {value: index for index, value in enumerate(attribute.values)}.__getitem__


def spread(values: list[Any], places: Numbers, length: int, type_: pa.DataType) -> pa.Array:
    """Return a column of that length that has the values at their places, and is null elsewhere."""
    column: list[Any] = [None] * length
    for place, value in zip(places.tolist(), values, strict=True):
        column[place] = value
    return pa.array(column, type_)


def taken(values: pa.Array, places: Numbers) -> pa.Array:
    """Return the values at those places, in the same buffers as if they had been put there one by one."""
    found = values.take(pa.array(places))
    if found.null_count or found.buffers()[0] is None:
        return found
    # `take` marks every value as not null, which would count as bytes of the table.
    return pa.Array.from_buffers(found.type, len(found), [None, *found.buffers()[1:]], 0)


def lists_of(values: Any, offsets: Numbers, type_: pa.ListType) -> pa.ListArray:
    """Return a column of lists, of which each ends where the next begins in `values`."""
    items = pa.array(values)
    items = items if items.type == type_.value_type else items.cast(type_.value_type)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=type_)


def table(
    schema: pa.Schema, columns: Mapping[str, list[Any] | NDArray[Any] | pa.Array | RelationLists | SpanColumns]
) -> pa.Table:
    """Return a table with exactly the columns of `schema`, each of exactly its type, from values or columns of them."""
    arrays = []
    for field in schema:
        column = columns[field.name]
        if isinstance(column, list | np.ndarray):
            column = pa.array(column, field.type)
        arrays.append(column.array(field.type) if isinstance(column, RelationLists | SpanColumns) else column)
    return pa.Table.from_arrays(arrays, schema=schema)


def _lists(offsets: Numbers | list[int], children: Sequence[pa.Array], type_: pa.ListType) -> pa.ListArray:
    items = pa.StructArray.from_arrays(children, fields=list(type_.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=type_)
