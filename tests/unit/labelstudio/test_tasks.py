from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from standoff.labelstudio.interface import to_task_data
from standoff.labelstudio.tasks import EARLIER, article_in, scheme_at
from standoff.records import Article
from standoff.scheme import load_scheme

DATA = {
    "scheme": "s",
    "scheme_version": 3,
    EARLIER: [["s", 1, "2026-01-01T00:00:00Z"], ["s", 2, "2026-02-01T00:00:00Z"]],
}


@pytest.mark.parametrize(("month", "day", "version"), [(1, 1, 2), (1, 31, 2), (2, 1, 3), (12, 1, 3)])
def test_an_annotation_is_of_the_scheme_of_its_time(month: int, day: int, version: int) -> None:
    assert scheme_at(DATA, datetime(2026, month, day, tzinfo=UTC)) == ("s", version)
    assert scheme_at(DATA, datetime(2025, month, day, tzinfo=UTC)) == ("s", 1)
    assert scheme_at({"scheme": "s", "scheme_version": 3}, datetime(2025, month, day, tzinfo=UTC)) == ("s", 3)


@pytest.mark.parametrize("earlier", [1, "x", [1], [["s", 1]], [["s", 1, "x"]], [["s", 1, 2]]])
def test_what_somebody_made_of_earlier_schemes_is_refused(earlier: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        scheme_at({**DATA, EARLIER: earlier}, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_task_holds_its_article_unless_somebody_changed_it() -> None:
    article = Article("a", date(2021, 3, 27), "Talks in Quelle ended.")
    data = to_task_data(article, load_scheme("news-conflict"))
    assert article_in(data) == article
    for change in ({"text": "Talks"}, {"text": 3}, {"text": "\ud800"}, {"dct": "soon"}, {"dct": 3}, {"article_id": ""}):
        assert article_in({**data, **change}) is None
    assert article_in({"text": "Talks"}) is None
