"""Articles as records one after the other in a file, each found by where it begins and how long it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import orjson

from standoff.errors import InputError
from standoff.records import Article

_HINT = "remove the folder of intermediate files, and build again"


def to_record(article: Article) -> tuple[bytes, bytes]:
    """Return the two parts of an article's record: all that is known of it, on one line, and its text."""
    more = (article.title, article.source, article.url, article.origin)
    return orjson.dumps([article.id, article.dct, *more, article.sha256]) + b"\n", article.text.encode()


def from_record(record: bytes) -> Article:
    """Return the article of a record.

    Raises
    ------
    ValueError
        If the record is not whole.
    """
    head, _, text = record.partition(b"\n")
    id_, day, title, source, url, origin, sha256 = orjson.loads(head)
    if hashlib.sha256(text).hexdigest() != sha256:
        raise ValueError("the text does not have its sha256")
    article = Article(id_, date.fromisoformat(day), text.decode(), title, source, url, origin)
    article.__dict__["sha256"] = sha256  # a cached property
    return article


def read_articles_at(places: Iterable[tuple[Path, int, int]]) -> Iterator[Article]:
    """Yield the articles whose records stand there: in which file, where it begins, and its bytes.

    Raises
    ------
    InputError
        If a file is not there any more, or not as it was written.
    """
    opened: dict[Path, int] = {}
    path = Path()
    try:
        for path, offset, size in places:
            if path not in opened:
                if len(opened) >= _OPEN:
                    os.close(opened.pop(next(iter(opened))))
                opened[path] = os.open(path, os.O_RDONLY)
            yield from_record(os.pread(opened[path], size, offset))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), hint=_HINT) from None
    except ValueError as error:
        raise InputError(f"is damaged: {error}", where=str(path), hint=_HINT) from None
    finally:
        for file in opened.values():
            os.close(file)


_OPEN = 100  # files at a time
