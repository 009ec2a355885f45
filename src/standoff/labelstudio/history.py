"""What happened to label sets between here and a server, appended to ``labels/history/<annotator>.jsonl``.

It tells a label set that was edited here since it was pulled from one that was not, and keeps every version that was
replaced.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson

from standoff.errors import Finding, InputError
from standoff.files import read_bytes, write_bytes
from standoff.labels import dump_lines
from standoff.records import LabelSet, format_time, parse_time, to_json

Event = Literal["pulled", "replaced", "kept", "deleted"]


@dataclass(frozen=True)
class Entry:
    """One event of one label set.

    Parameters
    ----------
    event
        ``pulled`` (the server's version was taken), ``replaced`` (a version went out of the label file; `labels` has
        it), ``kept`` (the version here was kept against the server's) or ``deleted`` (the annotation is gone from the
        server; the label file still has it).
    at
        When it happened.
    server
        The project, such as ``https://label.example.org/projects/3``.
    annotation
        The id of the annotation there.
    updated
        When the annotation was last changed there, as the server writes it.
    digest
        Of the version that the label file has after the event (see `digest_of`).
    notes
        What was read otherwise than the server had it, such as white space at the edge of a region.
    labels
        The version that went out, for ``replaced``.
    """

    event: Event
    at: datetime
    article_id: str
    annotator: str
    server: str
    annotation: int
    updated: str
    digest: str
    notes: tuple[Finding, ...] = ()
    labels: LabelSet | None = None

    @property
    def slot(self) -> tuple[str, str]:
        """The place in the label store: article id and annotator."""
        return (self.article_id, self.annotator)


class History:
    """The history of a label store.

    Parameters
    ----------
    root
        The folder of the label store, usually ``labels``.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "history"

    def last(self) -> dict[tuple[str, str], Entry]:
        """Return the last event of each label set except ``replaced``, by article id and annotator.

        Raises
        ------
        InputError
            If a line is damaged.
        """
        entries: dict[tuple[str, str], Entry] = {}
        for path in sorted(self._folder.glob("*.jsonl")):
            for number, line in enumerate(read_bytes(path).splitlines(), 1):
                try:
                    entry = _from_json(orjson.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise InputError("is no line of a history", where=f"{path}:{number}", hint="remove it") from None
                if entry.event != "replaced":
                    entries[entry.slot] = entry
        return entries

    def append(self, entries: Iterable[Entry]) -> None:
        """Add events at the end, each annotator's file as a whole or not at all."""
        by_annotator: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_annotator[entry.annotator].append(entry)
        for annotator, new in by_annotator.items():
            path = self._folder / f"{annotator}.jsonl"
            before = path.read_bytes() if path.exists() else b""
            write_bytes(path, before + b"".join(orjson.dumps(_to_json(entry)) + b"\n" for entry in new))


def digest_of(labels: LabelSet) -> str:
    """Return the sha256 of a label set as it stands in a label file."""
    return hashlib.sha256(dump_lines([labels])).hexdigest()


def _to_json(entry: Entry) -> dict[str, Any]:
    record: dict[str, Any] = {
        "event": entry.event,
        "at": format_time(entry.at),
        "article_id": entry.article_id,
        "annotator": entry.annotator,
        "server": entry.server,
        "annotation": entry.annotation,
        "updated": entry.updated,
        "digest": entry.digest,
    }
    if entry.notes:
        record["notes"] = [{key: value for key, value in asdict(note).items() if value} for note in entry.notes]
    return record if entry.labels is None else {**record, "labels": to_json(entry.labels)}


def _from_json(record: dict[str, Any]) -> Entry:
    notes = tuple(Finding(**note) for note in record.get("notes", ()))
    # The versions that went out are for people and git; nothing here reads them back.
    return Entry(**{**record, "at": parse_time(record["at"]), "notes": notes, "labels": None})
