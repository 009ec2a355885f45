"""Putting a built corpus in the place of an earlier one, so that a reader sees one of the two whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import orjson

from standoff.corpus.layout import CROISSANT, LOCK, MANIFEST, README, owned_files
from standoff.errors import ConflictError, InputError
from standoff.files import replacing


@contextmanager
def only_build(corpus: Path) -> Iterator[None]:
    """Keep other builds away from a corpus while the block runs; its folder is made.

    Raises
    ------
    ConflictError
        If another build is at work on it.
    InputError
        If something in it cannot be written.
    """
    lock = filelock.FileLock(corpus / LOCK, timeout=0)
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise ConflictError(
            "another build is at work on this corpus", where=str(corpus), hint="wait until it is done, then try again"
        ) from None
    except OSError as error:
        where = str(error.filename or corpus)
        raise InputError(
            f"cannot be written: {error.strerror}", where=where, hint="the earlier corpus is kept"
        ) from None
    try:
        yield
    finally:
        lock.release()


def commit(corpus: Path, card: str, manifest: Mapping[str, Any], paths: Iterable[str], *, croissant: bytes) -> None:
    """Make the shards at `paths`, which are written already, the corpus.

    The card lists the shards and is replaced in one step: before it, the earlier corpus is there, whole; after it, the
    new one. What is left of the earlier one is removed last.
    """
    # All are written before any is put in its place, which happens from the last to the first.
    with (
        replacing(corpus / MANIFEST) as manifest_file,
        replacing(corpus / CROISSANT) as croissant_file,
        replacing(corpus / README) as card_file,
    ):
        croissant_file.write(croissant)
        manifest_file.write(orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        card_file.write(card.encode())
    kept = {corpus / path for path in paths} | {corpus / README, corpus / MANIFEST, corpus / CROISSANT}
    for path in list(owned_files(corpus)):
        if path not in kept:
            path.unlink()
            if path.parent != corpus and not any(path.parent.iterdir()):
                path.parent.rmdir()
