"""A text as the words that a tagger learns from: each with what it looks like and what rules and tables make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Article
from standoff.suggest.clauses import sentences
from standoff.suggest.places import is_place
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.tokens import Token, tokens

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_](?:[^\W_]|(?!['’]s\b)['’.&-](?=[^\W_]))*|['’]s\b|[^\w\s]|_")
_SHAPE: Final = ((re.compile(r"[^\W\d_a-z]+"), "X"), (re.compile(r"[a-z]+"), "x"), (re.compile(r"\d+"), "9"))
_WINDOW: Final = (-2, -1, 1, 2)
_SUFFIX: Final = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark.

    Parameters
    ----------
    start, end
        Half-open interval of code points.
    features
        What the tagger sees of it and of the words around it.
    """

    start: int
    end: int
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a word without those around it."""

    start: int
    end: int
    lower: str
    shape: str
    rule: str
    known: str


def word_rows(article: Article, suggestions: Sequence[Suggestion]) -> Iterator[list[Word]]:
    """Return the words of each sentence of an article.

    Parameters
    ----------
    suggestions
        What rules suggest for the type that is learned; the tagger learns how far to trust them.
    """
    row = tokens(article.text)
    covering = _Covering(article.text, row, suggestions)
    for start, end in sentences(article.text):
        seen = [covering.seen(match) for match in _WORD.finditer(article.text, start, end)]
        if seen:
            yield [Word(word.start, word.end, tuple(_features(seen, index))) for index, word in enumerate(seen)]


class _Covering:
    """Looks up what covers each word, from left to right."""

    def __init__(self, text: str, row: Sequence[Token], suggestions: Sequence[Suggestion]) -> None:
        self._known = [""] * len(text)
        self._rules = ["-"] * len(text)
        for index, token in enumerate(row):
            kind = f"{token.symbol}{token.kind}"
            if token.hit is not None:
                kind += f":{token.hit.entry.role}"
                if token.kind == "state" and is_place(row, index):
                    kind += ":place"
            self._known[token.start : token.end] = [kind] * (token.end - token.start)
        for suggestion in suggestions:
            size = suggestion.end - suggestion.start
            self._rules[suggestion.start : suggestion.end] = [f"I {suggestion.why}"] * size
            self._rules[suggestion.start] = f"B {suggestion.why}"

    def seen(self, match: re.Match[str]) -> _Seen:
        start, end = match.span()
        shape = match.group()[:20]
        for pattern, letter in _SHAPE:
            shape = pattern.sub(letter, shape)
        return _Seen(start, end, match.group().lower(), shape, self._rules[start], self._known[start])


def _features(row: Sequence[_Seen], index: int) -> Iterator[str]:
    word = row[index]
    yield "any"
    yield f"word={word.lower}"
    yield f"suffix={word.lower[-_SUFFIX:]}"
    yield f"shape={word.shape}"
    yield f"rule={word.rule}"
    yield f"rule={word.rule[0]}"
    yield f"known={word.known}"
    if index == 0:
        yield "first"
    for offset in _WINDOW:
        position = index + offset
        if 0 <= position < len(row):
            other = row[position]
            yield f"{offset}:word={other.lower}"
            yield f"{offset}:shape={other.shape}"
            yield f"{offset}:rule={other.rule[0]}"
            yield f"{offset}:known={other.known}"
    if index:
        yield f"words={row[index - 1].lower} {word.lower}"
        yield f"rules={row[index - 1].rule[0]}{word.rule[0]}"
    if index + 1 < len(row):
        yield f"rules+={word.rule[0]}{row[index + 1].rule[0]}"
