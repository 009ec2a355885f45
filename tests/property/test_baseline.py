"""The n-grams, the scores and the groups of the baseline, whatever the texts and labels are."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import f1_score

from standoff.baseline.groups import groups_of
from standoff.baseline.ngrams import Index, char_grams, count_matrix, vocabulary_of, word_grams
from standoff.baseline.rows import Row
from standoff.baseline.scores import score
from standoff.baseline.surroundings import surroundings
from tests.strategies import texts

LABELS = ("favor", "against", "none")
labels = st.sampled_from(LABELS)


@given(st.lists(texts(), min_size=1, max_size=5), st.integers(2, 3), st.integers(0, 3))
def test_character_grams_are_those_of_scikit_learn(found: list[str], low: int, more: int) -> None:
    grams = char_grams(found, low, low + more)
    counts = count_matrix(grams, Index(vocabulary_of(grams)))
    oracle = CountVectorizer(analyzer="char_wb", ngram_range=(low, low + more))
    expected = oracle.fit_transform(found)
    assert sorted(counts.T.toarray().tolist()) == sorted(expected.T.toarray().tolist())


@given(st.lists(texts(), min_size=1, max_size=5))
def test_texts_are_counted_alone_as_they_are_together(found: list[str]) -> None:
    for make in (char_grams, word_grams):
        grams = make(found, 2, 4)
        index = Index(vocabulary_of(grams))
        alone = [count_matrix(make([text], 2, 4), index).toarray()[0] for text in found]
        assert (count_matrix(grams, index).toarray() == np.array(alone)).all()


@given(st.lists(st.tuples(texts(), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_surroundings_are_the_same_alone_as_among_other_texts(found: list[tuple[str, int, int]]) -> None:
    rows = []
    for text, one, other in found:
        start, end = sorted((min(one, len(text)), min(other, len(text))))
        rows.append(Row(text, "", text[start:end], mark=(start, end) if start < end else None))
    among = surroundings(rows)
    for number, row in enumerate(rows):
        for block, whole in zip(surroundings([row]), among, strict=True):
            assert sorted(block.keys.tolist()) == sorted(whole.keys[whole.rows == number].tolist())


@given(st.lists(st.tuples(labels, labels, st.integers(0, 5)), min_size=1, max_size=40))
def test_scores_are_those_of_scikit_learn(rows: list[tuple[str, str, int]]) -> None:
    gold, said, clusters = (list(column) for column in zip(*rows, strict=True))
    found = score(gold, said, clusters, LABELS)
    expected = f1_score(gold, said, labels=sorted(set(gold)), average="macro", zero_division=0)
    assert found.macro_f1.value == pytest.approx(expected)
    assert sum(map(sum, found.confusion)) == len(rows) == found.rows
    assert found.clusters == len(set(clusters))
    if found.clusters > 1:
        assert found.macro_f1.low is not None
        assert found.macro_f1.high is not None
        assert 0 <= found.macro_f1.low <= found.macro_f1.high <= 1


@given(st.lists(st.tuples(st.text("ab ", max_size=12), st.sampled_from("12345")), max_size=12), st.randoms())
def test_groups_do_not_depend_on_the_order_of_rows(found: list[tuple[str, str]], random: Random) -> None:
    rows = [Row(text, "x", article=article) for text, article in found]
    order = list(range(len(rows)))
    random.shuffle(order)
    first, second = groups_of(rows), groups_of([rows[place] for place in order])
    parts = {frozenset(np.flatnonzero(first == number)) for number in first}
    again = {frozenset(order[place] for place in np.flatnonzero(second == number)) for number in second}
    assert parts == again
    assert all(len({number for number, row in zip(first, rows, strict=True) if row.article == a}) <= 1 for a in "12345")
