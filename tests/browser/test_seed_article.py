"""A whole seed article with every label it has. The README's picture of it is made here:

STANDOFF_SCREENSHOT=docs/images/label-studio.png python -m pytest tests/browser/test_seed_article.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from standoff.articles import read_articles
from standoff.labels import LabelStore
from standoff.labelstudio.results import from_results, to_results
from tests.browser.conftest import Desk
from tests.strategies import NEWS_CONFLICT

pytestmark = [pytest.mark.studio, pytest.mark.browser]

ROOT = Path(__file__).parents[2]
ARTICLE = "001_us-taliban-doha-accord"


def test_a_fully_labelled_article_comes_back_as_it_went(desk: Desk) -> None:
    article = read_articles([ROOT / "seeds" / f"{ARTICLE}.txt"]).articles[0]
    labels = next(labels for labels in LabelStore(ROOT / "labels").read("machine-1") if labels.article_id == ARTICLE)
    results = to_results(labels.spans, labels.relations, article.text, NEWS_CONFLICT)

    desk.page.set_viewport_size({"width": 1400, "height": 900})
    editor = desk.open(article, NEWS_CONFLICT, results)
    expect(desk.page.locator(".htx-highlight").first).to_be_visible()
    assert editor.shown_text == article.text
    assert editor.highlights == {span.id: (span.start, span.end) for span in labels.spans}

    stance = next(span for span in labels.spans if span.type == "stance")
    editor.select(stance.surface(article.text))
    expect(editor.panel).to_contain_text(stance.attributes["target"])
    if picture := os.environ.get("STANDOFF_SCREENSHOT"):
        desk.page.screenshot(path=picture)
    editor.submit()

    parsed = from_results(desk.saved(editor), article.text, NEWS_CONFLICT)
    assert (parsed.spans, parsed.relations) == (labels.spans, labels.relations)
    assert parsed.findings == ()
