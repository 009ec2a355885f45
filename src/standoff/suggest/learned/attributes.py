"""Attributes as annotators gave them to the same words before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from standoff.records import Span
from standoff.scheme import SpanType

_TAIL: Final = re.compile(r"\s+(?:of|for|in|from|to|on|with|who|that)\b.*|,.*", re.DOTALL)

Table = Mapping[str, Mapping[str, str]]
"""Values by attribute and words."""


@dataclass(frozen=True)
class Attributes:
    """What annotators said of words.

    Parameters
    ----------
    by_phrase, by_head
        The most frequent value of each attribute for a whole span, and for its head, the last word before "of" and the
        like; all in lower case.
    usual
        The most frequent value of each attribute without which a span is not complete.
    """

    by_phrase: Table = field(default_factory=dict)
    by_head: Table = field(default_factory=dict)
    usual: Mapping[str, str] = field(default_factory=dict)

    def of(self, words: str, proposed: Mapping[str, str]) -> dict[str, str]:
        """Return the attributes of a span: those of the same words before those that rules propose.

        Parameters
        ----------
        proposed
            What rules say of words that it overlaps.
        """
        phrase = _plain(words)
        head = _head(phrase)
        by_head = {name: values[head] for name, values in self.by_head.items() if head in values}
        by_phrase = {name: values[phrase] for name, values in self.by_phrase.items() if phrase in values}
        return {**self.usual, **by_head, **proposed, **by_phrase}


def learn_attributes(labelled: Iterable[tuple[str, Span]], type_: SpanType) -> Attributes:
    """Return what the spans of one type say.

    Parameters
    ----------
    labelled
        Each span with the words that it covers.
    """
    by_phrase: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    by_head: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    free: Counter[tuple[str, str, str]] = Counter()
    phrases: Counter[str] = Counter()
    for words, span in labelled:
        phrase = _plain(words)
        phrases[phrase] += 1
        for name, value in span.attributes.items():
            attribute = type_.attributes.get(name)
            if attribute is None:
                continue
            if not attribute.values:
                free[name, phrase, value] += 1
                continue
            by_phrase[name][phrase][value] += 1
            by_head[name][_head(phrase)][value] += 1
            if attribute.required:
                usual[name][value] += 1
    for (name, phrase, value), count in free.items():
        # A country holds for the same words, and only if it does as a rule: "they" are of many.
        if 2 * count > phrases[phrase]:
            by_phrase[name][phrase][value] = count
    return Attributes(
        {name: _most_frequent(values) for name, values in by_phrase.items()},
        {name: _most_frequent(values) for name, values in by_head.items()},
        _most_frequent(usual),
    )


def _most_frequent(counts: Mapping[str, Counter[str]]) -> dict[str, str]:
    return {key: min(found, key=lambda value: (-found[value], value)) for key, found in sorted(counts.items())}


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def _head(phrase: str) -> str:
    return (_TAIL.sub("", phrase) or phrase).split(" ")[-1]
