"""Which label sets go with which articles, and which of them are gold, without reading them again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from standoff.corpus.arrays import one_array
from standoff.corpus.engine.cache import Cache, read_ipc
from standoff.corpus.engine.catalogue import Catalogue, fixed_bytes
from standoff.corpus.engine.labelling import CheckedLabels, CheckSpec, LabelChunk, ReadLabels
from standoff.corpus.engine.log import KEPT, Log
from standoff.errors import Finding
from standoff.labels import LabelStore, LeftOut
from standoff.labels.check import check_places
from standoff.labels.joining import no_text
from standoff.records import ORIGINS
from standoff.scheme import Scheme

_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEXADECIMAL = np.array(["0123456789abcdef".find(chr(byte)) for byte in range(256)]).astype(np.uint8)  # -1 becomes 255
_ROWS = 10_000  # that are Python objects at a time
_HEAD = {
    "article_id": pa.string(),
    "sha256": pa.string(),
    "annotator": pa.string(),
    "origin": pa.string(),
    "open": pa.int32(),
    "policy": pa.string(),
    "digest": pa.binary(16),
    "line": pa.int32(),
}
_JOINED = _HEAD | {
    "why": pa.string(),
    "article": pa.int64(),
    "chunk": pa.int32(),
    "row": pa.int32(),
    "is_gold": pa.bool_(),
}

Checked = tuple[LabelChunk, ReadLabels, CheckedLabels]
"""A chunk of label sets, and what was found in it."""

GOLD = -1
"""Stands for the annotator of adjudicated label sets."""


@dataclass(frozen=True)
class LabelTable:
    """The label sets that go with an article and have no fault, in the order of articles and annotators; gold is first.

    Parameters
    ----------
    article
        The number of the article of each.
    annotator
        Whose it is: a number among `annotators`, or `GOLD`.
    origin
        How each was made: a number among `ORIGINS`.
    open, policy
        How many of its labels are open (-1 where nobody adjudicated), and a number among `policies`, or -1.
    chunk, row, digest
        Where it is: in which of the files `stored`, at which place there; and a digest of its line.
    left_out, left_out_by
        Label sets that could not be used, the first of them, and how many there are by the code of the fault, together
        with lines that are no label set.
    """

    stored: tuple[str, ...]
    annotators: tuple[str, ...]
    policies: tuple[str, ...]
    article: NDArray[np.int64]
    annotator: NDArray[np.int32]
    origin: NDArray[np.int8]
    open: NDArray[np.int32]
    policy: NDArray[np.int32]
    chunk: NDArray[np.int32]
    row: NDArray[np.int32]
    digest: NDArray[np.uint8]
    left_out: tuple[LeftOut, ...] = ()
    left_out_by: Counter[str] = field(default_factory=Counter)


def check_specs(
    cache: Cache, found: Sequence[tuple[LabelChunk, ReadLabels]], catalogue: Catalogue, scheme: Scheme
) -> Iterator[CheckSpec]:
    """Yield what is to be checked: each chunk of labels, with where the texts are that its lines are about."""
    for chunk, labels in found:
        number, now = _about(read_ipc(cache, labels.name), catalogue)
        is_known = number >= 0
        chunks = catalogue.chunk[number]
        used, pack = np.unique(np.where(is_known, chunks, -1), return_inverse=True)
        packs = tuple(str(catalogue.packs[place]) for place in used.tolist() if place >= 0)
        names = catalogue.ids.take(pa.array(np.where(is_known, number, 0))) if len(catalogue) else None
        known = [name if there else "" for name, there in zip(names.to_pylist() if names else [], is_known.tolist())]  # noqa: B905
        yield CheckSpec(
            chunk=chunk,
            cache=cache.root,
            scheme=scheme,
            key=labels.key,
            packs=packs,
            pack=(pack - np.sum(used < 0)).astype(np.int32),
            offset=catalogue.offset[number],
            size=catalogue.size[number],
            sha256_now=now,
            joined=hashlib.sha256("\n".join([*known, *now]).encode()).hexdigest(),
        )


def _about(table: pa.Table, catalogue: Catalogue) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the number of the article whose text each line labels, or -1; and the sha256 of another text of its id."""
    number = _index(_digests(one_array(table["sha256"])), catalogue.sha256)
    by_id = _index(table["article_id"].combine_chunks(), catalogue.ids)
    other = (number < 0) & (by_id >= 0)
    now = [
        catalogue.sha256[place].as_py().hex() if there else ""
        for place, there in zip(by_id.tolist(), other.tolist(), strict=True)
    ]
    return number, tuple(now)


def _digests(values: pa.StringArray) -> pa.Array:
    """Return the bytes that hexadecimal digits stand for; null where a text is none of a sha256."""
    if len(values) and pc.all(pc.equal(pc.binary_length(values), 64)).as_py():
        _, offsets, data = values.buffers()
        first = np.frombuffer(offsets, np.int32)[values.offset]
        halves = _HEXADECIMAL[np.frombuffer(data, np.uint8)[first : first + 64 * len(values)]]
        if halves.max() < 16:
            found = halves[0::2] << 4 | halves[1::2]
            return pa.Array.from_buffers(pa.binary(32), len(values), [None, pa.py_buffer(found)])
    named = values.to_pylist()
    return pa.array([bytes.fromhex(value) if _SHA256.fullmatch(value) else None for value in named], pa.binary(32))


