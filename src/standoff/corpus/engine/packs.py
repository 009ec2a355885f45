"""Articles as records one after the other in a file, each found by where it begins and how long it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Final, NamedTuple

import orjson

from standoff.articles.model import Stored
from standoff.errors import InputError
from standoff.records import Article

_OPEN = 100  # files at a time
REBUILD: Final = "remove the folder of intermediate files, and build again"
"""What to do where an intermediate file is damaged."""


def to_head(article: Stored, sha256: str) -> bytes:
    """Return the first part of an article's record, all that is known of it, on one line; the other is its text."""
    more = (article.title, article.source, article.url, article.origin)
    return orjson.dumps([article.id, article.day, *more, sha256]) + b"\n"


class Record(NamedTuple):
    """An article as it is in a pack: what `to_head` says of it, and its text as UTF-8."""

    head: list[str]
    text: bytes

    @classmethod
    def of(cls, data: bytes) -> Record:
        """Return the record that those bytes are.

        Raises
        ------
        ValueError
            If it is not whole.
        """
        head, _, text = data.partition(b"\n")
        found = orjson.loads(head)
        if not found or hashlib.sha256(text).hexdigest() != found[-1]:
            raise ValueError("the text does not have its sha256")
        return cls(found, text)

    @property
    def id(self) -> str:
        """The article's id."""
        return self.head[0]

    def article(self) -> Article:
        """Return the article."""
        id_, day, title, source, url, origin, sha256 = self.head
        article = Article(id_, date.fromisoformat(day), self.text.decode(), title, source, url, origin)
        known = article.__dict__  # where the cached properties are
        known["sha256"], known["utf8"] = sha256, self.text
        return article


class Pieces(AbstractContextManager["Pieces"]):
    """Reads pieces of files, of which some stay open."""

    def __init__(self) -> None:
        self._opened: dict[str, int] = {}

    def read(self, path: str, offset: int, size: int) -> bytes:
        """Return some bytes of a file; fewer where it is shorter.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        if path not in self._opened:
            if len(self._opened) >= _OPEN:
                os.close(self._opened.pop(next(iter(self._opened))))
            self._opened[path] = os.open(path, os.O_RDONLY)
        return os.pread(self._opened[path], size, offset)

    def __exit__(self, *_error: object) -> None:
        """Close the files."""
        for file in self._opened.values():
            os.close(file)
        self._opened.clear()


def read_records_at(places: Iterable[tuple[str, int, int]]) -> Iterator[Record]:
    """Yield the records that stand there: in which file, where each begins, and its bytes.

    Raises
    ------
    InputError
        If a file is not there any more, or not as it was written.
    """
    path = ""
    try:
        with Pieces() as pieces:
            for path, offset, size in places:
                yield Record.of(pieces.read(path, offset, size))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path, hint=REBUILD) from None
    except ValueError as error:
        raise InputError(f"is damaged: {error}", where=path, hint=REBUILD) from None


def read_articles_at(places: Iterable[tuple[str, int, int]]) -> Iterator[Article]:
    """Yield the articles whose records stand there.

    Raises
    ------
    InputError
        If a file is not there any more, or not as it was written.
    """
    return (record.article() for record in read_records_at(places))
