from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import InputError
from standoff.labelstudio.acceptance import Acceptance, Measured, measure_acceptance
from standoff.labelstudio.results import to_results
from standoff.records import Span
from standoff.scheme import load_scheme

SCHEME = load_scheme("news-conflict")
TEXT = "Quelle and Ardan met on Saturday, the ministry said."
STATE = {"kind": "state", "mention": "name"}
SUGGESTED = (
    Span("s0", "actor", 0, 6, STATE),
    Span("s1", "actor", 11, 16, STATE),
    Span("s2", "date", 24, 32, {"type": "DATE", "value": "2021-03-27"}),
)


def results(*spans: Span) -> list[dict[str, Any]]:
    return to_results(spans, [], TEXT, SCHEME)


def task(*submitted: Span, **fields: Any) -> dict[str, Any]:
    return {
        "predictions": [{"id": 3, "model_version": "standoff rules-1", "result": results(*SUGGESTED)}],
        "annotations": [{"parent_prediction": 3, "result": results(*submitted), **fields}],
    }


def measured(*tasks: dict[str, Any]) -> dict[str, Acceptance]:
    return {type_: counts for (_, type_), counts in measure_acceptance(tasks).items()}


def test_each_suggestion_is_kept_changed_or_deleted_and_other_spans_are_added() -> None:
    drawn = Span("mine", "actor", 34, 46, {"kind": "state", "mention": "nominal"})
    wider = replace(SUGGESTED[1], start=7)
    assert measured(task(SUGGESTED[0], wider, drawn)) == {
        "actor": Acceptance(kept=1, changed=1, added=1),
        "date": Acceptance(deleted=1),
    }
    assert measured(task(*SUGGESTED), task(*SUGGESTED))["date"] == Acceptance(kept=2)
    assert measured(task(*SUGGESTED))["actor"].suggested == 2


@pytest.mark.parametrize(
    "changed",
    [
        replace(SUGGESTED[2], attributes={"type": "DATE", "value": "2021-03-28"}),
        replace(SUGGESTED[2], end=31),
        Span("s2", "actor", 24, 32, STATE),
    ],
)
def test_another_attribute_extent_or_type_is_a_change(changed: Span) -> None:
    assert measured(task(*SUGGESTED[:2], changed))["date"] == Acceptance(changed=1)


def test_versions_are_counted_apart() -> None:
    older = task(*SUGGESTED)
    older["predictions"][0]["model_version"] = "standoff rules-0"
    assert [version for version, _ in measure_acceptance([older, task()])] == [
        "standoff rules-0",
        "standoff rules-0",
        "standoff rules-1",
        "standoff rules-1",
    ]


@pytest.mark.parametrize("fields", [{"was_cancelled": True}, {"parent_prediction": None}, {"parent_prediction": 4}])
def test_what_did_not_begin_with_suggestions_is_left_out(fields: dict[str, Any]) -> None:
    assert measured(task(**fields)) == {}
    assert measured({}) == {}


@pytest.mark.parametrize(
    "bad", [None, [7, {"id": 1}, {"id": "s0", "value": 1}, {"id": "x", "from_name": "label", "value": {}}]]
)
def test_what_is_no_region_is_passed_over(bad: Any) -> None:
    assert measured({**task(), "annotations": [{"parent_prediction": 3, "result": bad}]})["date"] == Acceptance(
        deleted=1
    )


def test_what_was_counted_of_a_version_that_is_gone_is_kept(tmp_path: Path) -> None:
    server = "https://label.example.org/projects/3"
    kept = Measured(tmp_path, server)
    kept.keep("standoff rules-0", [task(*SUGGESTED)])
    assert not (tmp_path / "acceptance.json").exists()
    for submitted in (SUGGESTED[:1], SUGGESTED):  # once more, after a kill
        kept.keep("standoff rules-1", [task(*submitted)])
    now = {("standoff rules-2", "actor"): Acceptance(kept=1)}
    assert kept.with_kept(now) == {
        ("standoff rules-1", "actor"): Acceptance(kept=2),
        ("standoff rules-1", "date"): Acceptance(kept=1),
        ("standoff rules-2", "actor"): Acceptance(kept=1),
    }
    assert kept.with_kept({("standoff rules-1", "date"): Acceptance(deleted=1)})["standoff rules-1", "date"].deleted
    assert Measured(tmp_path, "https://label.example.org/projects/4").with_kept(now) == now


@pytest.mark.parametrize("text", ["{", "[]", '{"s": 1}', '{"s": {"v": {"t": {"kept": 1, "x": 2}}}}'])
def test_a_damaged_file_of_counts_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "acceptance.json").write_text(text)
    with pytest.raises(InputError, match="holds no counts"):
        Measured(tmp_path, "s").with_kept({})
