"""Reading articles from files and folders, with every fault found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from standoff.articles.listing import InputFile, list_files
from standoff.articles.model import Columns, Entry, Reading
from standoff.articles.seed import read_seed
from standoff.articles.tables import read_csv, read_json_lines, read_parquet
from standoff.errors import Finding, FindingsError, StandoffError
from standoff.records import Article


def read_articles(paths: Iterable[Path], columns: Columns | None = None) -> Reading:
    """Read the articles of files and, recursively, of folders.

    A faulty article is left out and has an error finding, and never keeps the others from being read. Of articles with
    the same id, or with the same text, the first (in the order of paths and lines) is kept.

    Parameters
    ----------
    paths
        Seed files (``.txt``), JSON Lines (``.jsonl``, ``.ndjson``), CSV and Parquet files, and folders of such files.
    columns
        The names of columns in files that have columns.
    """
    articles: list[Article] = []
    findings: list[Finding] = []
    ids: dict[str, Entry] = {}
    texts: dict[str, Entry] = {}
    for item in iter_entries(paths, columns or Columns()):
        if isinstance(item, Finding):
            findings.append(item)
            continue
        article = item.article
        same_id, same_text = ids.setdefault(article.id, item), texts.setdefault(article.sha256, item)
        if same_id is not item:
            findings.append(duplicate("duplicate-id", f"id {article.id!r}", _at(item), _at(same_id)))
            if same_text is item:
                del texts[article.sha256]
        elif same_text is not item:
            findings.append(duplicate("duplicate-text", "text", _at(item), _at(same_text)))
            del ids[article.id]
        else:
            articles.append(article)
    return Reading(tuple(sorted(articles, key=lambda article: article.id)), tuple(findings))


def iter_entries(paths: Iterable[Path], columns: Columns) -> Iterator[Entry | Finding]:
    """Yield every article and every fault of `paths`, file by file, without looking for duplicates."""
    for file in list_files(paths):
        if isinstance(file, Finding):
            yield file
        else:
            yield from _read_file(file, columns)


def _read_file(file: InputFile, columns: Columns) -> Iterator[Entry | Finding]:
    is_empty = True
    try:
        for item in _items(Path(file.path), file.suffix, columns, file.origin):
            is_empty = False
            yield item
    except StandoffError as error:
        yield from unreadable(error, file.path)
    else:
        if is_empty:
            yield no_articles(file.path)


def unreadable(error: StandoffError, path: str) -> Iterator[Finding]:
    """Yield what an error that kept a file from being read says."""
    if isinstance(error, FindingsError):
        yield from (replace(finding, path=path) for finding in error.findings)
    else:
        yield Finding("unreadable", error.message, path, hint=error.hint)


def no_articles(path: str) -> Finding:
    """Return the warning about a file in which there is nothing."""
    return Finding("no-articles", "the file has no article", path, severity="warning")


def _items(path: Path, suffix: str, columns: Columns, origin: str) -> Iterator[Entry | Finding]:
    if suffix == ".txt":
        return read_seed(path, origin)
    if suffix == ".csv":
        return read_csv(path, columns, origin)
    if suffix == ".parquet":
        return read_parquet(path, columns, origin)
    return read_json_lines(path, columns, origin)


def duplicate(code: str, what: str, at: tuple[str, int], first: tuple[str, int]) -> Finding:
    """Return what is wrong with an article, given its own path and line and those of the first like it."""
    message = f"the same {what} as {first[0]}:{first[1]}"
    return Finding(code, message, *at, hint="remove one of the two; the first is kept")


def _at(entry: Entry) -> tuple[str, int]:
    return entry.path, entry.line
