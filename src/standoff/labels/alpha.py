"""Krippendorff's alpha: of nominal values, and of units that annotators marked in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from standoff.labels.kappa import NOTHING, Ratings, only_value

GAP = ""
"""The value of what an annotator left unmarked; φ in Krippendorff's notation."""


def nominal_alpha(ratings: Ratings) -> float | str:
    """Return Krippendorff's alpha of nominal values, at most 1, or in words why there is none.

    α = 1 - (n - 1) · Σ_{c≠k} o_ck / Σ_{c≠k} n_c · n_k over the coincidences o_ck of values c and k in the same item,
    an item with m values counting 1 / (m - 1) for each ordered pair of them; n_c = Σ_k o_ck, n = Σ_c n_c
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Items may have any number of values; those with
    one count for nothing.
    """
    frequency: dict[str, float] = {}
    disagreement = 0.0
    for values, number in ratings.items():
        if len(values) < 2:
            continue
        for value, count in Counter(values).items():
            frequency[value] = frequency.get(value, 0.0) + number * count
            disagreement += number * count * (len(values) - count) / (len(values) - 1)
    total = sum(frequency.values())
    if not total:
        return NOTHING
    expected = total**2 - sum(count**2 for count in frequency.values())
    if not expected:
        return only_value({tuple(frequency): 1})
    return 1 - (total - 1) * disagreement / expected


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that an annotator gave a value, or `GAP`."""

    start: int
    end: int
    value: str

    @property
    def length(self) -> int:
        """Its number of code points."""
        return self.end - self.start


def segments(extents: Iterable[tuple[int, int]], length: int) -> list[Segment]:
    """Cut a text into segments by the spans that an annotator marked, which may nest and overlap.

    Alpha for unitizing wants every code point to have one value. It is here how many spans cover the code point,
    written as ``"1"``, ``"2"`` …, so that two annotators also disagree where only one of them saw a span within a span.
    Where spans do not overlap, each is a segment of its own.

    >>> [(part.start, part.end, part.value) for part in segments([(2, 8), (4, 6)], 10)]
    [(0, 2, ''), (2, 4, '1'), (4, 6, '2'), (6, 8, '1'), (8, 10, '')]
    """
    change: dict[int, int] = {0: 0, length: 0}
    for start, end in extents:
        change[start] = change.get(start, 0) + 1
        change[end] = change.get(end, 0) - 1
    found, depth = [], 0
    bounds = sorted(change)
    for start, end in pairwise(bounds):
        depth += change[start]
        found.append(Segment(start, end, str(depth) if depth else GAP))
    return found


def unitizing_tally(partitions: Sequence[Sequence[Segment]]) -> Mapping[str | tuple[str, str], float]:
    """Return what `unitizing_alpha` needs to know of one text; the tallies of several texts add up.

    Parameters
    ----------
    partitions
        Each annotator's segments: side by side from the first code point of the text to its last. Two or more.

    Returns
    -------
    Mapping
        Under ``("length", value)``, how many code points all annotators gave that value; under ``"disagreement"``, how
        many code points differ between two annotators, over ordered pairs of them, by the number of others; under
        ``"self"``, the squared lengths of all units and the lengths of all gaps.
    """
    tally: Counter[str | tuple[str, str]] = Counter()
    for partition in partitions:
        for segment in partition:
            tally["length", segment.value] += segment.length
            tally["self"] += segment.length if segment.value == GAP else segment.length**2
    differing = sum(_differing(one, other) for one, other in combinations(partitions, 2))
    return {**tally, "disagreement": 2 * differing / (len(partitions) - 1)}


def unitizing_alpha(tally: Mapping[str | tuple[str, str], float]) -> float | str:
    """Return Krippendorff's alpha for unitizing, uα, at most 1, or in words why there is none.

    uα = 1 - Σ_{c≠k} l_ck / Σ_{c≠k} e_ck, where l_ck is the length over which one annotator has value c and another
    value k, each ordered pair of m annotators counting 1 / (m - 1), and e_ck is what chance would give:
    e_ck = l · l_c · l_k / (l² - s) for c ≠ k, with l_c = Σ_k l_ck, l = Σ_c l_c, and s the sum of the squared lengths of
    all units and of the lengths of all gaps, since a unit is not compared with itself. Gaps are a value too. This is
    the definition of Krippendorff, Mathet, Bouvry and Widlöcher 2016 (On the reliability of unitizing textual
    continua: further developments, Quality & Quantity 50, 2347-2364; Krippendorff 2019, Content Analysis, 4th ed.,
    section 12.6), which replaced that of 1995 and 2004 because the older one failed with more than two annotators.

    Several texts are taken as one, except that nothing in one text is compared with anything in another.
    """
    lengths = {key[1]: length for key, length in tally.items() if isinstance(key, tuple)}
    total = sum(lengths.values())
    if not total:
        return NOTHING
    if len(lengths) == 1:
        return "nobody marked anything" if GAP in lengths else "everybody marked everything"
    by_chance = total**2 - sum(length**2 for length in lengths.values())
    return 1 - tally.get("disagreement", 0.0) * (total**2 - tally["self"]) / (total * by_chance)


def _differing(one: Sequence[Segment], other: Sequence[Segment]) -> int:
    """Return the number of code points to which two partitions of a text give different values."""
    found = index = 0
    for segment in one:
        while index < len(other) and other[index].start < segment.end:
            candidate = other[index]
            if candidate.value != segment.value:
                found += min(segment.end, candidate.end) - max(segment.start, candidate.start)
            if candidate.end > segment.end:
                break
            index += 1
    return found
