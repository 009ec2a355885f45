"""What was learned from labels, and what it makes of suggestions."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import orjson

from standoff.records import Article
from standoff.suggest.learned.attributes import Attributes
from standoff.suggest.learned.scores import Scores
from standoff.suggest.learned.tagger import Tagger
from standoff.suggest.learned.words import Word, word_rows
from standoff.suggest.suggestion import Suggestion

LEARNED_TYPE: Final = "actor"
"""The span type whose spans a tagger can learn."""


@dataclass(frozen=True)
class Learned:
    """What `standoff.suggest.learn` learned from labels.

    Parameters
    ----------
    scheme, scheme_version
        The scheme of the labels.
    rules
        The version of the rules beside which it was learned.
    thresholds
        How sure a suggestion of each span type must be.
    scores
        How sure each rule may be.
    tagger
        Where it finds actors better than rules do.
    attributes
        What annotators said of actors, for spans of the tagger.
    about
        The figures by which it was chosen, as JSON.
    """

    scheme: str
    scheme_version: int
    rules: str
    thresholds: Mapping[str, float]
    scores: Scores
    tagger: Tagger | None = None
    attributes: Attributes = field(default_factory=Attributes)
    about: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The sha256 of everything that suggestions depend on."""
        content = {
            "scheme": [self.scheme, self.scheme_version],
            "rules": self.rules,
            "thresholds": dict(self.thresholds),
            "scores": self.scores,
            "attributes": self.attributes,
            "tagger": hashlib.sha256(self.tagger.data).hexdigest() if self.tagger else None,
        }
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def improved(self, article: Article, suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
        """Return suggestions of rules as sure as they proved to be, and the tagger's in the place of its type's."""
        ruled = list(suggestions)
        if self.tagger is not None:
            actors = [one for one in ruled if one.type == LEARNED_TYPE]
            ruled = [one for one in ruled if one.type != LEARNED_TYPE]
            rows = word_rows(article, actors)
            yield from tagged(article.text, rows, actors, self.tagger, self.attributes)
        for one in ruled:
            yield self.scores.applied(one)


def tagged(
    text: str, rows: Iterable[Sequence[Word]], ruled: Sequence[Suggestion], tagger: Tagger, attributes: Attributes
) -> Iterator[Suggestion]:
    """Return the actors that a tagger finds.

    Parameters
    ----------
    rows
        The words of each sentence of the article.
    ruled
        The actors that rules find, which lend their attributes.
    """
    ordered = sorted(ruled, key=lambda one: one.start)
    starts, ends = [one.start for one in ordered], [one.end for one in ordered]
    for row in rows:
        # No actor of the rules lies within another, so those of a sentence stand together.
        near = ordered[bisect_right(ends, row[0].start) : bisect_left(starts, row[-1].end)]
        for start, end, score in tagger.spans(row):
            support = max(near, key=lambda one: _common(one, start, end), default=None)
            if support is None or _common(support, start, end) <= 0:
                found = attributes.of(text[start:end], {})
                why = ", ".join(("learned from labels", *tagger.reasons(row, start, end)))
            else:
                found = attributes.of(text[start:end], support.attributes)
                why = f"learned from labels, with {support.why.partition(': ')[2]}"
            yield Suggestion(LEARNED_TYPE, start, end, found, score, f"{LEARNED_TYPE}: {why}")


def _common(one: Suggestion, start: int, end: int) -> int:
    """Return how many code points a suggestion has in common with an interval; not above 0 where none."""
    return min(one.end, end) - max(one.start, start)
