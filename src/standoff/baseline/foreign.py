"""Stance rows from other people's datasets, by the names of their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from standoff.baseline.labels import CLASSES, label_table
from standoff.baseline.records import Record, decoded, is_table, load_splits, read_records
from standoff.baseline.rows import Row, StanceData, data_of
from standoff.errors import InputError, MissingError

Located = Sequence[tuple[str, Record]]

_DEVELOPMENT = ("train", "validation", "dev")
_TEST = "test"


@dataclass(frozen=True, slots=True)
class StanceColumns:
    """The names of columns, and what labels mean that are not in `standoff.baseline.labels.SPELLINGS`.

    `target`, `group` (rows that must stay together, such as those of one article), `start` and `end` (where in the text
    the target is named, as code points) are empty where a dataset has no such column.
    """

    text: str = "text"
    label: str = "label"
    target: str = ""
    group: str = ""
    start: str = ""
    end: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)


def read_dataset(
    name: str, columns: StanceColumns, *, test: Path | None = None, config: str | None = None
) -> StanceData:
    """Read a stance dataset.

    Parameters
    ----------
    name
        A CSV, TSV, JSON Lines or Parquet file, a folder that `load_dataset` takes, or a name on the Hugging Face Hub.
    test
        A file to test on; without one, the split ``test`` of the dataset, if it has one.
    config
        The config of the dataset, where it has more than one.

    Raises
    ------
    MissingError
        If there is no such file, config or column.
    InputError
        If a file cannot be read, a row has no text or label, or a label has no known meaning.
    """
    parts = _parts(name, config)
    if test is not None:
        parts[_TEST] = read_records(test)
    located = [row for split in _DEVELOPMENT for row in parts.get(split, [])]
    if not located:
        raise InputError("there are no rows to train on", where=name)
    tested = parts.get(_TEST, [])
    meanings = label_table(
        [_text(where, record, columns.label) for where, record in (*located, *tested)], columns.meanings
    )
    notes = [f"Labels were read as: {', '.join(f'{label} → {found}' for label, found in meanings.items())}."]
    development, test_rows = ([_row(*pair, columns, meanings) for pair in part] for part in (located, tested))
    return data_of(
        Path(name).name if is_table(name) or Path(name).is_dir() else name,
        [label for label in CLASSES if label in meanings.values()],
        development,
        test_rows,
        notes=notes,
    )


def read_texts(name: str, columns: StanceColumns, *, config: str | None = None) -> tuple[Row, ...]:
    """Read the rows of a dataset that have no label yet, of all its splits.

    Raises
    ------
    MissingError
        If there is no such file, config or column.
    InputError
        If a file cannot be read, or a row has no text.
    """
    parts = _parts(name, config)
    return tuple(_row(where, record, columns, None) for located in parts.values() for where, record in located)


def _parts(name: str, config: str | None) -> dict[str, Located]:
    if is_table(name):
        return {"train": read_records(Path(name))}
    return {
        split: [(f"{name}/{split}, row {number}", record) for number, record in enumerate(decoded(rows), 1)]
        for split, rows in load_splits(name, config).items()
    }


def _row(where: str, record: Record, columns: StanceColumns, meanings: Mapping[str, str] | None) -> Row:
    text = _text(where, record, columns.text)
    return Row(
        text=text,
        label="" if meanings is None else meanings[_text(where, record, columns.label)],
        target=_text(where, record, columns.target) if columns.target else "",
        article=_text(where, record, columns.group) if columns.group else "",
        mark=_mark(where, record, columns, len(text)),
    )


def _mark(where: str, record: Record, columns: StanceColumns, length: int) -> tuple[int, int] | None:
    if not (columns.start and columns.end):
        return None
    try:
        start, end = (int(_text(where, record, name)) for name in (columns.start, columns.end))
    except ValueError:
        raise InputError(f"{columns.start} and {columns.end} must be numbers", where=where) from None
    if not 0 <= start < end <= length:
        raise InputError(f"{start} to {end} is no stretch of a text of {length} characters", where=where)
    return start, end


def _text(where: str, record: Record, column: str) -> str:
    if column not in record:
        hint = f"there are: {', '.join(record)}; name yours with --text-column, --label-column, --target-column …"
        raise MissingError(f"there is no column {column!r}", where=where, hint=hint)
    value = record[column]
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InputError(f"{column} is empty", where=where)
    return str(value)
