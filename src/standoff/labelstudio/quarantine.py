"""Annotations that do not fit, kept as they came in ``labels/quarantine/<annotator>.jsonl`` with the reasons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.errors import Finding, InputError
from standoff.files import read_bytes, write_bytes


@dataclass(frozen=True)
class Quarantined:
    """An annotation that became no label set.

    Parameters
    ----------
    server
        The project, such as ``https://label.example.org/projects/3``.
    article_id
        As the task says; empty for a task that is none of ours.
    reasons
        What does not fit.
    raw
        The annotation as the server gave it.
    """

    server: str
    task: int
    annotation: int
    annotator: str
    article_id: str
    reasons: tuple[Finding, ...]
    raw: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, int]:
        """What names the annotation: the project and its id there."""
        return (self.server, self.annotation)


class Quarantine:
    """The quarantine of a label store.

    Parameters
    ----------
    root
        The folder of the label store, usually ``labels``.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "quarantine"

    def read(self) -> list[Quarantined]:
        """Return all that is in quarantine.

        Raises
        ------
        InputError
            If a line is damaged.
        """
        return [item for path in sorted(self._folder.glob("*.jsonl")) for item in _read(path)]

    def replace(self, settled: Iterable[tuple[str, int]], items: Iterable[Quarantined]) -> None:
        """Take out what was settled, and put in `items`, each in the place of an earlier one of the same annotation."""
        items = list(items)
        before = self.read()
        gone = {*settled, *(item.key for item in items)}
        by_annotator: dict[str, list[Quarantined]] = defaultdict(list)
        for item in [*(old for old in before if old.key not in gone), *items]:
            by_annotator[item.annotator].append(item)
        for annotator in {item.annotator for item in [*before, *items]}:
            path = self._folder / f"{annotator}.jsonl"
            rows = sorted(by_annotator[annotator], key=lambda item: item.key)
            data = b"".join(_line(item) for item in rows)
            if not rows:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_bytes() != data:
                write_bytes(path, data)


def _read(path: Path) -> list[Quarantined]:
    items = []
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        try:
            record = json.loads(line)
            reasons = tuple(Finding(**reason) for reason in record["reasons"])
            items.append(Quarantined(**{**record, "reasons": reasons}))
        except (ValueError, KeyError, TypeError):
            raise InputError("is no line of a quarantine", where=f"{path}:{number}", hint="remove it") from None
    return items


def _line(item: Quarantined) -> bytes:
    # Not by orjson: a server takes, and gives, whole numbers of any length.
    return json.dumps(_to_json(item), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _to_json(item: Quarantined) -> dict[str, Any]:
    reasons = [
        {"code": reason.code, "message": reason.message, "field": reason.field, "hint": reason.hint}
        for reason in item.reasons
    ]
    return {
        "server": item.server,
        "task": item.task,
        "annotation": item.annotation,
        "annotator": item.annotator,
        "article_id": item.article_id,
        "reasons": reasons,
        "raw": item.raw,
    }
