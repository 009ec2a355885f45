"""What annotators see of suggestions: spans with reasons and relations, which they can submit as they are."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from standoff.labelstudio.predictions import suggestions
from standoff.labelstudio.results import from_results
from standoff.records import Article
from standoff.suggest import suggest, to_labels
from tests.browser.conftest import Desk
from tests.strategies import NEWS_CONFLICT

pytestmark = [pytest.mark.studio, pytest.mark.browser]

TEXT = (
    "On Friday 🇺🇳 the rebels threatened to attack Turkey unless it left by May 1. Turkey rejected the demand.\n\n"
    "It called for talks."
)


def test_suggested_relations_are_drawn_and_come_back_as_they_went(desk: Desk) -> None:
    article = Article("suggested", date(2021, 3, 27), TEXT)
    spans, relations = to_labels(suggest(article, NEWS_CONFLICT))
    assert [one.type for one in relations] == ["deadline", "holder", "holder", "recipient", "source"]
    prediction = suggestions(NEWS_CONFLICT).predict(article)
    assert prediction is not None

    editor = desk.open(article, NEWS_CONFLICT, prediction["result"])
    expect(desk.page.locator(".htx-highlight").first).to_be_visible()
    assert editor.highlights == {span.id: (span.start, span.end) for span in spans}
    desk.page.locator("#Relations-draggable").click()
    drawn = desk.page.locator("[class*=relations__item]")
    expect(drawn).to_have_count(len(relations))
    desk.page.locator(".htx-highlight").first.click()
    reason = desk.page.get_by_text(re.compile(r"\[suggested 0\.\d\d: \w+: "))
    expect(reason.first).to_be_visible()
    editor.submit()

    parsed = from_results(desk.saved(editor), article.text, NEWS_CONFLICT)
    assert (list(parsed.spans), list(parsed.relations)) == (spans, relations)
    assert parsed.findings == ()
