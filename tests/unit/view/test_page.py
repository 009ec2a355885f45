from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from standoff.errors import Finding, FindingsError, InputError
from standoff.scheme import Scheme
from standoff.suggest import VERSION, Suggestion
from standoff.view import render_view
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set

BAD = '<img src=x onerror="harm()"></title></style><!--<script></script><script>harm()</script> &amp; {{ 7 * 7 }} \''
BEN = replace(FERRY_LABELS, annotator="ben")


def embedded(page: str) -> Any:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return json.loads(match[1])


def test_the_page_has_the_articles_and_the_figures() -> None:
    page = render_view([FERRY, BRIDGE, FAIR], [FERRY_LABELS, BRIDGE_LABELS, BEN], SCHEME, resamples=0)
    assert [article["text"] for article in embedded(page)["articles"]] == [FERRY.text, BRIDGE.text, FAIR.text]
    assert "<dt>by two or more</dt><dd>1</dd>" in page
    assert "<p>anna, ben on 1 article that two or more of them labelled." in page
    assert "<caption>Where spans are</caption>" in page
    assert 'aria-label="Label sets made per day; the table has the figures"' in page
    assert page == render_view([FERRY, BRIDGE, FAIR], [BEN, BRIDGE_LABELS, FERRY_LABELS], SCHEME, resamples=0)


def test_a_page_of_articles_that_nobody_labelled() -> None:
    page = render_view([FERRY], [], SCHEME)
    assert "Nobody has labelled these articles yet." in page
    assert "Agreement is measured once two annotators have labelled the same article." in page
    assert embedded(page)["articles"][0]["layers"] == []


def test_gold_and_suggestions_are_sources_too() -> None:
    suggestion = Suggestion("date", 27, 33, {"type": "DATE", "value": "2026-05-01"}, 0.9, "weekday")
    page = render_view([FERRY, FAIR], [FERRY_LABELS], SCHEME, gold=[FERRY_LABELS], suggestions={FAIR.id: [suggestion]})
    assert embedded(page)["sources"] == ["anna", "gold (adjudicated)", f"suggestions ({VERSION})"]


def test_nothing_is_asked_of_anybody_and_only_the_pages_own_script_runs() -> None:
    page = render_view([FERRY], [FERRY_LABELS], SCHEME)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="(.*?)"', page)[1])  # type: ignore[index]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'", "'none'", "'none'")
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?://", page)


def hostile_scheme() -> Scheme:
    actor = SCHEME.spans["actor"]
    bad_kind = replace(actor.attributes["kind"], title=BAD, values={BAD: BAD, "state": BAD})
    attributes = {**actor.attributes, "kind": bad_kind}
    spans = {**SCHEME.spans, "actor": replace(actor, title=BAD, attributes=attributes)}
    return replace(SCHEME, title=BAD, spans=spans)


def test_hostile_texts_are_texts() -> None:
    article = replace(FERRY, id=BAD, title=BAD, source=BAD, origin=BAD, text=f"{FERRY.text}\n{BAD}")
    labels = label_set(article, FERRY_LABELS.spans[3:], scheme=hostile_scheme(), tool=BAD)
    named = replace(labels.spans[0], type="actor", attributes={"kind": BAD, "mention": "name"})
    labels = labels.with_labels([named], [])
    page = render_view(
        [article],
        [labels, replace(labels, annotator="ben")],
        hostile_scheme(),
        findings=[Finding(BAD, BAD, BAD, 3, BAD, BAD)],
        resamples=0,
    )
    assert "<img" not in page
    assert "harm()</script>" not in page
    assert page.count("<script") == page.count("</script>") == 2
    assert page.count("<style>") == page.count("</style>") == page.count("</head>") == 1
    assert page.index("</title>") < page.index("<style>")
    assert "{{ 7 * 7 }}" in page
    found = embedded(page)["articles"][0]
    assert (found["id"], found["text"]) == (BAD, article.text)
    assert found["layers"][0]["spans"][0]["attributes"]["kind"] == BAD


def test_labels_that_do_not_fit_are_refused() -> None:
    stale = replace(FERRY_LABELS, sha256="0" * 64)
    nameless = replace(FERRY_LABELS, annotator="<img onerror=harm()>")
    with pytest.raises(FindingsError) as error:
        render_view([FERRY], [stale, nameless, BRIDGE_LABELS], SCHEME)
    assert [finding.code for finding in error.value.findings] == ["no-text", "annotator-name", "no-text"]


def test_a_page_needs_an_article() -> None:
    with pytest.raises(InputError, match="no article to show"):
        render_view([], [], SCHEME)


def test_a_color_that_is_none_does_not_reach_the_style() -> None:
    actor = replace(SCHEME.spans["actor"], color="red;}</style>")
    with pytest.raises(InputError, match="is no colour"):
        render_view([FERRY], [], replace(SCHEME, spans={"actor": actor}))
