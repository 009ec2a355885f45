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
    return [
        found
        for start, end in paragraphs(text)
        for found in _trimmed(text, _shifted(_segment(text[start:end], language), start))
    ]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of `text`, which blank lines part, as half-open intervals of code points."""
    edges = [0, *(edge for match in _BLANK_LINE.finditer(text) for edge in match.span()), len(text)]
    return list(_trimmed(text, zip(edges[::2], edges[1::2], strict=True)))


def _segment(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    for found in sentencex.get_sentence_boundaries(language, _ODD_SPACE.sub(" ", paragraph)):
        start, end = found["start_index"], found["end_index"]
        if end - start > LONGEST:
            yield from _shifted(_unglued(paragraph[start:end]), start)
        else:
            yield start, end


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
        piece = text[start:end]
        surface = piece.strip()
        if surface:
            left = start + len(piece) - len(piece.lstrip())
            yield left, left + len(surface)
