"""From lines of a label file to label sets as columns."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa

from standoff.corpus.arrays import edges
from standoff.corpus.engine.log import Log
from standoff.corpus.labelsets import LabelColumns
from standoff.errors import Finding
from standoff.labels.store import parse_lines
from standoff.records import Adjudication, FlatLabels

_BATCH = 250  # lines that are Python objects at a time
_MOST_OPEN = 2**31 - 1  # more are kept as this; fewer than none are a fault, and kept as -1

LINES: Final = pa.schema(
    {
        "offset": pa.int64(),
        "size": pa.int32(),
        "line": pa.int32(),
        "digest": pa.binary(16),
        "open": pa.int32(),
        "policy": pa.string(),
    }
)
"""Of each line with a label set: where it is, from the start of its chunk, a digest of it, how many of its labels are
open (-1 where nobody adjudicated), and by which policy."""


class LabelReading:
    """Reads the lines of a chunk, many at once as long as they are as we write them.

    Parameters
    ----------
    data
        The lines.
    first
        The number of the first.

    Attributes
    ----------
    log
        What is wrong with lines that are no label set.
    unread
        How many of those there are, by the code of the first fault.
    """

    def __init__(self, data: bytes, first: int) -> None:
        self._raws = data.split(b"\n")
        self._first = first
        self._labels = FlatLabels()
        self._rows: list[int] = []  # of which of the lines each label set is
        self._more: dict[str, list[Any]] = {"digest": [], "open": [], "policy": []}
        self.log = Log()
        self.unread: Counter[str] = Counter()
        there = [number for number, raw in enumerate(self._raws) if raw.strip()]
        for begin in range(0, len(there), _BATCH):
            some = there[begin : begin + _BATCH]
            self._add(some, [_value(self._raws[number]) for number in some])

    def columns(self) -> LabelColumns:
        """Return the label sets, with the columns `LINES` beside their heads; what is none is in the log."""
        labels = LabelColumns.of(self._labels)
        sizes = np.fromiter(map(len, self._raws), np.int64, len(self._raws))
        rows = np.array(self._rows, np.int64)
        places = {"offset": edges(sizes + 1)[rows], "size": sizes[rows], "line": rows + self._first}
        found = {name: pa.array(values, LINES.field(name).type) for name, values in (places | self._more).items()}
        head = pa.table({name: labels.head[name] for name in labels.head.column_names} | found)
        return replace(labels, head=head)

    def _add(self, numbers: Sequence[int], values: Sequence[Any]) -> None:
        """Add the values of lines as they are, or by halves, down to single ones, where they are of another form."""
        if self._labels.extend(values):
            self._note(numbers, None)
        elif len(numbers) > 1:
            half = len(numbers) // 2
            self._add(numbers[:half], values[:half])
            self._add(numbers[half:], values[half:])
        else:
            self._add_one(numbers[0])

    def _add_one(self, number: int) -> None:
        faults = []
        for item in parse_lines(self._raws[number], Path(), self._first + number):
            if isinstance(item, Finding):
                faults.append(replace(item, path=""))
            else:
                self._labels.append(item.labels)
                self._note([number], item.labels.adjudication)
        self.log.extend(faults)
        self.unread.update(finding.code for finding in faults[:1])

    def _note(self, numbers: Sequence[int], adjudication: Adjudication | None) -> None:
        self._rows += numbers
        self._more["digest"] += [hashlib.blake2b(self._raws[number], digest_size=16).digest() for number in numbers]
        self._more["open"] += [max(-1, min(adjudication.open, _MOST_OPEN)) if adjudication else -1] * len(numbers)
        self._more["policy"] += [adjudication.policy if adjudication else None] * len(numbers)


def _value(raw: bytes) -> Any:
    """Return what a line says, or None, as if it said ``null``, where it is no JSON."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
