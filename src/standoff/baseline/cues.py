"""Words that speak well or ill of something, with their inflected forms, and what turns them around."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

FAVORABLE, UNFAVORABLE = 1, 2
"""What a cue says of what it is said about."""

_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("ers", ("", "e")),
    ("ly", ("", "le")),
)
"""Endings of English words, and what may stand there in the base form."""

_SHORTEST = 3

CUE, SPEECH, NAME, OTHER, NOT = "cue", "speech", "name", "other", "n't"
"""What words are in a pattern, if not the word itself or one of `_FORMS`."""

_FORMS = ("ed", "ing", "ly")
"""Endings by which words are told apart in a pattern."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word without its context.

    Parameters
    ----------
    cue
        `FAVORABLE`, `UNFAVORABLE`, or 0 for any other word.
    base
        The base form of a cue; empty for any other word.
    negates
        Whether it turns the cues around that follow.
    parts
        Whether a clause begins with it, or ends.
    names
        Whether it may be or belong to the name of something: it has a capital or is a pronoun.
    tag
        What it is in a pattern: punctuation and a function word itself; `SPEECH` for a verb of saying; `CUE`; `NAME`
        for any other word with a capital; the ending of one that has one of `_FORMS`; `OTHER`.
    """

    cue: int
    base: str
    negates: bool
    parts: bool
    names: bool
    tag: str


@lru_cache(maxsize=2**16)
def word(token: str) -> Word:
    """Look a token up as it is written.

    >>> word("praised").base, word("praised").cue == FAVORABLE, word("didn’t").negates
    ('praise', True, True)
    """
    lists, lower = _lists(), token.lower()
    base = next((form for form in _base_forms(lower) if form in lists.cues), "")
    return Word(
        cue=lists.cues.get(base, 0),
        base=base,
        negates=lower in lists.negations or lower.endswith(("n't", "n’t")),
        parts=lower in lists.boundaries or (not token[0].isalnum() and token[0] not in "'’$%#@&"),
        names=(token[0].isupper() and len(token) > 1) or lower in lists.pronouns,
        tag=_tag(token, is_cue=bool(base)),
    )


def _tag(token: str, *, is_cue: bool) -> str:
    lists, plain = _lists(), token.lower().replace("’", "'")
    if plain in lists.speech:
        return SPEECH
    if plain in lists.function or not plain[0].isalnum():
        return plain
    if plain.endswith(NOT):
        return NOT
    if is_cue:
        return CUE
    if token[0].isupper():
        return NAME
    return next((ending for ending in _FORMS if plain.endswith(ending)), OTHER)


@dataclass(frozen=True, slots=True)
class _Lists:
    cues: dict[str, int]
    negations: frozenset[str]
    boundaries: frozenset[str]
    pronouns: frozenset[str]
    function: frozenset[str]
    speech: frozenset[str]


@cache
def _lists() -> _Lists:
    table = tomllib.loads(resources.files("standoff.baseline").joinpath("data/cues.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(text.split()) for name, text in table.items()}
    cues = dict.fromkeys(words["favorable"], FAVORABLE) | dict.fromkeys(words["unfavorable"], UNFAVORABLE)
    return _Lists(cues, *(words[name] for name in ("negations", "boundaries", "pronouns", "function", "speech")))


def _base_forms(lower: str) -> list[str]:
    """Return the forms that a word may be an inflected form of, itself first."""
    forms = [lower]
    for ending, instead in _ENDINGS:
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) >= _SHORTEST:
            forms += [stem + end for end in instead]
            if stem[-1] == stem[-2]:
                forms.append(stem[:-1])
    return forms
