"""From some articles to Parquet files, whose names say what is in them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from standoff.corpus.arrays import one_array
from standoff.corpus.blocks import Block
from standoff.corpus.features import corpus_columns
from standoff.corpus.items import Item
from standoff.corpus.kinds import Columns, class_names
from standoff.corpus.layout import CONFIGS, shard_path
from standoff.corpus.views import OF_ALL, VIEWS
from standoff.files import write_bytes
from standoff.scheme import Scheme

_ROW_GROUP = 100_000  # more than most shards have: each begins its pages and dictionaries anew
_UNIQUE: Final = ("id", "article_id", "group", "sha256", "text", "title", "url")
"""Columns of which a dictionary would be as long as they are, or longer than what zstd makes of them."""
_INTEGERS: Final = ((pa.int8(), 1 << 7), (pa.int16(), 1 << 15), (pa.int32(), 1 << 31), (pa.int64(), 1 << 63))


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A Parquet file of a corpus.

    Parameters
    ----------
    path
        Within the corpus, with forward slashes.
    rows, nbytes, size
        Number of rows, of bytes in memory, and of bytes in the file.
    digest
        Of the content (see `content_digest`).
    sha256
        Of the file.
    losses
        How many labels the rows could not hold, by the names of `standoff.corpus.views.LOSSES`.
    """

    config: str
    split: str
    path: str
    rows: int
    nbytes: int
    size: int
    digest: str
    sha256: str
    losses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one config in a shard, ready to be a file."""

    config: str
    table: pa.Table
    digest: str
    losses: Mapping[str, int]


def make_rows(blocks: Iterable[Sequence[Item]], scheme: Scheme, configs: Sequence[str] = CONFIGS) -> Iterator[Rows]:
    """Yield the rows that articles have in every config where they have some.

    Parameters
    ----------
    blocks
        The articles, so many together as may be in memory at a time.
    configs
        Which configs are made.
    """
    columns = {config: found for config, found in corpus_columns(scheme).items() if config in configs}
    tables: dict[str, list[pa.Table]] = {config: [] for config in columns}
    losses: dict[str, Counter[str]] = {config: Counter() for config in columns}
    schemas = {config: found.arrow_schema for config, found in columns.items()}
    for items in blocks:
        block = Block(items, scheme)
        is_labelled = any(item.gold or item.label_sets for item in items)
        for config, schema in schemas.items():
            if not is_labelled and config not in OF_ALL:
                continue
            rows, lost = VIEWS[config](block, schema)
            tables[config].append(rows)
            losses[config] += lost
    for config, pieces in tables.items():
        # One piece a column: how the rows were made leaves no trace in the file.
        table = pa.concat_tables(pieces).combine_chunks() if pieces else None
        pieces.clear()
        if table is not None and table.num_rows:
            yield Rows(config, table, content_digest(table, columns[config]), dict(+losses[config]))


def write_rows(corpus: Path, rows: Rows, split: str, index: int, count: int) -> ShardFile:
    """Write the Parquet file of some rows, unless it is there already, and return what it is.

    The same rows give the same name and, under the same version of pyarrow, the same bytes.

    Parameters
    ----------
    index, count
        Which of how many shards of its split it is; 0 ≤ index < count.
    """
    path = shard_path(rows.config, split, index, count, rows.digest)
    data = to_parquet(rows.table)
    sha256 = hashlib.sha256(data).hexdigest()
    if file_sha256(corpus / path) != sha256:
        write_bytes(corpus / path, data)
    table = rows.table
    return ShardFile(
        rows.config, split, path, table.num_rows, table.nbytes, len(data), rows.digest, sha256, rows.losses
    )


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file as hexadecimal digits; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def to_parquet(rows: pa.Table) -> bytes:
    """Return the Parquet file of a table."""
    leaves = {path: leaf for name in rows.column_names for path, leaf in _leaves(name, one_array(rows[name]))}
    # What prepares a column for its values takes as long as some hundred of them.
    filled = {path: leaf.type for path, leaf in leaves.items() if leaf.null_count < len(leaf)}
    sink = pa.BufferOutputStream()
    pq.write_table(
        rows,
        sink,
        compression={path: "zstd" if path in filled else "none" for path in leaves},
        row_group_size=_ROW_GROUP,
        use_dictionary=[path for path, type_ in filled.items() if path not in _UNIQUE and type_ != pa.int32()],
        column_encoding={path: "DELTA_BINARY_PACKED" for path, type_ in filled.items() if type_ == pa.int32()},
        # Of what people look for whole row groups by, and never of what is within a list.
        write_statistics=[path for path in leaves if "." not in path and path != "text"],
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _leaves(path: str, values: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Yield the parts of a column that are not nested, each with its path in a Parquet file."""
    if pa.types.is_list(values.type):
        yield from _leaves(f"{path}.list.element", values.flatten())
    elif pa.types.is_struct(values.type):
        for field, part in zip(values.type, values.flatten(), strict=True):
            yield from _leaves(f"{path}.{field.name}", part)
    else:
        yield path, values


