"""Sentences of an article as exact code point intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import sentencex
from numpy.typing import NDArray

from standoff.corpus.arrays import Numbers
from standoff.corpus.encoded import Encoded

LONGEST: Final = 1000
"""Code points past which a sentence is taken for several that a stray quote or bracket has glued together."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\n]+")
# sentencex 1.0 panics on some texts with non-breaking spaces and Unicode line separators.
_ODD_SPACE = re.compile(r"[^\S \n\t]")
_ODD_SPACES: Final = "".join(filter(_ODD_SPACE.match, map(chr, range(0x3001))))
# White space in a blank line or after it, which sentencex takes otherwise than we do.
_ODD_BLANK_LINE = re.compile(r"\n[^\S\n]+\n|\n\n[^\S\n]")
_ODD_CODES: Final = np.array([int.from_bytes(space.encode()) for space in _ODD_SPACES], np.uint32)
_LINE_END, _TAB, _SPACE = b"\n\t "


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the sentences of `text` as half-open intervals of code points, in order.

    Together they cover every character that is not white space exactly once; none begins or ends with white space, and
    none crosses a blank line.

    Parameters
    ----------
    language
        ISO 639-1 code, for abbreviations.

    >>> text = "The U.S. envoy left. Talks go on."
    >>> [text[start:end] for start, end in sentences(text)]
    ['The U.S. envoy left.', 'Talks go on.']
    """
    found: list[tuple[int, int]] = []
    # sentencex parts at blank lines itself, in half the time of a call for each paragraph.
    for first, last in paragraphs(text) if _ODD_BLANK_LINE.search(text) else [(0, len(text))]:
        start = first
        for sentence in _segment(text[first:last], language):
            end = start + len(sentence)
            if end - start > LONGEST:
                found += _trimmed(text, _shifted(_unglued(text[start:end]), start))
            elif surface := sentence.strip():
                left = start + len(sentence) - len(sentence.lstrip())
                found.append((left, left + len(surface)))
            start = end
    return found


def sentences_of_all(encoded: Encoded, languages: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
    """Return how many sentences each text has, and where all begin and end among the code points of all texts.

    They are those that `sentences` finds in each text; where a text has no odd white space, most of what that does
    sentence by sentence is done for all at once.

    Parameters
    ----------
    languages
        Of each text.
    """
    sizes: list[int] = []
    between: list[int] = []
    pieces = [0]
    for text, language, odd in zip(encoded.texts, languages, _oddly_spaced(encoded).tolist(), strict=True):
        found = [] if odd else list(map(len, sentencex.segment(language, text)))
        # Pieces that were not all of the text would move those of every text after it.
        if odd or max(found, default=0) > LONGEST or sum(found) != len(text):
            places = [0, *(edge for interval in sentences(text, language) for edge in interval), len(text)]
            found = [last - first for first, last in pairwise(places)]
            between += range(len(sizes), len(sizes) + len(found), 2)
        sizes += found
        pieces.append(len(sizes))
    edges = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(np.array(sizes, np.int64), out=edges[1:])
    left, right = _spaces(encoded, edges)
    starts, ends = edges[:-1] + left, edges[1:] - right
    kept = starts < ends
    kept[between] = False
    counts = np.diff(np.cumsum(np.append(False, kept))[pieces])
    return counts, starts[kept], ends[kept]


def _spaces(encoded: Encoded, edges: Numbers) -> tuple[Numbers, Numbers]:
    """Return how many code points of usual white space each interval begins and ends with."""
    is_space = np.zeros(256, np.bool_)
    is_space[[_LINE_END, _TAB, _SPACE]] = True
    places = encoded.places(edges)
    # There is nothing but white space from `ends` on, or before `starts`.
    starts, ends = places[:-1].copy(), places[1:].copy()
    there = np.flatnonzero(starts < ends)
    while len(there := there[is_space[encoded.bytes[ends[there] - 1]]]):
        ends[there] -= 1
        there = there[starts[there] < ends[there]]
    there = np.flatnonzero(starts < ends)
    while len(there := there[is_space[encoded.bytes[starts[there]]]]):
        starts[there] += 1
    return starts - places[:-1], places[1:] - ends


def _oddly_spaced(encoded: Encoded) -> NDArray[np.bool_]:
    """Return for each text whether it has white space that sentencex takes otherwise than we do."""
    data, after = encoded.bytes, encoded.continued
    control = np.flatnonzero(data < _SPACE)
    is_line_end = data[control] == _LINE_END
    odd = [control[~is_line_end & (data[control] != _TAB)]]
    codes = data[after].astype(np.uint32) | data[after - 1].astype(np.uint32) << np.uint32(8)
    odd.append(after[np.isin(codes, _ODD_CODES)])
    codes |= data[after - 2].astype(np.uint32) << np.uint32(16)
    odd.append(after[np.isin(codes, _ODD_CODES)])
    line_ends = control[is_line_end]
    following = data.take(line_ends + 1, mode="clip")
    indented = line_ends[(following == _SPACE) | (following == _TAB)]
    found = np.zeros(len(encoded.texts), np.bool_)
    for places in odd:
        found[np.searchsorted(encoded.byte_edges, places, "right") - 1] = True
    for number in np.unique(np.searchsorted(encoded.byte_edges, indented, "right") - 1).tolist():
        found[number] |= _ODD_BLANK_LINE.search(encoded.texts[number]) is not None
    return found


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of `text`, which blank lines part, as half-open intervals of code points."""
    edges = [0, *(edge for match in _BLANK_LINE.finditer(text) for edge in match.span()), len(text)]
    return list(_trimmed(text, zip(edges[::2], edges[1::2], strict=True)))


def _segment(paragraph: str, language: str) -> list[str]:
    """Return the sentences of a paragraph, each with the space after it, so that together they are all of it."""
    plain = _ODD_SPACE.sub(" ", paragraph) if any(map(paragraph.__contains__, _ODD_SPACES)) else paragraph
    found: list[str] = sentencex.segment(language, plain)
    return found


def _unglued(sentence: str) -> Iterator[tuple[int, int]]:
    import nupunkt

    for start, end in nupunkt.sent_spans(sentence):
        if end - start > LONGEST:
            yield from _shifted((line.span() for line in _LINE.finditer(sentence[start:end])), start)
        else:
            yield start, end


def _shifted(intervals: Iterable[tuple[int, int]], offset: int) -> Iterator[tuple[int, int]]:
    return ((start + offset, end + offset) for start, end in intervals)


def _trimmed(text: str, intervals: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Take white space off both ends of each interval, and leave out those that are nothing else."""
    for start, end in intervals:
        piece = text[start:end].rstrip()
        surface = piece.lstrip()
        if surface:
            left = start + len(piece) - len(surface)
            yield left, left + len(surface)
