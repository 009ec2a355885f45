"""The sketches of all articles, of which a few numbers each are in memory at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.sketches import DIGEST, SKETCH_ROWS, Sketches


@dataclass(slots=True)
class SketchFile:
    """Sketches in a file of `numpy.save`, of which rows are read one by one.

    Parameters
    ----------
    kept
        Which of them count, where not all do.
    """

    path: Path
    kept: NDArray[np.bool_] | None = None
    _number: int = -1
    _begin: int = 0

    def read(self, which: slice) -> Sketches:
        """Return some rows: shape (rows, sketches that count)."""
        if self._number < 0:
            # Once, because NumPy takes longer for this than for the rows.
            with self.path.open("rb") as file:
                np.lib.format.read_magic(file)  # type: ignore[no-untyped-call]
                shape, _, _ = np.lib.format.read_array_header_1_0(file)  # type: ignore[no-untyped-call]
                self._number, self._begin = shape[1], file.tell()
        width, rows = self._number * 4, range(SKETCH_ROWS)[which]
        count = len(rows) * self._number
        found = np.fromfile(self.path, np.uint32, count, offset=self._begin + rows.start * width)
        return found.reshape(len(rows), -1)[:, slice(None) if self.kept is None else self.kept]


class SketchTable:
    """The sketches of all articles, in memory or on disk, read a few rows at a time.

    Parameters
    ----------
    chunks
        Sketches of some articles each, in the order of their numbers.
    number
        How many articles there are.
    """

    def __init__(self, chunks: Sequence[Sketches | SketchFile], number: int) -> None:
        self._chunks = chunks
        self._number = number

    def columns(self, which: slice) -> Sketches:
        """Return some rows of all sketches, those of an article side by side: shape (articles, rows)."""
        found = np.empty((self._number, len(range(SKETCH_ROWS)[which])), np.uint32)
        first = 0
        for chunk in self._chunks:
            rows = chunk.read(which) if isinstance(chunk, SketchFile) else chunk[which]
            found[first : first + rows.shape[1]] = rows.T
            first += rows.shape[1]
        return found

    def band(self, number: int) -> NDArray[np.uint32]:
        """Return one band of all sketches: shape (articles,)."""
        return self.columns(slice(number, number + 1)).reshape(-1)

    def digests(self) -> NDArray[np.uint64]:
        """Return the digest of each sketch: shape (articles,)."""
        return self.columns(DIGEST).view(np.uint64).reshape(-1)
