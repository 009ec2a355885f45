"""In which patterns of words a marked target stands, and what is quoted beside it or not.

A pattern knows names, verbs of saying, cues and other words by their sort or ending only, and function words and
punctuation by themselves: what "the mayor said of" and "the senator said of" have in common.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.cues import NAME, SPEECH
from standoff.baseline.ngrams import Grams, Keys, key_of, keyed
from standoff.baseline.tokens import REACH, Ints, View

LONGEST = 5
"""The number of tokens in the longest pattern."""

_SOON = 4


def patterns(view: View) -> list[Grams]:
    """Return the patterns of 2 to `LONGEST` tokens that the target of each text is in; names in a row are one token."""
    is_name = view.tags == key_of(NAME)
    follows = np.zeros(len(is_name), bool)
    follows[1:] = is_name[1:] & is_name[:-1] & (view.rows[1:] == view.rows[:-1])
    kept = np.flatnonzero(~follows)
    # Edges before the first text and after the last one, where no pattern begins or ends.
    edge, no_tags = np.full(LONGEST, -1), np.zeros(LONGEST, np.uint64)
    rows, tags = np.concatenate([edge, view.rows[kept], edge]), np.concatenate([no_tags, view.tags[kept], no_tags])
    texts = np.flatnonzero(_is_named(view))
    centres = np.searchsorted(kept, view.centres[texts]) + LONGEST
    found = []
    for length in range(2, LONGEST + 1):
        for before in range(length):
            first = centres - before
            inside = (rows[first] == texts) & (rows[first + length - 1] == texts)
            columns = [tags[first[inside] + step] for step in range(length)]
            found.append(Grams(texts[inside], keyed("pattern", *columns), view.size))
    return found


def beside_cues(view: View) -> list[Grams]:
    """Return what stands right before and right after each cue near the target, by the cue's sort and side."""
    at = np.flatnonzero((view.cues > 0) & (view.offsets != 0) & (abs(view.offsets) <= REACH))
    cue, side = view.cues[at], view.offsets[at] > 0
    tags, rows = np.append(view.tags, np.uint64(0)), np.append(view.rows, -1)

    def beside(step: int) -> Keys:
        return np.where(rows[at + step] == view.rows[at], tags[at + step], np.uint64(0))

    return [
        Grams(view.rows[at], keyed("before a cue", cue, side, beside(-1)), view.size),
        Grams(view.rows[at], keyed("after a cue", cue, side, beside(1)), view.size),
    ]


def quotations(view: View) -> list[Grams]:
    """Return whether the target, the cues and the words near it are quoted, and whether the target is said to speak."""
    quoted = _quoted(view)
    at_target = quoted[view.centres]
    any_quoted = np.bincount(view.rows, quoted, minlength=view.size) > 0
    texts = np.arange(view.size)
    cued = np.flatnonzero((view.cues > 0) & (view.offsets != 0))
    of_cued = view.rows[cued]
    near = np.flatnonzero(any_quoted[view.rows] & (view.offsets != 0) & (abs(view.offsets) <= REACH))
    of_near = view.rows[near]
    return [
        Grams(texts, keyed("target quoted", at_target, any_quoted), view.size),
        Grams(
            of_cued,
            keyed("cue quoted", view.cues[cued], quoted[cued], at_target[of_cued], view.offsets[cued] > 0),
            view.size,
        ),
        Grams(
            of_near,
            keyed("word quoted", view.keys[near], quoted[near] == at_target[of_near], at_target[of_near]),
            view.size,
        ),
        *_speaking(view),
    ]


def _speaking(view: View) -> list[Grams]:
    is_speech, is_according = view.tags == key_of(SPEECH), view.tags == key_of("according")
    where = {
        "speaks": is_speech & (view.offsets > 0) & (view.offsets <= _SOON),
        "spoke": is_speech & (view.offsets == -1),
        "according": is_according & (view.offsets < 0) & (view.offsets >= -_SOON),
    }
    found = {name: np.unique(view.rows[tokens]) for name, tokens in where.items()}
    return [Grams(rows, keyed(name, np.zeros(len(rows), np.int64)), view.size) for name, rows in found.items()]


def _quoted(view: View) -> NDArray[np.bool_]:
    """Say of each token whether quotation marks before it in its text are open."""
    first = np.searchsorted(view.rows, np.arange(view.size))

    def within(changes: Ints) -> Ints:
        """Add up from the beginning of each text."""
        total = np.cumsum(changes)
        return np.asarray(total - (total - changes)[first][view.rows], np.int64)

    opened, closed, straight = ((view.keys == key_of(mark)).astype(np.int64) for mark in '“”"')
    return np.asarray((within(opened - closed) > 0) | (within(straight) % 2 == 1), np.bool_)


def _is_named(view: View) -> NDArray[np.bool_]:
    return np.asarray(view.offsets[view.centres] == 0, np.bool_)
