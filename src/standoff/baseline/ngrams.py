"""Character and word n-grams of many texts at once, counted by hash.

`char_grams` finds what scikit-learn's ``CountVectorizer(analyzer="char_wb")`` finds (a test holds it to that), but over
one array of code points for all texts instead of one Python string for each n-gram: several times faster, where making
the n-grams is nearly all of the time of a prediction. An n-gram is known by a 64-bit key only; among a million n-grams,
the chance that any two share a key is about one in 40 million.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Keys = NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_SPACE = 32
_BLOCK_BITS = np.uint64(3)
_BLOCK_SHIFT = np.uint64(61)


@dataclass(frozen=True)
class Grams:
    """Occurrences of n-grams.

    Parameters
    ----------
    rows
        The text that each occurrence is in, shape (occurrences,), values in ``[0, size)``.
    keys
        The key of its n-gram, shape (occurrences,).
    size
        How many texts there are.
    """

    rows: NDArray[np.int64]
    keys: Keys
    size: int


def char_grams(texts: Sequence[str], low: int, high: int) -> Grams:
    """Return the n-grams of `low` (2 or 3) to `high` characters within each word, lower case, between two spaces."""
    codes, rows = _code_points([f" {'  '.join(text.lower().split())} " for text in texts])
    room = _room_in_word(codes)
    values = _mixed(codes)
    found_rows, found_keys = [], []
    hashed = values.copy()
    for n in range(1, high + 1):
        if n > 1:
            hashed = hashed[:-1] * _BASE + values[n - 1 :]
        if n >= low:
            kept = np.flatnonzero(room[: len(hashed)] >= n)
            found_rows.append(rows[kept])
            found_keys.append(_mixed(hashed[kept] + np.uint64(n)))
    return Grams(np.concatenate(found_rows), np.concatenate(found_keys), len(texts))


def word_grams(texts: Sequence[str], low: int, high: int) -> Grams:
    """Return the n-grams of `low` to `high` words, lower case, split at white space."""
    words = [text.lower().split() for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(row) for row in words])
    known: dict[str, int] = {}
    numbers = np.fromiter((known.setdefault(word, len(known)) for row in words for word in row), np.int64, len(rows))
    keys = np.fromiter((key_of(word) for word in known), np.uint64, len(known))[numbers]
    return runs(keys, rows, len(texts), low, high)


def runs(keys: Keys, rows: NDArray[np.int64], size: int, low: int, high: int) -> Grams:
    """Return the n-grams of `low` to `high` tokens that stand next to each other in one text.

    Parameters
    ----------
    keys, rows
        The key and the text of each token, in order, shape (tokens,) both.
    size
        How many texts there are.
    """
    found_rows, found_keys = [rows[:0]], [keys[:0]]
    hashed = keys.copy()
    for n in range(1, high + 1):
        if n > 1:
            hashed = hashed[:-1] * _BASE + keys[n - 1 :]
        if n >= low:
            kept = np.flatnonzero(rows[: len(hashed)] == rows[n - 1 :])
            found_rows.append(rows[kept])
            found_keys.append(_mixed(hashed[kept] + np.uint64(n)))
    return Grams(np.concatenate(found_rows), np.concatenate(found_keys), size)


def key_of(name: str) -> int:
    """Return the key of a name: of a word, or of a feature."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def keyed(name: str, *values: NDArray[np.generic]) -> Keys:
    """Return a key for each combination of values under a name, of arrays of one shape: a feature that is no n-gram."""
    found = np.full(values[0].shape, key_of(name), np.uint64)
    for column in values:
        found = _mixed(found * _BASE + _mixed(column.astype(np.uint64) + _SPREAD))
    return found


def together(parts: Sequence[Grams]) -> Grams:
    """Return the occurrences of several sets of n-grams of the same texts as one set."""
    return Grams(
        np.concatenate([part.rows for part in parts]), np.concatenate([part.keys for part in parts]), parts[0].size
    )


