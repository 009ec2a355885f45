"""All articles of a build as columns, without their texts."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
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
from standoff.corpus.sketch_table import SketchFile
from standoff.errors import Finding, InputError
from standoff.records import Article

_MOST_BYTES = 2**31 - 1  # of a `StringArray`


@dataclass(frozen=True, slots=True)
class Source:
    """What is kept of a chunk that was indexed, for findings: its kind and the paths of its files.

    Of a million seed files, the paths would take more memory than anything else.
    """

    kind: str
    _packed: bytes

    @classmethod
    def of(cls, chunk: Chunk) -> Source:
        """Return the source of a chunk."""
        return cls(chunk.kind, zlib.compress("\0".join(chunk.paths).encode("utf-8", "surrogateescape"), 1))

    @property
    def paths(self) -> list[str]:
        """The paths, as findings name them."""
        return zlib.decompress(self._packed).decode("utf-8", "surrogateescape").split("\0")


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
        For each chunk, the file of its sketches.
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
    sketches: tuple[SketchFile, ...]

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


def make_catalogue(cache: Cache, chunks: Sequence[tuple[Source, Indexed]]) -> tuple[Catalogue, Iterator[Finding]]:
    """Return the articles of all chunks without duplicates, and a finding about each of those.

    Of articles with the same id, or with the same text, the first is kept.
    """
    number_of = [indexed.articles for _, indexed in chunks]
    columns, ids = _read_columns(cache, [indexed.key for _, indexed in chunks], sum(number_of))
    chunk = np.repeat(np.arange(len(chunks), dtype=np.int32), number_of)
    twice = _find_duplicates(columns, ids)
    places = [(chunk[number], columns["file"][number], columns["line"][number]) for number, _, _ in twice]
    firsts = [(chunk[number], columns["file"][number], columns["line"][number]) for _, _, number in twice]
    named = ids.take(pa.array([number for number, _, _ in twice], pa.int64())).to_pylist()
    findings = _findings(chunks, list(zip(twice, named, places, firsts, strict=True)))
    del columns["file"], columns["line"]
    kept = np.ones(len(chunk), bool)
    kept[[number for number, _, _ in twice]] = False
    sketches = []
    first = 0
    for (_, indexed), number in zip(chunks, number_of, strict=True):
        some = kept[first : first + number]
        sketches.append(SketchFile(cache.path(f"{indexed.key}.npy"), None if some.all() else some.copy()))
        first += number
    if twice:
        ids, chunk = ids.filter(pa.array(kept)), chunk[kept]
        columns = {name: values[kept] for name, values in columns.items()}
    return Catalogue(
        ids=ids,
        sha256=_bytes_array(columns["sha256"]),
        day=columns["day"],
        chunk=chunk,
        offset=columns["offset"],
        size=columns["size"],
        record=columns["record"],
        id_hash=columns["id_hash"],
        by_id=pc.sort_indices(ids).to_numpy().view(np.int64),
        packs=tuple(cache.path(f"{indexed.key}.pack") for _, indexed in chunks),
        sketches=tuple(sketches),
    ), findings


def _read_columns(cache: Cache, keys: Sequence[str], total: int) -> tuple[dict[str, NDArray[Any]], pa.Array]:
    """Return the columns of all chunks but their ids, and these; no chunk's file stays open, and there is one copy.

    Raises
    ------
    InputError
        If the ids are more than one Arrow array can hold.
    """
    columns: dict[str, NDArray[Any]] = {
        field.name: np.empty((total, field.type.byte_width), np.uint8)
        if pa.types.is_fixed_size_binary(field.type)
        else np.empty(total, field.type.to_pandas_dtype())
        for field in COLUMNS
        if field.name != "id"
    }
    ends, names = np.zeros(total + 1, np.int32), bytearray()
    first = 0
    for key in keys:
        table = read_ipc(cache, f"{key}.arrow")
        last = first + len(table)
        for name, values in columns.items():
            values[first:last] = fixed_bytes(table[name]) if values.ndim > 1 else table[name].to_numpy()
        ids = one_array(table["id"])
        if len(ids):
            edges = np.frombuffer(ids.buffers()[1], np.int32)[ids.offset : ids.offset + len(ids) + 1]
            ends[first + 1 : last + 1] = len(names) + edges[1:] - edges[0]
            names += memoryview(ids.buffers()[2])[edges[0] : edges[-1]]
            if len(names) > _MOST_BYTES:
                hint = "give shorter ids, or build several corpora"
                raise InputError(f"the ids of all articles take more than {_MOST_BYTES:,} bytes", hint=hint)
        first = last
    return columns, pa.StringArray.from_buffers(total, pa.py_buffer(ends), pa.py_buffer(names))


def _bytes_array(values: NDArray[np.uint8]) -> pa.Array:
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(values.shape[1]), len(values), [None, pa.py_buffer(values)])


def fixed_bytes(column: Any) -> NDArray[np.uint8]:
    """Return a column of byte strings of one length as an array with a row for each."""
    values = one_array(column)
    width = values.type.byte_width
    found = np.frombuffer(values.buffers()[1] or b"", np.uint8)
    return found[values.offset * width : (values.offset + len(values)) * width].reshape(-1, width)


def _find_duplicates(columns: Mapping[str, NDArray[Any]], all_ids: pa.Array) -> list[tuple[int, str, int]]:
    """Return the number of each article that is not kept, why, and the number of the one that is."""
    words = np.ascontiguousarray(columns["sha256"][:, :8]).view(np.uint64)[:, 0]
    several = _several(columns["id_hash"]) | _several(words)
    ids: dict[str, int] = {}
    texts: dict[bytes, int] = {}
    found = []
    for number in np.flatnonzero(several).tolist():
        id_, sha256 = all_ids[number].as_py(), columns["sha256"][number].tobytes()
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
    ordered = np.sort(values)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(values, twice) if len(twice) else np.zeros(len(values), bool)


def _findings(
    chunks: Sequence[tuple[Source, Indexed]],
    found: Sequence[tuple[tuple[int, str, int], str, tuple[int, int, int], tuple[int, int, int]]],
) -> Iterator[Finding]:
    """Yield one for each duplicate: of its numbers, id, place and the place of the one that is kept."""

    def at(chunk: int, file: int, line: int) -> tuple[str, int]:
        return chunks[chunk][0].paths[file], int(line)

    for (_, code, _), id_, place, first in found:
        what = "text" if code == "duplicate-text" else f"id {id_!r}"
        yield duplicate(code, what, at(*place), at(*first))
