from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.labels import GOLD, Case, LabelStore, QueueItem, decided_gold, is_by_person, same_labels
from standoff.labelstudio.asking import GOLD_SO_FAR
from standoff.labelstudio.decisions import decided_here, plan_decisions, read_decisions
from standoff.labelstudio.history import Entry, History, digest_of
from standoff.labelstudio.incoming import Incoming
from standoff.labelstudio.interface import to_task_data
from standoff.labelstudio.plan import PullPlan
from standoff.labelstudio.results import to_results
from standoff.records import Adjudication, LabelSet
from tests.projects import FERRY, FERRY_LABELS, NOON, SCHEME

SERVER = "http://server/projects/7"
SLOT = (FERRY.id, GOLD)
FEWER = FERRY_LABELS.with_labels(FERRY_LABELS.spans[:1], ())


def decided(by: str, minute: int, labels: LabelSet = FERRY_LABELS) -> LabelSet:
    at = NOON + timedelta(minutes=minute)
    return decided_gold(replace(labels, annotator=by, created=at, updated=at), [], SCHEME)


def incoming(by: str, minute: int, labels: LabelSet = FERRY_LABELS, annotation: int = 0) -> Incoming:
    gold = decided(by, minute, labels)
    updated = gold.updated.isoformat()
    return Incoming(5, annotation or ord(by[0]), GOLD, FERRY.id, updated, 1, b"", gold)


def pulled(item: Incoming, server: str = SERVER) -> Entry:
    assert item.labels is not None
    return Entry("pulled", NOON, FERRY.id, GOLD, server, item.annotation, item.updated, digest_of(item.labels))


def plan(
    *items: Incoming, gold: LabelSet | None = None, last: Entry | None = None, replace_persons: bool = False
) -> PullPlan:
    here = {SLOT: gold} if gold else {}
    known = {SLOT: last} if last else {}
    annotations = {item.annotation for item in items} | ({last.annotation} if last else set())
    return plan_decisions(items, here, known, SERVER, annotations, replace_persons=replace_persons)


MAJORITY = replace(decided("x", 0), adjudication=Adjudication("majority", ("anna", "ben"), open=1))
ANN = incoming("ann", 1)
ANN_LATER = incoming("ann", 9, FEWER)
BEN = incoming("ben", 5, FEWER)


def test_a_decision_takes_the_place_of_what_no_person_decided() -> None:
    assert plan(ANN).take == (ANN,)
    assert plan(ANN, gold=MAJORITY).take == (ANN,)
    assert plan(ANN, gold=ANN.labels, last=pulled(ANN)).unchanged == (ANN,)


def test_adjudication_that_was_run_again_against_a_decision_stands_until_the_decision_changes() -> None:
    assert plan(ANN, gold=MAJORITY, last=pulled(ANN)).kept == (ANN,)
    assert plan(ANN_LATER, gold=MAJORITY, last=pulled(ANN)).take == (ANN_LATER,)


def test_a_person_may_decide_anew() -> None:
    assert plan(ANN_LATER, gold=ANN.labels, last=pulled(ANN)).take == (ANN_LATER,)
    other = replace(ANN_LATER, annotation=99)
    assert plan(other, gold=ANN.labels, last=pulled(ANN)).take == (other,)
    assert plan(other, gold=ANN.labels).take == (other,), "the history was lost"


def test_what_somebody_else_decided_is_a_conflict() -> None:
    found = plan(BEN, gold=ANN.labels, last=pulled(ANN))
    assert [(one.here, one.there) for one in found.conflicts] == [(ANN.labels, BEN)]
    assert plan(BEN, gold=ANN.labels, last=pulled(ANN), replace_persons=True).take == (BEN,)
    by_hand = replace(decided("ann", 1), adjudication=None)
    assert plan(BEN, gold=by_hand).conflicts
    elsewhere = pulled(replace(ANN, annotation=BEN.annotation), "http://server/projects/8")
    assert plan(BEN, gold=ANN.labels, last=elsewhere).conflicts, "ids of another project say nothing"


def test_who_says_the_same_leaves_gold_as_it_is() -> None:
    same = incoming("ben", 5)
    assert plan(same, gold=ANN.labels, last=pulled(ANN)).kept == (same,)
    both = plan(ANN, same)
    assert (both.take, both.kept) == ((ANN,), (same,))


def test_gold_that_was_edited_here() -> None:
    edited = decided("ann", 1, FEWER)
    assert plan(ANN, gold=edited, last=pulled(ANN)).kept == (ANN,)
    newer = incoming("ann", 9)
    assert plan(newer, gold=edited, last=pulled(ANN)).conflicts
    assert plan(newer, gold=edited, last=pulled(ANN), replace_persons=True).take == (newer,)


def test_two_people_who_decide_at_once() -> None:
    found = plan(BEN, ANN, gold=MAJORITY)
    assert found.take == (ANN,), "the first one"
    assert [(one.here, one.there) for one in found.conflicts] == [(ANN.labels, BEN)]
    replaced = plan(BEN, ANN, gold=MAJORITY, replace_persons=True)
    assert replaced.take == (BEN,)
    assert [(item.annotation, item.reasons[0].code) for item in replaced.quarantine] == [
        (ANN.annotation, "decided-twice")
    ]
    late = plan(ANN, gold=BEN.labels, last=pulled(BEN))
    assert [item.reasons[0].code for item in late.quarantine] == ["decided-twice"]


