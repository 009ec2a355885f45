"""Pieces of the input that are read one by one, anywhere, and cut so that a change touches few of them."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from standoff.articles.fields import is_id, is_storable
from standoff.articles.listing import InputFile
from standoff.articles.model import Columns, Entry, Stored
from standoff.articles.pieces import check_unchanged, file_digest, read_piece, read_small, stamp_of
from standoff.articles.plain import plain_seed, read_lines
from standoff.articles.reading import unreadable
from standoff.articles.seed import parse_seed
from standoff.articles.tables import parse_csv, read_parquet
from standoff.errors import Finding, InputError, StandoffError
from standoff.files import decode

# Where a chunk ends is decided by the checksum of a name or a line, not by a count: what is added moves one end only.
_FILES_LEAST, _FILES_MEAN, _FILES_MOST = 128, 256, 1024
_BYTES_LEAST, _LINES_MEAN, _BYTES_MOST = 1 << 20, 256, 4 << 20

Content = tuple[bytes | None, ...]
"""What was read of each file of a chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the input: some seed files, some lines of one file, some row groups of another, or a file.

    Parameters
    ----------
    paths
        As findings name them.
    base
        The folder that relative paths start from.
    start, end
        The bytes of a file of lines, or the row groups of a Parquet file, as a half-open interval.
    line
        The number of the first line.
    stamp
        Size and time of change of the file when it was cut.
    """

    kind: Literal["seed", "lines", "csv", "parquet"]
    paths: tuple[str, ...]
    base: str
    origin: str = ""
    columns: Columns = field(default_factory=Columns)
    start: int = 0
    end: int = 0
    line: int = 1
    stamp: tuple[int, int] = (0, 0)

    def read(self) -> Content:
        """Return the bytes of each file, or of its piece; of a Parquet file, its sha256; None for one not to be read.

        Raises
        ------
        InputError
            If a file is not what it was when the chunk was cut.
        """
        above = os.path.join(self.base, "")  # noqa: PTH118 - of a million files
        places = [path if os.path.isabs(path) else above + path for path in self.paths]  # noqa: PTH117
        if self.kind == "seed":
            return tuple(read_small(place, path) for place, path in zip(places, self.paths, strict=True))
        (place,) = places
        if self.kind == "parquet":
            found = file_digest(place, self.paths[0])
        else:
            found = read_piece(place, self.paths[0], self.start, self.end)
        check_unchanged(place, self.paths[0], self.stamp)
        return (found,)

    def digest(self, content: Content) -> str:
        """Return the sha256 of all that the articles of this chunk depend on, as hexadecimal digits.

        Neither the paths are a part of it, beyond the stems that seed files are named by, nor times.
        """
        head = (self.kind, self.origin, astuple(self.columns), self.kind == "parquet" and (self.start, self.end))
        digest = hashlib.sha256(f"{head}\n".encode())
        for path, data in zip(self.paths, content, strict=True):
            name = _stem(path) if self.kind == "seed" else str(self.line)
            size = "" if data is None else len(data)
            digest.update(f"{name}\n{size}\n".encode("utf-8", "surrogateescape"))
            digest.update(data or b"")
        return digest.hexdigest()

    def items(self, content: Content) -> Iterator[tuple[int, Stored | Finding]]:
        """Yield every article and every fault, each with the number of its file among `paths`."""
        may_be_plain = self.kind == "seed" and is_storable(self.origin)
        for number, (path, data) in enumerate(zip(self.paths, content, strict=True)):
            if data is None:
                yield number, Finding("unreadable", "cannot be read", path, hint="see who may read it")
                continue
            if may_be_plain and (found := plain_seed(data)) and is_id(stem := _stem(path)):
                yield number, Stored(stem, *found, 1, origin=self.origin)
                continue
            try:
                for item in self._items(path, data):
                    yield number, Stored.of(item) if isinstance(item, Entry) else item
            except StandoffError as error:
                for finding in unreadable(error, path):
                    yield number, finding

    def _items(self, path: str, data: bytes) -> Iterator[Stored | Entry | Finding]:
        if self.kind == "seed":
            return parse_seed(decode(data, path), path, _stem(path), self.origin)
        if self.kind == "lines":
            return read_lines(data, path, self.columns, self.origin, self.line)
        if self.kind == "csv":
            return parse_csv(decode(data, path), path, self.columns, self.origin)
        return read_parquet(
            Path(self.base, path), self.columns, self.origin, name=path, first=self.start, last=self.end
        )


def cut(
    files: Iterable[InputFile | Finding], columns: Columns | None = None, *, base: Path | None = None
) -> Iterator[Chunk | Finding]:
    """Cut files of articles into chunks, in their order.

    Parameters
    ----------
    base
        The folder that relative paths start from; the current one where none is given.
    """
    folder, columns = str((base or Path()).absolute()), columns or Columns()
    some: list[InputFile] = []
    for file in files:
        is_seed = isinstance(file, InputFile) and file.suffix == ".txt"
        if some and (not is_seed or (isinstance(file, InputFile) and file.origin != some[0].origin)):
            yield _seed_chunk(some, folder)
            some = []
        if isinstance(file, Finding):
            yield file
        elif is_seed:
            some.append(file)
            if ends_here(len(some), file.path.encode("utf-8", "surrogateescape").rpartition(b"/")[2]):
                yield _seed_chunk(some, folder)
                some = []
        else:
            yield from _cut_file(file, columns, folder)
    if some:
        yield _seed_chunk(some, folder)


def ends_here(number: int, name: bytes) -> bool:
    """Say whether a chunk ends after the file with that name, which is the `number`-th in it."""
    return number >= _FILES_MOST or (number >= _FILES_LEAST and zlib.crc32(name) % _FILES_MEAN == 0)


def _seed_chunk(files: list[InputFile], base: str) -> Chunk:
    return Chunk("seed", tuple(file.path for file in files), base, files[0].origin)


def _cut_file(file: InputFile, columns: Columns, base: str) -> Iterator[Chunk | Finding]:
    place = os.path.join(base, file.path)  # noqa: PTH118
    try:
        stamp = stamp_of(place, file.path)
        if file.suffix == ".parquet":
            groups = _row_groups(place)
            for start in range(max(1, groups)):
                end = start + 1 if groups else 0
                yield Chunk("parquet", (file.path,), base, file.origin, columns, start, end, stamp=stamp)
        elif file.suffix == ".csv":
            yield Chunk("csv", (file.path,), base, file.origin, columns, 0, stamp[0], stamp=stamp)
        else:
            for start, end, line in cut_lines(place, file.path):
                yield Chunk("lines", (file.path,), base, file.origin, columns, start, end, line, stamp)
    except InputError as error:
        yield Finding("unreadable", error.message, file.path, hint=error.hint)


def cut_lines(place: str, path: str) -> Iterator[tuple[int, int, int]]:
    """Yield pieces of a file of lines as start and end in bytes and the number of the first line.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with open(place, "rb") as file:  # noqa: PTH123
            start, line = 0, 1
            while True:
                end, lines = _end_of_piece(file)
                if not end and start:
                    return
                yield start, start + end, line
                if not end:
                    return
                start, line = start + end, line + lines
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None


def _end_of_piece(file: BinaryIO) -> tuple[int, int]:
    """Read a piece, and return its bytes and lines."""
    head = file.read(_BYTES_LEAST)
    size, lines = len(head), head.count(b"\n")
    if head and not head.endswith(b"\n"):
        rest = file.readline()
        size, lines = size + len(rest), lines + rest.count(b"\n")
    if not head or size < _BYTES_LEAST:
        return size, lines
    for text in file:
        size, lines = size + len(text), lines + text.count(b"\n")
        if size >= _BYTES_MOST or zlib.crc32(text) % _LINES_MEAN == 0:
            break
    return size, lines


def _row_groups(place: str) -> int:
    """Return the number of row groups; 0 where the file cannot be read, which reading it will say."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return int(parquet.read_metadata(place).num_row_groups)
    except (pa.ArrowException, OSError):
        return 0


@lru_cache(maxsize=2 * _FILES_MOST)  # it is asked for twice
def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]  # noqa: PTH119, PTH122 - of a million files
