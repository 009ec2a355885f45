"""What can be seen of a stance whose words are given: the words, what stands around them, its target and its holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from standoff.baseline.ngrams import Grams, char_grams, key_of, keyed, together, word_grams
from standoff.baseline.rows import Row
from standoff.baseline.surroundings import cue_kinds, cue_words, name_grams, neighbours, words_by_side
from standoff.baseline.tokens import View, tokens_of


def given_stances(rows: Sequence[Row]) -> list[Grams]:
    """Return the blocks of features of rows whose stance is given.

    In order: n-grams of 2 to 6 characters of the stance's words; one or two of these words; its cues, by themselves and
    with each word of the target; the target; the holder; the words around the stance, before and after it apart; the
    words right beside it. A row without a span is read as if all of its text expressed the stance.
    """
    stances = [row.text[slice(*row.span)] if row.span else row.text for row in rows]
    # The words of the stance are to what stands around them what the name of a marked target is to its surroundings.
    around = tokens_of([replace(row, mark=row.span or (0, len(row.text))) for row in rows])
    inside = tokens_of([Row(stance) for stance in stances])
    return [
        char_grams(stances, 2, 6),
        word_grams(stances, 1, 2),
        together([*cue_kinds(inside), *cue_words(inside), _crossed(inside, rows)]),
        name_grams([row.target for row in rows]),
        name_grams([row.holder for row in rows]),
        words_by_side(around),
        together(neighbours(around)),
    ]


def _crossed(inside: View, rows: Sequence[Row]) -> Grams:
    """Return each word of the target together with whether favorable or unfavorable cues prevail in the stance."""
    at = np.flatnonzero(inside.cues > 0)
    signs = np.where(inside.cues[at] % 2 == 1, 1, -1)
    balance = np.sign(np.bincount(inside.rows[at], signs, minlength=len(rows))).astype(np.int64)
    words = [(number, key_of(word)) for number, row in enumerate(rows) for word in row.target.lower().split()]
    numbers = np.array([number for number, _ in words], np.int64)
    keys = np.array([key for _, key in words], np.uint64)
    return Grams(numbers, keyed("cue, target", keys, balance[numbers]), len(rows))
