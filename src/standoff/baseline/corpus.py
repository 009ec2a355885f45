"""Stance rows from a built corpus, through `datasets.load_dataset` like any user of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from standoff.baseline.rows import Row, StanceData, contradicted, merged_repeats
from standoff.errors import InputError, MissingError
from standoff.files import read_text

_REQUIRED = ("article_id", "text", "label")
_BUILD = "build one with `standoff build`"


def read_corpus(folder: Path, config: str = "stance") -> StanceData:
    """Read the stance rows of a corpus; splits ``train`` and ``validation`` are developed on, ``test`` is tested on.

    The classifier is given only what is known before annotation: the sentence, and the target only where every row
    has one. (In a corpus of articles only a sentence with a stance has a target: to have one would tell the label.)

    Raises
    ------
    MissingError
        If there is no corpus in the folder, or no such config in the corpus.
    InputError
        If the config does not hold stance rows, or none to train on.
    """
    if not (folder / "README.md").is_file():
        raise MissingError("there is no corpus here", where=str(folder), hint=_BUILD)
    splits = _load(str(folder.resolve()), config, folder)
    features = next(iter(splits.values())).features
    missing = [name for name in _REQUIRED if name not in features]
    names = {name: feature.names for name, feature in features.items() if hasattr(feature, "names")}
    if missing or "label" not in names:
        what = f"no column {', '.join(missing)}" if missing else "label is not a ClassLabel"
        raise InputError(f"config {config!r} holds no stance rows: {what}", where=str(folder))
    classes = tuple(names["label"])
    rows = {
        split: [_row(record, names, f"{folder}, {config}/{split}, row {place}") for place, record in enumerate(part)]
        for split, part in splits.items()
    }
    development = [*rows.get("train", []), *rows.get("validation", [])]
    if not development:
        raise InputError("the splits train and validation have no rows", where=str(folder), hint="label more articles")
    return _data(f"{folder.name}, config {config}", classes, development, rows.get("test", []), _scheme_of(folder))


def _load(path: str, config: str, folder: Path) -> Mapping[str, Any]:
    import datasets

    # `path` is absolute: a relative one that does not exist would be looked for on the network.
    try:
        with _without_bars():
            configs = datasets.get_dataset_config_names(path)
            if config in configs:
                return dict(datasets.load_dataset(path, config))
    except (datasets.exceptions.DatasetsError, OSError, ValueError, yaml.YAMLError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise InputError(f"cannot be loaded: {reason}", where=str(folder), hint="see `standoff verify`") from error
    hint = f"it has: {', '.join(sorted(configs))}; `standoff build` makes `stance` of a scheme that names a stance"
    raise MissingError(f"the corpus has no config {config!r}", where=str(folder), hint=hint)


@contextmanager
def _without_bars() -> Iterator[None]:
    """Keep `datasets` from showing progress bars, which it does even where nobody looks."""
    import datasets

    shown = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bars()


def _row(record: Mapping[str, Any], names: Mapping[str, Sequence[str]], where: str) -> Row:
    empty = [name for name in _REQUIRED if record[name] is None]
    if empty:
        raise InputError(f"has no {', '.join(empty)}", where=where, hint="build the corpus again")
    values = {
        name: names[name][value] if name in names else value for name, value in record.items() if value is not None
    }
    return Row(
        text=values["text"],
        label=values["label"],
        target=values.get("target", ""),
        article=values["article_id"],
        group=values.get("group", ""),
        voice=values.get("voice", ""),
    )


def _data(name: str, classes: tuple[str, ...], development: list[Row], test: list[Row], scheme: str) -> StanceData:
    notes = []
    if not all(row.target for row in (*development, *test)):
        if any(row.target for row in (*development, *test)):
            notes.append(
                "Targets are not shown to the classifier: not every row has one, so having one tells the label."
            )
        development, test = _without_targets(development), _without_targets(test)
    parts = {}
    for part, rows in (("development", development), ("test", test)):
        parts[part], repeats = merged_repeats(rows)
        if repeats:
            notes.append(f"{repeats} {part} rows repeat sentence and label of another and were merged with it.")
        if several := contradicted(parts[part]):
            notes.append(
                f"{several} {part} sentences have more than one label: no classifier can get all of them right."
            )
    return StanceData(name, classes, parts["development"], parts["test"], scheme, tuple(notes))


def _without_targets(rows: Iterable[Row]) -> list[Row]:
    return [replace(row, target="") for row in rows]


def _scheme_of(folder: Path) -> str:
    path = folder / "manifest.json"
    if not path.is_file():
        return ""
    try:
        scheme = json.loads(read_text(path)).get("scheme", {})
        return f"{scheme['name']} {scheme['version']}"
    except (ValueError, LookupError, AttributeError, TypeError):
        raise InputError("does not name the corpus's scheme", where=str(path), hint=_BUILD) from None
