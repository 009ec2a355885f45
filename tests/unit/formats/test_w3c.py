from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from standoff.errors import InputError
from standoff.formats import from_w3c, to_w3c
from standoff.formats.w3c.quotes import Quote, Selection, selection_of
from standoff.records import Article, Relation, parse_time
from standoff.scheme import read_scheme
from standoff.text import Utf16Map
from tests.unit.formats.example import ARTICLE, IMPORTED, LABELS, context, golden

FILES = {".jsonld": golden("w3c/ardan.jsonld"), ".txt": ARTICLE.text.encode()}
ELSEWHERE = read_scheme(
    """
name: elsewhere
version: 1
title: Elsewhere
spans:
  Person: {definition: a person}
  Place: {definition: a place}
relations:
  leaves: {from: Person, to: Place}
"""
)


def edited(**changes: Any) -> dict[str, bytes]:
    return {".jsonld": json.dumps(json.loads(FILES[".jsonld"]) | changes).encode(), ".txt": FILES[".txt"]}


def annotation(**changes: Any) -> dict[str, bytes]:
    target = {"source": "https://news.example/x", "selector": {"type": "TextQuoteSelector", "exact": "Varga"}}
    value = {"type": "Annotation", "id": "#1", "bodyValue": "Person", "target": target} | changes
    return {".jsonld": json.dumps(value).encode(), ".txt": b"Varga left."}


def test_the_golden_files_are_written() -> None:
    exported = to_w3c(ARTICLE, LABELS)
    assert exported.files == FILES
    assert [loss.field for loss in exported.losses] == ["$.origin"]


def test_the_golden_files_are_read() -> None:
    for files, known in ((FILES, ()), ({".jsonld": FILES[".jsonld"]}, (ARTICLE,))):
        imported = from_w3c(files, context(*known))
        assert imported.findings == ()
        assert imported.label_sets == (replace(LABELS, origin="imported"),)
        assert [replace(article, origin="") for article in imported.articles] == [ARTICLE]


def test_an_empty_label_set_comes_back() -> None:
    labels = LABELS.with_labels([], [])
    assert from_w3c(to_w3c(ARTICLE, labels).files, context(ARTICLE)).label_sets == (replace(labels, origin="imported"),)


