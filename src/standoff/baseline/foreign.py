"""Stance rows from other people's datasets, by the names of their columns."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from standoff.baseline.labels import CLASSES, label_table
from standoff.baseline.records import Record, decoded, is_table, load_splits, read_records
from standoff.baseline.rows import Row, StanceData, data_of
from standoff.errors import Finding, FindingsError, InputError, MissingError

Located = Sequence[tuple[str, Record]]

_DEVELOPMENT = ("train", "validation", "dev")
_TEST = "test"
_MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class StanceColumns:
    """The names of columns, and what labels mean that are not in `standoff.baseline.labels.SPELLINGS`.

    All but the first two are empty where a dataset has no such column: `target`, `group` (rows that must stay together,
    such as those of one article), `start` and `end` (where in the text the target is named, as code points),
    `span_start` and `span_end` (where the words are that express the stance), `holder` (whose stance it is).
    """

    text: str = "text"
    label: str = "label"
    target: str = ""
    group: str = ""
    start: str = ""
    end: str = ""
    span_start: str = ""
    span_end: str = ""
    holder: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)


def read_dataset(
    name: str, columns: StanceColumns, *, test: Path | None = None, config: str | None = None
) -> StanceData:
    """Read a stance dataset.

    Parameters
    ----------
    name
        A CSV, TSV, JSON or Parquet file, a folder that `load_dataset` takes, or a name on the Hugging Face Hub.
    test
        A file to test on; without one, the split ``test`` of the dataset, if it has one.
    config
        The config of the dataset, where it has more than one.

    Raises
    ------
    MissingError
        If there is no such file, config or column.
    InputError
        If a file cannot be read or a label has no known meaning.
    FindingsError
        If rows have no text, label or target, or marks that are none; all of them are named.
    """
    parts = _parts(name, config)
    if test is not None:
        parts[_TEST] = read_records(test)
        if not parts[_TEST]:
            raise InputError("there are no rows to test on", where=str(test), hint="leave out --test")
    located = [row for split in _DEVELOPMENT for row in parts.get(split, [])]
    if not located:
        raise InputError("there are no rows to train on", where=name, hint=_splits_hint(parts))
    tested = parts.get(_TEST, [])
    _check([located, tested], columns, labelled=True)
    meanings = label_table([str(record[columns.label]) for _, record in (*located, *tested)], columns.meanings)
    notes = [f"Labels were read as: {', '.join(f'{label} → {found}' for label, found in meanings.items())}."]
    if unused := [label for label in columns.meanings if label not in meanings]:
        notes.append(f"No row has the label {', '.join(map(repr, unused))}, whose meaning was given.")
    development, test_rows = ([_row(record, columns, meanings) for _, record in part] for part in (located, tested))
    return data_of(
        Path(name).name if is_table(name) or Path(name).is_dir() else name,
        [label for label in CLASSES if label in meanings.values()],
        development,
        test_rows,
        notes=[*notes, *_mark_notes(development + test_rows, columns)],
        merge_test=False,
    )


def read_texts(name: str, columns: StanceColumns, *, config: str | None = None) -> tuple[Row, ...]:
    """Read the rows of a dataset that have no label yet, of all its splits.

    Raises
    ------
    MissingError
        If there is no such file, config or column.
    InputError
        If a file cannot be read.
    FindingsError
        If rows have no text, or marks that are none; all of them are named.
    """
    parts = _parts(name, config)
    _check(parts.values(), columns, labelled=False)
    return tuple(_row(record, columns, {}) for located in parts.values() for _, record in located)


def _parts(name: str, config: str | None) -> dict[str, Located]:
    if is_table(name):
        return {"train": read_records(Path(name))}
    return {
        split: [(f"{name}/{split}, row {number}", record) for number, record in enumerate(decoded(rows), 1)]
        for split, rows in load_splits(name, config).items()
    }


def _splits_hint(parts: Mapping[str, Located]) -> str:
    filled = [split for split, rows in parts.items() if rows]
    return f"its splits are {', '.join(filled)}; rows to train on are in {' or '.join(_DEVELOPMENT)}" if filled else ""


def _check(parts: Iterable[Located], columns: StanceColumns, *, labelled: bool) -> None:
    """Raise if a column is missing, or name every row that lacks something."""
    needed = {"text": columns.text, "group": columns.group}
    if labelled:
        needed |= {"label": columns.label, "target": columns.target}
    wanted = {option: column for option, column in needed.items() if column}
    intervals = [pair for pair in ((columns.start, columns.end), (columns.span_start, columns.span_end)) if all(pair)]
    findings: list[Finding] = []
    for located in parts:
        if located:
            _check_columns(*located[0], columns, labelled=labelled)
        for where, record in located:
            findings += [
                Finding("empty", f"{column} is empty", where, hint=_HINTS.get(option, ""))
                for option, column in wanted.items()
                if _is_empty(record.get(column))
            ]
            if not _is_empty(record.get(columns.text)):
                length = len(str(record[columns.text]))
                findings += [found for pair in intervals for found in _interval_findings(where, record, pair, length)]
    if findings:
        count = len(findings)
        shown = "" if count <= _MOST_SHOWN else f"; the first {_MOST_SHOWN} of them"
        raise FindingsError(f"{count} {'fault' if count == 1 else 'faults'} in the data{shown}", findings[:_MOST_SHOWN])


_HINTS: Final = {"target": "give every row a target, or leave out --target-column"}


def _check_columns(where: str, record: Record, columns: StanceColumns, *, labelled: bool) -> None:
    for option in (one.name for one in fields(columns) if one.name != "meanings"):
        column = getattr(columns, option)
        if not column or column in record or (option == "label" and not labelled):
            continue
        alike = [name for name in record if name.strip().casefold() == column.strip().casefold()]
        use = f"--{option.replace('_', '-')}-column {shlex.quote(alike[0]) if alike else '…'}"
        hint = f"there are: {', '.join(record)}; name yours with {use}"
        raise MissingError(f"there is no column {column!r}", where=where, hint=hint)


def _interval_findings(where: str, record: Record, pair: tuple[str, str], length: int) -> list[Finding]:
    try:
        interval = _interval(record, *pair)
    except ValueError:
        return [Finding("interval", f"{' and '.join(pair)} must be whole numbers, or both empty", where)]
    if interval is None or 0 <= interval[0] < interval[1] <= length:
        return []
    message = f"{interval[0]} to {interval[1]} is no stretch of a text of {length} characters"
    return [Finding("interval", message, where, hint="intervals are half-open and count code points from 0")]


def _row(record: Record, columns: StanceColumns, meanings: Mapping[str, str]) -> Row:
    return Row(
        text=str(record[columns.text]),
        label=meanings[str(record[columns.label])] if meanings else "",
        target=_text(record, columns.target),
        article=_text(record, columns.group),
        mark=_interval(record, columns.start, columns.end),
        span=_interval(record, columns.span_start, columns.span_end),
        holder=_text(record, columns.holder),
    )


def _text(record: Record, column: str) -> str:
    return "" if not column or _is_empty(record.get(column)) else str(record[column])


def _interval(record: Record, start_column: str, end_column: str) -> tuple[int, int] | None:
    """Return a half-open interval; None where both ends are empty. Raises ValueError if they are no whole numbers."""
    if not (start_column and end_column):
        return None
    ends = [record.get(start_column), record.get(end_column)]
    if all(_is_empty(end) for end in ends):
        return None
    start, end = (float(str(end)) for end in ends)
    if not (start.is_integer() and end.is_integer()):
        raise ValueError
    return int(start), int(end)


def _mark_notes(rows: Sequence[Row], columns: StanceColumns) -> list[str]:
    if not (columns.start and columns.end):
        return []
    unmarked = sum(row.mark is None for row in rows)
    others = [row for row in rows if row.target and row.mark and row.text[slice(*row.mark)] != row.target]
    notes = []
    if unmarked:
        notes.append(f"{unmarked} rows do not say where their target is named: it is looked for in the text.")
    if others:
        marked = others[0].text[slice(*(others[0].mark or (0, 0)))]
        notes.append(
            f"{len(others)} rows mark other words than their target, such as {marked!r} for {others[0].target!r}: fine "
            "if that is how targets are named here; if not, do the marks count code points?"
        )
    return notes


def _is_empty(value: object) -> bool:
    """Say whether nothing is there: None, white space, or the NaN that pandas writes for it."""
    return value is None or value != value or (isinstance(value, str) and not value.strip())
