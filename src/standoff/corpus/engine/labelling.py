"""From lines of a label file to label sets as columns, and which of them have no fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from standoff import __version__
from standoff.articles.chunks import cut_lines
from standoff.articles.pieces import check_unchanged, read_piece, stamp_of
from standoff.corpus.engine.cache import Cache, read_ipc, to_ipc
from standoff.corpus.engine.collecting import without_collection
from standoff.corpus.engine.label_lines import LabelReading
from standoff.corpus.engine.log import Log
from standoff.corpus.engine.packs import read_records_at
from standoff.corpus.engine.soundness import Edges, are_sound
from standoff.corpus.labelsets import LabelColumns
from standoff.errors import InputError, errors_in
from standoff.labels.check import check_against
from standoff.labels.store import Line, parse_lines
from standoff.records import Article
from standoff.scheme import Scheme

FORMAT: Final = "4"
"""Changes when anything does that is kept of a label file."""

_LOG, _UNREAD = b"log", b"unread"

CHECKED: Final = pa.schema({"why": pa.string()})
"""Of each line with a label set: the code of its first fault, or nothing."""


@dataclass(frozen=True)
class LabelChunk:
    """Some lines of a label file.

    Parameters
    ----------
    path
        As findings name it; relative to `base`.
    start, end
        Half-open interval of bytes.
    line
        The number of the first line.
    stamp
        Size and time of change of the file when it was cut.
    """

    path: str
    base: str
    start: int
    end: int
    line: int
    stamp: tuple[int, int]

    @cached_property
    def place(self) -> str:
        """Where the file is."""
        return str(Path(self.base, self.path))

    def content(self) -> bytes:
        """Return the lines.

        Raises
        ------
        InputError
            If the file is not what it was when the chunk was cut.
        """
        data = read_piece(self.place, self.path, self.start, self.end)
        check_unchanged(self.place, self.path, self.stamp)
        return data


@dataclass(frozen=True, slots=True)
class ReadSpec:
    """What `read_labels` is told."""

    chunk: LabelChunk
    cache: Path


@dataclass(frozen=True)
class CheckSpec:
    """What `check_labels` is told, for each line with a label set of the chunk.

    Parameters
    ----------
    key
        Of what was read.
    packs
        Files with articles.
    pack, offset, size
        Where the text is that the line is about; `pack` is a number among `packs`, or -1 where there is no such text.
    sha256_now
        The sha256 of the text of the article that the line names, where it is another; else empty.
    joined
        A digest of the articles found.
    """

    chunk: LabelChunk
    cache: Path
    scheme: Scheme
    key: str
    packs: tuple[str, ...]
    pack: NDArray[np.int32]
    offset: NDArray[np.int64]
    size: NDArray[np.int32]
    sha256_now: tuple[str, ...]
    joined: str


@dataclass(frozen=True)
class ReadLabels:
    """What `read_labels` found: the cache's file of label sets, faults of form, and how many lines have such."""

    key: str
    log: Log = field(default_factory=Log)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The name of the cache's file."""
        return f"{self.key}.labels"


@dataclass(frozen=True)
class CheckedLabels:
    """What `check_labels` found: the cache's file with the columns `CHECKED`, and faults of labels."""

    key: str
    log: Log = field(default_factory=Log)


