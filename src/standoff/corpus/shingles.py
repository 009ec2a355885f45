"""Three-word sequences of texts as 64-bit hashes, many texts at a time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

WORDS: Final = 3
"""Words of a shingle."""

_BLOCK = 40_000  # code points that are hashed at a time: their arrays fit into the cache of a core
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_PLACES = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93)
_WORD = re.compile(r"\w+")
SEVERAL: Final = 1 << 32
"""Stands for more than one code point, and is greater than any."""

_PAGE = 256
_NO_WORD = np.uint64(0x2545F4914F6CDD1D)


def shingle_hashes(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    r"""Return the hashes of the three-word sequences of texts, without regard to case and punctuation.

    A word is what ``\w+`` matches in the case-folded text; a text of one or two words has one shingle, all of it, and
    so has a text of none. The hash of a shingle depends on its words alone.

    Returns
    -------
    hashes
        Of all texts, one after the other, each in the order of its words, repetitions included.
    offsets
        Shape (texts + 1,): the shingles of text i are ``hashes[offsets[i]:offsets[i + 1]]``, at least one.
    """
    parts, counts = [], []
    for block in _blocks(texts):
        words, found = _hash_words(block)
        parts.append(_join_words(words, np.cumsum(found)))
        counts.append(found - (WORDS - 1))
    offsets = np.zeros(len(texts) + 1, np.int64)
    if not parts:
        return np.zeros(0, np.uint64), offsets
    np.cumsum(np.concatenate(counts), out=offsets[1:])
    return np.concatenate(parts), offsets


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for text in texts:
        block.append(text)
        size += len(text)
        if size > _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _hash_words(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of the words of all texts, and how many each has; what lacks to three is filled up."""
    texts, codes = _folded(texts)
    inside = codes != 0
    edges = np.flatnonzero(inside[1:] ^ inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(1 << len(codes).bit_length())
    # The sum over a word of code point times power of the base, moved to the power of zero, modulo 2**64.
    sums = np.cumsum(codes * powers[: len(codes)])
    words = _mixed((sums[ends - 1] - sums[starts - 1]) * inverses[starts])
    text_ends = np.fromiter(accumulate(len(text) + 1 for text in texts), np.int64, len(texts))
    word_ends = np.searchsorted(starts, text_ends)
    counts = np.diff(word_ends, prepend=0)
    if counts.min() < WORDS:
        lacking = np.maximum(WORDS - counts, 0)
        words = np.insert(words, np.repeat(word_ends, lacking), _NO_WORD)
        counts = counts + lacking
    return words, counts


def _folded(texts: Sequence[str]) -> tuple[Sequence[str], Hashes]:
    """Return texts and their case-folded code points, with one that is no part of a word before, between and after.

    Code points that are no part of a word are 0.
    """
    # No code point is out of range; looking whether one is takes most of the time.
    found = code_point_table().take(_code_points(texts), mode="wrap")
    if found.max() == SEVERAL:
        texts = [text.casefold() for text in texts]
        found = code_point_table().take(_code_points(texts), mode="wrap")
    return texts, found


def _code_points(texts: Sequence[str]) -> NDArray[np.uint32]:
    # NUL is no part of a word, so words of neighbours stay apart and every word has a code point before it.
    return np.frombuffer("\0".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass"), "<u4")


def _join_words(words: Hashes, ends: NDArray[np.int64]) -> Hashes:
    """Return the hashes of all sequences of three words that do not go past an end of a text."""
    last = len(words) - (WORDS - 1)
    total = words[:last] * np.uint64(_PLACES[0])
    for place in range(1, WORDS):
        total += words[place : last + place] * np.uint64(_PLACES[place])
    whole = np.ones(len(words), bool)
    for place in range(1, WORDS):
        whole[ends - place] = False
    return _mixed(total[whole[:last]])


def _mixed(values: Hashes) -> Hashes:
    """Spread every bit of each value over all of its bits (the finalizer of splitmix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=2)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and those of its inverse, modulo 2**64."""
    both = np.array([[_BASE], [_INVERSE]], np.uint64).repeat(count, axis=1)
    both[:, 0] = 1
    np.cumprod(both, axis=1, out=both)
    return both[0], both[1]


@lru_cache(maxsize=1)
def code_point_table() -> Hashes:
    r"""Return for every code point its case-folded form, 0 where ``\w`` does not match that, or `SEVERAL`."""
    codes = np.arange(sys.maxunicode + 1, dtype="<u4")
    characters = codes.tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(codes), np.uint64)
    for match in _WORD.finditer(characters):
        table[slice(*match.span())] = codes[slice(*match.span())]
    for first in range(0, len(characters), _PAGE):
        page = characters[first : first + _PAGE]
        if page.casefold() != page:
            for place, character in enumerate(page, first):
                folded = character.casefold()
                if len(folded) > 1:
                    table[place] = SEVERAL
                elif folded != character:
                    table[place] = ord(folded) if _WORD.match(folded) else 0
    return table
