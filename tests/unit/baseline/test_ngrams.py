from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from standoff.baseline.ngrams import char_grams, count_matrix, crossed, together, vocabulary_of, word_grams

TEXTS = ["The council rejects it.", "A  b\tc\n", "", "🇺🇳 Überfall’s “end”", "the the the"]


@pytest.mark.parametrize(("low", "high"), [(2, 6), (2, 2), (3, 4)])
def test_character_grams_are_those_of_scikit_learn(low: int, high: int) -> None:
    expected = CountVectorizer(analyzer="char_wb", ngram_range=(low, high)).fit_transform(TEXTS)
    grams = char_grams(TEXTS, low, high)
    counts = count_matrix(grams, vocabulary_of(grams))
    assert sorted(counts.T.toarray().tolist()) == sorted(expected.T.toarray().tolist())


def test_word_grams_are_counted_within_their_text() -> None:
    grams = word_grams(["a b a b", "b a", ""], 1, 2)
    counts = count_matrix(grams, vocabulary_of(grams)).toarray()
    assert counts.shape == (3, 4)  # a, b, "a b", "b a"
    assert counts.sum(axis=1).tolist() == [7, 3, 0]
    assert sorted(counts[0].tolist()) == [1, 2, 2, 2]


def test_grams_of_no_text() -> None:
    for grams in (char_grams([], 2, 6), word_grams([], 1, 2), char_grams(["", " "], 2, 6), word_grams([""], 1, 2)):
        assert len(grams.keys) == 0
        assert count_matrix(grams, vocabulary_of(grams)).shape == (grams.size, 0)


def test_grams_outside_the_vocabulary_are_left_out() -> None:
    vocabulary = vocabulary_of(word_grams(["known words"], 1, 1))
    counts = count_matrix(word_grams(["known unknown", "other"], 1, 1), vocabulary)
    assert counts.sum(axis=1).A1.tolist() == [1, 0]


def test_crossed_grams_are_the_same_only_for_the_same_name() -> None:
    grams = crossed(word_grams(["word", "word", "word"], 1, 1), ["one", "other", "one"])
    assert grams.keys[0] == grams.keys[2] != grams.keys[1]
    assert len(np.intersect1d(grams.keys, word_grams(["word"], 1, 1).keys)) == 0


def test_together_keeps_every_occurrence() -> None:
    words, characters = word_grams(TEXTS, 1, 2), char_grams(TEXTS, 2, 3)
    both = together([words, characters])
    assert len(both.keys) == len(words.keys) + len(characters.keys)
    assert both.size == len(TEXTS)


def test_lone_surrogates_do_no_harm() -> None:
    assert len(char_grams(["a\ud800b"], 2, 3).keys) == 7
    assert len(word_grams(["a\ud800b"], 1, 2).keys) == 1
