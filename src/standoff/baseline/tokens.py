"""The tokens of texts, of which the marked target is one, with all that is known of each.

Everything is found over the tokens of all texts at once, as in `standoff.baseline.ngrams`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.baseline import cues
from standoff.baseline.ngrams import Keys, key_of, keyed
from standoff.baseline.rows import Row

Ints = NDArray[np.int64]

_TOKEN = re.compile(r"\w+(?:[-’'](?!s\b)\w+)*|[’']s\b|[^\w\s]")
_TARGET = "<target>"
_PREFIX = 5
_NEGATION_REACH = 4

REACH = 15
"""How many tokens before and after the target are looked at apart."""

FAR = 1000
"""How many tokens further away everything counts where a text does not name its target."""


@dataclass(frozen=True)
class View:
    """The tokens of all texts in a row, the target of each text one of them.

    Parameters
    ----------
    rows
        The text of each token, shape (tokens,), ascending.
    offsets
        How far behind its target each token is; negative before it.
    centres
        Where the target of each text is, shape (texts,).
    keys, prefixes, bases
        Keys of each token in lower case, of its first letters, and of the base form of a cue.
    cues
        0 for no cue; odd for a favorable one, even for an unfavorable one; over 2 where it is turned around.
    tags
        What each token is in a pattern (see `standoff.baseline.cues.Word`), for a cue with its sort; the target is one.
    clauses, entities
        How many clauses and names begin up to each token.
    size
        How many texts there are.
    """

    rows: Ints
    offsets: Ints
    centres: Ints
    keys: Keys
    prefixes: Keys
    bases: Keys
    cues: Ints
    tags: Keys
    clauses: Ints
    entities: Ints
    size: int


def tokens_of(rows: Sequence[Row]) -> View:
    """Take texts apart into tokens, of which the marked target is one."""
    numbers: dict[str, int] = {}
    flat: list[int] = []
    lengths, befores, distances = (np.zeros(len(rows), np.int64) for _ in range(3))
    for place, row in enumerate(rows):
        mark = row.mark or _found(row)
        start, end = mark or (len(row.text), len(row.text))
        before = _TOKEN.findall(row.text[:start])
        tokens = [*before, _TARGET, *_TOKEN.findall(row.text[end:])]
        flat += [numbers.setdefault(token, len(numbers)) for token in tokens]
        lengths[place], befores[place], distances[place] = len(tokens), len(before), 0 if mark else FAR
    token = np.array(flat, np.int64)
    known = [cues.word(name) for name in numbers]
    at = np.arange(len(token))
    of_row = np.repeat(np.arange(len(rows)), lengths)
    first = np.cumsum(lengths) - lengths
    centres = first + befores
    is_target = np.zeros(len(token), bool)
    is_target[centres] = True

    def keys_of(names: Iterable[str]) -> Keys:
        return np.array([key_of(name) for name in names], np.uint64)[token]

    def of_each(values: Sequence[int]) -> Ints:
        return np.array(values, np.int64)[token]

    negations = np.append(0, np.cumsum(of_each([word.negates for word in known])))
    negated = negations[at] > negations[np.maximum(at - _NEGATION_REACH, first[of_row])]
    sort = of_each([word.cue for word in known])
    turned = np.where(negated & (sort > 0), 5 - sort, sort)
    is_cue = of_each([word.tag == cues.CUE for word in known]) > 0
    tags = keys_of(word.tag for word in known)
    names = of_each([word.names for word in known]) * ~is_target
    return View(
        rows=of_row,
        offsets=at - centres[of_row] - distances[of_row],
        centres=centres,
        keys=keys_of(name.lower() for name in numbers),
        prefixes=keys_of(name.lower()[:_PREFIX] for name in numbers),
        bases=keys_of(word.base for word in known),
        cues=turned,
        tags=np.where(is_cue, keyed(cues.CUE, turned), tags),
        clauses=np.cumsum(of_each([word.parts for word in known])),
        entities=np.cumsum(names),
        size=len(rows),
    )


def _found(row: Row) -> tuple[int, int] | None:
    start = row.text.find(row.target) if row.target else -1
    return None if start < 0 else (start, start + len(row.target))
