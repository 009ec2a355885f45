"""People read, compare and search labelled articles in a page that asks nothing of anybody."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from standoff.errors import Finding
from standoff.records import LabelSet, Relation, Span
from standoff.view import render_view
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set, span

pytestmark = pytest.mark.browser

SCREENSHOTS = os.environ.get("STANDOFF_SCREENSHOTS", "")
"""A folder that gets pictures of the page."""

BEN = replace(
    FERRY_LABELS.with_labels(
        [
            span(FERRY, "a1", "actor", "Ines Varga", kind="state", mention="name"),
            span(FERRY, "s1", "stance", "rejects the ferry", polarity="against", target="ferry ban", voice="author"),
            span(FERRY, "d1", "date", "Monday", type="DATE", value="2026-04-27"),
            span(FERRY, "a3", "actor", "envoy", kind="person", mention="nominal"),
        ],
        [Relation("holder", "s1", "a1")],
    ),
    annotator="ben",
)


@dataclass
class Reader:
    """A page that is open, and what it must not do."""

    page: Page
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        """Keep the address of a request."""
        self.requests.append(request.url)

    def note_dialog(self, dialog: Dialog) -> None:
        """Keep what a dialog says, and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def spans(self, column: int = 0) -> Any:
        """Return the words of every span that is marked, put together from its fragments, by its index."""
        return self.page.evaluate(
            """column => {
              const words = {};
              for (const node of document.querySelectorAll(`[data-place="${column}"] .span`))
                words[node.dataset.span] = (words[node.dataset.span] ?? "") + node.innerText;
              return words;
            }""",
            column,
        )

    def words(self, labels: LabelSet, text: str) -> dict[str, str]:
        """Return what `spans` must be."""
        return {str(index): item.surface(text) for index, item in enumerate(labels.spans)}

    def picture(self, name: str) -> None:
        """Save what is seen where somebody asked for it."""
        if SCREENSHOTS:
            self.page.screenshot(path=Path(SCREENSHOTS) / f"view-{name}.png")


