"""People annotate with a real mouse; what they meant is what is read back."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from standoff.labelstudio.results import from_results, to_results
from standoff.records import Article, Relation, Span
from tests.browser.conftest import Desk
from tests.strategies import NEWS_CONFLICT

pytestmark = [pytest.mark.studio, pytest.mark.browser]

TEXT = (
    "🇺🇳 flags flew as “Radio 👩‍👩‍👧 One” went on the air.\n\n"
    "الحكومة rejected the\u00a0e\u0301lan plan 𝔸 on Monday &amp; <b>all</b> of it.\n"
    "Ben  Ade vowed to strike {{unless}} $text stays."
)
ARTICLE = Article("awkward", date(2021, 3, 29), TEXT)


def span(id_: str, type_: str, words: str, **attributes: str) -> Span:
    start = TEXT.index(words)
    return Span(id_, type_, start, start + len(words), attributes)


RADIO = span("radio", "actor", "Radio 👩‍👩‍👧 One", kind="organization", mention="name")
GOVERNMENT = span("government", "actor", "الحكومة", kind="state", mention="nominal", country="YEM")
REJECTED = span(
    "rejected",
    "stance",
    "rejected the\u00a0e\u0301lan plan 𝔸",
    polarity="against",
    target="e\u0301lan 𝔸",
    voice="author",
)
MONDAY = span("monday", "date", "Monday", type="DATE", value="2021-03-29")
BEN = span("ben", "actor", "Ben  Ade", kind="person", mention="name")
THREAT = span("threat", "threat", "vowed to strike {{unless}} $text", mode="force", conditional="yes", status="made")


def nameless(spans: tuple[Span, ...], relations: tuple[Relation, ...]) -> object:
    """Leave the ids out, which the editor makes up."""
    extents = {item.id: (item.type, item.start, item.end) for item in spans}
    ends = [(relation.type, extents[relation.from_id], extents[relation.to_id]) for relation in relations]
    return [(extents[item.id], dict(item.attributes)) for item in spans], sorted(ends)


def test_labels_made_by_hand_are_read_back_as_they_were_meant(desk: Desk) -> None:
    editor = desk.open(ARTICLE, NEWS_CONFLICT)
    assert editor.shown_text == TEXT
    expect(editor.panel).to_contain_text("How to label")

    editor.label("a", "Radio 👩‍👩‍👧 One")
    editor.select("Radio")
    expect(editor.panel).not_to_contain_text("Polarity", use_inner_text=True)
    editor.choose("3", "6")

    editor.label("a", "الحكومة")
    editor.select("الحكومة")
    editor.choose("2", "7")
    editor.write("YEM")

    editor.label("s", REJECTED.surface(TEXT))
    editor.select("rejected")
    expect(editor.panel).to_contain_text("Polarity", use_inner_text=True)
    expect(editor.panel).not_to_contain_text("Country", use_inner_text=True)
    editor.choose("2", "4")

    editor.label("d", "Monday ")
    editor.select("Monday")
    editor.choose("1")
    editor.write("2021-03-29")

    editor.label("a", "Ben  Ade")
    editor.select("Ben")
    editor.choose("1", "6")
    editor.label("t", THREAT.surface(TEXT))
    editor.select("vowed")
    editor.choose("1", "8", "0")

    editor.relate("rejected", "الحكومة")
    editor.relate("vowed", "Ben", "source")

    desk.page.get_by_role("button", name="submit").click()
    warning = desk.page.get_by_text("Stance: Target is required.")
    expect(warning).to_be_visible()
    desk.page.get_by_role("button", name="OK").click()
    expect(warning).to_be_hidden()
    editor.write("e\u0301lan 𝔸")
    editor.submit()

    parsed = from_results(desk.saved(editor), TEXT, NEWS_CONFLICT)
    meant = (RADIO, GOVERNMENT, REJECTED, MONDAY, BEN, THREAT)
    relations = (Relation("holder", "rejected", "government"), Relation("source", "threat", "ben"))
    assert nameless(parsed.spans, parsed.relations) == nameless(meant, relations)
    assert sorted(finding.code for finding in parsed.findings) == ["edge-space", "relation-unnamed"]
    assert parsed.rejected == ()


def test_suggestions_stand_on_their_words_and_are_taken_over_unchanged(desk: Desk) -> None:
    nested = span("nested", "actor", "e\u0301lan plan 𝔸", kind="organization", mention="nominal")
    lines = span("lines", "stance", "air.\n\nالحكومة", polarity="neutral", target=" the <b>air</b> ", voice="quoted")
    crossing = span("crossing", "date", "plan 𝔸 on Monday", type="SET", value="XXXX-WXX-1", mod="APPROX")
    spans = (RADIO, GOVERNMENT, REJECTED, MONDAY, BEN, THREAT, nested, lines, crossing)
    relations = (
        Relation("deadline", "threat", "monday"),
        Relation("holder", "rejected", "radio"),
        Relation("recipient", "threat", "ben"),
        Relation("source", "threat", "ben"),
    )
    results = to_results(spans, relations, TEXT, NEWS_CONFLICT, scores={item.id: 0.8 for item in spans})

    editor = desk.open(ARTICLE, NEWS_CONFLICT, results)
    expect(editor.region("Ben  Ade")).to_be_visible()
    assert editor.highlights == {item.id: (item.start, item.end) for item in spans}
    editor.select("Ben  Ade")
    editor.submit()

    parsed = from_results(desk.saved(editor), TEXT, NEWS_CONFLICT)
    assert {item.id: item for item in parsed.spans} == {item.id: item for item in spans}
    assert parsed.relations == relations
    assert parsed.findings == ()
