from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.formats.drafts import Draft, Head, Link, Mention
from standoff.formats.settling import merged, settle
from standoff.records import Relation, Span
from standoff.scheme import read_scheme
from tests.unit.formats.example import ARTICLE, IMPORTED, MADE, context

SCHEME = read_scheme(
    """
name: x
version: 2
title: x
spans:
  actor: {definition: x, attributes: {kind: {values: [one, two]}}}
relations:
  knows: {from: actor, to: actor}
"""
)
CONTEXT = context(ARTICLE, scheme=SCHEME)


def actor(key: str, start: int, end: int, id_: str = "", **attributes: str) -> Mention:
    return Mention(key, "actor", start, end, attributes, id_)


def test_ids_are_kept_or_given_anew() -> None:
    mentions = [
        actor("a", 8, 13, "r0"),
        actor("b", 0, 5),
        actor("c", 14, 18, "x"),
        actor("d", 19, 24, "x"),
        actor("e", 25, 33, "é"),
    ]
    imported = settle(Draft(ARTICLE.text, mentions, [Link("knows", "a", "b")]), CONTEXT, "tool")
    (labels,) = imported.label_sets
    assert [item.id for item in labels.spans] == ["r1", "r0", "r2", "r3", "r4"]
    assert labels.relations == (Relation("knows", "r0", "r1"),)
    assert [finding.code for finding in imported.findings] == ["span-id"] * 3


def test_spans_of_one_extent_become_one() -> None:
    mentions = [actor("a", 0, 5, kind="one"), actor("b", 0, 6, kind="two"), actor("c", 8, 13)]
    links = [Link("knows", "a", "c"), Link("knows", "b", "c"), Link("knows", "c", "none"), Link("hates", "a", "c")]
    imported = settle(Draft(ARTICLE.text, mentions, links), CONTEXT, "tool")
    (labels,) = imported.label_sets
    assert labels.spans == (Span("r0", "actor", 0, 5, {"kind": "one"}), Span("r1", "actor", 8, 13))
    assert labels.relations == (Relation("knows", "r0", "r1"),)
    assert [finding.code for finding in imported.findings] == [
        "edge-space",
        "same-extent",
        "relation-twice",
        "relation-end",
        "relation-type",
    ]


def test_what_the_file_says_of_its_labels_comes_first() -> None:
    said = settle(Draft(ARTICLE.text, [], [], (), Head("eve", "brush", MADE, None, 3.0)), CONTEXT, "tool").label_sets[0]
    assert (said.annotator, said.tool, said.created, said.updated, said.lead_time) == ("eve", "brush", MADE, MADE, 3.0)
    silent = settle(Draft(ARTICLE.text, [], []), CONTEXT, "tool").label_sets[0]
    assert (silent.annotator, silent.tool, silent.created, silent.updated) == ("ben", "tool", IMPORTED, IMPORTED)
    assert (silent.article_id, silent.scheme, silent.scheme_version, silent.origin) == ("ardan", "x", 2, "imported")


@pytest.mark.parametrize(
    ("text", "mentions", "code"),
    [
        ("", [], "text"),
        ("a\0b", [], "text"),
        ("Other text.", [], "article-unknown"),
        (ARTICLE.text, [actor("a", 0, 500)], "offset"),
        (ARTICLE.text, [actor("a", 5, 4)], "offset"),
        (ARTICLE.text, [actor("a", 0, 5, kind="three")], "attribute-value"),
        (ARTICLE.text, [actor("a", 5, 6)], "nothing-left"),
    ],
)
def test_what_keeps_a_label_set_out(text: str, mentions: list[Mention], code: str) -> None:
    imported = settle(Draft(text, mentions, []), CONTEXT, "tool")
    assert imported.label_sets == ()
    assert code in [finding.code for finding in imported.findings if finding.severity == "error"]
    assert {finding.path for finding in imported.findings} == {"file"}


def test_an_article_is_found_by_its_letters() -> None:
    flat = " ".join(ARTICLE.text.split())
    twin = replace(ARTICLE, id="twin", text=flat.replace(" ", "  "))
    known = context(twin, ARTICLE, scheme=SCHEME)
    imported = settle(Draft(flat, [actor("a", 63, 66)], []), known, "tool")
    assert imported.articles == (ARTICLE,)  # of the two, the one whose id is the file's name
    assert imported.label_sets[0].spans[0].surface(ARTICLE.text) == "She"
    other = settle(Draft(flat, [], []), replace(known, name="other"), "tool")
    assert other.articles == (twin,)


def test_parts_are_merged_with_each_article_once() -> None:
    part = settle(Draft(ARTICLE.text, [], []), CONTEXT, "tool")
    both = merged([part, part])
    assert both.articles == (ARTICLE,)
    assert both.label_sets == part.label_sets * 2
