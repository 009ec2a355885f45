"""Files replaced as a whole or not at all, and files read with errors that name them."""

from __future__ import annotations

import errno
import os
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from standoff.errors import Finding, FindingsError, InputError, MissingError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def replacing(path: Path, *, mode: int = 0o644, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path` that takes its place when the block ends, and is removed if it fails.

    A reader sees the old file or the new one, never a part; so does whoever starts after a crash or a power cut.

    Parameters
    ----------
    mode
        The permissions that the new file gets; the temporary one is never open to others before.
    durable
        Whether the block's end waits until the content is on the disk: without, a power cut may leave less than all of
        it under the name.

    Raises
    ------
    InputError
        If it cannot be written; what was there before is kept.
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
            if durable:
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The name in the error may be that of the temporary file; a folder that is in the way is worth naming.
            culprit = Path(error.filename or path)
            where = culprit if culprit in path.parents else path
            hint = "make room there and try again; what was there before is kept" if error.errno in _NO_ROOM else ""
            raise InputError(f"cannot be written: {error.strerror}", where=str(where), hint=hint) from None
        raise


def write_bytes(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` into the file at `path`, replacing it atomically; missing folders are made.

    Raises
    ------
    InputError
        If it cannot be written; what was there before is kept.
    """
    with replacing(path, mode=mode) as file:
        file.write(data)


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    r"""Put `text` into the file at `path` as UTF-8 with ``\n``, replacing it atomically."""
    write_bytes(path, text.encode("utf-8"), mode=mode)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file that a person named.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingError("no such file", where=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from None


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file (with or without a byte order mark) that a person named.

    Raises
    ------
    MissingError
        If there is no such file.
    FindingsError
        If it is not UTF-8; its finding names the line.
    InputError
        If it cannot be read.
    """
    return decode(read_bytes(path), str(path))


def decode(data: bytes, path: str) -> str:
    """Return the text of the UTF-8 bytes (with or without a byte order mark) that the file at `path` holds.

    Raises
    ------
    FindingsError
        If they are not UTF-8; its finding names the line.
    """
    try:
        # Twice as fast for a small file as the codec that takes the mark off itself.
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        finding = Finding("unreadable", message, path, line, hint="save the file as UTF-8")
        raise FindingsError("cannot be read", [finding], where=path) from None
