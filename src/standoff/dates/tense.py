"""Whether the words around an expression speak of the past or of what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final, Literal

Tense = Literal["past", "future", "open"]

_FUTURE: Final = frozenset(
    """
    will 'll shall would wo going plans expected expects expect scheduled planned due may might could should must ca can intends
    hopes until upcoming unless payable effective planning hoping aims wants seeks
    meets begins starts opens resumes leaves votes expires ends visits hosts travels
    """.split()
)
_PAST: Final = frozenset(
    """
    was were had did been became began begun broke brought built came caught chose cut died drew drove fell felt flew fought found
    gave got grew hit held kept killed knew led left lost made meant met paid put ran rose said sat saw sent shot showed sold
    spent spoke stood struck took taught thought told threw went won wore wrote fled sank shook stole swept withdrew since has have
    """.split()
)
# Words in -ed that are no past forms.
_NOT_PAST: Final = frozenset("need indeed united hundred wounded red bed seed speed feed proceed exceed succeed".split())
_NOT_A_VERB: Final = frozenset(
    "the a an this that these those its his her their our my your him them it us me which whom all some both each".split()
)
_DETERMINERS: Final = frozenset("a an the its his her their our this that 's".split())
_OPENERS: Final = frozenset((",", ";", ":", "and", "but", "while", "that"))
_WAS: Final = frozenset(("was", "were", "been"))

_REACH: Final = 25
"""How many words away a verb can be."""

_PREPOSITIONS: Final = frozenset("on in by at during since from until after before".split())


def tense_around(words: Sequence[str], begin: int, end: int) -> Tense:
    """Return the tense of the verb that most likely governs an expression.

    The nearest cue before the expression in its sentence decides, then the nearest one behind it; where the expression
    opens its clause, it is the other way round: in "said on Monday that talks would begin" the cue is "said", in "said
    that, on Monday, talks would begin" it is "would". After a determiner ("a June agreement") no verb governs it.

    Parameters
    ----------
    words
        The words of the text.
    begin, end
        Where the expression begins and ends among them.
    """
    before = _until_sentence_ends(words, range(begin - 1, max(begin - _REACH, 0) - 1, -1))
    behind = _until_sentence_ends(words, range(end, min(end + _REACH, len(words))))
    if before and words[before[0]].lower() in _DETERMINERS:
        return "open"
    opening = before[1:] if before and words[before[0]].lower() in _PREPOSITIONS else before
    opens_clause = not opening or words[opening[0]] in _OPENERS
    for position in [*behind, *before] if opens_clause else [*before, *behind]:
        if cue := _cue(words, position):
            return cue
    return "open"


def _until_sentence_ends(words: Sequence[str], positions: range) -> list[int]:
    return list(takewhile(lambda position: not _ends_sentence(words, position), positions))


def _cue(words: Sequence[str], position: int) -> Tense | None:
    word = words[position]
    if word == "to" and position + 1 < len(words):
        following = words[position + 1]
        if not following.islower() or following in _NOT_A_VERB:
            return None
        return "past" if _WAS.intersection(words[max(position - 2, 0) : position]) else "future"
    if word in _FUTURE:
        return "future"
    if word in _PAST or (word.endswith("ed") and word.islower() and len(word) > 3 and word not in _NOT_PAST):
        return "past"
    return None


def _ends_sentence(words: Sequence[str], position: int) -> bool:
    word = words[position]
    if word in (".", "?", "!"):
        return position + 1 == len(words) or not words[position + 1][0].islower()
    return word.isspace()
