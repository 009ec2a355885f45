"""What the tests of this room begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standoff.records import Article, Span
from standoff.scheme import Scheme, load_scheme
from tests.unit.review import planted
from tests.unit.review.planted import Pairs


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return load_scheme()


@pytest.fixture(scope="session")
def pairs() -> Pairs:
    return planted.pairs()


@pytest.fixture(scope="session")
def changed(pairs: Pairs) -> Callable[[int, Callable[[Article, list[Span]], list[Span]]], Pairs]:
    """Return a function that changes the labels of one article."""

    def change(number: int, how: Callable[[Article, list[Span]], list[Span]]) -> Pairs:
        article, labels = pairs[number]
        spans = how(article, list(labels.spans))
        return [*pairs[:number], (article, labels.with_labels(spans, ())), *pairs[number + 1 :]]

    return change
