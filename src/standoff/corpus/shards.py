"""From some articles to Parquet files: a pure function, so that any number of shards can be made anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from datasets import Features

from standoff.corpus.features import class_names, corpus_features
from standoff.corpus.items import Item
from standoff.corpus.layout import shard_path
from standoff.corpus.views import VIEWS
from standoff.files import write_bytes
from standoff.scheme import Scheme

_ROW_GROUP = 10_000


@dataclass(frozen=True)
class ShardSpec:
    """What a shard is made from.

    Parameters
    ----------
    folder
        The corpus that it goes into.
    index, count
        Which of how many shards of its split it is; 0 ≤ index < count.
    items
        Its articles, in the order of their rows.
    """

    folder: Path
    split: str
    index: int
    count: int
    items: tuple[Item, ...]
    scheme: Scheme


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


def convert_shard(spec: ShardSpec) -> tuple[ShardFile, ...]:
    """Write the Parquet files of a shard, one for every config that has rows in it, and return what they are.

    The same spec gives files of the same names and, under the same version of pyarrow, the same bytes, in whatever
    process and however often; a file that is there already is not written again. A file without rows is not written at
    all: `load_dataset` fails on a split that has none.
    """
    files = []
    for config, features in corpus_features(spec.scheme).items():
        rows, losses = VIEWS[config](spec.items, spec.scheme, features)
        if not rows.num_rows:
            continue
        digest = content_digest(rows, features)
        path = shard_path(config, spec.split, spec.index, spec.count, digest)
        data = to_parquet(rows)
        sha256 = hashlib.sha256(data).hexdigest()
        target = spec.folder / path
        if not target.is_file() or hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
            write_bytes(target, data)
        files.append(
            ShardFile(config, spec.split, path, rows.num_rows, rows.nbytes, len(data), digest, sha256, dict(+losses))
        )
    return tuple(files)


def to_parquet(rows: pa.Table) -> bytes:
    """Return the Parquet file of a table."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", row_group_size=_ROW_GROUP)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def content_digest(rows: pa.Table, features: Features) -> str:
    """Return the sha256 of what a table says: its columns, its class names and its values, as hexadecimal digits.

    It is taken over Arrow IPC streams of columns without nulls and without nesting. Those depend neither on how the
    table came into memory nor on the bytes of a Parquet file, which change with the version of pyarrow.
    """
    digest = hashlib.sha256(json.dumps(dict(class_names(features))).encode())
    for name in rows.column_names:
        for path, values in _flat(name, rows[name].combine_chunks()):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, pa.schema([(path, values.type)])) as stream:
                stream.write_batch(pa.record_batch([values], names=[path]))
            digest.update(sink.getvalue())
    return digest.hexdigest()


def config_digest(files: Iterable[tuple[str, str]]) -> str:
    """Return the sha256 of the content of one config from the split and digest of each of its files, in their order."""
    return hashlib.sha256("".join(f"{split} {digest}\n" for split, digest in files).encode()).hexdigest()


def _flat(path: str, values: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Yield the parts of a column, none of which has nulls or nested values, with their paths."""
    if values.null_count:
        yield f"{path}?", values.is_valid().cast(pa.uint8())
    if pa.types.is_list(values.type):
        yield f"{path}#", pc.list_value_length(values.drop_null())
        yield from _flat(f"{path}[]", values.flatten())
    elif pa.types.is_struct(values.type):
        for field, part in zip(values.type, values.flatten(), strict=True):
            yield from _flat(f"{path}.{field.name}", part)
    else:
        yield path, values.drop_null()