Open = Callable[..., Reader]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens a page from a file; afterwards it has asked nobody and nothing has failed."""
    readers = []

    def open_(html: str, address: str = "", **context: Any) -> Reader:
        path = tmp_path / "view.html"
        path.write_text(html, encoding="utf-8")
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **context})
        reader = Reader(page)
        page.on("request", reader.note_request)
        page.on("dialog", reader.note_dialog)
        page.on("pageerror", lambda error: reader.errors.append(str(error)))
        page.on("console", lambda message: reader.errors.append(message.text))
        page.goto(path.as_uri() + address)
        readers.append(reader)
        return reader

    yield open_
    for reader in readers:
        assert [url for url in reader.requests if not url.endswith("/view.html")] == []
        assert (reader.dialogs, reader.errors) == ([], [])
        assert reader.page.evaluate("window.harm") is None
        reader.page.close()


@pytest.fixture(scope="module")
def two_annotators() -> str:
    """Return a page with two articles by one annotator, one of them by another too, and one that nobody labelled."""
    return render_view([FERRY, BRIDGE, FAIR], [FERRY_LABELS, BRIDGE_LABELS, BEN], SCHEME)


def test_what_is_marked_is_what_was_labelled(open_page: Open, two_annotators: str) -> None:
    reader = open_page(two_annotators)
    page = reader.page
    expect(page.locator(".column h3")).to_have_text(["anna", "ben"])
    for column, labels in enumerate((FERRY_LABELS, BEN)):
        assert reader.spans(column) == reader.words(labels, FERRY.text)
        assert page.locator(".text").nth(column).inner_text() == FERRY.text
    reader.picture("compared")

    page.get_by_role("link", name="02_bridge").click()
    expect(page.get_by_role("heading", name="02_bridge")).to_be_visible()
    expect(page).to_have_title(f"02_bridge – {SCHEME.title}")
    expect(page.get_by_text("ben: no labels of this article")).to_be_visible()
    assert reader.spans() == reader.words(BRIDGE_LABELS, BRIDGE.text)

    page.get_by_role("link", name="next").click()
    expect(page.locator(".text")).to_have_text(FAIR.text)
    assert reader.spans() == {}
    page.go_back()
    expect(page.get_by_role("heading", name="02_bridge")).to_be_visible()


def test_differences_are_told_in_the_text_and_in_the_table(open_page: Open, two_annotators: str) -> None:
    reader = open_page(two_annotators)
    page = reader.page
    expect(page.get_by_role("list", name="Differences").locator("li")).to_have_text(
        ["= 1 equal", "+ 2 only anna", "+ 1 only ben", "↔ 1 other extent", "≠ 1 other attributes"]
    )
    rows = page.locator("[aria-labelledby=spans] tbody tr")
    expect(page.get_by_role("table", name="6 spans of one or both").locator("tbody tr")).to_have_count(6)
    expect(rows.nth(0)).to_contain_text("other attributes")
    expect(rows.nth(0).locator("b")).to_have_text(["kind person", "kind state"])
    relations = page.get_by_role("table", name="2 relations").locator("tbody tr")
    expect(relations).to_have_text(
        [
            "holderrejects the ferry banInes Vargaboth",
            "sourcewill close the strait unless the ban endsNorthern Frontonly anna",
        ]
    )

    page.get_by_label("differences only").check()
    expect(page.get_by_role("table", name="5 spans of one or both").locator("tbody tr")).to_have_count(5)
    assert "Monday" not in reader.spans().values()
    page.get_by_label("differences only").uncheck()
    page.get_by_role("checkbox", name="Stance").uncheck()
    assert [item.type for item in FERRY_LABELS.spans].count("stance") == 1
    assert len(reader.spans()) == len(FERRY_LABELS.spans) - 1

    page.get_by_label("differences only").check()
    expect(page.get_by_role("table", name="1 relation").locator("tbody tr")).to_contain_text("only anna")
    page.get_by_label("beside").select_option("nobody else’s")
    expect(page.get_by_label("differences only")).to_be_disabled()
    expect(page.locator(".column h3")).to_have_text(["anna"])
    page.get_by_label("Labels by").select_option("ben")
    expect(page.locator(".column h3")).to_have_text(["ben"])
    expect(page.locator(".differs")).to_have_count(0)


def test_the_keyboard_reaches_every_span_in_order_and_tells_about_it(open_page: Open, two_annotators: str) -> None:
    reader = open_page(two_annotators, f"#/article/{BRIDGE.id}")
    page = reader.page
    card = page.locator("#card")
    page.get_by_role("checkbox", name="Threat").focus()
    reached = []
    for _ in range(2 + len(BRIDGE_LABELS.spans) + 1):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.matches('.span') ? document.activeElement.innerText : ''"))
    in_text = [item.surface(BRIDGE.text) for item in BRIDGE_LABELS.spans]
    assert [words for words in reached if words] == in_text

    page.get_by_role("group", name="Stance: supports the bridge plan").focus()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Polarityfavor")
    expect(card).to_contain_text("holderQuelle")
    expect(page.locator(".span.linked")).to_have_text(["Quelle"])
    name = "Stance: supports the bridge plan. Polarity: favor. Target: bridge plan. Voice: author. holder: Quelle"
    expect(page.get_by_role("group", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    page.get_by_role("table", name="2 relations").get_by_role("button", name="took no side").focus()
    expect(page.locator(".span.active")).to_have_text(["took no side in the dispute"])
    expect(page.locator(".span.linked")).to_have_text(["Arda"])
    expect(card).to_be_hidden()
    page.get_by_role("table", name="5 spans").get_by_role("button", name="last week").press("Enter")
    expect(page.get_by_role("group", name="Date: last week")).to_be_focused()


def test_the_pointer_shows_all_spans_of_a_nest_and_their_counterparts(open_page: Open) -> None:
    threat = FERRY_LABELS.span("t1")
    assert threat is not None
    text = FERRY.text
    strait, ends = text.index("strait"), text.index("unless the ban ends,")
    nested = [
        Span("n1", "actor", strait, strait + 6, {"kind": "state", "mention": "name"}),
        Span("n2", "stance", strait, ends + 6, {"polarity": "against", "target": "x", "voice": "quoted"}),
        Span("n3", "actor", ends, ends + 19, {"kind": "people", "mention": "name"}),
        Span("n4", "actor", threat.end - 4, threat.end + 2, {"kind": "people", "mention": "name"}),
    ]
    anna = FERRY_LABELS.with_labels([threat, *nested], [])
    reader = open_page(render_view([FERRY], [anna, replace(FERRY_LABELS, annotator="ben")], SCHEME))
    page = reader.page
    assert reader.spans() == reader.words(anna, text)
    assert page.locator("[data-place='0'] .text").inner_text() == text
    page.locator("[data-place='0']").get_by_role("group", name="Actor: strait").hover()
    card = page.locator("#card")
    expect(card.locator(".chip")).to_have_text(["Actor", "Stance", "Threat"])
    expect(page.locator("[data-place='1'] .span.active")).to_have_text(["will close the strait unless the ban ends"])
    reader.picture("nested")
    card.hover()
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    expect(page.locator(".active")).to_have_count(0)


def test_hundreds_of_articles_are_found_by_words_and_ordered(open_page: Open) -> None:
    many = [replace(FAIR, id=f"n{number:03}", text=f"{FAIR.text} Word{number}.") for number in range(400)]
    reader = open_page(render_view([*many, FERRY], [FERRY_LABELS, BEN], SCHEME, resamples=0))
    page = reader.page
    entries = page.locator("#articles li:visible")
    expect(page.get_by_role("status")).to_have_text("401 articles")
    page.get_by_label("Search").fill("WORD77.")
    expect(page.get_by_role("status")).to_have_text("1 of 401 articles")
    expect(entries).to_have_count(1)
    entries.get_by_role("link").click()
    expect(page.locator(".text")).to_contain_text("Word77.")
    page.get_by_label("Search").fill("nothing has this")
    expect(entries).to_have_count(0)
    page.get_by_label("Search").fill("")
    page.get_by_label("Order").select_option("most differences first")
    expect(entries.first).to_contain_text("01_ferry")


def test_statistics(open_page: Open, two_annotators: str) -> None:
    reader = open_page(two_annotators, "#/statistics")
    page = reader.page
    expect(page.get_by_role("heading", name="Agreement")).to_be_visible()
    expect(page.get_by_role("table", name="Where spans are").locator("tbody tr").first).to_contain_text("0.50")
    expect(page.get_by_role("img", name="Label sets made per day")).to_be_visible()
    bars = page.locator("section[aria-labelledby=by-type] rect.bar")
    widths = [round((box.bounding_box() or {"width": -1})["width"], 1) for box in bars.all()]
    assert max(widths) == widths[0] > widths[1] > 0
    reader.picture("statistics")
    page.get_by_role("link", name="Articles", exact=True).click()
    expect(page.locator(".text").first).to_be_visible()


def test_names_and_addresses_that_mean_something_to_a_script(open_page: Open) -> None:
    attribute = replace(SCHEME.spans["actor"].attributes["country"], name="constructor", title="Maker", pattern="")
    actor = replace(SCHEME.spans["actor"], attributes={"constructor": attribute})
    scheme = replace(SCHEME, spans={**SCHEME.spans, "actor": actor})
    article = replace(FERRY, id="100% #1/?")
    plain = label_set(article, [span(article, "a", "actor", "Ines Varga")], scheme=scheme)
    named = label_set(article, [span(article, "a", "actor", "Ines Varga", constructor="toString")], annotator="ben")
    reader = open_page(render_view([BRIDGE, article], [plain, named], scheme), "#/article/%")
    page = reader.page
    expect(page.get_by_role("heading", name="02_bridge")).to_be_visible()
    page.get_by_role("link", name="100% #1/?").click()
    page.reload()
    expect(page.get_by_role("heading", name="100% #1/?")).to_be_visible()
    names = [node.get_attribute("aria-label") for node in page.locator(".span").all()]
    assert names == [
        "Actor: Ines Varga. Maker: none, ben: toString. other attributes",
        "Actor: Ines Varga. Maker: toString, anna: none. other attributes",
    ]


def test_hostile_texts_are_inert(open_page: Open) -> None:
    bad = "<img src=//evil.test/x onerror=harm=1></script><script>window.harm=1;alert(1)</script>\u202e<!--{{7*7}}"
    article = replace(
        FERRY, id=f"#/{bad}%", title=bad, source=bad, origin=bad, url="javascript:harm=1", text=f"{bad}\n{bad}"
    )
    kind = replace(SCHEME.spans["actor"].attributes["kind"], title=bad, values={bad: bad})
    actor = replace(SCHEME.spans["actor"], title=bad, definition=bad, attributes={"kind": kind})
    relation = replace(SCHEME.relations["holder"], title=bad, from_types=("actor",), to_types=("actor",))
    scheme = replace(SCHEME, title=bad, spans={**SCHEME.spans, "actor": actor}, relations={"holder": relation})
    spans = [Span("a", "actor", 3, len(bad) + 9, {"kind": bad}), Span("b", "actor", 0, len(bad), {"kind": bad})]
    labels = label_set(article, spans, [Relation("holder", "a", "b")], scheme=scheme, tool=bad)
    html = render_view(
        [article],
        [labels, replace(labels, annotator="ben")],
        scheme,
        findings=[Finding("bad", bad, f"labels/{bad}.jsonl", hint=bad)],
    )
    reader = open_page(html)
    page = reader.page
    assert reader.spans() == reader.words(labels, article.text)
    assert page.locator(".text").first.inner_text() == article.text
    page.locator(".span").first.hover()
    expect(page.locator("#card")).to_contain_text("<img src=//evil.test/x")
    expect(page.locator("#article img, #article script, #card img")).to_have_count(0)
    page.locator("#articles a").click()
    expect(page.locator(".text").first).to_be_visible()
    expect(page.get_by_role("link", name="source")).to_have_count(0)
    page.get_by_role("link", name="Statistics", exact=True).click()
    expect(page.locator(".findings")).to_contain_text(f"labels/{bad}.jsonl")
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_has_everything_without_scrolling_sideways(
    open_page: Open, two_annotators: str, scheme: str
) -> None:
    reader = open_page(two_annotators, viewport={"width": 400, "height": 850}, color_scheme=scheme)
    page = reader.page
    expect(page.get_by_role("link", name="02_bridge")).to_be_hidden()
    page.locator("#list summary").click()
    reader.picture(f"narrow-{scheme}")
    page.get_by_role("link", name="01_ferry").click()
    for address in ("#/article/01_ferry", "#/statistics"):
        page.evaluate("address => { location.hash = address }", address)
        expect(page.locator("main:visible")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_print_has_the_article_and_its_tables_and_no_controls(open_page: Open, two_annotators: str) -> None:
    reader = open_page(two_annotators, color_scheme="dark")
    page = reader.page
    page.emulate_media(media="print")
    for hidden in ("#search", ".tools", "#neighbours", ".bar nav"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".text").first).to_be_visible()
    expect(page.get_by_role("table", name="6 spans of one or both")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).color") == "rgb(27, 29, 33)"
    reader.picture("print")
