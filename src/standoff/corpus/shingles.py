"""Three-word sequences of texts as 64-bit hashes, many texts at a time."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

WORDS: Final = 3
"""Words of a shingle."""

SEVERAL: Final = 0xFFFFFFFF
"""Stands for more than one code point, and is greater than any."""

_BLOCK = 400_000  # bytes that are hashed at a time: their arrays take some megabytes
_WORD = re.compile(r"\w+")
_ASCII = bytes(ord(char.lower()) if _WORD.match(char) else 0 for char in map(chr, range(0x80))) + bytes(
    range(0x80, 0x100)
)
_PAGE = 256
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_NO_WORD = np.uint64(0x2545F4914F6CDD1D)
_EIGHT, _LONG = 8, 64
_ONES, _HIGHEST = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)


def shingle_hashes(texts: Sequence[str | bytes]) -> tuple[Hashes, NDArray[np.int64]]:
    r"""Return the hashes of the three-word sequences of texts, without regard to case and punctuation.

    A word is what ``\w+`` matches in the case-folded text; a text of one or two words has one shingle, all of it, and
    so has a text of none. The hash of a shingle depends on its words alone.

    Parameters
    ----------
    texts
        As text or as UTF-8, of which lone surrogates may be a part.

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


def _blocks(texts: Sequence[str | bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    size = 0
    for text in texts:
        block.append(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        size += len(block[-1])
        if size > _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _hash_words(texts: Sequence[bytes]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of the words of all texts, and how many each has; what lacks to three is filled up."""
    data, text_ends = _folded(texts)
    inside = np.frombuffer(data, np.uint8) != 0
    starts = np.flatnonzero(inside[1:] > inside[:-1]) + 1
    words = _hash_at(data, starts)
    word_ends = np.searchsorted(starts, text_ends)
    counts = np.diff(word_ends, prepend=0)
    if counts.min() < WORDS:
        lacking = np.maximum(WORDS - counts, 0)
        words = np.insert(words, np.repeat(word_ends, lacking), _NO_WORD)
        counts = counts + lacking
    return words, counts


def _hash_at(data: bytearray, starts: NDArray[np.int64]) -> Hashes:
    """Return the hashes of the words that begin there; each ends before the next 0."""
    eights: Hashes = np.ndarray((len(data) - _EIGHT + 1,), "<u8", data, strides=(1,))
    words, open_ = _before_zero(eights[starts].astype(np.uint64))
    words = _stirred(words)
    for done in range(_EIGHT, _LONG, _EIGHT):
        if not len(open_):
            return words
        more, still = _before_zero(eights[starts[open_] + done].astype(np.uint64))
        words[open_] = _stirred(words[open_] + _stirred(more))
        open_ = open_[still]
    for place in open_.tolist():
        start = int(starts[place]) + _LONG
        rest = hashlib.blake2b(data[start : data.index(0, start)], digest_size=_EIGHT)
        words[place] ^= np.uint64(int.from_bytes(rest.digest(), "little"))
    return words


def _before_zero(eights: Hashes) -> tuple[Hashes, NDArray[np.int64]]:
    """Return of eight bytes each those before the first 0, the others as 0, and which have no 0."""
    # Of all bytes' highest bits, that of the first 0 is the lowest that is left (Mycroft 1987).
    zeros = (eights - _ONES) & ~eights & _HIGHEST
    return eights & (zeros ^ (zeros - np.uint64(1))), np.flatnonzero(zeros == 0)


def _folded(texts: Sequence[bytes]) -> tuple[bytearray, NDArray[np.int64]]:
    """Return case-folded texts as UTF-8, and where each ends; every byte that is no part of a word is 0.

    There is a 0 before each text, and several after the last.
    """
    data = b"\0".join([b"", *texts, bytes(_EIGHT)]).translate(_ASCII)
    folded = bytearray(data)
    if not data.isascii() and not _fold_others(np.frombuffer(folded, np.uint8)):
        decoded = (text.decode("utf-8", "surrogatepass") for text in texts)
        return _folded([text.casefold().encode("utf-8", "surrogatepass") for text in decoded])
    return folded, np.cumsum([len(text) + 1 for text in texts])


def _fold_others(data: NDArray[np.uint8]) -> bool:
    """Fold all that is not ASCII in its place; return whether all of it has room there."""
    starts = np.flatnonzero(data >= 0xC0)
    sizes = np.uint8(2) + (data[starts] >= 0xE0) + (data[starts] >= 0xF0)
    for size, lead in ((2, 0xC0), (3, 0xE0), (4, 0xF0)):
        places = starts[sizes == size]
        points = data[places] & np.uint32(0x7F >> size)
        for place in range(1, size):
            points = points << 6 | data[places + place] & np.uint32(0x3F)
        folded = code_point_table()[points]
        changed = folded != points
        places, folded = places[changed], folded[changed]
        gone = folded == 0
        if np.any(~gone & (_sizes(folded) != size)):
            return False
        for place in range(size - 1, 0, -1):
            data[places + place] = np.where(gone, 0, folded & 0x3F | 0x80)
            folded >>= 6
        data[places] = np.where(gone, 0, folded | lead)
    return True


def _sizes(points: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return how many bytes each code point takes as UTF-8; more for `SEVERAL`."""
    return np.searchsorted([0x80, 0x800, 0x10000, SEVERAL], points, "right") + 1


def _join_words(words: Hashes, ends: NDArray[np.int64]) -> Hashes:
    """Return the hashes of all sequences of three words that do not go past an end of a text."""
    last = len(words) - (WORDS - 1)
    total = words[:last].copy()
    for place in range(1, WORDS):
        total *= _FACTOR
        total += words[place : last + place]
    whole = np.ones(len(words), bool)
    for place in range(1, WORDS):
        whole[ends - place] = False
    return _stirred(total[whole[:last]])


def _stirred(values: Hashes) -> Hashes:
    """Spread the bits of each value over its others, in its place."""
    values ^= values >> np.uint64(32)
    values *= _FACTOR
    values ^= values >> np.uint64(29)
    return values


@lru_cache(maxsize=1)
def code_point_table() -> NDArray[np.uint32]:
    r"""Return for every code point its case-folded form, 0 where ``\w`` does not match that, or `SEVERAL`."""
    codes = np.arange(sys.maxunicode + 1, dtype="<u4")
    characters = codes.tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(codes), np.uint32)
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
