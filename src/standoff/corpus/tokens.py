"""Tokens of a sentence, and the BIO tags that spans give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import Numbers
from standoff.corpus.encoded import Encoded

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
"""Positions of the tags in `standoff.scheme.SpanType.bio_tags`."""

# Rather too fine than too coarse: a span's edge within a token cannot be tagged. So hyphens part words, and the
# possessive is a token.
_TOKEN: Final = re.compile(
    r"""
      [A-Za-z]{2,}(?![\w\u0300-\u036f\u200c\u200d'’])  # most words: what follows finds them too, but not as fast
    | (?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?          # U.S., a.m., U.S.A
    | \d+(?:[.,:]\d+)+(?!\w)                    # 8,600  2.5  9:30
    | ['’][sS](?!\w)                            # the possessive, and the rest of "it’s"
    | [\w\u0300-\u036f\u200c\u200d]+            # words, with the marks and joiners within them
      (?:['’](?![sS](?!\w))[\w\u0300-\u036f]+)* # don’t, O’Brien
    | \S
    """,
    re.VERBOSE,
)


_SPACE, _OTHER, _MARK, _WORD = range(4)
_WORD_CHAR: Final = re.compile(r"[\w\u0300-\u036f\u200c\u200d]")
_JOINING: Final = ".,:'’"  # what makes one token of more than a run of word characters, or parts one
_ASCII_SPACES: Final = bytes(point for point in range(0x80) if chr(point).isspace())
_TABLE: Final = 0x3001  # past the last white space


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of many sentences.

    Parameters
    ----------
    starts, ends
        Half-open intervals of code points, in order.
    words
        What they are.
    """

    starts: Numbers
    ends: Numbers
    words: pa.StringArray


@dataclass(frozen=True, slots=True)
class Tagging:
    """BIO tags of some tokens, for every span type.

    Parameters
    ----------
    tags
        Shape (types, tokens): `OUTSIDE`, `BEGIN` or `INSIDE`.
    nested
        How many spans were left out because a span of the same type covers a part of them already.
    unaligned
        How many were left out because they begin or end within a token.
    """

    tags: NDArray[np.uint8]
    nested: int
    unaligned: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the tokens of ``text[start:end]`` as half-open intervals of code points into `text`, in order.

    Together they cover every character that is not white space exactly once.

    >>> text = "The U.S.’s 8,600 troops"
    >>> [text[left:right] for left, right in tokenize(text)]
    ['The', 'U.S.', '’s', '8,600', 'troops']
    """
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def tokenize_all(texts: Encoded, sentences: Numbers) -> Tokens:
    """Return the tokens that `tokenize` finds in each sentence of some texts, all at once.

    Most are runs of word characters, or a single other character, and those are found among the bytes, without a
    regular expression.

    Parameters
    ----------
    sentences
        Where each begins among all code points, in order; together they cover all but white space.
    """
    kinds = _kinds(texts)
    there, word = kinds != _SPACE, kinds == _WORD
    parted = np.ones(len(kinds) + 1, np.bool_)  # before each byte, and at the end
    parted[1:-1] = ~there[1:] | ~there[:-1]
    parted[texts.places(sentences)] = True
    edges = parted.copy()
    edges[1:-1] |= ~(word[1:] & word[:-1])
    edges[texts.continued] = False
    joining = np.flatnonzero((kinds[:-1] == _MARK) & word[1:])
    if len(joining):
        _mend(texts.data, edges, parted, joining)
    starts, ends = np.flatnonzero(edges[:-1] & there), np.flatnonzero(edges[1:] & there) + 1
    words = _words(texts, there, ends - starts)
    if len(texts.continued):
        starts, ends = (_points(edges, texts.continued) for edges in (starts, ends))
    return Tokens(starts, ends, words)


def tag(tokens: Tokens, types: int, spans: tuple[Numbers, Numbers, Numbers]) -> Tagging:
    """Return the BIO tags that spans give to tokens.

    Where spans of one type overlap, the outermost is tagged; of two that cross, the earlier.

    Parameters
    ----------
    types
        How many span types there are.
    spans
        The number of the type of each, its start, and its end.
    """
    type_, start, end = spans
    tags = np.zeros((types, len(tokens.starts)), np.uint8)
    if not len(start) or not len(tokens.starts):
        return Tagging(tags, 0, len(start))
    first = np.searchsorted(tokens.starts, start)
    last = np.searchsorted(tokens.ends, end)
    top = len(tokens.starts) - 1
    aligned = (tokens.starts[np.minimum(first, top)] == start) & (tokens.ends[np.minimum(last, top)] == end)
    order = np.lexsort((-end, start))
    order = order[aligned[order]]
    reached = [0] * types
    nested = 0
    for which, left, right in zip(type_[order].tolist(), first[order].tolist(), last[order].tolist(), strict=True):
        if left < reached[which]:
            nested += 1
        else:
            tags[which, left] = BEGIN
            if right > left:
                tags[which, left + 1 : right + 1] = INSIDE
            reached[which] = right + 1
    return Tagging(tags, nested, len(start) - len(order))


def _points(places: Numbers, continued: Numbers) -> Numbers:
    """Return which code point each of those bytes, in order, begins; `continued` are all that begin none."""
    before = np.bincount(np.searchsorted(places, continued, "right"), minlength=len(places) + 1)
    return places - np.cumsum(before)[:-1]


def _kinds(texts: Encoded) -> NDArray[np.uint8]:
    """Return for each byte what its code point is to a token."""
    kinds = np.frombuffer(texts.data.translate(_ascii_kinds()), np.uint8)
    if not len(texts.continued):
        return kinds
    high = np.flatnonzero(texts.bytes >= 0x80)
    points = np.frombuffer(texts.bytes[high].tobytes().decode().encode("utf-32-le"), np.uint32)
    found: NDArray[np.uint8] = _table()[np.minimum(points, _TABLE)]
    rare = np.flatnonzero(points >= _TABLE)
    if len(rare):
        values, places = np.unique(points[rare], return_inverse=True)
        found[rare] = np.array([_kind(chr(point)) for point in values.tolist()], np.uint8)[places]
    kinds = kinds.copy()
    kinds[high] = np.repeat(found, 2 + (points >= 0x800) + (points >= 0x10000))
    return kinds


@cache
def _ascii_kinds() -> bytes:
    return bytes(_kind(chr(point)) if point < 0x80 else _OTHER for point in range(0x100))


@cache
def _table() -> NDArray[np.uint8]:
    return np.array([_kind(chr(point)) for point in range(_TABLE + 1)], np.uint8)


def _kind(char: str) -> int:
    if char.isspace():
        return _SPACE
    if _WORD_CHAR.match(char):
        return _WORD
    return _MARK if char in _JOINING else _OTHER


def _mend(data: bytes, edges: NDArray[np.bool_], parted: NDArray[np.bool_], joining: Numbers) -> None:
    """Put the edges of tokens right in the few pieces between white space that are more than runs of characters."""
    borders, right = parted.tobytes(), 0
    for place in joining.tolist():
        if place < right:
            continue
        left, right = borders.rindex(1, 0, place + 1), borders.index(1, place + 1)
        edges[left + 1 : right] = False
        for edge in _edges_within(data[left:right]):
            edges[left + edge] = True


@lru_cache(maxsize=10_000)
def _edges_within(piece: bytes) -> tuple[int, ...]:
    text = piece.decode()
    return tuple(len(text[:start].encode()) for start, _ in tokenize(text) if start)


def _words(texts: Encoded, there: NDArray[np.bool_], sizes: Numbers) -> pa.StringArray:
    """Return the tokens' words: one after the other, they are the texts without their white space."""
    data = texts.data.translate(None, _ASCII_SPACES)
    if len(data) > np.count_nonzero(there):
        data = texts.bytes[there].tobytes()
    # In Arrow's own memory: pieces of NumPy's that stay, between larger ones that do not, would keep those from others.
    offsets = pa.array(np.concatenate([[0], np.cumsum(sizes)]), pa.int32())
    return pa.StringArray.from_buffers(len(sizes), offsets.buffers()[1], pa.array([data], pa.binary()).buffers()[2])
