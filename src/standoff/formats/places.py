"""Carrying offsets from the text of a file to the canonical text of an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from standoff.errors import InputError
from standoff.formats.model import Interval, Segmenter
from standoff.text import canonical, has_edge_space

Place = Callable[[Interval], Interval | None]
"""From an interval of one text to that of another, or None where nothing but white space is left of it."""


def trimmed(text: str, interval: Interval) -> Interval | None:
    """Return an interval without the white space at its edges, or None if it holds nothing else.

    Parts of it that lie outside the text are cut off.
    """
    start, end = (min(max(offset, 0), len(text)) for offset in interval)
    surface = text[start:end]
    if not surface.strip():
        return None
    return start + len(surface) - len(surface.lstrip()), end - len(surface) + len(surface.rstrip())


def to_canonical(raw: str) -> tuple[str, Place]:
    r"""Return the canonical form of a file's text, and the way from intervals of the one to the other.

    >>> text, place = to_canonical("\ufeffOne\r\ntwo ")
    >>> text, place((6, 9))
    ('One\ntwo', (4, 7))
    """
    text = canonical(raw)
    joined = raw.replace("\r\n", "\n").replace("\r", "\n")
    shift = joined.find(text)
    pairs = [index for index in range(len(raw) - 1) if raw.startswith("\r\n", index)]

    def place(interval: Interval) -> Interval | None:
        start, end = (offset - bisect_left(pairs, offset) - shift for offset in interval)
        return trimmed(text, (start, end))

    return text, place


def by_letters(text: str, other: str) -> Place:
    """Return the way from intervals of `text` to those of `other`, which differs from it in nothing but white space.

    >>> by_letters("a b c", "ab  c")((0, 3))
    (0, 2)
    """
    before = list(accumulate((not char.isspace() for char in text), initial=0))
    offsets = [index for index, char in enumerate(other) if not char.isspace()]

    def place(interval: Interval) -> Interval | None:
        first, last = before[interval[0]], before[interval[1]]
        return (offsets[first], offsets[last - 1] + 1) if first < last else None

    return place


def segmented(text: str, segment: Segmenter) -> Sequence[Sequence[Interval]]:
    """Return the sentences of `text`, each the intervals of its tokens, and make sure that they can be written.

    Raises
    ------
    InputError
        If a token is empty, holds white space or overlaps another, or if they leave out a character.
    """
    sentences = [sentence for sentence in segment(text) if sentence]
    reached = 0
    for start, end in (token for sentence in sentences for token in sentence):
        if start < reached or end > len(text) or has_edge_space(text[start:end]) or len(text[start:end].split()) > 1:
            raise InputError(f"{start}-{end} cannot be a token", hint="tokens are in order and hold no white space")
        if text[reached:start].strip():
            raise InputError(f"no token holds {text[reached:start].strip()!r} at {reached}")
        reached = end
    if text[reached:].strip():
        raise InputError(f"no token holds {text[reached:].strip()!r} at {reached}")
    return sentences
