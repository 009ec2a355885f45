"""An article as a row of symbols over which actors are patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from standoff.suggest.gazetteer import Hit, gazetteer
from standoff.suggest.lexicon import CAPITAL, INSIDE, LONGEST, NUMBER, OTHER, Lexicon, lexicon

NAME: Final = "G"
"""A name of the tables that is no person's."""
LEADER: Final = "L"
"""A person of the tables."""
ADJECTIVE: Final = "A"
"""An adjective of nationality."""
PARTICLE: Final = "P"
"""A small word within names."""

_MARKS: Final = {"'s": "Q", "'": "Q", "of": "O", "for": "F", "and": "&", ",": "K"}
_WORD: Final = re.compile(
    r"'s\b|(?:[A-Z]\.)+(?=\s[A-Z][a-z])|[^\W\d_](?:\w|-(?=\w)|'(?!s\b)(?=\w))*|\d+(?:[.,]\d+)*|'|\n\s*\n|[^\w\s]"
)
_COMPOUND: Final = re.compile(r"-[a-z]\w*(?:-\w+)*")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ARABIC_NAME: Final = re.compile(r"(?:al|el|ad|ar|as|at|ul)-[A-Z]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a phrase of the lexicon, a name of the tables or a mark.

    Parameters
    ----------
    start, end
        Half-open interval of code points.
    symbol
        One character: what it is to the patterns.
    kind
        The kind of actor that it makes of a phrase, where it does.
    country
        ISO 3166-1 alpha-3, where it names or implies one.
    word
        The words as they stand, with straight apostrophes.
    hit
        The entry of the tables, where it is one.
    """

    start: int
    end: int
    symbol: str
    word: str
    kind: str = ""
    country: str = ""
    hit: Hit | None = None


def tokens(text: str, more: Sequence[Hit] = ()) -> list[Token]:
    """Return the tokens of a text in order; white space is none, but an empty line is.

    Parameters
    ----------
    more
        Names of the user's own; of overlapping names the first and longest counts, and ours before those.
    """
    plain = text.replace("’", "'").replace("‘", "'")
    words = lexicon()
    found: list[Token] = []
    position = 0
    for hit in sorted((*gazetteer().hits(text), *more), key=lambda hit: (hit.start, -hit.end)):
        if hit.start < position:
            continue
        found += _words(plain, position, hit.start)
        compound = _COMPOUND.match(plain, hit.end)
        end = compound.end() if compound else hit.end
        # In "Iran-backed" the name is not the actor's own.
        found.append(Token(hit.start, end, INSIDE, plain[hit.start : end]) if compound else _named(hit, plain))
        position = end
    found += _words(plain, position, len(plain))
    return list(_joined(found, words))


def _named(hit: Hit, plain: str) -> Token:
    entry = hit.entry
    symbol = LEADER if entry.kind == "person" else ADJECTIVE if entry.role == "adjective" else NAME
    return Token(hit.start, hit.end, symbol, plain[hit.start : hit.end], entry.kind, entry.country, hit)


def _words(plain: str, start: int, end: int) -> Iterator[Token]:
    for match in _WORD.finditer(plain, start, end):
        yield Token(match.start(), match.end(), "", match.group())


def _joined(found: list[Token], words: Lexicon) -> Iterator[Token]:
    """Give words their symbols, phrases of the lexicon one together."""
    position = 0
    while position < len(found):
        first = found[position]
        if first.symbol:
            yield first
            position += 1
            continue
        for length in range(min(LONGEST, len(found) - position), 0, -1):
            row = found[position : position + length]
            if any(token.symbol for token in row):
                continue
            entry = words.entry(_phrase(row))
            if entry is not None:
                yield Token(first.start, row[-1].end, entry.symbol, _phrase(row), entry.kind)
                position += length
                break
        else:
            yield Token(first.start, first.end, _symbol(first.word, words, opens=_opens(found, position)), first.word)
            position += 1


def _phrase(row: list[Token]) -> str:
    text = row[0].word
    for before, token in pairwise(row):
        text += token.word if token.start == before.end else f" {token.word}"
    return text


def _opens(found: list[Token], position: int) -> bool:
    return (
        position == 0
        or found[position - 1].word in (".", "!", "?", '"', "“", "”", ":")
        or found[position - 1].word.isspace()
    )


def _symbol(word: str, words: Lexicon, *, opens: bool) -> str:
    if word in _MARKS:
        return _MARKS[word]
    if word.lower() in words.determiners:
        return "D"
    if word in words.particles:
        return PARTICLE
    if word[0].isupper() or _ARABIC_NAME.match(word):
        return OTHER if word.lower() in words.openers and (opens or word[1:].islower()) else CAPITAL
    if word[0].isdigit():
        return OTHER if _YEAR.fullmatch(word) else NUMBER
    return OTHER if word[0].isalnum() else "."
