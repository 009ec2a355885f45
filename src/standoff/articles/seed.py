"""The seed format: a text file that begins ``date YYYY-MM-DD``, followed by the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from standoff.articles.fields import make_article
from standoff.articles.model import Entry
from standoff.errors import Finding
from standoff.files import read_text
from standoff.text import line_of

# White space (a byte order mark counts as such) before the header is common in real files.
_HEADER = re.compile(r"[\s\ufeff]*date\s+(?P<date>\d{4}-\d{1,2}-\d{1,2})(?=\s|\Z)")
_HINT = "begin the file with `date YYYY-MM-DD`, white space and the text"


def read_seed(path: Path, origin: str = "") -> Iterator[Entry | Finding]:
    """Read one seed file: yield its article, or else its faults.

    The id is the file's stem; the text is all that follows the header, made canonical.

    Raises
    ------
    StandoffError
        If the file cannot be read or is not UTF-8.
    """
    yield from parse_seed(read_text(path), str(path), path.stem, origin)


def parse_seed(raw: str, path: str, stem: str, origin: str = "") -> Iterator[Entry | Finding]:
    """Yield the article that the content of a seed file makes, or else its faults."""
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    header = _HEADER.match(raw)
    if header is None:
        first = next((line for line in raw.splitlines() if line.strip()), "")
        at = line_of(raw, raw.find(first)) if first else 1
        message = f"no date at the start of {first[:40]!r}" if first else "the file is empty"
        yield Finding("date-missing", message, path, at, hint=_HINT)
        return
    article, findings = make_article(
        stem,
        header["date"],
        raw[header.end() :],
        {"origin": origin},
        path=path,
        line=line_of(raw, header.start("date")),
        body_line=line_of(raw, header.end()),
    )
    yield from findings
    if article is not None:
        yield Entry(article, path, 1)
