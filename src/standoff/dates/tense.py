"""Whether the words around an expression speak of the past or of what is to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

Tense = Literal["past", "future", "open"]

_FUTURE: Final = frozenset(
    """will 'll shall would won wo going plans plan expected expects expect scheduled planned set due may might could should must
    can intends hopes until upcoming tomorrow deadline unless payable
    next effective forthcoming planning hoping aims wants seeks
    starting begins starts opens beginning""".split()
)
_PAST: Final = frozenset(
    """was were had did been became began begun broke brought built came caught chose cut died drew drove fell felt flew fought found
    gave got grew hit held kept killed knew led left lost made meant met paid put ran rose said sat saw sent shot showed sold
    spent spoke stood struck took taught thought told threw took went won wore wrote fled sank shook stole swept withdrew
    since has have""".split()
)
# Words in -ed that are no past forms.
_NOT_PAST: Final = frozenset("need indeed united hundred wounded red bed seed speed feed proceed exceed succeed".split())
_PARTICIPLE_CUES: Final = frozenset("expected scheduled planned due set likely supposed".split())
_NOT_A_VERB: Final = frozenset(
    "the a an this that these those its his her their our my your him them it us me which whom all some both each".split()
)
_WORD: Final = re.compile(r"[a-z']")


def tense_around(words: Sequence[str], index: int, end: int) -> Tense:
    """Return the tense of the verb that most likely governs an expression.

    The nearest cue before the expression in its sentence decides, then the nearest one behind it: in "said on Monday that
    talks would begin" that is "said", in "on Monday talks will begin" it is "will".

    Parameters
    ----------
    words
        The words of the text.
    index, end
        Where the expression begins and ends among them.
    """
    for position in range(index - 1, max(index - 25, 0) - 1, -1):
        if _ends_sentence(words, position):
            break
        if cue := _cue(words, position):
            return cue
    for position in range(end, min(end + 25, len(words))):
        if _ends_sentence(words, position):
            break
        if cue := _cue(words, position):
            return cue
    return "open"


def _cue(words: Sequence[str], position: int) -> Tense | None:
    word = words[position]
    if word == "to" and position + 1 < len(words):
        following = words[position + 1]
        is_verb = following.islower() and following.isalpha() and following not in _NOT_A_VERB
        return "future" if is_verb else None
    if word in _FUTURE:
        return "future"
    if word in _PAST or (word.endswith("ed") and word.islower() and len(word) > 3 and word not in _NOT_PAST):
        return "past"
    return None


def _ends_sentence(words: Sequence[str], position: int) -> bool:
    word = words[position]
    if word in ".?!":
        following = words[position + 1] if position + 1 < len(words) else ""
        return not following or not following[0].islower()
    return word.isspace()
