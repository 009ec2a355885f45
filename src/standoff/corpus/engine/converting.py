"""From the places of some articles and labels to the Parquet files of a shard: a pure function that runs anywhere."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from standoff import __version__
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.catalogue import fixed_bytes
from standoff.corpus.engine.collecting import without_collection
from standoff.corpus.engine.counting import Counting
from standoff.corpus.engine.golding import CHOSEN, OWN
from standoff.corpus.engine.packs import REBUILD, read_articles_at
from standoff.corpus.items import Item
from standoff.corpus.labelsets import HEAD, LabelColumns, StoredLabels
from standoff.corpus.layout import shard_path
from standoff.corpus.shards import ShardFile, file_sha256, make_rows, write_rows
from standoff.errors import InputError
from standoff.files import replacing
from standoff.scheme import Scheme

FORMAT: Final = "4"
"""Changes when the same articles and labels give other rows or other bytes."""

_BLOCK_BYTES = 1 << 19  # of articles that are made into rows together: each time costs something, and all take memory
_USED = [*(name for name in HEAD.names if name not in ("article_id", "sha256")), "digest", "spans", "relations"]
_PACKAGES = ("nupunkt", "pyarrow", "sentencex")


@dataclass(frozen=True)
class ShardSpec:
    """What a shard is made from: not articles and labels themselves, but where they are.

    Parameters
    ----------
    corpus, cache
        The folder that it goes into, and that of the intermediate files.
    index, count
        Which of how many shards of its split it is; 0 ≤ index < count.
    configs
        Which configs are made.
    packs
        Files with articles.
    pack, offset, size
        Where each article is: in which of `packs`, where it begins there, and its bytes.
    record
        Shape (articles, 16): a digest of each.
    groups
        The name of each article's group.
    stored
        Files with label sets.
    labels
        Shape (label sets, 4): the number of its article here, in which of `stored` it is, its number there, and what it
        is to the corpus (see `standoff.corpus.engine.golding`); in the order of articles.
    digest
        Shape (label sets, 16): a digest of each.
    """

    corpus: Path
    cache: Path
    split: str
    index: int
    count: int
    scheme: Scheme
    language: str
    configs: tuple[str, ...]
    packs: tuple[str, ...]
    pack: NDArray[np.int32]
    offset: NDArray[np.int64]
    size: NDArray[np.int32]
    record: NDArray[np.uint8]
    groups: tuple[str, ...]
    stored: tuple[str, ...]
    labels: NDArray[np.int64]
    digest: NDArray[np.uint8]

    def key(self) -> str:
        """Return a digest of all that the rows and their bytes depend on, as hexadecimal digits."""
        digest = hashlib.sha256(
            "\n".join([FORMAT, __version__, *_versions(), self.scheme.digest, self.language, *self.configs]).encode()
        )
        digest.update("\n".join(["", *self.groups]).encode())
        # By number and use, not by where they are: that moves when others are added.
        for part in (self.record, self.labels[:, [0, 3]], self.digest):
            digest.update(f"\n{part.shape}\n".encode() + np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    # Finding one takes a millisecond.
    return tuple(f"{name} {version(name)}" for name in _PACKAGES)


@dataclass(frozen=True)
class Shard:
    """What `convert_shard` made: the files, and what was counted in their articles.

    Parameters
    ----------
    key
        Names what the cache knows of it.
    """

    key: str
    files: tuple[ShardFile, ...]
    counts: Mapping[str, Any]
    articles: int


@without_collection
def convert_shard(spec: ShardSpec) -> Shard:
    """Write the Parquet files of a shard, one for every config that has rows in it, and return what they are.

    The same articles and labels give files of the same names and, under the same versions, the same bytes, in whatever
    process and however often. A file that is there is not written again, and is not even made again where the cache
    knows what it must be. A file without rows is not written at all: `load_dataset` fails on a split that has none.

    Raises
    ------
    InputError
        If an intermediate file is damaged or gone, or a file cannot be written.
    """
    cache, key = Cache(spec.cache), spec.key()
    known = cache.read(f"{key}.shard")
    if known is not None:
        value = orjson.loads(known)
        files = [_placed(spec, ShardFile(**file)) for file in value["files"]]
        if all(files):
            return Shard(key, tuple(file for file in files if file), value["counts"], len(spec.pack))
    counting = Counting()
    made = tuple(
        write_rows(spec.corpus, rows, spec.split, spec.index, spec.count)
        for rows in make_rows(_blocks(spec, counting), spec.scheme, spec.configs)
    )
    counts = counting.to_json()
    cache.write(f"{key}.shard", orjson.dumps({"files": [asdict(file) for file in made], "counts": counts}))
    return Shard(key, made, counts, len(spec.pack))


def _placed(spec: ShardSpec, file: ShardFile) -> ShardFile | None:
    """Return a file that was made before, under its name in this build; None where it is not there any more.

    A shard may have another number now; its file gets another name beside the old one, which goes with the old corpus.
    """
    path = shard_path(file.config, spec.split, spec.index, spec.count, file.digest)
    target = spec.corpus / path
    if file_sha256(target) != file.sha256:
        others = sorted(target.parent.glob(f"*-{file.digest[:12]}.parquet"))
        source = next((other for other in others if file_sha256(other) == file.sha256), None)
        if source is None:
            return None
        _link(source, target)
    return replace(file, path=path, split=spec.split)


def _link(source: Path, target: Path) -> None:
    try:
        target.unlink(missing_ok=True)
        os.link(source, target)
    except OSError:
        # Not every file system can give a file two names.
        with replacing(target) as copy, source.open("rb") as original:
            while piece := original.read(1 << 20):
                copy.write(piece)


def _blocks(spec: ShardSpec, counting: Counting) -> Iterator[Sequence[Item]]:
    places = zip(spec.pack.tolist(), spec.offset.tolist(), spec.size.tolist(), strict=True)
    articles = read_articles_at((spec.packs[pack], offset, size) for pack, offset, size in places)
    owner, use = spec.labels[:, 0], spec.labels[:, 3].tolist()
    edges = np.searchsorted(owner, np.arange(len(spec.pack) + 1)).tolist()
    labels = _labels(spec)
    counting.add_labels(labels, spec.labels[:, 3])
    found = [StoredLabels(labels, row) for row in range(len(use))]
    for first, last in pairwise(_cut(spec.size)):
        block = []
        for number, article in zip(range(first, last), articles, strict=False):
            gold: StoredLabels | None = None
            own: tuple[StoredLabels, ...] = ()
            if rows := range(edges[number], edges[number + 1]):
                gold = next((found[row] for row in rows if use[row] & CHOSEN), None)
                own = tuple([found[row] for row in rows if use[row] & OWN])
            block.append(Item(article, spec.groups[number], gold, own, spec.language))
        counting.add(block)
        yield block


def _cut(sizes: NDArray[np.int32]) -> list[int]:
    """Return the edges of blocks of articles of those sizes in bytes."""
    blocks = np.cumsum(sizes, dtype=np.int64) // _BLOCK_BYTES
    return [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(sizes)]


def _labels(spec: ShardSpec) -> LabelColumns:
    """Return the label sets of a shard, in their order.

    Raises
    ------
    InputError
        If an intermediate file is not there any more, or not as it was written.
    """
    if not len(spec.labels):
        return LabelColumns.of_sets([])
    parts = []
    order = []
    for number, path in enumerate(spec.stored):
        rows = np.flatnonzero(spec.labels[:, 1] == number)
        stored = _stored(path)
        place = spec.labels[rows, 2]
        if len(stored) <= place.max() or not np.array_equal(
            fixed_bytes(stored.head["digest"])[place], spec.digest[rows]
        ):
            raise InputError("is damaged", where=path, hint=REBUILD)
        parts.append(stored.take(place))
        order.append(rows)
    place = np.concatenate(order)
    labels = LabelColumns.joined(parts)
    return labels if np.array_equal(place, np.arange(len(place))) else labels.take(np.argsort(place))


def _stored(path: str) -> LabelColumns:
    try:
        with pa.memory_map(path) as file:
            return LabelColumns.from_table(pa.ipc.open_file(file).read_all().select(_USED))
    except OSError as error:
        raise InputError(f"cannot be read: {os.strerror(error.errno or 0)}", where=path, hint=REBUILD) from None
    except (pa.ArrowException, ValueError, KeyError) as error:
        raise InputError(f"is damaged: {error}", where=path, hint=REBUILD) from None