def blocks(parts: Sequence[Grams]) -> Grams:
    """Return the occurrences of several sets as one, in which those of each set have keys of their own.

    The number of the set becomes the first three bits of a key, so that a vocabulary has the sets one after the other.
    """
    return together(
        [
            Grams(part.rows, (part.keys >> _BLOCK_BITS) | (np.uint64(number) << _BLOCK_SHIFT), part.size)
            for number, part in enumerate(parts)
        ]
    )


def block_limits(vocabulary: Keys) -> list[int]:
    """Return where each set of `blocks` begins in a vocabulary, and where the last one ends."""
    count = int(vocabulary[-1] >> _BLOCK_SHIFT) + 1 if len(vocabulary) else 0
    firsts = np.arange(count, dtype=np.uint64) << _BLOCK_SHIFT
    return [*np.searchsorted(vocabulary, firsts).tolist(), len(vocabulary)]


def vocabulary_of(grams: Grams) -> Keys:
    """Return the distinct keys in ascending order."""
    return np.unique(grams.keys)


@dataclass(frozen=True)
class Index:
    """A vocabulary in which keys are found quickly.

    Keys are spread evenly, so that their first bits say nearly where they are: six times as fast as a binary search.

    Parameters
    ----------
    vocabulary
        Ascending distinct keys.
    """

    vocabulary: Keys

    @cached_property
    def _bits(self) -> int:
        return len(self.vocabulary).bit_length() + 3

    @cached_property
    def _bucket_starts(self) -> NDArray[np.int64]:
        """Where keys begin whose first bits are at least each number."""
        starts = np.zeros(2**self._bits + 1, np.int64)
        buckets = (self.vocabulary >> np.uint64(64 - self._bits)).astype(np.int64)
        np.cumsum(np.bincount(buckets, minlength=2**self._bits), out=starts[1:])
        return starts

    def find(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the place of each key in the vocabulary, and whether it is there at all."""
        places = self._bucket_starts[(keys >> np.uint64(64 - self._bits)).astype(np.int64)]
        # One more at the end, where keys beyond the last one land.
        ended = np.append(self.vocabulary, np.uint64(0))
        known = (ended[places] == keys) & (places < len(self.vocabulary))
        sought = np.flatnonzero(~known)
        while len(sought):
            sought = sought[(ended[places[sought]] < keys[sought]) & (places[sought] + 1 < len(self.vocabulary))]
            places[sought] += 1
            known[sought] = self.vocabulary[places[sought]] == keys[sought]
            sought = sought[~known[sought]]
        return places, known


def count_matrix(grams: Grams, index: Index) -> sparse.csr_matrix:
    """Count the n-grams of a vocabulary in each text; n-grams outside it are left out.

    Returns
    -------
    scipy.sparse.csr_matrix
        Counts, shape (texts, n-grams of the vocabulary).
    """
    width = len(index.vocabulary)
    places, known = index.find(grams.keys)
    cells = np.sort(grams.rows[known] * width + places[known])
    firsts = np.flatnonzero(np.diff(cells, prepend=-1))
    counts = np.diff(np.append(firsts, len(cells))).astype(np.float64)
    rows, columns = np.divmod(cells[firsts], max(1, width))
    row_starts = np.searchsorted(rows, np.arange(grams.size + 1))
    return sparse.csr_matrix((counts, columns, row_starts), (grams.size, width))


def _code_points(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the code points of all texts in a row, and for each the number of its text."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, np.uint32).astype(np.uint64)
    return codes, np.repeat(np.arange(len(texts)), [len(text) for text in texts])


def _room_in_word(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return for each position how many code points its word still has: words meet between two spaces."""
    is_space = codes == _SPACE
    starts = np.flatnonzero(is_space[1:] & is_space[:-1]) + 1
    ends = np.append(starts, len(codes))
    lengths = np.diff(np.append(0, ends))
    return np.asarray(np.repeat(ends, lengths) - np.arange(len(codes)), np.int64)


def _mixed(keys: Keys) -> Keys:
    """Spread every bit of each key over the whole key (the finaliser of SplitMix64, shortened)."""
    keys = (keys ^ (keys >> np.uint64(30))) * _SPREAD
    return keys ^ (keys >> np.uint64(27))
