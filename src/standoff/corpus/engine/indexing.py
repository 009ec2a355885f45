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
from standoff.articles.model import Stored
from standoff.corpus.engine.cache import Cache, to_ipc
from standoff.corpus.engine.collecting import without_collection
from standoff.corpus.engine.log import Log
from standoff.corpus.engine.packs import to_head
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
    """What `index_chunk` is told: a chunk, where its results go, and whether sketches are among them."""

    chunk: Chunk
    cache: Path
    sketches: bool = True


@dataclass(frozen=True)
class Indexed:
    """What `index_chunk` found in a chunk.

    Parameters
    ----------
    key
        Names the files in the cache: its articles (`.pack`), their columns (`.arrow`) and, where they were wanted,
        their sketches (`.npy`).
    articles
        How many there are.
    log
        The faults of others; the path of each finding is the number of its file among those of the chunk.
    """

    key: str
    articles: int
    log: Log = field(default_factory=Log)


@without_collection
def index_chunk(spec: IndexSpec) -> Indexed:
    """Read and check the articles of a chunk and write them, their columns and their sketches into the cache.

    The same content gives the same files in whatever process. What the cache has is not made again.
    """
    cache, content = Cache(spec.cache), spec.chunk.read()
    key = hashlib.sha256(f"{FORMAT} {spec.chunk.digest(content)}".encode()).hexdigest()
    known = cache.read(f"{key}.arrow")
    others = ("npy", "pack") if spec.sketches else ("pack",)
    if known is None or not all(cache.path(f"{key}.{kind}").is_file() for kind in others):
        known = _write(spec, content, cache, key)
    metadata = pa.ipc.open_file(pa.BufferReader(known)).schema.metadata
    return Indexed(key, int(metadata[b"articles"]), Log.from_json(orjson.loads(metadata[b"log"])))


def _write(spec: IndexSpec, content: Content, cache: Cache, key: str) -> bytes:
    log = Log()
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS.names if name != "offset"}
    sketches = [sketch([])]
    with replacing(cache.path(f"{key}.pack"), durable=False) as pack:
        for batch in _batches(_articles(spec.chunk, content, log)):
            pack.write(b"".join(_add(columns, batch)))
            if spec.sketches:
                sketches.append(sketch([article.text for _, article in batch]))
    if spec.sketches:
        with replacing(cache.path(f"{key}.npy"), durable=False) as file:
            np.save(file, np.hstack(sketches))
    sizes = np.array(columns["size"], np.int64)
    metadata = {"articles": str(len(sizes)), "log": orjson.dumps(log.to_json())}
    table = pa.table(columns | {"offset": np.cumsum(sizes) - sizes}, schema=COLUMNS.with_metadata(metadata))
    data = to_ipc(table)
    cache.write(f"{key}.arrow", data)
    return data


def _articles(chunk: Chunk, content: Content, log: Log) -> Iterator[tuple[int, Stored]]:
    for number, item in chunk.items(content):
        if isinstance(item, Stored):
            yield number, item
        else:
            log.add(replace(item, path=str(number)))


def _batches(items: Iterator[tuple[int, Stored]]) -> Iterator[Sequence[tuple[int, Stored]]]:
    while batch := list(islice(items, _BATCH)):
        yield batch


def _add(columns: dict[str, list[Any]], batch: Sequence[tuple[int, Stored]]) -> Iterator[bytes]:
    """Add what is known of some articles to the columns, and yield their records, piece by piece."""
    articles = [article for _, article in batch]
    digests = [hashlib.sha256(article.text) for article in articles]
    heads = [to_head(article, digest.hexdigest()) for article, digest in zip(articles, digests, strict=True)]
    columns["id"] += [article.id for article in articles]
    columns["id_hash"] += [hash64(article.id) for article in articles]
    columns["sha256"] += [digest.digest() for digest in digests]
    columns["day"] += [article.day.toordinal() for article in articles]
    columns["file"] += [number for number, _ in batch]
    columns["line"] += [article.line for article in articles]
    columns["size"] += [len(head) + len(article.text) for head, article in zip(heads, articles, strict=True)]
    columns["record"] += [hashlib.blake2b(head, digest_size=16).digest() for head in heads]
    for head, article in zip(heads, articles, strict=True):
        yield head
        yield article.text


def hash64(text: str) -> int:
    """Return a hash of a text that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
