"""Sentences of an article as exact code point intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import sentencex

LONGEST: Final = 1000
"""Code points past which a sentence is taken for several that a stray quote or bracket has glued together."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\n]+")
# sentencex 1.0 panics on some texts with non-breaking spaces and Unicode line separators.
_ODD_SPACE = re.compile(r"[^\S \n\t]")
_ODD_SPACES: Final = "".join(filter(_ODD_SPACE.match, map(chr, range(0x3001))))
# White space in a blank line or after it, which sentencex takes otherwise than we do.
_ODD_BLANK_LINE = re.compile(r"\n[^\S\n]+\n|\n\n[^\S\n]")


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
