"""Whatever is labelled, doubts can be asked about, and the same labels give the same doubts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import errors_in
from standoff.labels import read_queue, write_queue
from standoff.records import Article, LabelSet, check_label_set
from standoff.review import context, find_doubts, rank_articles, to_cases
from tests.strategies import NEWS_CONFLICT, articles, label_sets, news_articles


@st.composite
def labelled(draw: st.DrawFn) -> list[tuple[Article, LabelSet]]:
    """Articles with labels anywhere, no two of one text."""
    found = draw(st.lists(st.one_of(articles(), news_articles()), min_size=2, max_size=4, unique_by=lambda a: a.text))
    numbered = [replace(article, id=f"a{number}") for number, article in enumerate(found)]
    return [(article, draw(label_sets(article, annotator="anna"))) for article in numbered]


@settings(max_examples=15)
@given(labelled())
def test_every_doubt_can_be_asked_about(pairs: list[tuple[Article, LabelSet]]) -> None:
    texts = {article.id: article for article, _ in pairs}
    spans = [(labels.article_id, span) for _, labels in pairs for span in labels.spans]
    doubts = find_doubts(pairs, NEWS_CONFLICT)
    assert doubts == find_doubts(pairs[::-1], NEWS_CONFLICT)
    for doubt in doubts:
        assert 0 <= doubt.score <= 1
        assert doubt.kind == "missing" or (doubt.article_id, doubt.span) in spans
        assert "\n" not in context(texts[doubt.article_id], doubt.span)
    items = to_cases(doubts, pairs, NEWS_CONFLICT, tool="")
    for item in items:
        for labels in item.candidates:
            assert not errors_in(check_label_set(labels, NEWS_CONFLICT, texts[item.article_id].text))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "review.jsonl"
        write_queue(path, items)
        assert read_queue(path) == tuple(items)


@settings(max_examples=30)
@given(labelled(), st.integers(0, 4))
def test_every_article_has_one_place_and_scores_fall(pairs: list[tuple[Article, LabelSet]], known: int) -> None:
    waiting = [article for article, _ in pairs[known:]]
    ranked = rank_articles(waiting, pairs[:known], NEWS_CONFLICT)
    assert sorted(one.article_id for one in ranked) == sorted(article.id for article in waiting)
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert ranked == rank_articles(waiting[::-1], pairs[:known][::-1], NEWS_CONFLICT)
