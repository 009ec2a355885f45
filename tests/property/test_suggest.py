"""Suggestions for any article make a label set without a fault."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.records import Article, LabelSet, Span, check_label_set
from standoff.suggest import VERSION, Learned, learn, suggest, to_labels
from standoff.text import canonical
from tests.strategies import NEWS_CONFLICT, articles, news_articles

NOW = datetime(2021, 3, 27, tzinfo=UTC)


def label_set(article: Article, model: Learned | None = None) -> LabelSet:
    spans, relations = to_labels(suggest(article, NEWS_CONFLICT, threshold=0, model=model))
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
        spans=tuple(spans),
        relations=tuple(relations),
    )


@cache
def learned() -> Learned:
    """Return a model with a tagger; it takes over since these labels have a "the" that rules leave out."""
    text = "The French envoy met the rebels on Friday. The army stayed in Iran."
    extents = [(0, 16), (21, 31), (43, 51)]
    spans = tuple(
        Span(f"a{start}", "actor", start, end, {"kind": "person", "mention": "name"}) for start, end in extents
    )
    examples = []
    for number in range(5):
        article = Article(f"a{number}", NOW.date(), f"{text} {number}")
        examples.append((article, replace(label_set(article), spans=spans)))
    model = learn(examples, NEWS_CONFLICT).model
    assert model.tagger is not None
    return model


@given(st.one_of(articles(), news_articles()))
def test_what_was_learned_on_any_text(article: Article) -> None:
    assert check_label_set(label_set(article, learned()), NEWS_CONFLICT, article.text) == []


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


@given(st.integers(0, 2**32))
@settings(max_examples=8)
def test_on_rows_of_our_own_words(seed: int) -> None:
    """Long rows of the words that rules look for, in any order, with marks between them."""
    words = [*own_words(), *',.;:“”"()', "\n\n"]
    article = Article("words", NOW.date(), canonical(" ".join(Random(seed).choices(words, k=2500))))
    assert check_label_set(label_set(article), NEWS_CONFLICT, article.text) == []


@cache
def own_words() -> tuple[str, ...]:
    folder = resources.files("standoff.suggest") / "data"
    texts = [(folder / f"{name}.toml").read_text("utf-8") for name in ("threats", "stances", "words")]
    return tuple(sorted({word for text in texts for word in re.findall(r"[\w’'-]+", text)}))
