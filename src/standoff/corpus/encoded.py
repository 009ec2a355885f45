"""Some texts as UTF-8, one after the other, looked at and cut all at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa

from standoff.corpus.arrays import Numbers, taken


class Encoded:
    """The UTF-8 form of some texts.

    Parameters
    ----------
    texts
        The texts.
    parts
        The UTF-8 form of each, where there is one already.

    Attributes
    ----------
    data, bytes
        Their bytes, one text after the other, with nothing between.
    byte_edges, point_edges
        Shape (texts + 1,): where each text begins among all bytes or code points, and where a next one would.
    """

    def __init__(self, texts: Sequence[str], parts: Sequence[bytes] | None = None) -> None:
        parts = [text.encode() for text in texts] if parts is None else parts
        self.texts = texts
        self.data = b"".join(parts)
        self.bytes = np.frombuffer(self.data, np.uint8)
        self.byte_edges: Numbers = np.cumsum([0, *map(len, parts)])
        self.point_edges: Numbers = np.cumsum([0, *map(len, texts)])

    @cached_property
    def continued(self) -> Numbers:
        """Where bytes are that do not begin a code point."""
        return np.flatnonzero(self.bytes.view(np.int8) < -0x40)

    def places(self, points: Numbers) -> Numbers:
        """Return among the bytes where each of those code points begins."""
        # Before the n-th byte that continues a code point are as many others as code points, and n such bytes.
        continues = self.continued - np.arange(1, len(self.continued) + 1)
        return points + np.searchsorted(continues, points)

    def strings(self, starts: Numbers, ends: Numbers) -> pa.StringArray:
        """Return pieces of the texts as a column: bytes, in order, none of which is in two."""
        if not len(starts):
            return pa.array([], pa.string())
        edges = np.stack([starts, ends], axis=1, dtype=np.int32).reshape(-1)
        # Pieces and what is between them in turn, over the same bytes.
        buffers = [None, pa.py_buffer(edges), pa.py_buffer(self.data)]
        return taken(pa.Array.from_buffers(pa.string(), len(edges) - 1, buffers), np.arange(0, len(edges), 2))

    def whole(self) -> pa.StringArray:
        """Return the texts as a column, without a copy."""
        edges = self.byte_edges.astype(np.int32)
        return pa.Array.from_buffers(pa.string(), len(self.texts), [None, pa.py_buffer(edges), pa.py_buffer(self.data)])
