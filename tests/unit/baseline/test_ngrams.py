from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from standoff.baseline.ngrams import (
    Index,
    block_limits,
    blocks,
    char_grams,
    count_matrix,
    keyed,
    runs,
    together,
    vocabulary_of,
    word_grams,
)

TEXTS = ["The council rejects it.", "A  b\tc\n", "", "🇺🇳 Überfall’s “end”", "the the the"]


@pytest.mark.parametrize(("low", "high"), [(2, 6), (2, 2), (3, 4)])
def test_character_grams_are_those_of_scikit_learn(low: int, high: int) -> None:
    expected = CountVectorizer(analyzer="char_wb", ngram_range=(low, high)).fit_transform(TEXTS)
    grams = char_grams(TEXTS, low, high)
    counts = count_matrix(grams, Index(vocabulary_of(grams)))
    assert sorted(counts.T.toarray().tolist()) == sorted(expected.T.toarray().tolist())


def test_word_grams_are_counted_within_their_text() -> None:
    grams = word_grams(["a b a b", "b a", ""], 1, 2)
    counts = count_matrix(grams, Index(vocabulary_of(grams))).toarray()
    assert counts.shape == (3, 4)  # a, b, "a b", "b a"
    assert counts.sum(axis=1).tolist() == [7, 3, 0]
    assert sorted(counts[0].tolist()) == [1, 2, 2, 2]


def test_grams_of_no_text() -> None:
    for grams in (char_grams([], 2, 6), word_grams([], 1, 2), char_grams(["", " "], 2, 6), word_grams([""], 1, 2)):
        assert len(grams.keys) == 0
        assert count_matrix(grams, Index(vocabulary_of(grams))).shape == (grams.size, 0)


def test_grams_outside_the_vocabulary_are_left_out() -> None:
    vocabulary = vocabulary_of(word_grams(["known words"], 1, 1))
    counts = count_matrix(word_grams(["known unknown", "other"], 1, 1), Index(vocabulary))
    assert counts.sum(axis=1).A1.tolist() == [1, 0]


def test_runs_do_not_cross_from_one_text_to_the_next() -> None:
    keys, rows = np.arange(5, dtype=np.uint64), np.array([0, 0, 1, 1, 1])
    found = runs(keys, rows, 2, 2, 3)
    assert sorted(found.rows.tolist()) == [0, 1, 1, 1]
    assert len(set(found.keys.tolist())) == 4


def test_keys_of_combinations_differ_by_name_and_by_every_value() -> None:
    one, other = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    found = [*keyed("a", one, other), *keyed("b", one, other), *keyed("a", one)]
    assert len(set(found)) == 4 + 4 + 2
    assert keyed("a", one, other).tolist() == keyed("a", one, other).tolist()


def test_blocks_stand_one_after_the_other_in_a_vocabulary() -> None:
    parts = [word_grams(["a b c", "a"], 1, 1), word_grams(["", ""], 1, 1), word_grams(["a b", "b"], 1, 1)]
    vocabulary = vocabulary_of(blocks(parts))
    assert block_limits(vocabulary) == [0, 3, 3, 5]
    counts = count_matrix(blocks(parts), Index(vocabulary)).toarray()
    assert counts[:, :3].sum(axis=1).tolist() == [3, 1]
    assert counts[:, 3:].sum(axis=1).tolist() == [2, 1]
    assert block_limits(vocabulary[:0]) == [0]


def test_every_key_is_found_at_its_place() -> None:
    vocabulary = np.unique(np.random.default_rng(0).integers(0, 2**64, 500, np.uint64))
    places, known = Index(vocabulary[::2]).find(vocabulary)
    assert known.tolist() == [number % 2 == 0 for number in range(len(vocabulary))]
    assert places[known].tolist() == list(range(len(vocabulary[::2])))


def test_together_keeps_every_occurrence() -> None:
    words, characters = word_grams(TEXTS, 1, 2), char_grams(TEXTS, 2, 3)
    both = together([words, characters])
    assert len(both.keys) == len(words.keys) + len(characters.keys)
    assert both.size == len(TEXTS)


def test_lone_surrogates_do_no_harm() -> None:
    assert len(char_grams(["a\ud800b"], 2, 3).keys) == 7
    assert len(word_grams(["a\ud800b"], 1, 2).keys) == 1