def test_one_person_who_decided_twice() -> None:
    found = plan(ANN, replace(ANN_LATER, annotation=99))
    assert [item.annotation for item in found.take] == [99]
    assert [(item.annotation, item.reasons[0].code) for item in found.quarantine] == [
        (ANN.annotation, "annotated-twice")
    ]


def test_what_was_deleted_on_the_server_stays_here() -> None:
    entry = pulled(ANN)
    found = plan_decisions((), {SLOT: decided("ann", 1)}, {SLOT: entry}, SERVER, ())
    assert found.deleted == (entry,)


people = st.sampled_from(["ann", "ben", "eva"])
decisions = st.builds(incoming, people, st.integers(1, 20), st.sampled_from([FERRY_LABELS, FEWER]), st.integers(1, 6))


@given(
    st.lists(decisions, max_size=5, unique_by=lambda item: item.annotation),
    st.one_of(st.none(), st.just(MAJORITY), decisions.map(lambda item: item.labels)),
    st.one_of(st.none(), decisions.map(pulled)),
    st.booleans(),
)
def test_every_decision_is_somewhere_and_no_persons_gold_goes_unseen(
    items: list[Incoming],
    gold: LabelSet | None,
    last: Entry | None,
    replace_persons: bool,
) -> None:
    found = plan(*items, gold=gold, last=last, replace_persons=replace_persons)
    conflicts = [one.there for one in found.conflicts]
    listed = (*found.take, *found.unchanged, *found.kept, *conflicts, *found.quarantine, *found.skipped)
    assert sorted(item.annotation for item in listed) == sorted(item.annotation for item in items)
    assert len(found.take) <= 1
    assert not (replace_persons and conflicts)
    if found.take and gold is not None and is_by_person(gold) and not replace_persons:
        assert found.take[0].labels is not None
        assert found.take[0].person == gold.adjudication.decided_by or (  # type: ignore[union-attr]
            last is not None and last.annotation == found.take[0].annotation
        )
        assert last is None or last.digest == digest_of(gold)
    again = plan(*items, gold=gold, last=last, replace_persons=replace_persons)
    assert again == found


def task(result: list[dict[str, Any]], **predictions: list[dict[str, Any]]) -> Mapping[str, Any]:
    time = "2026-05-04T12:00:00Z"
    annotation = {"id": 3, "completed_by": 1, "created_at": time, "updated_at": time, "result": result}
    shown = [{"model_version": name.replace("_", " "), "result": found} for name, found in predictions.items()]
    return {"id": 5, "data": to_task_data(FERRY, SCHEME), "annotations": [annotation], "predictions": shown}


def results(labels: LabelSet, **notes: str) -> list[dict[str, Any]]:
    return to_results(labels.spans, labels.relations, FERRY.text, SCHEME, notes=notes)


def read(raw: Mapping[str, Any]) -> Incoming:
    (item,) = read_decisions(raw, {1: "ann"}, SCHEME, {}, "Label Studio 1.23.2", "code-point")
    return item


def test_who_is_followed_is_told_by_the_predictions() -> None:
    begun = results(FERRY_LABELS, a1="is it one?")
    item = read(task(begun, gold_so_far=begun, anna=results(FERRY_LABELS), ben=results(FEWER), dora=[]))
    assert GOLD_SO_FAR == "gold so far"
    assert (item.annotator, item.person, item.notes, item.reasons) == (GOLD, "ann", (), ())
    assert item.labels is not None
    assert item.labels.adjudication is not None
    assert item.labels.adjudication.annotators == ("anna", "ben", "dora")
    verdict = item.labels.adjudication.verdicts[item.labels.spans[0].id]
    assert (verdict.supporters, verdict.how) == (("anna", "ben"), {"presence": "ann"})
    assert same_labels(item.labels, decided("eva", 0))


def test_a_note_of_the_persons_own_is_named() -> None:
    item = read(task(results(FERRY_LABELS, a1="I doubt it"), gold_so_far=results(FERRY_LABELS, a1="is it one?")))
    assert [note.code for note in item.notes] == ["region-note"]


@pytest.mark.parametrize("broken", [[{"id": "x"}], "nonsense", [1]])
def test_a_decision_that_does_not_fit_is_refused_as_a_whole(broken: Any) -> None:
    result = [*results(FERRY_LABELS), *broken] if isinstance(broken, list) else broken
    item = read(task(result, gold_so_far=broken, anna=broken))
    assert (item.labels, item.verdict, item.annotator) == (None, "quarantine", "ann")


def test_what_is_decided_leaves_the_queue(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    item = QueueItem(FERRY.id, FERRY.sha256, "majority", (Case("actor", {"anna": "a1"}),), (FERRY_LABELS,))
    assert decided_here([item], store, SERVER) == []
    store.put_gold([MAJORITY])
    History(tmp_path).append([pulled(ANN)])
    assert decided_here([item], store, SERVER) == []
    store.put_gold([decided("ann", 1)])
    assert decided_here([item], store, SERVER) == [FERRY.id]
    assert decided_here([item], store, "http://server/projects/8") == []
    assert decided_here([replace(item, sha256="0" * 64)], store, SERVER) == []
