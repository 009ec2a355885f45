"""Whether a state's name stands for the state that acts, or for the place where things happen."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.suggest.lexicon import lexicon
from standoff.suggest.tokens import ADJECTIVE, NAME, Token

_REACH = 5


def is_place(row: Sequence[Token], index: int) -> bool:
    """Say whether the name of a state at `index` is only a place: "in Doha", "traveled to Turkey", "Egypt and Sudan" after "in"."""
    words = lexicon()
    position = index - 1
    while position >= 0 and row[position].symbol in ("D", "&", "K", NAME, "M", "w") and position > index - _REACH * 2:
        token = row[position]
        word = token.word.lower()
        if word in words.places:
            return True
        if word == "to":
            return any(other.word.lower() in words.journeys for other in row[max(0, position - _REACH) : position])
        if token.symbol == "w" or (token.symbol == "M" and token.word.lower() not in ("eastern", "western", "northern", "southern", "central")):
            return False
        if token.symbol in ("&", "K") and (position == 0 or row[position - 1].symbol not in (NAME, ADJECTIVE)):
            return False
        position -= 1
    return position >= 0 and row[position].word.lower() in words.places
