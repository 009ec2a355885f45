"""Stretches of an article that could be labelled, and what a classifier sees of them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.suggest import Suggestion, suggest

_WORD: Final = re.compile(r"\w+(?:['’.-]\w+)*|[^\w\s]")
_DRAWN: Final = 2
"""Stretches drawn at random beside each label, so that there is something to tell labels from."""
_LONGEST: Final = 60
"""No stretch of more words is compared."""


@dataclass(frozen=True)
class Example:
    """An article with labels that may be right or wrong, and with everything that rules suggest in it."""

    article: Article
    labels: LabelSet
    suggestions: tuple[Suggestion, ...]

    @cached_property
    def words(self) -> tuple[tuple[int, int], ...]:
        """The half-open intervals of the words and marks of the text."""
        return tuple(match.span() for match in _WORD.finditer(self.article.text))


def example(article: Article, labels: LabelSet, scheme: Scheme) -> Example:
    """Return an example of labels and suggestions."""
    return Example(article, labels, tuple(suggest(article, scheme, threshold=0.0)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the text of an example.

    Parameters
    ----------
    span
        The label that it has of the type in question, if it has one.
    suggestion
        The suggestion of that type with the same extent or, without one, the one that overlaps it most.
    """

    type: str
    start: int
    end: int
    span: Span | None
    suggestion: Suggestion | None

    @property
    def is_suggested(self) -> bool:
        """Say whether it has been suggested with just this extent."""
        one = self.suggestion
        return one is not None and (one.start, one.end) == (self.start, self.end)


def candidates(one: Example, type_: str) -> Iterator[Candidate]:
    """Yield what could be a label of that type: every label, suggestion, label with an edge moved, and some at random.

    The same article and labels always yield the same.
    """
    labelled = {(span.start, span.end): span for span in one.labels.spans if span.type == type_}
    suggested = {(found.start, found.end) for found in one.suggestions if found.type == type_}
    others = {(span.start, span.end) for span in one.labels.spans}
    extents = dict.fromkeys([*labelled, *sorted(suggested | others)])
    starts = {start: index for index, (start, _) in enumerate(one.words)}
    ends = {end: index for index, (_, end) in enumerate(one.words)}
    chance = random.Random(f"{one.article.sha256} {type_}")  # noqa: S311 - no secret
    for start, end in labelled:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None:
            continue
        moved = [(first + by, last) for by in (-1, 1)] + [(first, last + by) for by in (-1, 1)]
        size = last - first
        drawn = [(at, at + size) for at in chance.choices(range(len(one.words)), k=_DRAWN)]
        for low, high in [*moved, *drawn]:
            if 0 <= low <= high < len(one.words):
                extents[one.words[low][0], one.words[high][1]] = None
    same_type = [found for found in one.suggestions if found.type == type_]
    for start, end in extents:
        nearest = max(same_type, key=lambda found: _likeness(found, start, end), default=None)
        near = nearest if nearest is not None and _likeness(nearest, start, end) > 0 else None
        yield Candidate(type_, start, end, labelled.get((start, end)), near)


class Looks:
    """What a classifier sees of the candidates of an example, as feature names with values."""

    def __init__(self, one: Example) -> None:
        self._one = one
        self._text = one.article.text
        self._by_extent: dict[tuple[int, int], list[Suggestion]] = defaultdict(list)
        for found in one.suggestions:
            self._by_extent[found.start, found.end].append(found)

    def of(self, candidate: Candidate) -> Mapping[str, float]:
        """Return the features of a candidate: its words, those around it, and what rules make of it."""
        text, words = self._text, self._one.words
        inside = [text[start:end] for start, end in words if candidate.start <= start and end <= candidate.end]
        before = [text[start:end] for start, end in words if end <= candidate.start][-2:]
        after = [text[start:end] for start, end in words if start >= candidate.end][:2]
        found = {"size": min(len(inside), _LONGEST) / 10, **_of_words(inside)}
        found |= {f"before={word.lower()}": 1.0 for word in before[-1:]}
        found |= {f"before2={' '.join(before).lower()}": 1.0, f"after={''.join(after[:1]).lower()}": 1.0}
        found |= {f"after2={' '.join(after).lower()}": 1.0}
        if inside:
            left, right = "".join(before[-1:]), "".join(after[:1])
            first, last = _shape(inside[0]), _shape(inside[-1])
            found |= {f"left={left.lower()} {first}": 1.0, f"left={_shape(left)} {first}": 1.0}
            found |= {f"right={last} {right.lower()}": 1.0, f"right={last} {_shape(right)}": 1.0}
        found |= {f"also={other.type}": 1.0 for other in self._by_extent[candidate.start, candidate.end]}
        return found | _of_suggestion(candidate)


def _of_words(inside: Sequence[str]) -> dict[str, float]:
    found = {f"has={word.lower()}": 1.0 for word in inside[:_LONGEST]}
    for edge, word in (("first", inside[0]), ("last", inside[-1])) if inside else ():
        found[f"{edge}={word.lower()}"] = 1.0
        found[f"{edge}:{_shape(word)}"] = 1.0
    found["shape=" + " ".join(_shape(word) for word in inside[:6])] = 1.0
    return found


def _of_suggestion(candidate: Candidate) -> dict[str, float]:
    one = candidate.suggestion
    if one is None:
        return {"rule=none": 1.0}
    likeness = _likeness(one, candidate.start, candidate.end)
    found = {f"rule={one.why}": 1.0, "likeness": likeness, "score": one.score * likeness}
    found["edges=" + ("same" if candidate.is_suggested else "other")] = 1.0
    return found | {f"said:{name}={value}": 1.0 for name, value in one.attributes.items()}


def _shape(word: str) -> str:
    if not word:
        return "-"
    if word.isdigit():
        return "9"
    if not word[0].isalnum():
        return word
    return "Xx" if word[0].isupper() else "x"


def _likeness(one: Suggestion, start: int, end: int) -> float:
    """Return the share of two extents that both have (their intersection by their union), from 0 to 1."""
    common = min(one.end, end) - max(one.start, start)
    return max(0, common) / (max(one.end, end) - min(one.start, start))
