"""Whether a state's name stands for the state that acts, or for the place where things happen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from standoff.suggest.lexicon import CAPITAL, INSIDE, lexicon
from standoff.suggest.tokens import ADJECTIVE, NAME, Token

_REACH: Final = 5
"""How far before "to" the verb of a journey can be."""

_BETWEEN: Final = (NAME, ADJECTIVE, INSIDE, "D", "&", "K", CAPITAL)
"""Tokens that can stand between a preposition and a name."""

_LINKS: Final = {"&": (NAME,), "K": (NAME, CAPITAL)}
"""What a place goes on from: "in Egypt and Sudan", "in Kano, Nigeria"."""

_LONGEST: Final = 10


def is_place(row: Sequence[Token], index: int) -> bool:
    """Say whether the name of a state, or a word for one, at `index` is only a place.

    It is one behind a preposition of place ("in Doha", "in Egypt and Sudan"), behind "to" and a verb of motion
    ("traveled to Turkey"), behind words such as "south of", and where it is a city before its state ("Berlin, Germany")
    or before what was held in it ("the Geneva talks").
    """
    words, hit = lexicon(), row[index].hit
    after = row[index + 1].word.lower() if index + 1 < len(row) else ""
    if _is_city_with_state(row, index) or (hit and hit.entry.role == "seat" and after in words.venues):
        return True
    for position in range(index - 1, max(index - _LONGEST, -1), -1):
        token, before = row[position], row[max(0, position - _REACH) : position]
        word = token.word.lower()
        if word in words.places:
            return True
        if word == "to":
            return any(other.word.lower() in words.journeys for other in before)
        if token.symbol == "O":
            return bool(before) and before[-1].word.lower() in words.whereabouts
        if token.symbol == "K" and position == index - 1 and (after in words.speech or after in words.acts):
            # "After talks in Doha, Iran left"
            return False
        links = _LINKS.get(token.symbol)
        if token.symbol not in _BETWEEN or (links and before and before[-1].symbol not in links):
            return False
    return False


def _is_city_with_state(row: Sequence[Token], index: int) -> bool:
    for first in (index, index - 2):
        pair = row[max(first, 0) : first + 3]
        if len(pair) == 3 and [token.symbol for token in pair] == [NAME, "K", NAME]:
            city, state = pair[0].hit, pair[2].hit
            if city and state and city.entry.role == "seat" and state.entry.country == city.entry.country:
                return True
    return False
