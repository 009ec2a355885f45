"""From a chunk of the input to its articles, checked, and to the few numbers of each that a build is planned with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa

from standoff.articles.chunks import Chunk, Content
from standoff.articles.model import Entry
from standoff.corpus.engine.cache import Cache, to_ipc
from standoff.corpus.engine.log import Log
from standoff.corpus.engine.packs import to_record
from standoff.corpus.sketches import SKETCH_FORMAT, sketch
from standoff.files import replacing

FORMAT: Final = f"1.{SKETCH_FORMAT}"
"""Changes when anything does that is kept of a chunk."""

COLUMNS: Final = pa.schema(
    {
        "id": pa.string(),
        "id_hash": pa.uint64(),
        "sha256": pa.binary(32),
        "day": pa.int32(),
        "file": pa.int32(),
        "line": pa.int32(),
        "offset": pa.int64(),
        "size": pa.int32(),
        "record": pa.binary(16),
    }
)
"""What is known of each article: `day` counts from the year 1, `file` is a number among the paths of its chunk,
`offset` and `size` are of its record in the pack, and `record` is a digest of that."""

_BATCH = 250


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """What `index_chunk` is told: a chunk, and where its results go."""

    chunk: Chunk
    cache: Path


@dataclass(frozen=True)
class Indexed:
    """What `index_chunk` found in a chunk.

    Parameters
    ----------
    key
        Names the files in the cache: its articles (`.pack`), their columns (`.arrow`) and their sketches (`.npy`).
    articles
        How many there are.
    log
        The faults of others; the path of each finding is the number of its file among those of the chunk.
    """

    key: str
    articles: int
    log: Log = field(default_factory=Log)


def index_chunk(spec: IndexSpec) -> Indexed:
    """Read and check the articles of a chunk and write them, their columns and their sketches into the cache.

    The same content gives the same files in whatever process. What the cache has is not made again.
    """
    cache, content = Cache(spec.cache), spec.chunk.read()
    key = hashlib.sha256(f"{FORMAT} {spec.chunk.digest(content)}".encode()).hexdigest()
    known = cache.read(f"{key}.arrow")
    if known is None or not cache.path(f"{key}.npy").is_file() or not cache.path(f"{key}.pack").is_file():
        known = _write(spec.chunk, content, cache, key)
    metadata = pa.ipc.open_file(pa.BufferReader(known)).schema.metadata
    return Indexed(key, int(metadata[b"articles"]), Log.from_json(orjson.loads(metadata[b"log"])))


def _write(chunk: Chunk, content: Content, cache: Cache, key: str) -> bytes:
    log = Log()
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS.names}
    sketches = []
    offset = 0
    with replacing(cache.path(f"{key}.pack"), durable=False) as pack:
        for batch in _batches(_articles(chunk, content, log)):
            for number, entry in batch:
                head, text = to_record(entry.article)
                size = len(head) + len(text)
                _append(columns, number, entry, head, offset, size)
                pack.write(head)
                pack.write(text)
                offset += size
            sketches.append(sketch([entry.article.text for _, entry in batch]))
    with replacing(cache.path(f"{key}.npy"), durable=False) as file:
        np.save(file, np.hstack([sketch([]), *sketches]))
    metadata = {"articles": str(len(columns["id"])), "log": orjson.dumps(log.to_json())}
    table = pa.table(columns, schema=COLUMNS.with_metadata(metadata))
    data = to_ipc(table)
    cache.write(f"{key}.arrow", data)
    return data


def _articles(chunk: Chunk, content: Content, log: Log) -> Iterator[tuple[int, Entry]]:
    for number, item in chunk.items(content):
        if isinstance(item, Entry):
            yield number, item
        else:
            log.add(replace(item, path=str(number)))


def _batches(items: Iterator[tuple[int, Entry]]) -> Iterator[Sequence[tuple[int, Entry]]]:
    while batch := list(islice(items, _BATCH)):
        yield batch


def _append(columns: dict[str, list[Any]], number: int, entry: Entry, head: bytes, offset: int, size: int) -> None:
    article = entry.article
    columns["id"].append(article.id)
    columns["id_hash"].append(hash64(article.id))
    columns["sha256"].append(bytes.fromhex(article.sha256))
    columns["day"].append(article.dct.toordinal())
    columns["file"].append(number)
    columns["line"].append(entry.line)
    columns["offset"].append(offset)
    columns["size"].append(size)
    columns["record"].append(hashlib.blake2b(head, digest_size=16).digest())


def hash64(text: str) -> int:
    """Return a hash of a text that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
