"""Finding what a Web Annotation's selectors select in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standoff.errors import InputError
from standoff.formats.model import Interval
from standoff.text import Utf16Map

_CHARACTERS = re.compile(r"char=(\d{1,9}),(\d{1,9})(?:;.*)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a selection and what stands right before and after them; empty where a selector does not say."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def places(self, text: str) -> Iterator[Interval]:
        """Yield every place where the words stand between their prefix and their suffix."""
        pattern = f"(?<={re.escape(self.prefix)})(?={re.escape(self.exact)}{re.escape(self.suffix)})"
        return ((match.start(), match.start() + len(self.exact)) for match in re.finditer(pattern, text))


@dataclass(frozen=True, slots=True)
class Selection:
    """What the selectors of one target say: a position, a quote, or both.

    Parameters
    ----------
    position
        Of the Text Position Selector: code points, as the recommendation has it, or what a client took for them.
    """

    position: Interval | None
    quote: Quote | None

    def find(self, text: str, offsets: Utf16Map) -> tuple[Interval | None, str]:
        """Return the interval that is selected, and how it was found if not as the selectors say.

        Returns
        -------
        tuple
            The interval in code points, or None if nothing or more than one place fits; and ``utf-16`` where the
            position counts UTF-16 code units, ``quote`` where the words are not at the position, else ``""``.
        """
        if self.position is not None and self._fits(text, self.position):
            return self.position, ""
        in_utf16 = self._from_utf16(offsets)
        if in_utf16 is not None and self._fits(text, in_utf16):
            return in_utf16, "utf-16"
        if self.quote is None:
            return None, ""
        places = list(self.quote.places(text)) or list(Quote(self.quote.exact).places(text))
        if len(places) != 1:
            return None, "quote"
        return places[0], "" if self.position is None else "quote"

    def _fits(self, text: str, interval: Interval) -> bool:
        start, end = interval
        return 0 <= start < end <= len(text) and (self.quote is None or text[start:end] == self.quote.exact)

    def _from_utf16(self, offsets: Utf16Map) -> Interval | None:
        """Return the position as code points if it counts UTF-16 code units and there are words to show it."""
        if self.position is None or self.quote is None:
            return None
        try:
            start, end = (offsets.from_utf16(offset) for offset in self.position)
        except InputError:
            return None
        return start, end


def selection_of(selectors: list[Any]) -> Selection | None:
    """Return what the selectors of a target say, or None if they have no position in the text and no quote."""
    position: Interval | None = None
    quote: Quote | None = None
    for selector in selectors:
        if not isinstance(selector, Mapping) or "refinedBy" in selector:
            continue
        start, end = selector.get("start"), selector.get("end")
        if selector.get("type") == "TextPositionSelector" and type(start) is int and type(end) is int:
            position = (start, end)
        if selector.get("type") == "FragmentSelector":
            position = _of_fragment(selector.get("value")) or position
        words = [selector.get(key, "") for key in ("exact", "prefix", "suffix")]
        if selector.get("type") == "TextQuoteSelector" and all(isinstance(word, str) for word in words) and words[0]:
            quote = Quote(*words)
    return None if position is None and quote is None else Selection(position, quote)


def _of_fragment(value: object) -> Interval | None:
    """Return the interval that a fragment of a plain text names (RFC 5147, such as ``char=3,9``), if it names one."""
    match = _CHARACTERS.fullmatch(value) if isinstance(value, str) else None
    return (int(match[1]), int(match[2])) if match else None
