"""Which relations are suggested."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from standoff.records import Article, LabelSet, check_label_set
from standoff.scheme import load_scheme
from standoff.suggest import suggest, to_labels
from standoff.suggest.link_rules import RULES, LinkRule
from tests.strategies import NEWS_CONFLICT


def links(text: str) -> dict[tuple[str, str], list[str]]:
    """Return for each relation type and words of a span the words that relations go to."""
    article = Article("a", date(2021, 3, 27), text)
    found: dict[tuple[str, str], list[str]] = {}
    for one in suggest(article, NEWS_CONFLICT, threshold=0):
        for link in one.links:
            found.setdefault((link.type, text[one.start : one.end]), []).append(text[link.start : link.end])
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.relation} {rule.name}")
def test_example(rule: LinkRule) -> None:
    plain = rule.example.translate(dict.fromkeys(map(ord, "[]{}")))
    words = rule.example[rule.example.find("[") + 1 : rule.example.find("]")].translate(dict.fromkeys(map(ord, "{}")))
    other = rule.example[rule.example.find("{") + 1 : rule.example.find("}")]
    article = Article("a", date(2021, 3, 27), plain)
    found = [
        (plain[one.start : one.end], plain[link.start : link.end], link.score)
        for one in suggest(article, NEWS_CONFLICT, threshold=0)
        for link in one.links
        if link.why == f"{rule.relation}: {rule.name}"
    ]
    assert found == [(words, other, rule.score)]


@pytest.mark.parametrize(
    ("text", "words", "sources"),
    [
        ("Iran, which has oil, threatened to close the strait.", "threatened to close the strait", ["Iran"]),
        ("Iran imposed sanctions and threatened to use force.", "threatened to use force", ["Iran"]),
        ("Iran and Iraq threatened to use force.", "threatened to use force", ["Iran", "Iraq"]),
        ("Iran told Turkey to stay and vowed to retaliate.", "vowed to retaliate", ["Iran"]),
        ("If Iran attacks, Turkey will retaliate.", "If Iran attacks, Turkey will retaliate", ["Turkey"]),
        ("Turkey said that Iran would retaliate.", "would retaliate", ["Iran"]),
        ("Iran said on Friday that it would retaliate.", "would retaliate", ["Iran"]),
        ("Iran left. It threatened to retaliate.", "threatened to retaliate", ["It"]),
        ("After talks in Doha, Iran threatened to retaliate.", "threatened to retaliate", ["Iran"]),
        ("Iran's threat to use force failed.", "threat to use force failed", ["Iran"]),
    ],
)
def test_sources(text: str, words: str, sources: list[str]) -> None:
    assert links(text)["source", words] == sources


def test_holders_of_a_list() -> None:
    found = links("On Friday Britain, Norway and Iran welcomed the deal.")
    assert found == {("holder", "welcomed the deal"): ["Britain", "Norway", "Iran"]}


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("The rebels threatened to attack unless Iran left by May 1.", ["May 1"]),
        ("Iran will attack on Monday if the ships stay.", ["Monday"]),
        ("The rebels threatened on Monday to attack Iran.", None),
    ],
)
def test_deadline(text: str, deadline: list[str] | None) -> None:
    found = {type_: others for (type_, _), others in links(text).items()}
    assert found.get("deadline") == deadline


def test_a_pronoun_becomes_an_actor_only_where_a_relation_needs_it() -> None:
    text = "Iran left. It rejected the plan. It stayed."
    found = [one for one in suggest(Article("a", date(2021, 3, 27), text), NEWS_CONFLICT) if one.type == "actor"]
    assert [(text[one.start : one.end], dict(one.attributes)) for one in found] == [
        ("Iran", {"kind": "state", "mention": "name", "country": "IRN"}),
        ("It", {"kind": "state", "mention": "pronoun", "country": "IRN"}),
    ]


def test_as_labels_they_keep_the_rules_of_the_scheme() -> None:
    text = "The rebels threatened to attack Iran by Friday. Iran rejected the plan."
    article = Article("a", date(2021, 3, 27), text)
    spans, relations = to_labels(suggest(article, NEWS_CONFLICT))
    assert [one.type for one in relations] == ["deadline", "holder", "recipient", "source"]
    scheme = NEWS_CONFLICT
    now = datetime(2021, 1, 1, tzinfo=UTC)
    labels = LabelSet(
        article_id="a",
        sha256=article.sha256,
        scheme=scheme.name,
        scheme_version=scheme.version,
        annotator="m",
        origin="machine",
        created=now,
        updated=now,
        spans=tuple(spans),
        relations=tuple(relations),
    )
    assert check_label_set(labels, scheme, text) == []


def test_only_relations_that_a_scheme_has(tmp_path: Path) -> None:
    source = (Path(__file__).parents[3] / "src/standoff/scheme/news-conflict.yaml").read_text(encoding="utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(source.replace("from: threat\n    to: date", "from: stance\n    to: date"), encoding="utf-8")
    text = "The rebels threatened to attack Iran by Friday."
    found = suggest(Article("a", date(2021, 3, 27), text), load_scheme(path))
    assert {link.type for one in found for link in one.links} == {"source", "recipient"}


def test_a_threshold_holds_for_relations_too() -> None:
    article = Article("a", date(2021, 3, 27), "When Iran refused, Turkey threatened to attack it.")
    all_of_them, surer = (
        {link.type for one in suggest(article, NEWS_CONFLICT, threshold=threshold) for link in one.links}
        for threshold in (0, 0.6)
    )
    assert (all_of_them, surer) == ({"source", "recipient"}, {"source"})


def test_no_relation_goes_to_a_pronoun_that_is_not_sure_enough() -> None:
    article = Article("a", date(2021, 3, 27), "Iran left. It rejected the plan.")
    ends = [
        [link.start for one in suggest(article, NEWS_CONFLICT, threshold=threshold) for link in one.links]
        for threshold in (0.7, 0.75)
    ]
    assert ends == [[11], []]


@pytest.mark.parametrize(
    ("text", "words", "recipients"),
    [
        ("Turkey will retaliate if it learns that Iran arms.", "will retaliate if it learns that Iran arms", ["Iran"]),
        (
            "Turkey vowed to bring back sanctions that Iran hates.",
            "vowed to bring back sanctions that Iran hates",
            None,
        ),
        ("Iran told the firms to stay and vowed to retaliate.", "vowed to retaliate", None),
        ("Iran told the rebels that whoever comes will die.", "whoever comes will die", ["rebels"]),
        ("Turkey won. Turkey vowed to use Turkish jets.", "vowed to use Turkish jets", None),
    ],
)
def test_recipients(text: str, words: str, recipients: list[str] | None) -> None:
    found = links(text)
    assert found.get(("recipient", words)) == recipients
    assert words in [of for _, of in found]


def test_behind_a_comma_and_an_and_stands_another_subject() -> None:
    found = links("It blames Iran, and Turkey vowed to take revenge.")
    assert found["source", "vowed to take revenge"] == ["Turkey"]
