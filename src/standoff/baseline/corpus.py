"""Stance rows from a built corpus, through `datasets.load_dataset` like any user of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from standoff.baseline.records import Record, decoded, load_splits
from standoff.baseline.rows import NONE, Row, StanceData, data_of
from standoff.errors import InputError, MissingError
from standoff.files import read_text

_REQUIRED = ("article_id", "text", "label")
_BUILD = "build one with `standoff build`"
_CHANGED_COPIES = (
    "The corpus was built without a look for near-duplicate articles: changed copies of one may be in several folds, "
    "or in the test split, and scores too good, except where two of their rows are nearly the same."
)


def read_corpus(folder: Path, config: str = "stance", *, given: bool = False) -> StanceData:
    """Read the stance rows of a corpus; splits ``train`` and ``validation`` are developed on, ``test`` is tested on.

    The classifier is given only what is known before annotation: the sentence, and the target only where every row
    has one. (In a corpus of articles only a sentence with a stance has a target: to have one would tell the label.)

    Parameters
    ----------
    given
        Whether stances are given: only rows with a stance are read, and the classifier is told which words express it,
        its target and its holder, as annotators marked them.

    Raises
    ------
    MissingError
        If there is no corpus in the folder, or no such config in the corpus.
    InputError
        If the config does not hold stance rows, or none to train on.
    """
    if not (folder / "README.md").is_file():
        raise MissingError("there is no corpus here", where=str(folder), hint=_BUILD)
    try:
        splits = load_splits(str(folder), config)
    except MissingError as error:
        hint = f"{error.hint}; `standoff build` makes `stance` of a scheme that names a stance"
        raise MissingError(error.message, where=error.where, hint=hint) from None
    except InputError as error:
        raise InputError(error.message, where=error.where, hint="see `standoff verify`") from error
    features = next(iter(splits.values())).features
    missing = [name for name in _REQUIRED if name not in features]
    if missing or not hasattr(features["label"], "names"):
        what = f"no column {', '.join(missing)}" if missing else "label is not a ClassLabel"
        raise InputError(f"config {config!r} holds no stance rows: {what}", where=str(folder))
    annotators: set[str] = set()
    rows: dict[str, list[Row]] = {}
    for split, part in splits.items():
        rows[split] = []
        for number, record in enumerate(decoded(part), 1):
            row = _row(record, f"{folder}, {config}/{split}, row {number}")
            rows[split].append(_with_stance(row, record) if given else row)
            annotators.add(record.get("annotator") or "")
    development, test = [*rows.get("train", []), *rows.get("validation", [])], rows.get("test", [])
    if not development:
        raise InputError("the splits train and validation have no rows", where=str(folder), hint="label more articles")
    named = sorted(annotators - {""})
    notes = [f"The labels are by: {', '.join(named)}."] if named else []
    classes = features["label"].names
    if given:
        development, test = ([row for row in part if row.span] for part in (development, test))
        if not development:
            raise InputError("no row to train on says which words express a stance", where=str(folder), hint=_BUILD)
        # No stance has the class of sentences without one.
        classes = [name for name in classes if name != NONE or any(row.label == NONE for row in (*development, *test))]
    elif len({bool(row.target) for row in (*development, *test)}) > 1:
        notes.append("Targets are not shown to the classifier: not every row has one, so having one tells the label.")
        development, test = ([replace(row, target="") for row in part] for part in (development, test))
    scheme, near_duplicates = _told_by_manifest(folder)
    if near_duplicates == "not looked for":
        notes.append(_CHANGED_COPIES)
    name = f"{folder.name}, config {config}"
    return data_of(name, classes, development, test, scheme=scheme, notes=notes)


def _row(record: Record, where: str) -> Row:
    empty = [name for name in _REQUIRED if record[name] is None]
    if empty:
        raise InputError(f"has no {', '.join(empty)}", where=where, hint="build the corpus again")
    return Row(
        text=record["text"],
        label=record["label"],
        target=record.get("target") or "",
        article=record["article_id"],
        group=record.get("group") or "",
        voice=record.get("voice") or "",
    )


def _with_stance(row: Row, record: Record) -> Row:
    start, end = record.get("span_start"), record.get("span_end")
    return row if start is None or end is None else replace(row, span=(start, end), holder=record.get("holder") or "")


def _told_by_manifest(folder: Path) -> tuple[str, str]:
    """Return the scheme of a corpus, and what was done about near-duplicates; nothing where no manifest says so."""
    path = folder / "manifest.json"
    if not path.is_file():
        return "", ""
    try:
        manifest = json.loads(read_text(path))
        scheme = manifest["scheme"]
        return f"{scheme['name']} {scheme['version']}", str(manifest.get("near_duplicates", ""))
    except (ValueError, LookupError, TypeError):
        raise InputError("does not name the corpus's scheme", where=str(path), hint=_BUILD) from None
