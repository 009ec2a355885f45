"""Finding spans by their ids, in many label sets at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from standoff.corpus.arrays import Numbers
from standoff.corpus.labelsets import LabelColumns


class SpanIds:
    """The ids of all spans, each with its label set as one number."""

    def __init__(self, labels: LabelColumns) -> None:
        coded = labels.ids.dictionary_encode()
        self._names = coded.dictionary
        self._keys = labels.owner * len(self._names) + coded.indices.to_numpy()
        self._order = np.argsort(self._keys, kind="stable")

    def twice(self) -> Numbers:
        """Return the numbers of spans that have the id of another one in their label set."""
        found = self._keys[self._order]
        same: Numbers = self._order[1:][found[1:] == found[:-1]]
        return same

    def find(self, owner: Numbers, ids: pa.Array) -> Numbers:
        """Return the number of the span of that id in each label set, or -1."""
        code = pc.fill_null(pc.index_in(ids, value_set=self._names), -1).to_numpy().astype(np.int64)
        wanted = np.where(code < 0, -1, owner * len(self._names) + code)
        place = np.searchsorted(self._keys, wanted, sorter=self._order)
        span = np.append(self._order, -1)[place]
        return np.where((span >= 0) & (np.append(self._keys, -1)[span] == wanted), span, -1)
