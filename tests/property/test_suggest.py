"""Suggestions for any article make a label set without a fault."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given

from standoff.records import Article, LabelSet, Span, check_label_set
from standoff.suggest import VERSION, suggest
from tests.strategies import NEWS_CONFLICT, articles, news_articles

NOW = datetime(2021, 3, 27, tzinfo=UTC)


def label_set(article: Article) -> LabelSet:
    return LabelSet(
        article_id=article.id,
        sha256=article.sha256,
        scheme=NEWS_CONFLICT.name,
        scheme_version=NEWS_CONFLICT.version,
        annotator="suggest",
        origin="machine",
        created=NOW,
        updated=NOW,
        tool=VERSION,
        spans=tuple(
            Span(f"s{number}", found.type, found.start, found.end, found.attributes)
            for number, found in enumerate(suggest(article, NEWS_CONFLICT, threshold=0))
        ),
    )


@given(articles())
def test_on_any_text(article: Article) -> None:
    assert check_label_set(label_set(article), NEWS_CONFLICT, article.text) == []


@given(news_articles())
def test_on_the_words_of_news(article: Article) -> None:
    assert check_label_set(label_set(article), NEWS_CONFLICT, article.text) == []


@given(news_articles())
def test_actors_do_not_nest(article: Article) -> None:
    end = 0
    for found in suggest(article, NEWS_CONFLICT):
        if found.type == "actor":
            assert found.start >= end
            end = found.end