def cut_labels(path: Path, base: Path) -> Iterator[LabelChunk]:
    """Cut a label file into chunks.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    place = str(base.absolute() / path)
    if not Path(place).is_file():  # such as a link to nothing
        raise InputError("is no regular file", where=str(path))
    stamp = stamp_of(place, str(path))
    for start, end, line in cut_lines(place, str(path)):
        yield LabelChunk(str(path), str(base.absolute()), start, end, line, stamp)


@without_collection
def read_labels(spec: ReadSpec) -> ReadLabels:
    """Read the label sets of a chunk, and write them and where their lines are into the cache as columns."""
    cache, data = Cache(spec.cache), spec.chunk.content()
    key = hashlib.sha256(f"labels {FORMAT} {__version__} {spec.chunk.line}\n".encode() + data).hexdigest()
    known = cache.read(f"{key}.labels")
    if known is None:
        reading = LabelReading(data, spec.chunk.line)
        table = _with_log(reading.columns().to_table(), reading.log)
        known = to_ipc(table.replace_schema_metadata(table.schema.metadata | {_UNREAD: orjson.dumps(reading.unread)}))
        cache.write(f"{key}.labels", known)
    return ReadLabels(key, _log_of(known), Counter(orjson.loads(_metadata(known)[_UNREAD])))


@without_collection
def check_labels(spec: CheckSpec) -> CheckedLabels:
    """Check the label sets of a chunk against the scheme and the texts that they label."""
    cache = Cache(spec.cache)
    key = hashlib.sha256(
        f"check {FORMAT} {__version__} {spec.key} {spec.scheme.digest} {spec.joined}".encode()
    ).hexdigest()
    known = cache.read(f"{key}.check")
    if known is None:
        known = to_ipc(_check(spec))
        cache.write(f"{key}.check", known)
    return CheckedLabels(key, _log_of(known))


def _log_of(file: bytes) -> Log:
    return Log.from_json(orjson.loads(_metadata(file)[_LOG]))


def _metadata(file: bytes) -> Mapping[bytes, bytes]:
    found: Mapping[bytes, bytes] = pa.ipc.open_file(pa.BufferReader(file)).schema.metadata
    return found


def _with_log(table: pa.Table, log: Log) -> pa.Table:
    return table.replace_schema_metadata((table.schema.metadata or {}) | {_LOG: orjson.dumps(log.to_json())})


def _check(spec: CheckSpec) -> pa.Table:
    table = read_ipc(Cache(spec.cache), f"{spec.key}.labels")
    labels = LabelColumns.from_table(table)
    log = Log()
    # How gold came about, only the plain checks look at.
    sound = (are_sound(labels, spec.scheme) & pc.is_null(table["policy"]).to_numpy()).tolist()
    ids, spans = table["article_id"].to_pylist(), Edges(labels)
    there = np.flatnonzero(spec.pack >= 0)
    places = ((spec.packs[spec.pack[row]], int(spec.offset[row]), int(spec.size[row])) for row in there.tolist())
    records = read_records_at(places)
    lines = _Lines(spec.chunk, table)
    why = []
    for row, pack in enumerate(spec.pack.tolist()):
        record = next(records) if pack >= 0 else None
        if record and record.id == ids[row] and sound[row] and spans.fit(row, record.text.decode()):
            why.append("")
        else:
            article = record.article() if record else None
            why.append(_faults(lines.read(row), spec.scheme, article, spec.sha256_now[row], log))
    return _with_log(pa.table({"why": why}, schema=CHECKED), log)


class _Lines:
    """Label sets that are read once more, to be looked at one by one."""

    def __init__(self, chunk: LabelChunk, table: pa.Table) -> None:
        self._chunk = chunk
        self._places = [table[name].to_numpy() for name in ("offset", "size", "line")]

    @cached_property
    def _data(self) -> bytes:
        return self._chunk.content()

    def read(self, row: int) -> Line:
        """Return a label set with its line."""
        offset, size, number = (int(found[row]) for found in self._places)
        for item in parse_lines(self._data[offset : offset + size], Path(), number):
            if isinstance(item, Line):
                return item
        raise InputError("was changed while it was being read", where=self._chunk.path)


def _faults(line: Line, scheme: Scheme, article: Article | None, sha256_now: str, log: Log) -> str:
    """Log what is wrong with a label set, and return the code of the first error; empty where there is none."""
    found = check_against(line.labels, scheme, article, sha256_now)
    log.extend(replace(finding, path="", line=line.number) for finding in found)
    errors = errors_in(found)
    return errors[0].code if errors else ""
