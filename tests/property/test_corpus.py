"""What must hold for whatever articles and labels people bring to the corpus room."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from standoff.corpus.blocks import Block
from standoff.corpus.encoded import Encoded
from standoff.corpus.features import corpus_columns
from standoff.corpus.groups import Place, group_articles
from standoff.corpus.items import Item
from standoff.corpus.rows import RowChecks
from standoff.corpus.sentences import sentences, sentences_of_all
from standoff.corpus.shards import content_digest, to_parquet
from standoff.corpus.shingles import shingle_hashes
from standoff.corpus.splits import Fractions, split_by_hash, split_by_time
from standoff.corpus.tokens import tokenize, tokenize_all
from standoff.corpus.views import VIEWS
from tests import strategies
from tests.near_duplicates import expected_groups, shingles
from tests.projects import article
from tests.strategies import NEWS_CONFLICT
from tests.unit.corpus.test_tokens import tagged


def covers_everything_once(text: str, intervals: list[tuple[int, int]]) -> bool:
    """Whether the intervals are in order, do not overlap, and leave only white space out."""
    edges = [0, *(edge for interval in intervals for edge in interval), len(text)]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return edges == sorted(edges) and not any(piece.strip() for piece in between)


@given(strategies.texts(60))
def test_sentences_cover_every_character_once_and_cross_no_blank_line(text: str) -> None:
    found = sentences(text)
    assert covers_everything_once(text, found)
    for start, end in found:
        surface = text[start:end]
        assert surface
        assert surface == surface.strip()
        assert "\n\n" not in surface


@given(st.text(strategies.any_char, max_size=200))
def test_any_string_has_sentences(text: str) -> None:
    assert covers_everything_once(text, sentences(text))


@given(st.lists(strategies.texts(30) | st.text("aB.\n\t \u00a0\u2028\x1c’漢😀(", max_size=40), max_size=6))
def test_sentences_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    encoded = Encoded(texts)
    counts, starts, ends = sentences_of_all(encoded, ["en"] * len(texts))
    owner = np.repeat(np.arange(len(texts)), counts)
    base = encoded.point_edges[owner]
    found = zip(owner.tolist(), (starts - base).tolist(), (ends - base).tolist(), strict=True)
    assert list(found) == [(number, *edges) for number, text in enumerate(texts) for edges in sentences(text)]
    pieces = encoded.strings(encoded.places(starts), encoded.places(ends))
    assert pieces.to_pylist() == [text[start:end] for text in texts for start, end in sentences(text)]
    assert encoded.whole().to_pylist() == texts


@given(strategies.texts())
def test_tokens_cover_every_character_once(text: str) -> None:
    found = tokenize(text)
    assert covers_everything_once(text, found)
    assert not any(char.isspace() for start, end in found for char in text[start:end])


@given(st.data())
def test_tokens_of_all_sentences_at_once_are_those_of_each(data: st.DataObject) -> None:
    hard = st.text(st.sampled_from("aSs0é\u0301\u200d漢.,:'’-_ \n\u00a0😀"), max_size=40)
    text = data.draw(strategies.texts() | hard).strip()
    cuts = data.draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=4))
    found = sorted(place for place in {0, *cuts} if text[place : place + 1].strip())
    edges = [0, *found[1:], len(text)] if found else []
    expected = [token for first, last in pairwise(edges) for token in tokenize(text, first, last)]
    part = data.draw(st.integers(0, len(text)))
    tokens = tokenize_all(Encoded([text[:part], text[part:]]), np.array(found, np.int64))
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == expected
    assert tokens.words.to_pylist() == [text[first:last] for first, last in expected]


@given(st.data())
def test_spans_are_read_back_from_their_tags(data: st.DataObject) -> None:
    subject = data.draw(strategies.articles())
    spans = [span for span in data.draw(strategies.label_sets(subject)).spans if span.type == "actor"]
    tokens = tokenize(subject.text)
    tagging = tagged(subject.text, spans)
    tags = tagging.tags[0].tolist()
    begun = [index for index, value in enumerate(tags) if value == 1]
    read_back = set()
    for first in begun:
        last = first
        while last + 1 < len(tokens) and tags[last + 1] == 2:
            last += 1
        read_back.add((tokens[first][0], tokens[last][1]))
    assert read_back <= {(span.start, span.end) for span in spans}
    assert len(read_back) + tagging.nested + tagging.unaligned == len(spans)


@st.composite
def items(draw: st.DrawFn) -> Item:
    subject = draw(strategies.articles())
    label_sets = draw(st.lists(strategies.label_sets(subject), max_size=2, unique_by=lambda labels: labels.annotator))
    return Item(subject, draw(strategies.ids), label_sets[0] if label_sets else None, tuple(label_sets))


@given(st.lists(items(), max_size=3, unique_by=lambda item: item.article.id), st.sampled_from(list(VIEWS)))
def test_every_view_keeps_the_rules_that_verify_checks_and_loses_nothing_uncounted(
    found: list[Item], config: str
) -> None:
    checks, block = RowChecks(), Block(found, NEWS_CONFLICT)
    columns = corpus_columns(NEWS_CONFLICT)
    articles, _ = VIEWS["articles"](block, columns["articles"].arrow_schema)
    assert list(checks.check("articles", "train", articles, columns["articles"])) == []
    rows, losses = VIEWS[config](block, columns[config].arrow_schema)
    if config != "articles":
        assert list(checks.check(config, "train", rows, columns[config])) == []
    assert [*checks.end_shard([config]), *checks.finish()] == []
    labelled = sum(len(item.spans) for item in found)
    if config in ("articles", "sentences"):
        assert sum(len(spans) for spans in rows["spans"].to_pylist()) + losses.total() == labelled
    if config == "tokens":
        tags = Counter(
            value
            for type_ in NEWS_CONFLICT.spans
            for sentence in rows[f"{type_}_tags"].to_pylist()
            for value in sentence
        )
        assert tags[1] + losses.total() == labelled
    if config == "stance":
        none = len(NEWS_CONFLICT.stance_labels) - 1
        stances = sum(span.type == "stance" for item in found for span in item.spans)
        assert sum(label != none for label in rows["label"].to_pylist()) == stances


@given(st.lists(items(), min_size=1, max_size=3), st.sampled_from(list(VIEWS)))
def test_the_digest_of_a_table_survives_a_file(found: list[Item], config: str) -> None:
    columns = corpus_columns(NEWS_CONFLICT)[config]
    rows, _ = VIEWS[config](Block(found, NEWS_CONFLICT), columns.arrow_schema)
    stored = pq.read_table(pa.BufferReader(to_parquet(rows)))
    assert stored.equals(rows)
    assert content_digest(stored, columns) == content_digest(rows, columns)


words = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8).map(" ".join)


@given(st.lists(words, min_size=1, max_size=12), st.data())
def test_groups_are_those_of_a_comparison_of_all_with_all_and_no_earlier_article_moves(
    texts: list[str], data: st.DataObject
) -> None:
    articles = [article(f"a{index:02}", text) for index, text in enumerate(texts)]
    articles = data.draw(st.permutations(articles))
    known = data.draw(st.integers(0, len(articles)))
    first = group_articles(articles[:known]).groups
    assert {name: {group} for name, group in first.items()} == expected_groups(articles[:known], {})
    places = {name: Place(group, split_by_hash(group, Fractions())) for name, group in first.items()}
    second = group_articles(articles, places).groups
    assert {name: second[name] for name in first} == first
    allowed = expected_groups(articles, places)
    assert all(second[name] in allowed[name] for name in second)


@given(st.lists(strategies.texts() | st.text(strategies.any_char, max_size=60), max_size=8))
def test_hashes_of_shingles_are_equal_where_the_shingles_are(texts: list[str]) -> None:
    hashes, offsets = shingle_hashes(texts)
    by_hash = [set(hashes[begin:end].tolist()) for begin, end in pairwise(offsets.tolist())]
    by_words = [shingles(text) for text in texts]
    assert [len(found) for found in by_hash] == [len(found) for found in by_words]
    for one, other in combinations(range(len(texts)), 2):
        assert len(by_hash[one] & by_hash[other]) == len(by_words[one] & by_words[other])


@given(st.lists(st.integers(700_000, 700_020), min_size=1, max_size=12))
def test_by_time_no_later_split_has_an_earlier_article(days: list[int]) -> None:
    splits = split_by_time(np.array(days), np.arange(len(days)), Fractions())
    ranks = [int(splits[number]) for number in sorted(range(len(days)), key=days.__getitem__)]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
