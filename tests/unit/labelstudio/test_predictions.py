from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from standoff.errors import MissingError
from standoff.labels import LabelStore
from standoff.labelstudio.predictions import labels_of, suggestions
from standoff.labelstudio.results import from_results
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import load_scheme
from standoff.suggest import VERSION, Learned, suggest, version
from standoff.suggest.learned import Scores

SCHEME = load_scheme("news-conflict")
ARTICLE = Article("a", date(2021, 3, 27), "The United Nations met on Saturday. Talks may last two weeks.")
DATE = Span("d", "date", 26, 34, {"type": "DATE", "value": "2021-03-27"})


def test_suggestions_are_shown_with_how_sure_they_are() -> None:
    prediction = suggestions(SCHEME).predict(ARTICLE)
    assert prediction is not None
    found = suggest(ARTICLE, SCHEME)
    regions = [result for result in prediction["result"] if result["type"] == "labels"]
    assert [(r["value"]["start"], r["value"]["end"], r["value"]["labels"], r["score"]) for r in regions] == [
        (item.start, item.end, [item.type], item.score)
        for item in sorted(found, key=lambda s: (s.start, s.end, s.type))
    ]
    assert {region["meta"]["text"][0] for region in regions} == {
        f"[suggested {item.score:.2f}: {item.why}]" for item in found
    }
    assert from_results(prediction["result"], ARTICLE.text, SCHEME).findings == ()
    assert len({region["id"] for region in regions}) == len(found)
    assert prediction["model_version"] == f"standoff {VERSION}"
    assert 0 < prediction["score"] <= 1


def test_what_was_learned_is_another_version_that_replaces_the_rules() -> None:
    model = Learned(SCHEME.name, SCHEME.version, VERSION, {"date": 1.0}, Scores())
    predictor = suggestions(SCHEME, model)
    assert predictor.version == f"standoff {version(model)}"
    assert predictor.replaces(suggestions(SCHEME).version)
    prediction = predictor.predict(ARTICLE)
    assert prediction is not None
    assert {region["value"]["labels"][0] for region in prediction["result"] if region["type"] == "labels"} == {"actor"}


def test_where_nothing_is_found_nothing_is_shown() -> None:
    assert suggestions(SCHEME).predict(Article("b", date(2021, 3, 27), "So it goes.")) is None


def test_newer_suggestions_replace_older_ones_and_nothing_else(tmp_path: Path) -> None:
    newer = suggestions(SCHEME)
    assert newer.replaces("standoff rules-0")
    assert not newer.replaces(newer.version)
    assert not newer.replaces("labels of ann")
    LabelStore(tmp_path).put([label_set()])
    assert not labels_of("ann", LabelStore(tmp_path), SCHEME).replaces("standoff rules-0")


def label_set() -> LabelSet:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    actor = Span("u", "actor", 0, 18, {"kind": "organization", "mention": "name"})
    actor = replace(actor, start=4)
    threat = Span("t", "threat", 36, 60, {"mode": "force", "conditional": "no", "status": "made"})
    spans = (DATE, actor, threat)
    relations = (Relation("source", "t", "u"),)
    return LabelSet(
        "a", ARTICLE.sha256, SCHEME.name, SCHEME.version, "ann", "human", now, now, spans=spans, relations=relations
    )


def test_labels_of_an_annotator_are_shown_where_they_are_of_the_present_text(tmp_path: Path) -> None:
    store, labels = LabelStore(tmp_path), label_set()
    store.put([labels])
    predictor = labels_of("ann", store, SCHEME)
    prediction = predictor.predict(ARTICLE)
    assert prediction is not None
    parsed = from_results(prediction["result"], ARTICLE.text, SCHEME)
    assert (parsed.spans, parsed.relations) == (labels.spans, labels.relations)
    assert prediction["model_version"] == "labels of ann"
    assert "score" not in prediction
    assert predictor.predict(replace(ARTICLE, text=f"{ARTICLE.text} So.")) is None


def test_an_annotator_who_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="nobody"):
        labels_of("nobody", LabelStore(tmp_path), SCHEME)