def test_what_others_wrote() -> None:
    files = {suffix: golden(f"w3c/elsewhere{suffix}") for suffix in (".jsonld", ".txt")}
    imported = from_w3c(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    (article,), (labels,) = imported.articles, imported.label_sets
    assert [(item.id, item.type, item.start, item.end) for item in labels.spans] == [
        ("2", "Place", 2, 8),
        ("1", "Person", 20, 25),
    ]
    assert labels.relations == (Relation("leaves", "1", "2"),)
    assert (labels.annotator, labels.tool) == ("ines", "Web Annotation")
    assert (labels.created, labels.updated) == (parse_time("2024-05-01T08:00:00Z"), parse_time("2024-05-01T09:30:00Z"))
    assert [(finding.code, finding.field) for finding in imported.findings] == [
        ("body", "$[1]"),
        ("body", "$[1]"),
        ("selector", "$[3]"),
        ("utf-16", "$[1]"),
    ]
    assert {finding.severity for finding in imported.findings} == {"warning"}
    assert article.text.startswith("😀 Quelle")


def test_creators_are_kept_apart() -> None:
    items = [
        {"type": "Annotation", "id": f"#{name}", "creator": name, "bodyValue": "Person", "target": target}
        for name, target in (
            ("ines", {"source": ARTICLE.url, "selector": {"type": "TextQuoteSelector", "exact": "Ines Varga"}}),
            ("tomas", {"source": ARTICLE.url, "selector": {"type": "TextQuoteSelector", "exact": "army"}}),
            ("a/b", {"source": ARTICLE.url, "selector": {"type": "TextQuoteSelector", "exact": "She"}}),
        )
    ]
    page = {"type": "AnnotationPage", "items": items}
    imported = from_w3c({".jsonld": json.dumps(page).encode()}, context(ARTICLE, scheme=ELSEWHERE))
    assert [labels.annotator for labels in imported.label_sets] == ["ben", "ines", "tomas"]
    assert [finding.code for finding in imported.findings if finding.code == "annotator"] == ["annotator"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (edited(**{"schema:schemaVersion": "news-conflict 9"}), "scheme"),
        (edited(first={"type": "AnnotationPage", "items": ["text"]}), "annotation"),
        (annotation(target={"source": "x", "selector": {"type": "TextQuoteSelector", "exact": "absent"}}), "selector"),
        (
            annotation(target={"source": "x", "selector": {"type": "TextPositionSelector", "start": 3, "end": 99}}),
            "selector",
        ),
        (
            annotation(
                target={"source": f"ni:///sha-256;{'A' * 43}", "selector": {"type": "TextQuoteSelector", "exact": "x"}}
            ),
            "article-unknown",
        ),
        (annotation(bodyValue="Tree"), "nothing-left"),
    ],
)
def test_what_cannot_be_taken_over_is_an_error(files: dict[str, bytes], code: str) -> None:
    imported = from_w3c(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert code in [finding.code for finding in imported.findings if finding.severity == "error"]


@pytest.mark.parametrize(
    ("selector", "extents"),
    [
        (
            {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc5147", "value": "char=0,5"},
            [(0, 5)],
        ),
        ({"type": "FragmentSelector", "value": "line=0,1"}, []),
        ({"type": "XPathSelector", "value": "/p"}, []),
        ({"type": "XPathSelector", "value": "/p", "refinedBy": {"type": "TextQuoteSelector", "exact": "Varga"}}, []),
        ({"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "/p"}}, []),
        ({"type": "DataPositionSelector", "start": 0, "end": 5}, []),
    ],
)
def test_selectors_of_the_recommendation_are_followed_or_counted(
    selector: dict[str, Any], extents: list[tuple[int, int]]
) -> None:
    files = annotation(target={"source": "x", "selector": selector})
    imported = from_w3c(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    found = [(span.start, span.end) for labels in imported.label_sets for span in labels.spans]
    assert found == extents
    assert ("selector" in [finding.code for finding in imported.findings]) == (not extents)


def test_links_without_ends_and_odd_values_are_named() -> None:
    items = [
        {"type": "Annotation", "motivation": "linking", "body": [], "target": "#1"},
        {"type": "Annotation", "motivation": "linking", "body": "#1", "target": "#none"},
        {"type": "Annotation", "id": "#1", "body": [{"value": 3}, 7], "target": ["x", 5]},
        {"type": "Annotation", "motivation": "linking", "body": {"source": 5}, "target": [5]},
    ]
    value = {"type": "AnnotationCollection", "creator": 5, "schema:about": 5, "first": {"items": items}}
    imported = from_w3c({".jsonld": json.dumps(value).encode()}, context(scheme=ELSEWHERE))
    assert [(finding.code, finding.field) for finding in imported.findings] == [
        ("relation-end", "$.first.items[0]"),
        ("body", "$.first.items[2]"),
        ("body", "$.first.items[2]"),
        ("selector", "$.first.items[2]"),
        ("selector", "$.first.items[2]"),
        ("relation-end", "$.first.items[3]"),
        ("relation-end", "$.first.items[1]"),
    ]


@pytest.mark.parametrize("content", [b"text", b"5", b'{"type": "AnnotationCollection", "first": "https://x.example"}'])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"not JSON|no annotations"):
        from_w3c({".jsonld": content}, context())


@pytest.mark.parametrize(
    ("position", "quote", "found"),
    [
        ((2, 8), None, ((2, 8), "")),
        ((2, 8), Quote("Quelle"), ((2, 8), "")),
        ((3, 9), Quote("Quelle"), ((2, 8), "utf-16")),
        ((2, 3), Quote("Varga", "and "), ((19, 24), "quote")),
        (None, Quote("Varga", "", " left"), ((19, 24), "")),
        (None, Quote("Varga", "so "), (None, "quote")),
        (None, Quote("left", "then "), ((25, 29), "")),
        ((99, 100), None, (None, "")),
        ((1, 1), Quote("left"), ((25, 29), "quote")),
    ],
)
def test_selections(
    position: tuple[int, int] | None, quote: Quote | None, found: tuple[tuple[int, int] | None, str]
) -> None:
    text = "😀 Quelle Varga and Varga left."
    assert Selection(position, quote).find(text, Utf16Map(text)) == found


def test_selectors_that_say_nothing_of_text() -> None:
    position = {"type": "TextPositionSelector", "start": 1, "end": 2}
    assert selection_of([position]) == Selection((1, 2), None)
    assert selection_of(["x", {"type": "XPathSelector", "value": "/p"}, position | {"refinedBy": {}}]) is None
    assert selection_of([position | {"start": "1"}, {"type": "TextQuoteSelector", "exact": ""}]) is None


def test_times_and_dates_that_are_none_are_not_taken() -> None:
    about = json.loads(FILES[".jsonld"])["schema:about"] | {"schema:datePublished": "May"}
    files = edited(**{"created": "yesterday", "modified": 5, "schema:timeRequired": "long", "schema:about": about})
    (labels,) = from_w3c(files, context(dct=ARTICLE.dct)).label_sets
    assert (labels.created, labels.updated, labels.lead_time) == (IMPORTED, IMPORTED, None)
    assert [finding.code for finding in from_w3c(files, context()).findings] == ["article-unknown"]


def test_a_text_that_is_nowhere_is_asked_for() -> None:
    imported = from_w3c({".jsonld": FILES[".jsonld"]}, context())
    assert [(finding.code, finding.severity) for finding in imported.findings] == [("article-unknown", "error")]


def test_a_span_at_another_position_is_found_by_its_words_and_named() -> None:
    selector = [
        {"type": "TextPositionSelector", "start": 0, "end": 5},
        {"type": "TextQuoteSelector", "exact": "left"},
    ]
    files = annotation(target={"source": {"id": "https://news.example/x"}, "selector": selector})
    imported = from_w3c(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert [(item.start, item.end) for item in imported.label_sets[0].spans] == [(6, 10)]
    assert [(finding.code, finding.field) for finding in imported.findings] == [("quote", "$")]


def test_one_text_may_be_at_an_address() -> None:
    article = Article("x", ARTICLE.dct, "Varga left.", url="https://news.example/x")
    files = {".jsonld": annotation()[".jsonld"]}
    assert from_w3c(files, context(article, scheme=ELSEWHERE)).articles == (article,)
