"""Tokens of a sentence, and the BIO tags that spans give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Span

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


@dataclass(frozen=True, slots=True)
class Tagging:
    """BIO tags of one sentence for one span type.

    Parameters
    ----------
    tags
        One for each token: `OUTSIDE`, `BEGIN` or `INSIDE`.
    nested
        How many spans were left out because a span of the same type covers a part of them already.
    unaligned
        How many were left out because they begin or end within a token.
    """

    tags: list[int]
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


def tag(tokens: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Tagging:
    """Return the BIO tags that `spans`, all of one type, give to `tokens`.

    Where spans overlap, the outermost is tagged; of two that cross, the earlier.
    """
    spans = list(spans)
    if not spans:
        return Tagging([OUTSIDE] * len(tokens), 0, 0)
    starts = {start: index for index, (start, _) in enumerate(tokens)}
    ends = {end: index for index, (_, end) in enumerate(tokens)}
    tags = [OUTSIDE] * len(tokens)
    nested = unaligned = reached = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start not in starts or span.end not in ends:
            unaligned += 1
        elif span.start < reached:
            nested += 1
        else:
            first, last = starts[span.start], ends[span.end]
            tags[first : last + 1] = [BEGIN] + [INSIDE] * (last - first)
            reached = span.end
    return Tagging(tags, nested, unaligned)
