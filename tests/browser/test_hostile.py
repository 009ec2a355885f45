"""Texts that look like markup, entities, templates or scripts reach annotators as texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from standoff.labelstudio.results import from_results
from standoff.records import Article, Span
from standoff.scheme import Attribute, Decision, Example, RelationType, Scheme, SpanType
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.studio, pytest.mark.browser]

BAD = '<img src=x onerror="window.harm=1"> </Label> <script>window.harm=1</script> &lt; &amp; $text $title {{title}} \''
VALUES = ["$text", "<b>bold</b>", "&amp;", "true", "{{idx}}", 'US$5, or "more" \', &c.']


def hostile_scheme() -> Scheme:
    kind = Attribute("kind", BAD, "choice", required=True, values=dict.fromkeys(VALUES, BAD), hint=BAD)
    note = Attribute("note", "true", "text", hint=BAD)
    thing = SpanType(
        "thing", BAD, BAD, BAD, "#0072B2", "a", {"kind": kind, "note": note}, (Example(f"{BAD} [{BAD}]", BAD),), ()
    )
    other = SpanType("other", "true", "true", "", "#D55E00", "b")
    return Scheme(
        name="hostile",
        version=1,
        title=BAD,
        description=BAD,
        spans={"thing": thing, "other": other},
        relations={"true": RelationType("true", BAD, ("thing",), ("other",), BAD)},
        decisions=(Decision(BAD, ((BAD, BAD),)),),
    )


def test_hostile_texts_are_inert_and_their_labels_exact(desk: Desk) -> None:
    text = f"{BAD}\n\nAda said $article_id &quot;{{{{text}}}}&quot; </View>\n\n{BAD}"
    scheme = hostile_scheme()
    article = Article("hostile", date(2021, 3, 27), text, title=BAD)
    editor = desk.open(article, scheme)
    page = desk.page
    assert editor.shown_text == text
    expect(page.get_by_role("heading", name=BAD).first).to_be_visible()
    expect(page.locator("[class*=label__text]").first).to_have_text(BAD.replace("$", "$\u2060"))

    words = "$article_id &quot;{{text}}&quot; </View>"
    editor.label("a", words)
    editor.select("$article_id")
    editor.choose("1")
    expect(editor.panel.locator("label").first).to_have_text("$\u2060text[1]")
    editor.write(BAD)

    page.get_by_text("Instructions", exact=True).first.click()
    expect(page.locator(".standoff-guidelines")).to_contain_text(BAD)
    page.keyboard.press("Escape")
    editor.submit()

    parsed = from_results(desk.saved(editor), text, scheme)
    start = text.index(words)
    assert [replace(span, id="") for span in parsed.spans] == [
        Span("", "thing", start, start + len(words), {"kind": "$text", "note": BAD})
    ]
    assert parsed.findings == ()
    assert page.evaluate("window.harm") is None
