from __future__ import annotations

from dataclasses import replace

from standoff.records import Adjudication, Verdict
from standoff.suggest import VERSION, Suggestion
from standoff.view.layers import GOLD, SUGGESTIONS, Source, layers_by_article
from tests.projects import BRIDGE_LABELS, FERRY_LABELS


def test_annotators_by_name_then_gold_then_suggestions() -> None:
    ben = replace(FERRY_LABELS, annotator="ben", tool="", lead_time=None)
    found = layers_by_article(
        [ben, BRIDGE_LABELS, FERRY_LABELS], [FERRY_LABELS], {"01_ferry": [], "03_fair": [Suggestion("date", 27, 33)]}
    )
    assert [layer.source for layer in found["01_ferry"]] == [Source("anna"), Source("ben"), GOLD, SUGGESTIONS]
    assert [layer.source.title for layer in found["01_ferry"]] == [
        "anna",
        "ben",
        "gold (adjudicated)",
        f"suggestions ({VERSION})",
    ]
    assert [layer.about for layer in found["01_ferry"]][:2] == [
        "human: Label Studio 1.23.2; 2026-05-04",
        "human; 2026-05-04",
    ]
    assert found["01_ferry"][0].lead_time == 61.5
    assert [layer.source for layer in found["03_fair"]] == [SUGGESTIONS]


def test_a_suggestion_says_how_sure_it_is_and_why() -> None:
    suggestion = Suggestion("date", 27, 33, {"type": "DATE", "value": "2026-05-01"}, 0.912, "weekday")
    [layer] = layers_by_article([], suggestions={"03_fair": [suggestion]})["03_fair"]
    [span] = layer.spans
    assert (span.type, span.start, span.end, span.attributes) == ("date", 27, 33, suggestion.attributes)
    assert layer.notes[span.id] == {"score": "0.91", "because": "weekday"}


def test_gold_says_how_it_was_decided() -> None:
    adjudication = Adjudication(
        "majority", ("anna", "ben"), open=2, verdicts={"a1": Verdict(("anna", "ben"), {"attributes.kind": "2 of 2"})}
    )
    [layer] = layers_by_article([], [replace(FERRY_LABELS, adjudication=adjudication)])["01_ferry"]
    assert layer.about == "majority, from anna, ben; human: Label Studio 1.23.2; 2026-05-04; 2 still to be decided"
    assert layer.notes["a1"] == {"labelled by": "anna, ben", "attributes.kind": "2 of 2"}