def _index(values: Any, known: pa.Array) -> NDArray[np.int64]:
    """Return where each value is among those that are known, or -1."""
    found = pc.index_in(one_array(values), value_set=known, skip_nulls=True)
    places: NDArray[np.int64] = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def join(
    cache: Cache,
    store: LabelStore,
    checked: Sequence[Checked],
    catalogue: Catalogue,
    log: Log,
) -> LabelTable:
    """Join the label sets that were read and checked to articles; faults go to the log."""
    tables = [pa.table({name: pa.array([], type_) for name, type_ in _JOINED.items()})]
    in_files, later = Log(), Log()
    for files in _by_file(checked):
        path = Path(files[0][1][0].path)
        is_gold = path == store.gold_path
        some = []
        for number, (_, labels, found) in files:
            table = read_ipc(cache, labels.name)
            article, _ = _about(table, catalogue)
            columns = {name: table[name] for name in _HEAD} | {
                "why": read_ipc(cache, f"{found.key}.check")["why"],
                "article": pa.array(article),
                "chunk": pa.array(np.full(len(table), number, np.int32)),
                "row": pa.array(np.arange(len(table), dtype=np.int32)),
                "is_gold": pa.array(np.full(len(table), is_gold)),
            }
            some.append(pa.table(columns))
            in_files.merge(labels.log.placed([str(path)]))
            later.merge(found.log.placed([str(path)]))
        tables.append(_check_places(pa.concat_tables(some), path, in_files, is_gold=is_gold))
    log.merge(in_files)
    log.merge(later)
    return _kept(pa.concat_tables(tables).combine_chunks(), checked, cache, log)


def _by_file(checked: Sequence[Checked]) -> Iterator[list[tuple[int, Checked]]]:
    for _, some in groupby(enumerate(checked), key=lambda item: item[1][0].path):
        yield list(some)


def _check_places(table: pa.Table, path: Path, log: Log, *, is_gold: bool) -> pa.Table:
    """Return the table with the faults of where label sets stand in their file, where they had no other."""
    ids = table["article_id"].combine_chunks()
    in_order = len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py()
    if in_order and (is_gold or pc.all(pc.equal(table["annotator"], path.stem)).as_py() is not False):
        return table
    places = zip(*(table[name].to_pylist() for name in ("line", "article_id", "annotator")), strict=True)
    codes: dict[int, str] = {}
    for finding in check_places(places, path, is_gold=is_gold):
        log.add(finding)
        if finding.severity == "error" and finding.line is not None:
            codes.setdefault(finding.line, finding.code)
    why = [codes.get(line, why) for line, why in zip(table["line"].to_pylist(), table["why"].to_pylist(), strict=True)]
    return table.set_column(table.column_names.index("why"), "why", pa.array(why, pa.string()))


def _kept(table: pa.Table, checked: Sequence[Checked], cache: Cache, log: Log) -> LabelTable:
    """Return the label sets without a fault, each once, and log what is wrong with the others."""

    def numbers(name: str) -> NDArray[Any]:
        found: NDArray[Any] = table[name].to_numpy()
        return found

    names, policies = (one_array(table[name]).dictionary_encode() for name in ("annotator", "policy"))
    article, is_gold = numbers("article"), numbers("is_gold")
    ordered = sorted(names.dictionary.to_pylist())
    place = np.array([ordered.index(name) for name in names.dictionary.to_pylist()], np.int32)
    annotator = np.where(is_gold, GOLD, place[names.indices.to_numpy()]).astype(np.int32)
    sound = pc.equal(table["why"], "").to_numpy()
    usable = np.flatnonzero(sound & (article >= 0))
    _, first = np.unique(article[usable] * (len(ordered) + 1) + annotator[usable] + 1, return_index=True)
    kept = usable[first]
    left_out, left_out_by = _left_out(
        table, [chunk.path for chunk, _, _ in checked], np.setdiff1d(np.arange(len(table)), kept), log
    )
    return LabelTable(
        stored=tuple(str(cache.path(labels.name)) for _, labels, _ in checked),
        annotators=tuple(ordered),
        policies=tuple(policies.dictionary.to_pylist()),
        article=article[kept],
        annotator=annotator[kept],
        origin=pc.index_in(table["origin"], value_set=pa.array(ORIGINS, pa.string())).to_numpy()[kept].astype(np.int8),
        open=numbers("open")[kept],
        policy=pc.fill_null(policies.indices, -1).to_numpy(zero_copy_only=False)[kept].astype(np.int32),
        chunk=numbers("chunk")[kept],
        row=numbers("row")[kept],
        digest=fixed_bytes(table["digest"])[kept],
        left_out=tuple(left_out),
        left_out_by=sum((labels.unread for _, labels, _ in checked), left_out_by),
    )


def _left_out(
    table: pa.Table, paths: Sequence[str], rows: NDArray[np.int64], log: Log
) -> tuple[list[LeftOut], Counter[str]]:
    """Return the label sets in those rows, of each fault the first, with the number of all; log what is not yet."""
    left_out: list[LeftOut] = []
    counts: Counter[str] = Counter()
    without_text: dict[str, tuple[Finding, set[str]]] = {}
    for first in range(0, len(rows), _ROWS):
        for row in table.take(pa.array(rows[first : first + _ROWS])).to_pylist():
            path, article_id, annotator = paths[row["chunk"]], row["article_id"], row["annotator"]
            why = row["why"] or ("no-text" if row["article"] < 0 else "article-twice")
            counts[why] += 1
            if counts[why] <= KEPT:
                left_out.append(LeftOut(article_id, annotator, why))
            if why == "no-text":
                found = Finding(why, row["sha256"], path, row["line"], severity="warning")
                without_text.setdefault(article_id, (found, set()))[1].add(annotator)
            elif not row["why"]:
                message = f"the text of {article_id!r} is labelled by {annotator!r} under another id too"
                log.add(Finding(why, message, path, row["line"], "$.article_id"))
    log.extend(
        no_text(article_id, annotators, found.message, found.path, found.line or 0)
        for article_id, (found, annotators) in without_text.items()
    )
    return left_out, counts
