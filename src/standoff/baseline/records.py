"""Records of other people's datasets: CSV, JSON and Parquet files, and whatever `load_dataset` takes."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from standoff.errors import InputError, MissingError
from standoff.files import read_bytes, read_text

Record = Mapping[str, Any]

_TABLES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet")
_SEPARATED = (".csv", ".tsv", ".txt")


def is_table(name: str) -> bool:
    """Say whether a name is that of a file with records."""
    return Path(name).suffix.lower() in _TABLES


def read_records(path: Path) -> list[tuple[str, Record]]:
    """Read the records of a CSV, TSV, JSON or Parquet file, each with the place that errors name.

    Fields of a CSV file are separated by what its header has most of: commas, semicolons or tabs. A JSON file holds an
    object on each line, or one list of objects.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is not what its ending says, naming the line.
    """
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _read_parquet(path)
    return _read_separated(path) if suffix in _SEPARATED else _read_json(path)


def load_splits(name: str, config: str | None = None) -> dict[str, Any]:
    """Load every split of a dataset by its folder, or by its name on the Hugging Face Hub.

    Raises
    ------
    MissingError
        If there is no such folder, or no such config in it.
    InputError
        If it cannot be loaded.
    """
    import datasets

    if Path(name).is_file():
        raise InputError(f"must be a file of {', '.join(_TABLES)}, or a folder", where=name)
    if not Path(name).is_dir() and (name.startswith((".", "/", "~")) or name.count("/") > 1):
        raise MissingError("no such folder", where=name)
    # An absolute path: a relative folder that does not exist would be looked for on the network.
    path = str(Path(name).resolve()) if Path(name).is_dir() else name
    configs: list[str] = []
    try:
        with _without_bars():
            configs = datasets.get_dataset_config_names(path)
            if config is None or config in configs:
                return dict(datasets.load_dataset(path, config))
    except (datasets.exceptions.DatasetsError, OSError, ValueError, yaml.YAMLError) as error:
        reason = str(error).partition("\n")[0][:200]
        several = config is None and len(configs) > 1
        hint = f"if it needs a config, name one with --config: {', '.join(sorted(configs))}" if several else ""
        raise InputError(f"cannot be loaded: {reason}", where=name, hint=hint) from error
    raise MissingError(f"there is no config {config!r}", where=name, hint=f"there are: {', '.join(sorted(configs))}")


def decoded(split: Any) -> Iterator[Record]:
    """Yield the records of a split, with the names of classes instead of their numbers."""
    names = {name: feature.names for name, feature in split.features.items() if hasattr(feature, "names")}
    for record in split:
        yield {
            name: names[name][value] if name in names and value is not None else value for name, value in record.items()
        }


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


def _read_parquet(path: Path) -> list[tuple[str, Record]]:
    import pyarrow as pa
    from pyarrow import parquet

    data = read_bytes(path)
    try:
        rows = parquet.read_table(pa.BufferReader(data)).to_pylist()
    except pa.ArrowException as error:
        raise InputError(f"not readable as Parquet: {str(error).partition(chr(10))[0]}", where=str(path)) from error
    return [(f"{path}, row {number}", row) for number, row in enumerate(rows, 1)]


def _read_separated(path: Path) -> list[tuple[str, Record]]:
    text = read_text(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[str, Record]] = []
    try:
        if repeated := [name for name, times in Counter(reader.fieldnames or ()).items() if times > 1]:
            message = f"has more than one column {', '.join(map(repr, repeated))}"
            raise InputError(message, where=f"{path}:1", hint="give each column a name of its own")
        for row in reader:
            if None in row or None in row.values():
                raise InputError("has not as many fields as the header", where=f"{path}:{reader.line_num}")
            found.append((f"{path}:{reader.line_num}", row))
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", where=f"{path}:{reader.reader.line_num}") from error
    return found


def _read_json(path: Path) -> list[tuple[str, Record]]:
    text = read_text(path)
    if path.suffix.lower() == ".json" and text.lstrip().startswith("["):
        return _read_json_list(path, text)
    found: list[tuple[str, Record]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"not JSON: {error}", where=f"{path}:{number}") from error
        if not isinstance(row, dict):
            raise InputError("must be a JSON object", where=f"{path}:{number}")
        found.append((f"{path}:{number}", row))
    return found


def _read_json_list(path: Path, text: str) -> list[tuple[str, Record]]:
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise InputError(f"not JSON: {error}", where=str(path)) from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise InputError("must be a JSON object", where=f"{path}, row {number}")
    return [(f"{path}, row {number}", row) for number, row in enumerate(rows, 1)]
