"""Reading articles from files and folders, with every fault found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from standoff.articles.model import Columns, Entry, Reading
from standoff.articles.seed import read_seed
from standoff.articles.tables import read_csv, read_json_lines, read_parquet
from standoff.errors import Finding, FindingsError, StandoffError
from standoff.files import read_text
from standoff.records import Article
from standoff.scheme import read_yaml

SUFFIXES: Final = (".txt", ".jsonl", ".ndjson", ".csv", ".parquet")
"""Endings of the files that are read; other files in a folder are not articles."""

DATASET_FILE: Final = "dataset.yaml"
"""A file in a folder of articles that describes them; its key ``origin`` is the origin of articles that name none."""


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
            findings.append(_duplicate("duplicate-id", f"id {article.id!r}", item, same_id))
            if same_text is item:
                del texts[article.sha256]
        elif same_text is not item:
            findings.append(_duplicate("duplicate-text", "text", item, same_text))
            del ids[article.id]
        else:
            articles.append(article)
    return Reading(tuple(sorted(articles, key=lambda article: article.id)), tuple(findings))


def iter_entries(paths: Iterable[Path], columns: Columns) -> Iterator[Entry | Finding]:
    """Yield every article and every fault of `paths`, file by file, without looking for duplicates."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, columns, seen)
        elif path.resolve() not in seen:
            seen.add(path.resolve())
            yield from _read_file(path, columns, "")


def _read_folder(folder: Path, columns: Columns, seen: set[Path]) -> Iterator[Entry | Finding]:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and not path.is_dir()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not files:
        yield Finding("no-articles", f"the folder has no {', '.join(SUFFIXES)} file", str(folder))
    origin, findings = _origin(folder / DATASET_FILE)
    yield from findings
    for path in files:
        if path.resolve() not in seen:
            seen.add(path.resolve())
            yield from _read_file(path, columns, origin)


def _origin(path: Path) -> tuple[str, Sequence[Finding]]:
    """Return the origin of articles that a folder's description gives, and the faults that keep it from being read."""
    if not path.is_file():
        return "", ()
    try:
        value, lines = read_yaml(read_text(path), str(path))
    except FindingsError as error:
        return "", error.findings
    origin = value.get("origin", "") if isinstance(value, dict) else ""
    if isinstance(origin, str):
        return origin.strip(), ()
    return "", [Finding("dataset-file", "must be text", str(path), lines.get("$.origin"), "$.origin")]


def _read_file(path: Path, columns: Columns, origin: str) -> Iterator[Entry | Finding]:
    is_empty = True
    try:
        for item in _items(path, columns, origin):
            is_empty = False
            yield item
    except FindingsError as error:
        yield from error.findings
    except StandoffError as error:
        yield Finding("unreadable", error.message, str(path), hint=error.hint)
    else:
        if is_empty:
            yield Finding("no-articles", "the file has no article", str(path), severity="warning")


def _items(path: Path, columns: Columns, origin: str) -> Iterator[Entry | Finding]:
    suffix = path.suffix.lower()
    if not path.is_file():
        yield Finding("no-file", "no regular file" if path.exists() else "no such file or folder", str(path))
    elif suffix == ".txt":
        yield from read_seed(path, origin)
    elif suffix in (".jsonl", ".ndjson"):
        yield from read_json_lines(path, columns, origin)
    elif suffix == ".csv":
        yield from read_csv(path, columns, origin)
    elif suffix == ".parquet":
        yield from read_parquet(path, columns, origin)
    else:
        message = f"cannot tell what a {suffix or 'nameless'} file is"
        yield Finding("file-type", message, str(path), hint=f"known: {', '.join(SUFFIXES)}")


def _duplicate(code: str, what: str, item: Entry, first: Entry) -> Finding:
    message = f"the same {what} as {first.path}:{first.line}"
    return Finding(code, message, str(item.path), item.line, hint="remove one of the two; the first is kept")