def content_digest(rows: pa.Table, columns: Columns) -> str:
    """Return the sha256 of what a table says: its columns, its class names and its values, as hexadecimal digits.

    It is taken over Arrow IPC streams of columns without nulls and without nesting, whole numbers in as few bytes as
    hold all of a column. Those depend neither on how the table came into memory nor on the bytes of a Parquet file,
    which change with the version of pyarrow.
    """
    digest = hashlib.sha256(json.dumps(dict(class_names(columns))).encode())
    for name in rows.column_names:
        for path, values in _flat(name, rows[name].combine_chunks()):
            if len(values):
                _write_stream(_Hashed(digest), path, values)
            else:
                digest.update(_no_values(path, values.type))
    return digest.hexdigest()


def _write_stream(sink: Any, path: str, values: pa.Array) -> None:
    with pa.ipc.new_stream(sink, pa.schema([(path, values.type)])) as stream:
        stream.write_batch(pa.record_batch([values], names=[path]))


@cache
def _no_values(path: str, type_: pa.DataType) -> bytes:
    """Return the stream of a column without values, as that of spans is in a shard without labels."""
    sink = pa.BufferOutputStream()
    _write_stream(sink, path, pa.array([], type_))
    data: bytes = sink.getvalue().to_pybytes()
    return data


class _Hashed:
    """A file that keeps nothing but the digest of what is written to it."""

    closed = False

    def __init__(self, digest: hashlib._Hash) -> None:
        self._digest = digest

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return len(data)

    def flush(self) -> None:
        pass


def config_digest(files: Iterable[tuple[str, str]]) -> str:
    """Return the sha256 of the content of one config from the split and digest of each of its files, in their order."""
    return hashlib.sha256("".join(f"{split} {digest}\n" for split, digest in files).encode()).hexdigest()


def _flat(path: str, values: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Yield the parts of a column, none of which has nulls or nested values, with their paths."""
    if values.null_count:
        yield f"{path}?", values.is_valid().cast(pa.uint8())
    if pa.types.is_list(values.type):
        yield f"{path}#", pc.list_value_length(_not_null(values))
        yield from _flat(f"{path}[]", values.flatten())
    elif pa.types.is_struct(values.type):
        for field, part in zip(values.type, values.flatten(), strict=True):
            yield from _flat(f"{path}.{field.name}", part)
    elif pa.types.is_integer(values.type):
        yield path, _narrow(_not_null(values))
    else:
        yield path, _not_null(values)


def _narrow(values: pa.Array) -> pa.Array:
    """Return whole numbers in as few bytes as hold all of them: a digest of tags need not go over many zeros."""
    edges = pc.min_max(values)
    low, high = edges["min"].as_py() or 0, edges["max"].as_py() or 0
    return values.cast(next(type_ for type_, limit in _INTEGERS if -limit <= low and high < limit), safe=False)


def _not_null(values: pa.Array) -> pa.Array:
    return values.drop_null() if values.null_count else values
