from __future__ import annotations

from datetime import date

from standoff.corpus.groups import Place, group_articles
from standoff.records import Article
from tests.near_duplicates import jaccard
from tests.projects import article, invented_texts

BASE = invented_texts(3, 200)["n0000"].split()
OTHER = invented_texts(3, 200)["n0001"]


def varied(name: str, *places: int, day: int = 1) -> Article:
    """An article with the words at some places replaced; each replacement changes three shingles of 200."""
    words = [f"other{place}" if place in places else word for place, word in enumerate(BASE)]
    return article(name, " ".join(words), dct=date(2026, 5, day))


def test_near_duplicates_share_the_group_of_the_earliest() -> None:
    grouping = group_articles([varied("a", 5, day=3), varied("b", day=2), varied("c", 50, day=4), article("d", OTHER)])
    assert grouping.groups == {"a": "b", "b": "b", "c": "b", "d": "d"}
    assert grouping.bridges == {}


def test_articles_that_only_others_connect_are_in_one_group() -> None:
    first, middle, last = varied("a", *range(0, 60, 10)), varied("b"), varied("c", *range(100, 160, 10))
    assert jaccard(first.text, last.text) < 0.8
    assert set(group_articles([first, middle, last]).groups.values()) == {"a"}
    assert set(group_articles([first, last]).groups.values()) == {"a", "c"}


def test_an_earlier_article_keeps_its_group_and_new_ones_join_the_most_similar() -> None:
    places = {"old": Place("g", "test"), "older": Place("h", "test")}
    articles = [varied("old", *range(0, 60, 10)), varied("older", *range(100, 160, 10)), varied("new", 0, 10, 20)]
    grouping = group_articles(articles, places)
    assert grouping.groups == {"old": "g", "older": "h", "new": "g"}
    assert grouping.bridges == {}


def test_a_new_article_that_is_near_two_splits_is_reported() -> None:
    places = {"old": Place("g", "train"), "older": Place("h", "test")}
    articles = [varied("old", *range(0, 60, 10)), varied("older", *range(100, 160, 10)), varied("new")]
    grouping = group_articles(articles, places)
    assert grouping.bridges == {"new": ("old", "older")}
    assert grouping.groups["new"] in {"g", "h"}


def test_neither_order_nor_earlier_articles_among_themselves_matter() -> None:
    articles = [varied("a", 5), varied("b"), varied("c", 50), article("d", OTHER)]
    assert group_articles(articles).groups == group_articles(articles[::-1]).groups
    places = {"a": Place("a", "train"), "b": Place("b", "test")}
    assert group_articles(articles[:2], places).groups == {"a": "a", "b": "b"}


def test_of_copies_in_one_split_the_earliest_counts() -> None:
    places = {name: Place(name, "train") for name in ("old", "older")} | {"test": Place("test", "test")}
    articles = [varied("old", day=2), varied("older", day=1), varied("test", 5), varied("new", day=3)]
    grouping = group_articles(articles, places)
    assert grouping.groups["new"] == "older"
    assert grouping.bridges == {"new": ("older", "test")}


def test_short_texts_are_alike_only_as_a_whole() -> None:
    articles = [
        article("a", "!"),
        article("b", "?"),
        article("c", "word"),
        article("d", "a word"),
        article("e", "Word."),
    ]
    assert group_articles(articles).groups == {"a": "a", "b": "a", "c": "c", "d": "d", "e": "c"}


def test_nothing_has_no_groups() -> None:
    assert group_articles([]).groups == {}
