"""Articles from JSON Lines, CSV and Parquet files with named columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from standoff.articles.fields import make_article
from standoff.articles.model import Columns, Entry
from standoff.errors import Finding
from standoff.files import read_bytes, read_text

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 1000
_OPTIONAL = ("title", "source", "url", "origin")
_HINT = "rename the columns; `standoff articles check` also takes --id-column, --date-column and --text-column"


def read_json_lines(path: Path, columns: Columns, origin: str = "") -> Iterator[Entry | Finding]:
    """Read a file of one JSON object a line; empty lines are passed over."""
    yield from parse_json_lines(read_bytes(path), str(path), columns, origin)


def parse_json_lines(
    data: bytes, path: str, columns: Columns, origin: str = "", first_line: int = 1
) -> Iterator[Entry | Finding]:
    """Yield the articles and faults of some lines of a file, of which the first has the number `first_line`."""
    for number, line in enumerate(data.split(b"\n"), first_line):
        if not line.strip():
            continue
        try:
            row = _parse_json(line)
        except UnicodeDecodeError as error:
            byte = line[error.start]
            yield Finding("unreadable", f"byte 0x{byte:02x} is not UTF-8", path, number, hint="save the file as UTF-8")
            continue
        except ValueError as error:
            yield Finding("json", f"not JSON: {error}", path, number)
            continue
        except RecursionError:
            yield Finding("json", "nested too deeply", path, number)
            continue
        if isinstance(row, dict):
            yield from _row(row, columns, origin, path, number)
        else:
            yield Finding("json", "must be a JSON object", path, number)


def _parse_json(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        # The standard parser lets lone surrogates through, so that they get a finding of their own.
        return json.loads(line.decode("utf-8-sig"))


def read_csv(path: Path, columns: Columns, origin: str = "") -> Iterator[Entry | Finding]:
    """Read a comma-separated file with a header row.

    Raises
    ------
    StandoffError
        If the file cannot be read or is not UTF-8.
    """
    yield from parse_csv(read_text(path), str(path), columns, origin)


def parse_csv(text: str, path: str, columns: Columns, origin: str = "") -> Iterator[Entry | Finding]:
    """Yield the articles and faults of a comma-separated file with a header row."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        faults = _header_faults(path, columns, header)
        yield from faults
        if faults:
            return
        line = reader.line_num + 1
        for fields in reader:
            if fields and len(fields) != len(header):
                yield Finding("csv", f"{len(fields)} fields where the header has {len(header)}", path, line)
            elif fields:
                yield from _row(dict(zip(header, fields, strict=True)), columns, origin, path, line)
            line = reader.line_num + 1
    except csv.Error as error:
        yield Finding("csv", f"not CSV: {error}", path, line)


def read_parquet(
    path: Path, columns: Columns, origin: str = "", *, name: str = "", first: int = 0, last: int | None = None
) -> Iterator[Entry | Finding]:
    """Read a Parquet file batch by batch; the line in findings is the 1-based row.

    Parameters
    ----------
    name
        What findings call the file, where not by its path.
    first, last
        The row groups that are read, as a half-open interval.
    """
    name = name or str(path)
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            faults = _header_faults(name, columns, names)
            yield from faults
            if faults:
                return
            groups = range(file.num_row_groups)[first:last]
            number = sum(file.metadata.row_group(group).num_rows for group in range(first))
            wanted = [column for column in _names(columns) if column in names]
            for batch in file.iter_batches(row_groups=list(groups), columns=wanted, batch_size=_BATCH):
                for row in _batch_rows(batch):
                    number += 1
                    if isinstance(row, Exception):
                        yield Finding("parquet", f"the row cannot be read: {row}", name, number)
                    else:
                        yield from _row(row, columns, origin, name, number)
    except (pa.ArrowException, OSError) as error:
        yield Finding("parquet", f"not readable as Parquet: {str(error).splitlines()[0]}", name)


def _batch_rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | Exception]:
    """Yield the rows of a batch; instead of one that Python cannot hold (no UTF-8, the year 99999), the reason."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError):
        for index in range(batch.num_rows):
            try:
                yield from batch.slice(index, 1).to_pylist()
            except (ValueError, OverflowError) as error:
                yield error


def _names(columns: Columns) -> list[str]:
    return [*columns.required, *(getattr(columns, key) for key in _OPTIONAL)]


def _header_faults(path: str, columns: Columns, header: Sequence[str]) -> list[Finding]:
    missing = [name for name in columns.required if name not in header]
    if missing:
        message = f"no column {', '.join(missing)}; there is: {', '.join(header) or 'nothing'}"
        return [Finding("column-missing", message, path, 1, hint=_HINT)]
    return [
        Finding("column-twice", f"there are {header.count(name)} columns {name}", path, 1, hint="rename all but one")
        for name in dict.fromkeys(_names(columns))
        if header.count(name) > 1
    ]


def _row(row: Mapping[str, Any], columns: Columns, origin: str, path: str, line: int) -> Iterator[Entry | Finding]:
    missing = [name for name in columns.required if row.get(name) in (None, "")]
    for name in missing:
        code = {columns.date: "date-missing", columns.text: "body-empty"}.get(name, "id")
        yield Finding(code, f"no {name}", path, line, hint=_HINT)
    id_, body = row.get(columns.id), row.get(columns.text)
    more = {name: row.get(getattr(columns, name)) or "" for name in _OPTIONAL}
    texts = {columns.text: body, **{getattr(columns, name): value for name, value in more.items()}}
    wrong = [name for name, value in texts.items() if name not in missing and not isinstance(value, str)]
    if columns.id not in missing and (isinstance(id_, bool) or not isinstance(id_, str | int)):
        wrong.append(columns.id)
    for name in wrong:
        yield Finding("column-type", f"{name} must be text", path, line)
    if missing or wrong:
        return
    more["origin"] = more["origin"] or origin
    article, findings = make_article(str(id_), row[columns.date], str(body), more, path=path, line=line)
    yield from findings
    if article is not None:
        yield Entry(article, path, line)
