"""Bytes of files that must not change while a corpus is built from them."""

from __future__ import annotations

import hashlib
import os

from standoff.errors import InputError

_CHANGED = "was changed or removed while it was being read"
_HINT = "the earlier corpus is kept; build again once nothing writes to the input"


def read_small(place: str, path: str) -> bytes | None:
    """Return the content of a small file in a third of the time that `Path.read_bytes` takes; None if it is unreadable.

    Raises
    ------
    InputError
        If it is not there any more.
    """
    try:
        file = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        raise InputError(_CHANGED, where=path, hint=_HINT) from None
    except OSError:
        return None
    try:
        data = os.read(file, 1 << 16)
        if len(data) == 1 << 16:
            data += b"".join(iter(lambda: os.read(file, 1 << 20), b""))
    except OSError:
        return None
    finally:
        os.close(file)
    return data


def read_piece(place: str, path: str, start: int, end: int) -> bytes:
    """Return some bytes of a file.

    Raises
    ------
    InputError
        If they are not there any more.
    """
    try:
        with open(place, "rb", buffering=0) as file:  # noqa: PTH123
            file.seek(start)
            data = b"".join(iter(lambda: file.read(end - file.tell()), b""))
    except OSError as error:
        raise InputError(f"{_CHANGED}: {error.strerror}", where=path, hint=_HINT) from None
    if len(data) != end - start:
        raise InputError(_CHANGED, where=path, hint=_HINT)
    return data


def stamp_of(place: str, path: str) -> tuple[int, int]:
    """Return the size and the time of change of a file.

    Raises
    ------
    InputError
        If it is not there any more.
    """
    try:
        found = os.stat(place)  # noqa: PTH116
    except OSError as error:
        raise InputError(f"{_CHANGED}: {error.strerror}", where=path, hint=_HINT) from None
    return found.st_size, found.st_mtime_ns


def check_unchanged(place: str, path: str, stamp: tuple[int, int]) -> None:
    """Make sure that a file has the size and the time of change that it had.

    Raises
    ------
    InputError
        If it has not.
    """
    if stamp_of(place, path) != stamp:
        raise InputError(_CHANGED, where=path, hint=_HINT)


def file_digest(place: str, path: str) -> bytes:
    """Return the sha256 of a file.

    Raises
    ------
    InputError
        If it cannot be read any more.
    """
    try:
        with open(place, "rb") as file:  # noqa: PTH123
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise InputError(f"{_CHANGED}: {error.strerror}", where=path, hint=_HINT) from None
