"""What reading articles takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from standoff.errors import Finding
from standoff.records import Article


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that the fields of an article have in a JSON Lines, CSV or Parquet file.

    `id`, `date` and `text` must be there; the others are taken where they are.
    """

    id: str = "id"
    date: str = "date"
    text: str = "text"
    title: str = "title"
    source: str = "source"
    url: str = "url"
    origin: str = "origin"

    @property
    def required(self) -> tuple[str, str, str]:
        """The columns without which a file cannot be read."""
        return (self.id, self.date, self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and where it stands: its file, and the 1-based line or row there."""

    article: Article
    path: str
    line: int


class Stored(NamedTuple):
    """An article as a build keeps it: its text is UTF-8, and `line` is where it stands in its file."""

    id: str
    day: date
    text: bytes
    line: int
    title: str = ""
    source: str = ""
    url: str = ""
    origin: str = ""

    @classmethod
    def of(cls, entry: Entry) -> Stored:
        """Return the article of an entry."""
        found = entry.article
        more = (found.title, found.source, found.url, found.origin)
        return cls(found.id, found.dct, found.text.encode(), entry.line, *more)


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that could be read, in the order of their ids, and every fault that was found on the way."""

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...]
