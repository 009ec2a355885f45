"""From some articles to Parquet files: a pure function, so that any number of shards can be made anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
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

    It does not depend on how the table came into memory or into a file, so that it stays when versions of pyarrow
    change the bytes of Parquet files.
    """
    digest = hashlib.sha256(json.dumps(dict(class_names(features))).encode())
    plain = rows.replace_schema_metadata(None).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain.schema) as stream:
        stream.write_table(plain)
    digest.update(sink.getvalue())
    return digest.hexdigest()


def config_digest(files: Iterable[ShardFile]) -> str:
    """Return the sha256 over the content of the files of one config, given in their order, as hexadecimal digits."""
    return hashlib.sha256("".join(f"{file.split} {file.digest}\n" for file in files).encode()).hexdigest()
