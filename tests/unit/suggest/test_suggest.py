"""Suggestions as a whole, and how they fit a scheme."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from standoff.records import Article
from standoff.scheme import load_scheme
from standoff.suggest import Suggestion, suggest
from standoff.suggest.suggestion import fitted

SCHEME = load_scheme()
TEXT = "On Friday, the ministry said that Turkish troops will leave Syria by May 1."
ARTICLE = Article("a", date(2021, 3, 27), TEXT)

OWN_SCHEME = """
name: own
version: 1
title: Dates only
spans:
  date:
    title: Date
    definition: A date.
    extent: All of it.
    attributes:
      value: {title: Value, kind: timex3, required: true}
  actor:
    title: Actor
    definition: An actor.
    extent: All of it.
    attributes:
      role: {title: Role, required: true, values: {agent: acts, patient: is acted on}}
"""


def test_dates_and_actors_in_the_order_of_the_text() -> None:
    assert [(TEXT[s.start : s.end], s.type) for s in suggest(ARTICLE, SCHEME)] == [
        ("Friday", "date"),
        ("ministry", "actor"),
        ("Turkish troops", "actor"),
        ("May 1", "date"),
    ]


def test_each_says_why_and_how_sure() -> None:
    for suggestion in suggest(ARTICLE, SCHEME):
        assert suggestion.why.partition(": ")[0] == suggestion.type
        assert 0 < suggestion.score <= 1


def test_modifiers_of_dates() -> None:
    article = Article("a", date(2021, 3, 27), "It lasted nearly 20 years.")
    assert [dict(s.attributes) for s in suggest(article, SCHEME)] == [
        {"type": "DURATION", "value": "P20Y", "mod": "LESS_THAN"}
    ]


def test_threshold() -> None:
    assert suggest(ARTICLE, SCHEME, threshold=1.0) == []
    assert len(suggest(ARTICLE, SCHEME, threshold=0.0)) >= len(suggest(ARTICLE, SCHEME)) > 0


def test_only_what_a_persons_own_scheme_has(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN_SCHEME, encoding="utf-8")
    own = load_scheme(path)
    # Its actors need an attribute that no suggester knows.
    assert [(s.type, dict(s.attributes)) for s in suggest(ARTICLE, own)] == [
        ("date", {"value": "2021-03-26"}),
        ("date", {"value": "2021-05-01"}),
    ]


def test_of_two_with_one_extent_the_surer_stays() -> None:
    attributes = {"kind": "state", "mention": "name"}
    less, more = (Suggestion("actor", 0, 5, attributes, score, "why") for score in (0.6, 0.8))
    assert fitted([less, more], SCHEME, "Syria") == fitted([more, less], SCHEME, "Syria") == [more]


def test_bad_values_and_edges_are_left_out() -> None:
    attributes = {"kind": "state", "mention": "name", "country": ""}
    assert dict(fitted([Suggestion("actor", 0, 5, attributes)], SCHEME, "Syria")[0].attributes) == {
        "kind": "state",
        "mention": "name",
    }
    assert fitted([Suggestion("actor", 0, 6, attributes)], SCHEME, "Syria ") == []
    assert fitted([Suggestion("actor", 3, 3, attributes)], SCHEME, "Syria") == []
    wrong = {"type": "DURATION", "value": "2021-05-01"}
    assert fitted([Suggestion("date", 0, 5, wrong)], SCHEME, "May 1") == []


def test_harm_left_open_in_a_scheme_that_does_not_tell_it_apart(tmp_path: Path) -> None:
    source = (Path(__file__).parents[3] / "src/standoff/scheme/news-conflict.yaml").read_text(encoding="utf-8")
    lines = [line for line in source.partition("decisions:")[0].splitlines() if "unspecified:" not in line]
    path = tmp_path / "older.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    article = Article("a", date(2021, 3, 27), "The rebels vowed revenge.")
    modes = [
        [one.attributes["mode"] for one in suggest(article, scheme) if one.type == "threat"]
        for scheme in (SCHEME, load_scheme(path))
    ]
    assert modes == [["unspecified"], ["other"]]
