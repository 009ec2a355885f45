"""Arrow arrays, built column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.scheme import Attribute

Numbers = NDArray[np.int64]


def attribute_encoder(attribute: Attribute) -> Callable[[str], int | str]:
    """Return the function from a value of an attribute to what its column stores: the class, or the value itself."""
    if attribute.kind != "choice":
        return str
    return {value: index for index, value in enumerate(attribute.values)}.__getitem__


def taken(values: pa.Array, places: Numbers) -> pa.Array:
    """Return the values at those places, in the same buffers as if they had been put there one by one."""
    return unmasked(values.take(pa.array(places)))


def unmasked(values: pa.Array) -> pa.Array:
    """Return the same values without marks for nulls where there are none: they count as bytes of the table."""
    if values.null_count or values.buffers()[0] is None:
        return values
    return pa.Array.from_buffers(values.type, len(values), [None, *values.buffers()[1:]], 0, values.offset)


def lists_of(values: Any, offsets: Numbers, type_: pa.ListType) -> pa.ListArray:
    """Return a column of lists, of which each ends where the next begins in `values`."""
    items = pa.array(values)
    items = items if items.type == type_.value_type else items.cast(type_.value_type)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=type_)


def one_array(column: Any) -> pa.Array:
    """Return a column as one array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def edges(counts: Any) -> Numbers:
    """Return where each of some lists begins that stand one after the other, and where a next one would."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.asarray(counts, np.int64))])


def ranges(bounds: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return the `edges` of some lists among those that have the edges `bounds`, and the places of their values."""
    counts = bounds[rows + 1] - bounds[rows]
    found = edges(counts)
    return found, np.arange(found[-1]) + np.repeat(bounds[rows] - found[:-1], counts)


def struct_lists(offsets: Numbers, children: Sequence[pa.Array], type_: pa.ListType) -> pa.ListArray:
    """Return a column of lists of structs that have these columns; each list ends where the next begins."""
    items = pa.StructArray.from_arrays(children, fields=list(type_.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items, type=type_)


def table(schema: pa.Schema, columns: Mapping[str, list[Any] | NDArray[Any] | pa.Array]) -> pa.Table:
    """Return a table with exactly the columns of `schema`, each of exactly its type, from values or columns of them."""
    arrays = []
    for field in schema:
        column = columns[field.name]
        arrays.append(pa.array(column, field.type) if isinstance(column, list | np.ndarray) else column)
    return pa.Table.from_arrays(arrays, schema=schema)
