"""Reading many files of a format at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from standoff.errors import Finding, InputError
from standoff.files import read_bytes
from standoff.formats.model import Context, Imported
from standoff.formats.registry import Format
from standoff.formats.settling import merged


def import_files(paths: Iterable[Path], format_: Format, context: Context) -> Imported:
    """Return what the files of a format hold; a faulty one has an error finding and keeps no other from being read.

    Parameters
    ----------
    paths
        Files, whatever their endings, and folders, of which the files with the format's endings are read, recursively.
    context
        Its `name`, `path` and `time` are set for each file: the name is the file's stem with ``%2F`` and the like
        turned back, the time that of the file's last change.

    Raises
    ------
    MissingError
        If a file does not exist.
    MissingExtraError
        If the format needs a package that is not installed.
    """
    parts: list[Imported] = []
    owners: dict[tuple[str, str], str] = {}
    for path in _files(paths, format_):
        content = {format_.suffixes[0]: read_bytes(path)}
        content |= {
            suffix: read_bytes(beside) for suffix in format_.beside if (beside := path.with_suffix(suffix)).is_file()
        }
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
        own = replace(context, name=unquote(path.stem), path=str(path), time=changed)
        try:
            part = format_.read(content, own)
        except InputError as error:
            part = Imported((), (), (Finding("file", error.message, str(path), hint=error.hint),))
        parts.append(_without_repeated(part, owners, str(path)))
    return merged(parts)


def _files(paths: Iterable[Path], format_: Format) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in format_.suffixes and file.is_file())
        else:
            yield path


def _without_repeated(part: Imported, owners: dict[tuple[str, str], str], path: str) -> Imported:
    """Return a part without label sets of which an earlier file has one by the same annotator of the same article."""
    kept, findings = [], list(part.findings)
    for labels in part.label_sets:
        owner = owners.setdefault((labels.article_id, labels.annotator), path)
        if owner == path:
            kept.append(labels)
        else:
            message = f"labels of {labels.article_id!r} by {labels.annotator!r} are in {owner} already"
            findings.append(Finding("article-twice", message, path, hint="import them under different annotators"))
    return Imported(part.articles, tuple(kept), tuple(findings))
