"""What a build remembers for the next one, in a folder that may be deleted at any time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import filelock
import pyarrow as pa

from standoff.errors import ConflictError, InputError
from standoff.files import replacing

WORK: Final = Path(".standoff") / "build"
"""Where the folder is, beside the corpus: its last part is the corpus's name."""

_LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files named by what they follow from, so that a name never has another content."""

    root: Path

    @classmethod
    def beside(cls, corpus: Path) -> Cache:
        """Return the cache of a corpus."""
        place = corpus.absolute()
        return cls(place.parent / WORK / place.name)

    def path(self, name: str) -> Path:
        """Return the place of a file; two of the digits part names into folders."""
        return self.root / name[:2] / name

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, or None."""
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with replacing(self.path(name), durable=False) as file:
            file.write(data)

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove all other files, but the lock."""
        kept = {self.path(name) for name in names}
        for folder in self.root.iterdir():
            if folder.is_dir():
                for path in folder.iterdir():
                    if path not in kept:
                        path.unlink(missing_ok=True)
                if not any(folder.iterdir()):
                    folder.rmdir()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other builds away while the block runs; the folder is made.

        Raises
        ------
        ConflictError
            If another build is at work on the same corpus.
        InputError
            If the folder cannot be written.
        """
        lock = filelock.FileLock(self.root / _LOCK, timeout=0)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except filelock.Timeout:
            raise ConflictError(
                "another build is at work on this corpus",
                where=str(self.root),
                hint="wait until it is done, then try again",
            ) from None
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror}",
                where=str(error.filename or self.root),
                hint="a build keeps its intermediate files there; name another folder with --work",
            ) from None
        try:
            yield
        finally:
            lock.release()


def read_ipc(cache: Cache, name: str) -> pa.Table:
    """Return a table of the cache."""
    with pa.memory_map(str(cache.path(name))) as file:
        return pa.ipc.open_file(file).read_all()


def to_ipc(table: pa.Table) -> bytes:
    """Return a table as a file of Arrow IPC."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as stream:
        stream.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data
