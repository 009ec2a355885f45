"""What stands around a marked target: words by side and distance, and cues with all that decides whom they are about.

Everything is found over the tokens of all texts at once, as in `standoff.baseline.ngrams`. Each feature is a key, like
an n-gram, so that TF-IDF and a linear classifier take it as one more word (contexts by side: Vo and Zhang 2015).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.ngrams import Grams, Keys, char_grams, key_of, keyed, runs, together, word_grams
from standoff.baseline.patterns import beside_cues, patterns, quotations
from standoff.baseline.rows import Row
from standoff.baseline.tokens import FAR, REACH, Ints, View, tokens_of

_CUE_DISTANCES = (3, 5, 9, 16)
_WORD_DISTANCES = (4, 10)


def surroundings(rows: Sequence[Row]) -> list[Grams]:
    """Return the blocks of features of rows whose target is marked.

    In order: the first letters of words, with the target masked; one to three words within `REACH` tokens on either
    side; the target's name; the sort and place of cues, and each cue with its side and distance; what is right beside
    the target; the patterns that it is in, what stands beside cues, and what is quoted. A row without a mark is read
    as if marked where its target is first found in the text, and where it is not found, as if it came long after the
    text.
    """
    view = tokens_of(rows)
    return [
        Grams(view.rows, view.prefixes, view.size),
        words_by_side(view),
        name_grams([row.target for row in rows]),
        together([*cue_kinds(view), *cue_words(view)]),
        together(neighbours(view)),
        together([*patterns(view), *beside_cues(view), *quotations(view)]),
    ]


def words_by_side(view: View) -> Grams:
    """Return one to three words in a row within `REACH` tokens of the target, before and after it apart."""
    near = np.flatnonzero((view.offsets != 0) & (abs(view.offsets) <= REACH))
    sides = view.offsets[near] > 0
    found = runs(keyed("side", view.keys[near], sides), 2 * view.rows[near] + sides, 2 * view.size, 1, 3)
    return Grams(found.rows // 2, found.keys, view.size)


def name_grams(targets: Sequence[str]) -> Grams:
    """Return names as a whole, in one or two words, and in n-grams of 2 to 5 characters."""
    whole = np.fromiter((key_of(f"whole {target.lower()}") for target in targets), np.uint64, len(targets))
    names = Grams(np.arange(len(targets)), whole, len(targets))
    return together([char_grams(targets, 2, 5), word_grams(targets, 1, 2), names])


def cue_kinds(view: View) -> list[Grams]:
    """Return the sort of each cue, by all that decides whether it is about the target."""
    at = np.flatnonzero((view.cues > 0) & (view.offsets != 0))
    rows, cue, offsets, centres = view.rows[at], view.cues[at], view.offsets[at], view.centres[view.rows[at]]
    side = offsets > 0
    distance = np.digitize(abs(offsets), _CUE_DISTANCES)
    clauses = np.minimum(3, abs(view.clauses[at] - view.clauses[centres]))
    between = np.minimum(2, _names_between(view, at, centres))
    mine = abs(offsets) <= _nearest_name(view)[at]
    own = clauses == 0
    described = {
        "cue": (cue,),
        "cue, side": (cue, side),
        "cue, distance": (cue, distance),
        "cue, side, distance": (cue, side, distance),
        "cue, clauses": (cue, clauses),
        "cue, side, clauses": (cue, side, clauses),
        "cue, names between": (cue, between),
        "cue, side, names between": (cue, side, between),
        "cue, side, nearest": (cue, side, mine),
    }
    found = [Grams(rows, keyed(name, *values), view.size) for name, values in described.items()]
    all_rows = np.arange(view.size)
    balance = np.bincount(rows, np.where((cue == 1) | (cue == 3), 1, -1), minlength=view.size).astype(np.int64)
    in_clause = [np.bincount(rows[own & (cue == sort)], minlength=view.size) > 0 for sort in range(1, 5)]
    nearest = _nearest_cues(view, at)
    return [
        *found,
        Grams(all_rows, keyed("balance", np.clip(balance, -4, 4)), view.size),
        Grams(all_rows, keyed("own clause", *in_clause), view.size),
        Grams(all_rows, keyed("nearest cues", *nearest), view.size),
    ]


def _names_between(view: View, at: Ints, centres: Ints) -> Ints:
    low, high = np.minimum(at, centres), np.maximum(at, centres)
    return np.asarray(view.entities[high - 1] - view.entities[low], np.int64)


def _nearest_name(view: View) -> Ints:
    """Return how far the nearest name other than the target is from each token, in the same text."""
    at = np.arange(len(view.rows))
    is_name = np.diff(view.entities, prepend=0) > 0
    # Where there is no name before or after, the place is that of a row which is no text's.
    last = np.maximum.accumulate(np.where(is_name, at, -1))
    following = np.minimum.accumulate(np.where(is_name, at, len(at))[::-1])[::-1]
    rows = np.append(view.rows, -1)
    before = np.where(rows[last] == view.rows, at - last, FAR)
    after = np.where(rows[following] == view.rows, following - at, FAR)
    return np.asarray(np.minimum(before, after), np.int64)


def _nearest_cues(view: View, at: Ints) -> list[Ints]:
    """Return the cue nearest to the target of each text, before it and after it; 0 where there is none."""
    found: list[Ints] = []
    for side in (at[view.offsets[at] < 0], at[view.offsets[at] > 0][::-1]):
        nearest = np.zeros(view.size, np.int64)
        # Of several cues in one text the last one written stays: those before the target come nearer, as do these.
        nearest[view.rows[side]] = view.cues[side]
        found.append(nearest)
    return found


def cue_words(view: View) -> list[Grams]:
    """Return the base form of each cue, by side and distance."""
    at = np.flatnonzero((view.cues > 0) & (view.offsets != 0))
    bases, side = view.bases[at], view.offsets[at] > 0
    distance = np.digitize(abs(view.offsets[at]), _WORD_DISTANCES)
    described = {"word": (bases,), "word, side": (bases, side), "word, side, distance": (bases, side, distance)}
    return [Grams(view.rows[at], keyed(name, *values), view.size) for name, values in described.items()]


def neighbours(view: View) -> list[Grams]:
    """Return the words right beside the target, where in the text it is, and how long the text is."""
    rows = np.arange(view.size)
    # Keys with an edge on either side, where a text begins or ends.
    edge, texts = np.zeros(2, np.uint64), np.concatenate([[-1, -1], view.rows, [-1, -1]])
    keys = np.concatenate([edge, view.keys, edge])

    def neighbour(step: int) -> Keys:
        place = view.centres + step + 2
        return np.where(texts[place] == rows, keys[place], np.uint64(0))

    before, after, total = neighbour(-1), neighbour(1), np.bincount(view.rows, minlength=view.size)
    names = np.bincount(view.rows, np.diff(view.entities, prepend=0), minlength=view.size).astype(np.int64)
    first = np.cumsum(total) - total
    described: dict[str, tuple[NDArray[np.generic], ...]] = {
        "before": (before,),
        "after": (after,),
        "both sides": (before, after),
        "two before": (neighbour(-2), before),
        "two after": (after, neighbour(2)),
        "place": (4 * (view.centres - first) // np.maximum(1, total),),
        "length": (np.minimum(6, total // 10),),
        "names": (np.minimum(6, names),),
    }
    return [Grams(rows, keyed(name, *values), view.size) for name, values in described.items()]
