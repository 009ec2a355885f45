"""A few made-up articles whose annotators call what no rule knows an actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme, load_scheme
from standoff.suggest.learned import Lesson, learn

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("Ardal", "Belmar", "Corvin", "Dastan", "Elgar", "Fendal", "Gorin", "Hestal")

Examples = Sequence[tuple[Article, LabelSet]]


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return load_scheme()


def example(number: int, marked: str, scheme: Scheme) -> tuple[Article, LabelSet]:
    """Return an article with its labels; each [[actor]] is marked."""
    text, spans = "", []
    for index, piece in enumerate(marked.replace("]]", "[[").split("[[")):
        if index % 2:
            attributes = {"kind": "people", "mention": "nominal"}
            spans.append(Span(f"a{index}", "actor", len(text), len(text) + len(piece), attributes))
        text += piece
    article = Article(f"a{number}", date(2021, 3, 27), text)
    labels = LabelSet(
        article.id, article.sha256, scheme.name, scheme.version, "anna", "human", NOW, NOW, "", None, tuple(spans)
    )
    return article, labels


@pytest.fixture(scope="session")
def examples(scheme: Scheme) -> Examples:
    """Articles in which fisherfolk act, and the government has a "the" that rules leave out."""
    return [
        example(
            number,
            f"[[The fisherfolk of {name}]] blocked the harbor on Friday. [[The government]] ignored it in {name}.\n\n"
            f"Later [[the fisherfolk of {name}]] met [[the French envoy]] by the river. Nothing was agreed in {name}.",
            scheme,
        )
        for number, name in enumerate(NAMES)
    ]


@pytest.fixture(scope="session")
def lesson(examples: Examples, scheme: Scheme) -> Lesson:
    return learn(examples, scheme)
