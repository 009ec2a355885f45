from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from standoff.records import Article
from standoff.view.data import page_data
from standoff.view.layers import Source, layers_by_article
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set, span

SOURCES = [Source("anna"), Source("ben")]


def data(*articles: Article) -> dict[str, Any]:
    layers = layers_by_article([FERRY_LABELS, BRIDGE_LABELS, replace(FERRY_LABELS, annotator="ben")])
    return page_data(articles or (FERRY, BRIDGE, FAIR), layers, SOURCES, SCHEME)


def test_names_stand_once_and_numbers_for_them() -> None:
    found = data()
    assert [type_["title"] for type_ in found["types"]] == ["Actor", "Date", "Stance", "Threat"]
    assert found["types"][0]["attributes"] == {"kind": "Kind", "mention": "Mention", "country": "Country"}
    assert (found["relations"][0], found["sources"]) == ("holder", ["anna", "ben"])
    ferry, bridge, fair = found["articles"]
    assert [layer["source"] for layer in ferry["layers"]] == [0, 1]
    assert [layer["source"] for layer in bridge["layers"]] == [0]
    assert (fair["layers"], fair["comparisons"]) == ([], [])
    spans = ferry["layers"][0]["spans"]
    assert [(item["type"], item["start"], item["end"]) for item in spans[:2]] == [(0, 0, 10), (2, 11, 32)]
    assert ferry["layers"][0]["relations"] == [[0, 1, 0], [1, 3, 4]]
    assert ferry["comparisons"][0]["sources"] == [0, 1]
    assert ferry["comparisons"][0]["spans"][0] == [0, 0, False, ()]


def test_lengths_of_pieces_are_utf16() -> None:
    plan = span(BRIDGE, "x", "actor", "plan 😀", kind="person", mention="name")
    layers = layers_by_article([label_set(BRIDGE, [plan])])
    [article] = page_data([BRIDGE], layers, SOURCES, SCHEME)["articles"]
    assert article["layers"][0]["pieces"][1] == [7, (0,)]
    assert sum(length for length, _ in article["layers"][0]["pieces"]) == len(BRIDGE.text) + 1


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)//https://", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_links(url: str, shown: str) -> None:
    [article] = data(replace(FERRY, url=url))["articles"]
    assert article["url"] == shown
