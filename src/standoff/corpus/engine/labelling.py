"""From lines of a label file to what a build is planned with: which label sets they are, and which have no fault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from standoff import __version__
from standoff.articles.chunks import check_unchanged, cut_lines, read_piece, stamp_of
from standoff.corpus.engine.cache import Cache, read_ipc, to_ipc
from standoff.corpus.engine.log import Log
from standoff.corpus.engine.packs import read_articles_at
from standoff.errors import Finding, errors_in
from standoff.labels.check import check_against
from standoff.labels.store import Line, parse_lines
from standoff.records import Article, Origin, SoundCheck
from standoff.scheme import Scheme

FORMAT: Final = "1"
"""Changes when anything does that is kept of a label file."""

ORIGINS: Final = get_args(Origin)

SCANNED: Final = pa.schema(
    {"offset": pa.int64(), "size": pa.int32(), "line": pa.int32(), "sha256": pa.string(), "article_id": pa.string()}
)
"""Where each line is, from the start of its chunk, and what it says that it is about; empty where it does not."""

CHECKED: Final = pa.schema(
    {
        "row": pa.int32(),
        "why": pa.string(),
        "article_id": pa.string(),
        "annotator": pa.string(),
        "origin": pa.int8(),
        "open": pa.int32(),
        "policy": pa.string(),
        "digest": pa.binary(16),
    }
)
"""What each line is that has a label set: its number among `SCANNED`, the code of its first fault or nothing, who made
it and how (`ORIGINS`), how many of its labels are open (-1 where nobody adjudicated), by which policy, its digest."""


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
class ScanSpec:
    """What `scan_labels` is told."""

    chunk: LabelChunk
    cache: Path


@dataclass(frozen=True)
class CheckSpec:
    """What `check_labels` is told, for each line with a label set of the chunk.

    Parameters
    ----------
    key
        Of the scan.
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
class CheckedLabels:
    """What `check_labels` found: the cache's file with the columns `CHECKED`, faults of form, and faults of labels."""

    key: str
    form: Log = field(default_factory=Log)
    faults: Log = field(default_factory=Log)


def cut_labels(path: Path, base: Path) -> Iterator[LabelChunk]:
    """Cut a label file into chunks.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    place = str(base.absolute() / path)
    stamp = stamp_of(place, str(path))
    for start, end, line in cut_lines(place, str(path)):
        yield LabelChunk(str(path), str(base.absolute()), start, end, line, stamp)


def scan_labels(spec: ScanSpec) -> str:
    """Note where the lines of a chunk are and what each is about; return the key of the columns `SCANNED`."""
    cache, data = Cache(spec.cache), spec.chunk.content()
    key = hashlib.sha256(f"scan {FORMAT} {spec.chunk.line}\n".encode() + data).hexdigest()
    if cache.read(f"{key}.scan") is None:
        columns: dict[str, list[Any]] = {name: [] for name in SCANNED.names}
        offset = 0
        for number, raw in enumerate(data.split(b"\n"), spec.chunk.line):
            if raw.strip():
                columns["offset"].append(offset)
                columns["size"].append(len(raw))
                columns["line"].append(number)
                for name, value in zip(("sha256", "article_id"), _about(raw), strict=True):
                    columns[name].append(value)
            offset += len(raw) + 1
        cache.write(f"{key}.scan", to_ipc(pa.table(columns, schema=SCANNED)))
    return key


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
    metadata = pa.ipc.open_file(pa.BufferReader(known)).schema.metadata
    return CheckedLabels(key, *(Log.from_json(orjson.loads(metadata[name])) for name in (b"form", b"faults")))


def digest16(data: bytes) -> bytes:
    """Return a digest of a label line."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _about(raw: bytes) -> tuple[str, str]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "", ""
    if not isinstance(value, dict):
        return "", ""
    sha256, article_id = (
        found if isinstance(found := value.get(name), str) else "" for name in ("sha256", "article_id")
    )
    return sha256, article_id


def _check(spec: CheckSpec) -> pa.Table:
    data = spec.chunk.content()
    scanned = read_ipc(Cache(spec.cache), f"{spec.key}.scan")
    form, faults = Log(), Log()
    columns: dict[str, list[Any]] = {name: [] for name in CHECKED.names}
    there = np.flatnonzero(spec.pack >= 0)
    places = ((spec.packs[spec.pack[row]], int(spec.offset[row]), int(spec.size[row])) for row in there.tolist())
    texts = read_articles_at(places)
    lines = zip(*(scanned[name].to_pylist() for name in ("offset", "size", "line")), strict=True)
    sound, nowhere = SoundCheck(spec.scheme), Path()
    for row, (offset, size, number) in enumerate(lines):
        article = next(texts) if spec.pack[row] >= 0 else None
        raw = data[offset : offset + size]
        for item in parse_lines(raw, nowhere, number):
            if isinstance(item, Finding):
                form.add(replace(item, path=""))
                continue
            labels, why = item.labels, ""
            if article is None or article.id != labels.article_id or not sound(labels, article.text):
                why = _faults(item, spec.scheme, article, spec.sha256_now[row], faults)
            _append(columns, row, item, raw, why)
    metadata = {"form": orjson.dumps(form.to_json()), "faults": orjson.dumps(faults.to_json())}
    return pa.table(columns, schema=CHECKED.with_metadata(metadata))


def _faults(line: Line, scheme: Scheme, article: Article | None, sha256_now: str, log: Log) -> str:
    """Log what is wrong with a label set, and return the code of the first error; empty where there is none."""
    found = check_against(line.labels, scheme, article, sha256_now)
    log.extend(replace(finding, path="", line=line.number) for finding in found)
    errors = errors_in(found)
    return errors[0].code if errors else ""


def _append(columns: dict[str, list[Any]], row: int, line: Line, raw: bytes, why: str) -> None:
    labels = line.labels
    columns["row"].append(row)
    columns["why"].append(why)
    columns["article_id"].append(labels.article_id)
    columns["annotator"].append(labels.annotator)
    columns["origin"].append(ORIGINS.index(labels.origin))
    columns["open"].append(labels.adjudication.open if labels.adjudication else -1)
    columns["policy"].append(labels.adjudication.policy if labels.adjudication else None)
    columns["digest"].append(digest16(raw))
