"""Arrow arrays of spans and relations, built column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from standoff.corpus.features import attribute_column
from standoff.records import Relation, Span
from standoff.scheme import Attribute, Scheme


class SpanLists:
    """A column of lists of spans, one list a row."""

    def __init__(self, scheme: Scheme) -> None:
        self._types = {name: index for index, name in enumerate(scheme.spans)}
        self._attributes = {
            (type_.name, attribute.name): (attribute_column(type_, attribute), attribute_encoder(attribute))
            for type_ in scheme.spans.values()
            for attribute in type_.attributes.values()
        }
        self._columns: dict[str, list[Any]] = {name: [] for name in ("id", "type", "start", "end", "text")}
        # Most are null: only the others are noted, with the number of their span.
        self._values: dict[str, list[tuple[int, int | str]]] = {column: [] for column, _ in self._attributes.values()}
        self._offsets = [0]

    def append(self, spans: Iterable[Span], text: str, *, origin: int = 0) -> None:
        """Add a row.

        Parameters
        ----------
        text
            The canonical text that the offsets of `spans` point into.
        origin
            The code point of `text` at which the row's own offsets begin.
        """
        columns = self._columns
        for span in spans:
            columns["id"].append(span.id)
            columns["type"].append(self._types[span.type])
            columns["start"].append(span.start - origin)
            columns["end"].append(span.end - origin)
            columns["text"].append(span.surface(text))
            at = len(columns["id"]) - 1
            for name, value in span.attributes.items():
                column, encode = self._attributes[span.type, name]
                self._values[column].append((at, encode(value)))
        self._offsets.append(len(columns["id"]))

    def append_empty(self, rows: int) -> None:
        """Add rows without spans."""
        self._offsets += [self._offsets[-1]] * rows

    def array(self, type_: pa.ListType) -> pa.ListArray:
        """Return the rows as an array of that type."""
        columns = dict(self._columns)
        for name, found in self._values.items():
            columns[name] = [None] * len(columns["id"])
            for at, value in found:
                columns[name][at] = value
        return _list_array(self._offsets, columns, type_)


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
        return _list_array(self._offsets, self._columns, type_)


def attribute_encoder(attribute: Attribute) -> Callable[[str], int | str]:
    """Return the function from a value of an attribute to what its column stores: the class, or the value itself."""
    if attribute.kind != "choice":
        return str
    return {value: index for index, value in enumerate(attribute.values)}.__getitem__


def lists_of(values: Any, offsets: list[int], type_: pa.ListType) -> pa.ListArray:
    """Return a column of lists, of which each ends where the next begins in `values`."""
    items = pa.array(values)
    items = items if items.type == type_.value_type else items.cast(type_.value_type)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=type_)


def table(schema: pa.Schema, columns: Mapping[str, list[Any] | pa.Array | SpanLists | RelationLists]) -> pa.Table:
    """Return a table with exactly the columns of `schema`, each of exactly its type."""
    arrays = []
    for field in schema:
        column = columns[field.name]
        if isinstance(column, list):
            column = pa.array(column, field.type)
        arrays.append(column.array(field.type) if isinstance(column, SpanLists | RelationLists) else column)
    return pa.Table.from_arrays(arrays, schema=schema)


def _list_array(offsets: list[int], columns: Mapping[str, list[Any]], type_: pa.ListType) -> pa.ListArray:
    fields = list(type_.value_type)
    children = [pa.array(columns[field.name], field.type) for field in fields]
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(children, fields=fields), type=type_
    )
