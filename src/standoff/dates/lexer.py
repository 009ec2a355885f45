"""A text as a string of symbols, one for each word, number and mark, so that a regular expression can match phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.dates.vocabulary import SHAPES, UNKNOWN, Vocabulary


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text.

    Parameters
    ----------
    symbols
        One character for each token.
    words
        Each token as it stands in the text, with straight apostrophes and plain hyphens.
    starts, ends
        Code point offsets of each token.
    """

    symbols: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


class Lexer:
    """Splits texts into tokens.

    Parameters
    ----------
    vocabulary
        What gives the tokens their symbols.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        phrases = "|".join(form for phrase in vocabulary.phrases for form in _written(phrase))
        shapes = "|".join(f"(?P<{name}>{form})" for name, form in SHAPES.items())
        self._token = re.compile(
            rf"(?P<phrase>\b(?:{phrases}))(?!\w)|(?P<word>[^\W\d_]\w*)|{shapes}|(?P<mark>'s\b|--+|\n\s*\n|[^\w\s])"
        )

    def tokens(self, text: str) -> Tokens:
        """Return the tokens of a text; white space is none, but an empty line is."""
        plain = text.replace("’", "'").replace("–", "-").replace("‑", "-")
        symbol, shapes = self._vocabulary.symbol, self._vocabulary.symbols
        symbols, words, starts, ends = [], [], [], []
        for match in self._token.finditer(plain):
            word, kind = match.group(), match.lastgroup
            symbols.append(shapes.get(kind, UNKNOWN) if kind in SHAPES else symbol(word))
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
        return Tokens("".join(symbols), words, starts, ends)


def _written(phrase: str) -> tuple[str, str]:
    """Return the forms of a phrase as regular expressions: any of the first letters a capital, or all letters."""
    lower, upper = re.escape(phrase), re.escape(phrase.upper())
    either = re.sub(r"(?<![a-z'])[a-z]", lambda first: f"[{first[0]}{first[0].upper()}]", lower)
    return either.replace(r"\ ", r"\s+"), upper.replace(r"\ ", r"\s+")
