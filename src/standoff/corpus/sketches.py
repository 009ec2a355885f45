"""Sketches of texts: few numbers an article, from which near-duplicates are found without the texts.

They are made by MinHash (Broder 1997) with locality-sensitive hashing (Indyk and Motwani 1998): 128 minima of hashed
shingles, in 32 bands of 4. Two texts with a Jaccard similarity s of their shingles agree in a whole band with the
probability 1 - (1 - s⁴)³²: 0.99999995 at 0.8, 0.000005 at 0.02. One bit of each minimum is kept besides (Li and König
2010): of 128 bits, two texts differ in about 64 × (1 - s).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.shingles import shingle_hashes

Sketches = NDArray[np.uint32]

SKETCH_FORMAT: Final = "2"
"""Changes when the sketch of some text does: sketches of another format cannot be compared."""

BANDS: Final = 32
DIGEST: Final = slice(BANDS, BANDS + 2)
"""The rows that hold a digest of all minima."""

BITS: Final = slice(BANDS + 2, BANDS + 6)
"""The rows that hold one bit of each minimum."""

SKETCH_ROWS: Final = BITS.stop

MOST_BITS_APART: Final = 31
"""In how many of 128 bits two texts with a similarity of 0.8 or more differ at most, but for one pair in a million."""

_PERMUTATIONS, _SEED = 128, 1
_TEXTS = 250  # that are sketched together: their arrays take some megabytes
_ODD = np.uint64(0x9E3779B97F4A7C15)


def sketch(texts: Sequence[str | bytes]) -> Sketches:
    """Return the sketches of texts, one in a column; of bytes, that of the text whose UTF-8 they are.

    The sketch of a text depends on its shingles alone: not on the texts beside it, the process or the machine.

    Returns
    -------
    sketches
        Shape (`SKETCH_ROWS`, texts). Rows 0 … `BANDS` - 1 are the bands, then come `DIGEST` and `BITS`.
    """
    parts = [_sketch(texts[first : first + _TEXTS]) for first in range(0, len(texts), _TEXTS)]
    return np.concatenate([np.empty((SKETCH_ROWS, 0), np.uint32), *parts], axis=1)


def _sketch(texts: Sequence[str | bytes]) -> Sketches:
    from rensa import RMinHash

    hashes, offsets = shingle_hashes(texts)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets.astype(np.uint64), _PERMUTATIONS, _SEED)
    flat = array("I")
    for row in matrix.to_rows():
        flat.fromlist(row)
    minima = np.frombuffer(flat, np.uintc).astype(np.uint64).reshape(len(texts), _PERMUTATIONS)
    bands = _folded(minima.reshape(len(texts), BANDS, -1))
    # The lowest bit of a minimum is no better than the others; the highest of its product depends on all of them.
    bits = np.packbits((minima * _ODD >> np.uint64(63)).astype(bool), axis=1, bitorder="little")
    sketches = np.empty((SKETCH_ROWS, len(texts)), np.uint32)
    sketches[:BANDS] = (bands >> np.uint64(32)).T
    sketches[DIGEST] = _folded(bands).view(np.uint32).reshape(-1, 2).T
    sketches[BITS] = bits.view(np.uint32).T
    return sketches


def _folded(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return one hash for each row of values along the last axis."""
    total = np.zeros(values.shape[:-1], np.uint64)
    for place in range(values.shape[-1]):
        total = (total ^ values[..., place]) * _ODD
        total ^= total >> np.uint64(29)
    return total * np.uint64(0xBF58476D1CE4E5B9)
