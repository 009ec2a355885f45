"""What annotators made of the suggestions that they found in their tasks."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from standoff.errors import InputError
from standoff.files import read_text, write_text
from standoff.labelstudio.interface import LABEL_TAG

FIELDS: Final = ("annotations", "predictions", "result", "parent_prediction", "model_version", "was_cancelled")
"""What must be known of tasks."""


@dataclass(frozen=True)
class Acceptance:
    """Counts for the suggestions of one version and one span type.

    Parameters
    ----------
    kept
        Suggested spans that were submitted as they were.
    changed
        Those submitted with another extent, type or attribute.
    deleted
        Those that were taken away.
    added
        Spans that annotators drew themselves.
    """

    kept: int = 0
    changed: int = 0
    deleted: int = 0
    added: int = 0

    @property
    def suggested(self) -> int:
        """How many spans were suggested."""
        return self.kept + self.changed + self.deleted


@dataclass(frozen=True)
class _Region:
    type: str
    extent: tuple[object, object]
    attributes: Mapping[str, object]


class Measured:
    """What is known of suggestions that are no more on a server: ``acceptance.json`` in the label store's folder.

    Parameters
    ----------
    root
        The folder of the label store, usually ``labels``.
    server
        The project, such as ``https://label.example.org/projects/3``.
    """

    def __init__(self, root: Path, server: str) -> None:
        self._path = root / "acceptance.json"
        self._server = server

    def keep(self, version: str, tasks: Iterable[Mapping[str, Any]]) -> None:
        """Note what annotators made of a version that is about to be taken away, in the place of an earlier note."""
        counts = {type_: asdict(one) for (of, type_), one in measure_acceptance(tasks).items() if of == version}
        if counts:
            record = self._read()
            record.setdefault(self._server, {})[version] = counts
            write_text(self._path, json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n")

    def with_kept(self, now: Mapping[tuple[str, str], Acceptance]) -> dict[tuple[str, str], Acceptance]:
        """Return the counts of now with those of the versions that are gone."""
        kept = {
            (version, type_): Acceptance(**one)
            for version, counts in self._read().get(self._server, {}).items()
            for type_, one in counts.items()
        }
        return dict(sorted((kept | dict(now)).items()))

    def _read(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        try:
            record: dict[str, Any] = json.loads(read_text(self._path))
            for versions in record.values():
                for counts in versions.values():
                    _ = [Acceptance(**one) for one in counts.values()]
        except (ValueError, TypeError, AttributeError):
            raise InputError("holds no counts", where=str(self._path), hint="restore it from your history") from None
        return record


def measure_acceptance(tasks: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Acceptance]:
    """Return the counts by version of the suggestions and span type, over all annotations that began with suggestions.

    Parameters
    ----------
    tasks
        As the server gives them, with `FIELDS`. An annotation whose suggestions were replaced meanwhile is left out.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for task in tasks:
        predictions = {prediction["id"]: prediction for prediction in task.get("predictions") or []}
        for annotation in task.get("annotations") or []:
            prediction = predictions.get(annotation.get("parent_prediction"))
            if prediction is None or annotation.get("was_cancelled"):
                continue
            version = str(prediction.get("model_version"))
            suggested, submitted = _regions(prediction["result"]), _regions(annotation["result"])
            for id_, region in suggested.items():
                fate = "deleted" if id_ not in submitted else "kept" if submitted[id_] == region else "changed"
                counts[version, region.type][fate] += 1
            for id_ in submitted.keys() - suggested.keys():
                counts[version, submitted[id_].type]["added"] += 1
    return {key: Acceptance(**count) for key, count in sorted(counts.items())}


def _regions(results: object) -> dict[str, _Region]:
    """Return the regions in results by id; what is none is passed over, for a pull names it."""
    heads: dict[str, tuple[str, tuple[object, object]]] = {}
    attributes: dict[str, dict[str, object]] = defaultdict(dict)
    for result in results if isinstance(results, list) else ():
        value = result.get("value") if isinstance(result, dict) else None
        if not isinstance(value, dict) or not isinstance(result.get("id"), str):
            continue
        if result.get("from_name") != LABEL_TAG:
            attributes[result["id"]][str(result.get("from_name"))] = value.get(
                str(result.get("type")), value.get("text")
            )
        elif isinstance(value.get("labels"), list) and value["labels"]:
            heads[result["id"]] = (str(value["labels"][0]), (value.get("start"), value.get("end")))
    return {id_: _Region(type_, extent, attributes[id_]) for id_, (type_, extent) in heads.items()}
