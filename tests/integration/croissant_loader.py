"""Validate the Croissant metadata of a corpus and print all its records as JSON, by config and split.

Runs in an environment that has `mlcroissant`, but not standoff.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def plain(value: Any) -> Any:
    """Return a value without the names of its record set, and with text as text."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def main(path: str) -> None:
    import mlcroissant  # here, since pytest reads this file where it is not installed

    dataset = mlcroissant.Dataset(path)
    issues = dataset.metadata.ctx.issues
    records: dict[str, dict[str, list[Any]]] = {}
    for record_set in dataset.metadata.record_sets:
        for record in dataset.records(record_set.id):
            row = plain(record)
            records.setdefault(record_set.id, {}).setdefault(row.pop("split", ""), []).append(row)
    found = {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "records": records}
    json.dump(found, sys.stdout, default=lambda value: value.isoformat())


if __name__ == "__main__":
    main(sys.argv[1])
