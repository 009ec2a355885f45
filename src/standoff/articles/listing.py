"""Which files hold the articles that somebody named by files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from standoff.errors import Finding, FindingsError
from standoff.files import read_text
from standoff.scheme import read_yaml

SUFFIXES: Final = (".txt", ".jsonl", ".ndjson", ".csv", ".parquet")
"""Endings of the files that are read; other files in a folder are not articles."""

DATASET_FILE: Final = "dataset.yaml"
"""A file in a folder of articles that describes them; its key ``origin`` is the origin of articles that name none."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of articles, and the origin of those in it that name none."""

    path: str
    origin: str = ""

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, with the dot."""
        if self.path.endswith(SUFFIXES[0]):
            return SUFFIXES[0]
        return os.path.splitext(self.path)[1].lower()  # noqa: PTH122 - of a million files


def list_files(paths: Iterable[Path]) -> Iterator[InputFile | Finding]:
    """Yield every file of articles once, in the order of `paths` and of names, and what keeps others from being read.

    Of a folder, the names of one level are in memory at a time.
    """
    seen = _Seen()
    for path in paths:
        if path.is_dir():
            yield from _list_folder(path, seen)
        elif not path.is_file() or seen.is_new(os.path.realpath(path)):
            yield from _named_file(path)


def _named_file(path: Path) -> Iterator[InputFile | Finding]:
    suffix = path.suffix.lower()
    if not path.is_file():
        yield Finding("no-file", "no regular file" if path.exists() else "no such file or folder", str(path))
    elif suffix not in SUFFIXES:
        message = f"cannot tell what a {suffix or 'nameless'} file is"
        yield Finding("file-type", message, str(path), hint=f"known: {', '.join(SUFFIXES)}")
    else:
        yield InputFile(str(path))


def _list_folder(folder: Path, seen: _Seen) -> Iterator[InputFile | Finding]:
    origin, findings = _origin(folder / DATASET_FILE)
    found = False
    for item in _walk(str(folder), os.path.realpath(folder), origin, seen):
        if not found:
            found = True
            yield from findings
        if item is not None:
            yield item
    if not found:
        yield Finding("no-articles", f"the folder has no {', '.join(SUFFIXES)} file", str(folder))
        yield from findings
    seen.add_folder(os.path.realpath(folder))


def _walk(folder: str, real: str, origin: str, seen: _Seen) -> Iterator[InputFile | Finding | None]:
    """Yield the files below a folder; None for one that was listed before."""
    names, folders, links = [], set(), set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.add(name)
                elif not name.lower().endswith(SUFFIXES):
                    continue
                elif not entry.is_file(follow_symlinks=False):
                    links.add(name)
                names.append(name)
    except OSError as error:
        yield Finding("unreadable", f"cannot be read: {error.strerror}", folder)
        return
    # A million names are put behind these without a look at each.
    above, really_above = "" if folder == "." else os.path.join(folder, ""), os.path.join(real, "")  # noqa: PTH118
    for name in sorted(names):
        path = above + name
        if name in folders:
            yield from _walk(path, really_above + name, origin, seen)
        elif name in links and not os.path.isfile(path):  # noqa: PTH113
            if not os.path.isdir(path):  # noqa: PTH112
                message = "no regular file" if os.path.exists(path) else "no such file or folder"  # noqa: PTH110
                yield Finding("no-file", message, path)
        elif name in links:
            target = os.path.realpath(path)
            # Another name of a file that is listed under its own, or was under another link.
            inside = _is_below(target, real) and _is_listable(os.path.relpath(target, real))
            yield InputFile(path, origin) if not inside and seen.is_new(target) else None
        else:
            yield InputFile(path, origin) if not seen or not seen.was_named(really_above + name) else None


class _Seen:
    """The files that were listed: those named one by one, and folders, each with all in it."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._files or self._folders)

    def is_new(self, real: str) -> bool:
        """Say whether a file was not listed, and note it."""
        if self.was_named(real):
            return False
        self._files.add(real)
        return True

    def was_named(self, real: str) -> bool:
        return real in self._files or any(
            _is_below(real, folder) and _is_listable(os.path.relpath(real, folder)) for folder in self._folders
        )

    def add_folder(self, real: str) -> None:
        self._folders.append(real)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))  # noqa: PTH118


def _is_listable(relative: str) -> bool:
    return relative.lower().endswith(SUFFIXES) and not any(part.startswith(".") for part in Path(relative).parts)


def _origin(path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return the origin of articles that a folder's description gives, and the faults that keep it from being read."""
    if not path.is_file():
        return "", ()
    try:
        value, lines = read_yaml(read_text(path), str(path))
    except FindingsError as error:
        return "", tuple(error.findings)
    origin = value.get("origin", "") if isinstance(value, dict) else ""
    if isinstance(origin, str):
        return origin.strip(), ()
    return "", (Finding("dataset-file", "must be text", str(path), lines.get("$.origin"), "$.origin"),)
