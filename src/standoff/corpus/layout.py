"""Which files a corpus has, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from standoff.corpus.splits import SPLITS

README: Final = "README.md"
MANIFEST: Final = "manifest.json"
CROISSANT: Final = "croissant.json"
LOCK: Final = ".lock"
CONFIGS: Final = ("articles", "sentences", "tokens", "stance", "annotations")

_SHARD = re.compile(
    rf"data/(?P<config>{'|'.join(CONFIGS)})/(?P<split>{'|'.join(SPLITS)})-(?P<index>\d{{5}})-of-\d{{5}}-(?P<digest>[0-9a-f]{{12}})\.parquet"
)
# What `standoff.files.replacing` leaves behind when it is killed.
_LEFTOVER = re.compile(r"\.(?P<name>.+)\.[^.]+\.tmp")


def shard_path(config: str, split: str, index: int, count: int, digest: str) -> str:
    """Return the path of a shard within the corpus; `digest` is that of its content."""
    return f"data/{config}/{split}-{index:05d}-of-{count:05d}-{digest[:12]}.parquet"


def shard_digest(path: str) -> str:
    """Return the part of a content digest that a shard's path bears; empty where it is no path of a shard."""
    match = _SHARD.fullmatch(path)
    return match["digest"] if match else ""


def shard_index(path: str) -> int | None:
    """Return which shard of its split a file is; None where its path is no path of a shard."""
    match = _SHARD.fullmatch(path)
    return int(match["index"]) if match else None


def owned_files(corpus: Path) -> Iterator[Path]:
    """Yield the files in a corpus that a build made, and may remove: its shards, and its unfinished files."""
    for folder in (corpus, *(corpus / "data" / config for config in CONFIGS)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            leftover = _LEFTOVER.fullmatch(path.name)
            name = leftover["name"] if leftover else path.name
            relative = path.with_name(name).relative_to(corpus).as_posix()
            if path.is_file() and (
                _SHARD.fullmatch(relative) or (leftover and relative in (README, MANIFEST, CROISSANT))
            ):
                yield path
