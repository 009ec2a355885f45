"""Carrying labels over from one text of an article to a revised one, by their words and what stands around them.

The words are those of a W3C text quote selector: ``exact``, with ``prefix`` and ``suffix``
(https://www.w3.org/TR/annotation-model/#text-quote-selector). A label goes to a place that has its words, where every
other place of these words, in both texts, fits worse; it never goes to other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from standoff.errors import Finding
from standoff.records import LabelSet, Relation, Span
from standoff.text import sha256_hex

MIN_CONFIDENCE: Final = 0.65
"""Less than this much of what stood around a label is too little to know its place by."""
_WIDTHS: Final = (24, 96, 384)
"""How much context is compared, on either side, in code points: near words count in each width."""
_MARGIN: Final = 0.05
"""How much better than any other place the chosen one must fit."""

_ZERO_WIDTH_JOINER: Final = "\u200d"

Extent: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Reanchored:
    """What became of the labels of one label set.

    Parameters
    ----------
    labels
        Those that have a place in the revised text, with its sha256.
    confidence
        For each of its spans, by id, how much of what stood around it still does: 0 … 1.
    lost_spans, lost_relations
        Those without a place; offsets are into the earlier text.
    reasons
        One finding for each of the lost, in the same order.
    """

    labels: LabelSet
    confidence: Mapping[str, float]
    lost_spans: tuple[Span, ...]
    lost_relations: tuple[Relation, ...]
    reasons: tuple[Finding, ...]


def reanchor(labels: LabelSet, earlier: str, revised: str, min_confidence: float = MIN_CONFIDENCE) -> Reanchored:
    """Carry a label set over to a revised text.

    Parameters
    ----------
    earlier, revised
        Canonical texts; the offsets of `labels` are into `earlier`.
    min_confidence
        Labels with a smaller confidence are given up: 0 … 1.

    Raises
    ------
    ValueError
        If the labels are not of the text `earlier`.
    """
    if sha256_hex(earlier) != labels.sha256:
        message = f"the labels of {labels.article_id!r} are of another text than the earlier one given"
        raise ValueError(message)
    places = _Places(earlier, revised)
    spans, confidence, lost, reasons = [], {}, [], []
    for span in labels.spans:
        extent, sure, why = places.find((span.start, span.end))
        if extent is not None and sure >= min_confidence:
            spans.append(replace(span, start=extent[0], end=extent[1]))
            confidence[span.id] = round(sure, 3)
            continue
        lost.append(span)
        code, message = why or ("low-confidence", f"its surroundings changed too much (confidence {sure:.2f})")
        reasons.append(Finding(code, f"{span.type} {span.id}: {message}", field=f"$.spans[{span.id}]"))
    relations = [one for one in labels.relations if one.from_id in confidence and one.to_id in confidence]
    cut = [one for one in labels.relations if one not in relations]
    reasons += [Finding("relation-end", f"{one.key}: an end of it has no place", field="$.relations") for one in cut]
    moved = replace(labels.with_labels(spans, relations), sha256=sha256_hex(revised))
    return Reanchored(moved, confidence, tuple(lost), tuple(cut), tuple(reasons))


class _Places:
    """Where words of the earlier text stand in the revised one."""

    def __init__(self, earlier: str, revised: str) -> None:
        self._earlier, self._revised = earlier, revised
        self._extents: dict[tuple[str, bool, bool], tuple[list[Extent], list[Extent]]] = {}
        self._fits: dict[tuple[Extent, Extent], float] = {}

    def find(self, extent: Extent) -> tuple[Extent | None, float, tuple[str, str] | None]:
        """Return the place in the revised text, how well it fits (0 … 1), and why there is none."""
        here, there = self._places_of(extent)
        if not there:
            return None, 0.0, ("words-gone", "its words do not stand in the revised text")
        best = max(there, key=lambda place: self._fit(extent, place))
        fit = self._fit(extent, best)
        if any(fit - self._fit(extent, place) < _MARGIN for place in there if place != best):
            return None, fit, ("ambiguous", "more than one place of its words in the revised text fits")
        if any(fit - self._fit(place, best) < _MARGIN for place in here if place != extent):
            return None, fit, ("ambiguous", "the same words elsewhere in the earlier text fit its place as well")
        return best, fit, None

    def _places_of(self, extent: Extent) -> tuple[list[Extent], list[Extent]]:
        """Return the extents of the same words in the earlier text and in the revised one."""
        start, end = extent
        key = (self._earlier[start:end], _within_word(self._earlier, start), _within_word(self._earlier, end))
        if key not in self._extents:
            self._extents[key] = _extents(key, self._earlier), _extents(key, self._revised)
        return self._extents[key]

    def _fit(self, one: Extent, other: Extent) -> float:
        """Return how alike the surroundings of an earlier and a revised place are, 0 … 1, mean over the widths.

        At each width that is 1 - (characters to take out and put in) / (characters on both sides of both places).
        """
        if (one, other) not in self._fits:
            from rapidfuzz.distance.Indel import distance

            likeness = 0.0
            for width in _WIDTHS:
                prefixes = [text[max(0, at[0] - width) : at[0]] for text, at in self._both(one, other)]
                suffixes = [text[at[1] : at[1] + width] for text, at in self._both(one, other)]
                characters = sum(map(len, prefixes + suffixes))
                likeness += 1 - (distance(*prefixes) + distance(*suffixes)) / characters if characters else 1
            self._fits[one, other] = likeness / len(_WIDTHS)
        return self._fits[one, other]

    def _both(self, one: Extent, other: Extent) -> tuple[tuple[str, Extent], tuple[str, Extent]]:
        return (self._earlier, one), (self._revised, other)


def _extents(key: tuple[str, bool, bool], text: str) -> list[Extent]:
    """Return where words stand in a text, whatever the white space between them, cut off from others as they were."""
    words, *within = key
    pattern = re.compile("(?=(" + r"\s+".join(re.escape(word) for word in words.split()) + "))")
    found = (match.span(1) for match in pattern.finditer(text))
    return [extent for extent in found if [_within_word(text, edge) for edge in extent] == within]


def _within_word(text: str, offset: int) -> bool:
    """Say whether `offset` lies within a word, a number such as 1.5, or characters that are shown as one."""
    before, after = text[max(0, offset - 1) : offset], text[offset : offset + 1]
    if not before or not after:
        return False
    if _joins(after) or before == _ZERO_WIDTH_JOINER:
        return True
    if before in ".,":
        return after.isdigit() and text[max(0, offset - 2) : offset - 1].isdigit()
    if after in ".,":
        return before.isdigit() and text[offset + 1 : offset + 2].isdigit()
    return all(char.isalnum() or char == "_" or _joins(char) for char in (before, after))


def _joins(char: str) -> bool:
    """Say whether a character is shown as one with the one before it: a mark, a joiner or a skin tone."""
    return unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} or "\U0001f3fb" <= char <= "\U0001f3ff"
