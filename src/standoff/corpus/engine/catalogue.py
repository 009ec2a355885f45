"""All articles of a build as columns, without their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from standoff.articles.chunks import Chunk
from standoff.articles.reading import duplicate
from standoff.corpus.arrays import one_array
from standoff.corpus.engine.cache import Cache, read_ipc
from standoff.corpus.engine.indexing import COLUMNS, Indexed
from standoff.corpus.engine.packs import read_articles_at
from standoff.corpus.sketches import Sketches
from standoff.errors import Finding
from standoff.records import Article


@dataclass(frozen=True)
class Catalogue:
    """The articles that a corpus is built from, numbered from 0 in the order of the input.

    Parameters
    ----------
    ids
        Their ids.
    sha256
        Of their texts, 32 bytes each.
    day
        Their dates, as numbers of days since the year 1.
    chunk, offset, size
        Where the record of each is: in the pack of which chunk, where it begins, and its bytes.
    record
        Shape (articles, 16): a digest of each record.
    id_hash
        A hash of each id.
    by_id
        The numbers of the articles in the order of their ids.
    packs
        The pack of each chunk.
    sketches
        For each chunk, the file of its sketches, or the sketches of those articles that were kept of it.
    """

    ids: pa.Array
    sha256: pa.Array
    day: NDArray[np.int32]
    chunk: NDArray[np.int32]
    offset: NDArray[np.int64]
    size: NDArray[np.int32]
    record: NDArray[np.uint8]
    id_hash: NDArray[np.uint64]
    by_id: NDArray[np.int64]
    packs: tuple[Path, ...]
    sketches: tuple[Sketches | Path, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def read(self, numbers: Sequence[int]) -> Iterator[Article]:
        """Yield articles by their numbers."""
        return read_articles_at(
            (str(self.packs[self.chunk[number]]), int(self.offset[number]), int(self.size[number]))
            for number in numbers
        )

    def rank(self) -> NDArray[np.int64]:
        """Return the place of each article in the order of dates, and of ids within a day."""
        rank, place = np.empty(len(self), np.int64), np.empty(len(self), np.int64)
        place[self.by_id] = np.arange(len(self))
        rank[np.lexsort((place, self.day))] = np.arange(len(self))
        return rank


def make_catalogue(cache: Cache, chunks: Sequence[tuple[Chunk, Indexed]]) -> tuple[Catalogue, Iterator[Finding]]:
    """Return the articles of all chunks without duplicates, and a finding about each of those.

    Of articles with the same id, or with the same text, the first is kept.
    """
    empty = pa.table({name: pa.array([], COLUMNS.field(name).type) for name in COLUMNS.names})
    tables = [read_ipc(cache, f"{indexed.key}.arrow").replace_schema_metadata() for _, indexed in chunks]
    table = pa.concat_tables([empty, *tables]).combine_chunks()
    number_of = np.array([indexed.articles for _, indexed in chunks], np.int64)
    chunk = np.repeat(np.arange(len(chunks), dtype=np.int32), number_of)
    twice = _find_duplicates(table)
    findings = _findings(chunks, chunk, table["file"].to_numpy(), table["line"].to_numpy(), twice, table["id"])
    kept = np.ones(len(chunk), bool)
    kept[[number for number, _, _ in twice]] = False
    sketches = []
    first = 0
    for (_, indexed), number in zip(chunks, number_of.tolist(), strict=True):
        path, some = cache.path(f"{indexed.key}.npy"), kept[first : first + number]
        sketches.append(path if some.all() else np.load(path)[:, some])
        first += number
    if twice:
        table = table.filter(pa.array(kept))
        chunk = chunk[kept]
    ids = table["id"].combine_chunks()
    return Catalogue(
        ids=one_array(ids),
        sha256=one_array(table["sha256"]),
        day=table["day"].to_numpy(),
        chunk=chunk,
        offset=table["offset"].to_numpy(),
        size=table["size"].to_numpy(),
        record=fixed_bytes(table["record"]),
        id_hash=table["id_hash"].to_numpy(),
        by_id=pc.sort_indices(ids).to_numpy().astype(np.int64),
        packs=tuple(cache.path(f"{indexed.key}.pack") for _, indexed in chunks),
        sketches=tuple(sketches),
    ), findings


def fixed_bytes(column: Any) -> NDArray[np.uint8]:
    """Return a column of byte strings of one length as an array with a row for each."""
    values = one_array(column)
    width = values.type.byte_width
    found = np.frombuffer(values.buffers()[1] or b"", np.uint8)
    return found[values.offset * width : (values.offset + len(values)) * width].reshape(-1, width)


def _find_duplicates(table: pa.Table) -> list[tuple[int, str, int]]:
    """Return the number of each article that is not kept, why, and the number of the one that is."""
    words = np.ascontiguousarray(fixed_bytes(table["sha256"])[:, :8]).view(np.uint64)[:, 0]
    several = _several(table["id_hash"].to_numpy()) | _several(words)
    ids: dict[str, int] = {}
    texts: dict[bytes, int] = {}
    found = []
    for number in np.flatnonzero(several).tolist():
        id_, sha256 = table["id"][number].as_py(), table["sha256"][number].as_py()
        same_id, same_text = ids.setdefault(id_, number), texts.setdefault(sha256, number)
        if same_id != number:
            found.append((number, "duplicate-id", same_id))
            if same_text == number:
                del texts[sha256]
        elif same_text != number:
            found.append((number, "duplicate-text", same_text))
            del ids[id_]
    return found


def _several(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return for each value whether it is there more than once."""
    order = np.argsort(values, kind="stable")
    equal = values[order][1:] == values[order][:-1]
    several = np.zeros(len(values), bool)
    several[order[1:][equal]] = True
    several[order[:-1][equal]] = True
    return several


def _findings(
    chunks: Sequence[tuple[Chunk, Indexed]],
    chunk: NDArray[np.int32],
    file: NDArray[np.int32],
    line: NDArray[np.int32],
    twice: Sequence[tuple[int, str, int]],
    ids: pa.ChunkedArray,
) -> Iterator[Finding]:

    def at(number: int) -> tuple[str, int]:
        return chunks[chunk[number]][0].paths[file[number]], int(line[number])

    for number, code, first in twice:
        what = "text" if code == "duplicate-text" else f"id {ids[number].as_py()!r}"
        yield duplicate(code, what, at(number), at(first))
